"""Does a law fit? Misfit against the error of the seeds, and laws compared sequence by sequence."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from pycheck.reality.fit import pool
from pycheck.reality.laws import POWER_LAW, Array, Law, fit_law
from pycheck.reality.profiles import Profile
from pycheck.reality.regression import student_p

FEWEST_ROWS = 5
"""Sequences below which nothing is said of them."""


@dataclass(frozen=True, slots=True)
class LackOfFit:
    """The classical F test of a law's misfit against pure error.

    `misfit` is the standard deviation of the means about the law, `pure` that of a mean over
    seeds, both of log attention; `dof` are the degrees of freedom of the two.
    """

    f: float
    dof: tuple[int, int]
    p: float
    misfit: float
    pure: float


def lack_of_fit(
    profile: Profile, fit_from: int | None = None, law: Law = POWER_LAW
) -> LackOfFit | None:
    """Whether `law` departs from the means by more than the seeds disagree; None without seeds.

    A shift of a seed's whole profile is taken out. The test takes the seeds' other errors to be
    normal, alike at every distance and independent along it: where one seed is hit at one distance
    it finds less, where errors are correlated more than it should.
    """
    if len(profile.per_seed) < 2:
        return None
    start = profile.fit_from if fit_from is None else fit_from
    distances = np.asarray(profile.distances, dtype=float)
    used = distances >= start
    logs = np.log(np.asarray(profile.per_seed, dtype=float)[:, used])
    pooled = [pool(distances[used], row, None) for row in logs]
    rows = np.array([points.y for points in pooled])
    seeds, n = rows.shape
    means = rows.mean(axis=0)
    fit = fit_law(law, pooled[0].distances, means, np.ones(n))
    left = n - len(law.parameters)
    centred = rows - rows.mean(axis=1, keepdims=True)
    dof = (seeds - 1) * (n - 1)
    pure = float(((centred - centred.mean(axis=0)) ** 2).sum()) / dof
    if left < 1 or pure == 0:
        return None
    misfit = fit.rss / left
    f = seeds * misfit / pure
    p = float(special.fdtrc(left, dof, f))
    return LackOfFit(f, (left, dof), p, float(np.sqrt(misfit)), float(np.sqrt(pure / seeds)))


@dataclass(frozen=True, slots=True)
class Ratio:
    """Log likelihood ratio of two laws a sequence: its mean, t, two-sided p, how many favour it."""

    mean: float
    t: float
    p: float
    favouring: int
    sequences: int


def held_out_ratio(profile: Profile, law: Law, other: Law) -> Ratio | None:
    """Vuong's test of `law` against `other` over sequences; None with fewer than five of them.

    Each sequence is judged by the two laws fitted to all others, so that more parameters are no
    advantage. Errors within a sequence may be correlated: only sequences are taken to be
    independent.
    """
    distances = np.asarray(profile.part_distances, dtype=float)
    used = distances >= profile.fit_from
    if len(profile.rows) < FEWEST_ROWS or used.sum() <= len(law.parameters):
        return None
    rows = np.log(np.asarray(profile.rows, dtype=float)[:, used])
    points = [pool(distances[used], row, None) for row in rows]
    logs = np.array([each.y for each in points])
    logs -= logs.mean(axis=1, keepdims=True)
    d = points[0].distances
    ratios = np.array(
        [
            _held_out(law, d, logs, index) - _held_out(other, d, logs, index)
            for index in range(len(logs))
        ]
    )
    error = ratios.std(ddof=1) / np.sqrt(len(ratios))
    t = float(np.divide(ratios.mean(), error))
    return Ratio(
        mean=float(ratios.mean()),
        t=t,
        p=student_p(t, len(ratios) - 1),
        favouring=int((ratios > 0).sum()),
        sequences=len(ratios),
    )


def _held_out(law: Law, distances: Array, logs: Array, index: int) -> float:
    """Normal log likelihood of a sequence, but for a constant, under the law of the others."""
    others = np.delete(logs, index, axis=0)
    fitted = fit_law(law, distances, others.mean(axis=0), np.ones(len(distances))).fitted
    variance = float(((others - fitted) ** 2).mean())
    left = float(((logs[index] - fitted) ** 2).mean())
    return float(-len(distances) / 2 * (np.log(variance) + left / variance))
