"""Terms of a sum as functions of the index ``k``.

The evaluator runs a summand once with a symbolic index in place of a number. What comes out as a
combination of ``z ^ k (k + c) ^ (-s) log (k + c) ^ j`` can be summed without touching the single
terms (`accelerators`); everything else raises `NotSymbolic`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb
from typing import NoReturn

from flint import fmpq

from pycheck.statements.language.undecided import NotSymbolic
from pycheck.statements.values import balls
from pycheck.statements.values.balls import ONE, ZERO, Scalar
from pycheck.statements.values.partial import outside


def _no_number() -> NoReturn:
    """What Python's own signs say of a symbolic value: nothing, rather than something wrong."""
    raise NotSymbolic("an operation on the index")


@dataclass(slots=True)
class Frame:
    """Where the symbolic form of a summand starts to hold: from index `start` on."""

    start: int

    def require(self, start: int) -> None:
        """Note that a form holds from `start` on only."""
        self.start = max(self.start, start)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The symbolic natural number ``k + shift``, where ``k`` is the index of a sum."""

    frame: Frame
    shift: int = 0

    def __eq__(self, other: object) -> bool:
        return _no_number() if self is not other else True

    __hash__ = object.__hash__

    def _operation(self, *_: object) -> NoReturn:
        _no_number()

    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __index__ = __neg__ = __abs__ = _operation
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __pow__ = __rpow__ = _operation
    __mod__ = __rmod__ = __floordiv__ = __rfloordiv__ = __truediv__ = __rtruediv__ = _operation

    def plus(self, n: int) -> "Index":
        """The index moved by an integer; holds only where it is a natural number."""
        self.frame.require(-self.shift - n)
        return Index(self.frame, self.shift + n)

    def real(self) -> "Terms":
        """The index as a real number."""
        self.frame.require(1 - self.shift)
        return Terms({_LINEAR: ONE}, self.shift)


class Key:
    """``z ^ k (k + c) ^ (-s) log (k + c) ^ j``; the shift `c` is that of all terms."""

    __slots__ = ("_hash", "j", "s", "z")

    def __init__(self, z: fmpq, s: fmpq, j: int) -> None:
        self.z = z
        self.s = s
        self.j = j
        # The hash of a fraction goes through Python's own fractions, which costs more than the sum;
        # a key is looked up several times in each operation.
        self._hash = hash((z.p, z.q, s.p, s.q, j))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Key):
            return NotImplemented
        return bool(self.j == other.j and self.s == other.s and self.z == other.z)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """A combination of terms in one index; `shift` is None while only powers ``z ^ k`` occur."""

    coefficients: Mapping[Key, Scalar]
    shift: int | fmpq | None

    def __eq__(self, other: object) -> bool:
        return _no_number() if self is not other else True

    __hash__ = object.__hash__

    def __neg__(self) -> "Terms":
        return Terms({k: balls.neg(v) for k, v in self.coefficients.items()}, self.shift)


_CONSTANT = Key(ONE, ZERO, 0)
_LINEAR = Key(ONE, fmpq(-1), 0)
_LOGARITHM = Key(ONE, ZERO, 1)


def constant(value: Scalar) -> Terms:
    """A term that does not depend on the index."""
    return Terms({} if balls.is_zero(value) else {_CONSTANT: value}, None)


def geometric(base: Scalar, index: Index) -> Terms:
    """``base ^ index`` for an exact base."""
    if type(base) is not fmpq:
        raise NotSymbolic("a power with the index as exponent has an inexact base")
    if base == 0:
        index.frame.require(1 - index.shift)
        return Terms({}, None)
    return Terms({Key(base, ZERO, 0): balls.rpow(base, fmpq(index.shift))}, None)


def sign(x: Terms) -> int:
    """The sign that the terms have at every index; raises where they do not show one."""
    signs = {balls.sign(value) for value in x.coefficients.values()}
    if any(key.z < 0 or key.j for key in x.coefficients) or len(signs) > 1:
        raise NotSymbolic("the sign of such terms")
    return signs.pop() if signs else 0


def vanishes(x: Terms) -> bool:
    """Whether the terms are zero at every index, or at none; raises where neither is shown."""
    if len(x.coefficients) == 1:
        ((key, value),) = x.coefficients.items()
        if key.z != 0 and not key.j:
            return balls.sign(value) == 0
    return sign(x) == 0


def compare_indices(x: Index | int, y: Index | int) -> int:
    """The sign of ``x - y`` at every index of the frame, which may start later for it."""
    if not isinstance(x, Index):
        return -compare_indices(y, x) if isinstance(y, Index) else (x > y) - (x < y)
    if not isinstance(y, Index):
        x.frame.require(y - x.shift + 1)
        return 1
    if x.frame is not y.frame:
        raise NotSymbolic("a comparison of two indices")
    return (x.shift > y.shift) - (x.shift < y.shift)


def add(x: Terms, y: Terms) -> Terms:
    """``x + y``."""
    x, y = _align(x, y)
    total = _sum(x.coefficients, y.coefficients)
    return Terms(total, y.shift if x.shift is None else x.shift)


def _sum(x: Mapping[Key, Scalar], y: Mapping[Key, Scalar]) -> dict[Key, Scalar]:
    """The coefficients of a sum, without those that are zero."""
    total = dict(x)
    for key, value in y.items():
        known = total.get(key)
        total[key] = value if known is None else balls.add(known, value)
    if any(map(balls.is_zero, total.values())):
        return {k: v for k, v in total.items() if not balls.is_zero(v)}
    return total


def mul(x: Terms, y: Terms) -> Terms:
    """``x * y``."""
    x, y = _align(x, y)
    shift = y.shift if x.shift is None else x.shift
    if len(x.coefficients) == len(y.coefficients) == 1:
        return _product(x, y, shift)
    total: dict[Key, Scalar] = {}
    for a, u in x.coefficients.items():
        part = {Key(a.z * b.z, a.s + b.s, a.j + b.j): balls.mul(u, v) for b, v in _items(y)}
        total = _sum(total, part)
    return Terms(total, shift)


def _product(x: Terms, y: Terms, shift: int | fmpq | None) -> Terms:
    """The product of two single terms, as most are that are multiplied."""
    ((a, u),), ((b, v),) = x.coefficients.items(), y.coefficients.items()
    value = balls.mul(u, v)
    if balls.is_zero(value):
        return Terms({}, shift)
    if a is _CONSTANT or b is _CONSTANT:
        return Terms({(b if a is _CONSTANT else a): value}, shift)
    return Terms({Key(a.z * b.z, a.s + b.s, a.j + b.j): value}, shift)


def _items(x: Terms) -> list[tuple[Key, Scalar]]:
    return list(x.coefficients.items())


def power(x: Terms, n: int) -> Terms:
    """``x ^ n`` for a natural number."""
    if n > 64:
        raise NotSymbolic("a high power of a term")
    # ``(k + 1)²`` stays a single term, whose inverse is one too.
    x = _collapsed(x)
    if n and len(x.coefficients) == 1:
        ((key, value),) = x.coefficients.items()
        return Terms({Key(key.z**n, key.s * n, key.j * n): balls.power(value, n)}, x.shift)
    result = constant(ONE)
    for _ in range(n):
        result = mul(result, x)
    return result


def _single(x: Terms, what: str) -> tuple[Terms, Key, Scalar]:
    x = _collapsed(x)
    if len(x.coefficients) != 1:
        raise NotSymbolic(f"{what} of a sum in the index")
    return x, *_items(x)[0]


def _whole_or_not(shift: fmpq) -> int | fmpq:
    return int(shift.p) if shift.q == 1 else shift


def _collapsed(x: Terms) -> Terms:
    """``a (k + c) + a m`` as ``a (k + c + m)`` where ``c + m`` is positive."""
    if (
        len(x.coefficients) == 2
        and set(x.coefficients) == {_LINEAR, _CONSTANT}
        and x.shift is not None
    ):
        move = balls.mul(x.coefficients[_CONSTANT], balls.inv(x.coefficients[_LINEAR]))
        if type(move) is fmpq and x.shift + move > 0:
            return _rebase(x, _whole_or_not(x.shift + move))
    return x


def inv(x: Terms) -> Terms:
    """``x⁻¹`` for a single term (which does not vanish), and ``0⁻¹ = 0``."""
    if not x.coefficients:
        outside("1/0")
        return x
    x, key, value = _single(x, "an inverse")
    return Terms({Key(1 / key.z, -key.s, -key.j): balls.inv(value)}, x.shift)


def log(x: Terms) -> Terms:
    """``log x`` for a single positive or negative term; ``log 0 = 0``."""
    if not x.coefficients:
        outside("log 0")
        return x
    x, key, value = _single(x, "a logarithm")
    if key.j != 0 or key.z < 0:
        raise NotSymbolic("a logarithm of a logarithm or of an alternating term")
    shift = x.shift or 0
    if key is _LINEAR and value is ONE:
        return Terms({_LOGARITHM: ONE}, shift)
    growth = balls.log(key.z)
    offset = balls.add(balls.log(value), balls.mul(growth, fmpq(-shift)))
    parts = {
        Key(ONE, ZERO, 1): -key.s,
        Key(ONE, fmpq(-1), 0): growth,
        _CONSTANT: offset,
    }
    return Terms({k: v for k, v in parts.items() if not balls.is_zero(v)}, shift)


def rpow(x: Terms, exponent: fmpq) -> Terms:
    """``x ^ exponent`` for a single positive term without a logarithm."""
    if exponent == 0:
        return constant(ONE)
    if not x.coefficients:
        return x
    x, key, value = _single(x, "a power")
    if key.j != 0 or key.z != 1 or balls.sign(value) < 0:
        raise NotSymbolic("a real power of such a term")
    return Terms({Key(ONE, key.s * exponent, 0): balls.rpow(value, exponent)}, x.shift)


def _align(x: Terms, y: Terms) -> tuple[Terms, Terms]:
    """Both in powers of the same ``k + c``: polynomials can be rewritten, other terms cannot."""
    if x.shift is None or y.shift is None or x.shift == y.shift:
        return x, y
    if _is_polynomial(x):
        return _rebase(x, y.shift), y
    return x, _rebase(y, x.shift)


def _is_polynomial(x: Terms) -> bool:
    return all(k.j == 0 and k.s.q == 1 and k.s <= 0 for k in x.coefficients)


def _rebase(x: Terms, shift: int | fmpq) -> Terms:
    if x.shift is None or not _is_polynomial(x):
        raise NotSymbolic("powers of different shifts of the index")
    move = x.shift - shift
    total = Terms({}, shift)
    for key, value in x.coefficients.items():
        degree = int(-key.s.p)
        part: dict[Key, Scalar] = {}
        for i in range(degree + 1):
            weight = fmpq(comb(degree, i) * move ** (degree - i))
            part[Key(key.z, fmpq(-i), 0)] = balls.mul(value, weight)
        total = add(total, Terms(part, shift))
    return total
