"""Printed digits: the numbers that round to them, or begin with them."""

from fractions import Fraction
from typing import Literal

from pycheck.formulas.syntax import Side, literal
from pycheck.statements.writing import REAL, Term
from pycheck.statements.writing import number as numeral

Reading = Literal["either", "rounded", "cut"]
"""How digits come about: the last one is rounded, or those after it are cut off."""


def digits(value: Term, printed: Side, reading: Reading = "either") -> Term:
    """Whether a number is equal to printed digits."""
    text = literal(printed.node, printed).replace("_", "")
    negative = text.startswith("-")
    try:
        exact = Fraction(text)
    except ValueError:
        raise printed.source.error("'~' stands before printed digits", printed.node) from None
    mantissa, _, exponent = text.lower().partition("e")
    places = len(mantissa.partition(".")[2]) - int(exponent or 0)
    unit = Fraction(1, 10**places) if places >= 0 else Fraction(10**-places)
    distance = abs(value - _rational(exact))
    rounded = distance <= _rational(unit / 2)
    beyond = exact - unit if negative else exact + unit
    low, high = min(exact, beyond), max(exact, beyond)
    cut = (_rational(low) <= value) & (value <= _rational(high))
    return {"either": rounded | cut, "rounded": rounded, "cut": cut}[reading]


def _rational(value: Fraction) -> Term:
    if value.denominator == 1:
        return numeral(value.numerator, REAL)
    return numeral(value.numerator, REAL) / numeral(value.denominator, REAL)
