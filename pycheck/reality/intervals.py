"""Intervals by other roads than least squares: profile likelihood, bootstrap, exact shares."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy import special
from scipy.optimize import brentq

from pycheck.reality.fit import fit_power
from pycheck.reality.laws import Array, Law, fit_law, least_squares
from pycheck.reality.regression import f_quantile

Interval = tuple[float, float]

SEED = 20260101
RESAMPLES = 1999


def profile_interval(
    law: Law, parameter: str, distances: Array, y: Array, weights: Array, level: float = 0.95
) -> Interval:
    """Profile-likelihood interval of one parameter of `law`.

    The values at which the residual sum of squares, minimised over the other parameters, stays
    within the F(1, n - p) quantile of its minimum: the likelihood ratio with the error variance
    unknown, calibrated for few points. A bounded parameter's interval is cut at its bounds.
    """
    index = law.parameters.index(parameter)
    fit = fit_law(law, distances, y, weights)
    if law.shapes and parameter == law.parameters[-1]:
        centre, best = fit.parameters[parameter], fit.rss
        bounds = law.shapes(distances)

        def rss(value: float) -> float:
            return least_squares(law.design(distances, value), y, weights)[1]

    else:
        design = law.design(distances, law.shape_of(fit.parameters))
        coefficients, best = least_squares(design, y, weights)
        centre = float(coefficients[index])
        others = np.delete(design, index, axis=1)
        bounds = (-np.inf, np.inf)

        def rss(value: float) -> float:
            return least_squares(others, y - value * design[:, index], weights)[1]

    dof = len(y) - len(law.parameters)
    allowed = best * (1 + f_quantile(level, 1, dof) / dof)

    def excess(value: float) -> float:
        return rss(value) - allowed

    low, high = (_crossing(excess, centre, bound) for bound in bounds)
    if law.bounded and not law.shapes and index == len(law.parameters) - 1:
        low, high = max(low, 0.0), max(high, 0.0)
    return low, high


def _crossing(excess: Callable[[float], float], centre: float, bound: float) -> float:
    """Where `excess` turns positive on the way from `centre` to `bound`, or `bound`."""
    if excess(centre) >= 0:  # points on a curve of the law: rounding alone is left of the sum
        return centre
    step = (1 if bound > centre else -1) * max(abs(centre), 1e-6) * 1e-3
    while abs(step) < abs(bound - centre) and abs(step) < 1e12:
        if excess(centre + step) >= 0:
            return float(brentq(excess, centre, centre + step, xtol=1e-12))
        step *= 2
    if np.isinf(bound) or excess(bound) < 0:
        return bound
    return float(brentq(excess, centre, bound, xtol=1e-12))


def bootstrap_interval(
    distances: Array, y: Array, weights: Array, resamples: int = RESAMPLES, level: float = 0.95
) -> Interval:
    """Bootstrap-t interval of gamma: residuals, freed of their leverage, are resampled.

    Each resample's slope is divided by its own standard error: with five to nine points the plain
    percentile interval is far too short.
    """
    rng = np.random.default_rng(SEED)
    fit = fit_power(distances, y, weights)
    root = np.sqrt(weights)
    x = np.column_stack([np.ones_like(y), -np.log(distances)]) * root[:, None]
    pinv = np.linalg.pinv(x)
    leverage = np.einsum("ij,ji->i", x, pinv)
    scaled = fit.residuals * root / np.sqrt(np.clip(1 - leverage, 1e-9, None))
    draws = (scaled - scaled.mean())[rng.integers(0, len(y), (resamples, len(y)))]
    shifts = draws @ pinv.T
    left = draws - shifts @ x.T
    spread = np.sqrt((left**2).sum(axis=1) / fit.dof * (pinv @ pinv.T)[1, 1])
    t = shifts[:, 1][spread > 0] / spread[spread > 0]
    if len(t) == 0:
        return fit.gamma, fit.gamma
    tails = np.quantile(t, [(1 + level) / 2, (1 - level) / 2])
    low, high = fit.gamma - tails * fit.stderr
    return float(low), float(high)


def share_interval(count: int, of: int, level: float = 0.95) -> Interval:
    """Exact (Clopper-Pearson) interval of a share."""
    tail = (1 - level) / 2
    low = special.betaincinv(count, of - count + 1, tail) if count else 0.0
    high = special.betaincinv(count + 1, of - count, 1 - tail) if count < of else 1.0
    return float(low), float(high)


def cluster_bootstrap(
    groups: Sequence[Sequence[float]],
    statistic: Callable[[Array], float],
    resamples: int = RESAMPLES,
    level: float = 0.95,
) -> Interval:
    """Percentile interval of `statistic` when whole groups are drawn with replacement.

    A group is what is not independent: the profiles of one model.
    """
    rng = np.random.default_rng(SEED)
    arrays = [np.asarray(group, dtype=float) for group in groups]
    draws = rng.integers(0, len(arrays), (resamples, len(arrays)))
    values = [statistic(np.concatenate([arrays[i] for i in drawn])) for drawn in draws]
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
