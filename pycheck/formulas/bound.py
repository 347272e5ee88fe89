"""A formula held against the code that it describes: ``f(x, c) = c*x**(c - 1)``, with f a function.

The formula is evaluated in balls to thirty digits, the code in floating point. They differ where
they are further apart than the code's own rounding can account for.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any

import mpmath
import sympy
from flint import arb

from pycheck.formulas.calling import Inside
from pycheck.formulas.effort import Meter, asked
from pycheck.formulas.following import followed
from pycheck.formulas.numerics import Number
from pycheck.formulas.outcome import DIFFERS, Outcome
from pycheck.formulas.syntax import expression
from pycheck.formulas.tied import Evaluator, Point, Tied, tied
from pycheck.formulas.translation import Translator

RELATIVE, ABSOLUTE, NEIGHBOURS = 1e-6, 1e-7, 10
"""What is allowed for: parts of the value, of the values' median, and of what the code moves by."""
_STEP = 2.0**-48
_FEWEST = 5
_AT_ONCE = 24
_SHAPES = 2


@dataclass(frozen=True, slots=True)
class Asking:
    """How the code is asked: for values at lists of arguments, and for the ends of a support.

    `values` has None where the code has no finite real value.
    """

    values: Callable[[Sequence[Sequence[float]]], list[float | None]]
    support: Callable[[tuple[float, ...]], tuple[float, float] | None] | None = None
    is_density: bool = False
    """Whether the total weight over the support is one."""
    inside: Inside = ""
    """Whether only what lies inside of the support counts, with its ends or without them."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """What the code and the formula say at a point, and how far the code may be off."""

    point: Point
    code: float
    own: arb
    moves: float

    def allowed(self, scale: float) -> float:
        """What the code's rounding may account for, where values are about `scale`."""
        return RELATIVE * abs(float(self.own)) + ABSOLUTE * scale + NEIGHBOURS * self.moves

    def differs(self, scale: float) -> bool:
        """Whether the two are further apart than that."""
        return bool(abs(arb(self.code) - self.own) > self.allowed(scale))


def outcomes(
    text: str, where: Sequence[str], name: str, label: str, asking: Asking, *, n: int, seed: int
) -> Iterator[Outcome]:
    """What is said of a formula in which `name` is the code that `label` names.

    Raises `UnreadableFormula` for what cannot be read.
    """
    formula = tied(text, where, name)
    evaluator = Evaluator(formula)
    points = evaluator.points(n, seed)
    compared: list[_Pair] = []
    outcome = Outcome(text, tuple(where), "undecided")
    for start in range(0, len(points), _AT_ONCE):
        compared += _pairs(evaluator, points[start : start + _AT_ONCE], asking)
        scale = median(abs(float(pair.own)) for pair in compared) if compared else 0.0
        if worst := next((pair for pair in compared if pair.differs(scale)), None):
            yield _differs(outcome, formula, label, worst, scale, len(compared))
            return
    yield _agrees(outcome, label, len(compared), evaluator.guessed or _nothing(points))
    if asking.is_density:
        yield from _total(outcome, formula, label, asking, points, len(compared))


def _pairs(evaluator: Evaluator, points: Sequence[Point], asking: Asking) -> Iterator[_Pair]:
    """Both values at the points at which there are both, away from the edges of the code's."""
    points = [point for point in points if _is_inside(point, asking)]
    near = [[point.arguments, *_neighbours(point.arguments)] for point in points]
    values = iter(asking.values([arguments for calls in near for arguments in calls]))
    for point, calls in zip(points, near, strict=True):
        code, *around = (next(values) for _ in calls)
        if code is None or None in around:
            continue
        own = evaluator.value(point)
        if own is not None:
            moves = max((abs(v - code) for v in around if v is not None), default=0.0)
            yield _Pair(point, code, own, moves)


def _neighbours(arguments: Sequence[float]) -> Iterator[tuple[float, ...]]:
    """The arguments with one of them a few roundings off; whole numbers stay."""
    for place, argument in enumerate(arguments):
        if isinstance(argument, float):
            for sign in (1, -1):
                moved = argument * (1 + sign * _STEP) if argument else sign * _STEP
                yield (*arguments[:place], moved, *arguments[place + 1 :])


def _is_inside(point: Point, asking: Asking) -> bool:
    if asking.support is None or not asking.inside:
        return True
    x, *shapes = point.arguments
    ends = asking.support(tuple(shapes))
    if ends is None:
        return False
    return ends[0] < x < ends[1] or (asking.inside == "closed" and x in ends)


def _nothing(points: Sequence[Point]) -> str:
    return "" if points else "no point satisfies the conditions"


def _agrees(outcome: Outcome, label: str, count: int, why: str) -> Outcome:
    if count >= _FEWEST:
        return _said(outcome, "unrefuted", f"agrees with {label} at {count} points", count)
    told = f"{label} and the formula have values at {count} points only"
    return _said(outcome, "undecided", "; ".join(filter(None, (told, why))), count)


def _said(outcome: Outcome, verdict: Any, reason: str, samples: int, **more: Any) -> Outcome:
    return Outcome(outcome.formula, outcome.where, verdict, reason, samples=samples, **more)


def _differs(
    outcome: Outcome, formula: Tied, label: str, pair: _Pair, scale: float, count: int
) -> Outcome:
    told = f"{label} is not the formula; {pair.allowed(scale):.1g} is allowed for its rounding"
    sides = (repr(pair.code), str(pair.own.str(20, radius=False)))
    left, right = sides if formula.calls_left else sides[::-1]
    return _said(outcome, DIFFERS, told, count, values=pair.point.shown, left=left, right=right)


def _total(
    outcome: Outcome,
    formula: Tied,
    label: str,
    asking: Asking,
    points: Sequence[Point],
    count: int,
) -> Iterator[Outcome]:
    """The verdict on a density that has not the total weight one over the code's support."""
    assert asking.support is not None
    seen: set[tuple[float, ...]] = set()
    for point in points:
        variable, shapes = formula.arguments[0], point.arguments[1:]
        if len(seen) >= _SHAPES or variable not in point.values:
            return
        if shapes in seen or (ends := asking.support(shapes)) is None:
            continue
        seen.add(shapes)
        form = "Sum" if isinstance(point.arguments[0], int) else "Integral"
        total = _weight(formula, form, variable, point, ends)
        if total is not None and total.opposes(Number(mpmath.mpf(1), mpmath.mpf(0))):
            told = f"its {form.lower()} over the support of {label} is not one"
            values = {k: v for k, v in point.shown.items() if k != variable}
            left, right = str(total.value)[:20], "1"
            yield _said(outcome, DIFFERS, told, count, values=values, left=left, right=right)
            return


def _weight(
    formula: Tied, form: str, variable: str, point: Point, ends: tuple[float, float]
) -> Number | None:
    """The sum or integral of the own side over a support, as several methods have it."""
    low, high = (_end(end) for end in ends)
    text = f"{form}({formula.own.text}, ({variable}, {low}, {high}))"
    exact = {
        name: sympy.Rational(value.numerator, value.denominator)
        for name, value in point.values.items()
        if name != variable
    }
    meter = Meter()

    def total() -> Number | None:
        side = expression(text)
        return followed(Translator(formula.formula.conditions, exact).side(side)).number

    return asked(meter, total, None)


def _end(end: float) -> str:
    if end in (float("inf"), float("-inf")):
        return "oo" if end > 0 else "-oo"
    return f"({Fraction(end)})"
