"""The heat capacity at gamma = 1: its ratio to ``log(N)**2``, the limit 1/12, and the way there.

With ``L = log N`` and Stieltjes' constants (DLMF 25.2.4, 25.2.5)

    sum of log(d)**k / d over d <= N  =  L**(k+1) / (k+1) + gamma_k + e_k,   0 <= e_k <= L**k / N

for N >= 8: each summand falls from ``exp(k)`` on, so what is left of the sum lies between 0 and its
last term. The ratio is then a rational function of ``u = 1 / L`` up to the e_k.

For whole N >= 2 the ratio falls (`boundary.ratio_decreases` certifies it), so the smallest context
within a distance of the limit is found by two comparisons.
"""

from math import log, log2

import flint
from flint import arb, arb_series, fmpq

from pycheck.balls.power_law import log_sums, variance
from pycheck.balls.precision import working
from pycheck.balls.zeta import stieltjes_constants
from pycheck.errors import InputError

LIMIT = fmpq(1, 12)
_LARGEST_LOG = 1e8
_BISECTED = 10**6
_EXACT_DIGITS = 1000
_SMALLEST_DISTANCE = fmpq(5, 10**8)
_GUARD_BITS = 40


def cv_ratio(context: int) -> arb:
    """``C_V(1, N) / log(N)**2``. Raises `InputError` at N = 1, where the logarithm is 0."""
    if context == 1:
        raise InputError("C_V / log(N)**2 divides by 0 at context 1; take a context from 2 up")
    log_n = arb(context).log()
    return variance(log_sums(fmpq(1), 1, context, 2)) / (log_n * log_n)


def cv_excess(context: int) -> arb:
    """``C_V(1, N) / log(N)**2 - 1/12``: the certified distance from the limit."""
    return cv_ratio(context) - LIMIT


def two_terms(context: int) -> arb:
    """``1/12 + (gamma_E / 6) / log N``: the limit and its first correction."""
    return LIMIT + arb.const_euler() / (6 * arb(context).log())


def ratio_of_inverse_log(u: arb_series, rest: arb) -> arb_series:
    """The ratio as a function of ``u = 1 / log N``, given a ball for every ``e_k / L**(k+1)``."""
    power, scaled = u, []
    for k, constant in enumerate(stieltjes_constants(flint.ctx.prec, 2)):
        scaled.append(fmpq(1, k + 1) + constant * power + rest)
        power = power * u
    mean = scaled[1] / scaled[0]
    return scaled[2] / scaled[0] - mean * mean


def smallest_context(within: fmpq) -> int | arb:
    """The smallest N >= 2 whose ratio is at most ``1/12 + within``.

    The exact integer up to 1000 digits, or to as many as the precision has; beyond, a ball that is
    certain to contain it. Raises
    `InputError` for a distance below 5e-8: that context has more than a million digits.
    """
    if within < _SMALLEST_DISTANCE:
        raise InputError("within is out of range: take a distance from the limit of 5e-8 or more")
    if _is_within(_BISECTED, within):
        return _bisect(1, _BISECTED, within)
    size = _float_root(within) / log(2)
    if size > max(_EXACT_DIGITS * log2(10), flint.ctx.prec):
        return _solve(within, flint.ctx.prec).exp()
    with working(int(size) + _GUARD_BITS):
        candidates = _solve(within, flint.ctx.prec).exp()
        low, high = candidates.lower().floor(), candidates.upper().ceil()
    return _by_the_chord(_whole(low) - 1, _whole(high) + 1, within)


def _bisect(low: int, high: int, within: fmpq) -> int:
    """The smallest N above `low`, given that `high` is within the distance and `low` is not."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _is_within(middle, within) else (middle, high)
    return high


def _by_the_chord(low: int, high: int, within: fmpq) -> int:
    """The same where the ratio is almost straight: beside where its chord is at the distance."""
    with working(_bits_at(high)):
        at_low, at_high = (cv_excess(context) - within for context in (low, high))
        step = (high - low) * at_low / (at_low - at_high)
        found = low + _whole(step.mid().ceil())
    while _is_within(found - 1, within):
        found -= 1
    while not _is_within(found, within):
        found += 1
    return found


def _whole(ball: arb) -> int:
    number = ball.unique_fmpz()
    assert number is not None
    return int(number)


def _bits_at(context: int) -> int:
    """The bits that tell the ratio at a context from that at the next one."""
    return context.bit_length() + 64


def _is_within(context: int, within: fmpq) -> bool:
    bits = _bits_at(context)
    while True:
        with working(bits):
            gap = cv_excess(context) - within
        if gap > 0:
            return False
        if gap <= 0:
            return True
        bits *= 2


def _solve(within: fmpq, bits: int) -> arb:
    """A ball of log N around the point where the ratio is ``1/12 + within``, certain to hold it.

    Newton's method proposes a point; the ball is what two certain comparisons beside it leave.
    """
    guess = arb(_float_root(within))
    with working(bits + _GUARD_BITS, 2):
        for _ in range(bits.bit_length()):
            value, slope = _gap(guess, within).coeffs()
            guess = (guess - value / slope).mid()
        width = arb(2) ** -bits + 64 * guess * (-guess).exp()
        while not (_sign_is(guess - width, within, 1) and _sign_is(guess + width, within, -1)):
            width *= 2
        return guess + arb(0, width.abs_upper())


def _gap(log_n: arb, within: fmpq, rest: arb | int = 0) -> arb_series:
    """The ratio minus ``1/12 + within`` around a real log N, as a series in the step from it."""
    u = 1 / arb_series([log_n, 1])
    return ratio_of_inverse_log(u, arb(rest)) - (LIMIT + within)


def _sign_is(log_n: arb, within: fmpq, sign: int) -> bool:
    """Whether the gap has this sign at every whole N next to ``exp(log_n)``."""
    inverse = (-log_n).exp()
    near = log_n + arb(0, (2 * inverse).abs_upper())
    gap = _gap(near, within, arb(0, inverse.abs_upper())).coeffs()
    return bool(gap[0] * sign > 0)


def _float_root(within: fmpq) -> float:
    low, high = log(_BISECTED) - 1, _LARGEST_LOG
    with working(64, 1):
        while high - low > 1e-9 * high:
            middle = (low + high) / 2
            far = bool(_gap(arb(middle), within).coeffs()[0] > 0)
            low, high = (middle, high) if far else (low, middle)
    return low
