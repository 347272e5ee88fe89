"""The sides of a formula at a point by sympy's closed forms, and what they say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sympy
from sympy.calculus.accumulationbounds import AccumulationBounds

from pycheck.formulas.effort import is_known
from pycheck.formulas.statement import Formula
from pycheck.formulas.translation import Translator

_DIGITS = 40
_APART = sympy.Float("1e-12", 20)


@dataclass(frozen=True, slots=True)
class Closed:
    """A side at a point: its `value` as a number of sympy, or why it has none.

    `exact` is the closed form. Infinity is a value that limits and series may have.
    """

    given: Any
    exact: Any = None
    value: Any = None
    lacks: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it is known what the side is, or that it is nothing."""
        return self.value is not None or bool(self.lacks)

    @property
    def shown(self) -> str:
        """The value to a few digits, or why there is none."""
        if self.lacks:
            return "no value"
        return str(self.exact if self.exact.is_Rational else sympy.N(self.value, 12))


def sides_at(formula: Formula, values: Mapping[str, Any]) -> list[Closed]:
    """The sides at a point by closed forms, as far as sympy finds them."""
    reader = Translator(formula.conditions, values)
    return [_closed(reader.side(side)) for side in formula.relations.sides]


def _closed(given: Any) -> Closed:
    """What a side comes to."""
    if isinstance(given, sympy.MatrixBase):
        return Closed(given)
    if lacks := _without_value(given):
        return Closed(given, lacks=lacks)
    exact = given.doit()
    if not is_known(exact) or exact.has(AccumulationBounds):
        return Closed(given)
    value = sympy.N(exact, _DIGITS)
    if value is sympy.nan or value is sympy.zoo or not value.is_number:
        return Closed(given)
    if not (value.is_finite or value in (sympy.oo, -sympy.oo)):
        return Closed(given)
    return Closed(given, exact, value)


def _without_value(given: Any) -> str:
    """Why a side that is a limit, a series or an integral has no value; empty where it may."""
    factor, form = given.as_coeff_Mul()
    if not factor.is_nonzero:
        return ""
    match form:
        case sympy.Limit():
            return _without_limit(form)
        case sympy.Sum() if len(form.limits) == 1:
            return _divergent(form)
        case sympy.Integral() if len(form.limits) == 1:
            return _unbounded(form)
    return ""


def _without_limit(limit: Any) -> str:
    body, x, point, _ = limit.args
    if point in (sympy.oo, -sympy.oo):
        ends = [sympy.limit(body, x, point)]
    else:
        ends = [sympy.limit(body, x, point, side) for side in "+-"]
    for end in ends:
        if isinstance(end, AccumulationBounds):
            return f"it has no limit: it goes on between {end.min} and {end.max}"
    if not all(map(is_known, ends)):
        return ""
    if len(ends) == 2 and ends[0] != ends[1] and sympy.simplify(ends[0] - ends[1]) != 0:
        return f"it has no limit: {ends[1]} from the left, {ends[0]} from the right"
    return ""


def _divergent(series: Any) -> str:
    ((k, low, high),) = series.limits
    if high is not sympy.oo or not low.is_finite:
        return ""
    exact = series.doit()
    if exact in (sympy.oo, -sympy.oo):
        return ""  # a value, though no number
    if series.is_convergent() == sympy.false and _term_stays(series.function, k):
        return "the series diverges: its terms do not tend to 0"
    return ""


def _term_stays(term: Any, k: Any) -> bool:
    """Whether the terms of a series do not tend to zero."""
    end = sympy.limit(abs(term), k, sympy.oo)
    return bool(is_known(end) and end.is_number and end != 0)


def _unbounded(integral: Any) -> str:
    """An integral over a pole: one of the parts beside it is infinite."""
    ((x, *ends),) = integral.limits
    if len(ends) != 2:
        return ""
    poles = sympy.singularities(integral.function, x, sympy.Interval(*ends))
    inside = [p for p in poles if p.is_real] if isinstance(poles, sympy.FiniteSet) else []
    marks = sorted({*ends, *inside}, key=lambda p: sympy.N(p))
    for low, high in pairwise(marks):
        part = sympy.Integral(integral.function, (x, low, high)).doit()
        if part in (sympy.oo, -sympy.oo) and inside:
            return f"the integral diverges: {part} between {low} and {high}"
    return ""


def certainly_fails(formula: Formula, sides: Sequence[Closed]) -> str:
    """Why the relations fail for sides that are known, or nothing: the reason in words."""
    links = zip(sides, formula.relations.signs, sides[1:], strict=False)
    for left, sign, right in links:
        if not (left.is_known and right.is_known):
            continue
        if left.lacks or right.lacks:
            if not (left.lacks and right.lacks) and sign != "!=":
                one, other = (left, right) if left.lacks else (right, left)
                return f"one side has no value and the other is {other.shown}: {one.lacks}"
            continue
        if _fails(left, sign, right):
            same = left.shown == right.shown
            return f"both sides are {left.shown}" if same else f"{left.shown} and {right.shown}"
    return ""


def _fails(left: Closed, sign: str, right: Closed) -> bool:
    one, other = left.value, right.value
    if one.is_infinite or other.is_infinite:
        return sign == "=" and one != other
    gap = one - other
    apart = bool(abs(gap) > _APART * (1 + abs(one)))
    if sign == "=":
        return apart
    if not (one.is_real and other.is_real):
        return False
    if apart:
        return bool(gap > 0) == (sign in ("<", "<=")) and sign in ("<", "<=", ">", ">=")
    if sign in ("<", ">", "!="):  # false where both sides are one number, which has to be shown
        return bool(sympy.simplify(left.exact - right.exact) == 0)
    return False
