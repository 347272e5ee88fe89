"""The measurements of `spread` on data whose answer is known."""

import numpy as np
import pytest

from pycheck.evidence import RealityVerdict
from pycheck.reality.profiles import Profile
from tests.book.measurements.made import (
    CONTRADICTED,
    REPRODUCED,
    UNDECIDED,
    Make,
    measure,
    profile,
)

LONG = tuple(int(d) for d in np.geomspace(10, 10000, 24))


def long(bump: float) -> list[Profile]:
    """Nearly level attention, but for a bump in the middle that hardly turns the fitted line."""
    attention = np.array([d**-0.01 / 100 for d in LONG])
    attention[11:13] *= bump
    return [
        profile(i, 0, distances=LONG, context=LONG[-1], attention=tuple(attention * (1 + i / 1000)))
        for i in range(6)
    ]


@pytest.mark.parametrize("name", ["spread.heat_capacity_phase_a", "spread.back_distances"])
@pytest.mark.parametrize(("bump", "verdict"), [(1, REPRODUCED), (30, CONTRADICTED)])
def test_limits_are_asked_of_profiles_that_are_long_enough(
    make: Make, name: str, bump: float, verdict: RealityVerdict
) -> None:
    evidence = measure(name, make(long(bump), "own"))
    assert evidence.numbers["long enough"] == 6
    assert evidence.verdict is verdict


@pytest.mark.parametrize("name", ["spread.heat_capacity_phase_a", "spread.back_distances"])
def test_short_profiles_cannot_say_what_a_limit_is(make: Make, name: str) -> None:
    evidence = measure(name, make([profile(i, 0.8, 0.001) for i in range(8)], "own"))
    assert (evidence.verdict, evidence.numbers["long enough"]) == (UNDECIDED, 0)


def test_short_profiles_have_the_part_of_the_limit_that_their_law_has(make: Make) -> None:
    """The mean of log(N/d) of d^-gamma from a to N, by the integral, over its limit."""
    evidence = measure(
        "spread.back_distances", make([profile(i, 0.5, 1e-9) for i in range(5)], "own")
    )
    b, a = 0.5, 10 / 2000
    mean = (1 - a**b * (1 - b * np.log(a))) / (b * (1 - a**b))
    assert evidence.numbers["median share of the limit"] == pytest.approx(mean * b, rel=0.01)
