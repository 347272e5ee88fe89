"""Where a whole number can lie if a term of it lies between two numbers.

``2 * n + 1 ≤ 10`` leaves ``n ≤ 4``. What is found is never too narrow: it may be too wide, for
every number in it is looked at afterwards.
"""

from collections.abc import Callable
from typing import Any

from flint import arb, fmpq, fmpz

from pycheck.statements.evaluation.kinds import is_nonnegative, is_whole
from pycheck.statements.evaluation.spans import Span
from pycheck.statements.language.forms import (
    Operation,
    absolute,
    cast,
    head_name,
    negated,
    numeral,
    operation,
)
from pycheck.statements.language.trees import App, Node, Var, count_variable

_LARGEST_FACTORED = 10**15

Ends = tuple[fmpq | None, fmpq | None]
"""The least and the greatest value of a term; None where there is none."""


Backward = Callable[[Any, Ends], Span]
"""From an environment and the ends of a term to where its variable can lie."""
Evaluate = Callable[[Any, Node], Any]
"""The value of a closed part of a term in an environment; None where it has no exact one."""


def backward(node: Node, index: int, value: Evaluate) -> Backward | None:
    """How ends of a term confine its variable; None where the term says nothing of it."""
    if node == Var(index):
        return lambda _, ends: Span(_up(ends[0]), _down(ends[1]))
    if not count_variable(node, index):
        return None
    if inner := cast(node):
        return backward(inner, index, value)
    if inner := negated(node):
        return _through(inner, index, value, lambda _, e: (_minus(e[1]), _minus(e[0])))
    if inner := absolute(node):
        return _through(inner, index, value, lambda _, e: (_minus(e[1]), e[1]))
    if found := operation(node):
        return _of_operation(found, index, value)
    rule = _FUNCTIONS.get(head_name(node))
    if rule is not None and isinstance(node, App):
        ends_of = rule
        return _through(node.args[-1], index, value, lambda _, e: ends_of(e))
    if head_name(node) == "Nat.lcm" and isinstance(node, App):
        one, other = (_divisor(a, index, value) for a in node.args[-2:])
        return _both(one, other)
    return None


def _divisor(node: Node, index: int, value: Evaluate) -> Backward | None:
    """A term of natural numbers that divides something with such ends."""
    if node == Var(index):
        return lambda _, ends: divisors_between(ends)
    return _through(node, index, value, lambda _, ends: _of_divisor(ends))


def divisors_between(ends: Ends, *, signed: bool = False) -> Span:
    """The divisors of a number that is known, or where those of one between two ends lie."""
    low, high = ends
    if low is not None and low == high and low.q == 1 and 0 < abs(low) <= _LARGEST_FACTORED:
        of = _divisors(abs(int(low.p)))
        return Span(only=tuple([*(-d for d in reversed(of)), *of] if signed else of))
    below, above = _of_divisor(ends)
    return Span(_up(below), _down(above))


def _divisors(n: int) -> list[int]:
    found = [1]
    for prime, power in fmpz(n).factor():
        found = [d * int(prime) ** k for d in found for k in range(power + 1)]
    return sorted(found)


def _through(
    inner: Node, index: int, value: Evaluate, ends_of: Callable[[Any, Ends], Ends]
) -> Backward | None:
    rest = backward(inner, index, value)
    if rest is None:
        return None
    further = rest
    return lambda env, ends: further(env, ends_of(env, ends))


def _of_operation(found: Operation, index: int, value: Evaluate) -> Backward | None:
    left, right = found.left, found.right
    match found.name:
        case "HAdd.hAdd":
            natural = head_name(found.kind) == "Nat"
            return _both(
                _summand(left, right, natural, index, value),
                _summand(right, left, natural, index, value),
            )
        case "HSub.hSub":
            return _difference(found, index, value)
        case "HMul.hMul":
            if left == right:
                return _through(left, index, value, lambda _, e: _root(e, 2, left))
            whole = is_whole(left) and is_whole(right)
            whole = whole or head_name(found.kind) in ("Nat", "Int")
            return _both(
                _factor(left, right, whole, index, value),
                _factor(right, left, whole, index, value),
            )
        case "HDiv.hDiv":
            return _quotient(found, index, value)
        case "HPow.hPow":
            exponent = numeral(right)
            if exponent and count_variable(left, index):
                return _through(left, index, value, lambda _, e: _root(e, exponent, left))
            if count_variable(right, index) and not count_variable(left, index):
                return _exponent(found, index, value)
    return None


def _both(one: Backward | None, other: Backward | None) -> Backward | None:
    if one is None or other is None:
        return one or other
    first, second = one, other
    return lambda env, ends: first(env, ends).meet(second(env, ends))


def _summand(
    side: Node, other: Node, natural: bool, index: int, value: Evaluate
) -> Backward | None:
    positive = natural or is_nonnegative(other)

    def ends_of(env: Any, ends: Ends) -> Ends:
        known = _exact(value(env, other))
        if known is not None:
            return _plus(ends[0], -known), _plus(ends[1], -known)
        return None, ends[1] if positive else None

    return _through(side, index, value, ends_of)


def _difference(found: Operation, index: int, value: Evaluate) -> Backward | None:
    left, right = found.left, found.right
    truncated = head_name(found.kind) == "Nat"

    def of_left(env: Any, ends: Ends) -> Ends:
        known = _exact(value(env, right))
        if known is None:
            return None, None
        lower = _plus(ends[0], known)
        if truncated and (ends[0] is None or ends[0] <= 0):
            lower = None
        return lower, _plus(ends[1], known)

    def of_right(env: Any, ends: Ends) -> Ends:
        known = _exact(value(env, left))
        if known is None:
            return None, None
        upper = _plus(_minus(ends[0]), known)
        if truncated and (ends[0] is None or ends[0] <= 0):
            upper = None
        return _plus(_minus(ends[1]), known), upper

    return _both(_through(left, index, value, of_left), _through(right, index, value, of_right))


def _factor(side: Node, other: Node, whole: bool, index: int, value: Evaluate) -> Backward | None:
    """A factor of a product; of whole numbers it is no larger than a product that is not zero."""

    def ends_of(env: Any, ends: Ends) -> Ends:
        known = _exact(value(env, other))
        if known is not None and known != 0:
            low, high = (None if e is None else e / known for e in ends)
            return (low, high) if known > 0 else (high, low)
        return _of_divisor(ends) if whole else (None, None)

    return _through(side, index, value, ends_of)


def _of_divisor(ends: Ends) -> Ends:
    """What ends of a whole number that is not zero say of its divisors."""
    low, high = ends
    if low is None or high is None or low <= 0 <= high:
        return None, None
    largest = max(abs(low), abs(high))
    return -largest, largest


def _quotient(found: Operation, index: int, value: Evaluate) -> Backward | None:
    rounded = head_name(found.kind) in ("Nat", "Int")

    def ends_of(env: Any, ends: Ends) -> Ends:
        known = _exact(value(env, found.right))
        if known is None or known == 0 or (rounded and known < 0):
            return None, None
        low, high = ends
        if rounded:
            high = None if high is None else fmpq(_down(high) or 0) + 1
        low, high = (None if e is None else e * known for e in (low, high))
        return (low, high) if known > 0 else (high, low)

    return _through(found.left, index, value, ends_of)


def _exponent(found: Operation, index: int, value: Evaluate) -> Backward | None:
    """``b ^ n ≤ c`` for a base of at least 2."""

    def ends_of(env: Any, ends: Ends) -> Ends:
        base = _exact(value(env, found.left))
        if base is None or base < 2 or ends[1] is None:
            return None, None
        return None, fmpq(max(_down(ends[1]) or 0, 0).bit_length())

    return _through(found.right, index, value, ends_of)


def _root(ends: Ends, exponent: int, inner: Node) -> Ends:
    low, high = ends
    above = None if high is None else fmpq(_whole_root(abs(high), exponent) + 1)
    positive = is_nonnegative(inner)
    if exponent % 2 and not positive:
        return None, above
    below = None if above is None else -above
    if positive and low is not None and low > 0:
        below = fmpq(_whole_root(low, exponent))
    return below, above


def _whole_root(x: fmpq, exponent: int) -> int:
    return int(fmpz(int(x.floor())).root(exponent)) if x >= 1 else 0


# What ends of a function say of its argument.
_FUNCTIONS: dict[str, Callable[[Ends], Ends]] = {
    "Nat.factorial": lambda e: (None, None if e[1] is None else max(e[1], fmpq(1))),
    "Int.natAbs": lambda e: (_minus(e[1]), e[1]),
    "Nat.succ": lambda e: (_plus(e[0], fmpq(-1)), _plus(e[1], fmpq(-1))),
    "Int.floor": lambda e: (e[0], _plus(e[1], fmpq(1))),
    "Int.ceil": lambda e: (_plus(e[0], fmpq(-1)), e[1]),
    "Nat.sqrt": lambda e: (None, None if e[1] is None else (e[1] + 1) ** 2),
    "Real.sqrt": lambda e: (None, None if e[1] is None else e[1] * e[1]),
    "Int.toNat": lambda e: (None, e[1]),
}


def _exact(value: Any) -> fmpq | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return fmpq(value)
    return value if type(value) is fmpq else None


def ends_of_value(value: Any) -> Ends:
    """Rational numbers below and above a value; None where it is no real number."""
    exact = _exact(value)
    if exact is not None:
        return exact, exact
    if isinstance(value, arb) and value.is_finite():
        return _rational(value.lower()), _rational(value.upper())
    return None, None


def _rational(ball: arb) -> fmpq:
    mantissa, exponent = ball.man_exp()
    return fmpq(int(mantissa)) * fmpq(2) ** int(exponent)


def _minus(x: fmpq | None) -> fmpq | None:
    return None if x is None else -x


def _plus(x: fmpq | None, y: fmpq) -> fmpq | None:
    return None if x is None else x + y


def _up(x: fmpq | None) -> int | None:
    return None if x is None else int(x.ceil())


def _down(x: fmpq | None) -> int | None:
    return None if x is None else int(x.floor())
