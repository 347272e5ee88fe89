"""The shapes of hypotheses about functions that the sampler can satisfy by construction."""

from dataclasses import dataclass

from pycheck.statements.language.trees import (
    App,
    Const,
    Lam,
    Node,
    Pi,
    Var,
    children,
    count_variable,
    free_variables,
    is_call,
    lift,
)

_RELATIONS = {"LE.le": "<=", "LT.lt": "<"}


@dataclass(frozen=True, slots=True)
class Pointwise:
    """``f x relation other`` for all ``x`` (below `binders`, of which `guards` are hypotheses).

    Without a binder it is a relation at the single point `point`.
    """

    binders: int
    guards: tuple[Node, ...]
    relation: str
    other: Node
    point: Node


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """``∑ x ∈ support, f x * weight x = target``; without a weight it is the plain sum."""

    support: Node
    weight: Lam | None
    target: Node


@dataclass(frozen=True, slots=True)
class Envelope:
    """``|f x - centre x| ≤ radius`` for all ``x``."""

    centre: Node
    radius: Node
    binders: int


@dataclass(frozen=True, slots=True)
class Gram:
    """``∑ x, weight x * (f x i * f x j)`` is one for ``i = j`` and, if `orthogonal`, else zero."""

    weight: int
    function: int
    orthogonal: bool


def pointwise(tree: Node, index: int) -> Pointwise | None:
    """The hypothesis as a relation at every point or at one point of the function `index`."""
    guards: list[Node] = []
    binders = 0
    while isinstance(tree, Pi):
        if binders:
            guards.append(tree.type)
        tree, binders, index = tree.body, binders + 1, index + 1
    if not (isinstance(tree, App) and isinstance(tree.head, Const)):
        return None
    relation = _RELATIONS.get(tree.head.name)
    if relation is None:
        return None
    for side, other, read in ((2, 3, relation), (3, 2, relation.replace("<", ">"))):
        applied = tree.args[side]
        if not (isinstance(applied, App) and applied.head == Var(index)):
            continue
        point = applied.args[0]
        if binders == 0 or point == Var(binders - 1):
            return Pointwise(binders, tuple(guards), read, tree.args[other], point)
    return None


def weighted_sum(tree: Node, index: int) -> WeightedSum | None:
    """The hypothesis as a linear equation for the values of the function `index`."""
    if not (is_call(tree, "Eq") and isinstance(tree, App)):
        return None
    _, left, right = tree.args
    if not (is_call(left, "Finset.sum") and isinstance(left, App)) or count_variable(right, index):
        return None
    support, summand = left.args[3], left.args[4]
    if not isinstance(summand, Lam):
        return None
    applied = App(Var(index + 1), (Var(0),))
    if summand.body == applied:
        return WeightedSum(support, None, right)
    body = summand.body
    if is_call(body, "HMul.hMul") and isinstance(body, App) and body.args[4] == applied:
        weight = body.args[5]
        if not count_variable(weight, index + 1):
            return WeightedSum(support, Lam(summand.name, summand.type, weight), right)
    return None


def envelope(tree: Node, index: int) -> Envelope | None:
    """The hypothesis as a bound on the distance of the function `index` from another."""
    binders = 0
    while isinstance(tree, Pi):
        tree, binders, index = tree.body, binders + 1, index + 1
    if not (binders and is_call(tree, "LE.le") and isinstance(tree, App)):
        return None
    distance, radius = tree.args[2], tree.args[3]
    if not (is_call(distance, "abs") and isinstance(distance, App)):
        return None
    difference = distance.args[3]
    if not (is_call(difference, "HSub.hSub") and isinstance(difference, App)):
        return None
    if difference.args[4] != App(Var(index), (Var(binders - 1),)):
        return None
    if count_variable(difference.args[5], index) or 0 in free_variables(radius):
        return None
    return Envelope(difference.args[5], radius, binders)


def gram(tree: Node, position: int) -> Gram | None:
    """The hypothesis at `position` as one about inner products of the columns of a function."""
    binders = 0
    while isinstance(tree, Pi):
        tree, binders = tree.body, binders + 1
    if binders not in (1, 2) or not (is_call(tree, "Eq") and isinstance(tree, App)):
        return None
    total = tree.args[1]
    if not (is_call(total, "Finset.sum") and isinstance(total, App)):
        return None
    match total.args[4]:
        case Lam(
            _,
            _,
            App(
                Const("HMul.hMul"),
                (
                    _,
                    _,
                    _,
                    _,
                    App(Var(weight), (Var(0),)),
                    App(
                        Const("HMul.hMul"),
                        (
                            _,
                            _,
                            _,
                            _,
                            App(Var(first), (Var(0), Var(i))),
                            App(Var(second), (Var(0), Var(j))),
                        ),
                    ),
                ),
            ),
        ) if first == second and (i == j) == (binders == 1):
            depth = position + binders
            return Gram(depth - weight, depth - first, binders == 2)
    return None


def congruent(tree: Node, index: int) -> Node | None:
    """For ``E(f) = E(g)`` the subtree ``g`` of the other side that stands where `f` stands."""
    if not (is_call(tree, "Eq") and isinstance(tree, App)):
        return None
    found: list[Node] = []
    for one, other in ((tree.args[1], tree.args[2]), (tree.args[2], tree.args[1])):
        found.clear()
        if _differ(one, other, index, found) and len(found) == 1:
            return found[0]
    return None


def _differ(one: Node, other: Node, index: int, found: list[Node], depth: int = 0) -> bool:
    """Whether the trees agree but for the places where `one` has the variable."""
    if one == Var(index + depth):
        if depth or count_variable(other, index):
            return False
        if other not in found:
            found.append(other)
        return True
    if one == other:
        return True
    if type(one) is not type(other):
        return False
    parts, others = children(one), children(other)
    if not parts or len(parts) != len(others):
        return False
    return all(
        _differ(a, b, index, found, depth + below)
        for (a, below), (b, _) in zip(parts, others, strict=True)
    )


def below(node: Node, binders: int) -> Node:
    """A tree of the context of a hypothesis, moved below `binders` more binders."""
    return lift(node, binders)
