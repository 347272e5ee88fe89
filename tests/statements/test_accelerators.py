"""Accelerated sums, series and derivatives against direct sums and mpmath."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.statements.language.types import NAT, REAL
from pycheck.statements.language.undecided import NotSymbolic, Undecided
from pycheck.statements.sampling.samples import GeometricFamily, PowerFamily, Table
from pycheck.statements.values import operations, reals, relations, sums
from pycheck.statements.values.terms import Frame, Index, Terms
from tests.statements.trees import definition

exponents = st.fractions(-3, 4, max_denominator=16)
few = settings(max_examples=30)


@pytest.fixture(autouse=True)
def precision() -> None:
    ctx.prec = 160


def q(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def summand(s: Fraction, j: int, shift: int = 0) -> Callable[[Any], Any]:
    """``log (d + shift) ^ j (d + shift) ^ (-s)`` in the evaluator's own arithmetic."""

    def f(d: Any) -> Any:
        base = operations.cast_to_real(operations.add_integers(d, shift))
        return reals.mul(reals.power(reals.log(base), j), reals.rpow(base, -q(s)))

    return f


def agree(x: Any, y: Any, digits: int = 30) -> bool:
    difference = abs(arb(x) - arb(y))
    return bool(difference <= (1 + abs(arb(y))) / arb(10) ** digits)


def text(x: Any) -> arb:
    return arb(mpmath.nstr(x, 38, strip_zeros=False))


@few
@given(exponents, st.integers(0, 4), st.integers(0, 2), st.integers(100, 600))
def test_an_accelerated_sum_is_the_direct_sum(s: Fraction, j: int, shift: int, n: int) -> None:
    f = summand(s, j, shift)
    over = range(1, n + 1)
    assert agree(sums.finite_sum(REAL, over, f), sums.direct_sum(over, f))


@few
@given(exponents, st.integers(1, 4), st.integers(100, 300))
def test_linear_combinations_are_accelerated_too(s: Fraction, k: int, n: int) -> None:
    def f(d: Any) -> Any:
        gap = reals.sub(reals.log(fmpq(n)), reals.log(operations.cast_to_real(d)))
        return reals.mul(reals.power(gap, k), reals.rpow(operations.cast_to_real(d), -q(s)))

    over = range(1, n + 1)
    fast, slow = sums.finite_sum(REAL, over, f), sums.direct_sum(over, f)
    assert agree(fast, slow, 25)


def test_polynomials_in_different_shifts_of_the_index() -> None:
    def f(d: Any) -> Any:
        one, other = (
            operations.cast_to_real(operations.add_integers(d, 1)),
            operations.cast_to_real(d),
        )
        return reals.mul(reals.mul(one, one), other)

    assert agree(sums.finite_sum(REAL, range(200), f), sums.direct_sum(range(200), f))


@pytest.mark.parametrize("exponent", [1, 2, 12, 100, 10000])
def test_the_harmonic_sum_at_any_length(exponent: int) -> None:
    n = 10**exponent
    expected = (arb(n) + 1).digamma() + arb.const_euler()
    assert agree(definition("partition", n, fmpq(1), bits=160), expected)


def test_beside_the_pole_nothing_is_lost() -> None:
    near = definition("partition", 10**6, 1 + fmpq(1, 10**40), bits=512)
    at = definition("partition", 10**6, fmpq(1), bits=512)
    slope = definition("logMoment", 10**6, 1, fmpq(1), bits=512)
    assert abs(at - near - slope / arb(10) ** 40) < arb("1e-76")


@few
@given(st.fractions(Fraction(13, 12), 6, max_denominator=12), st.integers(0, 3))
def test_series_without_damping_are_derivatives_of_zeta(s: Fraction, j: int) -> None:
    point = mpmath.mpf(s.numerator) / s.denominator
    expected = (-1) ** j * mpmath.zeta(point, 1, derivative=j)
    assert agree(sums.series(summand(s, j, 1)), text(expected), 25)


@few
@given(
    st.fractions(-3, 4, max_denominator=6),
    st.fractions(Fraction(1, 10), Fraction(4, 5), max_denominator=12),
    st.integers(0, 2),
)
def test_damped_series_are_their_partial_sums(s: Fraction, z: Fraction, j: int) -> None:
    family, f = GeometricFamily(q(z)), summand(s, j, 1)
    fast = sums.series(lambda k: reals.mul(family(k), f(k)))
    slow = sums.direct_sum(range(700), lambda k: reals.mul(family(k), f(k)))
    assert agree(fast, slow, 25)


def test_alternating_series() -> None:
    family = GeometricFamily(fmpq(-1))
    value = sums.series(lambda k: reals.mul(family(k), summand(Fraction(2), 0, 1)(k)))
    assert agree(value, -(arb.pi() ** 2) / 12)


def test_finitely_supported_series_are_finite_sums() -> None:
    table = Table((fmpq(2), fmpq(0), fmpq(5)))
    value = sums.series(lambda k: reals.mul(table(k), summand(Fraction(-9), 1, 1)(k)))
    assert agree(value, 5 * arb(3).log() * arb(3) ** 9)


@pytest.mark.parametrize(
    ("s", "z", "converges"),
    [
        (Fraction(1), 1, False),
        (Fraction(1001, 1000), 1, True),
        (Fraction(-5), Fraction(1, 2), True),
        (Fraction(50), 2, False),
        (Fraction(1, 2), -1, False),
        (Fraction(0), 0, True),
    ],
)
def test_convergence_is_absolute_convergence(s: Fraction, z: Fraction, converges: bool) -> None:
    family = GeometricFamily(fmpq(z.numerator, z.denominator))

    def f(k: Any) -> Any:
        return reals.mul(family(k), summand(s, 0, 1)(k))

    assert sums.is_summable(f) is converges
    if not converges:
        # Lean's tsum of a series that does not converge is zero.
        assert sums.series(f) == 0


def test_a_constant_series_converges_only_if_it_vanishes() -> None:
    assert sums.is_summable(lambda _: fmpq(0))
    assert not sums.is_summable(lambda _: fmpq(1, 10**9))


def test_what_is_no_power_law_term_is_not_guessed() -> None:
    with pytest.raises(NotSymbolic):
        sums.series(lambda k: reals.exp(operations.cast_to_real(k)))
    with pytest.raises(NotSymbolic):
        sums.finite_sum(REAL, range(10**7), lambda k: reals.sin(operations.cast_to_real(k)))


def test_the_symbolic_index_is_never_compared() -> None:
    with pytest.raises(NotSymbolic):
        operations.natural(Index(Frame(0)))


@few
@given(st.fractions(-2, 3, max_denominator=9), st.integers(1, 12))
def test_derivatives_agree_with_mpmath(gamma: Fraction, n: int) -> None:
    """The heat capacity is ``γ² (M₂/Z - (M₁/Z)²)``, here summed by mpmath."""
    if gamma == 0:
        return
    g = mpmath.mpf(gamma.numerator) / gamma.denominator
    weights = [mpmath.mpf(d) ** -g for d in range(1, n + 1)]
    logs = [mpmath.log(d) for d in range(1, n + 1)]
    z = mpmath.fsum(weights)
    mean = mpmath.fsum(w * x for w, x in zip(weights, logs, strict=True)) / z
    var = mpmath.fsum(w * (x - mean) ** 2 for w, x in zip(weights, logs, strict=True)) / z
    assert agree(definition("fisher", n, q(gamma)), text(var))
    assert agree(definition("heatCapacity", n, q(gamma)), text(g**2 * var))


@pytest.mark.parametrize(
    ("f", "at", "slope"),
    [
        (lambda t: reals.rpow(t, fmpq(5, 2)), fmpq(4), fmpq(20)),
        (lambda t: reals.rpow(fmpq(1), t), fmpq(4), fmpq(0)),
        (lambda t: reals.power(t, 3), fmpq(-2), fmpq(12)),
        (lambda t: reals.inv(t), fmpq(2), fmpq(-1, 4)),
        (lambda t: reals.absolute(t), fmpq(-2), fmpq(-1)),
        (lambda t: reals.log(t), fmpq(-4), fmpq(-1, 4)),
        (lambda t: reals.sqrt(t), fmpq(9), fmpq(1, 6)),
        (lambda t: reals.maximum(t, fmpq(1)), fmpq(0), fmpq(0)),
        (lambda t: reals.rpow(t, fmpq(2)), fmpq(0), fmpq(0)),
    ],
)
def test_exact_slopes(f: Callable[[Any], Any], at: fmpq, slope: fmpq) -> None:
    assert reals.derivative(f, at, 1)[1] == slope


def test_nested_derivatives_do_not_mix() -> None:
    """``d/dx (x * d/dy (x + y)) = 1`` (a classic mistake gives 2)."""

    def outer(x: Any) -> Any:
        return reals.mul(x, reals.derivative(lambda y: reals.add(x, y), fmpq(1), 2)[1])

    assert reals.derivative(outer, fmpq(1), 1)[1] == 1


@pytest.mark.parametrize(
    "f", [reals.log, reals.inv, reals.sqrt, reals.absolute, lambda t: reals.rpow(t, fmpq(1, 2))]
)
def test_where_there_is_no_derivative_there_is_no_answer(f: Callable[[Any], Any]) -> None:
    with pytest.raises(Undecided):
        reals.derivative(f, fmpq(0), 1)


def test_families_evaluate_the_same_at_numbers_and_at_the_index() -> None:
    for family in (PowerFamily(fmpq(3, 2), fmpq(2)), GeometricFamily(fmpq(1, 3))):
        direct = sums.direct_sum(range(500), family)
        whole = sums.finite_sum(REAL, range(500), family)
        assert agree(direct, whole)


@few
@given(
    st.fractions(-2, 2, max_denominator=9).filter(lambda z: z not in (0, 1)),
    st.integers(0, 5),
    st.integers(97, 160),
)
def test_a_finite_geometric_sum_is_the_direct_sum(z: Fraction, start: int, n: int) -> None:
    def f(d: Any) -> Any:
        return reals.add(operations.real_power(q(z), d), fmpq(1, 3))

    over = range(start, start + n)
    with ctx.workprec(400):
        assert agree(sums.finite_sum(REAL, over, f), sums.direct_sum(over, f))


def test_a_finite_geometric_sum_of_any_length() -> None:
    total = sums.finite_sum(REAL, range(10**1000), lambda d: operations.real_power(fmpq(1, 3), d))
    assert agree(total, fmpq(3, 2))


@pytest.mark.parametrize("s", [2, 3, 4, 7])
def test_a_power_of_a_shifted_index_is_a_single_term(s: int) -> None:
    def f(k: Any) -> Any:
        base = reals.add(operations.cast_to_real(k), fmpq(1))
        return reals.inv(reals.power(base, s))

    assert agree(sums.series(f), text(mpmath.zeta(s)))


def test_a_form_that_holds_late_is_not_reached_term_by_term() -> None:
    """``1 / (n - c)`` with a cut off difference has a form from ``c`` on."""

    def f(c: int) -> Callable[[Any], Any]:
        return lambda d: reals.power(
            reals.inv(operations.cast_to_real(operations.sub(NAT, d, c))), 2
        )

    assert agree(sums.series(f(1000)), text(mpmath.zeta(2)))
    for late in (10**5, 10**30):
        with pytest.raises(NotSymbolic):
            sums.series(f(late))
        with pytest.raises(NotSymbolic):
            sums.finite_sum(REAL, range(10**7), f(late))


def test_terms_at_a_broken_shift() -> None:
    """``∑ 1 / (4 k + 2)²`` is ``π² / 32``, and ``∑ log (4 k + 2) / (4 k + 2)`` diverges."""

    def linear(k: Any) -> Any:
        return reals.add(reals.mul(fmpq(4), operations.cast_to_real(k)), fmpq(2))

    ctx.prec = 128
    squares = sums.series(lambda k: reals.inv(reals.power(linear(k), 2)))
    assert agree(squares, arb.pi() ** 2 / 32, 25)
    assert not sums.is_summable(lambda k: reals.div(reals.log(linear(k)), linear(k)))
    n = 5000
    long = sums.finite_sum(REAL, range(n), lambda k: reals.log(linear(k)))
    # ∏ (4 k + 2) is 4^n Γ(n + 1/2) / Γ(1/2).
    exact = n * arb(4).log() + (arb(n) + 0.5).lgamma() - arb(0.5).lgamma()
    assert agree(long, exact, 20)


def test_a_sum_up_to_a_symbolic_number() -> None:
    """``∑ k < n, (if k < 3 then k else 5)`` is ``3 + 5 (n - 3)`` from 3 on."""
    frame = Frame(0)

    def f(k: Any) -> Any:
        return operations.cast_to_real(k) if relations.less(NAT, k, 3).value else fmpq(5)

    total = sums.finite_sum(REAL, sums.Below(Index(frame)), f)
    assert frame.start >= 3
    difference = reals.sub(total, reals.mul(fmpq(5), Index(frame).real()))
    assert isinstance(difference, Terms)
    assert list(difference.coefficients.values()) == [fmpq(-12)]
    with pytest.raises(NotSymbolic):
        sums.finite_sum(REAL, sums.Below(Index(Frame(0))), operations.cast_to_real)
