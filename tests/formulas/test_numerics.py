"""Numbers that are followed: against values that are known, and none where there is no value."""

import mpmath
import pytest
import sympy
from sympy import E, Integral, Limit, Product, Sum, cos, exp, log, oo, pi, sin, sqrt

from pycheck.formulas.following import followed
from pycheck.formulas.numerics import Number

n, t, x = sympy.symbols("n t x", real=True)

# Textbook values, mostly out of reach of plain summation and quadrature.
KNOWN = [
    (Sum(1 / (n * (n + 1)), (n, 1, oo)), 1),
    (Sum((-1) ** (n + 1) / n, (n, 1, oo)), log(2)),
    (Sum(log(n) / n**2, (n, 1, oo)), sympy.Float("0.93754825431584375370", 20)),
    (Sum(1 / n**2, (n, 1, oo)), pi**2 / 6),
    (Sum(sympy.binomial(2 * n, n) / 8**n, (n, 0, oo)), sqrt(2)),
    (Integral(sin(x) / x, (x, 0, oo)), pi / 2),
    (Integral(cos(x**2), (x, 0, oo)), sqrt(2 * pi) / 4),
    (Integral(x**3 / (exp(x) - 1), (x, 0, oo)), pi**4 / 15),
    (Integral(log(sin(x)), (x, 0, pi / 2)), -pi * log(2) / 2),
    (Integral(1 / sqrt(x), (x, 0, 1)), 2),
    (Integral(exp(-x) * cos(3 * x), (x, 0, oo)), sympy.Rational(1, 10)),
    (Limit((1 + 1 / n) ** n, n, oo), E),
    (Limit(sin(x) / x, x, 0, "+-"), 1),
    (Limit(x * sin(1 / x), x, 0, "+-"), 0),
    (Product(1 - 1 / (n + 1) ** 2, (n, 1, oo)), sympy.Rational(1, 2)),
    (Sum(n, (n, 1, 10)) * Integral(t, (t, 0, 2)), 110),
]
# What diverges, whatever an acceleration makes of it.
WITHOUT = [
    Sum(1 / n, (n, 1, oo)),
    Sum((-1) ** n, (n, 0, oo)),
    Sum(1 / (n * log(n)), (n, 2, oo)),
    Sum(2**n, (n, 0, oo)),
    Sum(1 / sqrt(n), (n, 1, oo)),
    Integral(1 / x, (x, 0, 1)),
    Integral(1 / x, (x, 1, oo)),
    Integral(1 / x**2, (x, -1, 1)),
    Integral(1 / x, (x, -1, 1)),
    Integral(sin(x), (x, 0, oo)),
    Integral(x * sin(x**2), (x, 0, oo)),
    Limit(sin(x), x, oo),
    Limit(sin(1 / x), x, 0, "+-"),
    Limit(abs(x) / x, x, 0, "+-"),
]


@pytest.mark.parametrize(("form", "value"), KNOWN, ids=str)
def test_a_value_that_is_known(form: sympy.Expr, value: sympy.Expr) -> None:
    found = followed(form).number
    assert found is not None
    with mpmath.workdps(25):
        exact = mpmath.mpf(str(sympy.N(value, 25)))
        assert abs(found.value - exact) <= 10 * found.error + mpmath.mpf("1e-18")
        assert found.error < mpmath.mpf("1e-11")
        assert found.opposes(Number(exact, mpmath.mpf(0))) is False
        assert (
            found.opposes(Number(exact + mpmath.mpf("1e-6") * (1 + abs(exact)), mpmath.mpf(0)))
            is True
        )


@pytest.mark.parametrize("form", WITHOUT, ids=str)
def test_what_diverges_has_no_number(form: sympy.Expr) -> None:
    assert followed(form).number is None


def test_numbers_that_are_known_roughly_leave_it_open() -> None:
    rough = Number(mpmath.mpf(1), mpmath.mpf("1e-3"))
    assert rough.opposes(Number(mpmath.mpf(1), mpmath.mpf(0))) is None
    assert rough.opposes(Number(mpmath.mpf("1.1"), mpmath.mpf(0))) is None
    assert rough.opposes(Number(mpmath.mpf(3), mpmath.mpf(0))) is True
