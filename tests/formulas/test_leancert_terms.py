"""What the checker of the extra ``leancert`` encloses, beside mpmath, and what is kept from it."""

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.formulas.leancert.reading import Reader
from pycheck.formulas.leancert.server import Interval, Server, installed
from pycheck.formulas.leancert.terms import Outside, Terms
from pycheck.formulas.statement import read_formula
from tests import needs
from tests.formulas.test_random import terms as random_terms

CHECKER = installed()
needs_leancert = pytest.mark.skipif(CHECKER is None, reason=needs.LEANCERT)


def enclosed(text: str, **values: Fraction) -> Interval:
    """The interval of an expression at a point."""
    assert CHECKER is not None
    formula = read_formula(f"{text} = 0")
    with Server(CHECKER) as server:
        terms = Terms(server)
        names = {name: terms.number(value) for name, value in values.items()}
        reader = Reader(terms, formula.conditions, names, {})
        return terms.enclose(reader.side(formula.relations.sides[0]))


def near(within: Interval, value: mpmath.mpf, width: float = 1e-25) -> bool:
    """Whether an interval is narrow and holds a number that is known to 50 digits."""
    exact = Fraction(int(mpmath.floor(value * mpmath.mpf(2) ** 300)), 2**300)
    slack = Fraction(1, 10**45) * (1 + abs(exact))
    narrow = within.high - within.low <= Fraction(width) * (1 + abs(exact))
    return narrow and within.low - slack <= exact <= within.high + slack


CLOSED = {
    "exp(-5/3)": lambda: mpmath.exp(mpmath.mpf(-5) / 3),
    "log(1/1000)": lambda: -mpmath.log(1000),
    "log(7, 3)": lambda: mpmath.log(7, 3),
    "sqrt(2)": lambda: mpmath.sqrt(2),
    "sin(10)": lambda: mpmath.sin(10),
    "cos(pi/5)": lambda: (1 + mpmath.sqrt(5)) / 4,
    "tan(pi/8)": lambda: mpmath.sqrt(2) - 1,
    "cot(2)": lambda: mpmath.cot(2),
    "sec(2)": lambda: mpmath.sec(2),
    "csc(2)": lambda: mpmath.csc(2),
    "sinh(3) - cosh(3)": lambda: -mpmath.exp(-3),
    "tanh(1/2)": lambda: mpmath.tanh(0.5),
    "asinh(-2)": lambda: mpmath.asinh(-2),
    "atanh(9/10)": lambda: mpmath.atanh(mpmath.mpf(9) / 10),
    "pi": lambda: mpmath.pi,
    "E": lambda: mpmath.e,
    "GoldenRatio": lambda: mpmath.phi,
    "2**(1/3)": lambda: mpmath.cbrt(2),
    "(-2)**(-3)": lambda: mpmath.mpf(-1) / 8,
    "Max(1, pi, 3)": lambda: mpmath.pi,
    "Min(1, pi, 3)": lambda: mpmath.mpf(1),
    "Abs(3 - pi)": lambda: mpmath.pi - 3,
    "floor(-pi)": lambda: mpmath.mpf(-4),
    "ceiling(exp(1))": lambda: mpmath.mpf(3),
    "sign(3 - pi)": lambda: mpmath.mpf(-1),
    "binomial(10, 3)": lambda: mpmath.mpf(120),
    "factorial(20)": lambda: mpmath.factorial(20),
    "Sum(1/(k*j), (j, 1, k), (k, 1, 4))": lambda: mpmath.fsum(
        mpmath.harmonic(k) / k for k in range(1, 5)
    ),
    "Product(1 - 1/k**2, (k, 2, 9))": lambda: mpmath.mpf(10) / 18,
    "Piecewise((1, pi < 3), (2, True))": lambda: mpmath.mpf(2),
    "Subs(x**2, x, 3)": lambda: mpmath.mpf(9),
}


@needs_leancert
@pytest.mark.parametrize("text", CLOSED)
def test_the_checker_encloses_what_mpmath_computes(text: str) -> None:
    with mpmath.workdps(60):
        assert near(enclosed(text), CLOSED[text]())


@needs_leancert
@settings(max_examples=15, deadline=None)
@given(
    random_terms,
    st.fractions(-3, 3, max_denominator=9),
    st.fractions(Fraction(1, 9), 3, max_denominator=9),
    st.integers(0, 4),
)
def test_random_terms_lie_in_what_the_checker_encloses(
    text: str, x: Fraction, y: Fraction, n: int
) -> None:
    try:
        within = enclosed(text, x=x, y=y, n=Fraction(n))
    except Outside:
        return
    with mpmath.workdps(60):
        names = {"x": mpmath.mpf(x.numerator) / x.denominator, "n": mpmath.mpf(n)}
        names["y"] = mpmath.mpf(y.numerator) / y.denominator
        functions = {name: getattr(mpmath, name) for name in ("sin", "exp", "log")}
        assert near(within, mpmath.mpf(eval(text, {**functions, **names})), width=1e3)


@needs_leancert
@pytest.mark.parametrize(
    ("text", "at", "slope"),
    [
        ("x**3", Fraction(1, 2), lambda: mpmath.mpf(3) / 4),
        ("x**x", Fraction(2), lambda: 4 * (mpmath.log(2) + 1)),
        ("log(x)/x", Fraction(3), lambda: (1 - mpmath.log(3)) / 9),
        ("sqrt(x)*sin(pi*x)", Fraction(1), lambda: -mpmath.pi),
        ("Abs(x)**3", Fraction(-2), lambda: mpmath.mpf(-12)),
        ("sinh(2*x)", Fraction(1), lambda: 2 * mpmath.cosh(2)),
    ],
)
def test_derivatives_are_the_checkers_own(text: str, at: Fraction, slope: object) -> None:
    assert callable(slope)
    with mpmath.workdps(60):
        assert near(enclosed(f"Derivative({text}, x)", x=at), slope(), width=1e-12)


@needs_leancert
@pytest.mark.parametrize(
    "text",
    [
        "1/(x - 1)",
        "log(1 - x)",
        "log(-x)",
        "sqrt(-x)",
        "(x - 1)**(-2)",
        "(-x)**(1/3)",
        "atanh(2*x)",
        "Derivative(Abs(x - 1), x)",
        "Derivative(Max(x, 1), x)",
        "Derivative(floor(x), x)",
        "Derivative(x**2, x, 2)",
        "Derivative(Derivative(x**2, x), x)",
        "floor(log(E))",
        "Sum(1/k**2, (k, 1, oo))",
        "erf(x)",
        "gamma(x)",
        "Integral(t, (t, 0, x))",
        "re(x)",
        "exp(10**6*x)",
        "x**(10**6)",
        "Sum(k, (k, 1, 10**9))",
    ],
)
def test_what_has_no_value_or_no_word_is_outside(text: str) -> None:
    with pytest.raises(Outside):
        enclosed(text, x=Fraction(1))


@needs_leancert
def test_the_checker_itself_answers_outside_of_a_domain() -> None:
    """Which is why the arguments are enclosed first."""
    assert CHECKER is not None
    negative = {"kind": "const", "val": {"n": -1, "d": 1}}
    with Server(CHECKER) as server:
        found = server.enclose({"kind": "log", "e": negative}, [])
    assert found.low < 0 < found.high
