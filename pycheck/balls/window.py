"""The smallest window that holds a share of the mass, exactly."""

from collections.abc import Callable
from functools import cache

from flint import arb, fmpq, fmpq_poly

from pycheck.balls.power_law import log_sums
from pycheck.balls.precision import working
from pycheck.errors import InputError

MAX_CONTEXT = 10**18
_FIRST_BITS = 64
_LAST_BITS = 1 << 16
_MAX_EXACT_TERMS = 5000


def window(gamma: fmpq, context: int, share: fmpq) -> int:
    """``D_f``: the smallest D with at least `share` of the mass of ``1..context`` within it.

    Found by bisection in which every comparison is certain, so the integer is exact. Contexts go
    to 10**18. Raises `InputError` for a longer context, for a share outside (0, 1], and where a
    partial sum is so close to the share that no precision allowed here tells them apart.
    """
    if context > MAX_CONTEXT:
        raise InputError("a window is exact for contexts up to 1e18; take a shorter context")
    if not 0 < share <= 1:
        raise InputError(f"share {share} is out of range: take one above 0 and at most 1")
    if share == 1:
        return context

    @cache
    def total(bits: int) -> arb:
        with working(bits):
            return log_sums(gamma, 1, context, 0)[0]

    low, high = 1, context
    while low < high:
        middle = (low + high) // 2
        if _holds(gamma, context, share, middle, total):
            high = middle
        else:
            low = middle + 1
    return low


def _holds(
    gamma: fmpq, context: int, share: fmpq, distance: int, total: Callable[[int], arb]
) -> bool:
    bits = _FIRST_BITS
    while bits <= _LAST_BITS:
        with working(bits):
            beyond = log_sums(gamma, distance + 1, context, 0)[0]
            excess = total(bits) * (1 - share) - beyond
        if excess > 0:
            return True
        if excess < 0:
            return False
        if bits == _FIRST_BITS and gamma.q == 1:
            exact = _exact_excess(int(gamma.p), context, share, distance)
            if exact is not None:
                return exact >= 0
        bits *= 2
    raise InputError(
        f"the share within {distance} agrees with this one to {_LAST_BITS} bits; take another share"
    )


def _exact_excess(gamma: int, context: int, share: fmpq, distance: int) -> fmpq | None:
    """The excess as a rational number: with a whole exponent a share can be met exactly."""
    if gamma <= 0:
        return _faulhaber(-gamma, distance) - share * _faulhaber(-gamma, context)
    if context > _MAX_EXACT_TERMS:
        return None
    within = _rational_sum(gamma, 1, distance)
    beyond = _rational_sum(gamma, distance + 1, context)
    return within * (1 - share) - beyond * share


def _faulhaber(power: int, last: int) -> fmpq:
    """The sum of ``d**power`` over ``1 <= d <= last`` by Bernoulli polynomials (DLMF 24.4.7)."""
    bernoulli = fmpq_poly.bernoulli_poly(power + 1)
    return (bernoulli(last + 1) - bernoulli(1)) / (power + 1)


def _rational_sum(power: int, first: int, last: int) -> fmpq:
    return sum((fmpq(1, d**power) for d in range(first, last + 1)), fmpq(0))
