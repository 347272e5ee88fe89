"""Quantifiers made simpler, by rules that keep the meaning of a proposition.

``∀ x, x = t → p x`` is ``p t``, ``∃ x, x = t ∧ p x`` too, and ``∀ x, (∃ k, p k x) → q x`` is
``∀ k x, p k x → q x``. So a set ``{y | ∃ k, y = t k}`` is gone through by its `k`.
"""

from collections.abc import Callable

from pycheck.statements.language.forms import equation, head_name
from pycheck.statements.language.trees import (
    App,
    Const,
    Lam,
    Node,
    Pi,
    Var,
    call,
    children,
    count_variable,
    instantiate,
    is_call,
    lift,
    rebuild,
)

_TRUE = Const("True")


def simpler_forall(node: Pi, written_out: Callable[[Node], Node | None]) -> Node | None:
    """The same as a ``∀`` by one of the rules, or None where none applies.

    `written_out` says what a premise abbreviates.
    """
    premise = node.body
    if isinstance(premise, Pi):
        written = written_out(premise.type)
        if written is not None and head_name(written) in ("And", "Exists"):
            node = Pi(node.name, node.type, Pi(premise.name, written, premise.body))
    return _split(node) or _one_point(node) or _exchanged(node)


def simpler_exists(node: App) -> Node | None:
    """The same as an ``∃`` whose variable an equation determines, or None."""
    predicate = node.args[-1]
    if not isinstance(predicate, Lam):
        return None
    parts = conjuncts(predicate.body)
    for place, part in enumerate(parts):
        value = _value_of(part, 0)
        if value is not None:
            rest = conjunction([*parts[:place], *parts[place + 1 :]])
            return instantiate(rest, value)
    return None


def conjuncts(node: Node) -> list[Node]:
    """The parts of a conjunction."""
    if is_call(node, "And") and isinstance(node, App):
        return [part for arg in node.args for part in conjuncts(arg)]
    return [node]


def conjunction(parts: list[Node]) -> Node:
    """The conjunction of parts."""
    if not parts:
        return _TRUE
    result = parts[-1]
    for part in reversed(parts[:-1]):
        result = call("And", part, result)
    return result


def _value_of(part: Node, depth: int) -> Node | None:
    """The term that an equation gives to the variable `depth`, as seen from outside of it."""
    found = equation(part)
    if found is None:
        return None
    for side, other in ((found.left, found.right), (found.right, found.left)):
        below = range(depth + 1)
        if side == Var(depth) and not any(count_variable(other, i) for i in below):
            for _ in below:
                other = instantiate(other, _TRUE)
            return other
    return None


def _split(node: Pi) -> Pi | None:
    """``∀ x, p ∧ q → r`` as ``∀ x, p → q → r``."""
    premise = node.body
    if not (isinstance(premise, Pi) and is_call(premise.type, "And")):
        return None
    assert isinstance(premise.type, App)
    if count_variable(premise.body, 0):
        return None
    first, second = premise.type.args
    inner = Pi("h", lift(second, 1), lift(premise.body, 1, 1))
    return Pi(node.name, node.type, Pi(premise.name, first, inner))


def _one_point(node: Pi) -> Node | None:
    """``∀ x, … → x = t → p x`` as ``… → p t``."""
    premises: list[Pi] = []
    inner = node.body
    while isinstance(inner, Pi):
        value = _value_of(inner.type, len(premises))
        if value is not None:
            if count_variable(inner.body, 0):
                return None
            result = instantiate(inner.body, _TRUE)
            for premise in reversed(premises):
                result = Pi(premise.name, premise.type, result)
            return instantiate(result, value)
        premises.append(inner)
        inner = inner.body
    return None


def _exchanged(node: Pi) -> Pi | None:
    """``∀ x, (∃ k, p) → q`` as ``∀ k x, p → q``."""
    premise = node.body
    if not (isinstance(premise, Pi) and is_call(premise.type, "Exists")):
        return None
    assert isinstance(premise.type, App)
    predicate = premise.type.args[-1]
    if (
        not isinstance(predicate, Lam)
        or count_variable(predicate.type, 0)
        or count_variable(premise.body, 0)
    ):
        return None
    kind = instantiate(predicate.type, _TRUE)
    inner = Pi(premise.name, _swapped(predicate.body), lift(premise.body, 1, 2))
    return Pi(predicate.name, kind, Pi(node.name, lift(node.type, 1), inner))


def _swapped(node: Node, depth: int = 0) -> Node:
    """The tree with the two innermost variables around it exchanged."""
    if isinstance(node, Var):
        exchanged = {depth: depth + 1, depth + 1: depth}
        return Var(exchanged.get(node.index, node.index))
    return rebuild(node, [_swapped(part, depth + below) for part, below in children(node)])
