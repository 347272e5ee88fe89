"""Formulas as theorems of Lean, and where they mean the same to Lean as to a reader."""

import json
import tomllib
from pathlib import Path

import pytest
from flint import fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import pycheck
from pycheck.formulas.api import to_lean
from pycheck.formulas.statement import read_formula
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Node, constants
from pycheck.statements.lean.conditions import CONDITIONS
from pycheck.statements.lean.mathlib import Lacking, in_mathlib
from pycheck.statements.lean.theorem import agreement
from pycheck.statements.values.partial import Mode, reading
from tests.command import pycheck_command

WRITTEN = [
    ("1/3 < 2", (), " : (1 : ℝ) / 3 < 2"),
    ("sqrt(x**2) = x", (), " (x : ℝ) : √(x ^ 2) = x"),
    ("1/x = x", (), " (x : ℝ) (h₁ : x ≠ 0) : 1 / x = x"),
    ("1/x = x", ("x > 0",), " (x : ℝ) (h₁ : 0 < x) : 1 / x = x"),
    ("log(x) < x", (), " (x : ℝ) (h₁ : 0 < x) : Real.log x < x"),
    ("sqrt(x) < x", (), " (x : ℝ) (h₁ : 0 ≤ x) : √x < x"),
    ("x**y = y", (), " (x y : ℝ) (h₁ : 0 < x) : x ^ y = y"),
    ("x**(1/2) = x", (), " (x : ℝ) (h₁ : 0 ≤ x) : x ^ ((1 : ℝ) / 2) = x"),
    ("x**(-2) = x", (), " (x : ℝ) (h₁ : x ≠ 0) : x ^ (-(2 : ℤ)) = x"),
    ("1/n < 2", ("n natural",), " (n : ℕ) (h₁ : n ≠ 0) : 1 / (n : ℝ) < 2"),
    (
        "Sum(1/n**2, (n, 1, oo)) = pi**2/6",
        (),
        " (h₁ : Summable fun (k : ℕ) => 1 / ((k + 1 : ℕ) : ℝ) ^ 2) :"
        " ∑' (k : ℕ), 1 / ((k + 1 : ℕ) : ℝ) ^ 2 = Real.pi ^ 2 / 6",
    ),
    (
        "Sum(1/(k - x), (k, 1, n)) = 0",
        ("n natural",),
        " (n : ℕ) (x : ℝ) (h₁ : ∀ k ∈ Finset.Icc 1 n, (k : ℝ) - x ≠ 0) :"
        " ∑ k ∈ Finset.Icc 1 n, 1 / ((k : ℝ) - x) = 0",
    ),
    (
        "Sum(1/k, (k, 1, n)) = x",
        ("n natural", "x > 0"),
        " (n : ℕ) (x : ℝ) (h₁ : 0 < x) : ∑ k ∈ Finset.Icc 1 n, 1 / (k : ℝ) = x",
    ),
    (
        "Sum(1/(x + 1), (x, 0, n)) = y/(y - 1)",
        ("y > 0", "n natural"),
        " (n : ℕ) (y : ℝ) (h₁ : 0 < y) (h₂ : y - 1 ≠ 0) :"
        " ∑ x ∈ Finset.Icc 0 n, 1 / ((x : ℝ) + 1) = y / (y - 1)",
    ),
    (
        "Sum(k, (k, 1, 4)) = 10",
        (),
        " : ∑ k ∈ Finset.Icc (1 : ℕ) 4, (k : ℝ) = 10",
    ),
    (
        "Integral(exp(-t), (t, 0, oo)) = 1",
        (),
        " (h₁ : MeasureTheory.IntegrableOn (fun (t : ℝ) => Real.exp (-t)) (Set.Ioi (0 : ℝ))"
        " MeasureTheory.volume) : ∫ (t : ℝ) in Set.Ioi (0 : ℝ), Real.exp (-t) = 1",
    ),
    (
        "Limit((1 + 1/(n + 1))**n, n, oo) = E",
        ("n natural",),
        " (n : ℕ) : Filter.Tendsto (fun (n' : ℕ) => (1 + 1 / ((n' : ℝ) + 1)) ^ n')"
        " Filter.atTop (nhds (Real.exp 1))",
    ),
    (
        "f(x) = f(-x)",
        ("f(x) smooth",),
        " (x : ℝ) (f : ℝ → ℝ) (h₁ : ContDiff ℝ (⊤ : ℕ∞) f) : f x = f (-x)",
    ),
    (
        "exp(I*x) = cos(x) + I*sin(x)",
        (),
        " (x : ℝ) : Complex.exp (Complex.I * (x : ℂ)) ="
        " (Real.cos x : ℂ) + Complex.I * (Real.sin x : ℂ)",
    ),
    (
        "Piecewise((1/x, x > 0), (1/(x - 1), True)) = x",
        (),
        " (x : ℝ) (h₁ : ¬0 < x → x - 1 ≠ 0) : (if 0 < x then 1 / x else 1 / (x - 1)) = x",
    ),
]


@pytest.mark.parametrize(("formula", "where", "text"), WRITTEN)
def test_a_formula_is_written_as_a_theorem(formula: str, where: tuple[str, ...], text: str) -> None:
    assert to_lean(formula, where) == f"theorem formula{text}"


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        ("besselj(0, x) = 1", "besselJ"),
        ("polylog(2, x) = x", "polylog"),
        ("erf(x) < 1", "erf"),
        ("LambertW(x) < x", "LambertW"),
        ("gamma(1 + I*x) = loggamma(I*x)", "loggamma of a complex number"),
    ],
)
def test_what_mathlib_lacks_is_named(formula: str, name: str) -> None:
    with pytest.raises(Lacking) as error:
        to_lean(formula)
    assert str(error.value) == name


def test_every_public_formula_is_written_or_its_function_named() -> None:
    text = Path("examples/public-errata/formulas.toml").read_text(encoding="utf-8")
    lacking = set()
    for entry in tomllib.loads(text)["formula"]:
        for which in ("formula", "printed", "corrected"):
            if which in entry:
                try:
                    assert "Special" not in to_lean(entry[which], entry.get("where", ()))
                except Lacking as error:
                    lacking.add(str(error))
    assert lacking == {"besselI", "erf"}


# Of each row a formula without variables that has a value in Lean, and none for a reader.
APART = {
    "Complex.log": "im(log(I*I)) > 3",
    "Special.csqrt": "im(sqrt(I*I)) > 0",
    "Special.loggamma": "loggamma(-Rational(1, 2)) > 0",
    "HDiv.hDiv": "1/(1 - 1) = 0",
    "HPow.hPow": "(1 - 1)**(-2) = 0",
    "Real.log": "log(1 - 3) < 1",
    "Real.sqrt": "sqrt(1 - 3) = 0",
    "Real.arcsin": "asin(2) < 2",
    "Real.arccos": "acos(2) < 1",
    "Special.gamma": "gamma(-2) = 0",
    "Special.beta": "beta(-2, 1) = 0",
    "Special.factorial": "factorial(-3) = 0",
    "Special.binomial": "binomial(-2, Rational(1, 2)) = 0",
    "Special.zeta": "zeta(1) < 0",
    "Special.modulo": "Mod(5, 1 - 1) = 5",
    "tsum": "Sum(1/(n + 1), (n, 0, oo)) = 0",
}
# Rows of which nothing can be said so: Lean's value is not calculated here, or none is singled out.
NOT_EVALUATED = {
    "Inv.inv": "no formula has an inverse; it is a quotient",
    "Real.tan": "its poles are no rational numbers",
    "Special.digamma": "the table of meanings has no logarithmic derivative",
    "Special.integral": "the value of a divergent integral is not calculated",
    "Special.integralFrom": "the value of a divergent integral is not calculated",
    "Special.integralOverLine": "the value of a divergent integral is not calculated",
    "Special.integralUpTo": "the value of a divergent integral is not calculated",
    "Special.limit": "Lean chooses some number where there is no limit",
    "Special.natural": "no formula without variables has an index below 0",
    "deriv": "where a function has no derivative is not calculated",
    "iteratedDeriv": "where a function has no derivative is not calculated",
}


def test_every_row_of_the_table_is_named() -> None:
    assert set(APART) | set(NOT_EVALUATED) == set(CONDITIONS)
    assert not set(APART) & set(NOT_EVALUATED)


def _in_lean(node: Node, *env: object) -> object:
    kinds = agreement(read_formula("x = x").node)[0]
    types = tuple(kind for _, kind in kinds) * len(env)
    return Machine(Library()).compile(in_mathlib(node, types))(env).value


def _read(node: Node, *env: object) -> object:
    with reading(Mode.READER):
        return Machine(Library(), Mode.READER).compile(node)(env).value


@pytest.mark.parametrize("row", sorted(APART))
def test_without_its_condition_the_modes_differ(row: str) -> None:
    variables, added, hypotheses, conclusion = agreement(read_formula(APART[row]).node)
    assert not variables
    assert not hypotheses
    assert row in constants(conclusion)
    assert _in_lean(conclusion) is True
    assert _read(conclusion) is None
    assert added


ONE_VARIABLE = [
    "1/x < 3",
    "1/(x**2 - 1) < x",
    "log(x + 1) < x",
    "sqrt(x - 1) <= x",
    "x**(-3) < 1",
    "x**x > 1",
    "x**(1/3) < 1",
    "asin(x) <= x",
    "acos(x) < 1",
    "gamma(x) < 3",
    "beta(x, 2) < 1",
    "factorial(x) < 2",
    "binomial(x, 1/2) < 1",
    "Mod(2, x) < 1",
    "log(1/x) < sqrt(x)",
    "Piecewise((1/x, x > 0), (1/(x + 1), True)) > 1",
    "Sum(1/(k - x), (k, 1, 4)) > 0",
]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(ONE_VARIABLE), st.integers(-12, 12), st.integers(1, 4))
def test_under_the_conditions_both_modes_say_the_same(text: str, p: int, q: int) -> None:
    x = fmpq(p, q)
    _, added, _, conclusion = agreement(read_formula(text).node)
    assume(all(_in_lean(node, x) is True for node in added))
    expected = _in_lean(conclusion, x)
    assume(expected is not None)
    assert _read(conclusion, x) is expected


@pytest.mark.parametrize("text", ONE_VARIABLE)
def test_each_of_them_has_a_condition(text: str) -> None:
    assert agreement(read_formula(text).node)[1]


def test_the_command_prints_the_theorem_alone() -> None:
    outcome = pycheck_command("check", "log(x) < x", "--lean")
    assert outcome.code == 0
    assert outcome.out == "theorem formula (x : ℝ) (h₁ : 0 < x) : Real.log x < x\n"


def test_the_command_names_what_mathlib_lacks() -> None:
    outcome = pycheck_command("check", "polylog(2, x) < x", "--lean")
    assert outcome.code == 1
    assert outcome.out == "Mathlib lacks polylog\n"


def test_json_has_the_theorem_only_where_it_is_asked_for() -> None:
    common = ("check", "x + 1 > x", "--n", "5", "--format", "json")
    (plain,) = json.loads(pycheck_command(*common).out)["formulas"]
    (asked,) = json.loads(pycheck_command(*common, "--lean").out)["formulas"]
    assert "lean" not in plain
    assert asked["lean"] == "theorem formula (x : ℝ) : x < x + 1"


def test_bad_input_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "some.toml"
    path.write_text('[[formula]]\nformula = "x = x"\n', encoding="utf-8")
    for arguments in (("x +",), (str(path),)):
        outcome = pycheck_command("check", *arguments, "--lean")
        assert outcome.code == 2
        assert not outcome.out


def test_a_check_has_its_theorem() -> None:
    found = pycheck.check("1/x > 0", where="x > 0", n=5)
    assert found.lean() == "theorem formula (x : ℝ) (h₁ : 0 < x) : 0 < 1 / x"
