"""The zeta function and its derivatives by Arb's own algorithm, independent of `power_law`."""

from flint import arb, arb_series, fmpq

from pycheck.balls.precision import working


def zeta_log_sums(gamma: fmpq, context: int, order: int, bits: int) -> list[arb]:
    """`log_sums` over ``1 <= d <= context`` as differences of Hurwitz zeta functions.

    ``zeta(s, 1) - zeta(s, N + 1)`` around `gamma`, both without their pole; the k-th sum is
    ``(-1)**k k!`` times the k-th coefficient.
    """
    with working(bits, order + 1):
        point = arb_series([arb(gamma), 1])
        first = arb_series.zeta(point, 1, True)
        last = arb_series.zeta(point, arb(context + 1), True)
        return _signed_factorial((first - last).coeffs(), order)


def log_zeta_curvature(gamma: fmpq, bits: int) -> arb:
    """``(log zeta)''(gamma)`` for gamma > 1: the variance of the log-distance without a cutoff."""
    with working(bits, 3):
        series = arb_series.zeta(arb_series([arb(gamma), 1]), 1, False)
        return 2 * series.log().coeffs()[2]


def _signed_factorial(coefficients: list[arb], order: int) -> list[arb]:
    padded = [*coefficients, *[arb(0)] * (order + 1 - len(coefficients))]
    factor, sums = 1, []
    for k, coefficient in enumerate(padded):
        sums.append(factor * coefficient)
        factor *= -(k + 1)
    return sums
