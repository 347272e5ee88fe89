"""Samples of finite sets: defined by a hypothesis, within another set, or a few small numbers."""

from collections.abc import Sequence
from typing import Any

from flint import fmpq
from hypothesis import strategies as st

from pycheck.statements.evaluation.confinement import Confinement
from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.forms import equation, membership
from pycheck.statements.language.trees import (
    App,
    Node,
    Pi,
    Var,
    count_variable,
    is_call,
)
from pycheck.statements.language.types import INT, NAT, RAT, REAL, Finite, Finsets, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.state import State
from pycheck.statements.values import operations

_LARGEST_DRAWN = 6
_LARGEST_ASKED = 200
_SMALL = {
    NAT: (1, 2, 3, 0, 4, 5, 6, 7, 8, 10, 12),
    INT: (1, 2, 0, -1, 3, -2, 4, 5, -3, 6),
    REAL: tuple(fmpq(p, q) for p, q in ((1, 1), (2, 1), (0, 1), (1, 2), (-1, 1), (3, 1))),
}
_SMALL[RAT] = _SMALL[REAL]


def drawn_set(state: State, binder: Binder, kind: Finsets) -> frozenset[Any]:
    """A finite set that satisfies what is said of it, as far as that can be read off."""
    hypotheses = state.ready(binder)
    for h in hypotheses:
        defined = _defined(state, h, binder.index_in(h), kind.element)
        if defined is not None:
            return defined
    pool = _pool(state, binder, hypotheses, kind.element)
    size = _asked_size(state, binder, hypotheses)
    if size is not None:
        pool = _longer(pool, kind.element, size)
        pool = _fitting(state, binder, hypotheses, pool)
        if len(pool) < size:
            raise Undecided("no set of the size that is asked for was found")
        return frozenset(state.draw(_of_size(pool, size)))
    pool = _fitting(state, binder, hypotheses, pool)
    if not pool:
        return frozenset()
    most = len(pool) if isinstance(kind.element, Finite) else min(len(pool), _LARGEST_DRAWN)
    taken = state.draw(st.lists(st.sampled_from(pool), max_size=most, unique=True))
    return frozenset(taken)


def _of_size(pool: list[Any], size: int) -> st.SearchStrategy[frozenset[Any]]:
    """Sets of a size: the smallest numbers first, then others that lie together or apart."""
    nearest = sorted(pool, key=lambda x: (abs(x), x < 0))
    starts = st.integers(0, min(len(pool) - size, 3))
    together = starts.map(lambda start: frozenset(nearest[start : start + size]))
    if size > _LARGEST_DRAWN:
        return together
    apart = st.lists(st.sampled_from(pool), min_size=size, max_size=size, unique=True)
    return st.one_of(together, apart.map(frozenset))


def _defined(state: State, h: Binder, index: int, element: Type) -> frozenset[Any] | None:
    """The set that ``S = T`` or ``∀ x, x ∈ S ↔ p x`` determines."""
    found = equation(h.type)
    if found is not None:
        for side, other in ((found.left, found.right), (found.right, found.left)):
            if side == Var(index) and not count_variable(other, index):
                value = state.evaluator(h)(other)
                return frozenset(value) if isinstance(value, range | frozenset) else None
    condition = _equivalent(h.type, index)
    if condition is None:
        return None
    machine = state.prepared.machine
    env = tuple(state.env[: h.position])
    points = Confinement(condition, machine, holds=True).points(env, element)
    if points is None:
        raise Undecided("a set of which it is not seen that it is finite")
    code = state.prepared.code(condition)
    kept = []
    for x in points:
        truth = code((*env, x))
        if truth.value is None or not truth.certain:
            raise Undecided("a set of which an element is not decided", retry=truth.retry)
        if truth.value:
            kept.append(x)
    return frozenset(kept)


def _equivalent(node: Node, index: int) -> Node | None:
    """``p x``, below one binder, of ``∀ x, x ∈ S ↔ p x``."""
    if not isinstance(node, Pi) or not is_call(node.body, "Iff"):
        return None
    assert isinstance(node.body, App)
    for side, other in (node.body.args, node.body.args[::-1]):
        found = membership(side)
        if (
            found is not None
            and found.element == Var(0)
            and found.collection == Var(index + 1)
            and not count_variable(other, index + 1)
        ):
            return other
    return None


def _pool(state: State, binder: Binder, hypotheses: Sequence[Binder], element: Type) -> list[Any]:
    """What may be an element: of a set that it lies in, or the small numbers."""
    excluded: set[Any] = set()
    pool: list[Any] | None = None
    for h in hypotheses:
        if not isinstance(h.type, App):
            continue
        variable = Var(binder.index_in(h))
        if is_call(h.type, "HasSubset.Subset") and h.type.args[-2] == variable:
            larger = state.evaluator(h)(h.type.args[-1])
            if isinstance(larger, range | frozenset) and pool is None:
                pool = sorted(larger)[:_LARGEST_ASKED]
        if is_call(h.type, "Disjoint"):
            others = [arg for arg in h.type.args[-2:] if arg != variable]
            excluded |= {x for arg in others for x in state.evaluator(h)(arg)}
    if pool is None:
        pool = list(_elements(element))
    return [x for x in pool if x not in excluded]


def _elements(element: Type) -> Sequence[Any]:
    if isinstance(element, Finite):
        return operations.elements(element)
    if element not in _SMALL:
        raise Undecided(f"finite sets of {getattr(element, 'value', element)} are not drawn")
    return _SMALL[element]


def _longer(pool: list[Any], element: Type, size: int) -> list[Any]:
    """Enough numbers for a set of a size that is asked for."""
    if size > _LARGEST_ASKED:
        raise Undecided("a set of such a size is not drawn")
    if element in (NAT, INT):
        pool += [n for n in range(2 * size + 4) if n not in pool]
    return pool


def _asked_size(state: State, binder: Binder, hypotheses: Sequence[Binder]) -> int | None:
    """The size that ``S.card = n`` asks for."""
    for h in hypotheses:
        found = equation(h.type)
        if found is None:
            continue
        for side, other in ((found.left, found.right), (found.right, found.left)):
            if is_call(side, "Finset.card") and isinstance(side, App):
                index = binder.index_in(h)
                if side.args[-1] == Var(index) and not count_variable(other, index):
                    size = state.evaluator(h)(other)
                    return size if isinstance(size, int) else None
    return None


def _fitting(
    state: State, binder: Binder, hypotheses: Sequence[Binder], pool: list[Any]
) -> list[Any]:
    """The elements of which alone no hypothesis about every element is false."""
    every = [h for h in hypotheses if isinstance(h.type, Pi)]
    kept = []
    for x in pool:
        state.env[binder.position] = frozenset((x,))
        if all(state.truth(h).value is not False for h in every):
            kept.append(x)
    return kept
