"""Mean attention of a model, taken one layer at a time.

A hook reduces each layer's attention map to a few rows as soon as the layer has run and drops the
map, so that memory holds the map of one layer however many layers there are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from pycheck.errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AttentionMeans:
    """Mean attention weights over sequences and queries; L layers, H heads, N tokens, reach D.

    The queries are the positions D + 1 .. N - 1, the same for every distance, so that no key of
    a distance 1 .. D is the sequence's first token. Nothing is renormalised: for each query
    the weights on itself, on the distances 1 .. D, on the first token and on what lies between
    sum to one.
    """

    by_distance: Array
    """Weight at distance 1 .. D, shape (L, H, D)."""
    on_first: Array
    """Weight on the first token, shape (L, H)."""
    on_self: Array
    """Weight at distance 0, shape (L, H)."""
    last_query: Array
    """Weights of the last token at distance 0 .. N - 1, shape (L, H, N)."""


def reach_of(context: int) -> int:
    """Largest distance D that is measured: half the context, so that half the tokens ask."""
    return context // 2


def measure_attention(model: Any, sequences: NDArray[np.int64], label: str) -> AttentionMeans:
    """Mean attention of `model` on `sequences` (count, N), which all start with their first token.

    `model` is called with one sequence at a time, shape (1, N); its attention modules must return
    their weights, shape (1, H, N, N), as the second item. `label` names the progress bar. Raises
    `InputError` when no module does.
    """
    recorder = _Recorder(reach_of(sequences.shape[1]))
    with torch.no_grad(), recorder.attached(model):
        for sequence in tqdm(sequences, desc=label, unit="sequence", disable=None):
            model(torch.from_numpy(sequence[None, :]))
    return recorder.means(len(sequences))


@dataclass(slots=True)
class _Recorder:
    reach: int
    layers: dict[int, list[Array]] = field(default_factory=dict)
    """Sums over sequences, by the identity of the module, in the order of the first call."""

    @contextmanager
    def attached(self, model: Any) -> Iterator[None]:
        modules = [m for m in model.modules() if "attention" in type(m).__name__.lower()]
        hooks = [module.register_forward_hook(self._reduce) for module in modules]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def _reduce(self, module: Any, _inputs: Any, output: Any) -> Any:
        if not isinstance(output, tuple) or len(output) < 2 or not _is_map(output[1]):
            return output
        rows = layer_rows(output[1][0], self.reach)
        known = self.layers.setdefault(id(module), [np.zeros_like(row) for row in rows])
        for total, row in zip(known, rows, strict=True):
            total += row
        return (output[0], None, *output[2:])

    def means(self, sequences: int) -> AttentionMeans:
        if not self.layers:
            raise InputError(
                "the model's attention modules return no weights, so its attention cannot be "
                "measured; choose a model with an eager implementation"
            )
        rows = zip(*self.layers.values(), strict=True)
        return AttentionMeans(*(np.stack(row) / sequences for row in rows))


def _is_map(value: Any) -> bool:
    return isinstance(value, Tensor) and value.ndim == 4 and value.shape[-1] == value.shape[-2]


def layer_rows(weights: Tensor, reach: int) -> tuple[Array, Array, Array, Array]:
    """The rows of `AttentionMeans` for one layer and sequence: `weights` has shape (H, N, N)."""
    length = weights.shape[-1]
    queries = torch.arange(reach + 1, length)
    keys = queries[:, None] - torch.arange(reach + 1)
    used = weights[:, reach + 1 :, :]
    near = used.gather(-1, keys.expand(len(weights), -1, -1)).double().mean(dim=1).numpy()
    on_first = used[..., 0].double().mean(dim=1).numpy()
    last_query = weights[:, -1, :].flip(-1).double().numpy()
    return near[:, 1:], on_first, near[:, 0], last_query
