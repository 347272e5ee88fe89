"""Arb's own functions through python-flint, from the written numbers to the digits, as peers."""

from collections.abc import Callable

from flint import acb, arb, arb_series

from pycheck.balls.precision import bits_for, working

_GUARD_BITS = 12


def digits_of(evaluate: Callable[[], arb], digits: int, terms: int = 1) -> Callable[[], str]:
    """What gives the decimals of a value at the precision that these many digits need."""

    def run() -> str:
        with working(bits_for(digits) + _GUARD_BITS, terms):
            return evaluate().str(digits, radius=False)

    return run


def _heat_capacity(gamma: arb, sums: list[arb]) -> arb:
    mean = sums[1] / sums[0]
    return gamma * gamma * (sums[2] / sums[0] - mean * mean)


def zeta_series(gamma: str, context: int) -> arb:
    """C_V from ``zeta(s, 1) - zeta(s, N + 1)`` as power series, both without their pole."""
    point = arb_series([arb(gamma), 1])
    last = arb_series.zeta(point, context + 1, True)
    zero, one, two = (arb_series.zeta(point, 1, True) - last).coeffs()
    return _heat_capacity(arb(gamma), [zero, -one, 2 * two])


def stieltjes(context: int) -> arb:
    """C_V at gamma = 1 from generalized Stieltjes constants."""
    sums = [(acb.stieltjes(k) - acb.stieltjes(k, context + 1)).real for k in range(3)]
    return _heat_capacity(arb(1), sums)


def hurwitz(gamma: str, context: int) -> arb:
    """Z from zeta functions."""
    s = arb(gamma)
    return s.zeta() - s.zeta(arb(context + 1))


def digamma(context: int) -> arb:
    """The harmonic number."""
    return arb(context + 1).digamma() + arb.const_euler()


def polylog(order: str, z: str) -> arb:
    """The polylogarithm."""
    return arb(z).polylog(arb(order))
