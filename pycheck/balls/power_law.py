"""The power-law family: logarithmic sums over any range of distances, as balls.

`log_sums` is the one primitive. It is accurate relative to each sum, at any real exponent (the
pole at ``gamma = 1`` is cancelled analytically) and for ranges that end at ``10**100000``.

    >>> from pycheck.balls.precision import working
    >>> with working(64):
    ...     sums = log_sums(fmpq(1), 1, 10**12, 1)
    >>> sums[0].str(12, radius=False)
    '28.2082367808'
"""

from collections.abc import Sequence

import flint
from flint import arb, arb_series, fmpq

from pycheck.balls.euler_maclaurin import correction
from pycheck.balls.euler_maclaurin import integral as power_integral
from pycheck.balls.precision import working

_GUARD_BITS = 12


def log_sums(gamma: fmpq | arb, first: int, last: int, order: int) -> list[arb]:
    """The sums of ``log(d)**k * d**-gamma`` over ``first <= d <= last``, for ``k = 0..order``.

    `gamma` is exact (or a ball, when the sums at all its points are wanted), ``first >= 1``; an
    empty range sums to 0. The precision is that of the context (see `working`): the relative error
    is about ``2**-precision`` while gamma is moderate and says itself when it is more.
    """
    if last < first:
        return [arb(0)] * (order + 1)
    bits = flint.ctx.prec
    with working(bits + _GUARD_BITS, order + 1):
        exponent = arb(gamma)
        enough = _split_point(float(exponent.abs_upper()), bits)
        split = max(first, enough)
        if last - first <= 2 * enough:
            return direct_log_sums(gamma, first, last, order)
        head = direct_log_sums(gamma, first, split - 1, order)
        tail = _tail_series(exponent, split, last, order + 1, bits)
        factorial = 1
        for k in range(order + 1):
            factorial *= max(k, 1)
            head[k] += tail[k] * factorial
        return head


def direct_log_sums(gamma: fmpq | arb, first: int, last: int, order: int) -> list[arb]:
    """`log_sums` term by term."""
    sums = [arb(0)] * (order + 1)
    exponent = arb(gamma)
    integral = int(gamma.p) if isinstance(gamma, fmpq) and gamma.q == 1 else None
    for d in range(first, last + 1):
        log_d = arb(d).log()
        term = (-exponent * log_d).exp() if integral is None else arb(d) ** -integral
        sums[0] += term
        for k in range(1, order + 1):
            term *= log_d
            sums[k] += term
    return sums


def moments(sums: Sequence[arb]) -> list[arb]:
    """The moments ``E[log(d)**k]`` of the power law, from its `log_sums`."""
    return [s / sums[0] for s in sums]


def variance(sums: Sequence[arb]) -> arb:
    """The variance of the log-distance, from `log_sums` of order 2 or more."""
    mean = sums[1] / sums[0]
    return sums[2] / sums[0] - mean * mean


def _split_point(gamma: float, bits: int) -> int:
    """Where the direct sum ends: about as many terms as the corrections then need."""
    return 4 + int(0.2 * bits + 0.4 * gamma)


def _tail_series(gamma: arb, a: int, b: int, terms: int, bits: int) -> arb_series:
    at_a = arb_series([-gamma, 1]) * arb(a).log()
    at_b = arb_series([-gamma, 1]) * arb(b).log()
    lower = (correction(gamma, a, terms, bits) + arb("0.5")) * at_a.exp()
    upper = (correction(gamma, b, terms, bits) - arb("0.5")) * at_b.exp()
    return power_integral(gamma, a, b, terms) + lower - upper
