"""Reading exponents, context lengths and shares exactly: nothing passes through a float."""

import re
from fractions import Fraction

from flint import fmpq, fmpz

from pycheck.errors import InputError

MAX_EXPONENT = 1000
MAX_CONTEXT_DIGITS = 1_000_000
_MAX_DECIMAL_EXPONENT = 20_000

Exact = int | str | float | Fraction | fmpq

# ASCII, because \d alone also matches digits that the numbers below do not read.
_DECIMAL = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?", re.ASCII)
_RATIO = re.compile(r"([+-]?\d+)/(\d+)", re.ASCII)


def read_exponent(value: Exact, what: str = "gamma") -> fmpq:
    """A decimal (``0.7``, ``-3``, ``1e-40``) or a ratio (``7/10``), exactly.

    A float stands for the binary fraction that it is. Raises `InputError` when `value` is not a
    number or exceeds `MAX_EXPONENT` in size.
    """
    number = _read_rational(value, what)
    if not -MAX_EXPONENT <= number <= MAX_EXPONENT:
        raise InputError(f"{what} {value} is out of range: take one between -1000 and 1000")
    return number


def read_unit(value: Exact, what: str) -> fmpq:
    """A number of [0, 1], exactly. Raises `InputError`."""
    number = _read_rational(value, what)
    if not 0 <= number <= 1:
        raise InputError(f"{what} {value} is out of range: take one between 0 and 1")
    return number


def read_context(value: Exact, what: str = "context", *, least: int = 1) -> int:
    """A whole number of tokens such as ``2048``, ``1e6`` or ``1e100000``, exactly.

    Raises `InputError` when it is not a whole number, is below `least`, or has more than
    `MAX_CONTEXT_DIGITS` digits.
    """
    if isinstance(value, str):
        number = _whole(value, what)
    else:
        rational = _read_rational(value, what)
        if rational.q != 1:
            raise InputError(f"{what} {value} is not a whole number of tokens")
        number = int(rational.p)
    if number < least:
        raise InputError(f"{what} {value} is below {least}: take a whole number from {least} up")
    return number


def _read_rational(value: Exact, what: str) -> fmpq:
    if isinstance(value, fmpq):
        return value
    if isinstance(value, str):
        return _parse(value, what)
    try:
        fraction = Fraction(value)
    except (ValueError, OverflowError, TypeError) as error:
        raise InputError(f"{what} {value!r} is not a finite number") from error
    return fmpq(fraction.numerator, fraction.denominator)


def _parse(text: str, what: str) -> fmpq:
    ratio = _RATIO.fullmatch(text.strip()) if "/" in text else None
    if ratio:
        if fmpz(ratio[2]) == 0:
            raise InputError(f"{what} {text!r} divides by zero")
        return fmpq(fmpz(ratio[1]), fmpz(ratio[2]))
    sign, mantissa, exponent = _decimal(text, what)
    if abs(exponent) > _MAX_DECIMAL_EXPONENT:
        raise InputError(f"{what} {text!r} has too large a power of ten")
    if exponent >= 0:
        return fmpq(sign * mantissa * fmpz(10) ** exponent)
    return fmpq(sign * mantissa, fmpz(10) ** -exponent)


def _whole(text: str, what: str) -> int:
    sign, mantissa, exponent = _decimal(text, what)
    if exponent > MAX_CONTEXT_DIGITS:
        raise InputError(
            f"{what} {text!r} is out of range: take one of at most {MAX_CONTEXT_DIGITS} digits"
        )
    if exponent < -MAX_CONTEXT_DIGITS:
        raise InputError(f"{what} {text!r} is not a whole number of tokens")
    scale = int(fmpz(10) ** abs(exponent))
    if exponent >= 0:
        return sign * int(mantissa) * scale
    whole, rest = divmod(int(mantissa), scale)
    if rest:
        raise InputError(f"{what} {text!r} is not a whole number of tokens")
    return sign * whole


def _decimal(text: str, what: str) -> tuple[int, fmpz, int]:
    """The sign, digits and power of ten of a decimal."""
    match = _DECIMAL.fullmatch(text.strip())
    digits = f"{match[2]}{match[3] or ''}" if match else ""
    if match is None or not digits:
        raise InputError(
            f"{what} {text[:40]!r} is not an exact decimal: write it like 0.7, 7/10, 2048 or 1e6"
        )
    if len(digits) > MAX_CONTEXT_DIGITS:
        raise InputError(f"{what} has more than {MAX_CONTEXT_DIGITS} digits")
    exponent = int(match[4] or 0) - len(match[3] or "")
    return (-1 if match[1] == "-" else 1), fmpz(digits), exponent
