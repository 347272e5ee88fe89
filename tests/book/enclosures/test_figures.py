"""Worked figures."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from flint import arb, fmpq

from book.enclosures import figures


def test_worked_figures_against_plain_floats() -> None:
    weights = np.exp(np.array([0, 2, 2]) / np.sqrt(2))
    found = figures.softmax_by_hand().results
    assert [float(found[f"weight_{i}"]) for i in (1, 2, 3)] == pytest.approx(
        list(weights / weights.sum())
    )
    waves = figures.rope_wavelengths().results
    assert float(waves["slowest_64"]) == pytest.approx(2 * np.pi * 10_000 ** (62 / 64))
    assert float(waves["t_max"]) == pytest.approx(62_831.853, abs=1e-3)
    pade = figures.pade().results
    assert float(pade["gamma_at_2000"]) == pytest.approx(0.7522013138)
    assert not figures.kaplan().results["data_factor"].overlaps(arb("1.855", "0.004"))


def test_a_part_of_a_wavelength_shows_another_angle() -> None:
    assert figures.angle_repeats_after(2).holds is True
    assert figures.angle_repeats_after(arb("0.999")).holds is False


def test_another_power_stretches_by_something_else() -> None:
    assert figures.stretched_by(lambda width: fmpq(width - 2, width)).holds is False
    assert figures.stretched_by(lambda _: fmpq(1)).holds is False


@pytest.mark.parametrize("total", [max, lambda e: sum(e, arb(0)) * fmpq(101, 100)])
def test_weights_over_another_total_do_not_sum_to_one(
    total: Callable[[Sequence[arb]], arb],
) -> None:
    assert figures.weights_over(total).holds is False


def test_the_slowest_wavelength_is_not_below_theta_itself() -> None:
    found = figures.slowest_turns_before(lambda theta: arb(theta))
    assert found.holds is False
    assert found.detail.startswith("not so: the slowest wavelength of d = 16")


@pytest.mark.parametrize(
    ("exponent", "horizon", "fault"),
    [
        (lambda t: 1 / figures.pade_exponent(t), figures.pade_horizon, "the exponent is below 1"),
        (lambda t: (-t / 10_000).exp(), figures.pade_horizon, "the horizon is T"),
        (figures.pade_exponent, lambda g: figures.pade_horizon(g) / 2, "the horizon is T"),
        (figures.pade_exponent, lambda g: 10_000 * (1 - g) / (1 + g), "the horizon is T"),
    ],
)
def test_another_exponent_or_horizon_does_not_return_the_context(
    exponent: Callable[[arb], arb], horizon: Callable[[arb], arb], fault: str
) -> None:
    found = figures.horizon_returns(exponent, horizon)
    assert found.holds is False
    assert found.detail == f"not so: {fault}"


def test_other_exponents_do_not_split_the_compute() -> None:
    assert figures.compute_splits_into(fmpq(73, 100), fmpq(28, 100)).holds is False


def test_eight_better_trials_are_not_below_a_quarter() -> None:
    assert figures.compounded(fmpq(9, 10), fmpq(85, 100)).holds is False


def test_another_slope_leaves_another_product() -> None:
    assert figures.imprint_of(lambda c: -1 / c).holds is False
    assert figures.imprint_of(lambda c: -1 / (2 * arb.pi()) + 0 * c).holds is False
