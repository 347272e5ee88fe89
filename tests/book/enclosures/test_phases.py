"""Off the boundary: a wrong limit is refuted."""

from collections.abc import Callable
from math import factorial

import numpy as np
import pytest
from flint import arb, fmpq

from book.enclosures import phases
from pycheck.balls.zeta import log_zeta_curvature


def phase_a(gamma: fmpq) -> arb:
    return (arb(gamma) / (1 - arb(gamma))) ** 2


@pytest.mark.parametrize(
    ("gamma", "value", "wrong"),
    [
        (fmpq(7, 10), phases.heat_capacity, lambda g: 1 / (1 - arb(g))),
        (fmpq(7, 10), phases.heat_capacity, lambda g: phase_a(g) * (1 + arb("1e-90"))),
        (fmpq(7, 10), phases.heat_capacity, lambda g: arb(g) / (1 - arb(g)) ** 2),
        (fmpq(7, 10), phases.deviation, lambda g: 1 / (1 - arb(g)) ** 2),
        (fmpq(7, 10), phases.deviation, lambda g: 1 / arb(g)),
        (fmpq(13, 10), phases.heat_capacity, phase_a),
        (fmpq(13, 10), phases.heat_capacity, lambda g: log_zeta_curvature(g, 600)),
    ],
)
def test_a_wrong_limit_is_refuted(
    gamma: fmpq, value: Callable[[fmpq, int], arb], wrong: Callable[[fmpq], arb]
) -> None:
    found = phases.approach((gamma,), value, wrong)
    assert found.holds is False
    assert found.detail == f"not so: the limit is reached at gamma = {gamma}"


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


def test_a_limit_that_is_not_known_well_is_not_reached() -> None:
    found = phases.approach(
        (fmpq(7, 10),), phases.heat_capacity, lambda g: phase_a(g) + arb(0, "1e-50")
    )
    assert found.holds is None


def test_without_a_pole_of_zeta_the_spread_does_not_grow_like_one() -> None:
    assert phases.spread_has_pole(fmpq(1, 2)).holds is False
    assert phases.spread_has_pole(fmpq(0)).holds is not True


def test_a_root_grows_too_slowly_and_the_limit_without_a_cutoff_is_not_bounded() -> None:
    slow = phases.only_one_diverges(lambda x: 1 / abs(arb(x)).sqrt(), phases.heat_capacity)
    assert slow.holds is False
    assert slow.detail == "not so: 1 / |gamma - 1| grows at gamma = 1 + -1e-1"
    unbounded = phases.only_one_diverges(
        lambda x: 1 / abs(arb(x)), lambda gamma, _: (arb(gamma) / (1 - arb(gamma))) ** 2
    )
    assert unbounded.holds is False
    assert unbounded.detail.startswith("not so: C_V stays bounded")
