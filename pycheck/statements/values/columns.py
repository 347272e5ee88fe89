"""The terms of a sum all at once: a column has one number for each index of a loop.

A summand is called once, with the column of all indices in place of a number, and every operation
goes down the columns: the tree is walked once for a sum and not once for a term. Each number comes
out of the same operations on scalars as if its term were evaluated singly. Everything else raises
`NotSymbolic`, and then the terms are evaluated singly.
"""

import operator
from collections.abc import Callable
from functools import partial
from itertools import repeat
from typing import Any

from flint import arb, ctx, fmpq

from pycheck.statements.language.undecided import NotSymbolic, Undecided
from pycheck.statements.values import balls
from pycheck.statements.values.balls import ZERO, Scalar
from pycheck.statements.values.partial import is_total
from pycheck.statements.values.unknowns import Anything
from pycheck.statements.values.work import METER

_NUMBERS = frozenset((int, fmpq, arb))
_ZERO = arb(0)


class Column(Anything):
    """One number for each index of a `loop`: `int`, `fmpq` or `arb`.

    What is computed from the column alone (its real numbers, their logarithms, the sum) is
    remembered. `apart` are the places of the numbers that are no balls, such as log 1.
    """

    __slots__ = ("_known", "_plain", "_total", "apart", "loop", "values")

    def __init__(
        self, loop: object, values: list[Any], apart: tuple[int, ...] | None = None
    ) -> None:
        self.loop = loop
        self.values = values
        self._known: dict[Any, Any] | None = None
        self._total: Scalar | None = None
        self._plain: tuple[int, ...] | None = None
        if apart is None:
            apart = tuple([i for i, a in enumerate(values) if type(a) is not arb])
        self.apart = apart

    def each(self, function: Callable[[Any], Any]) -> "Column":
        """The function of every number."""
        fast = _OF_BALLS.get(function)
        if fast is not None and not self.apart:
            values = list(map(fast, self.values))
            if _finite(self.values) and _finite(values):
                return Column(self.loop, values, ())
        return Column(self.loop, list(map(function, self.values)))

    def once(self, key: Any, function: Callable[[Any], Any]) -> "Column":
        """The same, computed once for each key."""
        known = self._known
        if known is None:
            known = self._known = {}
        found: Column | None = known.get(key)
        if found is None:
            found = known[key] = self.each(function)
        return found

    def plain(self) -> tuple[int, ...]:
        """The places of the exact numbers 0 and 1, of which each power is exact."""
        if self._plain is None:
            self._plain = tuple([i for i in self.apart if self.values[i] in (0, 1)])
        return self._plain

    def __neg__(self) -> "Column":  # type: ignore[override]
        return self.once(operator.neg, operator.neg)


# What a function is of balls inside of its domain; where one is outside this is not finite.
_OF_BALLS: dict[Callable[[Any], Any], Callable[[Any], Any]] = {
    balls.inv: partial(operator.truediv, 1),
    balls.log: arb.log,
    operator.neg: operator.neg,
}


def _finite(values: list[Any]) -> bool:
    return all(map(arb.is_finite, values))


def has_zeros(x: Column) -> bool:
    """Whether every number is known to be zero, or none is; raises `NotSymbolic` otherwise."""
    if not x.apart:
        found = set(map(arb.is_zero, x.values))
        if len(found) == 1:
            return found.pop()
    return bool(alike(x, balls.is_zero))


# So many columns of indices are kept with what is known of them.
_KEPT = 64


class _Loops:
    """How many loops are under way, columns of indices, and what this evaluation knows of others.

    The columns of indices stay: the logarithms of 1, 2, 3, … are those of the next sum too.
    """

    under_way = 0
    indices: dict[Any, Column] = {}  # noqa: RUF012
    known: dict[Any, tuple[Any, ...]] = {}  # noqa: RUF012


def forget() -> None:
    """Forget what the last evaluation knew, and the columns of indices where they are many."""
    _Loops.known.clear()
    if len(_Loops.indices) > _KEPT:
        _Loops.indices.clear()


def under_way() -> bool:
    """Whether a value may be a column."""
    return _Loops.under_way > 0


def need_none(what: str) -> None:
    """Say that something is evaluated of single numbers only; raises `NotSymbolic` in a loop."""
    if _Loops.under_way:
        raise NotSymbolic(f"{what} of a column")


def at_once(over: range, f: Callable[[Any], Any]) -> Any:
    """`f` of the column of all indices of a loop; None where it has to be called for each of them.

    What is done inside counts as often as if it were done for each of them.
    """
    place = (over.start, over.stop, _Loops.under_way, ctx.prec, is_total())
    index = _Loops.indices.get(place)
    if index is None:
        index = _Loops.indices[place] = Column(place, list(over))
    left, times = METER.left, METER.times
    METER.times *= len(over)
    _Loops.under_way += 1
    try:
        return f(index)
    except (Undecided, TypeError, ValueError):  # a meaning that knows nothing of columns
        METER.left = left
        return None
    finally:
        _Loops.under_way -= 1
        METER.times = times


def apart(code: Callable[[Any], Any], values: tuple[Any, ...]) -> Any:
    """The value of a closed body, in whose arguments there is no column, as if no loop ran.

    Its own loops may then have the columns of those around it, with what is known of them.
    """
    loops, times = _Loops.under_way, METER.times
    _Loops.under_way, METER.times = 0, 1
    try:
        return code(values)
    finally:
        _Loops.under_way, METER.times = loops, times


def is_number(value: Any) -> bool:
    """Whether a value is a number that holds no column."""
    return type(value) in _NUMBERS


def both(function: Callable[[Any, Any], Any], x: Any, y: Any) -> Column:
    """A function of two values, a column and another or a number."""
    if isinstance(x, Column) and isinstance(y, Column):
        _need_one_loop(x, y)
        return Column(x.loop, list(map(function, x.values, y.values)))
    if isinstance(x, Column) and is_number(y):
        return Column(x.loop, [function(a, y) for a in x.values])
    if isinstance(y, Column) and is_number(x):
        return Column(y.loop, [function(x, b) for b in y.values])
    raise NotSymbolic("an operation on a column")


def add(x: Any, y: Any) -> Column | None:
    """``x + y``, a column and another or a number; None of anything else."""
    if type(x) is not Column:
        if type(x) is fmpq and not x:
            return y  # type: ignore[no-any-return]
        return _shifted(y, x)
    if type(y) is not Column:
        if type(y) is fmpq and not y:
            return x
        return _shifted(x, y)
    return _pairs(operator.add, balls.add, x, y)


def mul(x: Any, y: Any) -> Column | Scalar | None:
    """``x * y``, likewise.

    A number that is exactly zero wins over any ball, in a column over a finite one.
    """
    if type(x) is not Column:
        return _scaled(y, x)
    if type(y) is not Column:
        return _scaled(x, y)
    return _pairs(operator.mul, balls.mul, x, y)


def _scaled(x: Column, y: Any) -> Column | Scalar | None:
    """A column times a number."""
    if type(y) is fmpq:
        if not y:
            return ZERO
        if y == 1:
            return x
        if y == -1:
            return -x
        factor = arb(y)
    elif type(y) is arb:
        if y.is_zero():
            return ZERO
        factor = y
    else:
        return None
    values = list(map(operator.mul, x.values, repeat(factor)))
    return _mended(values, balls.mul, x, [y] * len(values), x.apart)


def _shifted(x: Column, y: Any) -> Column | None:
    """A column and a number, added."""
    if type(y) is not arb and type(y) is not fmpq:
        return None
    values = list(map(operator.add, x.values, repeat(balls.ball(y))))
    return _mended(values, balls.add, x, [y] * len(values), x.apart)


def _pairs(
    fast: Callable[[Any, Any], Any], exact: Callable[[Any, Any], Any], x: Column, y: Column
) -> Column:
    """A sum or product of two columns."""
    _need_one_loop(x, y)
    apart = x.apart
    if apart != y.apart:
        apart = tuple(sorted({*apart, *y.apart}))
    return _mended(list(map(fast, x.values, y.values)), exact, x, y.values, apart)


def _mended(
    values: list[Any],
    exact: Callable[[Any, Any], Any],
    x: Column,
    others: list[Any],
    apart: tuple[int, ...],
) -> Column:
    """The column of these values, which are Arb's, with exact ones where a number is no ball."""
    if apart:
        still = []
        for i in apart:
            values[i] = value = exact(x.values[i], others[i])
            if type(value) is not arb:
                still.append(i)
        apart = tuple(still)
    return Column(x.loop, values, apart)


def power(x: Column, n: int) -> Column:
    """``x ^ n`` for a natural number."""
    if n < 2:
        return x.each(lambda a: balls.power(a, n))
    values = [
        a**n if type(a) is arb and _ZERO not in a and n < 2**32 else balls.power(a, n)
        for a in x.values
    ]
    return Column(x.loop, values)


def rpow(x: Column, y: fmpq) -> Column:
    """``x ^ y`` for a real number; computed once an evaluation for each column and exponent."""
    key = (id(x), y.p, y.q)
    found = _Loops.known.get(key)
    if found is None:
        # The column is kept, so that the identity in the key stays its own.
        found = _Loops.known[key] = (_powers(x, y), x)
    column: Column = found[0]
    return column


def shared(sign: str, x: Column, y: Any, operation: Callable[[], Any]) -> Any:
    """The outcome of an operation on a column and another or a ball, once an evaluation."""
    key = (sign, id(x), id(y))
    found = _Loops.known.get(key)
    if found is None:
        found = _Loops.known[key] = (operation(), x, y)
    return found[0]


def _powers(x: Column, y: fmpq) -> Column:
    if balls.has_no_root(y):
        values = list(map(pow, x.once(balls.ball, balls.ball).values, repeat(arb(y))))
        if _finite(values):
            for i in x.plain():
                values[i] = balls.rpow(x.values[i], y)
            return Column(x.loop, values)
    return x.each(lambda a: balls.rpow(a, y))


def _need_one_loop(x: Column, y: Column) -> None:
    if x.loop != y.loop:
        raise NotSymbolic("columns of two loops")


def alike(x: Column, function: Callable[[Any], Any]) -> Any:
    """What a function says of every number alike; raises `NotSymbolic` where it differs."""
    found = x.once(function, function).values
    if len(set(found)) > 1:
        raise NotSymbolic("a distinction within a column")
    return found[0]


def total(x: Column) -> Scalar:
    """The sum of the numbers, added one by one.

    Zero times what is not finite is not finite here and zero among scalars, so such sums are left.
    """
    known = x._total
    if known is not None:
        return known
    # Beyond the last number that is no ball, and one ball, Arb adds alone.
    alone = x.apart[-1] + 2 if x.apart else 1
    result: Any = x.values[0]
    for a in x.values[1:alone]:
        result = balls.add(result, a)
    result = sum(x.values[alone:], result)
    if type(result) is arb and not result.is_finite():
        raise NotSymbolic("a sum that is not finite")
    x._total = result
    scalar: Scalar = result
    return scalar
