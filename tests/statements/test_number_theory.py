"""Functions of number theory: equal to sympy's, or to what their definition counts out."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import sympy
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy.functions.combinatorial.numbers import mobius, totient

from pycheck.statements.language.trees import Const, NatLit, Node, call
from pycheck.statements.language.undecided import Undecided
from tests.statements.trees import HIDDEN, INT, NAT, REAL, evaluate, number, x

small = st.integers(0, 300)
whole = st.integers(-60, 60)

ONE: dict[str, Callable[[int], Any]] = {
    "Nat.totient": lambda n: totient(n) if n else 0,
    "Nat.divisors": lambda n: frozenset(sympy.divisors(n)) if n else frozenset(),
    "Nat.properDivisors": lambda n: frozenset(d for d in range(1, n) if n % d == 0),
    "Nat.primeFactors": lambda n: frozenset(sympy.primefactors(n)) if n else frozenset(),
    "Nat.minFac": lambda n: min((p for p in sympy.primefactors(n)), default=1) if n else 2,
    "Nat.primeCounting": sympy.primepi,
    "Nat.primeCounting'": lambda n: sum(sympy.isprime(k) for k in range(n)),
    "Nat.fib": sympy.fibonacci,
    "Nat.sqrt": lambda n: max(k for k in range(n + 1) if k * k <= n),
    "Nat.size": lambda n: len(f"{n:b}") if n else 0,
    "Nat.pred": lambda n: max(n - 1, 0),
    "Nat.centralBinom": lambda n: sympy.binomial(2 * n, n),
    "catalan": sympy.catalan,
    "Nat.factorial": sympy.factorial,
    "Nat.doubleFactorial": lambda n: sympy.factorial2(n) if n else 1,
}
TWO: dict[str, Callable[[int, int], Any]] = {
    "Nat.gcd": sympy.gcd,
    "Nat.lcm": sympy.lcm,
    "Nat.choose": sympy.binomial,
    "Nat.log": lambda b, n: sum(b**k <= n for k in range(1, 10)) if b > 1 and n else 0,
    "Nat.clog": lambda b, n: next(k for k in range(10) if b**k >= n) if b > 1 and n > 1 else 0,
    "Nat.descFactorial": lambda n, k: math.prod(max(n - i, 0) for i in range(k)),
    "Nat.ascFactorial": lambda n, k: math.prod(n + i for i in range(k)),
}
HOLDS: dict[str, Callable[[int], Any]] = {
    "Nat.Prime": sympy.isprime,
    "Nat.Perfect": lambda n: n > 0 and sum(d for d in range(1, n) if n % d == 0) == n,
}
HOLDS_IN_A_TYPE: dict[str, Callable[[int], Any]] = {
    "Even": lambda n: n % 2 == 0,
    "Odd": lambda n: n % 2 == 1,
    "Squarefree": lambda n: n != 0 and all(n % (k * k) for k in range(2, 20)),
    "IsSquare": lambda n: n in {k * k for k in range(20)},
    "Prime": lambda n: sympy.isprime(abs(n)),
}


@settings(max_examples=30)
@pytest.mark.parametrize("name", sorted(ONE))
@given(n=small)
def test_functions_of_one_number(name: str, n: int) -> None:
    assert evaluate(call(name, x()), n) == ONE[name](n)


@settings(max_examples=30)
@pytest.mark.parametrize("name", sorted(TWO))
@given(a=st.integers(0, 30), b=st.integers(0, 30))
def test_functions_of_two_numbers(name: str, a: int, b: int) -> None:
    assert evaluate(call(name, x(1), x(0)), a, b) == TWO[name](a, b)


@settings(max_examples=40)
@pytest.mark.parametrize("name", sorted(HOLDS))
@given(n=small)
def test_properties_of_natural_numbers(name: str, n: int) -> None:
    assert evaluate(call(name, x()), n).value == bool(HOLDS[name](n))


@settings(max_examples=40)
@pytest.mark.parametrize("name", sorted(HOLDS_IN_A_TYPE))
@given(n=whole)
def test_properties_of_integers(name: str, n: int) -> None:
    truth = evaluate(call(name, INT, HIDDEN, x()), n)
    assert truth.value == bool(HOLDS_IN_A_TYPE[name](n))


@settings(max_examples=60)
@given(whole, whole)
def test_remainders_are_never_negative_and_divide_what_is_left(a: int, d: int) -> None:
    rest = evaluate(call("HMod.hMod", INT, INT, INT, HIDDEN, x(1), x(0)), a, d)
    if d == 0:
        assert rest == a
    else:
        assert 0 <= rest < abs(d)
        assert (a - rest) % d == 0
    divides = evaluate(call("Dvd.dvd", INT, HIDDEN, x(1), x(0)), d, a)
    assert divides.value == any(d * k == a for k in range(-60, 61))


def test_everything_but_zero_divides_in_a_field() -> None:
    assert evaluate(call("Dvd.dvd", REAL, HIDDEN, number(3), number(2))).value is True
    assert evaluate(call("Dvd.dvd", REAL, HIDDEN, number(0), number(2))).value is False


@settings(max_examples=40)
@given(st.integers(2, 16), st.integers(0, 10**6))
def test_digits_make_up_the_number(b: int, n: int) -> None:
    digits = evaluate(call("Nat.digits", x(1), x(0)), b, n)
    assert n == sum(d * b**k for k, d in enumerate(digits))
    assert all(d < b for d in digits)
    assert not digits or digits[-1]
    assert evaluate(call("Nat.ofDigits", NAT, HIDDEN, x(1), x(0)), b, digits) == n


def test_digits_in_the_bases_zero_and_one() -> None:
    assert evaluate(call("Nat.digits", number(0, NAT), number(5, NAT))) == (5,)
    assert evaluate(call("Nat.digits", number(1, NAT), number(3, NAT))) == (1, 1, 1)
    assert evaluate(call("Nat.digits", number(0, NAT), number(0, NAT))) == ()


@settings(max_examples=40)
@given(st.integers(2, 12), st.integers(1, 10**6))
def test_the_power_of_a_number_in_another(p: int, n: int) -> None:
    k = evaluate(call("padicValNat", x(1), x(0)), p, n)
    assert n % p**k == 0
    assert n % p ** (k + 1) != 0


def arithmetic(name: str, *before: Node) -> Node:
    """A bundled arithmetic function, applied to a variable."""
    constant = f"ArithmeticFunction.{name}"
    f = call(constant, *before) if before else Const(constant)
    return call("DFunLike.coe", HIDDEN, NAT, NAT, HIDDEN, f, x())


@settings(max_examples=40)
@given(st.integers(0, 200))
def test_arithmetic_functions(n: int) -> None:
    divisors = [d for d in range(1, n + 1) if n % d == 0]
    for k in range(3):
        assert evaluate(arithmetic("sigma", NatLit(k)), n) == sum(d**k for d in divisors)
    assert evaluate(arithmetic("moebius"), n) == (mobius(n) if n else 0)
    factors = sympy.factorint(n) if n else {}
    assert evaluate(arithmetic("cardFactors"), n) == sum(factors.values())
    assert evaluate(arithmetic("cardDistinctFactors"), n) == len(factors)


def test_the_nth_prime_and_how_many_there_are() -> None:
    prime = Const("Nat.Prime")
    for n in (0, 1, 5, 99):
        found = evaluate(call("Nat.nth", prime, number(n, NAT)))
        assert found == sympy.prime(n + 1)
        assert evaluate(call("Nat.count", prime, HIDDEN, number(found, NAT))) == n


def test_what_is_too_large_has_no_value() -> None:
    two = number(2, NAT)
    huge = call("HPow.hPow", NAT, NAT, NAT, HIDDEN, two, number(4000, NAT))
    for name in ("Nat.totient", "Nat.Prime", "Nat.factorial", "Nat.primeCounting"):
        truth = call(name, huge)
        if name == "Nat.Prime":
            assert evaluate(truth).value is None
        else:
            with pytest.raises(Undecided):
                evaluate(truth)


@settings(max_examples=60)
@given(st.fractions(-30, 30, max_denominator=12))
def test_roundings(value: Any) -> None:
    exact = fmpq(value.numerator, value.denominator)
    down, up = math.floor(value), math.ceil(value)
    hidden = [HIDDEN] * 3
    assert evaluate(call("Int.floor", REAL, *hidden, x()), exact) == down
    assert evaluate(call("Int.ceil", REAL, *hidden, x()), exact) == up
    assert evaluate(call("Nat.floor", REAL, *hidden, x()), exact) == max(down, 0)
    assert evaluate(call("Nat.ceil", REAL, *hidden, x()), exact) == max(up, 0)
    part = evaluate(call("Int.fract", REAL, *hidden, x()), exact)
    assert part == exact - down


def test_a_rounding_of_what_may_be_whole_is_undecided() -> None:
    """``√2 √2`` is 2, which no ball shows."""
    root = call("Real.sqrt", number(2))
    square = call("HMul.hMul", REAL, REAL, REAL, HIDDEN, root, root)
    with pytest.raises(Undecided):
        evaluate(call("Int.floor", REAL, HIDDEN, HIDDEN, HIDDEN, square))


def test_the_number_of_instances_does_not_matter() -> None:
    for count in (1, 2, 3, 4):
        assert evaluate(call("Int.floor", REAL, *[HIDDEN] * count, x()), fmpq(7, 2)) == 3


@settings(max_examples=60)
@given(st.integers(2, 9), st.integers(-6, 6), st.integers(1, 6))
def test_a_logarithm_of_a_rational_power_is_exact(b: int, p: int, q: int) -> None:
    base, power = fmpq(b) ** q, fmpq(b) ** p
    found = evaluate(call("Real.logb", x(1), x(0)), base, power)
    assert type(found) is fmpq
    assert found == fmpq(p, q)


def test_logarithms_to_a_base_of_everything_else() -> None:
    found = evaluate(call("Real.logb", x(1), x(0)), fmpq(2), fmpq(5))
    assert abs(found - sympy.log(5, 2).n(30)) < 1e-15
    assert evaluate(call("Real.logb", x(1), x(0)), fmpq(2), fmpq(0)) == 0
    assert evaluate(call("Real.logb", x(1), x(0)), fmpq(1), fmpq(5)) == 0


def test_ackermann() -> None:
    def by_definition(m: int, n: int) -> int:
        if m == 0:
            return n + 1
        return by_definition(m - 1, by_definition(m, n - 1) if n else 1)

    for m in range(4):
        for n in range(4):
            assert evaluate(call("ack", x(1), x(0)), m, n) == by_definition(m, n)
    with pytest.raises(Undecided):
        evaluate(call("ack", x(1), x(0)), 5, 5)
