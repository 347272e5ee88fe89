"""Five laws that attention could follow with distance, each fitted to log attention.

Four are linear in their parameters once the logarithm is taken; the stretched exponential is
linear but for its power. Every law falls with distance where its bounded parameters are positive.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

Array = npt.NDArray[np.float64]
Design = Callable[[Array], list[Array]]

SMALLEST_POWER = 0.05
"""Below it a stretched exponential cannot be told from a power law."""

LEAST_SCATTER = 1e-6
"""Scatter of log attention below which it is rounding, and ranks no law."""


@dataclass(frozen=True, slots=True)
class Law:
    """log A(d) = log_a - sum of parameter * column, with the last parameter bounded if `bounded`.

    `columns` gives the columns at distances d. The law has one more parameter, the power of d in
    its only column, if `stretched`.
    """

    name: str
    formula: str
    parameters: tuple[str, ...]
    columns: Design
    bounded: bool = False
    stretched: bool = False

    def design(self, distances: Array) -> Array:
        """The design matrix, one row a distance, one column a parameter."""
        return np.column_stack(
            [np.ones_like(distances), *(-column for column in self.columns(distances))]
        )


LAWS = (
    Law("power law", "A d^-gamma", ("log_a", "gamma"), lambda d: [np.log(d)]),
    Law("exponential", "A exp(-rate d)", ("log_a", "rate"), lambda d: [d], bounded=True),
    Law(
        "stretched exponential",
        "A exp(-(scale d^power))",
        ("log_a", "scale", "power"),
        lambda d: [d],
        bounded=True,
        stretched=True,
    ),
    Law(
        "log-normal",
        "A d^-slope exp(-curvature (log d)^2)",
        ("log_a", "slope", "curvature"),
        lambda d: [np.log(d), np.log(d) ** 2],
        bounded=True,
    ),
    Law(
        "power law with cutoff",
        "A d^-gamma exp(-rate d)",
        ("log_a", "gamma", "rate"),
        lambda d: [np.log(d), d],
        bounded=True,
    ),
)
POWER_LAW, EXPONENTIAL = LAWS[:2]


@dataclass(frozen=True, slots=True)
class LawFit:
    """A law fitted to one profile.

    `fitted` is log attention at the distances; `aicc` is infinite where there are too few distances
    for the law's parameters; `weight` is the law's share of Akaike weight among the laws compared.
    """

    law: str
    parameters: dict[str, float]
    fitted: Array
    rss: float
    aicc: float
    weight: float = 0.0


def least_squares(design: Array, y: Array, weights: Array) -> tuple[Array, float]:
    """Coefficients and weighted residual sum of squares of `y` on `design`."""
    root = np.sqrt(weights)
    coefficients, *_ = np.linalg.lstsq(design * root[:, None], y * root, rcond=None)
    residual = (y - design @ coefficients) * root
    return np.asarray(coefficients, dtype=float), float(residual @ residual)


def fit_law(law: Law, distances: Array, y: Array, weights: Array) -> LawFit:
    """Maximum likelihood of `law` for log attention `y` with error variance sigma^2 / weight."""
    if law.stretched:
        return _fit_stretched(law, distances, y, weights)
    design = law.design(distances)
    coefficients, rss = least_squares(design, y, weights)
    if law.bounded and coefficients[-1] < 0:
        # The likelihood is concave, so its maximum under the bound lies on the bound.
        inner, rss = least_squares(design[:, :-1], y, weights)
        coefficients = np.append(inner, 0.0)
    parameters = dict(zip(law.parameters, map(float, coefficients), strict=True))
    return _law_fit(law, parameters, design @ coefficients, rss, weights)


def _fit_stretched(law: Law, distances: Array, y: Array, weights: Array) -> LawFit:
    def at(power: float) -> tuple[Array, Array, float]:
        design = law.design(distances**power)
        coefficients, rss = least_squares(design, y, weights)
        return design, coefficients, rss

    power = float(
        minimize_scalar(lambda p: at(p)[2], bounds=(SMALLEST_POWER, 1), method="bounded").x
    )
    design, coefficients, rss = at(power)
    parameters = dict(zip(law.parameters, (*map(float, coefficients), power), strict=True))
    return _law_fit(law, parameters, design @ coefficients, rss, weights)


def _law_fit(
    law: Law, parameters: dict[str, float], fitted: Array, rss: float, weights: Array
) -> LawFit:
    return LawFit(law.name, parameters, fitted, rss, aicc(rss, weights, len(law.parameters) + 1))


def aicc(rss: float, weights: Array, parameters: int, scatter: float = LEAST_SCATTER) -> float:
    """Akaike's criterion with the small-sample term; infinite without a degree of freedom for it.

    `parameters` counts the error variance, which is never below that of a `scatter` of log
    attention. Constants common to all laws of one profile are kept, so that values of different
    weightings of the same data can be told apart.
    """
    n = len(weights)
    if n <= parameters + 1:
        return float("inf")
    variance = max(rss / n, scatter**2 * float(weights.mean()))
    deviance = n * (np.log(2 * np.pi * variance) + 1) - float(np.log(weights).sum())
    return float(deviance + 2 * parameters * n / (n - parameters - 1))


def compare_laws(
    distances: Array, y: Array, weights: Array, scatter: float = LEAST_SCATTER
) -> tuple[LawFit, ...]:
    """All laws fitted to the same data, with Akaike weights, the best first.

    Of laws that leave less than `scatter`, the rounding of log attention, the simplest is best.
    """
    fits = []
    for law in LAWS:
        fit = fit_law(law, distances, y, weights)
        fits.append(replace(fit, aicc=aicc(fit.rss, weights, len(law.parameters) + 1, scatter)))
    fits.sort(key=lambda fit: (fit.aicc, fit.rss if np.isfinite(fit.aicc) else 0))
    shares = akaike_weights([fit.aicc for fit in fits])
    return tuple(replace(f, weight=float(share)) for f, share in zip(fits, shares, strict=True))


def printed_scatter(values: Sequence[float]) -> float:
    """What the rounding of printed `values` leaves of their logarithms, at least `LEAST_SCATTER`.

    Half a unit of the last digit: of as many decimals, or of as many digits, as any value has.
    """
    parts = [Decimal(repr(float(value))).normalize() for value in values]
    decimals = max(-int(part.as_tuple().exponent) for part in parts)
    digits = max(len(part.as_tuple().digits) for part in parts)
    units = [max(-decimals, part.adjusted() - digits + 1) for part in parts]
    half = [0.5 * 10.0**unit / value for unit, value in zip(units, values, strict=True)]
    return max(LEAST_SCATTER, float(np.sqrt(np.mean(np.square(half)))))


def akaike_weights(values: Sequence[float]) -> Array:
    """exp(-difference / 2), normalised; zero for infinite values."""
    criteria = np.asarray(values, dtype=float)
    if not np.isfinite(criteria).any():
        return np.zeros_like(criteria)
    relative = np.exp(-(criteria - criteria.min()) / 2)
    return np.asarray(relative / relative.sum(), dtype=float)
