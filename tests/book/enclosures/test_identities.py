"""The identities at finite N: a wrong side is refuted."""

from collections.abc import Callable

import numpy as np
import pytest
from flint import arb, fmpq

from book.enclosures import identities
from pycheck.balls.precision import working


@pytest.mark.parametrize(
    ("information", "points"),
    [
        (identities.expected_squared_score, [(fmpq(7, 10), 50), (fmpq(3, 2), 12)]),
        (identities.variance_of_sums, [(fmpq(7, 10), 10**4), (fmpq(1), 10**12)]),
    ],
)
def test_the_information_is_neither_the_heat_capacity_nor_half_of_it(
    information: Callable[[fmpq, int], arb], points: list[tuple[fmpq, int]]
) -> None:
    right = identities.heat_capacity_over_gamma_squared
    assert identities.information_is(right, information, points).holds is True
    for wrong in (
        lambda gamma, context: arb(gamma) ** 2 * right(gamma, context),
        lambda gamma, context: right(gamma, context) / 2,
        lambda gamma, context: right(gamma, context + 1),
        lambda gamma, context: right(gamma, context) + arb("1e-29"),
    ):
        assert identities.information_is(wrong, information, points[:1]).holds is False


def test_the_score_variance_is_that_of_a_float_sum() -> None:
    d = np.arange(1, 51)
    weights = d**-0.7 / (d**-0.7).sum()
    spread = weights @ (np.log(d) - weights @ np.log(d)) ** 2
    with working(100):
        assert float(identities.expected_squared_score(fmpq(7, 10), 50)) == pytest.approx(spread)


def test_the_entropy_is_no_other_combination() -> None:
    assert identities.entropy_is(lambda gamma, log_z, mean: log_z - gamma * mean).holds is False
    assert identities.entropy_is(lambda _, log_z, mean: log_z + mean).holds is False


@pytest.mark.parametrize(
    ("slope_of", "curve_of", "fault"),
    [
        (lambda mean: mean, lambda spread: spread, "the slope"),
        (lambda mean: -mean, lambda spread: -spread, "the curvature"),
        (lambda mean: -mean, lambda spread: spread / 2, "the curvature"),
    ],
)
def test_the_derivatives_of_the_partition_function_have_no_other_sign(
    slope_of: Callable[[arb], arb], curve_of: Callable[[arb], arb], fault: str
) -> None:
    found = identities.derivatives_are(slope_of, curve_of)
    assert found.holds is False
    assert found.detail.startswith(f"not so: {fault} at gamma")


@pytest.mark.parametrize(
    ("claimed", "fault"),
    [
        (lambda gamma, z, of_logs: (-gamma * of_logs / z).exp() / z, "at least 1"),
        (lambda gamma, z, of_logs: 2 * z * (gamma * of_logs / z).exp(), "at most N"),
        (lambda gamma, z, of_logs: (z * (gamma * of_logs / z).exp()).sqrt(), "50000 is N"),
    ],
)
def test_another_perplexity_leaves_its_range(
    claimed: Callable[[arb, arb, arb], arb], fault: str
) -> None:
    found = identities.between_one_and_context(claimed)
    assert found.holds is False
    assert found.detail.endswith(fault)
