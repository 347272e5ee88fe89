"""Windows and tails."""

from collections.abc import Callable

import numpy as np
import pytest
from flint import arb, fmpq

from book.enclosures import windows
from pycheck.balls.precision import working
from pycheck.balls.zeta import zeta_log_sums


def zeta(gamma: fmpq) -> arb:
    return arb(gamma).zeta()


def test_windows_at_1_3_against_float_sums() -> None:
    results = windows.window_at_gamma_1_3().results
    share = np.cumsum(np.arange(1.0, 4097) ** -1.3)
    assert float(results["window_in_4096"]) == 1 + np.searchsorted(share, 0.99 * share[-1])
    assert float(results["ninety_in_4096"]) == 1 + np.searchsorted(share, 0.9 * share[-1])
    with working(200):
        unlimited = int(float(results["window_unlimited"]))
        needed = arb("1.3").zeta() * fmpq(99, 100)
        assert zeta_log_sums(fmpq(13, 10), 1, unlimited, 0)[0] > needed
        assert zeta_log_sums(fmpq(13, 10), 1, unlimited - 1, 0)[0] < needed


@pytest.mark.parametrize("factor", ["0.5", "0.9"])
def test_a_tail_bound_that_is_too_small_is_refuted(factor: str) -> None:
    found = windows.tail_below(
        lambda gamma, d: arb(factor) * arb(d) ** (1 - arb(gamma)) / (arb(gamma) - 1)
    )
    assert found.holds is False
    assert found.detail.startswith("not so: the mass at gamma = ")


@pytest.mark.parametrize(
    ("boundary", "whole", "fault"),
    [
        (fmpq(13, 10), zeta, "the share falls to 0 at gamma = 13/10"),
        (fmpq(1), lambda gamma: zeta(gamma) * fmpq(99, 100), "the share is kept at N = 10^12"),
        (fmpq(1), lambda gamma: zeta(gamma) * fmpq(6, 5), "what is kept is above 0.7"),
    ],
)
def test_a_window_keeps_no_other_share(
    boundary: fmpq, whole: Callable[[fmpq], arb], fault: str
) -> None:
    found = windows.share_is_kept_beyond(boundary, whole)
    assert found.holds is False
    assert found.detail == f"not so: {fault}"


@pytest.mark.parametrize(
    "part", [lambda share, _: share, lambda share, gamma: share ** (1 / gamma)]
)
def test_nine_tenths_need_no_other_part(part: Callable[[arb, arb], arb]) -> None:
    assert windows.nine_tenths_need(part).holds is False


@pytest.mark.parametrize(
    ("whole", "holds", "fault"),
    [
        (lambda gamma: 2 * zeta(gamma), False, "not so: 10^9 distances hold enough"),
        (lambda gamma: zeta(gamma) + arb(0, "1e-3"), None, "not decided: one distance fewer"),
    ],
)
def test_a_window_of_another_mass_is_not_taken_for_the_smallest(
    whole: Callable[[fmpq], arb], holds: bool | None, fault: str
) -> None:
    found = windows.windows_of(whole)
    assert found.holds is holds
    assert found.detail.startswith(fault)


def test_the_larger_exponent_has_not_the_heavier_tail() -> None:
    assert windows.heavier_tail_is_of(max).holds is False


@pytest.mark.parametrize(
    ("integral", "fault"),
    [
        (lambda q, n: n**q / q, "the gap is at least 0 at gamma = 1/10, N = 10^0"),
        (lambda q, n: n**q - 1, "the gap is at most 1 at gamma = 1/10, N = 10^1"),
    ],
)
def test_the_sum_is_no_other_power_up_to_one(
    integral: Callable[[arb, arb], arb], fault: str
) -> None:
    found = windows.sum_exceeds(integral)
    assert found.holds is False
    assert found.detail == f"not so: {fault}"
