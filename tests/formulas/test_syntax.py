"""What is let into a formula, and how a fault in it is told."""

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
        ("x + = 3", "docs/formulas.md"),
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
        ("f(x=2) = 1", "inside of a call"),
        ("x() () = 1", "by its name"),
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
