"""Points at which an inner ``∀`` over an infinite type is tried."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flint import fmpq

from pycheck.statements.language.truth import Truth, agreeing, conjunction, disjunction
from pycheck.statements.language.types import FIELDS, INT, NAT, RAT, REAL, Finite, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values import operations
from pycheck.statements.values.tails import everywhere, in_haste, of_anything, of_points

_NATURALS = (0, 1, 4)
_BESIDE = (fmpq(-1), fmpq(0), fmpq(1, 1000), fmpq(2))
# Far points are looked at for what is false there; what cannot be evaluated so far out is passed.
_FAR: Mapping[Type, tuple[Any, ...]] = {
    NAT: (30, 1000, 10**6),
    INT: (-(10**6), -1000, 1000, 10**6),
    REAL: (fmpq(-(10**6)), fmpq(-30), fmpq(30), fmpq(10**6)),
    RAT: (fmpq(-(10**6)), fmpq(30), fmpq(10**6)),
}


# What holds of nothing is false only in a type that has something.
_INHABITED = frozenset({NAT, INT, *FIELDS})


def forall(kind: Type, env: tuple[Any, ...], body: Callable[[Any], Truth]) -> Truth:
    """``∀ x : kind, body x``: all of a finite type, a grid of an infinite one.

    The grid lies beside the numbers of the environment, where hypotheses begin to hold. What holds
    on it may fail elsewhere: it agrees, and no more. A symbolic index may know better.
    """
    known = None if isinstance(kind, Finite) else of_anything(body, kind)
    if known is not None and (known.value is True or kind in _INHABITED):
        return known
    if kind is NAT and (known := everywhere(body)) is not None:
        return known
    found = of_points(body(x) for x in _points(kind, env))
    if found.value is not True or isinstance(kind, Finite):
        return found
    with in_haste():
        far = (body(x) for x in _FAR[kind])
        wrong = next((truth for truth in far if truth.value is False), None)
    return wrong or agreeing(f"true at a few points of {getattr(kind, 'value', kind)}")


def within(points: Iterable[Any], body: Callable[[Any], Truth]) -> Truth:
    """``∀ x, x ∈ points → …``: outside of the points there is nothing to say."""
    return conjunction(body(x) for x in points)


def among(points: Iterable[Any], body: Callable[[Any], Truth]) -> Truth:
    """``∃ x ∈ points, body x``: one that cannot be evaluated leaves it to the others."""

    def tried(x: Any) -> Truth:
        try:
            return body(x)
        except Undecided as undecided:
            return Truth(None, undecided.reason, retry=undecided.retry)

    return disjunction(map(tried, points))


def _points(kind: Type, env: tuple[Any, ...]) -> list[Any]:
    if isinstance(kind, Finite):
        return list(operations.elements(kind))
    if kind is NAT or kind is INT:
        near = {x for x in env if isinstance(x, int) and 0 <= x <= 1000}
        points = {*_NATURALS, *near, *(x + 1 for x in near)}
        return sorted(points | ({-1, -3} if kind is INT else set()))
    if kind is REAL or kind is RAT:
        numbers = [fmpq(0), fmpq(1), *(x for x in env if type(x) is fmpq)]
        beside = [x + step for x in numbers for step in _BESIDE]
        # Told apart by two whole numbers: the hash of a fraction takes ten times as long.
        return sorted({(x.p, x.q): x for x in beside}.values())
    raise Undecided(f"a statement about every element of {kind}")
