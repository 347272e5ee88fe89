"""Off the boundary: a wrong limit is refuted."""

from collections.abc import Callable
from math import factorial

import numpy as np
import pytest
from flint import arb, fmpq

from book.enclosures import phases


@pytest.mark.parametrize(
    "wrong",
    [
        lambda gamma: 1 / (1 - arb(gamma)),
        lambda gamma: (arb(gamma) / (1 - arb(gamma))) ** 2 * (1 + arb("1e-90")),
        lambda gamma: arb(gamma) / (1 - arb(gamma)) ** 2,
    ],
)
def test_a_wrong_heat_capacity_is_refuted(wrong: Callable[[fmpq], arb]) -> None:
    found = phases.approach((fmpq(7, 10),), phases.heat_capacity, wrong)
    assert found.holds is False
    assert found.detail.startswith("not so: the limit is reached at gamma = 7/10")


def test_a_wrong_moment_is_refuted() -> None:
    found = phases.moments_approach(lambda gamma, k: 1 / (1 - arb(gamma)) ** k)
    assert found.holds is False
    right = phases.moments_approach(lambda gamma, k: factorial(k) / (1 - arb(gamma)) ** k)
    assert right.holds is True


def test_the_spread_is_that_of_the_sum() -> None:
    d = np.arange(1, 5001)
    weights = d**-0.7 / (d**-0.7).sum()
    mean = weights @ np.log(d)
    spread = weights @ (np.log(d) - mean) ** 2
    assert float(phases.spread(fmpq(7, 10), 5000)) == pytest.approx(spread, rel=1e-10)
    assert float(phases.heat_capacity(fmpq(7, 10), 5000)) == pytest.approx(0.49 * spread, rel=1e-10)
