"""Seven laws that attention could follow with distance, each fitted to log attention.

Once the logarithm is taken they are linear in their parameters, but for one: the power of a
stretched exponential, the reach of a floor, the place of a break. The power law with a floor bends
upward in log-log, the exponentials downward, the log-normal and the broken law either way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

Array = npt.NDArray[np.float64]
Design = Callable[[Array, float], list[Array]]

SMALLEST_POWER = 0.05
"""Below it a stretched exponential cannot be told from a power law."""

FARTHEST_REACH = 30.0
"""Beyond so many times the last distance a floor cannot be told from none."""

SHAPES = 16
"""How many values of a shape are tried before the best is refined."""

LEAST_SCATTER = 1e-6
"""Scatter of log attention below which it is rounding, and ranks no law."""


@dataclass(frozen=True, slots=True)
class Law:
    """log A(d) = log_a - sum of parameter * column, with the last parameter >= 0 if `bounded`.

    `columns` gives the columns at distances d, and at a shape: one more parameter, the last, for
    laws that have a `shapes` range of it at given distances.
    """

    name: str
    formula: str
    parameters: tuple[str, ...]
    columns: Design
    bounded: bool = False
    shapes: Callable[[Array], tuple[float, float]] | None = None

    def design(self, distances: Array, shape: float = 1.0) -> Array:
        """The design matrix, one row a distance, one column a parameter but the shape."""
        columns = self.columns(distances, shape)
        return np.column_stack([np.ones_like(distances), *(-column for column in columns)])

    def shape_of(self, parameters: Mapping[str, float]) -> float:
        """The shape among the parameters; 1, which says nothing, for a law without one."""
        return parameters[self.parameters[-1]] if self.shapes else 1.0

    def log_attention(self, distances: Array, parameters: Mapping[str, float]) -> Array:
        """The law at these distances."""
        linear = list(parameters.values())[: len(parameters) - (self.shapes is not None)]
        design = self.design(distances, self.shape_of(parameters))
        return np.asarray(design @ np.array(linear), dtype=float)


def _broken(d: Array, at: float) -> list[Array]:
    return [np.log(np.minimum(d, at)), np.log(np.maximum(d / at, 1))]


LAWS = (
    Law("power law", "A d^-gamma", ("log_a", "gamma"), lambda d, _: [np.log(d)]),
    Law("exponential", "A exp(-rate d)", ("log_a", "rate"), lambda d, _: [d], bounded=True),
    Law(
        "stretched exponential",
        "A exp(-(scale d^power))",
        ("log_a", "scale", "power"),
        lambda d, power: [d**power],
        bounded=True,
        shapes=lambda _: (SMALLEST_POWER, 1.0),
    ),
    Law(
        "log-normal",
        "A d^-slope exp(-curvature (log d)^2)",
        ("log_a", "slope", "curvature"),
        lambda d, _: [np.log(d), np.log(d) ** 2],
    ),
    Law(
        "power law with cutoff",
        "A d^-gamma exp(-rate d)",
        ("log_a", "gamma", "rate"),
        lambda d, _: [np.log(d), d],
        bounded=True,
    ),
    Law(
        "power law with floor",
        "A (1/d + 1/reach)^gamma",
        ("log_a", "gamma", "reach"),
        lambda d, reach: [-np.log(1 / d + 1 / reach)],
        bounded=True,
        shapes=lambda d: (d[0], FARTHEST_REACH * d[-1]),
    ),
    Law(
        "broken power law",
        "A d^-gamma up to the break, ~ d^-gamma_far beyond",
        ("log_a", "gamma", "gamma_far", "break"),
        _broken,
        shapes=lambda d: (d[1], d[-2]),
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
    shape = _best_shape(law, distances, y, weights)
    design = law.design(distances, shape)
    coefficients, rss = _bounded_least_squares(law, design, y, weights)
    values = (*map(float, coefficients), *([shape] if law.shapes else []))
    parameters = dict(zip(law.parameters, values, strict=True))
    return _law_fit(law, parameters, design @ coefficients, rss, weights)


def _bounded_least_squares(
    law: Law, design: Array, y: Array, weights: Array
) -> tuple[Array, float]:
    coefficients, rss = least_squares(design, y, weights)
    if law.bounded and coefficients[-1] < 0:
        # The likelihood is concave, so its maximum under the bound lies on the bound.
        inner, rss = least_squares(design[:, :-1], y, weights)
        coefficients = np.append(inner, 0.0)
    return coefficients, rss


def _best_shape(law: Law, distances: Array, y: Array, weights: Array) -> float:
    """The shape of least residuals: the best of a geometric grid, refined between its neighbours.

    The residuals of a broken law have a minimum between any two distances.
    """
    if law.shapes is None:
        return 1.0

    def rss(log_shape: float) -> float:
        design = law.design(distances, float(np.exp(log_shape)))
        return _bounded_least_squares(law, design, y, weights)[1]

    first, last = law.shapes(distances)
    tried = np.log(np.geomspace(first, last, SHAPES))
    best = int(np.argmin([rss(value) for value in tried]))
    bounds = tried[max(best - 1, 0)], tried[min(best + 1, SHAPES - 1)]
    if bounds[0] == bounds[1]:
        return float(np.exp(bounds[0]))
    found = minimize_scalar(rss, bounds=bounds, method="bounded", options={"xatol": 1e-7}).x
    return float(np.exp(min(found, tried[best], key=rss)))


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
    parts = []
    for value in values:
        _, digits, exponent = Decimal(repr(float(value))).normalize().as_tuple()
        parts.append((len(digits), int(exponent)))
    most, last = max(length for length, _ in parts), min(exponent for _, exponent in parts)
    units = [max(last, exponent + length - most) for length, exponent in parts]
    half = [0.5 * 10.0**unit / value for unit, value in zip(units, values, strict=True)]
    return max(LEAST_SCATTER, float(np.sqrt(np.mean(np.square(half)))))


def akaike_weights(values: Sequence[float]) -> Array:
    """exp(-difference / 2), normalised; zero for infinite values."""
    criteria = np.asarray(values, dtype=float)
    if not np.isfinite(criteria).any():
        return np.zeros_like(criteria)
    relative = np.exp(-(criteria - criteria.min()) / 2)
    return np.asarray(relative / relative.sum(), dtype=float)
