"""Solve a relation for one variable: ``ε ^ (-p) ≤ D`` says ``D ^ (-1/p) ≤ ε``."""

from collections.abc import Callable
from typing import Any

from flint import fmpq

from pycheck.statements.language.trees import App, Const, Node, Var, count_variable
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values import reals
from pycheck.statements.values.balls import ONE

Evaluate = Callable[[Node], Any]

_FLIPPED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<", "=": "=", "!=": "!="}


def flipped(relation: str) -> str:
    """The relation read from right to left."""
    return _FLIPPED[relation]


def isolate(
    side: Node, index: int, relation: str, target: Any, evaluate: Evaluate
) -> tuple[str, Any]:
    """From ``side relation target`` to ``variable relation value``.

    `side` contains the variable exactly once; `evaluate` gives the values of the other subtrees.
    Real powers are inverted as on positive numbers. Raises `Undecided` where an operation has no
    inverse.
    """
    while side != Var(index):
        if not (isinstance(side, App) and isinstance(side.head, Const)):
            raise Undecided("the variable cannot be isolated")
        inside = [i for i, arg in enumerate(side.args) if count_variable(arg, index)]
        if len(inside) != 1:
            raise Undecided("the variable occurs more than once")
        (place,) = inside
        relation, target = _invert(side, place, relation, target, evaluate)
        side = side.args[place]
    return relation, target


def is_linear(side: Node, index: int) -> bool:
    """Whether the variable is reached through sums, products and numerators alone."""
    while side != Var(index):
        if not (isinstance(side, App) and isinstance(side.head, Const)):
            return False
        inside = [i for i, arg in enumerate(side.args) if count_variable(arg, index)]
        if len(inside) != 1 or side.head.name not in _LINEAR:
            return False
        if side.head.name == "HDiv.hDiv" and inside[0] == 5:
            return False
        side = side.args[inside[0]]
    return True


_LINEAR = {"HAdd.hAdd", "HSub.hSub", "HMul.hMul", "HDiv.hDiv", "Neg.neg", "Nat.cast", "Int.cast"}


def _invert(
    side: App, place: int, relation: str, target: Any, evaluate: Evaluate
) -> tuple[str, Any]:
    assert isinstance(side.head, Const)
    name, args = side.head.name, side.args
    if name in ("Nat.cast", "Int.cast"):
        return relation, target
    target = _real(target)
    if name == "Neg.neg":
        return flipped(relation), reals.neg(target)
    if name in ("Real.exp", "Real.log"):
        return relation, (reals.log if name == "Real.exp" else reals.exp)(target)
    if name not in ("HAdd.hAdd", "HSub.hSub", "HMul.hMul", "HDiv.hDiv", "HPow.hPow"):
        raise Undecided(f"{name} is not inverted")
    other = _real(evaluate(args[9 - place]))
    if name == "HAdd.hAdd":
        return relation, reals.sub(target, other)
    if name == "HSub.hSub":
        if place == 4:
            return relation, reals.add(target, other)
        return flipped(relation), reals.sub(other, target)
    if name == "HMul.hMul" or (name == "HDiv.hDiv" and place == 4):
        factor = other if name == "HMul.hMul" else reals.inv(other)
        if reals.sign(factor) == 0:
            raise Undecided("a factor of the variable vanishes")
        return _turned(relation, factor), reals.div(target, factor)
    if name == "HPow.hPow" and place == 4:
        if reals.sign(other) == 0:
            raise Undecided("the exponent of the variable vanishes")
        if reals.sign(target) <= 0:
            raise Undecided("a power is not positive")
        return _turned(relation, other), reals.rpow(target, reals.div(ONE, other))
    raise Undecided(f"{name} is not inverted in this argument")


def _real(value: Any) -> Any:
    return fmpq(value) if isinstance(value, int) else value


def _turned(relation: str, factor: Any) -> str:
    return relation if reals.sign(factor) > 0 else flipped(relation)
