"""Solve a relation for one variable: ``ε ^ (-p) ≤ D`` says ``D ^ (-1/p) ≤ ε``."""

from collections.abc import Callable, Iterator
from typing import Any

from flint import fmpq

from pycheck.statements.language.forms import (
    Operation,
    Relation,
    absolute,
    cast,
    head_name,
    negated,
    operation,
)
from pycheck.statements.language.trees import App, Const, Node, Var, children, count_variable
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values import reals
from pycheck.statements.values.balls import ONE, ZERO

_NAT, _INT = Const("Nat"), Const("Int")

Evaluate = Callable[[Node], Any]


def isolate(
    side: Node,
    index: int,
    relation: Relation,
    target: Any,
    evaluate: Evaluate,
    *,
    mirrored: bool = False,
) -> tuple[Relation, Any]:
    """From ``side relation target`` to ``variable relation value``.

    `side` contains the variable exactly once; `evaluate` gives the values of the other subtrees.
    Real powers are inverted as on positive numbers; in an equation, `mirrored` takes the negative
    solution of an even function. Raises `Undecided` where an operation has no inverse.
    """
    if count_variable(side, index) != 1:
        raise Undecided("the variable occurs more than once")
    while side != Var(index):
        folded = mirrored and relation is Relation.EQ
        relation, target, side = _inverted(side, index, relation, target, evaluate, folded)
    return relation, target


def is_folded(side: Node, index: int) -> bool:
    """Whether a function that may be even is on the way to the variable."""
    return any(
        absolute(node) is not None
        or head_name(node) == "Real.log"
        or operation(node, "HPow.hPow") is not None
        for node in _way(side, index)
    )


def is_rounded(side: Node, index: int) -> bool:
    """Whether a quotient of whole numbers is on the way to the variable."""
    return any(
        found.kind in (_NAT, _INT)
        for node in _way(side, index)
        if (found := operation(node, "HDiv.hDiv")) is not None
    )


def _way(side: Node, index: int) -> Iterator[Node]:
    """The nodes above the variable, which occurs once."""
    while side != Var(index):
        yield side
        inner = [
            (part, below) for part, below in children(side) if count_variable(part, index + below)
        ]
        if len(inner) != 1 or inner[0][1]:
            return
        side = inner[0][0]


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
    side: Node, index: int, relation: Relation, target: Any, evaluate: Evaluate, folded: bool
) -> tuple[Relation, Any, Node]:
    """The relation with the outermost operation of `side` undone, an even one `folded` or not."""
    if inner := cast(side):
        return relation, target, inner
    target = _real(target)
    if inner := negated(side):
        return relation.flipped, reals.neg(target), inner
    name = head_name(side)
    if name in ("Real.exp", "Real.log") and isinstance(side, App):
        undone = (reals.log if name == "Real.exp" else reals.exp)(target)
        turned = folded and name == "Real.log"
        return relation, reals.neg(undone) if turned else undone, side.args[0]
    if name == "Real.sqrt" and isinstance(side, App):
        sign = reals.sign(target)
        if sign < 0 or (sign == 0 and relation in (Relation.EQ, Relation.GE)):
            raise Undecided("√ is not inverted below zero, where it is zero")
        return relation, reals.mul(target, target), side.args[0]
    if inner := absolute(side):
        if relation in (Relation.GE, Relation.GT) or reals.sign(target) < 0:
            raise Undecided("an absolute value is not inverted")
        return relation, reals.neg(target) if folded else target, inner
    found = operation(side)
    if found is None:
        raise Undecided(f"{name or 'the variable'} is not inverted")
    on_left = count_variable(found.left, index) > 0
    inner, outer = (found.left, found.right) if on_left else (found.right, found.left)
    other = _real(evaluate(outer))
    if found.kind == _NAT and found.name == "HSub.hSub":
        relation, target = _cut_off(on_left, relation, target, other)
    elif found.kind in (_NAT, _INT) and found.name == "HDiv.hDiv":
        relation, target = _rounded(on_left, relation, target, other)
    else:
        relation, target = _undone(found, on_left, relation, target, other)
        if folded and found.name == "HPow.hPow" and type(other) is fmpq:
            even = other.q == 1 and other.p % 2 == 0
            target = reals.neg(target) if even else target
    return relation, target, inner


def _cut_off(on_left: bool, relation: Relation, target: Any, other: Any) -> tuple[Relation, Any]:
    """``n relation value`` from ``n - other relation target``, or from ``other - n``, in ℕ."""
    if reals.sign(target) == 0:
        if relation is Relation.GE:
            raise Undecided("a difference of natural numbers is never negative")
        nothing = {Relation.EQ: Relation.LE, Relation.NE: Relation.GT}
        relation = nothing.get(relation, relation)
    if on_left:
        return relation, reals.add(target, other)
    return relation.flipped, reals.sub(other, target)


def _rounded(on_left: bool, relation: Relation, target: Any, other: Any) -> tuple[Relation, Any]:
    """``n relation value`` from ``n / other relation target`` in whole numbers."""
    if not on_left or relation in (Relation.EQ, Relation.NE) or reals.sign(other) <= 0:
        raise Undecided("a quotient of whole numbers is not inverted")
    start = reals.mul(target, other)
    if relation is Relation.LE:
        return Relation.LT, reals.add(start, other)
    if relation is Relation.GT:
        return Relation.GE, reals.add(start, other) if _is_whole(target) else start
    return relation, start


def _is_whole(value: Any) -> bool:
    return type(value) is fmpq and value.q == 1


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
    if name == "HDiv.hDiv" and relation is Relation.EQ:
        if reals.sign(other) == 0:
            raise Undecided("a numerator vanishes")
        return relation, reals.div(other, target) if reals.sign(target) else ZERO
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
