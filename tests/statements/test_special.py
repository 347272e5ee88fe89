"""Special functions, their derivatives, and integrals that are followed: against mpmath."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import acb, arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.statements.language.trees import Node, call
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values import approximate, integrals, reals, special
from pycheck.statements.values.partial import Mode, Undefined, reading
from pycheck.statements.values.reals import Jet
from tests.statements.trees import binary, evaluate, number, x

positive = st.fractions(Fraction(1, 10), 6, max_denominator=20)

ONE: dict[str, Callable[[Any], Any]] = {
    "erf": mpmath.erf,
    "erfc": mpmath.erfc,
    "gamma": mpmath.gamma,
    "loggamma": mpmath.loggamma,
    "digamma": mpmath.digamma,
    "Ei": mpmath.ei,
    "Si": mpmath.si,
    "lambertw": mpmath.lambertw,
    "factorial": lambda v: mpmath.gamma(v + 1),
}
TWO: dict[str, Callable[[Any, Any], Any]] = {
    "besselJ": mpmath.besselj,
    "besselY": mpmath.bessely,
    "besselI": mpmath.besseli,
    "besselK": mpmath.besselk,
    "beta": mpmath.beta,
    "binomial": mpmath.binomial,
    "hyper11": lambda a, b: mpmath.hyp1f1(a, b, mpmath.mpf(1) / 3),
    "polylog": lambda s, z: mpmath.polylog(s, z / 10),
    "hurwitz": lambda s, a: mpmath.zeta(s + 2, a),
}


def q(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def m(value: Fraction) -> Any:
    return mpmath.mpf(value.numerator) / value.denominator


def agree(value: Any, expected: Any, digits: int = 25) -> bool:
    known = arb(mpmath.nstr(mpmath.re(expected), 36, strip_zeros=False))
    return bool(abs(arb(value) - known) < arb(10) ** -digits * (1 + abs(known)))


@settings(max_examples=15)
@pytest.mark.parametrize("name", sorted(ONE))
@given(value=positive)
def test_functions_of_one_argument(name: str, value: Fraction) -> None:
    assert agree(evaluate(call(f"Special.{name}", x()), q(value)), ONE[name](m(value)))


def of_two(name: str) -> Node:
    ten = binary("HDiv.hDiv", x(0), number(10))
    two = binary("HAdd.hAdd", x(1), number(2))
    if name == "polylog":
        return call("Special.polylog", x(1), ten)
    if name == "hurwitz":
        return call("Special.hurwitz", two, x(0))
    if name == "hyper11":
        return call("Special.hyper11", x(1), x(0), binary("HDiv.hDiv", number(1), number(3)))
    return call(f"Special.{name}", x(1), x(0))


@settings(max_examples=15)
@pytest.mark.parametrize("name", sorted(TWO))
@given(a=positive, b=positive)
def test_functions_of_two_arguments(name: str, a: Fraction, b: Fraction) -> None:
    assert agree(evaluate(of_two(name), q(a), q(b)), TWO[name](m(a), m(b)), 20)


@settings(max_examples=10)
@pytest.mark.parametrize("name", ["erf", "erfc", "gamma", "loggamma", "digamma", "Ei", "Si"])
@given(value=positive)
def test_derivatives_of_special_functions(name: str, value: Fraction) -> None:
    ctx.prec = 128
    slope = evaluate(call(f"Special.{name}", x()), Jet(1, q(value), fmpq(1))).slope
    assert agree(slope, mpmath.diff(ONE[name], m(value)), 10)


@settings(max_examples=10)
@pytest.mark.parametrize("kind", "JYIK")
@given(order=positive, value=positive)
def test_derivatives_of_bessel_functions(kind: str, order: Fraction, value: Fraction) -> None:
    ctx.prec = 128
    found = special.bessel(kind, q(order))(Jet(1, q(value), fmpq(1)))
    assert isinstance(found, Jet)
    of = getattr(mpmath, f"bessel{kind.lower()}")
    assert agree(found.slope, mpmath.diff(lambda z: of(m(order), z), m(value)), 10)


def test_cauchys_derivative_does_not_cross_a_cut() -> None:
    """A circle that leaves the right half plane would enclose something that is no derivative."""
    for bits in (128, 256):
        ctx.prec = bits
        plain = special.Analytic(lambda z: z.bessel_i(acb(0.5)), cut=special.negative)
        found = plain(Jet(1, fmpq(1), fmpq(1)))
        assert isinstance(found, Jet)
        expected = mpmath.diff(lambda z: mpmath.besseli(mpmath.mpf(1) / 2, z), 1)
        assert agree(found.slope, expected, 20)
    ctx.prec = 128


def test_a_point_on_a_cut_or_at_a_pole_is_no_point_for_a_reader() -> None:
    with reading(Mode.READER):
        with pytest.raises(Undefined):
            evaluate(call("Special.gamma", x()), fmpq(-2))
        with pytest.raises(Undefined):
            evaluate(call("Special.loggamma", x()), fmpq(-5, 2))
        with pytest.raises(Undefined):
            evaluate(call("Special.polylog", x(1), x(0)), fmpq(2), fmpq(3))


def test_stirling_and_fibonacci_numbers() -> None:
    assert [evaluate(call("Special.stirling", x(1), x(0)), 4, k) for k in range(6)] == [
        *(0, 1, 7, 6, 1, 0)
    ]
    assert [evaluate(call("Special.fibonacci", x()), n) for n in range(-4, 7)] == [
        *(-3, 2, -1, 1, 0, 1, 1, 2, 3, 5, 8)
    ]


FOLLOWED: dict[str, tuple[Callable[[Any], Any], Any, Any, Any]] = {
    "a bell": (lambda t: reals.exp(reals.neg(reals.mul(t, t))), None, None, mpmath.sqrt(mpmath.pi)),
    "an exponential": (lambda t: reals.exp(reals.neg(t)), 2, None, mpmath.exp(-2)),
    "a tail of powers": (lambda t: reals.rpow(t, fmpq(-5, 2)), 1, None, mpmath.mpf(2) / 3),
    "a singular end": (lambda t: reals.rpow(t, fmpq(-1, 2)), 0, 4, mpmath.mpf(4)),
    "a smooth one": (lambda t: reals.mul(t, t), 0, 3, mpmath.mpf(9)),
    "turned": (lambda t: reals.mul(t, t), 3, 0, mpmath.mpf(-9)),
    "from below": (lambda t: reals.exp(t), None, 0, mpmath.mpf(1)),
    "a peak far out": (
        lambda t: reals.exp(reals.neg(reals.power(reals.sub(t, fmpq(2000)), 2))),
        *(None, None, mpmath.sqrt(mpmath.pi)),
    ),
}


@pytest.mark.parametrize("name", sorted(FOLLOWED))
def test_integrals_to_infinite_and_singular_ends(name: str) -> None:
    ctx.prec = 128
    f, a, b, expected = FOLLOWED[name]
    ends = [None if end is None else fmpq(end) for end in (a, b)]
    with approximate.watching() as noted:
        value = integrals.followed(f, *ends)
    assert agree(value, expected, {"a tail of powers": 9, "a singular end": 12}.get(name, 15))
    assert bool(noted) is (name not in ("a smooth one", "turned"))


def test_an_integral_that_diverges_has_no_value() -> None:
    ctx.prec = 128
    with pytest.raises(Undecided):
        integrals.followed(lambda t: reals.inv(t), fmpq(1), None)
    with pytest.raises(Undecided):
        integrals.followed(lambda t: reals.inv(t), fmpq(0), fmpq(1))
