"""Samples of functions that satisfy their hypotheses by construction."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flint import fmpq
from hypothesis import strategies as st

from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.forms import membership
from pycheck.statements.language.trees import Pi, free_variables
from pycheck.statements.language.truth import Truth
from pycheck.statements.language.types import INT, NAT, RAT, REAL, Arrow, Finite, Matrices
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Code
from pycheck.statements.sampling import indexed, linear, shapes, strategies
from pycheck.statements.sampling.definitions import defined_function
from pycheck.statements.sampling.domains import Domain
from pycheck.statements.sampling.formulas import by_formula
from pycheck.statements.sampling.orthogonal import gram_columns
from pycheck.statements.sampling.rows import Wish
from pycheck.statements.sampling.samples import (
    GeometricFamily,
    Named,
    PowerFamily,
    Solved,
    Table,
    table_of,
)
from pycheck.statements.sampling.shapes import Pointwise, WeightedSum
from pycheck.statements.sampling.smooth import smooth_function
from pycheck.statements.sampling.state import State
from pycheck.statements.values import operations, reals
from pycheck.statements.values.balls import ZERO
from pycheck.statements.values.sets import Interval, Predicate

# The values of a function are of any kind, or all alike: then they meet, or stay below one.
_MANNERS = ("any", "any", "whole", "any", "parts", "any", "whole", "constant")
_FEW = {
    "whole": tuple(fmpq(n * sign) for n in range(6) for sign in (1, -1)),
    "parts": tuple(fmpq(n * sign, 8) for n in range(1, 8) for sign in (1, -1)),
}
_EXPONENTS = (fmpq(0), fmpq(1, 2), fmpq(1), fmpq(2), fmpq(3), fmpq(5), fmpq(8))
_LONGEST_SUPPORT = 64
_LONGER = 8


def draw_function(state: State, binder: Binder, kind: Any, wish: Wish | None) -> Any:
    """A value for a variable of function or matrix type; a wish chooses among families."""
    hypotheses = state.ready(binder)
    solved = _by_congruence(state, binder, hypotheses)
    if solved is not None:
        return solved
    defined = defined_function(state, binder, kind)
    if defined is not None:
        return defined
    smooth = smooth_function(state, binder, kind)
    if smooth is not None:
        return smooth
    columns = gram_columns(state, binder)
    if columns is not None:
        return columns
    if isinstance(kind, Arrow) and kind.codomain is REAL:
        if kind.domain is NAT:
            return _on_naturals(state, binder, hypotheses, wish)
        if isinstance(kind.domain, Finite):
            points = list(range(kind.domain.size))
            return _on_points(state, binder, hypotheses, points)
    if isinstance(kind, Arrow) and kind.domain in _NUMBERS and kind.codomain in _NUMBERS:
        return by_formula(state, binder, hypotheses, kind)
    if indexed.indices(kind) > 1:
        return indexed.family(state, binder, kind, hypotheses)
    if not _is_finite(kind):
        raise Undecided(f"functions of type {kind} are not drawn")
    if _leaf(kind) is NAT or _leaf(kind) is INT:
        return table_of(kind, lambda: state.draw(_SMALL_WHOLE))
    numbers = strategies.reals(Domain(), state.coarse)
    return table_of(kind, lambda: state.draw(numbers))


# Whole numbers of a table; few are zero, for most tables are asked to be positive.
_SMALL_WHOLE = st.sampled_from((1, 2, 3, 4, 5, 7, 8, 0))


def _leaf(kind: Any) -> Any:
    while isinstance(kind, Arrow):
        kind = kind.codomain
    return kind


_NUMBERS = (REAL, RAT, INT, NAT)


def _is_finite(kind: Any) -> bool:
    """Whether a type is built of finite domains over numbers."""
    if isinstance(kind, Arrow):
        return isinstance(kind.domain, Finite) and _is_finite(kind.codomain)
    return kind in _NUMBERS or isinstance(kind, Matrices)


def _by_congruence(state: State, binder: Binder, hypotheses: list[Binder]) -> Any:
    for h in hypotheses:
        node = shapes.congruent(h.type, binder.index_in(h))
        if node is not None:
            points = _support(state, binder, hypotheses)
            outside = state.draw(strategies.reals(Domain(), True)) if points else None
            copy = _copy(state.prepared.code(node), h.position, points, outside)
            state.settle(binder.position, copy)
            if any(state.truth(other).value is False for other in hypotheses):
                return None  # what else is asked of it, this function does not do
            if not points or _looks_within(state, binder, h, copy.realise(state.env), points):
                state.defined.add(h.position)
            return copy
    return None


def _looks_within(
    state: State, binder: Binder, h: Binder, function: Callable[[Any], Any], points: list[int]
) -> bool:
    """Whether a hypothesis takes the values of a function at some points alone."""

    def guarded(x: Any) -> Any:
        if x not in points:
            raise Undecided("a value elsewhere")
        return function(x)

    env = list(state.env)
    env[binder.position] = guarded
    try:
        truth = state.prepared.code(h.type)(tuple(env[: h.position]))
    except Undecided:
        return False
    return truth.value is not None


def _copy(code: Code, position: int, points: list[int] | None, outside: Any) -> Solved:
    """The other side's function, with another value where the hypotheses do not look."""

    def solve(env: list[Any]) -> Any:
        other = code(tuple(env[:position]))
        if not points:
            return other
        return Table(
            tuple(other(p) if p in points else outside for p in range(max(points) + 1)), outside
        )

    return Solved(solve)


def _on_naturals(state: State, binder: Binder, hypotheses: list[Binder], wish: Wish | None) -> Any:
    for h in hypotheses:
        within = shapes.envelope(h.type, binder.index_in(h))
        if within is not None:
            radius = _constant_radius(state, h, within)
            if radius is not None and reals.compare(radius, ZERO) >= 0:
                state.defined.add(h.position)
            return _inside_envelope(state, h, within)
    if any(state.prepared.speaks_of_series(h) for h in hypotheses):
        return _family(state, binder, hypotheses, wish)
    points = _support(state, binder, hypotheses)
    if points is None and not hypotheses:
        return state.draw(_families(wish))
    return _on_points(state, binder, hypotheses, list(range(8)) if points is None else points)


def _constant_radius(state: State, h: Binder, within: shapes.Envelope) -> Any:
    """The radius of an envelope where it is the same at every point; else None."""
    if any(index < within.binders for index in free_variables(within.radius)):
        return None
    return state.evaluator(h, (None,) * within.binders)(within.radius)


def _families(wish: Wish | None) -> st.SearchStrategy[Any]:
    return st.one_of(_kinds()) if wish is None else _kinds()[wish.place % len(_kinds())]


@cache
def _kinds() -> tuple[st.SearchStrategy[Any], ...]:
    bases = st.sampled_from([fmpq(1, 2), fmpq(1, 3), fmpq(9, 10), fmpq(1, 100)])
    entries = st.lists(st.integers(1, 5), min_size=1, max_size=5)
    signed = st.lists(st.integers(-3, 3), min_size=1, max_size=5)
    return (
        st.just(PowerFamily(fmpq(0))),
        entries.map(lambda xs: Table(tuple(fmpq(x) for x in xs))),
        signed.map(lambda xs: Table(tuple(fmpq(x) for x in xs))),
        bases.map(GeometricFamily),
        st.sampled_from(_EXPONENTS).map(lambda a: PowerFamily(a, fmpq(2))),
    )


def _family(state: State, binder: Binder, hypotheses: list[Binder], wish: Wish | None) -> Any:
    """The drawn family, or the first of ever faster decay that satisfies the hypotheses.

    A table may be too short for them.
    """
    first = state.draw(_families(wish))
    longer = (Table(first.values * _LONGER),) if isinstance(first, Table) else ()
    faster = (*(PowerFamily(a) for a in _EXPONENTS), GeometricFamily(fmpq(1, 2)))
    for family in (first, *longer, *faster):
        state.settle(binder.position, family)
        if all(state.truth(h).value for h in hypotheses):
            return family
    return first


def _inside_envelope(state: State, h: Binder, within: shapes.Envelope) -> Any:
    shape = state.draw(st.sampled_from(["0", "1", "-1", "1/N", "(-1)^N"]))
    centre, radius = state.prepared.code(within.centre), state.prepared.code(within.radius)
    position, rest = h.position, (None,) * (within.binders - 1)

    def solve(env: list[Any]) -> Any:
        prefix = tuple(env[:position])

        def value(n: Any) -> Any:
            inner = (*prefix, n, *rest)
            share = {
                "0": fmpq(0),
                "1": fmpq(1),
                "-1": fmpq(-1),
                "1/N": fmpq(1, n) if n else fmpq(1),
                "(-1)^N": fmpq(-1 if n % 2 else 1),
            }[shape]
            return reals.add(centre(inner), reals.mul(share, radius(inner)))

        return Named(value, f"the centre plus {shape} times the radius of its hypothesis")

    return Solved(solve)


def _support(state: State, binder: Binder, hypotheses: list[Binder]) -> list[int] | None:
    """The finite set of points that the hypotheses speak of."""
    for h in hypotheses:
        total = shapes.weighted_sum(h.type, binder.index_in(h))
        if total is not None:
            return _points(state.evaluator(h)(total.support))
        tree = h.type
        if isinstance(tree, Pi) and isinstance(tree.body, Pi):
            guard = membership(tree.body.type)
            if guard is not None:
                return _points(state.evaluator(h, [0])(guard.collection))
    return None


def _points(collection: Any) -> list[int] | None:
    if (
        isinstance(collection, Interval | Predicate)
        or operations.size(collection) > _LONGEST_SUPPORT
    ):
        return None
    return sorted(collection)


def _on_points(state: State, binder: Binder, hypotheses: list[Binder], points: list[int]) -> Any:
    sums = [
        (h, total)
        for h in hypotheses
        if (total := shapes.weighted_sum(h.type, binder.index_in(h))) is not None
    ]
    signed = not any(shapes.pointwise(h.type, binder.index_in(h)) for h in hypotheses)
    weighted = [(h, s) for h, s in sums if s.weight is not None]
    if weighted and len(sums) > 1 and not (signed and len(points) > 2):
        state.defined |= _ensured(state, weighted[0], sums, points)
        return linear.with_mean(state, *weighted[0], points)
    values = _drawn_points(state, binder, hypotheses, points)
    if weighted and len(sums) > 1:
        state.defined |= _ensured(state, weighted[0], sums, points)
        return linear.solved_for_two(state, *weighted[0], values)
    if sums:
        state.defined |= _ensured(state, sums[0], [], points)
        return linear.scaled(state, *sums[0], values)
    top = max(points, default=-1)
    outside = state.draw(strategies.reals(Domain(), True)) if points[:1] not in ([], [0]) else 0
    return Table(tuple(values.get(i, fmpq(outside)) for i in range(top + 1)))


def _ensured(
    state: State,
    solved: tuple[Binder, WeightedSum],
    sums: list[tuple[Binder, WeightedSum]],
    points: list[int],
) -> set[int]:
    """The equations that values solved from `solved`, of sum one where there are others, satisfy.

    Outside of `points` the values are zero, so a sum must go over all of these.
    """
    plain = [
        (h, s) for h, s in sums if s.weight is None and state.evaluator(h)(s.target) == fmpq(1)
    ]
    return {
        h.position
        for h, s in (solved, *plain)
        if set(points) <= set(_points(state.evaluator(h)(s.support)) or ())
    }


def _drawn_points(
    state: State, binder: Binder, hypotheses: list[Binder], points: list[int]
) -> dict[int, fmpq]:
    """The values point by point, those that others are compared with first."""
    rules = [
        (h, rule)
        for h in hypotheses
        if (rule := shapes.pointwise(h.type, binder.index_in(h))) is not None
    ]
    values: dict[int, fmpq] = {}

    def so_far(x: Any) -> Any:
        if x not in values:
            raise Undecided("a point that has no value yet")
        return values[x]

    first = _referenced(state, rules, binder)
    manner = _MANNERS[state.draw(st.integers(0, len(_MANNERS) - 1))]
    state.env[binder.position] = so_far
    for point in sorted(points, key=lambda p: p not in first):
        domain = Domain()
        for h, rule in rules:
            _apply_rule(state, h, rule, point, domain)
        if manner == "constant" and values and domain.admits(values[min(values)]):
            values[point] = values[min(values)]
        else:
            values[point] = state.draw(_values(state, domain, _FEW.get(manner, ())))
    return values


def _values(state: State, domain: Domain, few: tuple[fmpq, ...]) -> st.SearchStrategy[fmpq]:
    """One of a few numbers if any of them lies in the domain, else any number of it."""
    chosen = strategies.few(domain, few)
    return strategies.reals(domain, state.coarse) if chosen is None else chosen


def _referenced(state: State, rules: list[tuple[Binder, Pointwise]], binder: Binder) -> set[int]:
    """The points whose values the rules compare all others with."""
    found: set[int] = set()

    def spy(x: Any) -> Any:
        found.add(x)
        raise Undecided("only looking")

    state.env[binder.position] = spy
    for h, rule in rules:
        if rule.binders:
            env = [-1, *(None for _ in rule.guards)]
            try:
                state.evaluator(h, env)(rule.other)
            except Undecided:
                continue
    found.discard(-1)
    return found


def _apply_rule(state: State, h: Binder, rule: Pointwise, point: int, domain: Domain) -> None:
    inner = [point, *(None for _ in rule.guards)] if rule.binders else []
    evaluate = state.evaluator(h, inner)
    try:
        if not rule.binders and evaluate(rule.point) != point:
            return
        for i, guard in enumerate(rule.guards):
            found = state.evaluator(h, inner[: 1 + i])(guard)
            if not (isinstance(found, Truth) and found.value):  # or a type: another variable
                return
        domain.add(rule.relation, evaluate(rule.other))
    except Undecided:
        return
