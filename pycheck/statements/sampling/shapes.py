"""The shapes of hypotheses about functions that the sampler can satisfy by construction."""

from dataclasses import dataclass

from pycheck.statements.language.forms import (
    Relation,
    absolute,
    applied_to,
    comparison,
    equation,
    operation,
    summation,
)
from pycheck.statements.language.trees import (
    App,
    Lam,
    Node,
    Pi,
    Var,
    children,
    count_variable,
    free_variables,
    lift,
)


@dataclass(frozen=True, slots=True)
class Pointwise:
    """``f x relation other`` for all ``x`` (below `binders`, of which `guards` are hypotheses).

    Without a binder it is a relation at the single point `point`.
    """

    binders: int
    guards: tuple[Node, ...]
    relation: Relation
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
    found = comparison(tree)
    if found is None or found.relation in (Relation.EQ, Relation.NE):
        return None
    relation = found.relation
    for side, other, read in (
        (found.left, found.right, relation),
        (found.right, found.left, relation.flipped),
    ):
        points = applied_to(side, index)
        if points and (binders == 0 or points[0] == Var(binders - 1)):
            return Pointwise(binders, tuple(guards), read, other, points[0])
    return None


def weighted_sum(tree: Node, index: int) -> WeightedSum | None:
    """The hypothesis as a linear equation for the values of the function `index`."""
    found = equation(tree)
    total = summation(found.left) if found else None
    if found is None or total is None or count_variable(found.right, index):
        return None
    support, summand, right = total.support, total.summand, found.right
    if not isinstance(summand, Lam):
        return None
    applied = App(Var(index + 1), (Var(0),))
    if summand.body == applied:
        return WeightedSum(support, None, right)
    product = operation(summand.body, "HMul.hMul")
    if product and product.left == applied and not count_variable(product.right, index + 1):
        return WeightedSum(support, Lam(summand.name, summand.type, product.right), right)
    return None


def envelope(tree: Node, index: int) -> Envelope | None:
    """The hypothesis as a bound on the distance of the function `index` from another."""
    binders = 0
    while isinstance(tree, Pi):
        tree, binders, index = tree.body, binders + 1, index + 1
    found = comparison(tree)
    if not binders or found is None or found.relation is not Relation.LE:
        return None
    inside = absolute(found.left)
    difference = operation(inside, "HSub.hSub") if inside else None
    if difference is None or applied_to(difference.left, index) != (Var(binders - 1),):
        return None
    if count_variable(difference.right, index) or 0 in free_variables(found.right):
        return None
    return Envelope(difference.right, found.right, binders)


def gram(tree: Node, position: int) -> Gram | None:
    """The hypothesis at `position` as one about inner products of the columns of a function."""
    binders = 0
    while isinstance(tree, Pi):
        tree, binders = tree.body, binders + 1
    found = equation(tree)
    total = summation(found.left) if found else None
    if binders not in (1, 2) or total is None or not isinstance(total.summand, Lam):
        return None
    outer = operation(total.summand.body, "HMul.hMul")
    inner = operation(outer.right, "HMul.hMul") if outer else None
    if outer is None or inner is None:
        return None
    match outer.left, inner.left, inner.right:
        case (
            App(Var(weight), (Var(0),)),
            App(Var(first), (Var(0), Var(i))),
            App(Var(second), (Var(0), Var(j))),
        ) if first == second and (i == j) == (binders == 1):
            depth = position + binders
            return Gram(depth - weight, depth - first, binders == 2)
    return None


def congruent(tree: Node, index: int) -> Node | None:
    """For ``E(f) = E(g)`` the subtree ``g`` of the other side that stands where `f` stands."""
    sides = equation(tree)
    if sides is None:
        return None
    found: list[Node] = []
    for one, other in ((sides.left, sides.right), (sides.right, sides.left)):
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
