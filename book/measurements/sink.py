"""Sink mass against decay (Ch. 17), and the shape near both ends of the context (Ch. 13)."""

from collections.abc import Mapping

import numpy as np

from pycheck.checks.measurement import Reading, judged, measurement, stated
from pycheck.data.sources import Source
from pycheck.evidence import Compared, RealityVerdict, Rule
from pycheck.reality.fitted import (
    NEAREST,
    Fitted,
    by_model,
    common_slope,
    fitted,
    independent,
    trained_model,
)
from pycheck.reality.rules import Asked, decide, said, share
from pycheck.reality.sources import found_in, profiles_of, unmeasured

COMMAND = "pycheck measure data/profiles"

SINK = 10
"""Times its even share, 1/N, that the first token must hold to be called a sink."""

FIRST_TOKENS = 4
"""How many tokens the initial positions are."""


@measurement
def independence(source: Source, states: Mapping[str, str]) -> Reading:
    r"""Whether sink mass stays flat while rescaling $\theta$ moves $\gamma$.

    States `gamma_from`, `gamma_to`, `sink_from`, `sink_to`: two points, whose slope is what the
    book calls flat. Reproduced when the slope of sink mass on gamma within models is surely no
    steeper, contradicted when it surely is.
    """
    flat, needed, two_points = _two_points(states)
    swept = sink_sweeps(source)
    if not swept:
        return unmeasured(source, f"no sink mass measured while θ was rescaled; {two_points}")
    masses = [item.profile.sink_mass or 0.0 for group in swept for item in group]
    uniform = float(np.median([1 / item.profile.context for group in swept for item in group]))
    if max(masses) < SINK * uniform:
        return Reading(
            RealityVerdict.UNDECIDED,
            f"these {len(swept)} models have no sink that could move: its mass is at most "
            f"{max(masses):.4f}, below {SINK} times the even share of {uniform:.4f} that a sink "
            f"is asked to hold here; {two_points}",
            numbers={
                "models": len(swept),
                "largest sink mass": max(masses),
                "needed error": needed,
            },
        )
    compared, moved = within_slope(swept, flat)
    slope, interval = compared.value, compared.interval
    return Reading(
        judged(compared),
        f"{said(compared)}; {len(swept)} models, γ moves by {moved:.2f} (median); {two_points}",
        slope,
        interval,
        {
            "models": len(swept),
            "slope called flat": flat,
            "median range of gamma": moved,
            "needed error": needed,
        },
        (compared,),
    )


def flat_slope(states: Mapping[str, str]) -> float:
    """The slope of sink mass on gamma between the two stated points, without its sign."""
    low, high = stated(states, "gamma_from"), stated(states, "gamma_to")
    return abs((stated(states, "sink_to") - stated(states, "sink_from")) / (high - low))


def _two_points(states: Mapping[str, str]) -> tuple[float, float, str]:
    """The slope through the two stated points, and what two points can and cannot show.

    A proportional sink has after - ratio * before = 0. Where both values have the standard error
    e, that contrast has e * sqrt(1 + ratio^2).
    """
    low, high = stated(states, "gamma_from"), stated(states, "gamma_to")
    before, after = stated(states, "sink_from"), stated(states, "sink_to")
    flat = flat_slope(states)
    ratio = high / low
    proportional = before * (ratio - 1)
    needed = abs(after - ratio * before) / (1.96 * (1 + ratio**2) ** 0.5)
    return (
        flat,
        needed,
        (
            f"the book's two points have slope {flat:.3f} and no error: to exclude even a sink "
            f"proportional to γ (a rise of {proportional:.3f}) each needs a standard error "
            f"below {needed:.3f}"
        ),
    )


def sink_sweeps(source: Source) -> list[list[Fitted]]:
    """Trained models whose sink mass was measured at three or more bases."""
    profiles = (p for p in profiles_of(source) if p.sink_mass is not None and p.but_for_theta)
    groups: dict[tuple[object, ...], list[Fitted]] = {}
    for item in fitted(profiles):
        key = (*trained_model(item.profile), item.profile.corpus)
        groups.setdefault(key, []).append(item)
    return [group for group in groups.values() if len(group) > 2]


def within_slope(groups: list[list[Fitted]], flat: float) -> tuple[Compared, float]:
    """Slope of sink mass on gamma within models, beside what is called flat, and the median range
    of gamma.
    """
    gammas = [np.array([item.fit.gamma for item in group]) for group in groups]
    sinks = [np.array([item.profile.sink_mass or 0.0 for item in group]) for group in groups]
    units = [independent(group[0].profile) for group in groups]
    moved = float(np.median([np.ptp(values) for values in gammas]))
    asked = Asked("slope of sink mass on γ within models", -flat, flat, "mass per γ")
    slope, interval, _ = common_slope(gammas, sinks, units, asked.level)
    return asked.answered(slope, interval, Rule.RESPONSE), moved


@measurement
def u_shape(source: Source) -> Reading:
    """Whether mean attention falls from the nearest tokens into a valley and rises again towards
    the first tokens of the context."""
    profiles = (item.profile for item in found_in(source))
    items = list(fitted(p for p in profiles if p.as_trained and p.last_query))
    if not items:
        return unmeasured(
            source,
            "no row of attention from the nearest token to the first one of the context; published "
            f"profiles start at distance {NEAREST} and end before the context does",
        )
    shapes = [_is_u(item) for item in items]
    count = sum(shapes)
    sinks = [item.profile.sink_mass for item in items if item.profile.sink_mass is not None]
    told = (
        "both ends above the 95th percentile of what lies between in "
        f"{count} of {len(items)} profiles"
    ) + (
        f"; the first token holds {min(sinks):.4f} to {max(sinks):.4f} of attention in them"
        if sinks
        else ""
    )
    asked = Asked(
        "share of profiles with both ends above the middle",
        0.5,
        1,
        "fraction of profiles",
        ours=True,
    )
    units = by_model(items, [float(shape) for shape in shapes])
    return decide([share(asked, units)], told, len(units), {"profiles": len(items)})


def _is_u(item: Fitted) -> bool:
    """Whether both ends of the last token's row stand out of its middle.

    An end stands out when it is above the 95th percentile of the middle: the weights rise and fall
    with the rotations of RoPE, and a mean over the first tokens is no peak among such waves.
    """
    row = np.asarray(item.profile.last_query[1:], dtype=float)
    middle = row[len(row) // 20 : -max(len(row) // 20, FIRST_TOKENS)]
    near, far = float(row[0]), float(row[-FIRST_TOKENS:].mean())
    return min(near, far) > float(np.quantile(middle, 0.95))
