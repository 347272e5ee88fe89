"""Random formulas mean the same to Lean and to a reader where the added hypotheses hold."""

from typing import Any

import pytest
from flint import ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.formulas.api import to_lean
from pycheck.formulas.statement import read_formula
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Const, Node
from pycheck.statements.lean.mathlib import in_mathlib
from pycheck.statements.lean.theorem import agreement
from pycheck.statements.values.partial import Mode, reading

WHERE = ("x real", "y > 0", "n natural")


FORMS = (
    *("sqrt({0})", "log({0})", "1/({0})", "({0})**(-2)", "({0})**(2/3)", "({0})**({1})"),
    *("asin({0})", "acos({0})", "gamma({0})", "({0})/({1})", "Mod({0}, {1})", "log({0}/({1}))"),
    *("Sum(1/(k - ({0})), (k, 1, 2))", "Piecewise((1/({0}), ({0}) > 1), (sqrt({0}), True))"),
    *("factorial(n - 2)*({0})", "binomial({0}, 1/2)", "exp(sqrt({0}) - {1})", "beta({0}, 2)"),
)
SIMPLE = ("x", "y", "n", "2", "-({0})", "({0}) - ({1})", "({0})*({1})", "floor({0})", "Abs({0})")


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(str.format, st.sampled_from((*SIMPLE[4:], *FORMS[:6])), inner, inner)


TERMS = st.recursive(st.sampled_from(SIMPLE[:4]), _grown, max_leaves=2)


def _drawn(kind: Node, data: st.DataObject) -> Any:
    if kind == Const("Nat"):
        return data.draw(st.integers(0, 6))
    number = data.draw(st.fractions(-3, 3, max_denominator=4))
    return fmpq(number.numerator, number.denominator)


def _truth(node: Node, env: tuple[Any, ...], mode: Mode) -> Any:
    ctx.prec = 128
    with reading(mode):
        return Machine(Library(), mode).compile(node)(env)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=50, derandomize=True, deadline=None)
@given(one=TERMS, other=TERMS, data=st.data())
def test_no_condition_is_forgotten_below_another_function(
    form: str, one: str, other: str, data: st.DataObject
) -> None:
    term = form.format(one, other)
    variables, added, own, conclusion = agreement(read_formula(f"{term} >= x", WHERE).node)
    types = tuple(kind for _, kind in variables)
    env = tuple(_drawn(kind, data) for kind in types)

    def in_lean(node: Node) -> Any:
        return _truth(in_mathlib(node, types), env, Mode.LEAN).value

    if all(in_lean(node) is True for node in (*own, *added)):
        reader = _truth(conclusion, env, Mode.READER)
        assert "has no value" not in reader.reason
        assert reader.value is in_lean(conclusion)


def test_two_bars_side_by_side_are_kept_apart() -> None:
    assert to_lean("Abs(Abs(x) - Abs(y)) <= 1").endswith(": |(|x| - |y|)| ≤ 1")


def test_no_variable_hides_a_name_of_mathlib() -> None:
    assert to_lean("Max(max, Real) = exp(max)").endswith(": max max_ Real_ = Real.exp max_")


def test_a_sequence_given_by_a_recurrence_is_a_variable() -> None:
    where = ("N(0) = 1", "N(k) = N(k - 1) + 2 for k >= 1", "h natural")
    assert to_lean("N(h) = 2*h + 1", where) == (
        "theorem formula (h : ℕ) (N : ℕ → ℝ) "
        "(h₁ : ∀ (k : ℕ), N k = if k = 0 then (1 : ℝ) else N ((k : ℤ) - 1).toNat + 2) "
        "(h₂ : ∀ (k : ℕ), ¬k = 0 → 0 ≤ (k : ℤ) - 1) : N h = 2 * (h : ℝ) + 1"
    )


def test_one_recurrence_in_the_rule_of_another() -> None:
    """Each is one variable, in the rule, in the conditions and in the conclusion."""
    where = (
        *("b(0) = 2", "b(k) = b(k - 1) + 1 for k >= 1"),
        *("a(0) = 1", "a(k) = a(k - 1)*b(k) for k >= 1", "n natural"),
    )
    found = to_lean("Sum(a(i)/b(i), (i, 0, n)) > 0", where)
    assert "(n : ℕ) (a b : ℕ → ℝ) (h₁ : ∀ (k : ℕ), a k = if " in found
    assert "* b k) (h₂ : ∀ (k : ℕ), b k = if " in found
    assert "∀ i ∈ Finset.Icc 0 n, b i ≠ 0" in found
    assert found.endswith(": 0 < ∑ i ∈ Finset.Icc 0 n, a i / b i")
