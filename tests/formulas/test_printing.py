"""What is printed back is the formula that was read: random terms, read by a small reader."""

import ast
import re
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pycheck.formulas.printing import conditions_shown, shown
from pycheck.formulas.statement import read_formula
from pycheck.notation import spelled

VALUES = {"x": Fraction(2, 3), "y": Fraction(-5, 4), "θ": Fraction(7, 5), "n": Fraction(3)}
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", "0123456789-+n", strict=True))


class OutOfBounds(Exception):
    """A power that is no rational number, or too long."""


class Reader:
    """Printed mathematics by the usual precedence, to a number; nothing of the package is used."""

    def __init__(self, text: str) -> None:
        self.text = text.replace(" ", "")
        self.place = 0

    def number(self) -> Fraction:
        value = self.sum()
        assert self.place == len(self.text), self.text[self.place :]
        return value

    def ahead(self) -> str:
        return self.text[self.place : self.place + 1]

    def take(self, sign: str) -> bool:
        found = self.ahead() == sign
        self.place += found
        return found

    def sum(self) -> Fraction:
        value = -self.product() if self.take("-") else self.product()
        while self.ahead() in ("+", "-") and self.ahead():
            value = value + self.product() if self.take("+") else value - self._after("-")
        return value

    def _after(self, sign: str) -> Fraction:
        assert self.take(sign)
        return self.product()

    def product(self) -> Fraction:
        value = self.power()
        while self.ahead() in ("·", "/") and self.ahead():
            value = value * self.power() if self.take("·") else value / self._divisor()
        return value

    def _divisor(self) -> Fraction:
        assert self.take("/")
        return self.power()

    def power(self) -> Fraction:
        value = self.atom()
        raised = ""
        while self.ahead() in _SUPERSCRIPTS and self.ahead():
            raised += _SUPERSCRIPTS[self.ahead()]
            self.place += 1
        if raised:
            terms = re.findall(r"([-+]?)(\d+|n)", raised)
            values = (VALUES["n"] if part == "n" else Fraction(part) for _, part in terms)
            signed = (-v if s == "-" else v for (s, _), v in zip(terms, values, strict=True))
            return powered(value, sum(signed, Fraction()))
        if self.take("^"):
            return powered(value, self.atom())
        return value

    def atom(self) -> Fraction:
        if self.take("("):
            value = self.sum()
            assert self.take(")")
            return value
        if self.take("|"):
            value = abs(self.sum())
            assert self.take("|")
            return value
        start = self.place
        if self.ahead().isdecimal() and self.ahead().isascii():
            while self.ahead() in "0123456789." and self.ahead():
                self.place += 1
            return Fraction(self.text[start : self.place])
        self.place += 1
        return VALUES[self.text[start]]


def powered(base: Fraction, exponent: Fraction) -> Fraction:
    size = base.numerator.bit_length() + base.denominator.bit_length()
    if exponent.denominator != 1 or abs(exponent) > 9 or size > 400 or (not base and exponent <= 0):
        raise OutOfBounds
    return base ** int(exponent)


def evaluated(node: ast.expr) -> Fraction:
    """The value of what was written, by Python's own tree."""
    match node:
        case ast.Constant(value=value):
            return Fraction(str(value))
        case ast.Name(id=name):
            return VALUES[{"theta": "θ"}.get(name, name)]
        case ast.UnaryOp(operand=operand):
            return -evaluated(operand)
        case ast.Call(args=[argument]):
            return abs(evaluated(argument))
        case ast.BinOp(left=left, op=op, right=right):
            a, b = evaluated(left), evaluated(right)
            match op:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
                case ast.Div():
                    if not b:
                        raise OutOfBounds
                    return a / b
            return powered(a, b)
    raise AssertionError(ast.dump(node))


atoms = st.sampled_from(["x", "y", "theta", "n", "1", "2", "3", "10", "0.5"])


def _bigger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    bracketed = st.one_of(inner, inner.map(lambda e: f"({e})"))
    signs = st.sampled_from(["+", "-", "*", "/", "*", "-"])
    return st.one_of(
        st.tuples(bracketed, signs, bracketed).map(lambda p: f"{p[0]} {p[1]} {p[2]}"),
        bracketed.map(lambda e: f"-{e}"),
        st.tuples(bracketed, st.sampled_from(["2", "3", "(-2)", "n", "(n - 1)", "-1"])).map(
            lambda p: f"{p[0]}**{p[1]}"
        ),
        inner.map(lambda e: f"Abs({e})" if "Abs" not in e else f"({e})"),
    )


terms = st.recursive(atoms, _bigger, max_leaves=9)


@settings(max_examples=400, deadline=None)
@given(text=terms)
def test_a_printed_term_has_the_value_of_the_one_that_was_read(text: str) -> None:
    try:
        expected = evaluated(ast.parse(text, mode="eval").body)
    except OutOfBounds:
        assume(False)
    printed, _, _ = shown(read_formula(f"{text} = 1", ["n natural"])).rpartition(" = ")
    assert Reader(printed).number() == expected, printed
    bare = spelled(printed, "ascii")
    assert bare.isascii()
    for word, sign in (("theta", "θ"), ("*", "·")):
        bare = bare.replace(word, sign)
    assert Reader(bare).number() == expected, bare


def test_conditions_and_definitions_are_printed_like_formulas() -> None:
    said = (
        "Z(N, gamma) = Sum(d**(-gamma), (d, 1, N))",
        "beta(i) real",
        "beta(i) >= 0",
        "N natural",
        "sigma_1 in (0, oo)",
        "gamma != 0",
        "X ~ Normal(mu, sigma)",
    )
    assert conditions_shown(said) == (
        "Z(N, γ) = ∑[d = 1..N] d^(-γ)",
        "β(i) real",
        "β(i) ≥ 0",
        "N natural",
        "σ₁ in (0, ∞)",
        "γ ≠ 0",
        "X ~ Normal(μ, σ)",
    )


def test_the_small_reader_is_no_yes_man() -> None:
    assert Reader("-x² + 3·(y - 1)/2^(n - 1)").number() == -Fraction(4, 9) - Fraction(27, 16)
    assert Reader("1 - (2 - 3)").number() != Reader("1 - 2 - 3").number()
    with pytest.raises(AssertionError):
        Reader("x)").number()


@pytest.mark.parametrize(
    ("text", "where", "printed"),
    [
        ("sqrt(x)**2 = sqrt(x**2)", (), "(√x)² = √(x²)"),
        ("factorial(factorial(n)) = factorial2(n)", ("n natural",), "(n!)! = factorial2(n)"),
        ("factorial(n)**2 = 2**factorial(n)", (), "(n!)² = 2^(n!)"),
        ("x**n1 = x**n", (), "x^n1 = xⁿ"),
        ("x**(n + 1) = x**(2*n)", (), "xⁿ⁺¹ = x^(2·n)"),
        ("-a*b + -c = a*(-b)", (), "-a·b + (-c) = a·(-b)"),
        ("Abs(Abs(x) - 1) = 1", (), "abs(|x| - 1) = 1"),
        ("Subs(Derivative(x**2, x), x, 1/y) = 2/y", (), "(d/d[x] (x²))|[x = 1/y] = 2/y"),
        ("Derivative(x*y, x, 2, y) = 0", (), "d³/d[x² y] (x·y) = 0"),
        ("Piecewise((x, x > 0), (0, True)) = 1", (), "{x if x > 0; 0 otherwise} = 1"),
        ("P(X = 1) = p", ("X ~ Bernoulli(p)",), "P(X = 1) = p"),
        ("P(0 < X < 1, X != 2) = p", ("X ~ Normal(p, 1)",), "P(0 < X < 1, X ≠ 2) = p"),
        (
            "Sum(k, (k, 1, n))*2 = 1 + Sum(k + 1, (k, 1, n))",
            ("n natural",),
            "(∑[k = 1..n] k)·2 = 1 + ∑[k = 1..n] (k + 1)",
        ),
        (
            "Sum(k, (k, 1, n)) + 1 - Sum(k, (k, 1, n)) = n - (-n)",
            ("n natural",),
            "(∑[k = 1..n] k) + 1 - (∑[k = 1..n] k) = n - (-n)",
        ),
        ("1 + Integral(x, (x, 0, 1)) + y = 1", (), "1 + (∫[x = 0..1] x) + y = 1"),
        ("Derivative(x, x)*x = x", (), "(d/d[x] x)·x = x"),
        ("besseli(1, x)*I = hyper([1], [2], x)", (), "I[1](x)·I = hyper([1], [2], x)"),
        ("x² ≤ √π·σ₁", (), "x² ≤ √π·σ₁"),
        ("beta(i) = beta(2)", ("beta(i) real", "i natural"), "β(i) = β(2)"),
    ],
)
def test_what_could_be_mistaken(text: str, where: tuple[str, ...], printed: str) -> None:
    assert shown(read_formula(text, where)) == printed
