"""The limits off the boundary, and how far a context of N tokens is from them."""

from math import comb, factorial

import flint
from flint import arb, fmpq

from pycheck.balls.power_law import log_sums, moments, variance
from pycheck.balls.zeta import log_zeta_curvature
from pycheck.errors import InputError


def back_moments(gamma: fmpq, context: int, order: int) -> list[arb]:
    """The moments ``E[log(N / d)**k]`` for ``k <= order``, from the moments of log d."""
    forward = moments(log_sums(gamma, 1, context, order))
    log_n = arb(context).log()
    return [
        sum(
            ((-1) ** i * comb(k, i) * log_n ** (k - i) * forward[i] for i in range(k + 1)),
            arb(0),
        )
        for k in range(order + 1)
    ]


def back_moment_excess(gamma: fmpq, context: int, order: int) -> arb:
    """``E[log(N / d)**k] - k! / (1 - gamma)**k``, which tends to 0 for gamma < 1 (Ch. 20).

    Raises `InputError` for gamma of 1 or more, where the moments grow without bound.
    """
    if gamma >= 1:
        raise InputError(f"gamma {gamma} is not in Phase A: back moments have a limit below 1 only")
    limit = factorial(order) / (1 - arb(gamma)) ** order
    return back_moments(gamma, context, order)[order] - limit


def heat_capacity_limit(gamma: fmpq) -> arb:
    """The limit of C_V: ``(gamma / (1 - gamma))**2`` below 1, ``gamma**2 (log zeta)''`` above.

    Raises `InputError` at gamma = 1, where C_V grows like ``log(N)**2 / 12`` (Ch. 22).
    """
    if gamma == 1:
        raise InputError("C_V has no limit at gamma = 1; cv-ratio and cv-excess are for that")
    if gamma < 1:
        return (arb(gamma) / (1 - arb(gamma))) ** 2
    return arb(gamma) ** 2 * log_zeta_curvature(gamma, flint.ctx.prec)


def heat_capacity_excess(gamma: fmpq, context: int) -> arb:
    """C_V minus its limit. Raises `InputError` at gamma = 1."""
    limit = heat_capacity_limit(gamma)
    return arb(gamma) ** 2 * variance(log_sums(gamma, 1, context, 2)) - limit
