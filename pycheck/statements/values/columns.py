"""The terms of a sum all at once: a column has one number for each index of a loop.

A summand is called once, with the column of all indices in place of a number, and every operation
goes down the columns: the tree is walked once for a sum and not once for a term. Each number comes
out of the same operations on scalars as if its term were evaluated singly. Everything else raises
`NotSymbolic`, and then the terms are evaluated singly.
"""

import operator
from collections.abc import Callable
from typing import Any

from flint import arb, ctx, fmpq

from pycheck.statements.language.undecided import NotSymbolic, Undecided
from pycheck.statements.values import balls
from pycheck.statements.values.balls import ZERO, Scalar
from pycheck.statements.values.partial import is_total
from pycheck.statements.values.unknowns import Anything
from pycheck.statements.values.work import METER

_NUMBERS = frozenset((int, fmpq, arb))


class Column(Anything):
    """One number for each index of a `loop`: `int`, `fmpq` or `arb`.

    What is computed from the column alone (its real numbers, logarithms and powers) is remembered.
    """

    __slots__ = ("_known", "loop", "values")

    def __init__(self, loop: object, values: list[Any]) -> None:
        self.loop = loop
        self.values = values
        self._known: dict[Any, Any] | None = None

    def each(self, function: Callable[[Any], Any]) -> "Column":
        """The function of every number."""
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

    def __neg__(self) -> "Column":  # type: ignore[override]
        return self.once(operator.neg, operator.neg)


class _Loops:
    """How many loops are under way, and the columns of indices that this evaluation has used."""

    under_way = 0
    indices: dict[Any, Column] = {}  # noqa: RUF012


def forget() -> None:
    """Forget the logarithms and powers of the last evaluation."""
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
    if type(y) is fmpq and not y:
        return x  # type: ignore[no-any-return]
    if type(x) is fmpq and not x:
        return y  # type: ignore[no-any-return]
    return _balls(operator.add, balls.add, x, y)


def mul(x: Any, y: Any) -> Column | Scalar | None:
    """``x * y``, likewise.

    A number that is exactly zero wins over any ball, in a column over a finite one.
    """
    factor = y if type(x) is Column else x
    if is_number(factor) and balls.is_zero(factor):
        return ZERO
    return _balls(operator.mul, balls.mul, x, y)


def _balls(
    fast: Callable[[Any, Any], Any], exact: Callable[[Any, Any], Any], x: Any, y: Any
) -> Column | None:
    """A sum or product: Arb's own where both are balls."""
    if type(x) is not Column:
        if not is_number(x):
            return None
        a = balls.ball(x)
        values = [fast(a, b) if type(b) is arb else exact(x, b) for b in y.values]
        return Column(y.loop, values)
    if type(y) is not Column:
        if not is_number(y):
            return None
        b = balls.ball(y)
        values = [fast(a, b) if type(a) is arb else exact(a, y) for a in x.values]
        return Column(x.loop, values)
    _need_one_loop(x, y)
    pairs = zip(x.values, y.values, strict=True)
    values = [fast(a, b) if type(a) is arb and type(b) is arb else exact(a, b) for a, b in pairs]
    return Column(x.loop, values)


def power(x: Column, n: int) -> Column:
    """``x ^ n`` for a natural number."""
    if n < 2:
        return x.each(lambda a: balls.power(a, n))
    values = [
        a**n if type(a) is arb and 0 not in a and n < 2**32 else balls.power(a, n) for a in x.values
    ]
    return Column(x.loop, values)


def rpow(x: Column, y: fmpq) -> Column:
    """``x ^ y`` for a real number; for a column of indices each is computed once."""
    return x.once((y.p, y.q), lambda a: balls.rpow(a, y))


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
    result: Any = ZERO
    for a in x.values:
        result = result + a if type(a) is arb is type(result) else balls.add(result, a)
    if type(result) is arb and not result.is_finite():
        raise NotSymbolic("a sum that is not finite")
    scalar: Scalar = result
    return scalar
