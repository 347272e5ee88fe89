"""Spread of log-distance in measured profiles against the power law fitted to them (Ch. 20, 22)."""

from collections.abc import Mapping

import numpy as np

from pycheck.evidence import RealityVerdict
from pycheck.reality.claims.common import (
    TOLERANCE,
    Fitted,
    estimate,
    few_models,
    fitted_models,
)
from pycheck.reality.measurement import Reading, judge, measurement, unmeasured, worst
from pycheck.reality.moments import OverDistance, of_power_law, of_profile
from pycheck.reality.sources import Source


def pair(item: Fitted) -> tuple[OverDistance, OverDistance]:
    """The measured distribution, and the fitted law's on the same distances."""
    measured = of_profile(item.profile)
    first, last = measured.distances[0], measured.distances[-1]
    return measured, of_power_law(item.fit.gamma, first, last)


@measurement
def fisher(source: Source, states: Mapping[str, str]) -> Reading:
    """How far Var log d of measured profiles is from that of their power laws.

    In the family that variance is the Fisher information of gamma and C_V / gamma^2. The estimate
    is the median over models of |ratio - 1|; the family describes them when it is below a tenth.
    """
    del states
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    ratios = {id(item): _variance_ratio(item) for item in items}
    values = np.array(list(ratios.values()))
    told = (
        f"measured over fitted variance of log d: median {np.median(values):.3f}, from "
        f"{values.min():.2f} to {values.max():.2f}; within a tenth in "
        f"{(abs(values - 1) <= TOLERANCE).sum()} of {len(values)} profiles"
    )
    numbers: dict[str, float | int | str] = {
        "profiles": len(items),
        "median ratio": float(np.median(values)),
        "within a tenth": int((abs(values - 1) <= TOLERANCE).sum()),
    }
    distance = estimate(items, lambda item: abs(ratios[id(item)] - 1))
    if distance is None:
        return Reading(RealityVerdict.UNDECIDED, f"{told}; {few_models(items)}", numbers=numbers)
    return Reading(
        judge(distance.interval, 0, TOLERANCE),
        f"|ratio - 1| median {distance}, described when below {TOLERANCE:g}; {told}",
        distance.value,
        distance.interval,
        numbers,
    )


def _variance_ratio(item: Fitted) -> float:
    measured, law = pair(item)
    return measured.var_log() / law.var_log()


@measurement
def heat_capacity_phase_a(source: Source, states: Mapping[str, str]) -> Reading:
    """Whether C_V of Phase A profiles is near its limit gamma^2 / (1 - gamma)^2.

    Only a profile whose fitted law is itself within a tenth of the limit, over the distances
    measured, can say; the others are too short.
    """
    del states
    items = [item for item in fitted_models(source) if item.fit.gamma < 1]
    if not items:
        return unmeasured(source, "no Phase A model")
    reached = {id(item): pair(item)[1].var_log() * (1 - item.fit.gamma) ** 2 for item in items}
    able = [item for item in items if reached[id(item)] >= 1 - TOLERANCE]
    fractions = np.array(list(reached.values()))
    told = (
        f"on the distances measured the fitted laws themselves have {np.median(fractions):.0%} of "
        f"their limit (median; largest {fractions.max():.0%}): {len(able)} of {len(items)} Phase A "
        "profiles are long enough to say"
    )
    numbers: dict[str, float | int | str] = {
        "Phase A profiles": len(items),
        "long enough": len(able),
        "median share of the limit": float(np.median(fractions)),
    }
    gap = estimate(able, lambda item: abs(_limit_ratio(item) - 1)) if able else None
    if gap is None:
        return Reading(RealityVerdict.UNDECIDED, told, numbers=numbers)
    return Reading(
        judge(gap.interval, 0, 2 * TOLERANCE),
        f"{told}; distance of measured C_V from the limit {gap}",
        gap.value,
        gap.interval,
        numbers,
    )


def _limit_ratio(item: Fitted) -> float:
    return pair(item)[0].var_log() * (1 - item.fit.gamma) ** 2


@measurement
def back_distances(source: Source, states: Mapping[str, str]) -> Reading:
    """Whether log(N/d) of Phase A profiles is exponential with rate 1 - gamma.

    Cut off where the profile starts, the exponential law's first two moments are the fitted power
    law's. The estimates are the medians over models of the relative distance of the measured mean
    and of the measured second moment; both must be below a tenth.
    """
    del states
    items = [item for item in fitted_models(source) if item.fit.gamma < 1]
    if not items:
        return unmeasured(source, "no Phase A model")
    gaps = {id(item): _moment_gaps(item) for item in items}
    first = estimate(items, lambda item: gaps[id(item)][0])
    second = estimate(items, lambda item: gaps[id(item)][1])
    limits = [pair(item)[0].back_moments()[0] * (1 - item.fit.gamma) for item in items]
    told = (
        f"{len(items)} Phase A profiles; the mean of log(N/d) is {np.median(limits):.0%} of its "
        "limit 1/(1 - gamma) (median), because the profiles start late and end early"
    )
    if first is None or second is None:
        return Reading(RealityVerdict.UNDECIDED, f"{told}; {few_models(items)}")
    return Reading(
        worst([judge(e.interval, 0, TOLERANCE) for e in (first, second)]),
        f"distance from the exponential law cut off at the first distance: mean {first}, second "
        f"moment {second}, described when below {TOLERANCE:g}; {told}",
        first.value,
        first.interval,
        {"Phase A profiles": len(items), "second moment": second.value},
    )


def _moment_gaps(item: Fitted) -> tuple[float, float]:
    measured, law = pair(item)
    (m1, m2), (l1, l2) = measured.back_moments(), law.back_moments()
    return abs(m1 / l1 - 1), abs(m2 / l2 - 1)
