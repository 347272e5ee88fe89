"""The author's closed forms for the power law: integrals in place of sums, in float64.

The published files do not say how their figures were made. These forms reproduce them (the tests
hold them to it), so that each figure can be set against the exact sum that it stands for.
"""

from math import ceil, expm1, floor, log


def _q_log(gamma: float, x: float) -> float:
    """The integral of ``t**-gamma`` from 1 to x."""
    q = 1 - gamma
    return log(x) if q == 0 else expm1(q * log(x)) / q


def _q_exp(gamma: float, value: float) -> float:
    """The x whose integral is `value`."""
    q = 1 - gamma
    return float((1 + q * value) ** (1 / q))


def partition(gamma: float, context: int) -> float:
    """``Z / A`` of `thermodynamics`: the first summand, and an integral for all the others."""
    return 1 + _q_log(gamma, context)


def mean(gamma: float, context: int) -> float:
    """`U` of `thermodynamics`: the integral of ``log(t) * t**-gamma`` over `partition`."""
    return _log_integral(gamma, context, 1) / partition(gamma, context)


def heat_capacity(gamma: float, context: int) -> float:
    """`Cv` of `thermodynamics`, with integrals for the two moments."""
    second = _log_integral(gamma, context, 2) / partition(gamma, context)
    return gamma**2 * (second - mean(gamma, context) ** 2)


def _log_integral(gamma: float, context: int, power: int) -> float:
    """The integral of ``log(t)**power * t**-gamma`` from 1 to the context, by parts."""
    q, length = 1 - gamma, log(context)
    if power == 0:
        return _q_log(gamma, context)
    edge = length**power * float(context**q)
    return (edge - power * _log_integral(gamma, context, power - 1)) / q


def window_of_thermodynamics(gamma: float, context: int, share: float) -> int:
    """`D90` and `d90_th`: where `partition` reaches its share, rounded up."""
    return ceil(_q_exp(gamma, share * partition(gamma, context) - 1))


def window_of_decay(gamma: float, context: int, share: float) -> int:
    """`D_f_f0_9` of `exp_kv_decay`: where the bare integral reaches its share, rounded up."""
    return ceil(_q_exp(gamma, share * _q_log(gamma, context)))


def window_of_compression(gamma: float, context: int, share: float) -> int:
    """`D_f` of `exp_b2`: ``N * f**(1 / (1 - gamma))``, or N from gamma = 1 on, rounded off."""
    return context if gamma >= 1 else floor(context * share ** (1 / (1 - gamma)) + 0.5)
