"""Working precision: Arb's context is global to a thread, so it is always given back."""

from collections.abc import Callable
from math import ceil, log2
from typing import Any, TypeVar

import flint
from flint import arb

from pycheck.errors import InputError

MAX_BITS = 1 << 14
_BITS_PER_DIGIT = log2(10)
GUARD_BITS = 10
_VANISHING_BITS = 4096

_Result = TypeVar("_Result")
_Value = TypeVar("_Value", arb, arb | int)


class working:
    """Compute with `bits` of precision and power series of `terms` coefficients."""

    __slots__ = ("bits", "old_bits", "old_cap", "terms")

    def __init__(self, bits: int, terms: int = 1) -> None:
        self.bits, self.terms = bits, terms

    def __enter__(self) -> None:
        context = flint.ctx
        self.old_bits, self.old_cap = context.prec, context.cap
        context.prec, context.cap = self.bits, self.terms

    def __exit__(self, *_: object) -> None:
        context = flint.ctx
        context.prec, context.cap = self.old_bits, self.old_cap


def at_precision(
    bits: int, terms: int, evaluate: Callable[..., _Result], *arguments: Any
) -> _Result:
    """``evaluate(*arguments)`` while `working`: the same for what is called often, and faster."""
    context = flint.ctx
    old_bits, old_cap = context.prec, context.cap
    context.prec, context.cap = bits, terms
    try:
        return evaluate(*arguments)
    finally:
        context.prec, context.cap = old_bits, old_cap


def bits_for(digits: int) -> int:
    """The bits that hold a relative error of ``10**-digits``."""
    return ceil(digits * _BITS_PER_DIGIT) + 1


def certain(
    evaluate: Callable[[], _Value], digits: int, *, what: str = "the value", vanishes: bool = False
) -> _Value:
    """The ball of `evaluate` once `digits` relative digits of it are certain.

    The precision grows until they are, by the bits that are missing, or twofold while none is
    certain. An exact zero is certain at once, and so is a whole number. Raises `InputError` when
    `MAX_BITS` bits, or twice those of the digits, do not suffice: the value is then zero, or too
    close to it to tell. A value that `vanishes` may do that: its last finite ball, around zero, is
    returned as a bound.
    """
    needed = bits_for(digits)
    bits = needed + GUARD_BITS
    while True:
        ball = at_precision(bits, 1, evaluate)
        if isinstance(ball, int):
            return ball
        found = ball.rel_accuracy_bits()
        if found >= needed or ball.is_exact():
            return ball
        last_bits = max(bits, _VANISHING_BITS) if vanishes else max(MAX_BITS, 2 * needed)
        if bits == last_bits:
            break
        more = needed - found + GUARD_BITS if found > 0 else bits
        bits = min(bits + more, last_bits)
    if vanishes and ball.is_finite():
        return ball
    raise InputError(
        f"{what} has no {digits} certain digits at {last_bits} bits: it is zero or cancels to "
        "almost zero; ask for fewer digits or other arguments"
    )
