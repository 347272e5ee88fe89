"""Attention maps reduced to means by distance (`docs/experiments.md` says what is averaged)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pycheck.errors import InputError
from pycheck.reality.profiles import Row

Array = NDArray[np.float64]

FIT_FROM = 10
"""Smallest distance of our fits: the smallest one that the author's published profiles have."""


RUN = 0.08
"""Half the length of a run of distances that is averaged to one, as a share of its first one."""


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
    each_by_distance: Array = field(default_factory=lambda: np.empty((0, 0)))
    """Weight at distance 1 .. D in each of S sequences, over layers and heads, shape (S, D)."""
    each_on_first: Array = field(default_factory=lambda: np.empty(0))
    """Weight on the first token in each sequence, shape (S,)."""


def reach_of(context: int) -> int:
    """Largest distance D that is measured: half the context, so that half the tokens ask."""
    return context // 2


def runs_of(reach: int) -> tuple[tuple[int, int], ...]:
    """The distances 1 .. `reach` in runs, each as its middle and half its length.

    A run covers middle - half .. middle + half, which is a sixth of its distances or less, so that
    a power law's mean over it is that at its middle but for a factor common to all long runs.
    """
    runs = []
    start = 1
    while start <= reach:
        half = min(int(start * RUN), (reach - start) // 2)
        runs.append((start + half, half))
        start += 2 * half + 1
    return tuple(runs)


def over_runs(rows: Array, runs: Sequence[tuple[int, int]]) -> Array:
    """Means over runs of the last axis of `rows`, which has an entry at each distance from 1 on."""
    means = [rows[..., m - half - 1 : m + half].mean(axis=-1) for m, half in runs]
    return np.stack(means, axis=-1)


def layer_rows(weights: NDArray[Any], reach: int) -> tuple[Array, Array, Array, Array]:
    """The rows of `AttentionMeans` for one layer and sequence: `weights` has shape (H, N, N)."""
    first = reach + 1
    diagonals = (np.diagonal(weights, -d, 1, 2)[:, first - d :] for d in range(reach + 1))
    near = np.stack([d.mean(axis=1, dtype=float) for d in diagonals], axis=1)
    on_first = weights[:, first:, 0].mean(axis=1, dtype=float)
    last_query = weights[:, -1, ::-1].astype(float)
    return near[:, 1:], on_first, near[:, 0], last_query


def later_share(head: NDArray[Any]) -> float:
    """The part of its attention that a head, shape (N, N), gives to later tokens."""
    return float(np.triu(head, 1).sum(dtype=float) / len(head))


def means_by_distance(means: Sequence[AttentionMeans], remedy: str) -> dict[str, Any]:
    """The fields of a profile that all measurements share, averaged over `means`.

    Raises `InputError` with `remedy` where a layer never looks as far as some distance.
    """
    by_distance = np.stack([m.by_distance for m in means])
    _check_positive(by_distance.mean(axis=(0, 2)), remedy)
    reach = by_distance.shape[-1]
    return {
        "distances": tuple(range(1, reach + 1)),
        "attention": rounded_row(by_distance.mean(axis=(0, 1, 2))),
        "layers": tuple(rounded_row(r) for r in by_distance.mean(axis=(0, 2))),
        "sink_mass": rounded(np.mean([m.on_first.mean() for m in means])),
        "self_mass": rounded(np.mean([m.on_self.mean() for m in means])),
        "last_query": rounded_row(np.mean([m.last_query.mean(axis=(0, 1)) for m in means], axis=0)),
        "fit_from": FIT_FROM if reach >= 2 * FIT_FROM else 1,
    }


def head_rows(
    means: Sequence[AttentionMeans], runs: Sequence[tuple[int, int]] = ()
) -> tuple[tuple[Row, ...], ...]:
    """One row a head, grouped by layer, averaged over `means`, and over `runs` where given."""
    by_head = np.mean([m.by_distance for m in means], axis=0)
    by_head = over_runs(by_head, runs) if runs else by_head
    return tuple(tuple(rounded_row(head) for head in layer) for layer in by_head)


def each_row(
    means: Sequence[AttentionMeans], runs: Sequence[tuple[int, int]] = ()
) -> dict[str, Any]:
    """The fields of a profile that have one entry a sequence, in the order of `means`."""
    rows = np.concatenate([m.each_by_distance for m in means])
    rows = over_runs(rows, runs) if runs else rows
    sinks = np.concatenate([m.each_on_first for m in means])
    return {"rows": tuple(map(rounded_row, rows)), "sink_mass_rows": rounded_row(sinks)}


def _check_positive(layers: Array, remedy: str) -> None:
    unseen = np.argwhere(~(layers > 0))
    if len(unseen):
        layer, index = (int(i) for i in unseen[0])
        raise InputError(
            f"layer {layer} gives no attention at distance {index + 1} (a sliding window, or "
            f"weights that are not numbers); {remedy}"
        )


def rounded_row(values: ArrayLike) -> Row:
    """Values with six significant digits."""
    return tuple(rounded(v) for v in np.asarray(values))


def rounded(value: float | np.floating[Any]) -> float:
    """Six significant digits: the spread over seeds is far larger."""
    return float(f"{value:.6g}")
