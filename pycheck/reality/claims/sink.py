"""Sink mass against decay (Ch. 17), and the shape near both ends of the context (Ch. 13)."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from scipy import stats

from pycheck.evidence import RealityVerdict
from pycheck.reality.claims.common import (
    FEWEST_MODELS,
    Estimate,
    Fitted,
    estimate,
    few_models,
    fitted,
    fitted_models,
    share,
)
from pycheck.reality.intervals import Interval
from pycheck.reality.laws import Array
from pycheck.reality.measurement import Reading, judge, measurement, stated, unmeasured
from pycheck.reality.sources import Source

NEAR = 10
"""A profile that starts beyond this distance does not show the peak at its near end."""


@measurement
def independence(source: Source, states: Mapping[str, str]) -> Reading:
    """Whether sink mass stays flat while rescaling theta moves gamma.

    States `gamma_from`, `gamma_to`, `sink_from`, `sink_to`: two points, whose slope is what the
    book calls flat. Reproduced when the slope of sink mass on gamma within models is surely no
    steeper, contradicted when it surely is.
    """
    flat, two_points = _two_points(states)
    items = [
        item
        for item in fitted(f.profile for f in source.found)
        if item.profile.sink_mass is not None and not item.profile.intervention
    ]
    groups: dict[str, list[Fitted]] = {}
    for item in items:
        groups.setdefault(item.profile.model, []).append(item)
    swept = [group for group in groups.values() if len(group) > 2]
    if not swept:
        return unmeasured(source, f"no sink mass measured while theta was rescaled; {two_points}")
    slope, interval, moved = within_slope(swept)
    return Reading(
        judge(interval, -flat, flat),
        f"slope of sink mass on gamma within {len(swept)} models: {slope:.3f} (95 % "
        f"{interval[0]:.3f} to {interval[1]:.3f}), gamma moves by {moved:.2f} (median); "
        f"{two_points}",
        slope,
        interval,
        {"models": len(swept), "slope called flat": flat, "median range of gamma": moved},
    )


def _two_points(states: Mapping[str, str]) -> tuple[float, str]:
    """The slope through the two stated points, and what two points can and cannot show."""
    low, high = stated(states, "gamma_from"), stated(states, "gamma_to")
    before, after = stated(states, "sink_from"), stated(states, "sink_to")
    flat = abs((after - before) / (high - low))
    proportional = before * (high / low - 1)
    needed = (proportional - abs(after - before)) / (1.96 * 2**0.5)
    return flat, (
        f"the book's two points have slope {flat:.3f} and no error: to exclude even a sink "
        f"proportional to gamma (a rise of {proportional:.3f}) each needs a standard error below "
        f"{needed:.3f}"
    )


def within_slope(groups: list[list[Fitted]]) -> tuple[float, Interval, float]:
    """Slope of sink mass on gamma with an intercept a model, its 95 % interval, and the median
    range of gamma.

    The interval is Student's over the models' own slopes where there are enough models, for a
    model's points do not err independently; else it is that of the common regression.
    """
    x, y = [], []
    slopes = []
    for group in groups:
        gammas = np.array([item.fit.gamma for item in group])
        sinks = np.array([item.profile.sink_mass or 0.0 for item in group])
        x.append(gammas - gammas.mean())
        y.append(sinks - sinks.mean())
        slopes.append(float(x[-1] @ y[-1] / (x[-1] @ x[-1])))
    moved = float(np.median([np.ptp(centred) for centred in x]))
    if len(groups) >= FEWEST_MODELS:
        centre = float(np.mean(slopes))
        half = float(stats.t.ppf(0.975, len(slopes) - 1) * stats.sem(slopes))
        return centre, (centre - half, centre + half), moved
    every_x, every_y = np.concatenate(x), np.concatenate(y)
    centre = float(every_x @ every_y / (every_x @ every_x))
    dof = len(every_x) - len(groups) - 1
    residual = every_y - centre * every_x
    half = float(stats.t.ppf(0.975, dof) * np.sqrt(residual @ residual / dof / (every_x @ every_x)))
    return centre, (centre - half, centre + half), moved


@measurement
def u_shape(source: Source, states: Mapping[str, str]) -> Reading:
    """Whether mean attention falls from the nearest tokens into a valley and rises again towards
    the first tokens of the context."""
    del states
    items = [
        item
        for item in fitted_models(source)
        if item.profile.distances[0] < NEAR
        and item.profile.distances[-1] >= 0.9 * (item.profile.context - 1)
    ]
    if not items:
        return unmeasured(
            source, f"no profile from distances below {NEAR} to the start of the context"
        )
    shaped = estimate(items, lambda item: float(_is_u(item)), share)
    count = sum(_is_u(item) for item in items)
    told = f"a peak at both ends and a valley between in {count} of {len(items)} profiles"
    return _shape_reading(shaped, told, items)


def _shape_reading(shaped: Estimate | None, told: str, items: list[Fitted]) -> Reading:
    if shaped is None:
        return Reading(RealityVerdict.UNDECIDED, f"{told}; {few_models(items)}")
    return Reading(
        judge(shaped.interval, 0.5, 1),
        f"{told}: share {shaped}",
        shaped.value,
        shaped.interval,
        {"profiles": len(items)},
    )


def _is_u(item: Fitted) -> bool:
    """Both ends above the valley, by means over equal widths of log d at the near end and of d at
    the far end, so that one noisy distance decides nothing."""
    distances = np.asarray(item.profile.distances, dtype=float)
    attention = np.asarray(item.profile.attention, dtype=float)
    last = distances[-1]
    near = float(attention[0])
    valley = _least_mean(distances, attention, last)
    far = float(attention[distances >= 0.98 * last].mean())
    return near > valley and far > 1.1 * valley


def _least_mean(distances: Array, attention: Array, last: float) -> float:
    edges = np.linspace(0, 0.9 * last, 10)
    means = [
        attention[(distances > low) & (distances <= high)].mean()
        for low, high in pairwise(edges)
        if ((distances > low) & (distances <= high)).any()
    ]
    return float(min(means))
