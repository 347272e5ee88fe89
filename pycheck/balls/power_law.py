"""The power-law family: logarithmic sums over any range of distances, as balls.

`log_sums` is the one primitive. It is accurate relative to each sum, at any real exponent (the
pole at ``gamma = 1`` costs nothing) and for ranges that end at ``10**100000``.

    >>> from pycheck.balls.precision import working
    >>> with working(64):
    ...     sums = log_sums(fmpq(1), 1, 10**12, 1)
    >>> sums[0].str(12, radius=False)
    '28.2082367808'
"""

from collections.abc import Sequence

import flint
from flint import arb, fmpq

from pycheck.balls.summation import euler_maclaurin_log_sums
from pycheck.balls.zeta import lost_bits, zeta_log_sums

_HIGHEST_ORDER_BY_ZETA = 3
_MOST_BITS_FAR_OUT = 512
_FEW = 16
_MOST_LOST_BITS = 16


def log_sums(gamma: fmpq | arb, first: int, last: int, order: int) -> list[arb]:
    """The sums of ``log(d)**k * d**-gamma`` over ``first <= d <= last``, for ``k = 0..order``.

    `gamma` is exact (or a ball, when the sums at all its points are wanted), ``first >= 1``; an
    empty range sums to 0. The precision is that of the context (see `working`): the relative error
    is about ``2**-precision`` while gamma is moderate and says itself when it is more.

    There are two roads, and each is the check of the other: `zeta_log_sums` by Arb's own functions
    and `euler_maclaurin_log_sums`, which knows no zeta function. `bits_lost_by_zeta` chooses; where
    the balls of Arb's have 16 bits fewer than the precision, or none, ours are taken.
    """
    bits = flint.ctx.prec
    if (
        isinstance(gamma, fmpq)
        and (lost := bits_lost_by_zeta(gamma, first, last, order, bits)) is not None
    ):
        sums = zeta_log_sums(gamma, first, last, order, lost)
        for s in sums:
            if s.rel_accuracy_bits() <= bits - _MOST_LOST_BITS:
                break
        else:
            return sums
    return euler_maclaurin_log_sums(gamma, first, last, order)


def bits_lost_by_zeta(gamma: fmpq, first: int, last: int, order: int, bits: int) -> int | None:
    """The `lost_bits` where Arb's own functions are the road of `log_sums`, or None.

    `bits` is the precision. They are the road for an exact `gamma` where they were measured to be
    faster and cancel little:

    - no logarithms beyond the third power;
    - a range from distance 1, or else no logarithms and at most 512 bits;
    - more terms than half as many as there are bits, which are summed at once; where Arb has a
      closed form (a whole `gamma`, no logarithms) more than 16;
    - ``lost_bits`` of at most a quarter of the precision: not beside the pole, except at it.
    """
    terms = last - first + 1
    if order > _HIGHEST_ORDER_BY_ZETA or terms <= _FEW:
        return None
    if first > 1 and (order > 0 or bits > _MOST_BITS_FAR_OUT):
        return None
    if 2 * terms <= bits and (order > 0 or gamma.q != 1):
        return None
    lost = lost_bits(gamma, first, last, order)
    return lost if 4 * lost <= bits else None


def moments(sums: Sequence[arb]) -> list[arb]:
    """The moments ``E[log(d)**k]`` of the power law, from its `log_sums`."""
    return [s / sums[0] for s in sums]


def variance(sums: Sequence[arb]) -> arb:
    """The variance of the log-distance, from `log_sums` of order 2 or more."""
    mean = sums[1] / sums[0]
    return sums[2] / sums[0] - mean * mean
