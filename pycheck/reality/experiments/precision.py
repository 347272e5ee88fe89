"""Double precision throughout, so that printed digits do not depend on the processor."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.overrides import TorchFunctionMode


class DoublePrecision(TorchFunctionMode):  # type: ignore[misc]
    """While it is on, whatever asks for single precision gets double.

    Converting a network is not enough: the norms, the softmax and the positions of transformers
    calculate in single precision whatever the weights are in, and its last digits differ between
    processors.
    """

    def __torch_function__(
        self, func: Any, types: Sequence[Any], args: Any = (), kwargs: Any = None
    ) -> Any:
        if func is torch.Tensor.float:
            func = torch.Tensor.double
        return func(*map(_doubled, args), **{k: _doubled(v) for k, v in (kwargs or {}).items()})


def _doubled(value: Any) -> Any:
    return torch.float64 if value is torch.float32 else value
