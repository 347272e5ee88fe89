"""Numbers of which nothing is known but what they are made of: polynomials in unknowns.

A ``∀`` runs its body once with an unknown in place of every number. What comes out alike on both
sides holds of all numbers: ``f (x + y) = f x + f y`` of ``f x = 2 x``, for instance.
"""

from collections.abc import Mapping
from itertools import count
from typing import Any, NoReturn

from flint import fmpq

from pycheck.statements.language.undecided import NotSymbolic

# A product of powers: pairs of an unknown and its exponent, in order.
Monomial = tuple[tuple[int, int], ...]

_MOST_TERMS = 64
_HIGHEST = 16
_NAMES = count()


class Anything:
    """A value of which nothing is known, so that every use of it is undecided."""

    __slots__ = ()

    def __getattr__(self, _: str) -> NoReturn:
        raise NotSymbolic("a value of which nothing is known")

    def _use(self, *_: object) -> NoReturn:
        raise NotSymbolic("a value of which nothing is known")

    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __index__ = __neg__ = __abs__ = _use
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __pow__ = __rpow__ = _use
    __mod__ = __rmod__ = __floordiv__ = __rfloordiv__ = __truediv__ = __rtruediv__ = _use
    __call__ = __getitem__ = __iter__ = __len__ = __contains__ = _use
    __hash__ = object.__hash__


class Polynomial(Anything):
    """A polynomial that is no constant; `is_whole` where its unknowns are whole numbers.

    Sums and products that are constants are plain numbers again.
    """

    __slots__ = ("coefficients", "is_whole")

    def __init__(self, coefficients: Mapping[Monomial, fmpq], *, is_whole: bool) -> None:
        self.coefficients = coefficients
        self.is_whole = is_whole

    def is_zero(self) -> bool:
        """Whether it is known to be zero, which no polynomial with an unknown is."""
        return False

    def real(self) -> "Polynomial":
        """The same among the real numbers."""
        return Polynomial(self.coefficients, is_whole=False)

    def __neg__(self) -> Any:  # type: ignore[override]
        return self * -1

    def __add__(self, other: object) -> Any:  # type: ignore[override]
        total = dict(self.coefficients)
        for monomial, value in _coefficients(other).items():
            total[monomial] = total.get(monomial, fmpq(0)) + value
        return _simple(total, self.is_whole)

    def __sub__(self, other: object) -> Any:  # type: ignore[override]
        return self + (-other if isinstance(other, Polynomial) else _minus(other))

    def __rsub__(self, other: object) -> Any:  # type: ignore[override]
        return -self + other

    def __mul__(self, other: object) -> Any:  # type: ignore[override]
        total: dict[Monomial, fmpq] = {}
        for a, u in self.coefficients.items():
            for b, v in _coefficients(other).items():
                monomial = _product(a, b)
                total[monomial] = total.get(monomial, fmpq(0)) + u * v
        return _simple(total, self.is_whole)

    def __pow__(self, n: object) -> Any:  # type: ignore[override]
        if type(n) is not int or not 0 <= n <= _HIGHEST:
            raise NotSymbolic("such a power of an unknown")
        result: Any = 1 if self.is_whole else fmpq(1)
        for _ in range(n):
            result = self * result
        return result

    def _sign_against(self, other: object) -> int:
        """The sign of the difference from another value, where that is a constant."""
        difference = self - other
        if isinstance(difference, Polynomial):
            raise NotSymbolic("an order of unknowns")
        return int(difference > 0) - int(difference < 0)

    def __lt__(self, other: object) -> bool:  # type: ignore[override]
        return self._sign_against(other) < 0

    def __le__(self, other: object) -> bool:  # type: ignore[override]
        return self._sign_against(other) <= 0

    def __gt__(self, other: object) -> bool:  # type: ignore[override]
        return self._sign_against(other) > 0

    def __ge__(self, other: object) -> bool:  # type: ignore[override]
        return self._sign_against(other) >= 0

    def __radd__(self, other: object) -> Any:  # type: ignore[override]
        return self + other

    def __rmul__(self, other: object) -> Any:  # type: ignore[override]
        return self * other


def unknown(*, is_whole: bool) -> Polynomial:
    """A number of which nothing is known, not even its relation to other unknowns."""
    return Polynomial({((next(_NAMES), 1),): fmpq(1)}, is_whole=is_whole)


def add(x: Any, y: Any) -> Any:
    """``x + y``, one of which is a polynomial."""
    return x + y if isinstance(x, Polynomial) else y + x


def mul(x: Any, y: Any) -> Any:
    """``x * y``, one of which is a polynomial."""
    return x * y if isinstance(x, Polynomial) else y * x


def compare(x: Any, y: Any) -> int:
    """The sign of ``x - y``, one of which is a polynomial, where the difference is a constant."""
    if isinstance(x, Polynomial):
        return x._sign_against(y)
    return -compare(y, x)


def _coefficients(value: object) -> Mapping[Monomial, fmpq]:
    if isinstance(value, Polynomial):
        return value.coefficients
    if isinstance(value, int) or type(value) is fmpq:
        return {(): fmpq(value)} if value else {}
    raise NotSymbolic("an unknown beside a number that is not exact")


def _minus(value: object) -> fmpq:
    if isinstance(value, int) or type(value) is fmpq:
        return -fmpq(value)
    raise NotSymbolic("an unknown beside a number that is not exact")


def _product(a: Monomial, b: Monomial) -> Monomial:
    exponents = dict(a)
    for name, exponent in b:
        exponents[name] = exponents.get(name, 0) + exponent
    return tuple(sorted(exponents.items()))


def _simple(total: Mapping[Monomial, fmpq], is_whole: bool) -> Any:
    """The polynomial, or the number that it is."""
    kept = {monomial: value for monomial, value in total.items() if value}
    if len(kept) > _MOST_TERMS:
        raise NotSymbolic("a polynomial of many terms")
    if any(monomial for monomial in kept):
        return Polynomial(kept, is_whole=is_whole)
    constant = kept.get((), fmpq(0))
    return int(constant.p) if is_whole else constant
