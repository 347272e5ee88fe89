"""Partial functions where they are not defined: a value in Lean, none for a reader."""

import math
from typing import Any

import pytest
from flint import arb

from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.trees import Node, call
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.reports import TheoremReport, examine_tree
from pycheck.statements.sampling.runs import Plan
from pycheck.statements.values.partial import Mode, Undefined, reading
from pycheck.statements.writing import (
    NAT,
    REAL,
    Term,
    exp,
    forall,
    function,
    log,
    number,
    real,
    series,
    sqrt,
)
from tests.statements.trees import evaluate, machine


def r(n: int) -> Term:
    return number(n, REAL)


HALF = r(1) / 2
GAMMA = call("Real.Gamma", r(-2).node)
OUTSIDE: dict[str, tuple[Node, float]] = {
    "1 / 0": ((r(1) / 0).node, 0),
    "(log 1)⁻¹": (call("Inv.inv", REAL.node, r(0).node, log(1).node), 0),
    "log 0": (log(0).node, 0),
    "log (-1)": (log(r(-1)).node, 0),
    "√(-4)": (sqrt(r(-4)).node, 0),
    "√ of a negative ball": (sqrt(-exp(1)).node, 0),
    "0 ^ (-1/2)": ((r(0) ** -HALF).node, 0),
    "(-1) ^ (1/2)": ((r(-1) ** HALF).node, 0),  # exp 0 · cos (π/2)
    "0 · (1 / 0)": ((r(0) * (r(1) / 0)).node, 0),
    "0 / (1 / 0)": ((r(0) / (r(1) / 0)).node, 0),
    "2 - 3 in ℕ": ((number(2, NAT) - 3).node, 0),
    "7 / 2 in ℕ": ((number(7, NAT) / 2).node, 3),
    "arcsin 2": (call("Real.arcsin", r(2).node), math.pi / 2),
    "Γ(-2)": (GAMMA, 0),
}
INSIDE: dict[str, tuple[Node, float]] = {
    "6 / 2 in ℕ": ((number(6, NAT) / 2).node, 3),
    "0 ^ (1/2)": ((r(0) ** HALF).node, 0),
    "0 ^ 0": ((r(0) ** 0).node, 1),
    "(-8) ^ 3": ((r(-8) ** 3).node, -512),
    "√0": (sqrt(0).node, 0),
    "arcsin 1": (call("Real.arcsin", r(1).node), math.pi / 2),
}


def near(value: Any, expected: Any) -> bool:
    return bool(abs(arb(value) - arb(expected)) < arb(10) ** -12)


@pytest.mark.parametrize("name", sorted(OUTSIDE))
def test_outside_of_its_domain_a_function_has_a_value_in_lean_alone(name: str) -> None:
    tree, value = OUTSIDE[name]
    assert near(evaluate(tree), value)
    with reading(Mode.READER), pytest.raises(Undefined):
        evaluate(tree)


@pytest.mark.parametrize("name", sorted(INSIDE))
def test_inside_both_modes_agree(name: str) -> None:
    tree, value = INSIDE[name]
    assert near(evaluate(tree), value)
    with reading(Mode.READER):
        assert near(evaluate(tree), value)


def test_an_alternating_series_has_its_sum_for_a_reader() -> None:
    """``∑ (-1)ⁿ/(n + 1)`` and ``∑ (-1)ⁿ/(2n + 1)`` are 0 in Lean: they converge in order alone."""

    def alternating(step: int) -> Node:
        terms = function("n", NAT, lambda n: r(-1) ** n / (r(step) * real(n) + 1))
        return series(terms).node

    for step, expected in ((1, math.log(2)), (2, math.pi / 4)):
        assert evaluate(alternating(step)) == 0
        with reading(Mode.READER):
            assert abs(float(evaluate(alternating(step))) - expected) < 1e-12
    harmonic = series(function("n", NAT, lambda n: r(1) / (real(n) + 1))).node
    with reading(Mode.READER), pytest.raises(Undecided, match="absolutely"):
        evaluate(harmonic)


def read(statement: Term, mode: Mode) -> TheoremReport:
    reader = Machine(machine().library, mode)
    return examine_tree(reader, "statement", statement.node, Plan(40, 0, 128))


def test_a_statement_is_sampled_in_the_mode_of_its_machine() -> None:
    """``x / x = 1`` fails at 0 in Lean; a reader takes no sample there. √x² = x for what has √x."""
    quotient = forall("x", REAL, lambda x: x / x == 1)
    found = read(quotient, Mode.LEAN)
    assert found.status == "refuted"
    assert found.counterexample is not None
    assert found.counterexample.values == {"x": "0"}
    assert read(quotient, Mode.READER).status == "unrefuted"
    root = forall("x", REAL, lambda x: sqrt(x) ** 2 == x)
    assert [read(root, mode).status for mode in Mode] == ["refuted", "unrefuted"]
    wrong = forall("x", REAL, lambda x: sqrt(x) == x)
    assert read(wrong, Mode.READER).status == "refuted"
