"""Constants of Mathlib: continuous and differentiable functions, as far as they are known to be."""

from collections.abc import Callable
from typing import Any

from pycheck.statements.language.truth import TRUE, Truth
from pycheck.statements.language.types import REAL, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Table, explicit
from pycheck.statements.values import reals
from pycheck.statements.values.sets import Interval


def _continuous(kind: Type, f: Callable[[Any], Any]) -> Truth:
    """A function that was drawn knows whether it is continuous; of another nothing is known."""
    if getattr(f, "continuous", False) or getattr(f, "smooth", False):
        return TRUE
    raise Undecided(f"whether a function on {getattr(kind, 'value', kind)} is continuous")


def _continuous_on(kind: Type, f: Callable[[Any], Any], within: Any) -> Truth:
    closed = isinstance(within, Interval) and None not in (within.lower, within.upper)
    # Every function on at most one point is continuous.
    if closed and kind is REAL and reals.compare(within.lower, within.upper) >= 0:
        return TRUE
    return _continuous(kind, f)


def _differentiable(field: Type, kind: Type, f: Callable[[Any], Any]) -> Truth:
    if field is REAL and kind is REAL and getattr(f, "smooth", False):
        return TRUE
    raise Undecided("whether a function is differentiable everywhere")


CONTINUITY: Table = {
    "Continuous": explicit(3, _continuous, 2, types=(0,), kind="proposition"),
    "ContinuousOn": explicit(4, _continuous_on, 2, 3, types=(0,), kind="proposition"),
    "Differentiable": explicit(4, _differentiable, 3, types=(0, 1), kind="proposition"),
}
