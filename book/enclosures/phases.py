"""Checks of what happens off the boundary: Phase A (gamma < 1) and Phase B (gamma > 1)."""

from collections.abc import Callable, Sequence
from math import factorial

from flint import arb, arb_series, fmpq

from pycheck.balls.phase_limits import (
    back_moments,
    heat_capacity_limit,
)
from pycheck.balls.power_law import variance
from pycheck.balls.precision import working
from pycheck.balls.summation import euler_maclaurin_log_sums as log_sums
from pycheck.checks.enclosure import Working, shown
from pycheck.checks.outcomes import Enclosure, check

from ._tables import CONTEXTS, printed

COMMAND = "pycheck enclose var --gamma 0.7 --context 1e6"

_BITS = 512
_NEGLIGIBLE = arb("1e-100")
_FALLS = "distances fall to below $10^{-100}$ at $N = 10^{100000}$"
_HEADER = (r"$\gamma$", "$N$", "value", "limit", "distance at most")
_PHASE_A = (fmpq(3, 10), fmpq(7, 10), fmpq(9, 10), fmpq(99, 100))
_PHASE_B = (fmpq(101, 100), fmpq(13, 10), fmpq(2), fmpq(7, 2))


Value = Callable[[fmpq, int], arb]
Limit = Callable[[fmpq], arb]


def _approach(w: Working, gammas: Sequence[fmpq], value: Value, limit: Limit, *named: int) -> None:
    """The certified distance from the limit at growing N, in rows that begin with `named`.

    It has to fall from context to context, down to `_NEGLIGIBLE` at the longest.
    """
    with working(_BITS):
        for gamma in gammas:
            target, previous = limit(gamma), arb.pos_inf()
            for name, context in CONTEXTS.items():
                found = value(gamma, context)
                distance = abs(found - target).abs_upper()
                falls = bool(distance < previous or distance < _NEGLIGIBLE)
                w.require(f"the distance falls to N = {name} at gamma = {gamma}", falls or None)
                previous = distance
                w.row(*named, str(gamma), printed(name), found, target, shown(distance, 3))
            apart = abs(found - target).abs_lower() > _NEGLIGIBLE
            near = True if bool(previous < _NEGLIGIBLE) else (False if apart else None)
            w.require(f"the limit is reached at gamma = {gamma}", near)


def approach(gammas: Sequence[fmpq], value: Value, limit: Limit) -> Enclosure:
    """Whether a value tends to its limit as N grows, at every exponent of `gammas`."""
    w = Working(_HEADER)
    _approach(w, gammas, value, limit)
    return w.done(_FALLS)


def moments_approach(limit: Callable[[fmpq, int], arb]) -> Enclosure:
    """Whether the k-th moment of log(N / d) tends to ``limit(gamma, k)`` for gamma < 1."""
    w = Working(("$k$", *_HEADER))
    for order in (1, 2, 3, 4):
        _approach(
            w,
            _PHASE_A,
            lambda gamma, context, k=order: back_moments(gamma, context, k)[k],  # type: ignore[misc]
            lambda gamma, k=order: limit(gamma, k),  # type: ignore[misc]
            order,
        )
    return w.done(_FALLS)


def spread(gamma: fmpq, context: int) -> arb:
    """The variance of log d."""
    return variance(log_sums(gamma, 1, context, 2))


def deviation(gamma: fmpq, context: int) -> arb:
    """The standard deviation of log d."""
    return spread(gamma, context).sqrt()


def heat_capacity(gamma: fmpq, context: int) -> arb:
    """The heat capacity, gamma**2 times the variance of log d."""
    return arb(gamma) ** 2 * spread(gamma, context)


@check
def phase_a_moments() -> Enclosure:
    r"""For $\gamma < 1$ the $k$-th moment of $\log(N / d)$ tends to $k!/(1 - \gamma)^k$."""
    return moments_approach(lambda gamma, k: factorial(k) / (1 - arb(gamma)) ** k)


@check
def chi_is_a_spread() -> Enclosure:
    r"""For $\gamma < 1$ the standard deviation of $\log d$ tends to $\chi = 1/(1 - \gamma)$."""
    return approach(_PHASE_A, deviation, lambda gamma: 1 / (1 - arb(gamma)))


@check
def phase_a_heat_capacity() -> Enclosure:
    r"""For $\gamma < 1$ the heat capacity tends to $\gamma^{2} / (1 - \gamma)^{2}$, which is
    finite.
    """
    return approach(_PHASE_A, heat_capacity, heat_capacity_limit)


@check
def phase_b_heat_capacity() -> Enclosure:
    r"""For $\gamma > 1$ the heat capacity tends to $\gamma^2(\log\zeta)''(\gamma)$."""
    return approach(_PHASE_B, heat_capacity, heat_capacity_limit)


def spread_has_pole(leading: fmpq) -> Enclosure:
    """Whether the spread without a cutoff times gamma - 1 stays above 0.9.

    ``zeta(1 + x) = 1 / x + g(x)`` with g analytic, so ``x**2 (log zeta)''(1 + x)`` is
    ``1 + x**2 (log(1 + x g(x)))''``, enclosed here for all ``0 <= x <= 2**-64`` at once; `leading`
    stands for that 1, which the pole of zeta leaves.
    """
    w = Working()
    tiny = 2.0**-64
    x = arb(tiny / 2, tiny / 2)
    with working(128, 3):
        point = arb_series([1 + x, 1])
        regular = arb_series.zeta(point, 1, True)
        curvature = 2 * (1 + arb_series([x, 1]) * regular).log().coeffs()[2]
        pole = (leading + x * x * curvature).sqrt()
        w.less("the spread times gamma - 1 stays above 0.9", arb("0.9"), pole)
    return w.done(r"the spread grows like $1/(\gamma - 1)$", pole=pole)


@check
def spread_near_the_boundary() -> Enclosure:
    r"""From above, the spread without a cutoff times $\gamma - 1$ tends to `pole`."""
    return spread_has_pole(fmpq(1))


def only_one_diverges(formula: Callable[[fmpq], arb], capacity: Value) -> Enclosure:
    """Whether ``formula(gamma - 1)`` passes every bound beside gamma = 1, and C_V does not."""
    w = Working((r"$\gamma - 1$", r"$1/|\gamma - 1|$", "$C_V$ at $N = 10^6$"))
    with working(128):
        at_boundary = spread(fmpq(1), 10**6)
        for k in (1, 5, 10, 20, 40):
            for sign in (-1, 1):
                offset = fmpq(sign, 10**k)
                chi = formula(offset)
                bounded = capacity(1 + offset, 10**6)
                here = f"at gamma = 1 + {sign}e-{k}"
                w.at_most(f"1 / |gamma - 1| grows {here}", arb(10) ** k * (1 - arb(2) ** -100), chi)
                w.less(f"C_V stays bounded {here}", bounded, 2 * at_boundary)
                w.row(f"{sign}e-{k}", chi, bounded)
    return w.done(r"unbounded in $\gamma$, bounded at finite $N$")


@check
def susceptibility() -> Enclosure:
    r"""$1 / |\gamma - 1|$ passes every bound at $\gamma = 1 \pm 10^{-k}$; $C_V$ at finite $N$
    does not.

    The susceptibility is a formula in gamma alone. What a context of N tokens shows is C_V, which
    stays near (log N)**2 / 12 however close gamma comes to 1.
    """
    return only_one_diverges(lambda offset: 1 / abs(arb(offset)), heat_capacity)
