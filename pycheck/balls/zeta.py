"""The same sums by Arb's own zeta and digamma functions: faster, but they lose bits at places."""

from functools import lru_cache

import flint
from flint import arb, arb_series, fmpq

from pycheck.balls.precision import at_precision, working

_GUARD_BITS = 4
_POLE = fmpq(1)


def zeta_log_sums(
    gamma: fmpq, first: int, last: int, order: int, lost: int | None = None
) -> list[arb]:
    """The sums of ``log(d)**k * d**-gamma`` over ``first <= d <= last``, for ``k = 0..order``.

    ``zeta(s, first) - zeta(s, last + 1)`` around `gamma`, both without their pole; the k-th sum is
    ``(-1)**k k!`` times the k-th coefficient. At the order 0 it is a difference of digamma
    functions at ``gamma = 1`` (DLMF 5.4.14), of zeta functions elsewhere (DLMF 25.11.4). It is
    computed with the `lost_bits` more than the context has, `lost` where they are known already;
    ``1 <= first <= last``.
    """
    at_pole = gamma == _POLE
    bits = flint.ctx.prec + _GUARD_BITS
    bits += lost_bits(gamma, first, last, order) if lost is None else lost
    if not at_pole:
        bits += last.bit_length().bit_length()
    return at_precision(bits, order + 1, _differences, gamma, first, last, order, at_pole)


def _differences(gamma: fmpq, first: int, last: int, order: int, at_pole: bool) -> list[arb]:
    """`zeta_log_sums` at the precision of the context."""
    exponent = arb(gamma)
    if order > 0:
        point = arb_series([exponent, 1])
        if at_pole and first == 1:
            whole = _zeta_at_one(flint.ctx.prec, order + 1)
        else:
            whole = arb_series.zeta(point, arb(first), True)
        rest = arb_series.zeta(point, arb(last + 1), True)
        return _signed_factorial((whole - rest).coeffs(), order)
    if at_pole:
        return [arb(last + 1).digamma() - arb(first).digamma()]
    total = exponent.zeta() if first == 1 else exponent.zeta(arb(first))
    return [total - exponent.zeta(arb(last + 1))]


def stieltjes_constants(bits: int, order: int) -> list[arb]:
    """Stieltjes' constants 0 to `order` at a precision (DLMF 25.2.4)."""
    series = at_precision(bits, order + 1, _zeta_at_one, bits, order + 1)
    return _signed_factorial(series.coeffs(), order)


@lru_cache(maxsize=8)
def _zeta_at_one(_bits: int, _terms: int) -> arb_series:
    """Zeta without its pole around 1, kept as Arb keeps pi and Euler's constant.

    The precision and the length are those of the context, and of the arguments for the cache.
    """
    return arb_series.zeta(arb_series([arb(1), 1]), 1, True)


def forget_constants() -> None:
    """Have the next sum compute the constants that an earlier one left."""
    _zeta_at_one.cache_clear()


def lost_bits(gamma: fmpq, first: int, last: int, order: int) -> int:
    """About how many bits `zeta_log_sums` loses to cancellation, at most.

    Beside the pole each coefficient loses ``1 / |gamma - 1|`` once more. Logarithms hide behind
    the 1 of the first distance: their sums are of the size ``2**-gamma``. A negative exponent
    costs its factorials. What is short for where it begins is a small difference.
    """
    p, q = int(gamma.p), int(gamma.q)
    lost = 0
    if p != q:
        lost += max(order + 1, 2) * max(q.bit_length() - abs(p - q).bit_length(), 0)
    if p < 0:
        lost -= p // q
    elif order > 0:
        lost += p * first.bit_length() // q
    if first > 1:
        lost += max(last.bit_length() - (last - first + 1).bit_length(), 0)
    return lost


def log_zeta_curvature(gamma: fmpq, bits: int) -> arb:
    """``(log zeta)''(gamma)`` for gamma > 1: the variance of the log-distance without a cutoff."""
    with working(bits, 3):
        series = arb_series.zeta(arb_series([arb(gamma), 1]), 1, False)
        return 2 * series.log().coeffs()[2]


def _signed_factorial(coefficients: list[arb], order: int) -> list[arb]:
    factor = 1
    for k in range(1, len(coefficients)):
        factor *= -k
        coefficients[k] *= factor
    return coefficients + [arb(0)] * (order + 1 - len(coefficients))
