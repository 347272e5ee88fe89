"""Attention maps in memory, of numpy, PyTorch or a file, reduced to a profile."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pycheck.errors import InputError
from pycheck.reality.profiles import ROUNDING, Profile
from pycheck.reality.published import NOT_STATED
from pycheck.reality.reduction import (
    AttentionMeans,
    head_rows,
    later_share,
    layer_rows,
    means_by_distance,
    reach_of,
)

AXES = "[layer, head, query, key] or [batch, layer, head, query, key]"
_SHORTEST = 8
_LOOSE = 1e-2
"""By how much half precision may make the weights of a query add up to more than 1."""


@dataclass(frozen=True, slots=True)
class Maps:
    """Attention maps read a layer at a time: `layer(sequence, layer)` has shape (H, N, N)."""

    sequences: int
    layers: int
    length: int
    layer: Callable[[int, int], Any]


def maps_of(array: Any) -> Maps:
    """The maps in an array with the axes `AXES`, or in one array a layer, each [head, query, key]
    or [sequence, head, query, key], as `attentions` of transformers are.

    Anything with a `shape` that can be indexed will do. Raises `InputError` when the axes are
    others, or the sequences too short.
    """
    if isinstance(array, list | tuple) and array and all(hasattr(a, "shape") for a in array):
        shapes = {tuple(part.shape) for part in array}
        shape = shapes.pop()
        if shapes or len(shape) not in (3, 4):
            raise InputError(
                f"{len(array)} arrays of different shapes, or not [head, query, key] each; give "
                f"one array a layer, or one of {AXES}"
            )
        batched = len(shape) == 4
        sequences, layers = (shape[0] if batched else 1), len(array)

        def layer(i: int, j: int) -> Any:
            return array[j][i] if batched else array[j]

    else:
        shape = tuple(getattr(array, "shape", ()))
        if len(shape) not in (4, 5):
            raise InputError(f"an array of shape {shape} holds no maps; give {AXES}")
        batched = len(shape) == 5
        sequences, layers = (shape[0] if batched else 1), shape[-4]

        def layer(i: int, j: int) -> Any:
            return array[i, j] if batched else array[j]

    if shape[-1] != shape[-2]:
        raise InputError(
            f"maps of {shape[-2]} queries and {shape[-1]} keys are not square; give {AXES} over "
            "the same tokens"
        )
    if 0 in (sequences, layers, shape[-3]) or shape[-1] < _SHORTEST:
        raise InputError(
            f"an array of shape {shape} has too little for a profile; give maps of {_SHORTEST} "
            "tokens or more"
        )
    return Maps(sequences, layers, shape[-1], layer)


def profile_of_maps(maps: Maps, names: Mapping[str, Any]) -> Profile:
    """The profile of `maps`; `names` are the fields that no map says, its model and corpus.

    Raises `InputError` with the place of the first number that is no attention weight of a causal
    model, or of the distance that a layer never looks at.
    """
    reach = reach_of(maps.length)
    layers = []
    for j in range(maps.layers):
        totals: list[NDArray[np.float64]] = []
        for i in range(maps.sequences):
            where = f"layer {j}" + (f" of sequence {i}" if maps.sequences > 1 else "")
            rows = layer_rows(_checked(_numpy(maps.layer(i, j)), where), reach)
            totals = [t + r for t, r in zip(totals, rows, strict=True)] if totals else list(rows)
        layers.append([total / maps.sequences for total in totals])
    means = AttentionMeans(*(np.stack(row) for row in zip(*layers, strict=True)))
    queries = f"the query positions {reach + 1} to {maps.length - 1}"
    return Profile.model_validate(
        {
            "model": NOT_STATED,
            "corpus": NOT_STATED,
            **{name: value for name, value in names.items() if name != "context"},
            **means_by_distance([means], "give maps of shorter sequences, or fewer layers"),
            "context": maps.length,
            "heads": head_rows([means]),
            "measured_by": "pycheck measure",
            "method": f"weights as given, averaged over heads, layers, {queries} and "
            f"{maps.sequences} sequences",
        }
    )


def _numpy(layer: Any) -> NDArray[Any]:
    """One layer's map as an array of floats, wherever it lies: a tensor's `detach` tells it."""
    found = np.asarray(layer.detach().cpu().float() if hasattr(layer, "detach") else layer)
    if found.dtype.kind != "f":
        raise InputError(
            f"it holds {found.dtype}, and attention weights are floating-point numbers"
        )
    return found


def _checked(weights: NDArray[Any], where: str) -> NDArray[Any]:
    right = (weights >= 0) & (weights <= 1 + ROUNDING)
    if not right.all():
        head, query, key = _place(right.argmin(), right.shape)
        raise InputError(
            f"{where}, head {head}, query {query}, key {key} is {weights[head, query, key]:g}, and "
            "attention weights lie between 0 and 1; give them as they are after the softmax"
        )
    sums = weights.sum(axis=-1, dtype=float)
    if sums.max() > 1 + _LOOSE:
        head, query = _place(sums.argmax(), sums.shape)
        raise InputError(
            f"the weights of {where}, head {head}, query {query} add up to {sums.max():.4g}; the "
            f"last axis must be that of the keys: {AXES}"
        )
    for index, map_ in enumerate(weights):
        share = later_share(map_)
        if share > 0:
            raise InputError(
                f"{where}, head {index} gives {share:.2g} of its attention to later tokens; a "
                "profile is that of a causal model"
            )
    return weights


def _place(index: np.intp, shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(int(index), shape))


def named(arrays: Mapping[str, Sequence[int]]) -> list[str]:
    """The names of the arrays that can hold maps, by their shapes; raises `InputError` if none."""
    found = [n for n, s in arrays.items() if len(s) in (4, 5) and s[-1] == s[-2]]
    if not found:
        seen = ", ".join(f"{n} {tuple(s)}" for n, s in list(arrays.items())[:3])
        more = ", …" if len(arrays) > 3 else ""
        raise InputError(f"no maps in it: {seen or 'no array'}{more}; give {AXES}")
    return found
