"""Families without a cutoff."""

from collections.abc import Callable

import pytest
from flint import arb, fmpq

from book.enclosures import series
from pycheck.balls.precision import working


def test_damped_sums_contain_what_they_leave_out() -> None:
    with working(100):
        few = series.damped_log_sums(fmpq(13, 10), fmpq(9, 10), 60, 2)
        many = series.damped_log_sums(fmpq(13, 10), fmpq(9, 10), 900, 2)
        assert all(a.overlaps(b) and a.rad() > b.rad() for a, b in zip(few, many, strict=True))


def test_a_wrong_normalizer_is_refuted() -> None:
    found = series.normalized_by(lambda s, z: arb(z).polylog(arb(s)) + arb("1e-12"))
    assert found.holds is False


@pytest.mark.parametrize("shift", ["1e-10", "0.1"])
def test_the_series_at_one_is_no_other_value_than_zeta(shift: str) -> None:
    found = series.series_at_one_is(lambda order: arb(order).zeta() + arb(shift))
    assert found.holds is False
    assert "not so: the residual at s = 3/2" in found.detail


@pytest.mark.parametrize(
    ("zero", "one", "fault"),
    [
        (lambda z: arb(z / (1 + z)), lambda z: -(-arb(z)).log1p(), "Li_0"),
        (lambda z: arb(1 / (1 - z)), lambda z: -(-arb(z)).log1p(), "Li_0"),
        (lambda z: arb(z / (1 - z)), lambda z: (-arb(z)).log1p(), "Li_1"),
        (lambda z: arb(z / (1 - z)), lambda z: arb(z).log1p(), "Li_1"),
    ],
)
def test_the_orders_0_and_1_have_no_other_closed_form(
    zero: Callable[[fmpq], arb], one: Callable[[fmpq], arb], fault: str
) -> None:
    found = series.closed_forms_are(zero, one)
    assert found.holds is False
    assert found.detail == f"not so: the residual of {fault} at z = 1/10"


def test_half_the_information_without_a_cutoff_is_refuted() -> None:
    right = (series.damped_heat, series.undamped_heat)
    damped = series.information_without_cutoff_is(lambda s, z: right[0](s, z) / 2, right[1])
    assert damped.holds is False
    assert damped.detail.startswith("not so: the residual at z = 1/10")
    undamped = series.information_without_cutoff_is(right[0], lambda s: right[1](s) / 2)
    assert undamped.holds is False
    assert undamped.detail.startswith("not so: the residual of zeta at gamma = 13/10")


@pytest.mark.parametrize(
    ("boundary", "ceiling", "holds", "fault"),
    [
        (fmpq(13, 10), lambda g: arb(g).zeta(), False, "not so: Z passes 10^5 at gamma = 13/10"),
        (
            fmpq(7, 10),
            lambda g: arb(g).zeta(),
            None,
            "not decided: Z stays below zeta at gamma = 1,",
        ),
        (fmpq(1), lambda g: 1 / (arb(g) - 1), False, "not so: Z stays below zeta at gamma = 13/10"),
    ],
)
def test_the_series_has_no_other_boundary_and_no_lower_ceiling(
    boundary: fmpq, ceiling: Callable[[fmpq], arb], holds: bool | None, fault: str
) -> None:
    found = series.converges_beyond(boundary, ceiling)
    assert found.holds is holds
    assert found.detail.startswith(fault)
