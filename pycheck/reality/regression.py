"""Weighted least squares with what it rests on, in closed form, and the quantiles that it needs.

`scipy.stats` and `statsmodels` hold the same and take longer to import than a fit of a hundred
profiles takes; the tests compare every number here with theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Regression:
    """`y` on `design` (a row a point, a column a coefficient), with inverse variances `weights`.

    The first column is the constant. `covariance` is that of the coefficients over the error
    variance; `weighted_residuals` are those of the points after multiplication with the root of
    their weights.
    """

    coefficients: Array
    covariance: Array
    residuals: Array
    weighted_residuals: Array
    leverage: Array
    r2: float

    @property
    def dof(self) -> int:
        """Degrees of freedom of the error variance."""
        return len(self.residuals) - len(self.coefficients)

    @property
    def variance(self) -> float:
        """The error variance of a point of weight 1."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(np.divide(self.weighted_residuals @ self.weighted_residuals, self.dof))

    @property
    def errors(self) -> Array:
        """Standard errors of the coefficients."""
        return np.asarray(np.sqrt(self.variance * np.diag(self.covariance)), dtype=float)

    @property
    def studentized(self) -> Array:
        """Internally studentized residuals."""
        return np.asarray(
            self.weighted_residuals / np.sqrt(self.variance * (1 - self.leverage)), dtype=float
        )

    @property
    def cook(self) -> Array:
        """Cook's distance of every point."""
        count = len(self.coefficients)
        return np.asarray(
            self.studentized**2 / count * self.leverage / (1 - self.leverage), dtype=float
        )


def regress(design: Array, y: Array, weights: Array) -> Regression:
    """Least squares. Where `y` does not vary at all `r2` is not finite."""
    root = np.sqrt(weights)
    x, target = design * root[:, None], y * root
    inverse = np.linalg.pinv(x)
    coefficients = inverse @ target
    residuals = y - design @ coefficients
    weighted = target - x @ coefficients
    about_mean = (y - np.average(y, weights=weights)) * root
    with np.errstate(divide="ignore", invalid="ignore"):
        r2 = 1 - (weighted @ weighted) / (about_mean @ about_mean)
    return Regression(
        coefficients=np.asarray(coefficients, dtype=float),
        covariance=np.asarray(inverse @ inverse.T, dtype=float),
        residuals=np.asarray(residuals, dtype=float),
        weighted_residuals=np.asarray(weighted, dtype=float),
        leverage=np.einsum("ij,ji->i", x, inverse),
        r2=float(r2),
    )


def durbin_watson(residuals: Array) -> float:
    """Sum of squared steps between neighbouring residuals over their sum of squares."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.sum(np.diff(residuals) ** 2) / np.sum(residuals**2))


def student_half(error: float, dof: int, level: float = 0.95) -> float:
    """Half the width of Student's interval: `error` times the two-sided quantile of t."""
    return float(special.stdtrit(dof, (1 + level) / 2)) * error


def student_p(t: float, dof: int) -> float:
    """The two-sided p-value of a t statistic."""
    return float(2 * special.stdtr(dof, -abs(t)))


def mean_interval(values: Array, level: float = 0.95) -> tuple[float, float]:
    """Student's interval of the mean of independent `values`, of which there are two at least."""
    half = student_half(float(values.std(ddof=1)) / np.sqrt(len(values)), len(values) - 1, level)
    return float(values.mean() - half), float(values.mean() + half)


def correlation(
    x: Array, y: Array, level: float = 0.95
) -> tuple[float, tuple[float, float], float]:
    """Pearson's correlation of four pairs at least, its interval (Fisher's transformation), and
    the two-sided p-value of none."""
    r = np.corrcoef(x, y)[0, 1]
    dof = len(x) - 2
    half = float(special.ndtri((1 + level) / 2)) / np.sqrt(dof - 1)
    with np.errstate(divide="ignore"):  # of points on a line: the interval is that one point
        low, high = np.tanh(np.arctanh(r) + np.array([-half, half]))
        t = r * np.sqrt(dof / (1 - r**2))
    return float(r), (float(low), float(high)), student_p(float(t), dof)


def chance_of_at_least(count: int, of: int, share: float) -> float:
    """The binomial probability of `count` or more hits in `of` trials that hit with `share`."""
    return float(special.bdtrc(count - 1, of, share)) if count else 1.0


def f_quantile(level: float, numerator: int, denominator: int) -> float:
    """The quantile of F with these degrees of freedom."""
    return float(special.fdtri(numerator, denominator, level))


def rejected(p_values: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Which hypotheses Benjamini and Hochberg reject, at most `rate` of them falsely."""
    p = np.asarray(p_values, dtype=float)
    ranks = np.sort(p)
    below = np.flatnonzero(ranks <= rate * np.arange(1, len(p) + 1) / len(p))
    limit = ranks[below[-1]] if len(below) else -1.0
    return [bool(value <= limit) for value in p]
