"""What the numbers of a tool say of a formula: agreement, or a point at which it fails."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import mpmath

from bench.points import TOLERANCE
from bench.translating import CannotState
from pycheck.formulas.statement import Formula
from pycheck.formulas.syntax import literal

SHOWN, AGREES, FALSE, UNDECIDED, CANNOT = "shown", "agrees", "false", "undecided", "cannot state"


def sign_of(formula: Formula) -> str:
    """The one relation of a formula; raises `CannotState` for chains and what is no order."""
    signs = formula.relations.signs
    if len(signs) != 1 or signs[0] == "!=":
        raise CannotState(f"the relation {' '.join(signs)}")
    return signs[0]


def _unit(formula: Formula) -> float:
    """The unit in the last of the printed digits."""
    printed = formula.relations.sides[1]
    text = literal(printed.node, printed).lower().replace("_", "")
    mantissa, _, exponent = text.partition("e")
    places = len(mantissa.partition(".")[2]) - int(exponent or 0)
    return float(Fraction(1, 10**places) if places >= 0 else Fraction(10**-places))


def agrees(formula: Formula, gap: Any, scale: Any) -> bool | None:
    """Whether a relation holds where left minus right is `gap`, and its sides are of size `scale`.

    None where an order is asked about numbers that are not real, or nothing was computed.
    """
    sign = sign_of(formula)
    if not mpmath.isfinite(gap) or not mpmath.isfinite(scale):
        return None
    near = TOLERANCE * max(mpmath.mpf(1), scale)
    if sign == "=":
        return bool(abs(gap) <= near)
    if abs(mpmath.im(gap)) > near:
        return None
    real = mpmath.re(gap)
    if sign == "~":
        # Rounded, or cut off towards zero.
        unit = _unit(formula)
        negative = literal(formula.relations.sides[1].node, formula.relations.sides[1])[0] == "-"
        low, high = (-unit, unit / 2) if negative else (-unit / 2, unit)
        return bool(low <= real <= high)
    return bool(real <= near if sign in ("<", "<=") else real >= -near)


def judged(formula: Formula, numbers: Iterable[tuple[Any, Any]]) -> str:
    """The word for what was found at points: one at which the formula fails is enough."""
    found = [agrees(formula, gap, scale) for gap, scale in numbers]
    if False in found:
        return FALSE
    return AGREES if True in found else UNDECIDED
