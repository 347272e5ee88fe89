"""The way to the limit 1/12, and how far it is."""

from collections.abc import Callable

import numpy as np
import pytest
from flint import acb, arb, arb_series, fmpq, fmpz

from pycheck.balls import decrease
from pycheck.balls.api import enclose
from pycheck.balls.boundary_limit import (
    cv_excess,
    cv_ratio,
    ratio_of_inverse_log,
    smallest_context,
    two_terms,
)
from pycheck.balls.power_law import variance
from pycheck.balls.precision import working
from pycheck.balls.summation import euler_maclaurin_log_sums
from pycheck.balls.zeta import stieltjes_constants, zeta_log_sums
from pycheck.errors import InputError

Sums = Callable[[fmpq, int, int, int], list[arb]]


def _ratio(context: int, sums: Sums) -> arb:
    return variance(sums(fmpq(1), 1, context, 2)) / arb(context).log() ** 2


def test_the_expansion_meets_the_sums() -> None:
    """The ratio as a function of 1 / log N against the sums themselves."""
    for context in (10**3, 10**9, 10**40):
        with working(120, 1):
            u = 1 / arb(context).log()
            rest = arb(0, (1 / arb(context)).abs_upper())
            expanded = ratio_of_inverse_log(arb_series([u]), rest).coeffs()[0]
            for sums in (euler_maclaurin_log_sums, zeta_log_sums):
                there, earlier = (_ratio(n, sums) for n in (context, context // 2))
                assert expanded.overlaps(there)
                assert context == 10**3 or not expanded.overlaps(earlier)


@pytest.mark.parametrize("context", [2, 3, 10, 999, 10**4, 10**20])
def test_the_ratio_falls_at_single_steps(context: int) -> None:
    with working(400):
        for sums in (euler_maclaurin_log_sums, zeta_log_sums):
            assert _ratio(context, sums) > _ratio(context + 1, sums) > arb(fmpq(1, 12))


def test_the_fall_is_not_certified_where_it_cannot_be() -> None:
    """The polynomial argument needs a long context: at log N = 1 its error outweighs the rest."""
    with working(64):
        assert not decrease.falls_beyond(1)
        assert decrease.falls_beyond(8)
    assert decrease.first_context_not_certified() is None
    assert decrease.first_context_not_certified(log_of_far=1) == 3


@pytest.mark.parametrize("within", ["0.13", "0.1", "0.05", "0.02", "0.012", "0.01"])
def test_the_smallest_context_agrees_with_a_scan(within: str) -> None:
    d = np.arange(1, 20_001)
    sums = [np.cumsum(np.log(d) ** k / d) for k in range(3)]
    ratio = (sums[2] / sums[0] - (sums[1] / sums[0]) ** 2)[1:] / np.log(d[1:]) ** 2
    scanned = int(d[1:][np.argmax(ratio <= 1 / 12 + float(within))])
    numerator, denominator = within.replace("0.", ""), 10 ** len(within.replace("0.", "", 1))
    with working(64):
        assert smallest_context(fmpq(int(numerator), denominator)) == scanned


@pytest.mark.parametrize("power", [3, 4])
def test_the_smallest_context_is_exact_beyond_any_scan(power: int) -> None:
    within = fmpq(1, 10**power)
    with working(64):
        found = smallest_context(within)
    assert isinstance(found, int)
    bits = found.bit_length() + 60
    for context, is_within in ((found, True), (found - 1, False)):
        with working(bits):
            excess = _ratio(context, euler_maclaurin_log_sums) - fmpq(1, 12)
            assert (excess <= within) is is_within
            assert (excess > within) is not is_within


def test_the_smallest_context_beyond_a_thousand_digits_is_a_ball() -> None:
    with working(80):
        found = smallest_context(fmpq(1, 10**5))
        assert isinstance(found, arb)
        assert found.rel_accuracy_bits() > 60
        assert float(found.log()) == pytest.approx(0.0962 / 1e-5, rel=1e-3)
        low, high = (int(end.floor().unique_fmpz() or 0) for end in (found.lower(), found.upper()))
    with working(200):
        assert cv_excess(high + 1) < fmpq(1, 10**5)
        assert cv_excess(low - 1) > fmpq(1, 10**5)
    with pytest.raises(InputError, match="5e-8"):
        smallest_context(fmpq(1, 10**9))


def test_the_two_terms_are_closer_than_the_limit() -> None:
    with working(100):
        for context in (10**3, 10**6, 10**100):
            assert abs(cv_ratio(context) - two_terms(context)) < cv_excess(context) / 5


@pytest.mark.parametrize("within", ["0.001", "0.0001"])
def test_the_smallest_context_is_the_same_at_few_digits(within: str) -> None:
    few, many = (enclose("smallest-context", within=within, digits=d) for d in (1, 30))
    assert (few.mid, few.rad) == (many.mid, many.rad)


def test_the_smallest_context_has_as_many_digits_as_are_asked_for() -> None:
    few, many = (enclose("smallest-context", within="3e-5", digits=d) for d in (16, 1500))
    assert (few.rad == "0", many.rad, len(many.mid)) == (False, "0", 1393)
    assert few.contains(many.mid)
    context = int(fmpz(many.mid))
    with working(context.bit_length() + 60):
        excess = [_ratio(n, euler_maclaurin_log_sums) - fmpq(1, 12) for n in (context, context - 1)]
        assert excess[0] <= fmpq(3, 10**5) < excess[1]


def test_stieltjes_constants_by_zeta_are_those_by_integrals() -> None:
    for bits in (64, 300):
        with working(bits):
            for k, constant in enumerate(stieltjes_constants(bits, 3)):
                other = acb.stieltjes(k).real
                assert constant.overlaps(other)
                assert not (constant + arb(2) ** (8 - bits)).overlaps(other)
                assert constant.rel_accuracy_bits() > bits - 12
