"""Intervals of a slope whose errors may be correlated along x, however few points there are.

Neighbouring distances err together: where a law is a little wrong, it is wrong alike at both.
Student's interval, for independent errors, then holds too rarely, and five to twenty-four points
are too few to estimate a correlation. So several covariances are weighed by their restricted
likelihood (which is the posterior under a flat prior of line and log scale). Given one of them, the
slope of least squares has Student's law, and the interval is that of the mixture.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special
from scipy.optimize import brentq

from pycheck.reality.regression import Array, student_half

INDEPENDENT, ROUGH, SMOOTH = 0.45, 0.15, 0.4
"""Prior weights of independent errors, and of exponential and squared-exponential correlation:
ours, the shortest intervals that hold in ``bench/recovery.py``."""

ROUGH_LENGTHS = (0.1, 0.3, 1.0, 3.0)
"""Correlation lengths of rough errors, in ranges of x."""

SMOOTH_LENGTHS = (0.1, 0.2, 0.4, 0.8)
"""Those of smooth errors."""

OWN_SHARES = (1e-6, 1e-4, 1e-2)
"""What each point's own error adds to the variance of smooth ones."""


@dataclass(frozen=True, slots=True)
class _Family:
    """The covariances that are weighed, each up to its scale; the first axis runs over them.

    `whitened` turns y into numbers whose squares add up to the generalized residual sum of squares;
    `spreads` are the variances of the slope of least squares over that scale; `log_weights` are the
    prior's with the determinants of the restricted likelihood.
    """

    whitened: Array
    spreads: Array
    log_weights: Array


def slope_half(x: Array, y: Array, weights: Array, level: float = 0.95) -> float:
    """Half the interval of the least-squares slope of `y` on `x`, whose errors may be correlated.

    `weights` are inverse variances up to a factor; `x` has three values or more, two of them
    distinct. Points on a line have the interval 0, two points an infinite one.
    """
    dof = len(y) - 2
    if dof < 1:
        return float("inf")
    family = _family(tuple(map(float, x)), tuple(map(float, weights)))
    squares = np.square(family.whitened @ y).sum(axis=1)
    if squares.min() <= 0:
        return 0.0
    logs = family.log_weights - dof / 2 * np.log(squares)
    shares = np.exp(logs - logs.max())
    shares /= shares.sum()
    scales = np.sqrt(squares / dof * family.spreads)

    def excess(half: float) -> float:
        return float(2 * shares @ special.stdtr(dof, -half / scales) - (1 - level))

    shortest, longest = (student_half(float(end), dof, level) for end in (min(scales), max(scales)))
    return float(brentq(excess, 0.999 * shortest, 1.001 * longest))


def student_error(half: float, dof: int) -> float:
    """The standard error of which Student's 95 % interval has this half width."""
    return half / student_half(1.0, dof) if dof > 0 else float("inf")


@lru_cache(maxsize=512)
def _family(x: tuple[float, ...], weights: tuple[float, ...]) -> _Family:
    values, root = np.asarray(x), np.sqrt(np.asarray(weights))
    design = np.column_stack([np.ones_like(values), values]) * root[:, None]
    plain = np.linalg.pinv(design)[1]
    covariances, priors = _covariances(values)
    lower = np.linalg.cholesky(covariances)
    whitening = np.linalg.inv(lower)
    seen = whitening @ design
    left = whitening - seen @ (np.linalg.pinv(seen) @ whitening)
    volumes = 2 * np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1)
    volumes += np.linalg.slogdet(np.matrix_transpose(seen) @ seen)[1]
    return _Family(left * root, plain @ covariances @ plain, np.log(priors) - volumes / 2)


def _covariances(x: Array) -> tuple[Array, Array]:
    """Every covariance of errors of variance 1 that is weighed, and their prior weights."""
    alone = np.eye(len(x))
    apart = np.abs(x[:, None] - x) / np.ptp(x)
    rough = np.exp(-apart / _column(ROUGH_LENGTHS)) + OWN_SHARES[0] * alone
    smooth = np.exp(-((apart / _column(SMOOTH_LENGTHS)) ** 2) / 2)
    owned = (smooth[:, None] + _column(OWN_SHARES) * alone).reshape(-1, *alone.shape)
    kinds = (alone[None], INDEPENDENT), (rough, ROUGH), (owned, SMOOTH)
    priors = [np.full(len(kind), share / len(kind)) for kind, share in kinds]
    return np.concatenate([kind for kind, _ in kinds]), np.concatenate(priors)


def _column(values: tuple[float, ...]) -> Array:
    return np.asarray(values)[:, None, None]
