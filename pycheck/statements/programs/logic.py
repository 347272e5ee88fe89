"""Propositions as Python with three truth values: connectives, quantifiers, membership."""

from collections.abc import Callable

from pycheck.statements.language.forms import Relation, comparison, head_name, membership
from pycheck.statements.language.trees import App, Const, Elided, Lam, Node, Pi, Var, count_variable
from pycheck.statements.language.types import INT, NAT, REAL, Finite, Finsets, Sets, Type
from pycheck.statements.programs.arithmetic import (
    Nodes,
    both_or_none,
    choice,
    compared,
    points_of,
)
from pycheck.statements.programs.scope import Scope
from pycheck.statements.programs.text import (
    ATOM,
    COMPARE,
    LOOSE,
    SUM,
    Bound,
    NoProgram,
    Text,
    call,
    conditional,
)

_SEARCHED = 100


def relation(sign: str, *, flipped: bool = False) -> Callable[[Scope, Nodes], Text]:
    """``x sign y`` of the two last arguments, in the type that is the first."""

    def write(scope: Scope, args: Nodes) -> Text:
        x, y = scope.text(args[-2]), scope.text(args[-1])
        return compared(scope, scope.kind(args[0]), sign, *((y, x) if flipped else (x, y)))

    return write


def negation(scope: Scope, p: Text) -> Text:
    """``¬ p``."""
    if p.sort == "bool":
        return Text(f"(not {p.at(SUM)})", ATOM, "bool")
    scope.use("no")
    return call("no", p, sort="truth")


def joined(helper: str) -> Callable[[Scope, Nodes], Text]:
    """``p ∧ q`` (`every`) or ``p ∨ q`` (`some`)."""

    def write(scope: Scope, args: Nodes) -> Text:
        parts = [scope.text(p) for p in _parts(args, "And" if helper == "every" else "Or")]
        scope.use(helper)
        return Text(f"{helper}([{', '.join(p.at(COMPARE) for p in parts)}])", ATOM, "truth")

    return write


def _parts(args: Nodes, name: str) -> list[Node]:
    *first, last = args
    if isinstance(last, App) and last.head == Const(name) and len(last.args) == len(args):
        return [*first, *_parts(last.args, name)]
    return [*first, last]


def implication(scope: Scope, args: Nodes) -> Text:
    """``p → q``; `q` lies below the proof of `p`."""
    premise, conclusion = scope.text(args[0]), scope.below(None).text(args[1])
    if premise.sort == "bool":
        return conditional(premise, conclusion, Text("True", ATOM, "bool"))
    scope.use("some", "no")
    code = f"some([no({premise.code}), {conclusion.at(COMPARE)}])"
    return Text(code, ATOM, "truth")


def equivalence(scope: Scope, args: Nodes) -> Text:
    """``p ↔ q``."""
    return both_or_none(scope, scope.text(args[0]), scope.text(args[1]))


def for_all(scope: Scope, args: Nodes) -> Text:
    """``∀ x, p x``: over a finite type, over what its premises confine it to, or at some points."""
    (node,) = args
    assert isinstance(node, Pi)
    kind = scope.kind(node.type)
    bound = scope.variable(node.name, kind)
    inner, body = scope.below(bound), node.body
    points, whole = _confined(scope, kind, node)
    guard = membership(body.type) if isinstance(body, Pi) else None
    if guard is not None and guard.element == Var(0) and points and isinstance(body, Pi):
        inner, body = inner.below(None), body.body  # the points are those of the premise
    if not points:
        points, whole = points_of(scope, kind)
    scope.use("every")
    holds = inner.text(body)
    code = f"every({holds.at(COMPARE)} for {bound.text.code} in {points})"
    return Text(code if whole else f"({code} and None)", ATOM, "truth")


def _confined(scope: Scope, kind: Type, node: Pi) -> tuple[str, bool]:
    """The whole numbers to which the premises of a ``∀`` confine its variable; empty if to none."""
    if kind not in (NAT, INT):
        return "", False
    lower = ["0"] if kind is NAT else []
    upper: list[str] = []
    inner, body, depth = scope.below(None), node.body, 0
    while isinstance(body, Pi) and inner.is_proposition(body.type):
        guard, related = membership(body.type), comparison(body.type)
        if guard is not None and guard.element == Var(depth):
            if (
                not depth
                and not count_variable(guard.collection, 0)
                and _is_finset(inner, body.type)
            ):
                return inner.text(guard.collection).at(LOOSE), True
        elif related is not None and related.relation not in (Relation.EQ, Relation.NE):
            for side, other, read in (
                (related.left, related.right, related.relation),
                (related.right, related.left, related.relation.flipped),
            ):
                if side == Var(depth) and not count_variable(other, depth):
                    text = inner.text(other).at(SUM)
                    if read in (Relation.LT, Relation.LE):
                        upper.append(text if read is Relation.LT else f"{text} + 1")
                    else:
                        lower.append(text if read is Relation.GE else f"{text} + 1")
        inner, body, depth = inner.below(None), body.body, depth + 1
    if not lower or not upper:
        return "", False
    return f"range({_of('max', lower)}, {_of('min', upper)})", True


def _of(name: str, bounds: list[str]) -> str:
    return bounds[0] if len(bounds) == 1 else f"{name}({', '.join(bounds)})"


def _is_finset(scope: Scope, node: Node) -> bool:
    assert isinstance(node, App)
    return isinstance(scope.kind_or_none(node.args[1]), Finsets)


def exists(scope: Scope, args: Nodes) -> Text:
    """``∃ x, p x``, shown by a witness among the small numbers; never denied of infinitely many."""
    kind = scope.kind(args[0])
    name = args[1].name if isinstance(args[1], Lam) else "x"
    bound = scope.variable(name, kind)
    if kind in (NAT, INT):
        points = f"range({-_SEARCHED if kind is INT else 0}, {_SEARCHED + 1})"
    elif isinstance(kind, Finite) or kind is REAL:
        points, _ = points_of(scope, kind)
    else:
        raise NoProgram(f"an existence in {kind}")
    scope.use("some")
    holds = scope.applied(args[1], bound)
    code = f"some({holds.at(COMPARE)} for {bound.text.code} in {points})"
    return Text(code if isinstance(kind, Finite) else f"({code} or None)", ATOM, "truth")


def member(scope: Scope, args: Nodes) -> Text:
    """``x ∈ s``."""
    kind, x = scope.kind(args[1]), scope.text(args[4])
    if isinstance(kind, Finsets):
        return Text(f"{x.at(SUM)} in {scope.text(args[3]).at(SUM)}", COMPARE, "bool")
    if not isinstance(kind, Sets):
        raise NoProgram("a membership in something that is no set")
    return _in_set(scope, kind, args[3], x)


def _in_set(scope: Scope, kind: Sets, node: Node, x: Text) -> Text:
    """``x ∈ s`` for a set, which is a proposition about `x`."""
    if isinstance(node, App) and (bounds := _INTERVALS.get(head_name(node))):
        lower, upper = bounds
        written = [arg for arg in node.args if not isinstance(arg, Elided)]
        ends = iter([scope.text(end) for end in written[1:]])
        parts = []
        if lower:
            parts.append(compared(scope, kind.element, lower, next(ends), x))
        if upper:
            parts.append(compared(scope, kind.element, upper, x, next(ends)))
        if len(parts) == 1:
            return parts[0]
        scope.use("every")
        return Text(f"every([{', '.join(p.at(COMPARE) for p in parts)}])", ATOM, "truth")
    if isinstance(node, App) and head_name(node) == "setOf":
        return scope.applied(node.args[1], Bound(x, kind.element))
    return call(scope.text(node), x, sort="truth")


_INTERVALS: dict[str, tuple[str, str]] = {
    "Set.Icc": ("≤", "≤"),
    "Set.Ico": ("≤", "<"),
    "Set.Ioc": ("<", "≤"),
    "Set.Ioo": ("<", "<"),
    "Set.Ici": ("≤", ""),
    "Set.Ioi": ("<", ""),
    "Set.Iic": ("", "≤"),
    "Set.Iio": ("", "<"),
}


def interval(name: str) -> Callable[[Scope, Nodes], Text]:
    """An interval as a function that says of a number whether it lies within."""

    def write(scope: Scope, args: Nodes) -> Text:
        kind = Sets(scope.kind(args[0]))
        bound = scope.variable("x", kind.element)
        inner = _in_set(scope, kind, App(Const(name), args), bound.text)
        return Text(f"lambda {bound.text.code}: {inner.at(LOOSE)}", LOOSE)

    return write


def if_then_else(scope: Scope, args: Nodes) -> Text:
    """``if p then x else y``."""
    return choice(scope, scope.text(args[1]), scope.text(args[3]), scope.text(args[4]))


def if_proved_then_else(scope: Scope, args: Nodes) -> Text:
    """``if h : p then x else y``, where both may use the proof."""
    yes, no = (scope.below(None).text(_body(arg)) for arg in args[3:5])
    return choice(scope, scope.text(args[1]), yes, no)


def _body(node: Node) -> Node:
    if not isinstance(node, Lam):
        raise NoProgram("a case distinction whose cases are no functions of a proof")
    return node.body


INTERVALS = {name: 1 + bool(low) + bool(high) for name, (low, high) in _INTERVALS.items()}
"""The intervals, and how many arguments each has with its type."""
