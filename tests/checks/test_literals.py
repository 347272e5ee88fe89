"""Stated values against what checks arrive at."""

from fractions import Fraction

import flint
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from pycheck.checks.literals import agrees, parse_literal
from pycheck.errors import InputError


@pytest.mark.parametrize(
    ("value", "stated", "expected"),
    [
        (sp.Rational(1, 12), "1/12", True),
        (sp.Rational(1, 12), "1/11", False),
        (10 ** sp.Rational(27, 100), "1.86", True),
        (10 ** sp.Rational(27, 100), "1.85", False),
        (sp.Rational(375, 4), "90", False),
        (sp.EulerGamma / 6, "gamma_E/6", True),
        (sp.true, "true", True),
        (sp.true, "false", False),
    ],
)
def test_known_pairs(value: sp.Basic, stated: str, expected: bool) -> None:
    assert agrees(value, stated) is expected


def test_symbols_agree_by_name_whatever_their_assumptions() -> None:
    gamma = sp.Symbol("gamma", positive=True)
    k = sp.Symbol("k", integer=True, nonnegative=True)
    assert agrees(sp.factorial(k) / (1 - gamma) ** k, "factorial(k)/(1-gamma)**k")
    assert not agrees(sp.factorial(k) / (1 - gamma) ** (k + 1), "factorial(k)/(1-gamma)**k")


def test_equal_values_that_sympy_cannot_simplify_are_undecided_never_another_value() -> None:
    # Li_2(-1/phi) = -pi^2/15 + (log phi)^2/2 (DLMF 25.12.7 and following, Landen)
    dilogarithm = sp.polylog(2, -1 / sp.GoldenRatio)
    assert agrees(dilogarithm, "-pi**2/15 + log((1+sqrt(5))/2)**2/2") is None
    assert agrees(dilogarithm, "-pi**2/15 - log((1+sqrt(5))/2)**2/2") is False


@pytest.mark.parametrize(
    ("value", "stated"),
    [
        (sp.oo, "0"),
        (sp.oo, "0.5"),
        (-sp.oo, "oo"),
        (sp.Symbol("x"), "0.5"),
        (sp.true, "0.5"),
        (sp.zoo, "0.5"),
        (sp.true, "1"),
        (sp.Symbol("x") ** 2, "x"),
    ],
)
def test_values_of_another_sort_disagree(value: sp.Basic, stated: str) -> None:
    assert agrees(value, stated) is False


@given(st.fractions(-1000, 1000), st.integers(1, 6))
def test_a_rounded_figure_agrees_and_the_next_one_does_not(value: Fraction, places: int) -> None:
    scale = 10**places
    nearest = round(value * scale)
    printed = (
        f"{'-' if nearest < 0 else ''}{abs(nearest) // scale}.{abs(nearest) % scale:0{places}}"
    )
    exact = sp.Rational(value.numerator, value.denominator)
    assert agrees(exact, printed) is True
    assert agrees(exact + sp.Rational(11, 10 * scale), printed) is False


def test_balls() -> None:
    third = flint.arb(1) / 3
    assert agrees(third, "1/3") is True
    assert agrees(third, "1/4") is False
    assert agrees(third, "0.333") is True
    assert agrees(third, "0.334") is False
    wide = flint.arb(0.333, 0.1)
    assert agrees(wide, "0.333") is None
    assert agrees(flint.arb.pi(), "pi") is True
    assert agrees(flint.arb(1) / 3 + flint.arb("1e-10"), "1/3") is False
    assert agrees(flint.arb(1 / 3, 0.01), "1/3") is None
    assert agrees(flint.arb(100).exp(), "exp(100)") is True
    assert agrees(flint.arb(100).exp() * (1 + flint.arb("1e-10")), "exp(100)") is False
    assert agrees(flint.arb(1), "true") is None
    assert agrees(flint.arb("nan"), "1/2") is None


@pytest.mark.parametrize("text", ["__import__('os')", "open('x')", "1/12; 2", "", "1/", "foo"])
def test_a_stated_value_is_a_formula_and_nothing_else(text: str) -> None:
    with pytest.raises(InputError, match="stated value"):
        parse_literal(text)
