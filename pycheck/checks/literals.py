"""The values that the ledger states, and whether a check arrived at them.

A stated value is text. With a decimal point it is a printed figure and stands for every number that
rounds to it; without one it is exact (``1/12``, ``factorial(k)/(1 - gamma)**k``, ``true``).
"""

from fractions import Fraction
from functools import cache
from typing import Any

import flint
import sympy as sp

from pycheck.checks.derivation import plain
from pycheck.checks.printing import one_line, typeset
from pycheck.checks.stated import (
    FUNCTIONS,
    SYMBOLS,
    is_figure,
    refuse_what_is_no_formula,
)
from pycheck.errors import InputError

_FUNCTIONS = {name: getattr(sp, name) for name in FUNCTIONS}
_CONSTANTS = {
    "pi": sp.pi,
    "gamma_E": sp.EulerGamma,
    "oo": sp.oo,
    "true": sp.true,
    "false": sp.false,
}
_NAMES: dict[str, Any] = {**{n: sp.Symbol(n) for n in SYMBOLS}, **_CONSTANTS, **_FUNCTIONS}
_PRECISION = 256
_DIGITS = 30
_POINTS = (2, 5, 11)  # sevenths: no pole of a formula that a person writes
_TIGHT = 20  # bits: a wider ball that covers an exact value is no support for it


@cache
def parse_literal(text: str) -> sp.Basic:
    """The exact sympy object that a stated value without a decimal point denotes.

    Only the names above are known, so that a ledger file cannot run code, and nothing in it may be
    large enough to take long. Raises `InputError`.
    """
    refuse_what_is_no_formula(text)
    try:
        found: sp.Basic = sp.parse_expr(text, local_dict=_NAMES, global_dict={}, evaluate=True)
        if found.has(sp.zoo, sp.nan):
            raise InputError(f"stated value {text!r} has no value")
        return found
    except (SyntaxError, TypeError, ValueError, NameError, AttributeError) as error:
        raise InputError(f"stated value {text!r} is not a formula; write it as in sympy") from error


def one_line_of(text: str) -> str:
    """A stated value as one line of Unicode: a printed figure as it is printed."""
    return text if is_figure(text) else one_line(parse_literal(text))


def latex_of(text: str) -> str:
    """A stated value as LaTeX: a printed figure as it is printed."""
    return text.strip() if is_figure(text) else typeset(parse_literal(text))


def half_unit(text: str) -> Fraction:
    """Half a unit in the last printed digit of a decimal figure: 0.5e-3 for ``0.108``."""
    places = len(text.partition(".")[2])
    return Fraction(1, 2 * 10**places)


def agrees(value: Any, stated: str) -> bool | None:
    """Whether what a check arrived at is the stated value; None where that cannot be decided.

    `value` is a sympy object or a python-flint ball. A printed decimal is matched to its last
    digit, everything else exactly: symbolically for a sympy object, by containment for a ball.
    Raises `InputError` where `stated` is not a formula.
    """
    figure = is_figure(stated)
    if isinstance(value, flint.arb):
        with flint.ctx.workprec(_PRECISION):
            return _ball_agrees(value, stated, is_figure=figure)
    value = sp.sympify(value)
    if not figure:
        return _formula_agrees(value, parse_literal(stated))
    if not (isinstance(value, sp.Expr) and value.is_extended_real and value.is_number):
        return False
    distance = abs(sp.Rational(stated.strip()) - value)
    return bool(distance <= sp.Rational(half_unit(stated.strip())))


def _formula_agrees(value: Any, target: sp.Basic) -> bool | None:
    if value == target:
        return True
    if not (isinstance(value, sp.Expr) and isinstance(target, sp.Expr)):
        return False
    difference = sp.simplify(plain(value) - plain(target))
    if difference == 0:
        return True
    if difference.is_infinite:
        return False
    # A difference that sympy cannot simplify away may still be zero, and must not pass for another
    # value: what is printed would then count as refuted. Only a number apart from zero is.
    return False if _is_somewhere_nonzero(difference) else None


def _is_somewhere_nonzero(difference: sp.Expr) -> bool:
    """Whether the expression is certainly not zero at some point of a fixed few."""
    symbols = sorted(difference.free_symbols, key=str)
    for start in _POINTS:
        point = {s: sp.Rational(start + i, 7) for i, s in enumerate(symbols)}
        number = difference.subs(point)
        if number.has(sp.zoo, sp.oo, sp.nan):
            continue
        if number.is_number and number.is_zero is False:
            return True
        if number.is_number and abs(sp.N(number, _DIGITS)) > sp.Float(10) ** (5 - _DIGITS):
            return True
    return False


def _ball_agrees(ball: flint.arb, stated: str, *, is_figure: bool) -> bool | None:
    if is_figure:
        text = stated.strip()
        slack = half_unit(text)
        centre = Fraction(text)
        low, high = (_exact_ball(end) for end in (centre - slack, centre + slack))
        if ball < low or ball > high:
            return False
        return True if low <= ball and ball <= high else None
    target = parse_literal(stated)
    if not (target.is_number and target.is_real):
        return None
    if not ball.overlaps(_number_ball(target)):
        return False
    return True if ball.rel_accuracy_bits() >= _TIGHT else None


def _exact_ball(value: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


def _number_ball(number: sp.Basic) -> flint.arb:
    if isinstance(number, sp.Rational):
        return _exact_ball(Fraction(int(number.p), int(number.q)))
    middle = flint.arb(str(sp.N(number, _DIGITS)))
    return middle + flint.arb(0, 1) * abs(middle) * flint.arb(10) ** (2 - _DIGITS)
