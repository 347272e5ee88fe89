"""What an exponent rests on: each point, the smallest distance, and what R^2 does not show."""

from dataclasses import dataclass

import numpy as np

from pycheck.reality.fit import PowerFit, fit_power, points_from, starts_of
from pycheck.reality.laws import POWER_LAW, Array, least_squares
from pycheck.reality.profiles import Profile
from pycheck.reality.regression import durbin_watson, regress, student_p


@dataclass(frozen=True, slots=True)
class Influence:
    """What one distance does to gamma: the exponent without it, and its Cook's distance."""

    distance: float
    gamma_without: float
    cook: float
    studentized: float


@dataclass(frozen=True, slots=True)
class Start:
    """The exponent when only distances from `fit_from` on are used."""

    fit_from: int
    points: int
    gamma: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Residuals:
    """What R^2 hides.

    `largest_factor` is the worst ratio of measured to fitted attention; `durbin_watson` is near 2
    for residuals without order along distance; `curvature_p` is the exact F test of a quadratic
    term in log d (None with too few points): small where a straight line is not the shape.
    """

    largest_factor: float
    durbin_watson: float
    curvature: float | None
    curvature_p: float | None


def influence(distances: Array, y: Array, weights: Array) -> tuple[Influence, ...]:
    """Leave-one-out exponents and Cook's distances of every point."""
    design = POWER_LAW.design(distances)
    found = regress(design, y, weights)
    rows = []
    cook, students = found.cook, found.studentized
    for index, distance in enumerate(distances):
        kept = np.arange(len(distances)) != index
        (_, without), _ = least_squares(design[kept], y[kept], weights[kept])
        student = float(students[index])
        rows.append(Influence(float(distance), float(without), float(cook[index]), student))
    return tuple(rows)


def start_sensitivity(profile: Profile) -> tuple[Start, ...]:
    """The exponent for every smallest distance of `starts_of`."""
    tried, starts = starts_of(profile), []
    for start, points in zip(tried, points_from(profile, tried), strict=True):
        fit = fit_power(points.distances, points.y)
        starts.append(Start(start, len(points.y), fit.gamma, fit.interval))
    return tuple(starts)


def residual_diagnostics(distances: Array, y: Array, fit: PowerFit) -> Residuals:
    """Diagnostics of `fit`, which was made from these points."""
    curvature, p_value = curvature_test(distances, y, fit.weights)
    return Residuals(
        largest_factor=float(np.exp(np.abs(fit.residuals).max())),
        durbin_watson=durbin_watson(fit.residuals),
        curvature=curvature,
        curvature_p=p_value,
    )


def curvature_test(distances: Array, y: Array, weights: Array) -> tuple[float | None, float | None]:
    """Coefficient of -(log d)^2 next to a straight line, and the p-value of the exact test of 0."""
    log_d = np.log(distances)
    design = np.column_stack([np.ones_like(log_d), -log_d, -(log_d**2)])
    dof = len(y) - 3
    if dof < 1:
        return None, None
    found = regress(design, y, weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = found.coefficients[2] / found.errors[2]
    return float(found.coefficients[2]), student_p(float(t), dof)
