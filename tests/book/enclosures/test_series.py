"""Families without a cutoff."""

import pytest
from flint import arb, fmpq

from book.enclosures import series
from pycheck.enclose.precision import working


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
