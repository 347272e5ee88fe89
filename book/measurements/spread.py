"""Spread of log-distance in measured profiles against the power law fitted to them (Ch. 20, 22)."""

from collections.abc import Sequence

import numpy as np

from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.fitted import (
    TOLERANCE,
    Fitted,
    against_law,
    decided,
    estimate,
    fitted_models,
)
from pycheck.reality.moments import OverDistance, of_power_law, total_variation
from pycheck.reality.sources import unmeasured

from ._tables import thermodynamic_rows

COMMAND = "pycheck measure data/profiles"

TABLE_LENGTH = 2000
"""Context length of the author's table of heat capacities."""


@measurement
def fisher(source: Source) -> Reading:
    r"""How far $\mathrm{Var}\log d$ of measured profiles is from that of their power laws.

    In the family that variance is the Fisher information of gamma and C_V / gamma^2. The estimate
    is the median over models of |ratio - 1|. One moment can agree by chance, so the family
    describes the models only when the whole distribution does too: both the estimate and the median
    total variation must be below a tenth.
    """
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    values = np.array([_variance_ratio(item) for item in items])
    within = int((abs(values - 1) <= TOLERANCE).sum())
    told = (
        f"measured over fitted variance of log d: median {np.median(values):.3f}, from "
        f"{values.min():.2f} to {values.max():.2f}; within a tenth in {within} of {len(values)} "
        "profiles"
    )
    numbers: dict[str, float | int | str] = {
        "profiles": len(items),
        "median ratio": float(np.median(values)),
        "within a tenth": within,
    }
    distance = estimate(items, list(abs(values - 1)))
    variation = estimate(items, _variations(items))
    if variation:
        numbers["total variation"] = variation.value
    return decided(
        {
            "distance of Var log d from its law's, |ratio − 1|, median": distance,
            "total variation from the law, median": variation,
        },
        0,
        TOLERANCE,
        lambda ratio, whole: (
            f"|ratio - 1| median {ratio}, total variation median {whole}, described when both "
            f"are below {TOLERANCE:g}"
        ),
        told,
        items,
        numbers,
    )


def _variations(items: Sequence[Fitted]) -> list[float]:
    return [total_variation(*against_law(item)) for item in items]


def _variance_ratio(item: Fitted) -> float:
    measured, law = against_law(item)
    return measured.var_log() / law.var_log()


@measurement
def heat_capacity_phase_a(source: Source) -> Reading:
    r"""Whether $C_V$ of Phase A profiles is near its limit $\gamma^{2} / (1 - \gamma)^{2}$.

    Only a profile whose fitted law is itself within a tenth of the limit, over the distances
    measured, can say; the others are too short.
    """
    items = [item for item in fitted_models(source) if item.fit.gamma < 1]
    if not items:
        return unmeasured(source, "no Phase A model")
    reached = [_share_of_limit(against_law(item)[1], item) for item in items]
    able = [item for item, r in zip(items, reached, strict=True) if r >= 1 - TOLERANCE]
    fractions = np.array(reached)
    told = (
        f"on the distances measured the fitted laws themselves have {np.median(fractions):.0%} of "
        f"their limit (median; largest {fractions.max():.0%}): {len(able)} of {len(items)} Phase A "
        "profiles are long enough to say"
    )
    told += _published_table(source)
    numbers: dict[str, float | int | str] = {
        "Phase A profiles": len(items),
        "long enough": len(able),
        "median share of the limit": float(np.median(fractions)),
    }
    return decided(
        {
            "distance of C_V from its limit, |ratio − 1|, median": estimate(
                able, [abs(_limit_ratio(item) - 1) for item in able]
            )
        },
        0,
        2 * TOLERANCE,
        lambda gap: (
            f"distance of measured C_V from the limit {gap}, described when below {2 * TOLERANCE:g}"
        ),
        told,
        able,
        numbers,
    )


def _published_table(source: Source) -> str:
    """What the author's own table of heat capacities is; nothing for other bodies of data."""
    if source.name != "published" or source.root is None:
        return ""
    excess = []
    for row in thermodynamic_rows(source.root):
        exact = row.gamma**2 * of_power_law(row.gamma, 1, TABLE_LENGTH).var_log()
        excess.append(row.heat_capacity / exact - 1)
    return (
        "; the published table of C_V is computed from exponents, not from profiles, and is off "
        f"the exact sum to N = {TABLE_LENGTH} by {min(excess):+.1%} to {max(excess):+.1%}"
    )


def _limit_ratio(item: Fitted) -> float:
    return _share_of_limit(against_law(item)[0], item)


def _share_of_limit(over: OverDistance, item: Fitted) -> float:
    """C_V over its limit: gamma^2 cancels."""
    return over.var_log() * (1 - item.fit.gamma) ** 2


@measurement
def back_distances(source: Source) -> Reading:
    r"""Whether $\log(N/d)$ of Phase A profiles is exponential with rate $1 - \gamma$.

    Cut off where the profile starts, the exponential law's first two moments are the fitted power
    law's. The medians over models of three distances must be below a tenth: of the mean (the
    estimate), of the second moment, and of the whole distribution (total variation).
    """
    items = [item for item in fitted_models(source) if item.fit.gamma < 1]
    if not items:
        return unmeasured(source, "no Phase A model")
    gaps = [_moment_gaps(item) for item in items]
    first = estimate(items, [gap for gap, _ in gaps])
    second = estimate(items, [gap for _, gap in gaps])
    limits = [against_law(item)[0].back_moments()[0] * (1 - item.fit.gamma) for item in items]
    told = (
        f"{len(items)} Phase A profiles; the mean of log(N/d) is {np.median(limits):.0%} of its "
        "limit 1/(1 - γ) (median), because the profiles start late and end early"
    )
    variation = estimate(items, _variations(items))
    numbers: dict[str, float | int | str] = {"Phase A profiles": len(items)}
    for name, found in (("second moment", second), ("total variation", variation)):
        if found:
            numbers[name] = found.value
    return decided(
        {
            "distance of the mean of log(N/d) from its law's, |ratio − 1|, median": first,
            "distance of its second moment, |ratio − 1|, median": second,
            "total variation from the law, median": variation,
        },
        0,
        TOLERANCE,
        lambda mean, square, whole: (
            "distance from the exponential law cut off at the first distance: mean "
            f"{mean}, second moment {square}, total variation {whole}, described when below "
            f"{TOLERANCE:g}"
        ),
        told,
        items,
        numbers,
    )


def _moment_gaps(item: Fitted) -> tuple[float, float]:
    measured, law = against_law(item)
    (m1, m2), (l1, l2) = measured.back_moments(), law.back_moments()
    return abs(m1 / l1 - 1), abs(m2 / l2 - 1)
