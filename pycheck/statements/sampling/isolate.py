"""Solve a relation for one variable: ``ε ^ (-p) ≤ D`` says ``D ^ (-1/p) ≤ ε``."""

from collections.abc import Callable
from typing import Any

from flint import fmpq

from pycheck.statements.language.forms import (
    Operation,
    Relation,
    cast,
    head_name,
    negated,
    operation,
)
from pycheck.statements.language.trees import App, Node, Var, count_variable
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values import reals
from pycheck.statements.values.balls import ONE

Evaluate = Callable[[Node], Any]


def isolate(
    side: Node, index: int, relation: Relation, target: Any, evaluate: Evaluate
) -> tuple[Relation, Any]:
    """From ``side relation target`` to ``variable relation value``.

    `side` contains the variable exactly once; `evaluate` gives the values of the other subtrees.
    Real powers are inverted as on positive numbers. Raises `Undecided` where an operation has no
    inverse.
    """
    if count_variable(side, index) != 1:
        raise Undecided("the variable occurs more than once")
    while side != Var(index):
        relation, target, side = _inverted(side, index, relation, target, evaluate)
    return relation, target


def is_linear(side: Node, index: int) -> bool:
    """Whether the variable is reached once, through sums, products and numerators alone."""
    if count_variable(side, index) != 1:
        return False
    while side != Var(index):
        inner = cast(side) or negated(side)
        found = operation(side)
        if inner is None and found is not None:
            on_left = count_variable(found.left, index) > 0
            linear = found.name != "HPow.hPow" and (on_left or found.name != "HDiv.hDiv")
            inner = (found.left if on_left else found.right) if linear else None
        if inner is None:
            return False
        side = inner
    return True


def _inverted(
    side: Node, index: int, relation: Relation, target: Any, evaluate: Evaluate
) -> tuple[Relation, Any, Node]:
    """The relation with the outermost operation of `side` undone."""
    if inner := cast(side):
        return relation, target, inner
    target = _real(target)
    if inner := negated(side):
        return relation.flipped, reals.neg(target), inner
    name = head_name(side)
    if name in ("Real.exp", "Real.log") and isinstance(side, App):
        undone = (reals.log if name == "Real.exp" else reals.exp)(target)
        return relation, undone, side.args[0]
    if name == "Real.sqrt" and isinstance(side, App):
        if reals.sign(target) < 0:
            raise Undecided("a root is not negative")
        return relation, reals.mul(target, target), side.args[0]
    found = operation(side)
    if found is None:
        raise Undecided(f"{name or 'the variable'} is not inverted")
    on_left = count_variable(found.left, index) > 0
    inner, outer = (found.left, found.right) if on_left else (found.right, found.left)
    relation, target = _undone(found, on_left, relation, target, _real(evaluate(outer)))
    return relation, target, inner


def _undone(
    found: Operation, on_left: bool, relation: Relation, target: Any, other: Any
) -> tuple[Relation, Any]:
    """``inner relation target`` from ``inner sign other relation target``, or from the reverse."""
    name = found.name
    if name == "HAdd.hAdd":
        return relation, reals.sub(target, other)
    if name == "HSub.hSub":
        if on_left:
            return relation, reals.add(target, other)
        return relation.flipped, reals.sub(other, target)
    if name == "HMul.hMul" or (name == "HDiv.hDiv" and on_left):
        factor = other if name == "HMul.hMul" else reals.inv(other)
        if reals.sign(factor) == 0:
            raise Undecided("a factor of the variable vanishes")
        return _turned(relation, factor), reals.div(target, factor)
    if name == "HPow.hPow" and on_left:
        if reals.sign(other) == 0:
            raise Undecided("the exponent of the variable vanishes")
        if reals.sign(target) <= 0:
            raise Undecided("a power is not positive")
        return _turned(relation, other), reals.rpow(target, reals.div(ONE, other))
    raise Undecided(f"{name} is not inverted in this argument")


def _real(value: Any) -> Any:
    return fmpq(value) if isinstance(value, int) else value


def _turned(relation: Relation, factor: Any) -> Relation:
    return relation if reals.sign(factor) > 0 else relation.flipped
