"""Checks of the boundary gamma = 1 (Ch. 22): the coefficient, its correction, the fall to it."""

from collections.abc import Callable
from itertools import pairwise

from flint import acb, arb, arb_series, fmpq

from pycheck.balls.boundary_limit import ratio_of_inverse_log, two_terms
from pycheck.balls.decrease import first_context_not_certified
from pycheck.balls.power_law import variance
from pycheck.balls.precision import working
from pycheck.balls.summation import euler_maclaurin_log_sums as log_sums
from pycheck.checks.enclosure import Working, shown
from pycheck.checks.outcomes import Enclosure, check

from ._tables import CONTEXTS, printed

COMMAND = "pycheck enclose cv-ratio --context 1e100000 --digits 12"

_NEAR_ZERO = 2.0**-64
_NEGLIGIBLE = 2.0**-1000
_UNRESOLVED = arb("1e-20")
"""What is left of a sum at N = 10^100000 after its leading terms, at the precision used."""


def cv_ratio(context: int) -> arb:
    """``C_V(1, N) / log(N)**2`` for N from 2 on, from sums that know no Stieltjes constant."""
    return variance(log_sums(fmpq(1), 1, context, 2)) / arb(context).log() ** 2


def _around_infinity(terms: int) -> arb_series:
    """The ratio at every N from ``exp(2**64)`` on at once, as a series in ``u = 1 / log N``.

    There u lies in [0, 2**-64], and ``e_k / L**(k+1) <= 1 / (N * L)`` is far below 2**-1000.
    """
    u = arb(_NEAR_ZERO / 2, _NEAR_ZERO / 2)
    with working(128, terms):
        return ratio_of_inverse_log(arb_series([u, 1]), arb(0, _NEGLIGIBLE))


def falls_towards(limit: arb, ratio: Callable[[int], arb]) -> Enclosure:
    """Whether ``ratio(N)`` falls from context to context, down to `limit` and never below it."""
    w = Working(("$N$", r"$C_V/(\log N)^2$", "distance from the limit"))
    distances = []
    with working(128):
        for name, context in CONTEXTS.items():
            found = ratio(context)
            distances.append(found - limit)
            w.row(printed(name), found, shown(distances[-1], 4))
        for earlier, later in pairwise(distances):
            w.less("the ratio falls", later, earlier)
        w.less("the ratio stays above its limit", 0, distances[-1])
        w.less("the ratio comes near its limit", distances[-1], arb("1e-6"))
    return w.done("the ratio falls towards the enclosed coefficient from above", coefficient=limit)


@check
def coefficient() -> Enclosure:
    r"""$C_V(1, N)/(\log N)^2$ tends to its coefficient, which balls of all huge $N$ enclose.

    The coefficient comes from the expansion of the sums by Stieltjes' constants with its
    remainder (`boundary_limit`); the table sums at contexts up to 10^100000 independently of it.
    """
    return falls_towards(_around_infinity(1).coeffs()[0], cv_ratio)


def corrected_by(terms: Callable[[int], arb]) -> Enclosure:
    """Whether ``terms(N)`` leave less than 1 / (log N)**2 of the ratio; the coefficients of it."""
    series = _around_infinity(2).coeffs()
    w = Working(("$N$", "ratio less two terms", r"times $(\log N)^2$"))
    with working(128):
        for name, context in CONTEXTS.items():
            rest = cv_ratio(context) - terms(context)
            scaled = rest * arb(context).log() ** 2
            w.less(f"what two terms leave at N = {name}", abs(scaled), 1)
            w.row(printed(name), shown(rest, 4), shown(scaled, 6))
        excess = cv_ratio(10**6) / series[0] - 1
    told = r"the ratio less two terms stays below $1/(\log N)^2$"
    return w.done(told, next=series[1], excess=excess)


@check
def correction() -> Enclosure:
    r"""The next term of $C_V(1, N)/(\log N)^2$, the coefficient of $1 / \log N$, and what it
    costs.

    `next` is the derivative in ``u = 1 / log N`` at u = 0; `excess` is how far the ratio is above
    its limit at N = 10^6, relative to the limit.
    """
    return corrected_by(two_terms)


def never_reaches(ceiling: fmpq, stuck_at: int | None) -> Enclosure:
    """Whether the ratio stays below `ceiling`: at N = 2, and after it because every step falls.

    `stuck_at` is the first N whose step is not certified to fall, None where there is none.
    """
    w = Working()
    w.require(f"the fall from N = {stuck_at} on", True if stuck_at is None else None)
    with working(64):
        largest = cv_ratio(2)
        w.less(f"the largest value is below {ceiling}", largest, ceiling)
    coefficient = _around_infinity(1).coeffs()[0]
    return w.done(r"decreasing at every $N \ge 2$", largest=largest, coefficient=coefficient)


@check
def ratio_decreases() -> Enclosure:
    r"""$C_V(1, N)/(\log N)^2$ falls with every step of $N$ from 2 on, so it never reaches
    $1/4$.

    `largest` is its value at N = 2, `coefficient` the value that it falls to.
    """
    return never_reaches(fmpq(1, 4), first_context_not_certified())


def log_moments_are(leading: Callable[[int], fmpq], constant: Callable[[int], arb]) -> Enclosure:
    """Whether the sums are ``leading(k) * log(N)**(k+1) + constant(k)`` and a bounded remainder."""
    w = Working(("$N$", "$k$", r"sum over $(\log N)^{k+1}$", "sum less leading term"))
    with working(160):
        constants = [constant(k) for k in range(4)]
        for name, context in CONTEXTS.items():
            log_n = arb(context).log()
            for k, total in enumerate(log_sums(fmpq(1), 1, context, 3)):
                gap = total - leading(k) * log_n ** (k + 1)
                last = log_n**k / context
                rest = gap - constants[k]
                w.less(f"the remainder at k = {k}, N = {name} is at least 0", -_UNRESOLVED, rest)
                w.less(f"the remainder at k = {k}, N = {name}", rest, last + _UNRESOLVED)
                w.row(printed(name), k, total / log_n ** (k + 1), gap)
    return w.done("remainders within their bounds")


@check
def log_moments() -> Enclosure:
    r"""The sums of $(\log d)^k/d$ over $d \le N$, divided by $(\log N)^{k+1}$, tend to $1 / (k
    + 1)$.

    The remainder after the leading term and Stieltjes' constant lies between 0 and the last
    summand, as far as 1e-20 can tell.
    """
    return log_moments_are(lambda k: fmpq(1, k + 1), lambda k: acb.stieltjes(k).real)


def grows_like(growth: Callable[[int], arb]) -> Enclosure:
    """Whether H_N exceeds ``growth(N)`` by something between 0 and 1; the limit of the excess."""
    w = Working(("$N$", "$H_N$", r"$H_N - \log N$"))
    with working(128):
        for name, context in {"1": 1, "2": 2, **CONTEXTS}.items():
            total = log_sums(fmpq(1), 1, context, 0)[0]
            gap = total - growth(context)
            w.less(f"the gap at N = {name} is above 0", 0, gap)
            w.at_most(f"the gap at N = {name} is at most 1", gap, 1)
            w.row(printed(name), total, gap)
        limit = gap.union(gap - arb(1) / context)
    return w.done(r"within 1 of $\log N$ at every $N$ of the table", gap=limit)


@check
def log_divergence() -> Enclosure:
    r"""$H_N - \log N$ stays between 0 and 1; `gap` encloses the limit of it.

    From N on it falls by no more than 1 / N, its last summand.
    """
    return grows_like(lambda context: arb(context).log())
