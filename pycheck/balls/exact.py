"""Reading exponents, context lengths and shares exactly: nothing passes through a float."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpz

from pycheck.errors import InputError

MAX_EXPONENT = 1000
MAX_CONTEXT_DIGITS = 1_000_000
_MAX_DECIMAL_EXPONENT = 20_000

Exact = int | str | float | Fraction | fmpq

# ASCII, because \d alone also matches digits that the numbers below do not read.
_DECIMAL = re.compile(r"([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?", re.ASCII)
_RATIO = re.compile(r"([+-]?)(\d+)/(\d+)", re.ASCII)
_ONE, _TEN = fmpz(1), fmpz(10)
_SHORT = 40


def read_exponent(value: Exact, what: str = "gamma") -> fmpq:
    """A decimal (``0.7``, ``-3``, ``1e-40``) or a ratio (``7/10``), exactly.

    A float stands for the binary fraction that it is. Raises `InputError` when `value` is not a
    number or exceeds `MAX_EXPONENT` in size.
    """
    numerator, denominator = _ratio(value, what)
    if abs(numerator) > MAX_EXPONENT * denominator:
        raise InputError(f"{what} {value} is out of range: take one between -1000 and 1000")
    return fmpq(numerator, denominator)


def read_unit(value: Exact, what: str) -> fmpq:
    """A number of [0, 1], exactly. Raises `InputError`."""
    numerator, denominator = _ratio(value, what)
    if not 0 <= numerator <= denominator:
        raise InputError(f"{what} {value} is out of range: take one between 0 and 1")
    return fmpq(numerator, denominator)


def read_context(value: Exact, what: str = "context", *, least: int = 1) -> int:
    """A whole number of tokens such as ``2048``, ``1e6`` or ``1e100000``, exactly.

    Raises `InputError` when it is not a whole number, is below `least`, or has more than
    `MAX_CONTEXT_DIGITS` digits.
    """
    numerator, denominator = _ratio(value, what, _whole)
    if denominator != 1:
        shown = repr(value) if isinstance(value, str) else value
        raise InputError(f"{what} {shown} is not a whole number of tokens")
    number = int(numerator)
    if number < least:
        raise InputError(f"{what} {value} is below {least}: take a whole number from {least} up")
    return number


def _ratio(
    value: Exact, what: str, parse: Callable[[str, str], tuple[Any, Any]] | None = None
) -> tuple[Any, Any]:
    """Numerator and positive denominator, of Python or of FLINT.

    A short decimal is read at once, other text by `parse`.
    """
    if isinstance(value, str):
        if len(value) <= _SHORT and value.isascii() and "_" not in value:
            try:
                number = Decimal(value)
                if -_SHORT < number.adjusted() < _SHORT:
                    return number.as_integer_ratio()
            except (ArithmeticError, ValueError):
                pass
        return (parse or _rational)(value, what)
    if isinstance(value, fmpq):
        return value.p, value.q
    if isinstance(value, int):
        return value, 1
    try:
        return Fraction(value).as_integer_ratio()
    except (ValueError, OverflowError, TypeError) as error:
        raise InputError(f"{what} {value!r} is not a finite number") from error


def _rational(text: str, what: str) -> tuple[fmpz, fmpz]:
    if "/" in text and (match := _RATIO.fullmatch(text.strip())):
        denominator = fmpz(match[3])
        if denominator == 0:
            raise InputError(f"{what} {text!r} divides by zero")
        return _signed(match[1], match[2]), denominator
    number, power = _decimal(text, what)
    if abs(power) > _MAX_DECIMAL_EXPONENT:
        raise InputError(f"{what} {text!r} has too large a power of ten")
    scale = _TEN ** abs(power)
    return (number * scale, _ONE) if power >= 0 else (number, scale)


def _whole(text: str, what: str) -> tuple[fmpz, fmpz]:
    number, power = _decimal(text, what)
    if power > MAX_CONTEXT_DIGITS:
        raise InputError(
            f"{what} {text!r} is out of range: take one of at most {MAX_CONTEXT_DIGITS} digits"
        )
    if power >= 0:
        return number * _TEN**power, _ONE
    if power >= -MAX_CONTEXT_DIGITS:
        whole, rest = divmod(number, _TEN**-power)
        if rest == 0:
            return whole, _ONE
    raise InputError(f"{what} {text!r} is not a whole number of tokens")


def _decimal(text: str, what: str) -> tuple[fmpz, int]:
    """The digits of a decimal as a whole number, and its power of ten."""
    match = _DECIMAL.fullmatch(text.strip())
    if match is None:
        raise InputError(
            f"{what} {text[:40]!r} is not an exact decimal: write it like 0.7, 7/10, 2048 or 1e6"
        )
    sign, whole, part, power = match.groups("")
    digits = whole + part
    if len(digits) > MAX_CONTEXT_DIGITS:
        raise InputError(f"{what} has more than {MAX_CONTEXT_DIGITS} digits")
    return _signed(sign, digits), int(power or 0) - len(part)


def _signed(sign: str, digits: str) -> fmpz:
    number = fmpz(digits)
    return -number if sign == "-" else number
