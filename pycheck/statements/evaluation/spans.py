"""A set of values that is known by its ends, or by all of its elements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq

from pycheck.statements.language.types import INT, NAT, RAT, Type

MOST_POINTS = 1000
"""So many values are few: all of them are looked at."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole numbers between two ends, or `only` some values, of which none need be exact."""

    lower: int | None = None
    upper: int | None = None
    only: tuple[Any, ...] | None = None

    def meet(self, other: "Span") -> "Span":
        """What lies in both, and perhaps more."""
        if self.only is not None and other.only is not None:
            return min(self, other, key=lambda span: len(span.only or ()))
        if self.only is not None or other.only is not None:
            return self if self.only is not None else other
        lower = [x for x in (self.lower, other.lower) if x is not None]
        upper = [x for x in (self.upper, other.upper) if x is not None]
        return Span(max(lower, default=None), min(upper, default=None))

    def join(self, other: "Span") -> "Span":
        """What lies in one of them, and perhaps more."""
        if self.only is not None and other.only is not None:
            return Span(only=(*self.only, *other.only))
        one, two = self._ends(), other._ends()
        if one is None or two is None:
            return other if one is None else self
        lower = None if one[0] is None or two[0] is None else min(one[0], two[0])
        upper = None if one[1] is None or two[1] is None else max(one[1], two[1])
        return Span(lower, upper)

    def _ends(self) -> tuple[int | None, int | None] | None:
        if self.only is None:
            return self.lower, self.upper
        whole = [x for x in self.only if isinstance(x, int)]
        if len(whole) < len(self.only):
            return None, None
        return (min(whole), max(whole)) if whole else None


EVERYTHING = Span()


def points_of_kind(span: Span, kind: Type) -> Sequence[Any] | None:
    """All values of a type that lie in a span; None where they are not few."""
    if span.only is not None:
        found = _values_of_kind(span.only, kind)
        return found if len(found) <= MOST_POINTS else None
    if kind is not NAT and kind is not INT:
        return None
    lower = max(span.lower or 0, 0) if kind is NAT else span.lower
    if lower is None or span.upper is None or span.upper - lower >= MOST_POINTS:
        return None
    return range(lower, span.upper + 1)


def _values_of_kind(only: tuple[Any, ...], kind: Type) -> list[Any]:
    """The values that a type has, each exact one once; a whole number may come as a fraction."""
    whole = kind is NAT or kind is INT
    exact: dict[Any, Any] = {}
    others: list[Any] = []
    for x in only:
        value = int(x.p) if whole and type(x) is fmpq and x.q == 1 else x
        if isinstance(value, arb):
            others.append(value)
        elif not whole or (isinstance(value, int) and (value >= 0 or kind is INT)):
            exact[_key(value)] = value
    if whole or kind is RAT:
        others = []
    return [exact[key] for key in sorted(exact)] + others


def _key(value: Any) -> tuple[Any, ...]:
    """An order of the values that does not depend on hashes."""
    if isinstance(value, frozenset):
        return (len(value), *sorted(map(_key, value)))
    if isinstance(value, tuple):
        return tuple(map(_key, value))
    return (abs(value), value < 0) if isinstance(value, int | fmpq) else (str(value),)
