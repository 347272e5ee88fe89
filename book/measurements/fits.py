"""How well a power law fits, and what R^2 leaves open (Ch. 16)."""

from collections.abc import Mapping
from math import sqrt

import numpy as np

from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.diagnostics import curvature_test
from pycheck.reality.fit import likelihood_weights, points_of
from pycheck.reality.fitted import Fitted, decided, estimate_share, fitted_models
from pycheck.reality.laws import compare_laws
from pycheck.reality.regression import chance_of_at_least, student_half
from pycheck.reality.sources import unmeasured

COMMAND = "pycheck measure data/profiles"

DECISIVE = 4.0
"""Difference in AICc beyond which a law is called beaten (Akaike weight ratio above 7)."""


@measurement
def quality(source: Source) -> Reading:
    """Share of profiles where the power law beats both an exponential and a log-normal by AICc.

    All measured distances are used, because with seven points AICc charges a third parameter so
    much that no law with three could win. Reproduced when the share is surely above one half. None
    of the laws bends upward in log-log, so a profile that does counts for the power law here, which
    is why the rejected straight lines are told with their direction.
    """
    items = fitted_models(source)
    if not items:
        return unmeasured(source, "no fitted model")
    criteria = [_criteria(item) for item in items]
    beaten = sum(c["power law"] - min(c.values()) > DECISIVE for c in criteria)
    exponential = sum(c["power law"] < c["exponential"] for c in criteria)
    curvatures = [curvature for item in items if (curvature := _significant_curvature(item))]
    bent, upward = len(curvatures), sum(curvature < 0 for curvature in curvatures)
    chance = chance_of_at_least(bent, len(items), 0.05)
    r2 = np.array([item.fit.r2 for item in items])
    points = int(np.median([len(item.fit.residuals) for item in items]))
    told = (
        f"power law ahead of exponential in {exponential} of {len(items)} profiles, beaten "
        f"decisively by one of four laws in {beaten}; straight line rejected at 5 % in {bent} "
        f"(chance p = {chance:.2g}), {upward} of them bent upward, which no law here follows; "
        f"R² median {np.median(r2):.3f}, smallest {r2.min():.3f}; "
        f"R² = 0.98 on {points} distances leaves γ uncertain by "
        f"{relative_error(0.98, points):.0%}, R² = 0.85 by {relative_error(0.85, points):.0%}"
    )
    numbers: dict[str, float | int | str] = {
        "profiles": len(items),
        "ahead of exponential": exponential,
        "beaten decisively": beaten,
        "straight line rejected": bent,
        "bent upward": upward,
        "median R2": float(np.median(r2)),
    }
    return decided(
        {
            "share of profiles where the power law is ahead": estimate_share(
                items, [_wins(c) for c in criteria]
            )
        },
        0.5,
        1,
        lambda best: f"ahead of exponential and log-normal: share {best}",
        told,
        items,
        numbers,
        unit="fraction of profiles",
    )


def relative_error(r2: float, points: int) -> float:
    """Half the 95 % interval of a slope over the slope: R^2 and the number of points fix it."""
    dof = points - 2
    return student_half(sqrt((1 / r2 - 1) / dof), dof)


def _criteria(item: Fitted) -> dict[str, float]:
    points = points_of(item.profile, 1)
    fits = compare_laws(points.distances, points.y, likelihood_weights(points), points.scatter)
    return {fit.law: fit.aicc for fit in fits}


def _wins(criteria: Mapping[str, float]) -> bool:
    return criteria["power law"] <= min(criteria["exponential"], criteria["log-normal"])


def _significant_curvature(item: Fitted) -> float | None:
    """How the profile departs from its straight line; None where chance at 5 % explains it."""
    points = points_of(item.profile)
    curvature, p_value = curvature_test(points.distances, points.y, np.ones_like(points.y))
    return curvature if p_value is not None and p_value < 0.05 else None
