"""The sums of the power law: against exact rationals, Arb's Hurwitz zeta, and their own theory."""

from collections.abc import Callable
from fractions import Fraction
from math import factorial

import flint
import pytest
from flint import arb, arb_series, fmpq
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pycheck.balls.euler_maclaurin import correction, integral
from pycheck.balls.power_law import bits_lost_by_zeta, log_sums, variance
from pycheck.balls.precision import certain, working
from pycheck.balls.summation import direct_log_sums, euler_maclaurin_log_sums, powers
from pycheck.balls.zeta import zeta_log_sums
from pycheck.errors import InputError

EXPONENTS = st.fractions(-8, 12, max_denominator=997).map(
    lambda f: fmpq(f.numerator, f.denominator)
)
NEAR_THE_POLE = st.tuples(st.sampled_from((-1, 1)), st.integers(1, 40)).map(
    lambda pair: 1 + fmpq(pair[0], 10 ** pair[1])
)
ORDER = 3


def holds(ball: arb, exact: fmpq) -> bool:
    """Whether the exact number is in the ball, decided far beyond the precision of the ball."""
    with working(2000):
        return bool((ball - exact).contains(0))


@settings(max_examples=120)
@given(EXPONENTS, st.integers(1, 10**40), st.integers(60, 300))
@example(fmpq(1), 10**12, 166)
@example(fmpq(-3), 10**12, 190)
@example(fmpq(1, 2), 1, 60)
def test_sums_agree_with_hurwitz_zeta(gamma: fmpq, context: int, bits: int) -> None:
    with working(bits):
        sums = euler_maclaurin_log_sums(gamma, 1, context, ORDER)
    with working(800):
        others = zeta_log_sums(gamma, 1, context, ORDER)
    assert all(mine.overlaps(other) for mine, other in zip(sums, others, strict=True))
    if context > 1:
        assert all(s.rel_accuracy_bits() > bits - 20 for s in sums)


@settings(max_examples=150)
@given(
    st.one_of(EXPONENTS, st.integers(-300, 300).map(fmpq), NEAR_THE_POLE),
    st.one_of(st.just(1), st.integers(2, 10**9)),
    st.integers(0, 10**40),
    st.integers(0, ORDER),
    st.integers(60, 600),
)
@example(fmpq(1), 1, 10**12 - 1, 0, 100)
@example(fmpq(1), 1, 10**100_000, 2, 100)
@example(fmpq(-25), 1, 100, 2, 128)
def test_the_two_roads_meet_and_neither_is_wide(
    gamma: fmpq, first: int, more: int, order: int, bits: int
) -> None:
    """Where Arb's functions are the road, they are no wider than the sums that they replace."""
    last = first + more
    chosen = bits_lost_by_zeta(gamma, first, last, order, bits) is not None
    with working(bits):
        mine = euler_maclaurin_log_sums(gamma, first, last, order)
        other = log_sums(gamma, first, last, order)
        assert all(m.overlaps(o) for m, o in zip(mine, other, strict=True))
        assert not chosen or all(o.rel_accuracy_bits() > bits - 8 for o in other)
        if chosen and gamma <= 1:
            short = zeta_log_sums(gamma, first, first + more // 2, order)
            assert not mine[0].overlaps(short[0])


@pytest.mark.parametrize(
    ("gamma", "first", "last", "order", "bits", "by_zeta"),
    [
        (fmpq(1), 1, 10**12, 2, 100, True),
        (fmpq(1), 1, 10**12, 4, 100, False),  # more powers of logarithms: ours is faster
        (fmpq(1), 1, 50, 2, 100, False),  # few terms are summed
        (fmpq(1), 1, 50, 0, 100, True),  # digamma is faster still
        (fmpq(1), 1, 16, 0, 100, False),
        (fmpq(7, 10), 1, 10**12, 0, 3400, True),
        (1 + fmpq(1, 10**12), 1, 10**12, 2, 100, False),  # beside the pole
        (1 + fmpq(1, 10**12), 1, 10**12, 2, 3400, True),  # where 120 bits are few
        (fmpq(100), 1, 10**12, 2, 200, False),  # the logarithms hide behind the first term
        (fmpq(100), 1, 10**12, 0, 200, True),
        (fmpq(-2), 1, 10**12, 0, 100, True),
        (fmpq(7, 10), 9, 10**12, 0, 100, True),
        (fmpq(7, 10), 9, 10**12, 0, 513, False),
        (fmpq(7, 10), 9, 10**12, 1, 100, False),
        (fmpq(7, 10), 10**30, 10**30 + 10**9, 0, 100, False),  # a small difference
    ],
)
def test_the_road_is_chosen_by_the_rule(
    gamma: fmpq, first: int, last: int, order: int, bits: int, by_zeta: bool
) -> None:
    lost = bits_lost_by_zeta(gamma, first, last, order, bits)
    assert (lost is not None) is by_zeta


def test_where_arbs_functions_fail_ours_are_taken() -> None:
    """Just below 0 Arb's zeta is a product of a zero and a pole."""
    gamma = fmpq(-1, 10**25)
    with working(65):
        assert bits_lost_by_zeta(gamma, 1, 7750, 0, 65) is not None
        assert not zeta_log_sums(gamma, 1, 7750, 0)[0].is_finite()
        (found,) = log_sums(gamma, 1, 7750, 0)
        assert found.rel_accuracy_bits() > 55
        assert found.contains(7750)


@pytest.mark.parametrize("gamma", [fmpq(7, 10), fmpq(-3, 2), fmpq(1), fmpq(-4)])
def test_products_of_primes_are_the_powers(gamma: fmpq) -> None:
    with working(120):
        found = powers(gamma, 300)
        direct = [arb(d) ** -arb(gamma) for d in range(1, 301)]
        assert all(f.overlaps(d) for f, d in zip(found, direct, strict=True))
        assert all(f.rel_accuracy_bits() > 105 for f in found)
        assert not found[28].overlaps(direct[29])


@settings(max_examples=60)
@given(EXPONENTS, st.integers(1, 2000), st.integers(0, 1500), st.integers(40, 200))
def test_any_range_agrees_with_its_terms(gamma: fmpq, first: int, more: int, bits: int) -> None:
    with working(bits):
        sums = log_sums(gamma, first, first + more, ORDER)
    with working(300):
        terms = direct_log_sums(gamma, first, first + more, ORDER)
    assert all(s.overlaps(t) for s, t in zip(sums, terms, strict=True))


@pytest.mark.parametrize("context", [1, 2, 29, 30, 31, 100, 1234, 5000])
def test_harmonic_numbers_are_inside(context: int) -> None:
    with working(200):
        ball = log_sums(fmpq(1), 1, context, 0)[0]
    assert holds(ball, fmpq.harmonic(context))
    assert not holds(ball, fmpq.harmonic(context) + fmpq(1, 10**50))


@pytest.mark.parametrize(("power", "context"), [(0, 10**9), (1, 10**30), (2, 10**6), (3, 10**50)])
def test_sums_of_whole_powers_are_inside(power: int, context: int) -> None:
    n = Fraction(context)
    exact = {
        0: n,
        1: n * (n + 1) / 2,
        2: n * (n + 1) * (2 * n + 1) / 6,
        3: (n * (n + 1) / 2) ** 2,
    }[power]
    with working(120):
        ball = log_sums(fmpq(-power), 1, context, 0)[0]
    assert holds(ball, fmpq(exact.numerator, exact.denominator))
    assert ball.rel_accuracy_bits() > 100


@settings(max_examples=60)
@given(
    st.fractions(-6, 9, max_denominator=50).filter(lambda f: f.denominator > 1),
    st.integers(2, 60),
    st.integers(4, 120),
)
def test_a_rough_correction_still_contains_the_truth(
    gamma: Fraction, start: int, bits: int
) -> None:
    """The remainder bound is what makes a ball a ball: ask for few bits, so that it dominates."""
    exponent = fmpq(gamma.numerator, gamma.denominator)
    with working(600, ORDER + 1):
        point = arb_series([arb(exponent), -1])
        power = (point * -arb(start).log()).exp()
        tail = arb_series.zeta(point, start, False)
        truth = (tail - start * power / (point - 1)) / power - arb("0.5")
        rough = correction(arb(exponent), start, ORDER + 1, bits)
        pairs = zip(rough.coeffs(), truth.coeffs(), strict=False)
        assert all(mine.overlaps(exact) for mine, exact in pairs)
        assert truth.coeffs()[0].rad() * 2**60 < rough.coeffs()[0].rad()


def test_the_remainder_bound_is_not_slack_by_orders_of_magnitude() -> None:
    with working(600, 1):
        for start, bits in ((20, 20), (20, 60), (20, 100), (40, 150)):
            rough = correction(arb(fmpq(1, 2)), start, 1, bits).coeffs()[0]
            fine = correction(arb(fmpq(1, 2)), start + 400, 1, 500).coeffs()[0]
            assert fine.is_finite()
            assert rough.rad() < arb(2) ** -bits


@pytest.mark.parametrize("k", range(1, 41))
@pytest.mark.parametrize("sign", [-1, 1])
def test_no_digits_are_lost_beside_the_pole(k: int, sign: int) -> None:
    near = 1 + fmpq(sign, 10**k)
    with working(166):
        sums = log_sums(near, 1, 10**12, 2)
        spread = variance(sums)
    assert all(s.rel_accuracy_bits() >= 160 for s in sums)
    assert spread.rel_accuracy_bits() >= 155
    with working(166):
        there = log_sums(fmpq(1), 1, 10**12, 3)
        gap = abs(sums[0] - there[0])
        slope = there[1] * 2 / arb(10) ** k
    if k >= 3:
        assert not gap > slope * (1 + arb(2) ** -100)
        assert k > 40 or gap > slope / 4


@settings(max_examples=60)
@given(EXPONENTS, st.integers(1, 10**30), st.integers(30, 120), st.integers(121, 400))
def test_balls_of_different_precision_overlap(
    gamma: fmpq, context: int, few: int, many: int
) -> None:
    with working(few):
        rough = log_sums(gamma, 1, context, 2)
    with working(many):
        fine = log_sums(gamma, 1, context, 2)
    assert all(a.overlaps(b) and a.rad() >= b.rad() for a, b in zip(rough, fine, strict=True))


@settings(max_examples=60)
@given(EXPONENTS, EXPONENTS, st.integers(2, 10**25), st.integers(1, 10**25))
def test_sums_and_mean_are_monotone(low: fmpq, high: fmpq, context: int, more: int) -> None:
    low, high = sorted((low, high))
    with working(200):
        at_low, at_high = log_sums(low, 1, context, 1), log_sums(high, 1, context, 1)
        longer = log_sums(low, 1, context + more, 1)
        assert not longer[0] < at_low[0]
        assert not longer[1] / longer[0] < at_low[1] / at_low[0]
        if low < high:
            assert at_low[0] > at_high[0]
            assert at_low[1] / at_low[0] > at_high[1] / at_high[0]


def test_the_longest_context_is_exact_to_the_last_bits() -> None:
    with working(100):
        sums = log_sums(fmpq(1), 1, 10**100_000, 2)
        log_n = arb(10).log() * 100_000
        for k, total in enumerate(sums):
            constant = flint.acb.stieltjes(k).real
            assert total.overlaps(log_n ** (k + 1) / (k + 1) + constant)
            assert total.rel_accuracy_bits() > 92


def _integrand(gamma: arb, power: int) -> Callable[[flint.acb, bool], flint.acb]:
    return lambda t, _: t.log() ** power * (-gamma * t.log()).exp()


@pytest.mark.parametrize("gamma", ["0.5", "1", "1.000001", "3"])
def test_the_integral_series_is_the_integral(gamma: str) -> None:
    """Its coefficients are integrals of log(t)**k / k! * t**-gamma, done by Arb's quadrature."""
    with working(90, 3):
        series = integral(arb(gamma), 40, 1000, 3).coeffs()
        for k, coefficient in enumerate(series):
            quadrature = flint.acb.integral(_integrand(arb(gamma), k), 40, 1000).real
            assert coefficient.overlaps(quadrature / factorial(k))
            assert quadrature.rel_accuracy_bits() > 40


def test_the_precision_of_the_caller_is_given_back() -> None:
    before = flint.ctx.prec, flint.ctx.cap
    with pytest.raises(ZeroDivisionError), working(333, 5):
        raise ZeroDivisionError
    log_sums(fmpq(1, 3), 1, 10**20, 4)
    assert (flint.ctx.prec, flint.ctx.cap) == before


def test_missing_bits_are_added_and_not_doubled() -> None:
    used = []

    def evaluate() -> arb:
        used.append(flint.ctx.prec)
        return (arb(2).sqrt() + arb(2) ** -300) - arb(2).sqrt()

    ball = certain(evaluate, 300)
    assert ball.rel_accuracy_bits() > 996
    assert len(used) == 2
    assert used[1] < 1400


def test_what_cancels_to_nothing_is_an_error_and_no_hang() -> None:
    with pytest.raises(InputError, match="no 30 certain digits"):
        certain(lambda: arb(2).sqrt() ** 2 - 2, 30, what="the difference")


@pytest.mark.parametrize("gamma", [fmpq(7, 10), fmpq(1), fmpq(3)])
def test_a_short_stretch_far_out_keeps_its_digits(gamma: fmpq) -> None:
    first, last = 10**30, 10**30 + 10**9
    with working(100):
        sums = log_sums(gamma, first, last, 2)
        assert all(s.rel_accuracy_bits() > 85 for s in sums)
        term = arb(first) ** -arb(gamma)
        assert sums[0] < (last - first + 1) * term
        assert sums[0] > (last - first + 1) * arb(last) ** -arb(gamma)
