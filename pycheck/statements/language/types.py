"""Lean's types as values: which domain a quantifier ranges over, which arithmetic a sign means."""

from dataclasses import dataclass
from enum import Enum


class Basic(Enum):
    """A type without parameters."""

    # That of the name, which an enumeration has, is computed in Python.
    __hash__ = object.__hash__

    REAL = "Real"
    NAT = "Nat"
    INT = "Int"
    RAT = "Rat"
    COMPLEX = "Complex"
    CHAR = "Char"


@dataclass(frozen=True, slots=True)
class Finite:
    """A finite type with `size` elements, written 0, 1, …"""

    size: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """Functions from `domain` to `codomain`."""

    domain: "Type"
    codomain: "Type"


@dataclass(frozen=True, slots=True)
class Matrices:
    """Matrices: functions of a row and a column, with their own product."""

    rows: "Type"
    columns: "Type"
    entry: "Type"


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of one type."""

    element: "Type"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of two types."""

    first: "Type"
    second: "Type"


@dataclass(frozen=True, slots=True)
class Finsets:
    """Finite sets of one type."""

    element: "Type"


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of one type."""

    element: "Type"


@dataclass(frozen=True, slots=True)
class Equivalences:
    """Bijections between two types."""

    domain: "Type"
    codomain: "Type"


Type = Basic | Finite | Arrow | Matrices | Lists | Pairs | Finsets | Sets | Equivalences

REAL, NAT, INT = Basic.REAL, Basic.NAT, Basic.INT
RAT, COMPLEX, CHAR = Basic.RAT, Basic.COMPLEX, Basic.CHAR
FIELDS = frozenset({REAL, RAT, COMPLEX})
