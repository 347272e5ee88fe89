"""Checks of the identities at finite N: Fisher, heat capacity, entropy, perplexity."""

from collections.abc import Callable, Iterable
from random import Random

from flint import arb, arb_series, fmpq

from pycheck.balls.power_law import variance
from pycheck.balls.precision import working
from pycheck.balls.summation import euler_maclaurin_log_sums as log_sums
from pycheck.balls.zeta import zeta_log_sums
from pycheck.checks.enclosure import Working
from pycheck.checks.outcomes import Enclosure, check

from ._thermal import heat_capacity, squared_score

COMMAND = "pycheck enclose fisher --gamma 0.7 --context 1e6"

_BITS = 160
_BELOW = "1e-30"
_ALL_VANISH = f"every residual ball contains 0 and is below {_BELOW}"
_ZETA_BITS = 600


def _points(count: int, largest: float) -> list[tuple[fmpq, int]]:
    """Random exponents in [-2, 4] and contexts up to ``10**largest``, the same at every run."""
    random = Random(22)
    return [
        (fmpq(random.randint(-2000, 4000), 1000), int(10 ** random.uniform(0.5, largest)))
        for _ in range(count)
    ]


def expected_squared_score(gamma: fmpq, context: int) -> arb:
    """The Fisher information from its definition: the mean of the squared score, term by term."""
    return squared_score(gamma, context, _BITS)


def curvature_of_log_partition(gamma: fmpq, context: int) -> tuple[arb, arb, arb]:
    """log Z, its slope and its second derivative in gamma, as a power series of zeta functions."""
    with working(_ZETA_BITS, 3):
        sums = zeta_log_sums(gamma, 1, context, 2)
        series = arb_series([sums[0], -sums[1], sums[2] / 2]).log().coeffs()
        padded = [*series, *[arb(0)] * 3]
        return padded[0], padded[1], 2 * padded[2]


def heat_capacity_over_gamma_squared(gamma: fmpq, context: int) -> arb:
    """``C_V / gamma**2``: dU/dT at ``T = 1 / gamma``, by series in T around zeta functions."""
    value, slope, curvature = curvature_of_log_partition(gamma, context)
    return heat_capacity([value, slope, curvature / 2], gamma, _ZETA_BITS) / arb(gamma) ** 2


def information_is(
    claimed: Callable[[fmpq, int], arb],
    information: Callable[[fmpq, int], arb],
    points: Iterable[tuple[fmpq, int]],
) -> Enclosure:
    """Whether the Fisher information is what is claimed at every point."""
    w = Working((r"$\gamma$", "$N$", "Fisher", r"Fisher $- C_V/\gamma^2$"))
    with working(_BITS):
        for gamma, context in points:
            if gamma == 0:  # there T is infinite
                continue
            found = information(gamma, context)
            residual = found - claimed(gamma, context)
            w.vanishes(f"the residual at gamma = {gamma}, N = {context}", residual, _BELOW)
            w.row(str(gamma), context, found, residual.str(3))
    return w.done(_ALL_VANISH)


@check
def fisher() -> Enclosure:
    r"""Fisher $= C_V / \gamma^{2}$: the squared score, term by term, against $dU/dT$ from
    $\zeta$.
    """
    points = _points(24, 2.6)
    return information_is(heat_capacity_over_gamma_squared, expected_squared_score, points)


def variance_of_sums(gamma: fmpq, context: int) -> arb:
    """The Fisher information as the variance of log d, from sums by Euler-Maclaurin."""
    return variance(log_sums(gamma, 1, context, 2))


@check
def fisher_at_large_contexts() -> Enclosure:
    r"""The same identity to $N = 10^{12}$: sums by Euler-Maclaurin against the $\zeta$ power
    series.
    """
    return information_is(heat_capacity_over_gamma_squared, variance_of_sums, _points(60, 12))


def derivatives_are(slope_of: Callable[[arb], arb], curve_of: Callable[[arb], arb]) -> Enclosure:
    """Whether the derivatives of log Z are ``slope_of(U)`` and ``curve_of(variance)``."""
    w = Working((r"$\gamma$", "$N$", "$U$", r"$U + (\log Z)'$", r"$\mathrm{Var} - (\log Z)''$"))
    with working(_BITS):
        for gamma, context in _points(40, 12):
            sums = log_sums(gamma, 1, context, 2)
            _, slope, curvature = curvature_of_log_partition(gamma, context)
            mean, spread = sums[1] / sums[0], variance(sums)
            first, second = slope - slope_of(mean), curve_of(spread) - curvature
            w.vanishes(f"the slope at gamma = {gamma}, N = {context}", first, _BELOW)
            w.vanishes(f"the curvature at gamma = {gamma}, N = {context}", second, _BELOW)
            w.row(str(gamma), context, mean, first.str(3), second.str(3))
    return w.done(_ALL_VANISH)


@check
def partition_derivatives() -> Enclosure:
    r"""$d\log Z = -U$ and $dU = -\mathrm{Var}$: slopes of the $\zeta$ power series against the
    sums.
    """
    return derivatives_are(lambda mean: -mean, lambda spread: spread)


def entropy_is(claimed: Callable[[arb, arb, arb], arb]) -> Enclosure:
    """Whether the entropy is ``claimed(gamma, log Z, U)``, from zeta functions."""
    w = Working((r"$\gamma$", "$N$", "$S$", r"$S - \log Z - \gamma U$"))
    with working(_BITS):
        for gamma, context in _points(24, 2.6):
            weights = [arb(d) ** -arb(gamma) for d in range(1, context + 1)]
            total = sum(weights, arb(0))
            direct = -sum(((p / total) * (p / total).log() for p in weights), arb(0))
            log_z, slope, _ = curvature_of_log_partition(gamma, context)
            residual = direct - claimed(arb(gamma), log_z, -slope)
            w.vanishes(f"the residual at gamma = {gamma}, N = {context}", residual, _BELOW)
            w.row(str(gamma), context, direct, residual.str(3))
    return w.done(_ALL_VANISH)


@check
def entropy() -> Enclosure:
    r"""$S = \log Z + \gamma U$: minus the sum of $p \log p$, term by term, against $\zeta$
    functions.
    """
    return entropy_is(lambda gamma, log_z, mean: log_z + gamma * mean)


def between_one_and_context(claimed: Callable[[arb, arb, arb], arb]) -> Enclosure:
    """Whether the perplexity ``claimed(gamma, Z, Z U)`` is in [1, N], and N at gamma = 0."""
    w = Working((r"$\gamma$", "$N$", r"$\exp S$"))
    with working(_BITS):
        for gamma, context in [(fmpq(0), 50_000), *_points(40, 9)]:
            sums = log_sums(gamma, 1, context, 1)
            value = claimed(arb(gamma), sums[0], sums[1])
            slack = arb(context) * arb(2) ** -100
            here = f"the perplexity at gamma = {gamma}, N = {context} is"
            w.at_most(f"{here} at least 1", 1, value)
            w.less(f"{here} at most N", value, context + slack)
            if gamma == 0:
                w.less(f"{here} N", context - slack, value)
            w.row(str(gamma), context, value)
    return w.done("between 1 and N everywhere")


@check
def perplexity() -> Enclosure:
    r"""The perplexity $\exp(S)$ of a power law lies between 1 and $N$, and is $N$ at $\gamma =
    0$.
    """
    return between_one_and_context(lambda gamma, z, of_logs: z * (gamma * of_logs / z).exp())
