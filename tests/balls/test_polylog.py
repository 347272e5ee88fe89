"""Polylogarithms against Arb's own, mpmath's, and closed forms; windows against brute force."""

from fractions import Fraction

import mpmath
import pytest
from flint import acb, arb, fmpq
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pycheck.balls.api import enclose
from pycheck.balls.exact import read_unit
from pycheck.balls.polylog import (
    direct_polylog,
    normalization,
    partial_polylog,
    polylog,
    polylog_tail,
    tail_bound,
)
from pycheck.balls.power_law import log_sums
from pycheck.balls.precision import working
from pycheck.balls.window import window
from pycheck.errors import InputError

ORDERS = st.fractions(-6, 40, max_denominator=40).map(lambda f: fmpq(f.numerator, f.denominator))
INNER = st.fractions(Fraction(1, 10**6), 1 - Fraction(1, 10**6), max_denominator=10**6).map(
    lambda f: fmpq(f.numerator, f.denominator)
)


@settings(max_examples=60)
@given(ORDERS, INNER)
@example(fmpq(201, 2), fmpq(99_999, 100_000))
def test_polylog_agrees_with_mpmath(order: fmpq, z: fmpq) -> None:
    with working(90):
        ball = polylog(order, z)
    with mpmath.workdps(40):
        point = mpmath.mpf(int(z.p)) / int(z.q)
        other = mpmath.polylog(mpmath.mpf(int(order.p)) / int(order.q), point).real
        error = abs(mpmath.mpf(ball.mid().str(40, radius=False)) - other) / abs(other)
    assert error < 1e-15


@settings(max_examples=40)
@given(ORDERS.filter(lambda s: s < 6), INNER.filter(lambda z: z < fmpq(9, 10)))
@example(fmpq(201, 2), fmpq(1, 2))
@example(fmpq(3, 2), fmpq(1, 10**30))
def test_direct_sums_agree_with_arbs_algorithm(order: fmpq, z: fmpq) -> None:
    with working(100):
        summed = direct_polylog(order, z, 1500)
        assert polylog(order, z).overlaps(summed)
        assert order > 6 or z < fmpq(1, 10**6) or not polylog(order + 1, z).overlaps(summed)
        assert min(polylog(order, z).rel_accuracy_bits(), summed.rel_accuracy_bits()) > 50


@pytest.mark.parametrize("z", ["1/2", "999/1000", "1/1000000"])
def test_special_orders(z: str) -> None:
    point = fmpq(*map(int, z.split("/")))
    with working(100):
        assert polylog(fmpq(1), point).overlaps(-(-arb(point)).log1p())
        assert polylog(fmpq(0), point).overlaps(arb(point / (1 - point)))
        assert polylog(fmpq(2), fmpq(1, 2)).overlaps(arb.pi() ** 2 / 12 - arb(2).log() ** 2 / 2)


def test_the_ends_of_the_unit_interval() -> None:
    with working(100):
        assert polylog(fmpq(3, 2), fmpq(0)) == 0
        assert polylog(fmpq(2), fmpq(1)).overlaps(arb.pi() ** 2 / 6)
        for order in (fmpq(1), fmpq(1, 2), fmpq(-3)):
            with pytest.raises(InputError, match="diverges at z = 1"):
                polylog(order, fmpq(1))


@settings(max_examples=60)
@given(
    st.fractions(-6, 9, max_denominator=40).map(lambda f: fmpq(f.numerator, f.denominator)),
    st.integers(2, 10**7),
    st.integers(601, 1500),
)
def test_the_tail_is_what_the_first_terms_leave(order: fmpq, steepness: int, first: int) -> None:
    z = 1 - fmpq(1, steepness)
    with working(100):
        tail = polylog_tail(order, z, first)
    with working(260):
        whole = acb(arb(z)).polylog(acb(arb(order))).real
        assert tail.overlaps(whole - partial_polylog(order, z, first - 1))


@settings(max_examples=40)
@given(
    st.fractions(-4, 6, max_denominator=20).map(lambda f: fmpq(f.numerator, f.denominator)),
    st.integers(3, 10**6),
    st.integers(1, 2500),
)
def test_normalization_is_a_share_of_the_terms(order: fmpq, steepness: int, terms: int) -> None:
    z = 1 - fmpq(1, steepness)
    with working(200):
        share = normalization(order, z, terms)
        direct = partial_polylog(order, z, terms) / acb(arb(z)).polylog(acb(arb(order))).real
        assert share.overlaps(direct)
        more = normalization(order, z, terms + 500)
        assert not more < share
        assert not more > 1


def test_a_share_too_small_for_a_difference_keeps_its_digits() -> None:
    """1 - tail would need 10 000 bits here: the mass lies far beyond the first 10^11 terms."""
    with working(200):
        share = normalization(fmpq(-134), 1 - fmpq(1, 10**34), 10**11)
    assert share.rel_accuracy_bits() > 40
    assert share < arb("1e-3000")


@settings(max_examples=40)
@given(
    st.fractions(-3, 4, max_denominator=30).map(lambda f: fmpq(f.numerator, f.denominator)),
    st.integers(1, 300),
    st.fractions(Fraction(1, 100), 1, max_denominator=100),
)
@example(fmpq(0), 4, Fraction(1, 2))
@example(fmpq(1), 2, Fraction(2, 3))
@example(fmpq(-1), 3, Fraction(1, 2))
def test_windows_agree_with_a_scan(gamma: fmpq, context: int, share: Fraction) -> None:
    exact = fmpq(share.numerator, share.denominator)
    found = window(gamma, context, exact)
    if gamma.q == 1:
        weights = [Fraction(1, d) ** int(gamma.p) for d in range(1, context + 1)]
        scanned = next(d for d in range(1, context + 1) if sum(weights[:d]) >= share * sum(weights))
        assert found == scanned
        return
    with working(400):
        needed = log_sums(gamma, 1, context, 0)[0] * exact
        assert found == context or log_sums(gamma, 1, found, 0)[0] >= needed
        assert found == 1 or log_sums(gamma, 1, found - 1, 0)[0] < needed


def test_a_share_of_thousands_of_digits_is_told_from_the_next() -> None:
    share = enclose("share", "0.7", 500, distance=100, digits=1500)
    for sign, found in ((-1, 100), (1, 101)):
        edge = read_unit(share.mid, "share") + sign * read_unit(share.rad, "share")
        assert window(fmpq(7, 10), 500, edge) == found


@pytest.mark.parametrize("gamma", [fmpq(7, 10), fmpq(1), fmpq(1001, 1000), fmpq(-2)])
def test_windows_of_the_longest_contexts_are_exact(gamma: fmpq) -> None:
    context, share = 10**18, fmpq(9, 10)
    found = window(gamma, context, share)
    with working(300):
        needed = log_sums(gamma, 1, context, 0)[0] * share
        assert log_sums(gamma, 1, found, 0)[0] > needed > log_sums(gamma, 1, found - 1, 0)[0]


def test_what_no_window_can_be() -> None:
    assert window(fmpq(1), 10, fmpq(1)) == 10
    with pytest.raises(InputError, match="up to 1e18"):
        window(fmpq(1), 10**18 + 1, fmpq(1, 2))
    with pytest.raises(InputError, match="above 0"):
        window(fmpq(1), 10, fmpq(0))


@pytest.mark.parametrize("order", [fmpq(-20), fmpq(-5, 2), fmpq(1, 2), fmpq(3)])
@pytest.mark.parametrize(
    ("z", "terms"), [(fmpq(1, 2), 40), (fmpq(9, 10), 250), (fmpq(99, 100), 2500)]
)
def test_the_tail_bound_is_a_bound_and_close(order: fmpq, z: fmpq, terms: int) -> None:
    with working(400):
        rest = acb(arb(z)).polylog(acb(arb(order))).real - partial_polylog(order, z, terms)
        bound = tail_bound(order, z, terms)
        assert bound.contains(rest)
        assert rest > 0
        assert bound.abs_upper() < 6 * rest


def test_a_tail_with_one_correction_still_contains_the_truth() -> None:
    """With a single term of Euler-Maclaurin the remainder dominates, so it is what is tested."""
    for order in (fmpq(-7, 2), fmpq(1, 3), fmpq(5, 2)):
        z, first = fmpq(199, 200), 700
        with working(300):
            tail = polylog_tail(order, z, first, steps=1)
            whole = acb(arb(z)).polylog(acb(arb(order))).real
            truth = whole - partial_polylog(order, z, first - 1)
            assert tail.contains(truth)
            assert tail.rel_accuracy_bits() < 40
