"""Finite sums and series of reals: term by term where that is cheap, accelerated otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from flint import arb, fmpq

from pycheck.statements.language.types import REAL, Type
from pycheck.statements.language.undecided import NotSymbolic, Undecided
from pycheck.statements.values import accelerators, approximate, balls, columns, operations, reals
from pycheck.statements.values.balls import ZERO
from pycheck.statements.values.columns import Column
from pycheck.statements.values.partial import is_total
from pycheck.statements.values.reals import Jet, Real
from pycheck.statements.values.terms import Frame, Index, Terms
from pycheck.statements.values.work import spend

Summand = Callable[[Any], Real]

DIRECT = 96
"""Up to so many terms a sum is taken term by term without trying to accelerate it."""
LONGEST_DIRECT = 4096
# So many terms are evaluated at once rather than one by one.
_MANY = 4
# The first terms of a series are always evaluated singly: they do not depend on the symbolic form.
_HEAD = 4
# A series without a closed form is followed until its terms are small, or given up.
_FOLLOWED = 3000
_TINY = fmpq(1, 10**25)


@dataclass(frozen=True, slots=True)
class Below:
    """The natural numbers below a symbolic one."""

    stop: Index

    def __len__(self) -> int:
        raise NotSymbolic("the size of a symbolic range")

    def __iter__(self) -> NoReturn:
        raise NotSymbolic("the elements of a symbolic range")

    def __contains__(self, _: object) -> bool:
        raise NotSymbolic("membership of a symbolic range")


def _below_index(kind: Type, over: Below, f: Summand) -> Real:
    """``∑ k < n, f k`` at a symbolic `n`, where the summand is constant from some `k` on."""
    if kind is not REAL:
        raise NotSymbolic("a sum up to the index")
    tail, frame = _symbolic(f)
    if isinstance(tail, Terms) and not tail.coefficients:
        tail = ZERO
    if isinstance(tail, Terms | Jet):
        raise NotSymbolic("a sum of varying terms up to the index")
    over.stop.frame.require(frame.start - over.stop.shift)
    head = direct_sum(range(frame.start), f)
    beyond = reals.sub(over.stop.real(), fmpq(frame.start))
    return head if reals.is_zero(tail) else reals.add(head, reals.mul(tail, beyond))


def finite_sum(kind: Type, over: Any, f: Summand) -> Any:
    """``∑ x ∈ over, f x``."""
    if isinstance(over, Below):
        return _below_index(kind, over, f)
    if kind is not REAL or not isinstance(over, range) or over.step != 1:
        return operations.total(kind, over, f)
    if over.stop - over.start <= DIRECT:
        return direct_sum(over, f)
    try:
        return _accelerated(over, f)
    except NotSymbolic:
        # Of a number in place of a column the same sum may be symbolic.
        if over.stop - over.start <= LONGEST_DIRECT and not columns.under_way():
            return direct_sum(over, f)
        raise


def finite_product(kind: Type, over: Any, f: Summand) -> Any:
    """``∏ x ∈ over, f x`` factor by factor."""
    if operations.size(over) > LONGEST_DIRECT:
        raise Undecided("a product has too many factors")
    result = operations.numeral(kind, 1)
    for x in over:
        result = operations.mul(kind, result, f(x))
    return result


def direct_sum(over: range, f: Summand) -> Real:
    """The sum term by term, all terms at once where that can be done."""
    if over.stop - over.start >= _MANY:
        known = columns.at_once(over, lambda index: _summed(f(index), len(over)))
        if known is not None:
            result: Real = known
            return result
    total: Real = ZERO
    for x in over:
        total = reals.add(total, f(x))
    return total


def _summed(terms: Any, count: int) -> Real:
    """The sum of the terms that a column has, or of so many that are all alike."""
    if isinstance(terms, Column):
        return columns.total(terms)
    if isinstance(terms, Jet):
        return Jet(terms.tag, _summed(terms.value, count), _summed(terms.slope, count))
    term = reals.scalar(terms, "a sum")
    total: balls.Scalar = ZERO
    if type(term) is fmpq and not term:
        return total
    for _ in range(count):
        total = balls.add(total, term)
    return total


def _accelerated(over: range, f: Summand) -> Real:
    frame = Frame(over.start + _HEAD)
    tail = f(Index(frame))
    first = min(frame.start, over.stop)
    _few(first - over.start)
    head = direct_sum(range(over.start, first), f)
    return reals.add(head, _map(tail, lambda t: _finite_tail(t, first, over.stop)))


def _few(first: int) -> None:
    """The terms before a form holds are added singly, so there may not be too many."""
    if first > LONGEST_DIRECT:
        raise NotSymbolic("a form in the index that holds late")


def _map(value: Real, sum_of: Callable[[Any], Real]) -> Real:
    if isinstance(value, Jet):
        return Jet(value.tag, _map(value.value, sum_of), _map(value.slope, sum_of))
    return sum_of(value)


def _finite_tail(tail: Real, start: int, stop: int) -> Real:
    if isinstance(tail, Terms):
        return accelerators.finite(tail, start, stop)
    return reals.mul(tail, fmpq(stop - start))


def _symbolic(f: Summand) -> tuple[Real, Frame]:
    frame = Frame(_HEAD)
    return f(Index(frame)), frame


def is_summable(f: Summand) -> bool:
    """Whether ``∑ k, f k`` over the natural numbers converges (absolutely, as in Lean)."""
    tail, _ = _symbolic(f)
    return _is_summable(tail)


def _is_summable(tail: Real) -> bool:
    if isinstance(tail, Jet):
        return _is_summable(tail.value) and _is_summable(tail.slope)
    if isinstance(tail, Terms):
        return accelerators.summable(tail)
    return reals.sign(tail) == 0


def series(f: Summand) -> Real:
    """``∑' k, f k`` over the natural numbers; zero where it diverges, as in Lean."""
    columns.need_none("a series")
    try:
        tail, frame = _symbolic(f)
    except NotSymbolic:
        return _followed(f)
    if not _is_summable(tail):
        if isinstance(tail, Jet) and not _diverges_nearby(tail):
            raise Undecided("a series is differentiated where it begins to converge")
        if is_total():
            return ZERO
        if not (isinstance(tail, Terms) and accelerators.converges(tail)):
            raise Undecided("a series does not converge absolutely")
    _few(frame.start)
    head = direct_sum(range(frame.start), f)
    return reals.add(head, _map(tail, lambda t: _infinite_tail(t, frame.start)))


def _followed(f: Summand) -> Real:
    """A series without a closed form, from its first terms and the rate at which they shrink."""
    total: balls.Scalar = ZERO
    sizes: list[arb] = []
    for k in range(_FOLLOWED):
        spend()
        term = f(k)
        if isinstance(term, Terms | Jet | Column):
            raise NotSymbolic("a series that is differentiated")
        total = balls.add(total, term)
        sizes.append(abs(arb(balls.ball(term))))
        before, last = sizes[-6:-3], sizes[-3:]
        small = all(size < _TINY for size in last)
        # Terms that are small and still grow are those before a peak.
        if k > _HEAD + 1 and small and not any(x > y for x in last for y in before):
            approximate.note("a series that was followed so far")
            return arb(balls.ball(total)) + arb(0, 1) * fmpq(1, 10**20)
    raise NotSymbolic("a series whose terms do not become small soon")


def _diverges_nearby(tail: Jet) -> bool:
    value = tail.value
    if isinstance(value, Jet):
        return _diverges_nearby(value)
    return isinstance(value, Terms) and accelerators.diverges_nearby(value)


def _infinite_tail(tail: Real, start: int) -> Real:
    return accelerators.infinite(tail, start) if isinstance(tail, Terms) else ZERO
