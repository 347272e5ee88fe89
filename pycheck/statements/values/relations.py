"""Equality and order of values: exact where possible, in balls otherwise."""

from typing import Any

from flint import acb, arb, fmpq

from pycheck.statements.language.truth import TRUE, Truth, agreeing, conjunction, decided
from pycheck.statements.language.types import (
    FIELDS,
    INT,
    NAT,
    Arrow,
    Equivalences,
    Finite,
    Finsets,
    Matrices,
    Type,
)
from pycheck.statements.language.undecided import NotSymbolic, Undecided, imprecise
from pycheck.statements.values import balls, operations, reals
from pycheck.statements.values.reals import Jet
from pycheck.statements.values.terms import Index, Terms

TOLERANCE = fmpq(1, 10**30)
"""Two reals are equal when their difference is a ball around zero narrower than this."""
FINEST = 2048
"""Bits of precision at which a decision is given up."""
# Functions on an infinite type are compared at these points.
_POINTS = (0, 1, 2, 3, 5, 8)


def equal(kind: Type, x: Any, y: Any) -> Truth:
    """Whether ``x = y`` in the type `kind`."""
    if kind in FIELDS:
        return equal_reals(x, y)
    if isinstance(kind, Finsets):
        return decided(set(x) == set(y))
    if isinstance(kind, Arrow):
        found = conjunction(equal(kind.codomain, x(p), y(p)) for p in _points(kind.domain))
        if found.value is True and not isinstance(kind.domain, Finite):
            return agreeing("functions that agree at a few points")
        return found
    if isinstance(kind, Matrices):
        rows = Arrow(kind.columns, kind.entry)
        return conjunction(equal(rows, x(i), y(i)) for i in operations.elements(kind.rows))
    if isinstance(kind, Equivalences):
        return decided(tuple(x) == tuple(y))
    if isinstance(x, Index) or isinstance(y, Index):
        raise NotSymbolic("a comparison of the index")
    return decided(bool(x == y))


def _points(kind: Type) -> Any:
    if isinstance(kind, Finite):
        return operations.elements(kind)
    if kind is NAT:
        return _POINTS
    if kind is INT:
        return (*_POINTS, -1, -4)
    if kind in FIELDS:
        return [fmpq(p, 2) for p in (*_POINTS, -1, -4)]
    raise Undecided(f"functions on {kind} are not compared")


def equal_reals(x: Any, y: Any) -> Truth:
    """Equality of reals: exact, or their difference has a ball that contains zero and is tiny.

    The latter agrees and is not certain.
    """
    if type(x) is fmpq and type(y) is fmpq:
        return decided(bool(x == y))
    if isinstance(x, Terms | Jet) or isinstance(y, Terms | Jet):
        raise NotSymbolic("an equality in the index or in a derivative")
    difference = balls.ball(x) - balls.ball(y)
    if isinstance(difference, acb):
        return conjunction((_tiny(difference.real, x, y), _tiny(difference.imag, x, y)))
    return _tiny(difference, x, y)


def _tiny(difference: arb, x: Any, y: Any) -> Truth:
    if difference.is_zero():
        return TRUE
    if not difference.is_finite():
        raise imprecise("an equality")
    if 0 not in difference:
        return decided(False)
    if difference.rad() < TOLERANCE * _scale(x, y):
        return agreeing("equal within 1e-30", retry=True)
    raise imprecise("an equality")


def _scale(x: Any, y: Any) -> arb:
    """The smaller of one and the size of the numbers, unless both may be zero."""
    lower = max(abs(balls.ball(v)).lower() for v in (x, y))
    return lower.min(arb(1)) if lower > 0 else arb(1)


def compare(kind: Type, x: Any, y: Any) -> int:
    """The sign of ``x - y`` in an ordered type; undecided where balls overlap."""
    if kind is NAT or kind is INT:
        if isinstance(x, Index) or isinstance(y, Index):
            raise NotSymbolic("a comparison of the index")
        return int(x > y) - int(x < y)
    if kind not in FIELDS:
        raise Undecided(f"no order of {kind} is known")
    return reals.compare(x, y)


def at_most(kind: Type, x: Any, y: Any) -> Truth:
    """Whether ``x ≤ y``; numbers that are equal as far as `equal_reals` can tell agree."""
    try:
        return decided(compare(kind, x, y) <= 0)
    except Undecided as undecided:
        if undecided.retry and (same := equal_reals(x, y)).value:
            return same
        raise


def less(kind: Type, x: Any, y: Any) -> Truth:
    """Whether ``x < y``: never decided by balls that overlap."""
    return decided(compare(kind, x, y) < 0)
