"""Signs that a profile is not what it seems: a sink among its distances, too much attention."""

from collections.abc import Iterator

import numpy as np

from pycheck.notation.words import counted
from pycheck.reality.profiles import ROUNDING, Profile
from pycheck.reality.published import AUTHOR
from pycheck.reality.seeds import stray_seeds

RISE = 2.0
"""Attention at the far end that is so many times its minimum rises."""


def cautions(profile: Profile) -> Iterator[str]:
    """What a reader of `profile` should know, a sentence a sign.

    A sink is the first token, which many queries give much of their attention. Up to half the
    context every distance can have queries with other keys, and nothing is said of a sink.
    """
    yield from _stray(profile)
    mass = sum(profile.attention) + (profile.self_mass or 0)
    if mass > 1 + ROUNDING:
        yield (
            f"attention adds up to {mass:.4g} over the distances, and the weights of a query to 1; "
            "the exponent does not change with a factor, but take the same queries everywhere"
        )
    last = profile.distances[-1]
    if 2 * last <= profile.context:
        return
    remedy = "measure up to half the context, where a sink can be left out"
    # The author's files do not say how long the sequences were: the largest distance stands for it.
    if profile.measured_by != AUTHOR and last >= profile.context - 1:
        yield (
            f"distance {last} in {profile.context} tokens has the first token for its only key, so "
            f"a sink counts as attention at a distance; {remedy}"
        )
    lowest = int(np.argmin(profile.attention))
    rise = profile.attention[-1] / profile.attention[lowest]
    if rise > RISE:
        yield (
            f"attention rises {rise:.3g} times from distance {profile.distances[lowest]} to "
            f"{last}, as it does where the first token is among the keys; {remedy}"
        )


def _stray(profile: Profile) -> Iterator[str]:
    found = stray_seeds(profile)
    if not found:
        return
    worst = max(found, key=lambda stray: stray.ratio)
    name = f"seed {worst.seed}" if profile.seeds else f"row {worst.seed + 1} of per_seed"
    others = f" (and {counted(len(found) - 1, 'other place')})" if len(found) > 1 else ""
    sink = (
        ", as it does where one of its keys is a sink"
        if 2 * worst.distance > profile.context
        else ""
    )
    yield (
        f"{name} gives {worst.ratio:.3g} times the median of the seeds at distance "
        f"{worst.distance}{others}{sink}; take γ of the seeds' median, or measure more text"
    )
