"""A number that carries its error, as people and JSON read it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flint import arb, fmpz

from pycheck.notation.html import html_table

_EXTRA_DIGITS = 3
_EXTRA_OF_ARB = 5
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Ball:
    """``mid`` plus or minus ``rad``, certain to contain the value.

    Both are exact decimals, as strings; `digits` is the number of certain significant digits
    (``rad <= abs(mid) * 10**-digits``), at least those that were asked for. The radius of an exact
    value is ``"0"``.

    >>> Ball("2.5", "0.5", 0).contains("2.25")
    True
    """

    mid: str
    rad: str
    digits: int

    def contains(self, value: int | str | float | Fraction) -> bool:
        """Whether `value`, taken exactly, lies in the ball."""
        return abs(_exact(value) - _exact(self.mid)) <= _exact(self.rad)

    def overlaps(self, other: "Ball") -> bool:
        """Whether the two balls have a point in common."""
        distance = abs(_exact(self.mid) - _exact(other.mid))
        return distance <= _exact(self.rad) + _exact(other.rad)

    def to_arb(self) -> arb:
        """A python-flint ball that contains this one, at the precision of the context."""
        return arb(self.mid) + arb(0, arb(self.rad).abs_upper())

    def __repr__(self) -> str:
        mid = self.mid
        if len(mid) > _SHOWN + 1:
            mid = f"{mid[:_SHOWN]}…"
        return f"<Ball {mid} ± {self.rad}, {self.digits} digits>"

    def _repr_html_(self) -> str:
        return html_table([("midpoint", self.mid), ("radius", self.rad)])

    def __float__(self) -> float:
        return float(self.mid)

    def __str__(self) -> str:
        return self.mid if self.rad == "0" else f"{self.mid} +/- {self.rad}"


def decimal_ball(ball: arb, digits: int) -> Ball:
    """The decimal ball around a finite `ball`, printed to three digits more than `digits`."""
    numbers = ball.mid_rad_10exp(max(digits + _EXTRA_DIGITS - _EXTRA_OF_ARB, 1))
    mid, rad, exponent = numbers[0].str(), numbers[1].str(), int(numbers[2])
    sign = "-" if mid[0] == "-" else ""
    size = mid[1:] if sign else mid
    if rad == "0":
        return Ball(sign + _decimal(size, exponent), "0", digits)
    # The largest k with size >= rad * 10**k: texts of one length are ordered as their numbers are.
    certain = max(len(size) - len(rad) - (size < rad), 0)
    return Ball(sign + _decimal(size, exponent), _decimal(rad, exponent), certain)


def whole_ball(number: int, digits: int) -> Ball:
    """An exact whole number as a ball. Its `digits` are what was asked for, or all it has."""
    text = fmpz(number).str()
    return Ball(text, "0", max(digits, len(text.lstrip("-"))))


def _exact(value: int | str | float | Fraction) -> Fraction:
    """A number exactly. `int` reads no text of more than 4300 digits; `Decimal` does."""
    if not isinstance(value, str):
        return Fraction(value)
    numerator, _, denominator = value.partition("/")
    return Fraction(Decimal(numerator)) / Fraction(Decimal(denominator or 1))


def _decimal(number: str, exponent: int) -> str:
    """A whole number times a power of ten, without zeros at its end, as `Decimal` writes it."""
    digits, point = number.rstrip("0"), len(number) + exponent
    if 0 < point < len(digits):
        return f"{digits[:point]}.{digits[point:]}"
    if not digits or point == len(digits):
        return digits or "0"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    first = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{first}E{'+' if point > 0 else ''}{point - 1}"
