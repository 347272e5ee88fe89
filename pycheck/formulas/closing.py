"""Formulas of which sampling decides nothing: closed forms by sympy, and numbers beside them.

A closed form is never believed alone, since sympy's are wrong at times: what is followed
numerically, by methods that owe it nothing, has to agree.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import sympy

from pycheck.formulas import symbolic
from pycheck.formulas.certificate import program
from pycheck.formulas.closed import Closed, certainly_fails, sides_at
from pycheck.formulas.effort import Meter, asked
from pycheck.formulas.following import Trace, followed, has_forms
from pycheck.formulas.numerics import Number
from pycheck.formulas.statement import Formula
from pycheck.formulas.translation import Translator

_EXACT = re.compile(r"-?\d+(/\d+)?")
_ENOUGH = 2
_TRIED = 8
_ORDERS = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a formula at a point.

    `fails` says why it is false there by closed forms which the numbers bear out. `agrees` says
    whether the numbers that were followed satisfy it; None where they leave it open.
    """

    values: Mapping[str, str]
    fails: str = ""
    agrees: bool | None = None
    left: str = ""
    right: str = ""
    doubted: str = ""
    """A closed form that the numbers contradict."""
    program: str = ""
    """What computes the sides once more, from their closed forms."""


def looks(
    formula: Formula,
    points: Iterable[Mapping[str, str]],
    meter: Meter,
    *,
    evident: Mapping[str, str] | None = None,
) -> Iterator[Look]:
    """The formula at points, up to the first at which it fails; those that say something.

    At the point `evident` sampling has found that numbers disagree, so no others have to be found.
    """
    said = 0
    for tried, values in enumerate(points):
        if said >= _ENOUGH or tried >= _TRIED:
            return
        exact = _exact(values)
        if exact is None:
            continue
        look = _look(formula, values, exact, meter, evident=values == evident)
        if look.fails or look.doubted or look.agrees is not None:
            said += 1
            yield look
        if look.fails:
            return


def _exact(values: Mapping[str, str]) -> dict[str, Any] | None:
    """The values as numbers of sympy; None where one is no fraction."""
    if not all(_EXACT.fullmatch(value) for value in values.values()):
        return None
    fractions = {name: Fraction(value) for name, value in values.items()}
    return {n: sympy.Rational(f.numerator, f.denominator) for n, f in fractions.items()}


def _look(
    formula: Formula,
    values: Mapping[str, str],
    exact: Mapping[str, Any],
    meter: Meter,
    *,
    evident: bool,
) -> Look:
    given = asked(meter, lambda: _given(formula, exact), None)
    if given is None:
        return Look(values)
    traces = _followed(given, meter)
    agrees = _numbers_agree(formula, traces)
    closed = asked(meter, lambda: sides_at(formula, exact), None)
    if closed is None:
        return Look(values, agrees=agrees, **_shown(traces))
    if doubted := _contradicted(closed, traces):
        return Look(values, agrees=agrees, doubted=doubted, **_shown(traces))
    why = asked(meter, lambda: certainly_fails(formula, closed), "")
    pairs = zip(closed, traces, strict=True)
    if why and all(_borne_out(c, t, evident=evident) for c, t in pairs):
        source = asked(meter, lambda: program(formula, values, closed), "")
        left, right = closed[0].shown, closed[-1].shown
        return Look(values, why, agrees, left, right, program=source)
    return Look(values, agrees=agrees, **_shown(traces))


def _given(formula: Formula, exact: Mapping[str, Any]) -> list[Any] | None:
    reader = Translator(formula.conditions, exact)
    return [reader.side(side) for side in formula.relations.sides]


def _followed(given: Iterable[Any], meter: Meter) -> list[Trace]:
    return [asked(meter, partial(followed, side), Trace()) for side in given]


def _shown(traces: list[Trace]) -> dict[str, str]:
    ends = [traces[0].number, traces[-1].number]
    if not all(ends):
        return {}
    left, right = (sympy.Float(str(n.value), 20) if n else None for n in ends)
    return {"left": str(sympy.N(left, 12)), "right": str(sympy.N(right, 12))}


def _contradicted(closed: list[Closed], traces: list[Trace]) -> str:
    """A closed form that is another number than the one that was followed."""
    for side, trace in zip(closed, traces, strict=True):
        if trace.number is None or not side.is_known:
            continue
        if side.lacks or not side.value.is_finite:
            return side.shown
        if trace.number.opposes(_number(side.value)):
            return side.shown
    return ""


def _number(value: Any) -> Number:
    import mpmath

    with mpmath.workdps(40):
        real, imaginary = (mpmath.mpf(str(part)) for part in value.as_real_imag())
        found = mpmath.mpc(real, imaginary) if imaginary else real
        return Number(found, mpmath.mpf("1e-30"))


def _borne_out(side: Closed, trace: Trace, *, evident: bool) -> bool:
    """Whether the numbers bear a closed form out: the same number, or none that comes to rest."""
    if evident and trace.number is None:
        return True
    if side.lacks or (side.value is not None and not side.value.is_finite):
        rests = isinstance(side.given, sympy.Integral) or not has_forms(side.given)
        return trace.number is None and (trace.moving or rests)
    if not has_forms(side.given):
        return True
    if trace.number is None or side.value is None:
        return False
    return trace.number.opposes(_number(side.value)) is False


def _numbers_agree(formula: Formula, traces: list[Trace]) -> bool | None:
    """Whether the numbers satisfy the relations."""
    links = zip(traces, formula.relations.signs, traces[1:], strict=False)
    said = [_satisfies(left.number, sign, right.number) for left, sign, right in links]
    if False in said:
        return False
    return None if None in said else True


def _satisfies(left: Number | None, sign: str, right: Number | None) -> bool | None:
    if left is None or right is None or sign not in ("=", *_ORDERS):
        return None
    apart = left.opposes(right)
    if sign == "=" or apart is None:
        return None if apart is None else not apart
    if not apart:
        return True if sign in ("<=", ">=") else None
    return bool((left.value < right.value) == (sign in ("<", "<=")))


def derived(formula: Formula, meter: Meter) -> bool:
    """Whether sympy shows the formula."""
    return asked(meter, lambda: symbolic.derived(formula), False)
