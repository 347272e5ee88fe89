"""Sets and filters as values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pycheck.statements.language.truth import (
    Truth,
    conjunction,
    decided,
    disjunction,
    negation,
)
from pycheck.statements.language.types import REAL, Type
from pycheck.statements.language.undecided import NotSymbolic
from pycheck.statements.values.relations import at_most, elements, equal, less


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers between `lower` and `upper`; None is no bound."""

    kind: Type
    lower: Any = None
    upper: Any = None
    lower_open: bool = False
    upper_open: bool = False

    def contains(self, x: Any) -> Truth:
        """Whether `x` lies in the interval."""
        parts = []
        if self.lower is not None:
            parts.append((less if self.lower_open else at_most)(self.kind, self.lower, x))
        if self.upper is not None:
            parts.append((less if self.upper_open else at_most)(self.kind, x, self.upper))
        return conjunction(parts)


@dataclass(frozen=True, slots=True)
class Predicate:
    """The set of the values for which `holds`."""

    holds: Callable[[Any], Truth]

    def contains(self, x: Any) -> Truth:
        """Whether `x` lies in the set."""
        return self.holds(x)


AnySet = Interval | Predicate | range | frozenset[Any]


def contains(collection: AnySet, x: Any) -> Truth:
    """``x ∈ collection``."""
    if isinstance(collection, Interval | Predicate):
        return collection.contains(x)
    if not isinstance(x, int):
        raise NotSymbolic("membership of the index")
    return decided(x in collection)


def complement(collection: AnySet) -> Predicate:
    """``collectionᶜ``."""
    return Predicate(lambda x: negation(contains(collection, x)))


def singleton(kind: Type, x: Any) -> Predicate:
    """``{x}``."""
    return Predicate(lambda y: equal(kind, x, y))


def union(first: Any, second: Any) -> Any:
    """``first ∪ second``."""
    if isinstance(first, Interval | Predicate) or isinstance(second, Interval | Predicate):
        return Predicate(lambda x: disjunction((contains(first, x), contains(second, x))))
    return elements(first) | elements(second)


@dataclass(frozen=True, slots=True)
class AtTop:
    """The neighbourhoods of infinity."""

    kind: Type


@dataclass(frozen=True, slots=True)
class AtBot:
    """The neighbourhoods of minus infinity."""

    kind: Type


@dataclass(frozen=True, slots=True)
class Near:
    """The neighbourhoods of `point`, within the set `within` where there is one."""

    point: Any
    within: AnySet | None = None
    kind: Type = REAL


Filter = AtTop | AtBot | Near
