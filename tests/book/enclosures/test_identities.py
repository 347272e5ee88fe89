"""The identities at finite N: a wrong side is refuted."""

import numpy as np
import pytest
from flint import arb, fmpq

from book.enclosures import identities
from pycheck.enclose.precision import working

POINTS = [(fmpq(7, 10), 50), (fmpq(3, 2), 12)]


def test_the_information_is_neither_the_heat_capacity_nor_half_of_it() -> None:
    def right(gamma: fmpq, context: int) -> arb:
        return identities.heat_capacity_over_gamma_squared(gamma, context)

    def information(gamma: fmpq, context: int) -> arb:
        return identities.score_variance(gamma, context)

    assert identities.information_is(right, information, POINTS).holds is True
    for wrong in (
        lambda gamma, context: arb(gamma) ** 2 * right(gamma, context),
        lambda gamma, context: right(gamma, context) / 2,
        lambda gamma, context: right(gamma, context + 1),
        lambda gamma, context: right(gamma, context) + arb("1e-29"),
    ):
        assert identities.information_is(wrong, information, POINTS).holds is False


def test_the_score_variance_is_that_of_a_float_sum() -> None:
    d = np.arange(1, 51)
    weights = d**-0.7 / (d**-0.7).sum()
    spread = weights @ (np.log(d) - weights @ np.log(d)) ** 2
    with working(100):
        assert float(identities.score_variance(fmpq(7, 10), 50)) == pytest.approx(spread)


def test_the_entropy_is_no_other_combination() -> None:
    assert identities.entropy_is(lambda gamma, log_z, mean: log_z - gamma * mean).holds is False
    assert identities.entropy_is(lambda _, log_z, mean: log_z + mean).holds is False
