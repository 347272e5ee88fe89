"""What the signs ``+ - * / ^`` and the numerals mean in each of Lean's types."""

from collections.abc import Callable
from typing import Any

from flint import acb, fmpq

from pycheck.statements.language.types import (
    COMPLEX,
    FIELDS,
    INT,
    NAT,
    Arrow,
    Finite,
    Matrices,
    Type,
)
from pycheck.statements.language.undecided import NotSymbolic, Undecided
from pycheck.statements.values import balls, columns, reals, terms, unknowns
from pycheck.statements.values.balls import ZERO
from pycheck.statements.values.columns import Column
from pycheck.statements.values.continuation import is_continued
from pycheck.statements.values.partial import outside
from pycheck.statements.values.terms import Index
from pycheck.statements.values.unknowns import Polynomial

Value = Any

# Whole numbers of more bits, and decimals of more digits, are not computed.
_LONGEST = 10**6
_LONGEST_DECIMAL = 10**5


def _pointwise(kind: Type, operation: Callable[..., Value], *values: Value) -> Value | None:
    """The operation at each point of a function or matrix type, or None for other types."""
    if isinstance(kind, Arrow):
        return lambda x: operation(kind.codomain, *(v(x) for v in values))
    if isinstance(kind, Matrices):
        rows = Arrow(kind.columns, kind.entry)
        return lambda i: operation(rows, *(v(i) for v in values))
    return None


def _unsupported(sign: str, kind: Type) -> Undecided:
    return Undecided(f"{sign} has no meaning here in the type {kind}")


def add(kind: Type, x: Value, y: Value) -> Value:
    """``x + y``."""
    if kind in FIELDS:
        return reals.add(x, y)
    if kind is NAT or kind is INT:
        return add_integers(x, y)
    if isinstance(kind, Finite):
        return (x + y) % kind.size
    result = _pointwise(kind, add, x, y)
    if result is None:
        raise _unsupported("+", kind)
    return result


def add_integers(x: Value, y: Value) -> Value:
    """``x + y`` for natural numbers or integers, one of which may be the index of a sum."""
    if isinstance(x, Index):
        if isinstance(y, Index):
            raise NotSymbolic("a sum of indices")
        return x.plus(y)
    if isinstance(y, Index):
        return y.plus(x)
    if isinstance(x, Column) or isinstance(y, Column):
        return columns.both(add_integers, x, y)
    return x + y


def neg(kind: Type, x: Value) -> Value:
    """``-x``."""
    if kind in FIELDS:
        return reals.neg(x)
    if kind is INT:
        return -x
    if isinstance(kind, Finite):
        return -x % kind.size
    result = _pointwise(kind, neg, x)
    if result is None:
        raise _unsupported("-", kind)
    return result


def sub(kind: Type, x: Value, y: Value) -> Value:
    """``x - y``; on the natural numbers it stops at zero."""
    if kind in FIELDS:
        return reals.sub(x, y)
    if kind is NAT:
        if isinstance(x, Index) and isinstance(y, int):
            return x.plus(-y)
        if natural(x) < natural(y):
            outside("a natural number below 0")
        return max(x - y, 0)
    if kind is INT:
        return x - y
    if isinstance(kind, Finite):
        return (x - y) % kind.size
    result = _pointwise(kind, sub, x, y)
    if result is None:
        raise _unsupported("-", kind)
    return result


def natural(x: Value) -> int:
    """A number that is not the index of a sum."""
    if not isinstance(x, int):
        raise NotSymbolic("an operation on a symbolic number")
    return x


def mul(kind: Type, x: Value, y: Value) -> Value:
    """``x * y``; on matrices their product (`kind` is the type of `x`)."""
    if kind in FIELDS:
        return reals.mul(x, y)
    if kind is NAT or kind is INT:
        if isinstance(x, Polynomial) or isinstance(y, Polynomial):
            return unknowns.mul(x, y)
        return _bounded_product(natural(x), natural(y))
    if isinstance(kind, Finite):
        return x * y % kind.size
    if isinstance(kind, Matrices):
        inner = elements(kind.columns)
        return lambda i: (
            lambda j: total(kind.entry, inner, lambda k: mul(kind.entry, x(i)(k), y(k)(j)))
        )
    result = _pointwise(kind, mul, x, y)
    if result is None:
        raise _unsupported("*", kind)
    return result


def div(kind: Type, x: Value, y: Value) -> Value:
    """``x / y``, with ``x / 0 = 0``; on the natural numbers and integers it is rounded down."""
    if kind in FIELDS:
        return reals.div(x, y)
    if kind is NAT or kind is INT:
        # Lean's division of integers leaves a remainder that is never negative.
        x, y = natural(x), natural(y)
        if y == 0 or x % y:
            outside("a whole quotient with a remainder")
        if y == 0:
            return 0
        return x // y if y > 0 else -(x // -y)
    result = _pointwise(kind, div, x, y)
    if result is None:
        raise _unsupported("/", kind)
    return result


def inv(kind: Type, x: Value) -> Value:
    """``x⁻¹``, with ``0⁻¹ = 0``."""
    if kind in FIELDS:
        return reals.inv(x)
    raise _unsupported("⁻¹", kind)


def power(base: Type, exponent: Type, x: Value, n: Value) -> Value:
    """``x ^ n``: a natural power, or a real one where the exponent is real."""
    if base in FIELDS and exponent is NAT:
        return real_power(x, n)
    if base in FIELDS and exponent is INT:
        if isinstance(n, Index) or n >= 0:
            return real_power(x, n)
        return reals.inv(real_power(x, -n))
    known = isinstance(x, acb) and not is_continued()
    if base is COMPLEX and not (known or reals.compare(x, ZERO) >= 0):
        raise Undecided("a complex power of a negative number")
    if base in FIELDS:
        return reals.rpow(x, n)
    if base in (NAT, INT) and exponent is NAT:
        if isinstance(x, Polynomial):
            return x**n
        return _bounded_power(natural(x), natural(n))
    if isinstance(base, Finite) and exponent is NAT:
        return pow(x, natural(n), base.size)
    raise _unsupported("^", base)


def _bounded_product(x: int, y: int) -> int:
    if x.bit_length() + y.bit_length() > _LONGEST:
        raise Undecided("a product is too large")
    return x * y


def _bounded_power(x: int, n: int) -> int:
    if abs(x) > 1 and x.bit_length() * n > _LONGEST:
        raise Undecided("a power is too large")
    result: int = x**n
    return result


def real_power(x: Value, n: Value) -> Value:
    """``x ^ n`` for a real base and a natural exponent, which may be the index of a sum."""
    if isinstance(n, Index):
        if isinstance(x, terms.Terms | reals.Jet):
            raise NotSymbolic("a power whose base and exponent vary")
        return terms.geometric(x, n)
    if isinstance(n, Column):
        return columns.both(balls.power, x, n)
    return reals.power(x, n)


def smul(kind: Type, c: Value, v: Value) -> Value:
    """``c • v``."""
    if kind in FIELDS:
        return reals.mul(c, v)
    result = _pointwise(kind, lambda inner, x: smul(inner, c, x), v)
    if result is None:
        raise _unsupported("•", kind)
    return result


def numeral(kind: Type, n: int) -> Value:
    """The numeral `n`; in a type of functions or matrices only zero and constants."""
    if kind in FIELDS:
        return fmpq(n)
    if kind is NAT or kind is INT:
        return n
    if isinstance(kind, Finite):
        return n % kind.size
    if isinstance(kind, Arrow):
        return lambda _: numeral(kind.codomain, n)
    if isinstance(kind, Matrices) and n == 0:
        return lambda _: lambda _: numeral(kind.entry, 0)
    raise _unsupported(f"the numeral {n}", kind)


def scientific(kind: Type, mantissa: int, negative: bool, exponent: int) -> Value:
    """The decimal ``mantissa * 10 ^ (± exponent)``."""
    if kind not in FIELDS:
        raise _unsupported("a decimal", kind)
    if exponent > _LONGEST_DECIMAL:
        raise Undecided("a decimal is too long")
    return fmpq(mantissa) * fmpq(10) ** (-exponent if negative else exponent)


def cast(kind: Type, n: Value) -> Value:
    """A natural number, an integer or a fraction as a number of another type."""
    if kind in FIELDS or kind is COMPLEX:
        return cast_to_real(n)
    if kind is NAT or kind is INT:
        return n
    if isinstance(kind, Finite):
        return natural(n) % kind.size
    raise _unsupported("a cast", kind)


def cast_to_real(n: Value) -> Value:
    """A natural number, an integer or a fraction as a real number."""
    if isinstance(n, Index):
        return n.real()
    if isinstance(n, Column):
        return n.once("real", cast_to_real)
    if isinstance(n, Polynomial):
        return n.real()
    return fmpq(n) if isinstance(n, int) else n


def size(collection: Any) -> int:
    """How many elements a finite set has; Python counts no range of more than 2^63."""
    if isinstance(collection, range):
        return max(collection.stop - collection.start, 0)
    return len(collection)


def elements(kind: Type) -> range:
    """The elements of a finite type."""
    if isinstance(kind, Finite):
        return range(kind.size)
    raise Undecided(f"the type {kind} is not finite")


def total(kind: Type, over: Any, f: Callable[[Value], Value]) -> Value:
    """``∑ x ∈ over, f x`` term by term."""
    if isinstance(kind, Arrow | Matrices):
        result = _pointwise(kind, lambda inner, g: total(inner, over, g), _Swapped(f))
        assert result is not None
        return result
    result = numeral(kind, 0)
    if kind is NAT or kind is INT:
        for x in over:
            result = add_integers(result, f(x))
        return result
    for x in over:
        result = add(kind, result, f(x))
    return result


class _Swapped:
    """A family of functions as the function of families."""

    def __init__(self, family: Callable[[Value], Value]) -> None:
        self._family = family

    def __call__(self, point: Value) -> Callable[[Value], Value]:
        return lambda x: self._family(x)(point)
