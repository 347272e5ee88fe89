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
from torch.nn import functional
from tqdm import tqdm

from pycheck.errors import InputError
from pycheck.reality.reduction import (
    Array,
    AttentionMeans,
    later_share,
    layer_rows,
    reach_of,
)


def measure_attention(
    model: Any, sequences: NDArray[np.int64], label: str
) -> tuple[AttentionMeans, float | None]:
    """Mean attention of `model` on `sequences` (count, N), which all start with their first token,
    and its mean loss on them in nats a token, None where it answers no logits.

    `model` is called with one sequence at a time, shape (1, N); its attention modules must return
    their weights, shape (1, H, N, N), after what they mix. `label` names the progress bar. Raises
    `InputError` when no module does, when one attends to later tokens, or when the model fails.
    """
    recorder = _Recorder(reach_of(sequences.shape[1]))
    losses = []
    with torch.no_grad(), recorder.attached(model):
        for sequence in tqdm(sequences, desc=label, unit="sequence", disable=None):
            tokens = torch.from_numpy(sequence[None, :])
            losses.append(_loss(_run(model, tokens), tokens))
    known = [loss for loss in losses if loss is not None]
    loss = float(np.mean(known)) if len(known) == len(losses) else None
    return recorder.means(len(sequences)), loss


def _loss(answer: Any, tokens: Tensor) -> float | None:
    """Mean cross-entropy in nats of each of `tokens` (1, N) given those before it."""
    logits = answer if isinstance(answer, Tensor) else getattr(answer, "logits", None)
    if not isinstance(logits, Tensor) or logits.ndim != 3 or logits.shape[:2] != tokens.shape:
        return None
    return float(functional.cross_entropy(logits[0, :-1].float(), tokens[0, 1:]))


def return_weights(model: Any, tokens: Tensor) -> None:
    """Make sure that `model`, tried on `tokens` (1, N), returns weights, and none of the future.

    Where it does so only when asked (transformers before 4.57), its configuration asks. A model
    that returns them unasked is not asked, because it would keep them all. Raises `InputError`.
    """
    for asked in (False, True):
        for configuration in (model.config, model.config.get_text_config()) if asked else ():
            configuration.output_attentions = True
        recorder = _Recorder(reach_of(tokens.shape[1]))
        with torch.no_grad(), recorder.attached(model):
            _run(model, tokens)
        if recorder.layers:
            return
    recorder.means(1)


def _run(model: Any, tokens: Tensor) -> Any:
    try:
        return model(tokens)
    except InputError:
        raise
    except Exception as error:  # the code of whichever model it is
        raise InputError(
            f"the model fails on {tokens.shape[1]} tokens: {first_line(error)}; check its "
            "configuration, or measure a smaller --context"
        ) from error


def first_line(error: Exception) -> str:
    """What an error of a library says, as one short line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


@dataclass(slots=True)
class _Recorder:
    reach: int
    layers: dict[int, list[Array]] = field(default_factory=dict)
    """Sums over sequences, by the identity of the module, in the order of the first call."""
    each: list[tuple[Array, float]] = field(default_factory=list)
    """Weight by distance and on the first token, a call of a layer after another."""

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
        rest = output[1:] if isinstance(output, tuple) else ()
        place = next((i for i, item in enumerate(rest, start=1) if _is_map(item)), None)
        if place is None:
            return output
        weights = output[place][0].numpy()
        _refuse_future(weights)
        rows = layer_rows(weights, self.reach)
        known = self.layers.setdefault(id(module), [np.zeros_like(row) for row in rows])
        for total, row in zip(known, rows, strict=True):
            total += row
        near, on_first, _, _ = rows
        self.each.append((near.mean(axis=0), float(on_first.mean())))
        return (*output[:place], None, *output[place + 1 :])

    def means(self, sequences: int) -> AttentionMeans:
        if not self.layers:
            raise InputError(
                "the model's attention modules return no weights by head, query and key, so its "
                "attention cannot be measured; choose a model with an eager implementation"
            )
        by_distance, on_first, on_self, last_query = (
            np.stack(row) / sequences for row in zip(*self.layers.values(), strict=True)
        )
        each, each_first = (np.array(part) for part in zip(*self.each, strict=True))
        return AttentionMeans(
            by_distance,
            on_first,
            on_self,
            last_query,
            each_by_distance=each.reshape(sequences, -1, self.reach).mean(axis=1),
            each_on_first=each_first.reshape(sequences, -1).mean(axis=1),
        )


def _is_map(value: Any) -> bool:
    return isinstance(value, Tensor) and value.ndim == 4 and value.shape[-1] == value.shape[-2]


def _refuse_future(weights: NDArray[np.float32]) -> None:
    """Raise `InputError` when a query gives weight to a later token; `weights` is (H, N, N)."""
    for head in weights:
        share = later_share(head)
        if share > 0:
            raise InputError(
                f"the model is not causal: its queries give {share:.2g} of their attention to "
                "later tokens, as an encoder's do; choose a decoder"
            )
