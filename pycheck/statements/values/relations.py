"""Equality and order of values: exact where possible, in balls otherwise."""

from collections.abc import Callable, Iterable
from typing import Any

from flint import acb, arb, fmpq

from pycheck.statements.language.truth import (
    FALSE,
    TRUE,
    Truth,
    agreeing,
    conjunction,
    decided,
    equivalence,
    opposed,
)
from pycheck.statements.language.types import (
    FIELDS,
    INT,
    NAT,
    Arrow,
    Basic,
    Equivalences,
    Finite,
    Finsets,
    Lists,
    Matrices,
    Pairs,
    Sets,
    Type,
)
from pycheck.statements.language.undecided import NotSymbolic, Undecided, imprecise
from pycheck.statements.values import balls, operations, reals, terms, unknowns
from pycheck.statements.values.reals import Jet
from pycheck.statements.values.tails import everywhere
from pycheck.statements.values.terms import Terms, compare_indices
from pycheck.statements.values.unknowns import Polynomial
from pycheck.statements.values.work import spend_on

TOLERANCE = fmpq(1, 10**30)
"""Two reals are equal when their difference is a ball around zero narrower than this."""
FINEST = 2048
"""Bits of precision at which a decision is given up."""
# Functions and sets of an infinite type are compared at these points.
_POINTS = (0, 1, 2, 3, 5, 8)


def equal(kind: Type, x: Any, y: Any) -> Truth:
    """Whether ``x = y`` in the type `kind`; undecided in a type of which nothing is known."""
    if kind in FIELDS:
        return equal_reals(x, y)
    if kind is NAT or kind is INT:
        return decided(compare_indices(x, y) == 0)
    match kind:
        case Basic.CHAR | Finite():
            return decided(bool(x == y))
        case Equivalences():
            return decided(tuple(x) == tuple(y))
        case Finsets():
            return _equal_finsets(x, y)
        case Sets(element):
            return _equal_sets(element, x, y)
        case Arrow(domain, codomain):
            return _at_every_point(domain, lambda p: equal(codomain, x(p), y(p)))
        case Matrices(rows, columns, entry):
            row = Arrow(columns, entry)
            return _all(lambda i: equal(row, x(i), y(i)), operations.elements(rows))
        case Lists(element):
            if len(x) != len(y):
                return FALSE
            return _all(lambda i: equal(element, x[i], y[i]), range(len(x)))
        case Pairs(first, second):
            return _all(lambda i: equal((first, second)[i], x[i], y[i]), range(2))
    raise Undecided(f"an equality in {kind or 'a universe'}")


def same(x: Any, y: Any) -> bool:
    """Whether two values are one, for a case distinction: exact, or apart for certain."""
    if isinstance(x, arb | acb) or isinstance(y, arb | acb):
        truth = equal_reals(x, y)
        if not truth.certain:
            raise imprecise("whether two numbers are one")
        return bool(truth.value)
    return bool(x == y)


def elements(collection: Any) -> frozenset[Any]:
    """The elements of a finite set that can be told apart: not too many, and each of them exact."""
    spend_on(operations.size(collection))
    if not isinstance(collection, range) and not all(map(_is_exact, collection)):
        raise Undecided("a set of numbers that are not exact")
    return frozenset(collection)


def _is_exact(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_exact, value))
    return isinstance(value, int | str) or type(value) is fmpq


def _equal_finsets(x: Any, y: Any) -> Truth:
    if isinstance(x, range) and isinstance(y, range):
        return decided(x == y)
    return decided(elements(x) == elements(y))


def _equal_sets(element: Type, x: Any, y: Any) -> Truth:
    ends = [e for s in (x, y) for e in (getattr(s, "lower", None), getattr(s, "upper", None))]
    beside = [e for e in ends if isinstance(e, int) or type(e) is fmpq]
    return _at_every_point(element, lambda p: equivalence(x.contains(p), y.contains(p)), beside)


def _at_every_point(kind: Type, body: Callable[[Any], Truth], beside: Iterable[Any] = ()) -> Truth:
    if isinstance(kind, Finite):
        return _all(body, operations.elements(kind))
    if kind is NAT and (known := everywhere(body)) is not None:
        return known
    found = _all(body, (*_points(kind), *beside))
    return agreeing("equal at a few points") if found.value is True else found


def _all(body: Callable[[Any], Truth], points: Iterable[Any]) -> Truth:
    """The conjunction over the points; one that cannot be evaluated leaves it to the others."""

    def tried(p: Any) -> Truth:
        try:
            return body(p)
        except Undecided as undecided:
            return Truth(None, undecided.reason, retry=undecided.retry)

    return conjunction(map(tried, points))


def _points(kind: Type) -> Any:
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
    if isinstance(x, Jet) or isinstance(y, Jet):
        raise NotSymbolic("an equality in a derivative")
    if isinstance(x, Terms) or isinstance(y, Terms):
        return decided(terms.vanishes(reals.difference_of_terms(x, y)))
    if isinstance(x, Polynomial) or isinstance(y, Polynomial):
        return decided(unknowns.compare(x, y) == 0)
    difference = balls.ball(x) - balls.ball(y)
    if isinstance(difference, acb):
        # One part that is apart decides, however wide the other one is.
        return conjunction(_tiny(part, x, y) for part in (difference.real, difference.imag))
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
    lower = max(abs(balls.ball(x)).lower(), abs(balls.ball(y)).lower())
    return lower.min(arb(1)) if lower > 0 else arb(1)


def compare(kind: Type, x: Any, y: Any) -> int:
    """The sign of ``x - y`` in an ordered type; undecided where balls overlap."""
    if kind is NAT or kind is INT:
        return compare_indices(x, y)
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
    try:
        return decided(compare(kind, x, y) < 0)
    except Undecided as undecided:
        if undecided.retry and equal_reals(x, y).value:
            return opposed("equal within 1e-30", retry=True)
        raise
