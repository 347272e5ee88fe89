"""Differentiability, derivatives of higher order, and what holds eventually."""

import mpmath
import pytest
from flint import arb, fmpq

from pycheck.statements.language.trees import Elided, Node, call
from pycheck.statements.writing import (
    NAT,
    REAL,
    Term,
    exp,
    function,
    log,
    number,
    real,
    sqrt,
)
from tests.statements.trees import HIDDEN, evaluate

ONE = number(1, REAL)


def at_point(name: str, f: Term, at: int) -> Node:
    kinds = [REAL.node] * (2 if name == "ContinuousAt" else 3)
    return call(name, *kinds, *[HIDDEN] * 3, f.node, number(at, REAL).node)


SMOOTH = function("x", REAL, lambda x: exp(x) / (x**2 + 1))
CORNER = function("x", REAL, lambda x: abs(x))
ROOT = function("x", REAL, lambda x: sqrt(x))


@pytest.mark.parametrize("name", ["DifferentiableAt", "ContinuousAt"])
def test_what_the_chain_rule_shows(name: str) -> None:
    assert evaluate(at_point(name, SMOOTH, 0)).value is True
    assert evaluate(at_point(name, CORNER, 2)).value is True
    # Not differentiable there, and continuous: the chain rule says nothing of either.
    assert evaluate(at_point(name, CORNER, 0)).value is None
    assert evaluate(at_point(name, ROOT, 0)).value is None


@pytest.mark.parametrize("order", range(6))
def test_derivatives_of_higher_order(order: int) -> None:
    tree = call(
        "iteratedDeriv", REAL.node, HIDDEN, REAL.node, HIDDEN, HIDDEN,
        number(order, NAT).node, SMOOTH.node, number(2, REAL).node,
    )  # fmt: skip
    expected = mpmath.diff(lambda x: mpmath.exp(x) / (x**2 + 1), 2, order)
    assert abs(arb(evaluate(tree)) - arb(mpmath.nstr(expected, 30))) < arb("1e-12")


def eventually(holds: Term) -> Node:
    top = call("Filter.atTop", NAT.node, Elided())
    return call("Filter.Eventually", NAT.node, holds.node, top)


@pytest.mark.parametrize(
    ("holds", "value", "evidence"),
    [
        (lambda n: n > 1000, True, False),
        (lambda n: n < 1000, False, False),
        (lambda n: 1 / (real(n) + 1) > 0, True, False),
        # log log grows beyond 1, and below 3 it stays as far as it is looked at.
        (lambda n: log(log(real(n))) > 1, None, True),
        (lambda n: log(log(real(n))) > 4, False, True),
        # At odd numbers alone.
        (lambda n: call_modulo(n) == 1, None, False),
    ],
)
def test_what_holds_eventually(holds: object, value: bool | None, evidence: bool) -> None:
    truth = evaluate(eventually(function("n", NAT, holds)))  # type: ignore[arg-type]
    assert (truth.value, truth.evidence) == (value, evidence)


def call_modulo(n: Term) -> Term:
    """``n % 2``."""
    node, two = NAT.node, number(2, NAT).node
    return Term(NAT, lambda d: call("HMod.hMod", node, node, node, HIDDEN, n.below(d), two))


def test_a_trigonometric_limit_of_quotients() -> None:
    """The slope of arctan at 1 is 1/2, as of nothing else."""
    arctan = function("x", REAL, lambda x: Term(REAL, lambda d: call("Real.arctan", x.below(d))))
    tree = call("deriv", REAL.node, HIDDEN, REAL.node, *[HIDDEN] * 3, arctan.node, ONE.node)
    assert abs(arb(evaluate(tree)) - arb(fmpq(1, 2))) < arb("1e-30")
