"""Logarithmic sums over any range of distances by direct summation and Euler-Maclaurin.

No zeta function is in them, so that they are the check of `zeta`, and the road beside the pole.
"""

from collections.abc import Iterator

import flint
from flint import arb, arb_series, fmpq

from pycheck.balls.euler_maclaurin import correction
from pycheck.balls.euler_maclaurin import integral as power_integral
from pycheck.balls.precision import working

_GUARD_BITS = 12


def euler_maclaurin_log_sums(gamma: fmpq | arb, first: int, last: int, order: int) -> list[arb]:
    """The sums of ``log(d)**k * d**-gamma`` over ``first <= d <= last``, for ``k = 0..order``.

    `gamma` is exact (or a ball, when the sums at all its points are wanted), ``first >= 1``; an
    empty range sums to 0. The precision is that of the context (see `working`): the relative error
    is about ``2**-precision`` while gamma is moderate, the pole at ``gamma = 1`` included, and says
    itself when it is more.
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
    """The same sums term by term."""
    sums = [arb(0)] * (order + 1)
    for term, log_d in _terms(gamma, first, last, order > 0):
        sums[0] += term
        for k in range(1, order + 1):
            term *= log_d
            sums[k] += term
    return sums


def powers(gamma: fmpq, last: int) -> list[arb]:
    """``d**-gamma`` for ``1 <= d <= last``."""
    return [power for power, _ in _terms(gamma, 1, last, False)]


def _terms(gamma: fmpq | arb, first: int, last: int, logs: bool) -> Iterator[tuple[arb, arb]]:
    """``d**-gamma`` and ``log(d)``, or 0 for it without `logs`.

    Where the range begins early only primes cost a logarithm and an exponential: the others are
    products. An exponent of whole halves needs neither.
    """
    exponent = arb(gamma)
    by_roots = isinstance(gamma, fmpq) and gamma.q <= 2

    def term(d: int) -> tuple[arb, arb]:
        log_d = arb(d).log() if logs or not by_roots else arb(0)
        return arb(d) ** -exponent if by_roots else (-exponent * log_d).exp(), log_d

    if 2 * first > last:
        yield from map(term, range(first, last + 1))
        return
    known = [(arb(0), arb(0)), (arb(1), arb(0))]
    for d, factor in enumerate(_least_factors(last)[2:], start=2):
        if factor == d:
            known.append(term(d))
        else:
            (p, log_p), (q, log_q) = known[factor], known[d // factor]
            known.append((p * q, log_p + log_q))
    yield from known[first : last + 1]


def _least_factors(last: int) -> list[int]:
    """The least prime factor of each number up to `last`, by the sieve of Eratosthenes."""
    factors = list(range(last + 1))
    for p in range(2, int(last**0.5) + 1):
        if factors[p] == p:
            for multiple in range(p * p, last + 1, p):
                if factors[multiple] == multiple:
                    factors[multiple] = p
    return factors


def _split_point(gamma: float, bits: int) -> int:
    """Where the direct sum ends: about as many terms as the corrections then need."""
    return 4 + int(0.2 * bits + 0.4 * gamma)


def _tail_series(gamma: arb, a: int, b: int, terms: int, bits: int) -> arb_series:
    at_a = arb_series([-gamma, 1]) * arb(a).log()
    at_b = arb_series([-gamma, 1]) * arb(b).log()
    lower = (correction(gamma, a, terms, bits) + arb("0.5")) * at_a.exp()
    upper = (correction(gamma, b, terms, bits) - arb("0.5")) * at_b.exp()
    return power_integral(gamma, a, b, terms) + lower - upper
