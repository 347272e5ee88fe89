"""Trees: parsing, binders, unfolding, printing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.errors import InputError
from pycheck.statements.evaluation.typeset import Printer
from pycheck.statements.language.trees import (
    App,
    Const,
    Elided,
    Lam,
    NatLit,
    Node,
    Pi,
    Sort,
    Var,
    beta,
    constants,
    free_variables,
    instantiate,
    lift,
    parse,
    unparse,
)
from tests.statements.trees import NAMESPACE, book, machine

leaves = st.one_of(
    st.integers(0, 4).map(Var),
    st.sampled_from(["Real", "f", "g"]).map(Const),
    st.integers(0, 99).map(NatLit),
    st.just(Sort()),
    st.just(Elided()),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda h, a: App(h, tuple(a)), inner, st.lists(inner, min_size=1, max_size=3)),
        st.builds(Lam, st.just("x"), inner, inner),
        st.builds(Pi, st.just("y"), inner, inner),
    ),
    max_leaves=8,
)


def test_every_recorded_tree_survives_a_round_trip() -> None:
    for receipt in book().receipts:
        raws = [receipt.statement, receipt.value, *(receipt.equations or [])]
        for raw in [*raws, *(receipt.constructor or [])]:
            if raw is not None:
                assert unparse(parse(raw, receipt.name)) == raw


@given(trees, st.integers(0, 3))
def test_lifting_moves_exactly_the_free_variables(tree: Node, by: int) -> None:
    assert free_variables(lift(tree, by)) == {i + by for i in free_variables(tree)}


@given(trees, trees)
def test_instantiating_a_lifted_tree_gives_it_back(tree: Node, value: Node) -> None:
    assert instantiate(lift(tree, 1), value) == tree


@given(trees, trees)
def test_beta_is_instantiation(body: Node, value: Node) -> None:
    assert beta(App(Lam("x", Sort(), body), (value,))) == beta(instantiate(body, value))


@pytest.mark.parametrize(
    "raw",
    [[], ["var"], ["var", -1], ["app", ["const", "f"]], ["?"], ["nat", "x"], 5, ["fun", "x"]],
)
def test_a_malformed_tree_is_one_clear_error(raw: Any) -> None:
    with pytest.raises(InputError, match="somewhere: no expression tree"):
        parse(["fun", "x", ["sort"], raw], "somewhere")


def test_unfolding_leaves_no_definition_of_the_library() -> None:
    library = machine().library
    for name in library.theorems:
        left = constants(library.unfold(library.statement(name)))
        defined = {c for c in left if library.definition(c)}
        recursive = {"backPrimitive", "mergeWord"}
        assert {c.removeprefix(NAMESPACE) for c in defined} <= recursive, name


def test_text_is_what_a_person_writes() -> None:
    statement = machine().library.statement
    show = Printer(machine()).show
    assert show(statement(NAMESPACE + "fisher_eq_heatCapacity_div_sq")) == (
        "∀ N : Nat, ∀ γ : Real, 1 ≤ N → γ ≠ 0 → fisher N γ = heatCapacity N γ / γ ^ 2"
    )
    assert show(statement(NAMESPACE + "kaplan_data_factor")) == "10 ^ 0.27 ∈ Set.Ioo 1.86 1.87"
    assert "(∀ d : Nat, d ∈ distances N → 0 ≤ q d)" in show(statement(NAMESPACE + "perplexity_le"))


def test_brackets_follow_the_binding_strength() -> None:
    show = Printer(machine()).show
    two, three = (App(Const("OfNat.ofNat"), (Sort(), NatLit(n), Elided())) for n in (2, 3))

    def sign(name: str, a: Node, b: Node) -> Node:
        return App(Const(name), (Sort(), Sort(), Sort(), Elided(), a, b))

    difference = sign("HSub.hSub", two, three)
    assert show(sign("HSub.hSub", two, difference)) == "2 - (2 - 3)"
    assert show(sign("HSub.hSub", difference, two)) == "2 - 3 - 2"
    assert show(sign("HMul.hMul", difference, two)) == "(2 - 3) * 2"


def test_latex_of_every_statement_has_balanced_braces() -> None:
    printer = Printer(machine(), latex=True)
    for name in machine().library.theorems:
        text = printer.show(machine().library.statement(name))
        assert text.count("{") == text.count("}"), name
        assert text.count(r"\left(") == text.count(r"\right)"), name
