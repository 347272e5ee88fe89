"""The exponent of a profile, with intervals, and what they rest on.

The book's exponent is the ordinary least-squares slope of log attention on log distance, with
equal weights. Beside it stands the weighted fit: seeds that disagree at a distance count for less.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize_scalar

from pycheck.errors import InputError
from pycheck.reality.correlated import slope_half, student_error
from pycheck.reality.laws import LEAST_SCATTER, POWER_LAW, Array, Law, fit_law, printed_scatter
from pycheck.reality.profiles import Profile
from pycheck.reality.regression import regress

FEWEST_POINTS = 3
"""Two points always lie on a line: a slope without an error says nothing."""
MOST_POINTS = 24
"""Beyond it neighbouring distances are pooled, because they repeat one another."""


@dataclass(frozen=True, slots=True)
class Points:
    """What a fit sees: distances, log attention, and the seeds' variance of it (or None)."""

    distances: Array
    y: Array
    variance: Array | None
    pooled: bool
    scatter: float = LEAST_SCATTER
    """What the printed digits of attention leave of its logarithm: no law is ranked by less."""

    @property
    def log_distances(self) -> Array:
        """log d."""
        return np.asarray(np.log(self.distances), dtype=float)


@dataclass(frozen=True, slots=True)
class PowerFit:
    """A d^-gamma fitted to log attention; `half` is half the 95 % interval of gamma.

    `half` allows for errors that are correlated along the distance (`correlated`), `stderr` is that
    of independent errors. Where attention does not change with distance `r2` is not finite: there
    is nothing to explain.
    """

    gamma: float
    log_a: float
    stderr: float
    half: float
    r2: float
    residuals: Array
    weights: Array

    @property
    def dof(self) -> int:
        """Degrees of freedom of the error variance."""
        return len(self.residuals) - 2

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of gamma."""
        return self.gamma - self.half, self.gamma + self.half

    @property
    def error(self) -> float:
        """The standard error of which Student's 95 % interval would be `interval`."""
        return student_error(self.half, self.dof)


def points_of(profile: Profile, fit_from: int | None = None) -> Points:
    """The points of `profile` from `fit_from` on (the profile's own start by default).

    Raises `InputError` when fewer than three distances are left, or their logarithms are equal.
    """
    start = profile.fit_from if fit_from is None else fit_from
    (points,) = points_from(profile, (start,), seed_variance(profile))
    return replace(points, scatter=printed_scatter(profile.attention))


def points_from(
    profile: Profile, starts: Iterable[int], variance: Array | None = None
) -> Iterator[Points]:
    """The points of `profile` from each of some smallest distances on, with the seeds' `variance`.

    Raises `InputError` as `points_of` does.
    """
    distances = np.asarray(profile.distances, dtype=float)
    y = np.log(np.asarray(profile.attention, dtype=float))
    for start in starts:
        used = distances >= start
        if used.sum() < FEWEST_POINTS:
            raise InputError(
                f"too few distances of at least {start}: {used.sum()}; a fit needs {FEWEST_POINTS}"
            )
        points = pool(distances[used], y[used], None if variance is None else variance[used])
        if np.linalg.matrix_rank(POWER_LAW.design(points.distances)) < 2:
            raise InputError("its distances are too much alike for a fit to tell them apart")
        yield points


def pool(distances: Array, y: Array, variance: Array | None) -> Points:
    """Average runs of neighbouring distances into bins of equal width in log d, if there are many.

    A profile at every distance has hundreds of points that do not err independently, most of them
    at the far end; the bins give every scale of distance the same say.
    """
    if len(distances) <= MOST_POINTS:
        return Points(distances, y, variance, pooled=False)
    log_d = np.log(distances)
    begins = _bins(log_d)
    ends = [*begins[1:], len(log_d)]
    groups = [slice(*pair) for pair in zip(begins, ends, strict=True)]
    sizes = np.subtract(ends, begins)

    def means(values: Array) -> Array:
        return np.array([values[group].sum() for group in groups]) / sizes

    pooled_variance = None if variance is None else means(variance)
    return Points(np.exp(means(log_d)), means(y), pooled_variance, pooled=True)


def _bins(log_distances: Array) -> list[int]:
    """Where each bin of `MOST_POINTS` begins that holds a distance, as an index."""
    edges = np.linspace(log_distances[0], log_distances[-1], MOST_POINTS + 1)[:-1]
    labels = np.searchsorted(edges, log_distances, side="right")
    return [int(i) for i in np.unique(labels, return_index=True)[1]]


def starts_of(profile: Profile) -> tuple[int, ...]:
    """The smallest distances from which a fit may start: all, or one a bin where they are pooled.

    Enough distances for a fit remain beyond each.
    """
    found = profile.distances[: len(profile.distances) - FEWEST_POINTS + 1]
    if len(profile.distances) <= MOST_POINTS or not found:
        return found
    return tuple(found[i] for i in _bins(np.log(np.asarray(found, dtype=float))))


def seed_variance(profile: Profile) -> Array | None:
    """Variance over seeds of mean log attention at each distance; None without seeds.

    A shift common to a seed's whole profile moves no exponent and is taken out. Three seeds tell
    little of a variance, so each distance's is averaged with the mean over distances.
    """
    if len(profile.per_seed) > 1:
        logs = np.log(np.asarray(profile.per_seed, dtype=float))
        centred = logs - logs.mean(axis=1, keepdims=True)
        raw = centred.var(axis=0, ddof=1) / len(logs)
    elif profile.attention_sd is not None and len(profile.seeds) > 1:
        relative = np.asarray(profile.attention_sd) / np.asarray(profile.attention)
        raw = relative**2 / len(profile.seeds)
    else:
        return None
    return np.asarray((raw + raw.mean()) / 2, dtype=float)


def fit_power(distances: Array, y: Array, weights: Array | None = None) -> PowerFit:
    """Least squares of log attention `y` on log `distances`; `weights` are inverse variances up to
    a factor (equal by default)."""
    used = np.ones_like(y) if weights is None else weights
    found = regress(POWER_LAW.design(distances), y, used)
    log_a, gamma = map(float, found.coefficients)
    return PowerFit(
        gamma=gamma,
        log_a=log_a,
        stderr=float(found.errors[1]),
        half=slope_half(np.log(distances), y, used),
        r2=found.r2,
        residuals=found.residuals,
        weights=used,
    )


def likelihood_weights(points: Points, law: Law = POWER_LAW) -> Array:
    """Inverse variances: the seeds' variance plus a scatter about `law`.

    The scatter maximises the restricted likelihood of the law. Where the law is wrong the scatter
    is large and the weights are nearly equal. Laws are compared with the same weights, so that
    their likelihoods are of the same data.
    """
    if points.variance is None or points.variance.max() == 0:
        return np.ones_like(points.y)
    equal = fit_law(law, points.distances, points.y, np.ones_like(points.y))
    design = law.design(points.distances, law.shape_of(equal.parameters))
    scale = float(np.var(points.y)) + float(points.variance.max())

    def loss(log_scatter: float) -> float:
        return _restricted_deviance(design, points.y, points.variance + np.exp(log_scatter))

    bounds = (np.log(scale) - 25, np.log(scale))
    scatter = np.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x)
    return np.asarray(1 / (points.variance + scatter), dtype=float)


def _restricted_deviance(design: Array, y: Array, variance: Array) -> float:
    information = design.T @ (design / variance[:, None])
    coefficients = np.linalg.solve(information, design.T @ (y / variance))
    residual = y - design @ coefficients
    return float(
        np.log(variance).sum() + np.linalg.slogdet(information)[1] + residual**2 @ (1 / variance)
    )


def fit_profile(profile: Profile, fit_from: int | None = None) -> PowerFit:
    """The book's exponent of `profile`: ordinary least squares. Raises `InputError`."""
    points = points_of(profile, fit_from)
    return fit_power(points.distances, points.y)
