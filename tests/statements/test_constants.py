"""The table of constants: complete, each meaning equal to mpmath's, numpy's or a closed form."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from flint import acb, arb, ctx, fmpq
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pycheck.statements.evaluation.evaluate import UnknownConstant
from pycheck.statements.language.trees import Const, NatLit, Node, call, constants, parse
from pycheck.statements.language.types import REAL as REALS
from pycheck.statements.language.types import Arrow, Finite
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.language.written import NAMES
from pycheck.statements.mathlib.table import TABLE
from tests.statements.trees import (
    HIDDEN,
    INT,
    NAT,
    RAT,
    REAL,
    binary,
    book,
    evaluate,
    function,
    machine,
    number,
    x,
)

reals = st.fractions(-20, 20, max_denominator=50)
positive = st.fractions(Fraction(1, 50), 20, max_denominator=50)


def q(value: Fraction | int) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def m(value: Fraction | int) -> Any:
    return mpmath.mpf(value.numerator) / value.denominator


def close(value: Any, expected: Any) -> bool:
    """Whether a ball or a fraction agrees with 30 digits of mpmath."""
    ctx.prec = 128
    digits = arb(mpmath.nstr(expected, 38, strip_zeros=False))
    return bool(abs(arb(value) - digits) < arb("1e-30") * (1 + abs(digits)))


UNARY: dict[str, Callable[[Any], Any]] = {
    "Real.exp": mpmath.exp,
    "Real.cos": mpmath.cos,
    "Real.sin": mpmath.sin,
    "Real.tan": mpmath.tan,
    "Real.sinh": mpmath.sinh,
    "Real.cosh": mpmath.cosh,
    "Real.tanh": mpmath.tanh,
    "Real.arsinh": mpmath.asinh,
    "Real.arctan": mpmath.atan,
    "Real.arcsin": lambda v: mpmath.asin(max(min(v, 1), -1)),
    "Real.arccos": lambda v: mpmath.acos(max(min(v, 1), -1)),
    "Real.Gamma": lambda v: 0 if v <= 0 and v == int(v) else mpmath.gamma(v),
    "Real.sign": mpmath.sign,
    "Real.sigmoid": lambda v: 1 / (1 + mpmath.exp(-v)),
}


def test_every_constant_of_the_library_has_a_meaning() -> None:
    library = machine().library
    recursors = {"Nat.brecOn", "Nat.below", "List.brecOn", "List.below"}
    seen: set[str] = set()
    for receipt in book().receipts:
        for raw in (receipt.statement, receipt.value, *(receipt.constructor or [])):
            seen |= constants(parse(raw)) if raw is not None else set()
    outside = {
        name
        for name in seen
        if name not in book().by_name and not name.startswith("AttentionDecay.")
    }
    assert len(outside) > 100
    assert outside - set(TABLE) == recursors | (outside & NAMES - set(TABLE))
    assert all(library.definition(name) is None for name in TABLE)


def test_an_unknown_constant_is_an_error_that_names_it() -> None:
    with pytest.raises(UnknownConstant, match=r"Real\.Gammata"):
        machine().compile(call("Real.Gammata", number(1)))


@settings(max_examples=30)
@pytest.mark.parametrize("name", sorted(UNARY))
@given(value=reals)
def test_elementary_functions_agree_with_mpmath(name: str, value: Fraction) -> None:
    assert close(evaluate(call(name, x()), q(value)), UNARY[name](m(value)))


@settings(max_examples=30)
@given(reals)
@example(Fraction(0))
@example(Fraction(1))
def test_log_is_log_of_the_absolute_value(value: Fraction) -> None:
    expected = mpmath.log(abs(m(value))) if value else 0
    assert close(evaluate(call("Real.log", x()), q(value)), expected)
    negmul = evaluate(call("Real.negMulLog", x()), q(value))
    assert close(negmul, -m(value) * expected)


@settings(max_examples=30)
@given(reals)
@example(Fraction(9, 4))
@example(Fraction(-4))
def test_sqrt_is_zero_on_negative_numbers(value: Fraction) -> None:
    expected = mpmath.sqrt(m(value)) if value > 0 else mpmath.mpf(0)
    assert close(evaluate(call("Real.sqrt", x()), q(value)), expected)


def test_exact_values_stay_exact() -> None:
    half = evaluate(call("Real.sqrt", binary("HDiv.hDiv", number(1), number(4))))
    assert type(half) is fmpq
    assert half == fmpq(1, 2)
    for name, at, value in (("Real.log", 1, 0), ("Real.exp", 0, 1), ("Real.cos", 0, 1)):
        result = evaluate(call(name, number(at)))
        assert type(result) is fmpq
        assert result == value


@settings(max_examples=30)
@given(reals, reals)
@example(Fraction(0), Fraction(0))
@example(Fraction(0), Fraction(-1))
@example(Fraction(-8), Fraction(1, 3))
@example(Fraction(-2), Fraction(-3))
@example(Fraction(4), Fraction(-3, 2))
def test_rpow_follows_the_definition_of_mathlib(base: Fraction, exponent: Fraction) -> None:
    """Real part of the complex power; ``0 ^ y`` is one for ``y = 0`` and else zero."""
    if base == 0:
        expected = mpmath.mpf(int(exponent == 0))
    else:
        expected = mpmath.exp(m(exponent) * mpmath.log(abs(m(base))))
        if base < 0:
            expected *= mpmath.cos(mpmath.pi * m(exponent))
    value = evaluate(binary("HPow.hPow", x(1), x(0)), q(base), q(exponent))
    if base >= 0 or exponent.denominator == 1:
        assert close(value, expected)
    else:
        assert abs(arb(value) - arb(mpmath.nstr(expected, 38))) < arb("1e-28") * (1 + abs(value))


@pytest.mark.parametrize("exponent", [fmpq(1, 3), fmpq(1, 2), fmpq(2, 3), fmpq(5, 4)])
def test_a_real_power_of_a_ball_around_zero_contains_those_of_its_points(exponent: fmpq) -> None:
    power = binary("HPow.hPow", x(1), x(0))
    points = [fmpq(n, 8) for n in range(-2, 5)]
    for signed in (points, [p for p in points if p >= 0]):
        value = evaluate(power, arb(signed[0]).union(arb(signed[-1])), exponent)
        assert all(value.overlaps(arb(evaluate(power, p, exponent))) for p in signed)
        assert abs(value).upper() < 1


@settings(max_examples=30)
@given(reals, st.integers(0, 6))
@example(Fraction(0), 0)
def test_natural_powers(base: Fraction, n: int) -> None:
    assert evaluate(binary("HPow.hPow", x(1), x(0), REAL, NAT), q(base), n) == q(base**n)


def test_a_natural_power_of_a_ball_around_zero_contains_zero() -> None:
    ctx.prec = 128
    zero = arb(8).log() - 3 * arb(2).log()
    cube = evaluate(binary("HPow.hPow", x(), number(3, NAT), REAL, NAT), zero)
    assert 0 in cube
    assert cube.rad() < 1e-60


def test_a_huge_natural_power_neither_hangs_nor_overflows() -> None:
    node = binary("HPow.hPow", x(1), x(0), REAL, NAT)
    assert evaluate(node, fmpq(1, 2), 10**50) < arb("1e-1000000")
    growth = evaluate(node, 1 + fmpq(1, 10**30), 10**30, bits=256)
    assert abs(growth - arb(1).exp()) < 1e-20


@settings(max_examples=30)
@given(reals, reals)
def test_division_is_exact_and_zero_by_zero_is_zero(a: Fraction, b: Fraction) -> None:
    expected = a / b if b else Fraction(0)
    assert evaluate(binary("HDiv.hDiv", x(1), x(0)), q(a), q(b)) == q(expected)
    inverse = 1 / b if b else Fraction(0)
    assert evaluate(call("Inv.inv", REAL, HIDDEN, x()), q(b)) == q(inverse)


def test_a_quotient_by_zero_is_zero_even_if_the_numerator_has_no_value() -> None:
    unknown = call("deriv", *[HIDDEN] * 6, function(call("Real.log", x())), number(0))
    with pytest.raises(Undecided):
        evaluate(unknown)
    assert evaluate(binary("HDiv.hDiv", unknown, number(0))) == 0


@settings(max_examples=30)
@given(st.integers(0, 40), st.integers(0, 40))
def test_natural_arithmetic_stops_at_zero_and_rounds_down(a: int, b: int) -> None:
    difference = evaluate(binary("HSub.hSub", x(1), x(0), NAT), a, b)
    assert difference == (a - b if a >= b else 0)
    quotient = evaluate(binary("HDiv.hDiv", x(1), x(0), NAT), a, b)
    assert quotient == (math.floor(Fraction(a, b)) if b else 0)
    assert evaluate(binary("HAdd.hAdd", x(1), x(0), NAT), a, b) == a + b


@settings(max_examples=30)
@given(st.integers(-30, 30), st.integers(-30, 30))
def test_integer_division_leaves_a_remainder_that_is_not_negative(a: int, b: int) -> None:
    quotient = evaluate(binary("HDiv.hDiv", x(1), x(0), INT), a, b)
    if b:
        assert 0 <= a - b * quotient < abs(b)
    else:
        assert quotient == 0


@settings(max_examples=30)
@given(reals)
@example(Fraction(5, 2))
@example(Fraction(-5, 2))
@example(Fraction(-1, 2))
def test_round_takes_the_nearest_integer_and_halves_up(value: Fraction) -> None:
    result = evaluate(call("round", REAL, *[HIDDEN] * 3, x()), q(value))
    assert abs(value - result) <= Fraction(1, 2)
    assert result - value != Fraction(-1, 2)


@settings(max_examples=30)
@given(reals, reals)
def test_min_max_and_abs(a: Fraction, b: Fraction) -> None:
    env = (q(a), q(b))
    assert evaluate(call("Min.min", REAL, HIDDEN, x(1), x(0)), *env) == q(min(a, b))
    assert evaluate(call("Max.max", REAL, HIDDEN, x(1), x(0)), *env) == q(max(a, b))
    assert evaluate(call("abs", REAL, HIDDEN, HIDDEN, x(1)), *env) == q(abs(a))


@settings(max_examples=30)
@given(st.integers(0, 60))
def test_factorial_and_harmonic_numbers(n: int) -> None:
    assert evaluate(call("Nat.factorial", x()), n) == math.factorial(n)
    expected = sum((Fraction(1, k) for k in range(1, n + 1)), Fraction(0))
    assert evaluate(call("harmonic", x()), n) == q(expected)


def test_a_large_harmonic_number_is_a_ball_around_it() -> None:
    assert close(evaluate(call("harmonic", x()), 5000), mpmath.harmonic(5000))


@settings(max_examples=30)
@given(st.fractions(Fraction(21, 20), 30, max_denominator=40))
def test_zeta_agrees_with_mpmath(s: Fraction) -> None:
    assert close(evaluate(call("riemannZeta", x()), q(s)), mpmath.zeta(m(s)))


def test_zeta_at_its_pole_has_the_value_that_mathlib_gives_it() -> None:
    expected = (mpmath.euler - mpmath.log(4 * mpmath.pi)) / 2
    assert close(evaluate(call("riemannZeta", number(1))), expected)


def test_pi_and_gamma() -> None:
    assert close(evaluate(Const("Real.pi")), mpmath.pi)
    assert close(evaluate(Const("Real.eulerMascheroniConstant")), mpmath.euler)


def test_decimals_are_exact() -> None:
    def decimal(kind: Node, mantissa: int, negative: bool, exponent: int) -> Any:
        sign = Const("Bool.true" if negative else "Bool.false")
        name = "OfScientific.ofScientific"
        return evaluate(call(name, kind, HIDDEN, NatLit(mantissa), sign, NatLit(exponent)))

    assert decimal(REAL, 9375, True, 2) == fmpq(9375, 100)
    assert decimal(RAT, 15, False, 12) == 15 * 10**12


def test_matrices_agree_with_numpy() -> None:
    rng = np.random.default_rng(7)
    a, b = rng.integers(-5, 6, (3, 4)), rng.integers(-5, 6, (4, 2))
    v = rng.integers(-5, 6, 4)

    def entries(matrix: Any) -> Any:
        return lambda i: lambda j: fmpq(int(matrix[i, j]))

    rows, inner, columns = Finite(3), Finite(4), Finite(2)
    left, right = call("Matrix", x(2), x(1), REAL), call("Matrix", x(1), x(0), REAL)
    env = (entries(a), entries(b), lambda j: fmpq(int(v[j])), rows, inner, columns)
    product = evaluate(call("HMul.hMul", left, right, HIDDEN, HIDDEN, x(5), x(4)), *env)
    assert [[int(product(i)(j).p) for j in range(2)] for i in range(3)] == (a @ b).tolist()
    image = evaluate(call("Matrix.mulVec", x(2), x(1), REAL, HIDDEN, HIDDEN, x(5), x(3)), *env)
    assert [int(image(i).p) for i in range(3)] == (a @ v).tolist()
    flipped = evaluate(call("Matrix.transpose", x(2), x(1), REAL, x(5)), *env)
    assert [[int(flipped(j)(i).p) for j in range(4)] for i in range(3)] == a.tolist()
    rank = evaluate(call("Matrix.rank", x(2), x(1), REAL, HIDDEN, HIDDEN, x(5)), *env)
    assert rank == np.linalg.matrix_rank(a)


def test_the_norm_of_a_vector_is_its_largest_entry() -> None:
    vector = (fmpq(3), fmpq(-7, 2), fmpq(1))
    kind = Arrow(Finite(3), REALS)
    node = call("Norm.norm", x(1), HIDDEN, x(0))
    assert evaluate(node, kind, lambda i: vector[i]) == fmpq(7, 2)
    assert evaluate(node, REALS, fmpq(-2)) == 2


def test_sets_of_natural_numbers() -> None:
    interval = call("Finset.Icc", NAT, HIDDEN, HIDDEN, x(1), x(0))
    assert list(evaluate(interval, 2, 5)) == [2, 3, 4, 5]
    assert list(evaluate(interval, 5, 2)) == []
    assert list(evaluate(call("Finset.Ico", NAT, HIDDEN, HIDDEN, x(1), x(0)), 2, 5)) == [2, 3, 4]
    assert list(evaluate(call("Finset.range", x()), 3)) == [0, 1, 2]


def test_lists() -> None:
    numbers = (4, 1, 4)
    assert evaluate(call("List.count", NAT, HIDDEN, number(4, NAT), x()), numbers) == 2
    assert evaluate(call("List.tail", NAT, x()), numbers) == (1, 4)
    assert evaluate(call("List.tail", NAT, x()), ()) == ()
    assert evaluate(call("List.zip", NAT, NAT, x(), x()), numbers) == ((4, 4), (1, 1), (4, 4))
    assert evaluate(call("List.sum", NAT, HIDDEN, HIDDEN, x()), numbers) == 9


@settings(max_examples=30)
@given(positive, positive)
def test_integrals_agree_with_antiderivatives(a: Fraction, b: Fraction) -> None:
    integrand = function(binary("HDiv.hDiv", call("Real.log", x()), x()))
    node = call("intervalIntegral", REAL, HIDDEN, HIDDEN, integrand, x(1), x(0), HIDDEN)
    expected = (mpmath.log(m(b)) ** 2 - mpmath.log(m(a)) ** 2) / 2
    value = evaluate(node, q(a), q(b))
    assert not isinstance(value, acb)
    assert close(value, expected)


def test_an_integral_over_a_pole_is_undecided() -> None:
    integrand = function(call("Inv.inv", REAL, HIDDEN, x()))
    node = call("intervalIntegral", REAL, HIDDEN, HIDDEN, integrand, x(1), x(0), HIDDEN)
    with pytest.raises(Undecided):
        evaluate(node, fmpq(-1), fmpq(1))


@settings(max_examples=15)
@pytest.mark.parametrize("name", ["tan", "sinh", "cosh", "tanh", "arsinh", "arctan", "arcsin"])
@given(value=st.fractions(Fraction(-9, 10), Fraction(9, 10), max_denominator=50))
def test_derivatives_of_trigonometric_functions(name: str, value: Fraction) -> None:
    function_of = {"arsinh": "asinh", "arctan": "atan", "arcsin": "asin"}.get(name, name)
    slope = mpmath.diff(getattr(mpmath, function_of), m(value))
    tree = call(
        "deriv", REAL, HIDDEN, REAL, *[HIDDEN] * 3, function(call(f"Real.{name}", x())), x()
    )
    found = evaluate(tree, q(value))
    assert abs(arb(found) - arb(mpmath.nstr(slope, 30))) < arb("1e-12")


def test_a_fraction_is_not_irrational_and_of_a_ball_nothing_is_known() -> None:
    assert evaluate(call("Irrational", number(2))).value is False
    assert evaluate(call("Irrational", call("Real.sqrt", number(2)))).value is None
