"""Arithmetic of real numbers wherever they occur: as scalars, in a sum's terms, in a derivative.

`Jet` is a power series of first order, ``value + slope ε``: running a function once on
``x + ε`` differentiates it exactly, with balls as coefficients. Nested derivatives carry
different tags. Where a function of Lean is not differentiable, `Undecided` is raised.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flint import arb, fmpq

from pycheck.statements.language.undecided import NotSymbolic, Undecided
from pycheck.statements.values import balls, columns, terms, unknowns
from pycheck.statements.values.balls import ONE, ZERO, Scalar
from pycheck.statements.values.columns import Column
from pycheck.statements.values.partial import is_total
from pycheck.statements.values.terms import Terms
from pycheck.statements.values.unknowns import Polynomial


class Singular(Undecided):
    """A function is not smooth at the point, so that the chain rule says nothing there."""


@dataclass(slots=True, eq=False)
class Jet:
    """``value + slope ε`` with the infinitesimal number `tag`; outer tags are larger."""

    tag: int
    value: "Real"
    slope: "Real"
    identity: Any = field(default=None, init=False, repr=False)
    """What tells it from others, once that was asked for."""

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        raise NotSymbolic("an equality in a derivative")

    __hash__ = object.__hash__


Real = Scalar | Terms | Jet | Column


_NUMBERS = frozenset((fmpq, arb))


def is_zero(x: Real) -> bool:
    """Whether `x` is known to be zero, a `Jet` to first order: near by it may be anything."""
    if type(x) in _NUMBERS:
        return balls.is_zero(x)  # type: ignore[arg-type]
    if isinstance(x, Jet):
        return is_zero(x.value) and is_zero(x.slope)
    if isinstance(x, Terms):
        return not x.coefficients
    if isinstance(x, Column):
        return columns.has_zeros(x)
    return balls.is_zero(x)


def is_constantly_zero(x: Real) -> bool:
    """Whether `x` is known to be zero, here and near by."""
    if type(x) is Column:
        return all(map(balls.is_zero, x.values))
    if type(x) in _NUMBERS:
        return balls.is_zero(x)  # type: ignore[arg-type]
    return not isinstance(x, Jet) and is_zero(x)


def _tag(x: Real, y: Real) -> int:
    return max(x.tag if isinstance(x, Jet) else 0, y.tag if isinstance(y, Jet) else 0)


def _split(x: Real, tag: int) -> tuple[Real, Real]:
    if isinstance(x, Jet) and x.tag == tag:
        return x.value, x.slope
    return x, ZERO


def _term(x: Real) -> Terms:
    assert not isinstance(x, Jet)
    if isinstance(x, Column):
        raise NotSymbolic("terms in the index beside a column")
    return x if isinstance(x, Terms) else terms.constant(x)


def _real(value: Any) -> Real:
    """A value of another kind, such as a polynomial, which stands for a real number."""
    result: Real = value
    return result


def add(x: Real, y: Real) -> Real:
    """``x + y``."""
    if type(x) in _NUMBERS and type(y) in _NUMBERS:
        return balls.add(x, y)  # type: ignore[arg-type]
    if type(x) is Column or type(y) is Column:
        found = columns.add(x, y)
        if found is not None:
            return found
    if isinstance(x, Jet) or isinstance(y, Jet):
        tag = _tag(x, y)
        (a, da), (b, db) = _split(x, tag), _split(y, tag)
        return Jet(tag, add(a, b), add(da, db))
    if isinstance(x, Terms) or isinstance(y, Terms):
        return terms.add(_term(x), _term(y))
    if isinstance(x, Polynomial) or isinstance(y, Polynomial):
        return _real(unknowns.add(x, y))
    return balls.add(x, y)  # type: ignore[arg-type]


def neg(x: Real) -> Real:
    """``-x``."""
    if isinstance(x, Jet):
        return Jet(x.tag, neg(x.value), neg(x.slope))
    return -x


def sub(x: Real, y: Real) -> Real:
    """``x - y``."""
    return add(x, neg(y))


def mul(x: Real, y: Real) -> Real:
    """``x * y``."""
    if type(x) in _NUMBERS and type(y) in _NUMBERS:
        return balls.mul(x, y)  # type: ignore[arg-type]
    if type(x) is Column or type(y) is Column:
        found = columns.mul(x, y)
        if found is not None:
            return found
    if is_constantly_zero(x) or is_constantly_zero(y):
        return ZERO
    if isinstance(x, Jet):
        if not isinstance(y, Jet) or x.tag > y.tag:
            return Jet(x.tag, mul(x.value, y), mul(x.slope, y))
        if x.tag == y.tag:
            slope = add(mul(x.slope, y.value), mul(x.value, y.slope))
            return Jet(x.tag, mul(x.value, y.value), slope)
    if isinstance(y, Jet):
        return Jet(y.tag, mul(x, y.value), mul(x, y.slope))
    if isinstance(x, Terms) or isinstance(y, Terms):
        return terms.mul(_term(x), _term(y))
    if isinstance(x, Polynomial) or isinstance(y, Polynomial):
        return _real(unknowns.mul(x, y))
    return balls.mul(x, y)  # type: ignore[arg-type]


def inv(x: Real) -> Real:
    """``x⁻¹``, with ``0⁻¹ = 0``."""
    if type(x) in _NUMBERS:
        return balls.inv(x)  # type: ignore[arg-type]
    if isinstance(x, Jet):
        _regular(x, "x⁻¹ at 0")
        value = inv(x.value)
        return Jet(x.tag, value, neg(mul(mul(value, value), x.slope)))
    if isinstance(x, Terms):
        return terms.inv(x)
    return _of_scalar(balls.inv, x, "⁻¹")


def _regular(x: Jet, what: str) -> None:
    """Refuse a singular point, where the slope of the inner function says nothing of the outer.

    ``√(x²)`` and ``√(x⁴)`` have the same inner slope at 0, and only one of them a derivative.
    """
    if is_zero(x.value):
        raise Singular(f"the derivative of {what} is not known")


def div(x: Real, y: Real) -> Real:
    """``x / y``, with ``x / 0 = 0``."""
    if is_constantly_zero(x) and is_total():
        return ZERO
    if isinstance(x, Jet) and isinstance(y, Jet) and x.tag == y.tag:
        _regular(y, "x⁻¹ at 0")
        inverse = inv(y.value)
        value = _quotient(x.value, y.value, inverse)
        slope = mul(add(x.slope, mul(value, neg(y.slope))), inverse)
        return Jet(x.tag, value, slope)
    if type(x) is Column and type(y) is arb:
        return _quotient(x, y, inv(y))
    return mul(x, inv(y))


def _quotient(x: Real, y: Real, inverse: Real) -> Real:
    """``x / y``; a column is divided by a number once an evaluation."""
    if type(x) is Column and type(y) is arb:
        return _real(columns.shared("/", x, y, lambda: mul(x, inverse)))
    return mul(x, inverse)


def chain(x: Jet, value: Real, derivative: Real) -> Jet:
    """A function of `x` that has this value and this derivative there."""
    return Jet(x.tag, value, mul(derivative, x.slope))


def log(x: Real) -> Real:
    """``Real.log``."""
    if type(x) is Column:
        return x.once(balls.log, balls.log)
    if isinstance(x, Jet):
        _regular(x, "log at 0")
        return chain(x, log(x.value), inv(x.value))
    if isinstance(x, Terms):
        return terms.log(x)
    return _of_scalar(balls.log, x, "log")


def exp(x: Real) -> Real:
    """``Real.exp``."""
    if isinstance(x, Jet):
        value = exp(x.value)
        return chain(x, value, value)
    return _of_scalar(balls.exp, x, "exp")


def sin(x: Real) -> Real:
    """``Real.sin``."""
    if isinstance(x, Jet):
        return chain(x, sin(x.value), cos(x.value))
    return _of_scalar(balls.sin, x, "sin")


def cos(x: Real) -> Real:
    """``Real.cos``."""
    if isinstance(x, Jet):
        return chain(x, cos(x.value), neg(sin(x.value)))
    return _of_scalar(balls.cos, x, "cos")


def sqrt(x: Real) -> Real:
    """``Real.sqrt``: zero on the negative numbers."""
    if isinstance(x, Jet):
        _regular(x, "√ at 0")
        root = sqrt(x.value)
        return chain(x, root, div(fmpq(1, 2), root))
    return _of_scalar(balls.sqrt, x, "√")


def power(x: Real, n: int) -> Real:
    """``x ^ n`` for a natural number."""
    if isinstance(x, Jet):
        if n == 0:
            return ONE
        return chain(x, power(x.value, n), mul(fmpq(n), power(x.value, n - 1)))
    if isinstance(x, Terms):
        return terms.power(x, n)
    if isinstance(x, Polynomial):
        return _real(x**n)
    if isinstance(x, Column):
        return columns.power(x, n)
    return balls.power(x, n)


def rpow(x: Real, y: Real) -> Real:
    """``Real.rpow x y``."""
    if isinstance(x, Jet) or isinstance(y, Jet):
        return _rpow_jet(x, y, _tag(x, y))
    if isinstance(y, Terms):
        raise NotSymbolic("an exponent depends on the index")
    if isinstance(x, Terms):
        if type(y) is not fmpq:
            raise NotSymbolic("a term has an inexact exponent")
        return terms.rpow(x, y)
    if isinstance(x, Column) and type(y) is fmpq:
        return columns.rpow(x, y)
    if isinstance(x, Column) or isinstance(y, Column):
        return columns.both(balls.rpow, x, y)
    return balls.rpow(x, y)


def _rpow_jet(x: Real, y: Real, tag: int) -> Real:
    (a, da), (b, db) = _split(x, tag), _split(y, tag)
    value: Real | None = None
    slope: Real = ZERO
    if isinstance(x, Jet) and is_zero(a):
        if isinstance(a, Jet):
            raise Singular("a second derivative of x ^ a at 0 is not known")
        slope = _slope_at_zero(b, da)
    elif not is_zero(da):
        slope = mul(mul(b, rpow(a, sub(b, ONE))), da)
    if not is_zero(db):
        side = sign(a)
        if side < 0:
            raise Undecided("a negative base with a varying exponent")
        if side == 0 and is_zero(b):
            raise Singular("0 ^ y at 0 is not differentiable")
        value = rpow(a, b)
        slope = add(slope, mul(_product(value, log(a)), db))
    return Jet(tag, rpow(a, b) if value is None else value, slope)


def _product(x: Real, y: Real) -> Real:
    """``x * y``, computed once an evaluation for two columns that are remembered themselves."""
    if type(x) is Column and type(y) is Column:
        return _real(columns.shared("*", x, y, lambda: mul(x, y)))
    return mul(x, y)


def _slope_at_zero(exponent: Real, inner: Real) -> Real:
    if is_zero(exponent):
        return ZERO
    if compare(exponent, ONE) == 0:
        return inner
    if compare(exponent, ONE) > 0:
        return ZERO
    raise Singular("x ^ a at 0 is not differentiable")


def absolute(x: Real) -> Real:
    """``|x|``."""
    if isinstance(x, Jet):
        # With slope zero |f| is differentiable where f is zero, for it is as small as f.
        if is_zero(x.value) and not is_zero(x.slope):
            raise Singular("|x| at 0 is not differentiable")
        return neg(x) if sign(x.value) < 0 else x
    return _of_scalar(balls.absolute, x, "|x|")


def _extreme(x: Real, y: Real, wanted: int, of: Callable[[Scalar, Scalar], Scalar]) -> Real:
    if isinstance(x, Jet) or isinstance(y, Jet):
        order = compare(x, y)
        if order == 0:
            raise Singular("min and max are not differentiable at a tie")
        return x if order == wanted else y
    return of(scalar(x, "min or max"), scalar(y, "min or max"))


def minimum(x: Real, y: Real) -> Real:
    """``min x y``."""
    return _extreme(x, y, -1, balls.minimum)


def maximum(x: Real, y: Real) -> Real:
    """``max x y``."""
    return _extreme(x, y, 1, balls.maximum)


def nearest(x: Real) -> Any:
    """``round x``: the nearest integer, halves up."""
    return balls.nearest(scalar(x, "round"))


def floor(x: Real) -> Any:
    """``⌊x⌋``."""
    return balls.floor(scalar(x, "⌊x⌋"))


def ceiling(x: Real) -> Any:
    """``⌈x⌉``."""
    return -floor(neg(x))


def negmullog(x: Real) -> Real:
    """``Real.negMulLog x = -x log x``."""
    return neg(mul(x, log(x)))


def sigmoid(x: Real) -> Real:
    """``Real.sigmoid x = (1 + exp (-x))⁻¹``."""
    return inv(add(ONE, exp(neg(x))))


def _of_scalar(function: Callable[[Scalar], Scalar], x: Real, what: str) -> Real:
    """A function that is known of scalars only, and of each number of a column."""
    if isinstance(x, Column):
        return x.once(function, function)
    return function(scalar(x, what))


def scalar(x: Real, what: str) -> Scalar:
    """A number that is neither the index of a sum nor differentiated."""
    if isinstance(x, Column):
        raise NotSymbolic(f"{what} of a column")
    if isinstance(x, Terms):
        raise NotSymbolic(f"{what} of the index")
    if isinstance(x, Jet):
        raise Undecided(f"{what} is not differentiated")
    return x


def compare(x: Real, y: Real) -> int:
    """The sign of ``x - y``; in a derivative, only where it is locally constant."""
    if type(x) in _NUMBERS and type(y) in _NUMBERS:
        return balls.compare(x, y)  # type: ignore[arg-type]
    if isinstance(x, Jet) or isinstance(y, Jet):
        tag = _tag(x, y)
        order = compare(_split(x, tag)[0], _split(y, tag)[0])
        if order == 0:
            raise Singular("a comparison may change where a derivative is taken")
        return order
    if isinstance(x, Terms) or isinstance(y, Terms):
        return terms.sign(difference_of_terms(x, y))
    if isinstance(x, Polynomial) or isinstance(y, Polynomial):
        return unknowns.compare(x, y)
    return balls.compare(scalar(x, "an order"), scalar(y, "an order"))


def sign(x: Real) -> int:
    """The sign of `x`."""
    if isinstance(x, Column):
        return int(columns.alike(x, balls.sign))
    return compare(x, ZERO)


def difference_of_terms(x: Real, y: Real) -> Terms:
    """``x - y`` as terms in the index."""
    return terms.add(_term(x), -_term(y))


def derivative(f: Callable[[Real], Real], x: Real, tag: int) -> tuple[Real, Real]:
    """The value and the slope of `f` at `x`; `tag` must not occur in `f` or `x`."""
    return _split(f(Jet(tag, x, ONE)), tag)
