"""Constants of Mathlib: integrals over sets of real numbers."""

from collections.abc import Callable
from typing import Any

from pycheck.statements.language.types import REAL, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Row, Table, value
from pycheck.statements.values import balls, integrals, reals
from pycheck.statements.values.sets import Interval


def _integral(domain: Type, codomain: Type, within: Any, f: Callable[[Any], Any]) -> Any:
    """``∫ x in s, f x`` with the volume of the real numbers; without a set, over all of them."""
    if domain is not REAL or codomain is not REAL:
        raise Undecided(f"an integral over {getattr(domain, 'value', domain)}")
    if within is None:
        return integrals.followed(f, None, None)
    if not isinstance(within, Interval):
        raise Undecided("an integral over a set that is no interval")
    lower, upper = within.lower, within.upper
    if lower is None or upper is None:
        return integrals.followed(f, lower, upper)
    if reals.compare(lower, upper) >= 0:  # at most one point
        return balls.ZERO
    return integrals.enclosed(f, lower, upper)


def _restricted(measure: Any, within: Any) -> Any:
    if measure is not None:
        raise Undecided("a measure that is restricted twice")
    return within


MEASURES: Table = {
    "MeasureTheory.Measure.restrict": value(4, _restricted, 2, 3),
    "MeasureTheory.integral": Row(7, _integral, (5, 6), (0, 1)),
}
