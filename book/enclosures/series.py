"""Checks of the families without a cutoff: polylogarithms and the zeta function (Ch. 21, 22)."""

from collections.abc import Callable

from flint import acb, acb_series, arb, arb_series, fmpq

from pycheck.balls.power_law import variance
from pycheck.balls.precision import working
from pycheck.balls.summation import euler_maclaurin_log_sums as log_sums
from pycheck.checks.enclosure import Working
from pycheck.checks.outcomes import Enclosure, check

from ._tables import CONTEXTS, printed
from ._thermal import heat_capacity

COMMAND = "pycheck enclose normalization --gamma 1.5 --z 0.5 --context 100"

_BITS = 128
_FUGACITIES = (fmpq(1, 10), fmpq(1, 2), fmpq(9, 10))
_ORDERS = (fmpq(-3, 2), fmpq(0), fmpq(7, 10), fmpq(1), fmpq(13, 10), fmpq(3))
_TERMS = 1200
_NEARLY = "1e-20"
_SLACK = arb("1e-30")
"""What balls at the longest contexts leave open beside a limit."""
_NAMED = (("two", 2), ("four", 4))


def damped_log_sums(order: fmpq, z: fmpq, terms: int, power: int) -> list[arb]:
    """The sums of ``log(k)**j * z**k * k**-s`` over all k >= 1, for ``j <= power``.

    Term by term up to `terms`; from there on neighbouring terms have a ratio below
    ``z * (1 + 1/n)**(|s| + power)``, since ``log(k + 1) / log(k) <= (k + 1) / k``.
    """
    base, exponent = arb(z), arb(order)
    sums, damping = [arb(0)] * (power + 1), arb(1)
    for k in range(1, terms + 2):
        damping *= base
        term = damping * arb(k) ** -exponent
        log_k = arb(k).log()
        if k <= terms:
            for j in range(power + 1):
                sums[j] += term * log_k**j
    ratio = base * (1 + 1 / arb(terms + 1)) ** (abs(exponent) + power)
    rests = [term * log_k**j / (1 - ratio) for j in range(power + 1)]
    return [s + arb(0, rest.abs_upper()) for s, rest in zip(sums, rests, strict=True)]


def normalized_by(normalizer: Callable[[fmpq, fmpq], arb]) -> Enclosure:
    """Whether the weights z**k k**-s over ``normalizer(s, z)`` sum to `total`, which is 1."""
    w = Working(("$s$", "$z$", r"sum over $\mathrm{Li}_s(z)$"))
    totals = []
    with working(_BITS):
        for order in _ORDERS:
            for z in _FUGACITIES:
                summed = damped_log_sums(order, z, _TERMS, 0)[0]
                totals.append(summed / normalizer(order, z))
                w.encloses(f"the sum at s = {order}, z = {z}", totals[-1], 1, _NEARLY)
                w.row(str(order), str(z), totals[-1].str(20))
        for order in (fmpq(3, 2), fmpq(2), fmpq(4)):
            totals.append(whole_series(order, 10**60) / normalizer(order, fmpq(1)))
            w.encloses(f"the sum at s = {order}, z = 1", totals[-1], 1, _NEARLY)
            w.row(str(order), 1, totals[-1].str(20))
    tightest = min(totals, key=lambda ball: float(ball.rad()))
    return w.done("every normalized sum encloses 1", total=tightest)


@check
def polylog_normalization() -> Enclosure:
    r"""The weights $z^k k^{-s}/\mathrm{Li}_s(z)$ sum to `total`: their sum against Arb's
    polylogarithm.
    """
    return normalized_by(lambda s, z: arb(z).polylog(arb(s)) if z < 1 else arb(s).zeta())


def whole_series(order: fmpq, cut: int) -> arb:
    """The sum of ``k**-s`` over all k >= 1: up to `cut`, and the rest between two integrals."""
    exponent = arb(order)
    above = arb(cut) ** (1 - exponent) / (exponent - 1)
    below = arb(cut + 1) ** (1 - exponent) / (exponent - 1)
    return log_sums(order, 1, cut, 0)[0] + below.union(above)


def series_at_one_is(claimed: Callable[[fmpq], arb]) -> Enclosure:
    """Whether the series at z = 1 is what is claimed of each order; two known values."""
    w = Working(("$s$", "series", r"series less $\zeta(s)$"))
    with working(_BITS):
        for order in (fmpq(3, 2), fmpq(2), fmpq(5, 2), fmpq(4)):
            series = whole_series(order, 10**60)
            residual = series - claimed(order)
            w.vanishes(f"the residual at s = {order}", residual, _NEARLY)
            w.row(str(order), series, residual.str(3))
        results = {f"at_{name}": whole_series(fmpq(s), 10**60) for name, s in _NAMED}
    return w.done("every residual ball contains 0", **results)


@check
def zeta_at_one() -> Enclosure:
    r"""$\mathrm{Li}_s(1) = \zeta(s)$: the series at $z = 1$ against Arb's $\zeta$ function; two
    known values.
    """
    return series_at_one_is(lambda order: arb(order).zeta())


def closed_forms_are(zero: Callable[[fmpq], arb], one: Callable[[fmpq], arb]) -> Enclosure:
    """Whether the series of the orders 0 and 1 are ``zero(z)`` and ``one(z)``."""
    w = Working(("$z$", r"$\mathrm{Li}_0 - z/(1 - z)$", r"$\mathrm{Li}_1 + \log(1 - z)$"))
    with working(_BITS):
        for z in _FUGACITIES:
            at_zero = damped_log_sums(fmpq(0), z, _TERMS, 0)[0] - zero(z)
            at_one = damped_log_sums(fmpq(1), z, _TERMS, 0)[0] - one(z)
            w.vanishes(f"the residual of Li_0 at z = {z}", at_zero, "1e-30")
            w.vanishes(f"the residual of Li_1 at z = {z}", at_one, "1e-30")
            w.row(str(z), at_zero.str(3), at_one.str(3))
    return w.done("every residual ball contains 0")


@check
def special_orders() -> Enclosure:
    r"""$\mathrm{Li}_0(z) = z/(1 - z)$ and $\mathrm{Li}_1(z) = -\log(1 - z)$: the series against
    the closed forms.
    """
    return closed_forms_are(lambda z: arb(z / (1 - z)), lambda z: -(-arb(z)).log1p())


def information_without_cutoff_is(
    damped: Callable[[fmpq, fmpq], arb], undamped: Callable[[fmpq], arb]
) -> Enclosure:
    """Whether the Fisher information is ``damped(s, z)``, and ``undamped(s)`` at z = 1."""
    w = Working(("weights", r"$\gamma$", "Fisher", r"Fisher $- C_V/\gamma^2$"))
    with working(_BITS):
        for order in _ORDERS:
            for z in _FUGACITIES if order != 0 else ():  # at gamma = 0 T is infinite
                information = variance(damped_log_sums(order, z, _TERMS, 2))
                residual = information - damped(order, z)
                w.encloses(f"the residual at z = {z}, gamma = {order}", residual, 0, _NEARLY)
                w.row(f"$z = {z}$", str(order), information, residual.str(3))
        for order in (fmpq(13, 10), fmpq(2), fmpq(7, 2)):
            information = variance(_whole_log_sums(order, 10**200))
            residual = information - undamped(order)
            w.encloses(f"the residual of zeta at gamma = {order}", residual, 0, _NEARLY)
            w.row(r"$\zeta$", str(order), information, residual.str(3))
    return w.done("every residual ball contains 0")


@check
def fisher_no_cutoff() -> Enclosure:
    r"""Fisher $= C_V / \gamma^{2}$ without a cutoff, for polylogarithm weights and for $\zeta$.

    The variance of log k from the sums of the series, against dU/dT over gamma**2, with U minus
    the slope of log Li_s(z), or of log zeta, at s = 1/T.
    """
    return information_without_cutoff_is(damped_heat, undamped_heat)


def undamped_heat(order: fmpq) -> arb:
    """``C_V / gamma**2`` of the zeta family, by series in T."""
    with working(2 * _BITS, 3):
        series = arb_series.zeta(arb_series([arb(order), 1]), 1, False).log()
        return heat_capacity(series.coeffs(), order, 2 * _BITS) / arb(order) ** 2


def damped_heat(order: fmpq, z: fmpq) -> arb:
    """``C_V / gamma**2`` of the polylogarithm's family, from Arb's power series."""
    with working(2 * _BITS, 3):
        series = acb_series.polylog(acb_series([acb(arb(order)), 1]), acb(arb(z))).log()
        coefficients = [c.real for c in series.coeffs()]
        return heat_capacity(coefficients, order, 2 * _BITS) / arb(order) ** 2


def _whole_log_sums(gamma: fmpq, cut: int) -> list[arb]:
    """The sums of ``log(d)**k * d**-gamma`` over all d, k <= 2: up to `cut`, and a bounded rest.

    The summand falls beyond `cut`, so the rest is between 0 and its integral from there,
    ``cut**-a * (L**k / a + k L**(k-1) / a**2 + k (k-1) L**(k-2) / a**3)`` with ``a = gamma - 1``.
    """
    a, length = arb(gamma) - 1, arb(cut).log()
    decay = (-a * length).exp()
    rests = [
        decay / a,
        decay * (length / a + 1 / a**2),
        decay * (length**2 / a + 2 * length / a**2 + 2 / a**3),
    ]
    sums = log_sums(gamma, 1, cut, 2)
    return [s + arb(0).union(rest) for s, rest in zip(sums, rests, strict=True)]


def converges_beyond(boundary: fmpq, ceiling: Callable[[fmpq], arb]) -> Enclosure:
    """Whether the series passes 10^5 up to `boundary` and stays below ``ceiling(gamma)`` beyond."""
    w = Working((r"$\gamma$", "$N$", "$Z$"))
    with working(_BITS):
        for gamma in (fmpq(7, 10), fmpq(1), fmpq(13, 10), fmpq(2)):
            totals = [log_sums(gamma, 1, context, 0)[0] for context in CONTEXTS.values()]
            for name, total in zip(CONTEXTS, totals, strict=True):
                w.row(str(gamma), printed(name), total)
                if gamma > boundary:
                    bound = ceiling(gamma) + _SLACK
                    w.less(f"Z stays below zeta at gamma = {gamma}, N = {name}", total, bound)
            if gamma <= boundary:
                w.less(f"Z passes 10^5 at gamma = {gamma}", arb(10) ** 5, totals[-1])
    return w.done(r"divergent up to 1, bounded by $\zeta(\gamma)$ above")


@check
def phase_series() -> Enclosure:
    r"""The series of $d^{-\gamma}$ passes every bound for $\gamma \le 1$ and stays below
    $\zeta$ above 1.
    """
    return converges_beyond(fmpq(1), lambda gamma: arb(gamma).zeta())
