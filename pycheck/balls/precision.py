"""Working precision: Arb's context is global to a thread, so it is always given back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil, log2

import flint
from flint import arb

from pycheck.errors import InputError

MAX_BITS = 1 << 14
_BITS_PER_DIGIT = log2(10)
_GUARD_BITS = 40
_VANISHING_BITS = 4096


@contextmanager
def working(bits: int, terms: int = 1) -> Iterator[None]:
    """Compute with `bits` of precision and power series of `terms` coefficients."""
    old_bits, old_cap = flint.ctx.prec, flint.ctx.cap
    flint.ctx.prec, flint.ctx.cap = bits, terms
    try:
        yield
    finally:
        flint.ctx.prec, flint.ctx.cap = old_bits, old_cap


def bits_for(digits: int) -> int:
    """The bits that hold a relative error of ``10**-digits``."""
    return ceil(digits * _BITS_PER_DIGIT) + 1


def certain(
    evaluate: Callable[[], arb], digits: int, *, what: str = "the value", vanishes: bool = False
) -> arb:
    """The ball of `evaluate` once `digits` relative digits of it are certain.

    The precision doubles until they are. An exact zero is certain at once. Raises `InputError`
    when `MAX_BITS` bits do not suffice: the value is then zero, or too close to it to tell. A value
    that `vanishes` may do that: its last finite ball, around zero, is returned as a bound.
    """
    needed = bits_for(digits)
    bits = needed + _GUARD_BITS
    last_bits = max(bits, _VANISHING_BITS) if vanishes else MAX_BITS
    while bits <= last_bits:
        with working(bits):
            ball = evaluate()
        if ball.is_exact() or ball.rel_accuracy_bits() >= needed:
            return ball
        if vanishes and 2 * bits > last_bits and ball.is_finite():
            return ball
        bits *= 2
    raise InputError(
        f"{what} has no {digits} certain digits at {MAX_BITS} bits: it is zero or cancels to "
        "almost zero; ask for fewer digits or other arguments"
    )
