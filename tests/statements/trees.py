"""Helpers of the tests of `pycheck.statements`: a book, a machine, small evaluations."""

from functools import cache
from typing import Any

from flint import ctx

from pycheck.receipts import ReceiptBook
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import (
    App,
    Const,
    Elided,
    Lam,
    NatLit,
    Node,
    Pi,
    Var,
    call,
    lift,
)
from pycheck.statements.reports import TheoremReport, examine_tree
from pycheck.statements.sampling.runs import Plan
from tests.included import receipts

REAL, NAT, INT, RAT = Const("Real"), Const("Nat"), Const("Int"), Const("Rat")
HIDDEN = Elided()
NAMESPACE = "AttentionDecay."


@cache
def book() -> ReceiptBook:
    """The receipts of the checkout."""
    return receipts()


@cache
def machine() -> Machine:
    """An evaluator of the library."""
    return Machine(Library(book()))


def evaluate(node: Node, *env: Any, bits: int = 128) -> Any:
    """The value of a tree whose free variables have the values `env` (innermost last)."""
    ctx.prec = bits
    machine().forget()
    return machine().compile(node)(env)


def definition(name: str, *args: Any, bits: int = 128) -> Any:
    """A definition of the library applied to values."""
    value = evaluate(Const(NAMESPACE + name), bits=bits)
    for arg in args:
        value = value(arg)
    return value


def number(n: int, kind: Node = REAL) -> App:
    """A numeral."""
    return call("OfNat.ofNat", kind, NatLit(n), HIDDEN)


def binary(name: str, x: Node, y: Node, kind: Node = REAL, other: Node | None = None) -> App:
    """A binary sign of six arguments."""
    return call(name, kind, other or kind, kind, HIDDEN, x, y)


def relation(name: str, x: Node, y: Node, kind: Node = REAL) -> App:
    """``≤`` or ``<``."""
    return call(name, kind, HIDDEN, x, y)


def function(body: Node, kind: Node = REAL) -> Lam:
    """A function of one variable."""
    return Lam("x", kind, body)


def x(index: int = 0) -> Var:
    """A variable."""
    return Var(index)


def call_set(kind: Node) -> App:
    """The type of sets of one type."""
    return call("Set", kind)


def every(kind: Node, body: Node, name: str = "x") -> Pi:
    """``∀ name : kind, body``, where the body sees the variable as `x`\\ ``(0)``."""
    return Pi(name, kind, body)


def to(domain: Node, codomain: Node) -> Pi:
    """The type of functions."""
    return Pi("a", domain, lift(codomain, 1))


def examined(tree: Node, n: int = 30, name: str = "statement") -> TheoremReport:
    """What sampling says of a statement given by its tree."""
    return examine_tree(machine(), name, tree, Plan(n, 0, 128))
