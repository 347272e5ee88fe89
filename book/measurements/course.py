"""The one published course of training (Ch. 16): does it bring the exponent to 1 and keep it?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pycheck.checks.measurement import Reading, judged, measurement, worst
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import Compared, Rule
from pycheck.reality.laws import Array
from pycheck.reality.regression import regress, student_half

from ._author import Course, absent, read

FILE = "training_gamma/pythia-70m_gamma_trajectory.json"
COMMAND = "pycheck data fetch"

LATE = 0.1
"""The share of the steps after which training counts as late, ours."""


@dataclass(frozen=True, slots=True)
class Slope:
    """An exponent, or a sum or difference of two, with half its 95 % interval."""

    value: float
    half: float

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the interval."""
        return self.value - self.half, self.value + self.half


@measurement
def to_the_edge(source: Source) -> Reading:
    r"""Whether training brings $\gamma$ nearer to 1 and leaves it there, in the model followed.

    Of two checkpoints the later one is farther from 1 where both $\gamma$ moved and their sum is on
    the same side of 2. Both come from the line through the two profiles' logarithms, subtracted and
    added, so that what the distances have in common cancels. Parts: over all steps that there are,
    and over their last nine tenths, a share that is ours.
    """
    if missing := absent(source, FILE):
        return missing
    course = read(source, FILE, Course)
    profiles = _profiles(course)
    logs = np.log(np.asarray(course.distances, dtype=float))
    gammas = {step: slope(logs, y).value for step, y in profiles.items()}
    steps = list(gammas)
    first, last = steps[0], steps[-1]
    late = next(step for step in steps if step >= LATE * last)
    compared = tuple(
        _farther(logs, profiles[step], profiles[last], f"from step {step} to {last}")
        for step in (first, late)
    )
    told = ", ".join(f"{gammas[step]:.3f} at step {step}" for step in steps)
    away = sum(abs(gammas[step] - 1) < abs(gammas[last] - 1) for step in steps[:-1])
    return Reading(
        worst([judged(number) for number in compared]),
        f"{course.model}, one run: γ = {told}. The last is farther from 1 than {away} of the "
        f"{len(steps) - 1} before it. Change of the distance from 1: "
        + "; ".join(_shown(number) for number in compared)
        + ". One model says nothing of most models",
        compared[1].value,
        compared[1].interval,
        {
            "earlier": len(steps) - 1,
            "first": gammas[first],
            "after a tenth": gammas[late],
            "last": gammas[last],
            "nearer before": away,
        },
        compared,
    )


def _shown(number: Compared) -> str:
    low, high = number.interval or (number.value, number.value)
    return f"{number.label} {number.value:+.3f} ({low:+.3f} to {high:+.3f})"


def _profiles(course: Course) -> Mapping[int, Array]:
    """The logarithms of mean attention by step, in the order of the steps."""
    try:
        rows = {step: course.checkpoints[str(step)].means for step in sorted(course.steps)}
    except KeyError as error:
        raise InputError(f"{FILE} has no checkpoint {error}; fetch it again") from error
    if len(rows) < 3 or any(len(row) != len(course.distances) for row in rows.values()):
        raise InputError(f"{FILE} has not one mean a distance at three steps; fetch it again")
    return {step: np.log(np.asarray(row)) for step, row in rows.items()}


def slope(logs: Array, y: Array) -> Slope:
    """The exponent of `y`, logarithms of a profile, on those of its distances."""
    fit = regress(np.column_stack([np.ones_like(logs), -logs]), y, np.ones_like(y))
    half = student_half(float(fit.errors[1]), fit.dof)
    return Slope(float(fit.coefficients[1]), half)


def _farther(logs: Array, before: Array, after: Array, label: str) -> Compared:
    """By how much the distance of gamma from 1 grew, beside no growth at all."""
    moved, total = slope(logs, after - before), slope(logs, after + before)
    ends = [growth(c, t) for c in moved.ends for t in total.ends]
    return Compared(
        "change of the distance of γ from 1",
        growth(moved.value, total.value),
        (min(ends), max(ends)),
        (min(-1.0, *ends), 0.0),
        label,
        ours=True,
        rule=Rule.RESPONSE,
    )


def growth(change: float, total: float) -> float:
    """|b - 1| - |a - 1| from b - a and a + b: monotone in each, so that corners bound it."""
    a, b = (total - change) / 2, (total + change) / 2
    return abs(b - 1) - abs(a - 1)
