"""Every part of the language, by formulas that are known to hold and others that do not."""

from collections.abc import Sequence

import pytest

from pycheck.errors import InputError
from pycheck.formulas.checking import outcomes
from pycheck.formulas.outcome import Outcome
from pycheck.formulas.printing import shown
from pycheck.formulas.statement import read_formula


def judged(text: str, where: Sequence[str] = (), n: int = 30) -> Outcome:
    *_, last = outcomes(text, where, n=n, seed=0)
    return last


# A formula that holds under its conditions, and one that does not.
PAIRS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "decimals are exact": ((), "0.1 + 0.2 = 0.3", "0.1 + 0.2 = 0.30000000000000004"),
    "printed digits, rounded": ((), "pi ~ 3.1416", "pi ~ 3.1417"),
    "printed digits, cut off": ((), "pi ~ 3.1415", "pi ~ 3.1414"),
    "printed digits of a negative number": ((), "-E ~ -2.718", "-E ~ -2.717"),
    "a chain": (("x > 1",), "0 < 1/x < 1", "0 < 1/x < 1/2"),
    "natural": (("n natural",), "n*(n + 1)/2 = Sum(k, (k, 1, n))", "n**2 = Sum(k, (k, 1, n))"),
    "prime": (("p prime", "p > 2"), "Mod(p, 2) = 1", "Mod(p, 4) = 1"),
    "a declared name wins": (("gamma real", "pi real"), "gamma*pi = pi*gamma", "pi = 3"),
    "a family": (
        ("n integer", "n >= 1", "x(i) > 0"),
        "Sum(x(i), (i, 1, n)) > 0",
        "Sum(x(i), (i, 1, n)) > 1",
    ),
    "a distribution": (
        ("n integer", "n >= 2", "p(i) > 0", "Sum(p(i), (i, 1, n)) = 1"),
        "Sum(p(i)**2, (i, 1, n)) < 1",
        "Sum(p(i)**2, (i, 1, n)) < 1/2",
    ),
    "a smooth function": (
        ("f(x) smooth", "x real"),
        "Derivative(x*f(x), x) = f(x) + x*Derivative(f(x), x)",
        "Derivative(x*f(x), x) = x*Derivative(f(x), x)",
    ),
    "a smooth function of two variables": (
        ("f(x, y) smooth", "x real", "y real"),
        "Derivative(f(x, y), x, y) = Derivative(f(x, y), y, x)",
        "Derivative(f(x, y), x) = Derivative(f(x, y), y)",
    ),
    "a definition": (("v = x**2",), "Derivative(x**2, x)*x = 2*v", "v = x"),
    "a defined function": (
        ("f(t) = t**2 + 1", "x real"),
        "f(x + 1) = x**2 + 2*x + 2",
        "f(x) = f(1)",
    ),
    "a recurrence": (
        ("N(0) = 1", "N(1) = 2", "N(h) = N(h - 1) + N(h - 2) + 1 for h >= 2", "h natural"),
        "N(h) = fibonacci(h + 3) - 1",
        "N(h) = fibonacci(h + 2)",
    ),
    "a normal variable": (
        ("X ~ Normal(mu, sigma)", "sigma > 0"),
        "Var(X) = sigma**2",
        "Var(X) = sigma",
    ),
    "a Bernoulli variable": (
        ("X ~ Bernoulli(p)", "0 < p", "p < 1"),
        "Var(X) = p*(1 - p)",
        "Var(X) = p",
    ),
    "a table of probabilities": (
        (
            *("n integer", "n >= 1", "p(i) > 0", "Sum(p(i), (i, 1, n)) = 1"),
            *("x(i) real", "P(X = x(i)) = p(i) for i in 1..n"),
        ),
        "E(X**2) - E(X)**2 = Var(X)",
        "E(X**2) = E(X)",
    ),
    "independent variables": (
        ("X ~ Bernoulli(p)", "Y ~ Bernoulli(q)", "0 < p", "p < 1", "0 < q", "q < 1"),
        "Cov(X, X + Y) = p*(1 - p)",
        "Cov(X, X + Y) = p",
    ),
    "complex numbers": (("z complex",), "Abs(z)**2 = z*conjugate(z)", "z**2 = z*conjugate(z)"),
    "Euler's formula": (
        ("t real",),
        "exp(I*t) = cos(t) + I*sin(t)",
        "exp(I*t) = cos(t) - I*sin(t)",
    ),
    "real and imaginary part": (("z complex",), "re(I*z) = -im(z)", "re(I*z) = im(z)"),
    "a limit": ((), "Limit((1 - cos(x))/x**2, x, 0) = 1/2", "Limit((1 - cos(x))/x**2, x, 0) = 1"),
    "a limit at infinity": (
        ("n natural",),
        "Limit((1 + 1/n)**n, n, oo) = E",
        "Limit(n/(n + 1), n, oo) = 2",
    ),
    "substitution": (
        ("x real",),
        "Subs(Derivative(t**3, t), t, x) = 3*x**2",
        "Subs(t**2, t, x) = x",
    ),
    "a second derivative": (
        (),
        "Derivative(sin(x), x, 2) = -sin(x)",
        "Derivative(sin(x), x, 2) = cos(x)",
    ),
    "cases": (
        (),
        "Abs(x) = Piecewise((x, x >= 0), (-x, True))",
        "Abs(x) = Piecewise((x, x >= 1), (-x, True))",
    ),
    "matrices": (
        ("a real", "b real"),
        "Determinant(Matrix([[a, b], [b, a]])) = a**2 - b**2",
        "Matrix([[a, b], [0, 1]])*Matrix([[1, 0], [a, b]]) = Matrix([[a, b], [a, b]])",
    ),
    "an inverse matrix": (
        ("a != 0",),
        "Inverse(Matrix([[a, 0], [0, 1]])) = Matrix([[1/a, 0], [0, 1]])",
        "Inverse(Matrix([[a, 0], [0, 1]])) = Matrix([[a, 0], [0, 1]])",
    ),
    "rounding": ((), "floor(x) <= x", "ceiling(x) <= x"),
    "whole numbers": (
        ("a integer", "b integer"),
        "gcd(a, b)*lcm(a, b) = Abs(a*b)",
        "gcd(a, b)*lcm(a, b) = a*b",
    ),
    "special functions": (("x > 0",), "gamma(x + 1) = x*gamma(x)", "gamma(x + 1) = gamma(x)"),
    "two dimensions": (
        (),
        "Integral(x*y, (x, 0, y), (y, 0, 1)) = 1/8",
        "Integral(x*y, (x, 0, y), (y, 0, 1)) = 1/4",
    ),
    "a product": (
        ("n natural",),
        "Product(k, (k, 1, n)) = factorial(n)",
        "Product(k, (k, 1, n)) = n",
    ),
    "Stirling numbers": (("n integer", "n >= 1"), "stirling(n, 1) = 1", "stirling(n, 2) = 1"),
}


@pytest.mark.parametrize("name", PAIRS)
def test_what_holds_is_not_refuted(name: str) -> None:
    where, holds, _ = PAIRS[name]
    outcome = judged(holds, where)
    assert outcome.verdict in ("derived", "unrefuted"), outcome
    assert outcome.samples


@pytest.mark.parametrize("name", PAIRS)
def test_what_does_not_hold_is_refuted(name: str) -> None:
    where, _, fails = PAIRS[name]
    outcome = judged(fails, where)
    assert outcome.verdict == "refuted", outcome


@pytest.mark.parametrize(
    ("text", "where", "verdict"),
    [
        ("x > 2", ("x < 1", "x > 3"), "vacuous"),
        # Outside of its domain nothing is said: at x = 0, and for negative numbers.
        ("x/x = 1", (), "derived"),
        ("sqrt(x)**2 = x", (), "derived"),
        ("log(x**2) = 2*log(x)", (), "unrefuted"),
        # A point on a branch cut is no sample, and beside it the formula fails.
        ("log(z**2) = 2*log(z)", ("z complex",), "refuted"),
        ("Integral(1/x, (x, 1, oo)) = 3", (), "refuted"),
        ("n**0.5 = 1", ("n natural", "n = 1"), "unrefuted"),
    ],
)
def test_verdicts(text: str, where: tuple[str, ...], verdict: str) -> None:
    assert judged(text, where).verdict == verdict


def test_a_further_condition_is_told() -> None:
    assert judged("sqrt(x**2) = x").holds_under == "x > 0"
    assert judged("x**2 = 2*x").holds_under == ""
    assert judged("1/x > 0").holds_under == "x > 0"


def test_a_counterexample_has_both_sides() -> None:
    outcome = judged("x + 1 = 2*x")
    assert outcome.values is not None
    x = int(outcome.values["x"])
    assert (outcome.left, outcome.right) == (str(x + 1), str(2 * x))
    assert x != 1


def test_names_of_which_nothing_is_said_are_real_and_that_is_told() -> None:
    assert judged("a*Sum(k, (k, 1, n)) = b", ("n natural", "b = a*n*(n + 1)/2")).assumed_real == (
        "a",
    )


@pytest.mark.parametrize(
    ("text", "where", "unicode"),
    [
        ("sqrt(x**2) = x", (), "√(x²) = x"),
        ("(a + b)*c != 1/2", (), "(a + b)·c ≠ 1/2"),
        ("a/(b*c) - (d - e) <= x_1", (), "a/(b·c) - (d - e) ≤ x₁"),
        ("Sum(x(i)**2, (i, 1, n)) > 0", ("x(i) real", "n natural"), "∑[i = 1..n] x(i)² > 0"),
        ("gamma(n + 1) = factorial(n)", (), "Γ(n + 1) = n!"),
        ("-x**2 = (-x)**2", (), "-x² = (-x)²"),
        ("exp(-x)*2 ~ 0.5", (), "exp(-x)·2 ≈ 0.5"),
        ("a - (b + c) = a - b + c", (), "a - (b + c) = a - b + c"),
        ("2**(x + y) = 1", (), "2^(x + y) = 1"),
        ("Limit(1/x, x, oo) = 0", (), "lim[x → ∞] 1/x = 0"),
    ],
)
def test_a_formula_is_printed_back_as_it_was_read(
    text: str, where: tuple[str, ...], unicode: str
) -> None:
    assert shown(read_formula(text, where)) == unicode


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("X = 1", ("X ~ Norml(0, 1)",)),
        ("E(X) = 1", ("X ~ Normal(0)",)),
        ("f(x) = 1", ("f(x) = f(x) + 1",)),
        ("N(3) = 1", ("N(h) = N(h - 1) for h <= 2",)),
        ("x = 1", ("x",)),
    ],
)
def test_conditions_that_cannot_be_read(text: str, where: tuple[str, ...]) -> None:
    with pytest.raises(InputError):
        read_formula(text, where)
