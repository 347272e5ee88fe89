"""The heat capacity from its definition, dU/dT at T = 1/gamma, by power series in the temperature.

The chain rule is left to the arithmetic of series: no power of gamma is put in by hand.
"""

from flint import arb, arb_series, fmpq

from pycheck.balls.precision import working


def heat_capacity(log_partition: list[arb], gamma: fmpq, bits: int) -> arb:
    """dU/dT at T = 1/gamma, where U is minus the slope of log Z at the exponent 1/T.

    `log_partition` are the coefficients of log Z in powers of the exponent less `gamma`, up to the
    second; `gamma` is not zero.
    """
    with working(bits, 2):
        temperature = arb_series([1 / arb(gamma), 1])
        moved = 1 / temperature - arb(gamma)
        mean = -(log_partition[1] + 2 * log_partition[2] * moved)
        return mean.coeffs()[1]


def squared_score(gamma: fmpq, context: int, bits: int) -> arb:
    """The mean of the square of d log p / d gamma, each slope from a power series in gamma."""
    with working(bits, 2):
        exponent = arb_series([arb(gamma), 1])
        logs = [arb(d).log() for d in range(1, context + 1)]
        weights = [(-exponent * log_d).exp() for log_d in logs]
        total = arb_series([0])
        for weight in weights:
            total += weight
        log_total = total.log()
        mean = arb(0)
        for weight, log_d in zip(weights, logs, strict=True):
            slope = [*(-exponent * log_d - log_total).coeffs(), arb(0), arb(0)][1]
            mean += (weight / total).coeffs()[0] * slope**2
        return mean
