"""Arithmetic of Lean's real numbers on exact rationals and Arb balls.

A scalar is an exact `fmpq` as long as that is possible, an `arb` ball otherwise, and an `acb` ball
where a complex number is meant or an integrand is continued analytically. Lean's total functions
are reproduced: ``0⁻¹ = 0``, ``log 0 = 0``, ``log (-x) = log x``, ``√(-x) = 0``, and ``x ^ y`` for
``x < 0`` is ``exp (y log |x|) cos (π y)``.
"""

from typing import Any

from flint import acb, arb, fmpq, fmpz

from pycheck.statements.language.undecided import Undecided, imprecise
from pycheck.statements.values import continuation
from pycheck.statements.values.continuation import is_continued, is_spread
from pycheck.statements.values.partial import outside

Scalar = fmpq | arb | acb

ZERO = fmpq(0)
ONE = fmpq(1)

# A longer fraction costs more than it is worth: beyond this it becomes a ball.
_LONGEST = 4096
_ROOTS = range(2, 7)
_FAR = -(fmpz(10) ** 30)


def ball(x: Scalar) -> Any:
    """The scalar as a ball, `arb` or `acb`, at the current precision."""
    return arb(x) if type(x) is fmpq else x


def exact(q: fmpq) -> Scalar:
    """The fraction itself, or its ball when it has grown too long."""
    if q.height_bits() > _LONGEST // 2 and q.p.bit_length() + q.q.bit_length() > _LONGEST:
        return arb(q)
    return q


def rational(value: object) -> fmpq:
    """An exact rational from an integer or a fraction."""
    numerator, denominator = value.as_integer_ratio()  # type: ignore[attr-defined]
    return fmpq(numerator, denominator)


def is_zero(x: Scalar) -> bool:
    """Whether the scalar is known to be exactly zero."""
    return not x if type(x) is fmpq else bool(x.is_zero())


def add(x: Scalar, y: Scalar) -> Scalar:
    """``x + y``."""
    if type(x) is fmpq and type(y) is fmpq:
        return exact(x + y)
    if type(x) is arb and type(y) is arb:
        return x + y
    total: Scalar = ball(x) + ball(y)
    return total


def mul(x: Scalar, y: Scalar) -> Scalar:
    """``x * y``; an exact zero wins over any ball."""
    if type(x) is fmpq:
        if type(y) is fmpq:
            return exact(x * y)
        if not x or y.is_zero():
            return ZERO
        # Arb would round once more.
        if x == 1:
            return y
        return -y if x == -1 else arb(x) * y
    if type(y) is fmpq:
        if not y or x.is_zero():
            return ZERO
        if y == 1:
            return x
        return -x if y == -1 else x * arb(y)
    if x.is_zero() or y.is_zero():
        return ZERO
    product: Scalar = x * y
    return product


def neg(x: Scalar) -> Scalar:
    """``-x``."""
    return -x


def inv(x: Scalar) -> Scalar:
    """``x⁻¹``, with ``0⁻¹ = 0``."""
    if is_zero(x):
        outside("1/0")
        return ZERO
    if type(x) is fmpq:
        return fmpq(1) / x
    _nonzero(x, "a denominator")
    return 1 / x


def _nonzero(x: Any, what: str) -> None:
    if not x.is_finite() or 0 in x:
        raise imprecise(f"whether {what} vanishes")


def compare(x: Scalar, y: Scalar) -> int:
    """The sign of ``x - y``; raises `Undecided` while the balls overlap."""
    if type(x) is fmpq and type(y) is fmpq:
        return (x > y) - (x < y)
    if isinstance(x, acb) or isinstance(y, acb):
        return continuation.side(acb(ball(x)) - ball(y))
    difference = arb(x) - arb(y)
    if difference > 0:
        return 1
    if difference < 0:
        return -1
    if difference.is_zero():
        return 0
    raise imprecise("an order")


def sign(x: Scalar) -> int:
    """The sign of the scalar; raises `Undecided` while its ball contains zero."""
    if type(x) is fmpq:
        return (1 if x > 0 else -1) if x else 0
    return compare(x, ZERO)


def log(x: Scalar) -> Scalar:
    """``Real.log``: ``log 0 = 0`` and ``log (-x) = log x``."""
    if type(x) is arb and x > 0:
        return x.log()
    if is_zero(x):
        outside("log 0")
        return ZERO
    if isinstance(x, acb):
        return continuation.log(x) if is_continued() else _beside_cut(x).log()
    if type(x) is not fmpq:
        _nonzero(x, "the argument of a logarithm")
    if x < 0:
        outside("the logarithm of a negative number")
    if type(x) is fmpq:
        return ZERO if abs(x) == 1 else arb(abs(x)).log()
    return absolute(x).log()  # type: ignore[union-attr]


def _beside_cut(x: acb) -> acb:
    """A complex number off the cut along the negative numbers, or on it in Lean's mode."""
    if not x.real > 0 and x.imag.contains(0):
        outside("a function on its branch cut")
    return x


def exp(x: Scalar) -> Scalar:
    """``Real.exp``."""
    if is_zero(x):
        return ONE
    value = ball(x)
    if isinstance(value, arb) and value < _FAR:
        # Arb gives up on exponents of this size, but the value lies between 0 and a tiny number.
        return arb(0).union(arb(_FAR).exp())
    result: Scalar = value.exp()
    return result


def sin(x: Scalar) -> Scalar:
    """``Real.sin``."""
    return ZERO if is_zero(x) else ball(x).sin()


def cos(x: Scalar) -> Scalar:
    """``Real.cos``."""
    return ONE if is_zero(x) else ball(x).cos()


def sqrt(x: Scalar) -> Scalar:
    """``Real.sqrt``: zero on the negative numbers."""
    if isinstance(x, acb):
        return continuation.sqrt(x) if is_continued() else _beside_cut(x).sqrt()
    if type(x) is fmpq:
        if x < 0:
            outside("the square root of a negative number")
        if x <= 0:
            return ZERO
        root = _exact_root(x, 2)
        return arb(x).sqrt() if root is None else root
    value = ball(x)
    if value < 0:
        outside("the square root of a negative number")
    if value <= 0:
        return ZERO
    if value > 0:
        return arb(value.sqrt())
    if not value.is_finite():
        raise imprecise("a square root")
    return arb(arb(0).union(value.upper().sqrt()))


def _exact_root(x: fmpq, n: int) -> fmpq | None:
    """The exact n-th root of a positive fraction, where it has one."""
    p, q = x.p.root(n), x.q.root(n)
    return fmpq(p, q) if p**n == x.p and q**n == x.q else None


def power(x: Scalar, n: int) -> Scalar:
    """``x ^ n`` for a natural number, with ``0 ^ 0 = 1``."""
    if n == 0:
        return ONE
    if type(x) is fmpq:
        if x == 0 or x == 1:
            return x
        if (x.p.bit_length() + x.q.bit_length()) * n <= _LONGEST:
            return x**n
    if n < 2**32:
        base = ball(x)
        return _repeated(base, n) if 0 in base else base**n
    if sign(x) < 0:
        magnitude = power(neg(x), n)
        return neg(magnitude) if n % 2 else magnitude
    return exp(mul(fmpq(n), log(x))) if sign(x) else ZERO


def _repeated(x: arb | acb, n: int) -> arb | acb:
    """A natural power by multiplication alone, for a ball that contains zero."""
    result = None
    while n:
        if n & 1:
            result = x if result is None else result * x
        x, n = x * x, n >> 1
    assert result is not None
    return result


def rpow(x: Scalar, y: Scalar) -> Scalar:
    """``Real.rpow x y``, defined for every base and exponent."""
    if is_zero(y):
        return ONE
    if isinstance(x, acb):
        if type(y) is fmpq and y.q == 1:
            return x ** int(y.p)
        if is_continued():
            return continuation.power(x, y)
        return _beside_cut(x) ** acb(ball(y))
    if type(x) is fmpq:
        if x == ONE:
            return ONE
        if not x:
            _nonzero(ball(y), "an exponent")
            if not ball(y) > 0:
                outside("a negative power of 0")
            return ZERO
        if type(y) is fmpq:
            return _rational_power(x, y)
        return arb(x) ** ball(y) if x > 0 else _oscillating(x, y)
    base = ball(x)
    if base > 0:
        result: Scalar = base ** ball(y)
        return result
    if base < 0:
        return _oscillating(base, y)
    if base.is_zero():
        return rpow(ZERO, y)
    if base.is_finite() and type(y) is fmpq and y > 0:
        largest = abs(base).upper() ** arb(y)
        # Below zero the power oscillates, between the same bounds.
        return arb(largest.union(-largest if base.lower() < 0 else arb(0)))
    raise imprecise("the sign of a base")


def has_no_root(y: fmpq) -> bool:
    """Whether powers with this exponent are never exact, but those of 0 and 1."""
    return bool(y.q > _ROOTS[-1])


def _rational_power(x: fmpq, y: fmpq) -> Scalar:
    if x.p > 0 and has_no_root(y):
        return arb(x) ** arb(y)
    n, root = int(y.p), int(y.q)
    size = x.p.bit_length() + x.q.bit_length()
    if root == 1 and size * abs(n) <= _LONGEST:
        return x**n
    if x < 0:
        if root == 1:
            return power(inv(x) if n < 0 else x, abs(n))
        return _oscillating(x, y)
    if root in _ROOTS and size * abs(n) <= _LONGEST:
        base = _exact_root(x, root)
        if base is not None:
            return base**n
    return arb(x) ** arb(y)


def _oscillating(x: Scalar, y: Scalar) -> Scalar:
    """``x ^ y`` for a negative base."""
    if not (type(y) is fmpq and y.q == 1):
        outside("a broken power of a negative number")
    phase = arb.cos_pi_fmpq(y) if type(y) is fmpq else ball(y).cos_pi()
    result: Scalar = ball(neg(x)) ** ball(y) * phase
    return result


def absolute(x: Scalar) -> Scalar:
    """``|x|``."""
    if isinstance(x, acb) and is_continued():
        return continuation.absolute(x)
    if isinstance(x, acb):
        continuation.need_no_analytic("an absolute value")
    magnitude: Any = abs(x)
    return magnitude if type(x) is fmpq else arb(magnitude)


def minimum(x: Scalar, y: Scalar) -> Scalar:
    """The smaller of two reals; exact where both are exact."""
    if type(x) is fmpq and type(y) is fmpq:
        return min(x, y)
    if isinstance(x, acb) or isinstance(y, acb):
        return x if compare(x, y) < 0 else y
    return arb(_ordered(x).min(_ordered(y)))


def maximum(x: Scalar, y: Scalar) -> Scalar:
    """The larger of two reals; exact where both are exact."""
    if type(x) is fmpq and type(y) is fmpq:
        return max(x, y)
    if isinstance(x, acb) or isinstance(y, acb):
        return x if compare(x, y) > 0 else y
    return arb(_ordered(x).max(_ordered(y)))


def _ordered(x: Scalar) -> arb:
    """The scalar as a ball of reals."""
    if isinstance(x, acb):
        raise Undecided("complex numbers have no order")
    return arb(x)


def rational_exponent(base: fmpq, x: fmpq, exponent: arb) -> Scalar:
    """The `exponent` with ``base ^ exponent = x``, exactly where it is a small fraction."""
    for root in (1, *_ROOTS):
        n = (exponent * root).unique_fmpz()
        if n is not None and abs(n) <= _LONGEST and x**root == base ** int(n):
            return fmpq(n, root)
    return exponent


def floor(x: Scalar) -> Any:
    """The largest integer that is not above; of a ball all of them where such are asked for."""
    if type(x) is fmpq:
        return int(x.p // x.q)
    below = _ordered(x).floor()
    whole = below.unique_fmpz()
    if whole is not None:
        return int(whole)
    if is_spread() and below.is_finite():
        return arb(below)
    raise imprecise("a rounding")


def nearest(x: Scalar) -> Any:
    """``round``: the nearest integer, halves up."""
    return floor(add(x, fmpq(1, 2)))
