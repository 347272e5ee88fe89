"""A model's attention, seen from within and changed: its own softmax is replaced by the one here.

transformers (from 4.48 on) lets a model compute its attention with a function that is registered
by name. The one here does what eager attention does, shows queries, keys, values and weights of
each layer, and may hide keys, silence values or switch heads off.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
import transformers
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from pycheck.errors import InputError

_NAME = "pycheck"
_CLOSE = 1e-3

Array = NDArray[np.float64]
Tokens = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Seen:
    """One layer's attention on one sequence: `queries`, `keys`, `values` after rotation
    (H, N, width), each head with keys and values of its own; `weights` (H, N, N); `scale` is what
    q.k is multiplied with."""

    layer: int
    queries: Tensor
    keys: Tensor
    values: Tensor
    weights: Tensor
    scale: float


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed: keys that a query may see beside causality, (N, N) of true and false; heads
    (layer, head) whose output is zero; a position whose value no later query reads. `see` is shown
    each layer."""

    visible: Tensor | None = None
    off: frozenset[tuple[int, int]] = frozenset()
    silent: int | None = None
    see: Callable[[Seen], None] | None = None


PLAIN = Change()


def _attend(
    change: Change,
    module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    _mask: Any,
    scaling: float | None = None,
    **_rest: Any,
) -> tuple[Tensor, None]:
    groups = query.shape[1] // key.shape[1]
    key, value = (x.repeat_interleave(groups, dim=1) for x in (key, value))
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    scores = query @ key.transpose(-1, -2) * scale
    size = scores.shape[-1]
    visible = torch.ones(size, size, dtype=torch.bool).tril()
    if change.visible is not None:
        visible &= change.visible
    weights = scores.masked_fill_(~visible, -torch.inf).softmax(dim=-1)
    if change.see is not None:
        change.see(Seen(module.layer_idx, query[0], key[0], value[0], weights[0], scale))
    mixed = weights @ value
    if change.silent is not None:
        place = change.silent
        read = weights[:, :, place + 1 :, place, None] * value[:, :, place, None, :]
        mixed[:, :, place + 1 :] -= read
    for layer, head in change.off:
        if layer == module.layer_idx:
            mixed[:, head] = 0
    return mixed.transpose(1, 2).contiguous(), None


@contextmanager
def attending(network: Any, change: Change) -> Iterator[None]:
    """Within, `network` attends by the softmax here, changed as `change` says.

    Raises `InputError` where transformers has no place for it.
    """
    interface = getattr(transformers, "AttentionInterface", None)
    if interface is None or not hasattr(network, "set_attn_implementation"):
        raise InputError(
            "readings need a Hugging Face model and transformers 4.56 or later; "
            "upgrade it, or choose such a model"
        )
    interface.register(_NAME, partial(_attend, change))
    before = network.config._attn_implementation
    network.set_attn_implementation(_NAME)
    try:
        yield
    finally:
        network.set_attn_implementation(before)


def logits_of(network: Any, tokens: Tokens, change: Change = PLAIN, start: int = 0) -> Tensor:
    """Logits of the tokens after each one of a sequence (N,) from `start` on: (N - start, V)."""
    inputs = torch.from_numpy(tokens[None, :])
    with torch.no_grad(), attending(network, change):
        hidden = network.base_model(inputs, use_cache=False)[0]
        logits: Tensor = network.get_output_embeddings()(hidden[0, start:])
    return logits


def losses(network: Any, tokens: Tokens, change: Change = PLAIN, start: int = 0) -> Array:
    """Nats for each token of a sequence (N,) after the place `start`, given those before it:
    (N - 1 - start,)."""
    logits = logits_of(network, tokens, change, start)[:-1]
    wanted = torch.from_numpy(tokens[start + 1 :])
    found = functional.cross_entropy(logits, wanted, reduction="none")
    return np.asarray(found.double().numpy(), dtype=float)


def later_loss(network: Any, tokens: Tokens, change: Change = PLAIN) -> float:
    """Mean nats a token over the later half of a sequence (N,)."""
    return float(losses(network, tokens, change, len(tokens) // 2).mean())


def watch(network: Any, tokens: Tokens, see: Callable[[Seen], None]) -> None:
    """Show every layer's attention on one sequence (N,) to `see`."""
    logits_of(network, tokens, Change(see=see), len(tokens) - 1)


def refuse_other(network: Any, tokens: Tokens) -> None:
    """Raise `InputError` when the softmax here is not what `network` does by itself.

    A window, a bias by distance or a cap of the scores would be lost unnoticed.
    """
    layers: list[int] = []
    ours = logits_of(network, tokens, Change(see=lambda seen: layers.append(seen.layer)))
    with torch.no_grad():
        own = network(torch.from_numpy(tokens[None, :]), use_cache=False).logits[0]
    same = torch.allclose(own, ours, rtol=_CLOSE, atol=_CLOSE * float(own.abs().max()))
    if not layers or not same:
        raise InputError(
            "the model does not attend by a plain causal softmax of scaled products, or not "
            "through transformers' interface for attention; choose another model"
        )
