"""Checks of what happens off the boundary: Phase A (gamma < 1) and Phase B (gamma > 1)."""

from collections.abc import Callable, Sequence
from math import factorial

from flint import arb, arb_series, fmpq

from pycheck.checks.outcomes import Enclosure, check
from pycheck.enclose.phase_limits import (
    back_moments,
    heat_capacity_limit,
)
from pycheck.enclose.power_law import log_sums, variance
from pycheck.enclose.precision import working

from ._tables import CONTEXTS, shown

COMMAND = "pycheck enclose var --gamma 0.7 --context 1e6"

_BITS = 512
_NEGLIGIBLE = arb("1e-100")
_PHASE_A = (fmpq(3, 10), fmpq(7, 10), fmpq(9, 10), fmpq(99, 100))
_PHASE_B = (fmpq(101, 100), fmpq(13, 10), fmpq(2), fmpq(7, 2))


def _approach(
    gammas: Sequence[fmpq], value: Callable[[fmpq, int], arb], limit: Callable[[fmpq], arb]
) -> Enclosure:
    """The certified distance from the limit at growing N.

    It holds when the distance falls from context to context, down to `_NEGLIGIBLE` at the longest.
    """
    rows: list[tuple[str, ...]] = [("gamma", "N", "value", "limit", "distance at most")]
    holds = True
    with working(_BITS):
        for gamma in gammas:
            target, previous = limit(gamma), arb.pos_inf()
            for name, context in CONTEXTS.items():
                found = value(gamma, context)
                distance = abs(found - target).abs_upper()
                holds = holds and bool(distance < previous or distance < _NEGLIGIBLE)
                previous = distance
                rows.append((str(gamma), name, shown(found), shown(target), shown(distance, 3)))
            holds = holds and bool(previous < _NEGLIGIBLE)
    return Enclosure("distances fall to below 1e-100 at N = 10^100000", holds, tuple(rows))


def _limit_of_back_moment(order: int) -> Enclosure:
    return _approach(
        _PHASE_A,
        lambda gamma, context: back_moments(gamma, context, order)[order],
        lambda gamma: factorial(order) / (1 - arb(gamma)) ** order,
    )


@check
def phase_a_moments() -> Enclosure:
    """For gamma < 1 the k-th moment of log(N / d) tends to k! / (1 - gamma)**k."""
    rows: list[tuple[str, ...]] = []
    holds = True
    for order in (1, 2, 3, 4):
        found = _limit_of_back_moment(order)
        holds = holds and bool(found.holds)
        rows += [("k", *found.rows[0])] if order == 1 else []
        rows += [(str(order), *row) for row in found.rows[1:]]
    return Enclosure("distances fall to below 1e-100 at N = 10^100000", holds, tuple(rows))


@check
def chi_is_a_spread() -> Enclosure:
    """For gamma < 1 the standard deviation of log d tends to chi = 1 / (1 - gamma)."""
    return _approach(
        _PHASE_A,
        lambda gamma, context: variance(log_sums(gamma, 1, context, 2)).sqrt(),
        lambda gamma: 1 / (1 - arb(gamma)),
    )


@check
def phase_a_heat_capacity() -> Enclosure:
    """For gamma < 1 the heat capacity tends to gamma**2 / (1 - gamma)**2, which is finite."""
    return _approach(
        _PHASE_A,
        lambda gamma, context: arb(gamma) ** 2 * variance(log_sums(gamma, 1, context, 2)),
        heat_capacity_limit,
    )


@check
def phase_b_heat_capacity() -> Enclosure:
    """For gamma > 1 the heat capacity tends to gamma**2 * (log zeta)''(gamma)."""
    return _approach(
        _PHASE_B,
        lambda gamma, context: arb(gamma) ** 2 * variance(log_sums(gamma, 1, context, 2)),
        heat_capacity_limit,
    )


@check
def spread_near_the_boundary() -> Enclosure:
    """From above, the spread without a cutoff times gamma - 1 tends to `pole`.

    ``zeta(1 + x) = 1 / x + g(x)`` with g analytic, so ``x**2 (log zeta)''(1 + x)`` is
    ``1 + x**2 (log(1 + x g(x)))''``, enclosed here for all ``0 <= x <= 2**-64`` at once.
    """
    tiny = 2.0**-64
    x = arb(tiny / 2, tiny / 2)
    with working(128, 3):
        point = arb_series([1 + x, 1])
        regular = arb_series.zeta(point, 1, True)
        curvature = 2 * (1 + arb_series([x, 1]) * regular).log().coeffs()[2]
        pole = (1 + x * x * curvature).sqrt()
    return Enclosure(
        "the spread grows like 1 / (gamma - 1)", bool(pole > arb("0.9")), results={"pole": pole}
    )


@check
def susceptibility() -> Enclosure:
    """1 / |gamma - 1| passes every bound at gamma = 1 +- 10^-k; C_V at finite N does not.

    The susceptibility is a formula in gamma alone. What a context of N tokens shows is C_V, which
    stays near (log N)**2 / 12 however close gamma comes to 1.
    """
    rows = [("gamma - 1", "1 / |gamma - 1|", "C_V at N = 10^6")]
    grows, stays = True, True
    with working(128):
        at_boundary = variance(log_sums(fmpq(1), 1, 10**6, 2))
        for k in (1, 5, 10, 20, 40):
            for sign in (-1, 1):
                offset = fmpq(sign, 10**k)
                chi = 1 / abs(arb(offset))
                spread = (1 + arb(offset)) ** 2 * variance(log_sums(1 + offset, 1, 10**6, 2))
                grows = grows and bool(chi >= arb(10) ** k * (1 - arb(2) ** -100))
                stays = stays and bool(spread < 2 * at_boundary)
                rows.append((f"{sign}e-{k}", shown(chi), shown(spread)))
    return Enclosure("unbounded in gamma, bounded at finite N", grows and stays, tuple(rows))
