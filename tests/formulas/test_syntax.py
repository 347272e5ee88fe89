"""What is let into a formula, and how a fault in it is told."""

import ast

import pytest

from pycheck.errors import InputError
from pycheck.formulas.statement import read_formula
from pycheck.formulas.syntax import UnreadableFormula, split


def test_relations_are_found_outside_of_brackets_alone() -> None:
    found = split("0 < Sum(p(i), (i, 1, n)) <= n")
    assert found.signs == ("<", "<=")
    assert [side.text for side in found.sides] == ["0", "Sum(p(i), (i, 1, n))", "n"]
    assert split("x ~ 0.7").signs == ("~",)
    assert split("Piecewise((1, x > 0), (0, True)) = 1").signs == ("=",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x + = 3", "something is missing after this sign"),
        ("x = )(", "closes nothing"),
        ("x = 3 (4 - y", "never closed"),
        ("x = ((1)", "never closed"),
        ("x = 1)", "closes nothing"),
        ("x = (1]", "closes nothing"),
        ("= 3", "a side is missing"),
        ("x == 3", "write '='"),
        ("x^2 = 3", "'^'"),
        ("x.real = 2", "'.'"),
        ("__import__('os') = 1", "no place"),
        ("[x for x in y] = 1", "not part of the language"),
        ("(x if y else z) = 1", "not part of the language"),
        ("f(x=2) = 1", "inside of this call"),
        ("x() () = 1", "write a product with '*'"),
        ("1" * 10**6 + " = 1", "characters"),
        ("1" * 5000 + " = 1", "digits"),
        ("(" * 10**4 + "x" + ")" * 10**4 + " = 1", "characters"),
        ("(" * 200 + "x" + ")" * 200 + " = 1", "nested"),
        ("-" * 5000 + "x = 1", "at the caret"),
        ("x", "a relation like '=' is missing"),
        ("sgn(x) = 1", "unknown"),
        ("bessely(x) = 1", "2 arguments"),
        ("f(x) = 1", "unknown"),
        ("Sum(x, (x, 1)) = 1", "(variable, from, to)"),
        ("Max() = 1", "no extreme"),
        ("I < 2", "order"),
        ("Matrix([[1, 2]]) = 3", "matrices"),
        ("gcd(1/2, 3) = 1", "whole number"),
        ("x = 1 ~ y", "printed digits"),
        ("2x = 1", "as in 2*x"),
        ("x = 2(y + 1)", "write a product with '*'"),
        ("(x + 1)(x - 1) = x**2 - 1", "write a product with '*'"),
        ("(x + 1)x = 2", "a sign is missing"),
        ("sin x = 1", "as in sin(x)"),
        ("a b = 1", "a sign or brackets are missing"),
        ("|x| = 1", "Abs(x)"),
        ("x! = 1", "factorial(n)"),
        ("x % 2 = 1", "Mod(a, b)"),
        ("x // 2 = 1", "floor(a/b)"),
        ("f'(x) = 1", "Derivative(f(x), x)"),
        ("\\frac{1}{x} = 1", "LaTeX"),
        ("x => 1", "write '>='"),
        ("x =< 1", "write '<='"),
        ("x <> 1", "write '!='"),
        ("Piecewise((1, 0 < x = 2), (2, True)) = 1", "in a chain"),
        ("sin(x > 0) = 1", "inside of this call"),
        ("(x and y) = 1", "And(a, b)"),
        ("x = 1j", "the imaginary unit is I"),
        ("lambda x: x = 1", "':' has no place"),
        ("(y := 3) = 1", "':' has no place"),
        ("f'{x}' = 1", "has no place"),
        ("Sum(x for x in y) = 1", "comprehension"),
        ("f(*x) = 1", "not part of the language: Starred"),
        ("x = None", "not a number"),
        ("(1)[2] = 1", "after a name"),
        ("\u0430 = 1", "cyrillic small letter a"),
        ("∑ x = 1", "write Sum("),
        ("x \x00 = 1", "has no place"),
        ("x = 1\ny = 2", "has no place"),
        ("", "a side is missing"),
    ],
)
def test_a_fault_is_told_in_one_line_with_its_place(text: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        read_formula(text)
    message = str(error.value)
    assert told in message
    assert "^" in message
    assert "\n" not in message
    assert len(message) < 400


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("x ≤ 2·π", "x <= 2*pi"),
        ("x ≥ −1 × y", "x >= -1*y"),
        ("a ≠ √(b + 1)", "a != sqrt(b + 1)"),
        ("√2 > 1", "sqrt(2) > 1"),
        ("√σ > 1", "sqrt(sigma) > 1"),
        ("x² + x⁻¹ + 2ⁿ = 0", "x**2 + x**(-1) + 2**n = 0"),
        ("x₁ + λ = Γ(θ)/Γ", "x_1 + lamda = gamma(theta)/Gamma"),
        ("Sum(1/k², (k, 1, ∞)) ≈ 1.64", "Sum(1/k**2, (k, 1, oo)) ~ 1.64"),
        ("Piecewise((1, x ≤ 0), (2, True)) = 1", "Piecewise((1, x <= 0), (2, True)) = 1"),
        (
            "Piecewise((1, x = 0), (2, x == y), (3, True)) = P(X = 1, Y ≤ 0)",
            "Piecewise((1, Eq(x, 0)), (2, Eq(x, y)), (3, True)) = P(Eq(X, 1), Y <= 0)",
        ),
        ("lambda + ϕ = 1", "lamda + phi = 1"),
        ("E[x[i]*A[i, j]] = 1", "E(x(i)*A(i, j)) = 1"),
    ],
)
def test_printed_signs_mean_what_they_mean(printed: str, written: str) -> None:
    found, expected = split(printed), split(written)
    assert found.signs == expected.signs
    for one, other in zip(found.sides, expected.sides, strict=True):
        assert ast.unparse(one.node) == ast.unparse(other.node)


def test_the_caret_stands_in_the_text_as_it_was_given() -> None:
    with pytest.raises(UnreadableFormula) as error:
        read_formula("x² ≤ √π + sgn(θ)")
    assert "x² ≤ √π + ^sgn(θ)" in str(error.value)


def test_what_is_long_is_read_and_what_is_longer_is_told() -> None:
    many = " + ".join(f"x_{i % 90}*2" for i in range(190))
    assert len(read_formula(f"{many} = 1").assumed_real) == 90
    deep = "sin(" * 60 + "x" + ")" * 60
    assert read_formula(f"{deep} = 1").assumed_real == ("x",)
    for text, told in (
        (" + ".join(f"x_{i}" for i in range(150)), "more than 100 names"),
        (" + ".join(["x"] * 4000), "nested too deeply"),
        ("**".join(["1"] * 6000), "at the caret"),
        ("-" * 15_000 + "x", "at the caret"),
        ("sin(" * 90 + "x" + ")" * 90, "nested too deeply"),
        ("Sum(" * 8 + "x" + ", (k, 1, 2))" * 8, "in each other"),
    ):
        with pytest.raises(UnreadableFormula, match=told):
            read_formula(f"{text} = 1")


def test_the_nearest_name_is_offered() -> None:
    with pytest.raises(UnreadableFormula, match="did you mean 'bessel"):
        read_formula("bessel(1, x) = 2")
    with pytest.raises(UnreadableFormula, match="did you mean 'natural'"):
        read_formula("x = 1", ["x naturl"])


def test_the_caret_stands_at_the_place_in_characters() -> None:
    with pytest.raises(UnreadableFormula) as error:
        read_formula("θ + sgn(θ) = 1")
    assert "θ + ^sgn(θ)" in str(error.value)


def test_nothing_is_evaluated_by_name() -> None:
    for name in ("eval", "open", "exec", "getattr", "type", "__builtins__"):
        with pytest.raises(UnreadableFormula, match="unknown"):
            read_formula(f"{name}(x) = 1")
