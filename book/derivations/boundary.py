"""The boundary gamma = 1: how the heat capacity grows with the context (Ch. 22, Ch. 38).

At gamma = 1 the family is p(d) = 1/(d Z) on d = 1, ..., N, and heat capacity, Fisher information
and the variance of the log-distance are one number. With L = log N it grows like L^2 / 12. Two
derivations reach that coefficient and share no line: one bounds three sums by three integrals, the
other expands the cumulant generating function log Z around the pole of zeta.
"""

from collections.abc import Sequence

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

from ._moments import gamma, state_heat_capacity

_x = sp.Symbol("x", positive=True)
L = sp.Symbol("L", positive=True)
_N = sp.Symbol("N", positive=True)
epsilon = sp.Symbol("epsilon", real=True)


def _log_integral(w: Working, k: int) -> sp.Expr:
    """Coefficient of L^(k+1) in the sum of (log d)^k / d, from the integral of the same."""
    integrand = sp.log(_x) ** k / _x
    value = sp.integrate(integrand, (_x, 1, _N)).subs(sp.log(_N), L)
    w.equal(
        f"$k = {k}$: the integral from 1 to $N$.",
        sp.diff(value.subs(L, sp.log(_x)), _x),
        integrand,
        rf"\int_1^N \frac{{(\log x)^{{{k}}}}}{{x}}\,dx = {typeset(value)}",
    )
    return value


def variation(w: Working, k: int) -> sp.Expr:
    """Total variation of (log x)^k / x on [1, infinity): it bounds the sum minus the integral."""
    f = sp.log(_x) ** k / _x
    slope = sp.expand(sp.simplify(sp.diff(f, _x) * _x**2 / sp.log(_x) ** (k - 1)))
    peak = sp.exp(k)
    w.equal(
        rf"$k = {k}$: $(\log x)^k/x$ rises up to $x = e^{{k}}$ and falls from there.",
        slope,
        k - sp.log(_x),
        rf"\frac{{d}}{{dx}}\frac{{(\log x)^{{{k}}}}}{{x}}"
        rf" = \frac{{(\log x)^{{{k - 1}}}({k} - \log x)}}{{x^2}}",
    )
    variation = 2 * f.subs(_x, peak) - f.subs(_x, 1) - sp.limit(f, _x, sp.oo)
    w.require(
        "On each interval $[d - 1, d]$ the value at $d$ and the integral differ by at most the "
        "variation of the function there; over all of them by at most the total variation.",
        sp.And(variation > 0, variation < sp.oo),
        rf"|r_{{{k}}}| \le {typeset(variation)} + f(1)",
    )
    return variation


def leading_ratio(moments: Sequence[sp.Expr], remainders: Sequence[sp.Expr]) -> sp.Expr:
    """Var / L^2 at L = 1/epsilon for moments with bounded remainders, as a function of epsilon."""
    m0, m1, m2 = (m + r for m, r in zip(moments, remainders, strict=True))
    ratio = (m2 / m0 - (m1 / m0) ** 2) / L**2
    return sp.cancel(ratio.subs(L, 1 / epsilon))


@check
def coefficient_by_integrals() -> Derivation:
    r"""$C_V(1, N)/(\log N)^2 \to 1/12$ by comparing three sums with three integrals."""
    w = Working()
    w.equal(
        r"At $\gamma = 1$ it is the variance itself. It needs three sums.",
        sp.Subs(state_heat_capacity(w), gamma, 1),
        1,
        r"C_V = \frac{M_2}{M_0} - \left(\frac{M_1}{M_0}\right)^2,\quad "
        r"M_k = \sum_{d=1}^{N}\frac{(\log d)^k}{d}",
    )
    integrals = tuple(_log_integral(w, k) for k in range(3))
    for k in (1, 2):
        variation(w, k)
    w.positive("For $k = 0$ the function $1/x$ falls,", -sp.diff(1 / _x, _x))
    end = w.limit("from 1 to 0: its variation is 1.", 1 / _x, _x, sp.oo)
    w.require("So the sum is within 2 of the integral.", sp.Eq(1 - end, 1), r"|r_0| \le 2")
    remainders = sp.symbols("r_0:3", real=True)
    ratio = leading_ratio(integrals, remainders)
    at_infinity = sp.simplify(ratio.subs(epsilon, 0))
    w.require(
        r"Put $M_k = \text{integral} + r_k$ with bounded $r_k$ and $L = 1/\epsilon$. The ratio "
        r"is a rational function whose denominator does not vanish at $\epsilon = 0$, so it is "
        "continuous there, uniformly in the $r_k$; its value is the limit and no remainder is "
        "left in it.",
        not at_infinity.free_symbols and sp.denom(ratio).subs(epsilon, 0) != 0,
        rf"\lim_{{N\to\infty}}\frac{{C_V}}{{(\log N)^2}} = {typeset(at_infinity)}",
        [at_infinity],
    )
    mean, second = (
        w.value(
            rf"The mean of the power {k} of $\log d$, over that power of $L$.",
            sp.Mul(integrals[k], 1 / (integrals[0] * L**k), evaluate=False),
        )
        for k in (1, 2)
    )
    squared = w.value("The square of the mean.", sp.Pow(mean, 2, evaluate=False))
    w.equal(
        r"In numbers: the mean square is $1/3$ and the squared mean $1/4$ of $(\log N)^2$, and "
        "$1/12$ is their difference. The squared mean alone is $1/4$.",
        sp.Add(second, -squared, evaluate=False),
        at_infinity,
    )
    times = w.value(
        "The squared mean over the variance.", sp.Mul(squared, 1 / at_infinity, evaluate=False)
    )
    return w.done(
        coefficient=at_infinity,
        mean=mean,
        mean_square=second,
        squared_mean=squared,
        squared_mean_over_variance=times,
    )


def _stieltjes_remainder(w: Working) -> None:
    """That every sum is its integral, its Stieltjes constant, and a rest that plays no part."""
    w.definition(
        r"The Stieltjes constant $g_k$ is what the sum of $(\log d)^k/d$ keeps over its "
        "integral in the limit (DLMF 25.2.5); $g_0$ is Euler's.",
        r"g_k = \lim_{N\to\infty}\left(\sum_{d=1}^{N}\frac{(\log d)^k}{d}"
        r" - \frac{L^{k+1}}{k+1}\right)",
    )
    beyond = sp.Symbol("a", positive=True)
    for k in range(3):
        falling = -sp.diff(sp.log(_x) ** k / _x, _x) * _x**2
        w.positive(
            rf"$k = {k}$: beyond $e^{{k}}$ the summand falls, here at $\log x = k + a$. So what "
            "the terms from $N$ on keep over their integral is between $-L^{k} / N$ and 0, "
            r"where $L = \log N$.",
            sp.expand(falling.subs(sp.log(_x), k + beyond)),
        )
    parts, rests = sp.symbols("g_0:3", real=True), sp.symbols("t_0:3", real=True)
    moments = [L ** (k + 1) / (k + 1) + part for k, part in enumerate(parts)]
    small = sp.Symbol("delta", positive=True)
    moved = [m + small * L**k * t for k, (m, t) in enumerate(zip(moments, rests, strict=True))]
    change = sp.together(_variance(moved) - _variance(moments))
    numerator, denominator = sp.fraction(sp.cancel(change / small))
    w.require(
        r"Put the rests $t_k L^{k} \delta$ with $|t_k| \le 1$ and $\delta = 1/N$ into the "
        r"variance: it moves by $\delta$ times a rational function of $L$. At $\delta = 0$ its "
        "denominator is not zero,",
        sp.simplify(change.subs(small, 0)) == 0
        and sp.rem(moments[0] ** 4, denominator.subs(small, 0), L) == 0,
    )
    degree = sp.degree(numerator, L)
    rest = w.limit(
        "and $1/N = e^{-L}$ is below every power of $L$: the rests play no part.",
        L**degree * sp.exp(-L),
        L,
        sp.oo,
    )
    w.require("So the variance is that of the sums without them, up to $o(1)$.", rest == 0)


def _variance(moments: Sequence[sp.Expr]) -> sp.Expr:
    """The variance of the log-distance from its sums of the powers 0, 1 and 2."""
    return moments[2] / moments[0] - (moments[1] / moments[0]) ** 2


def boundary_partition(pole_parts: Sequence[sp.Expr]) -> sp.Expr:
    """Z(1 + epsilon) in powers of epsilon, up to terms that vanish with N.

    `pole_parts` are the coefficients of zeta(1 + epsilon) - 1/epsilon in powers of epsilon.
    """
    zeta = 1 / epsilon + sum(c * epsilon**k for k, c in enumerate(pole_parts))
    integral_from_n = sp.series(sp.exp(-epsilon * L), epsilon, 0, 5).removeO() / epsilon
    return sp.expand(zeta - integral_from_n)


def boundary_cumulant(pole_parts: Sequence[sp.Expr]) -> sp.Expr:
    """(log Z)'' at gamma = 1 from log Z(1 + epsilon); `pole_parts` as in `boundary_partition`."""
    z = boundary_partition(pole_parts)
    log_z = sp.log(z.coeff(epsilon, 0)) + sp.series(
        sp.log(1 + (z - z.coeff(epsilon, 0)) / sp.Symbol("Z_0")), epsilon, 0, 3
    ).removeO().subs(sp.Symbol("Z_0"), z.coeff(epsilon, 0))
    return 2 * sp.expand(log_z).coeff(epsilon, 2)


def _curvature_is_heat_capacity(w: Working) -> None:
    log_z = sp.Function("Phi")
    beta, temperature = sp.symbols("beta T", positive=True)
    mean = -sp.diff(log_z(beta), beta)
    heat = sp.diff(mean.subs(beta, 1 / temperature).doit(), temperature).subs(temperature, 1).doit()
    curvature = sp.diff(log_z(beta), beta, 2).subs(beta, 1)
    w.equal(
        r"$U$ is minus the derivative of $\Phi = \log Z$, so $dU/dT$ at $T = 1$ is the "
        r"curvature of $\log Z$ at $\gamma = 1$.",
        heat,
        curvature,
        r"C_V(1, N) = \frac{d}{dT}\left[-\Phi'(1/T)\right]_{T=1} = \Phi''(1)",
    )


def _stieltjes_variance(w: Working) -> sp.Expr:
    _curvature_is_heat_capacity(w)
    _stieltjes_remainder(w)
    w.definition(
        r"Around its pole, $\zeta$ has the Laurent series with Stieltjes constants (DLMF "
        "25.2.4).",
        r"\zeta(1+\epsilon) = \frac1\epsilon"
        r" + \sum_{k\ge0}\frac{(-1)^k}{k!}g_k\epsilon^k,\quad g_0 = \gamma_E",
    )
    parts = tuple((-1) ** k * sp.stieltjes(k) / sp.factorial(k) for k in range(3))
    w.equal(
        r"So $Z(1 + \epsilon)$ is $\zeta(1 + \epsilon) - e^{-\epsilon L} / \epsilon$ up to "
        "terms that vanish with $N$. The pole cancels.",
        sp.Limit(epsilon * boundary_partition(parts), epsilon, 0),
        0,
        rf"Z(1) = {typeset(boundary_partition(parts).coeff(epsilon, 0))} + o(1)",
    )
    variance = boundary_cumulant(parts)
    constants = [sp.stieltjes(k) for k in range(3)]
    w.equal(
        "Twice the second coefficient of its logarithm is the curvature: the variance of the sums.",
        _variance([L ** (k + 1) / (k + 1) + c for k, c in enumerate(constants)]),
        variance,
        rf"C_V = {typeset(sp.together(variance))} + o(1)",
    )
    return variance


@check
def coefficient_by_stieltjes() -> Derivation:
    r"""$C_V(1, N)/(\log N)^2 \to 1/12$ from Euler-Maclaurin and the pole of $\zeta$."""
    w = Working()
    variance = _stieltjes_variance(w)
    coefficient = w.limit(
        r"Divide by $L^{2}$ and let $L = \log N$ grow.", sp.cancel(variance / L**2), L, sp.oo
    )
    return w.done(coefficient=coefficient)


@check
def next_terms() -> Derivation:
    r"""$(C_V(1, N) - (\log N)^2/12)/\log N \to \gamma_E/6$, and the excess at $N = 10^{6}$
    (E1).
    """
    w = Working()
    variance = _stieltjes_variance(w)
    leading = w.limit("Divide by $L^{2}$.", sp.cancel(variance / L**2), L, sp.oo)
    rest = sp.cancel(variance - leading * L**2)
    slope = w.limit("Take off the leading term and divide by $L$.", rest / L, L, sp.oo)
    constant = w.limit("Take off that term too.", sp.cancel(rest - slope * L), L, sp.oo)
    million = 6 * sp.log(10)
    ratio = sp.Mul(variance, 1 / (leading * L**2), evaluate=False)
    excess = (variance / (leading * L**2) - 1).subs(L, million)
    w.equal(r"The excess at $N = 10^{6}$, $L = 6\log 10$.", sp.Subs(ratio - 1, L, million), excess)
    first_order = w.value(
        "Its part of first order.", sp.Mul(slope, 1 / (leading * million), evaluate=False)
    )
    percent = sp.N(100 * excess, 6)
    w.require(
        r"At $N = 10^{6}$ the terms left out are of order $(\log N)^2/N$, below $10^{-3}$, and "
        "the ratio is still percents above its limit: a numeric check at such $N$ does not see "
        "the coefficient to two digits.",
        sp.And(excess > sp.Rational(5, 100), million**2 / 10**6 < sp.Rational(1, 1000)),
        rf"\frac{{C_V}}{{(\log N)^2/{typeset(1 / leading)}}} - 1 = {typeset(percent)}\,\%",
    )
    return w.done(
        coefficient=leading,
        next=slope,
        constant=constant,
        excess=excess,
        first_order_excess=first_order,
    )


@check
def ratio_below_quarter() -> Derivation:
    r"""$C_V(1, N) < (\log N)^2/4$ for every $N \ge 2$: the printed value is never attained."""
    w = Working()
    mean, mixed, square = sp.symbols("U q m", real=True)
    w.equal(
        r"Let $q$ be the mean of $\log d\,(L - \log d)$, that is $L U$ minus the mean square. "
        "Then the variance is $U (L - U) - q$, for every distribution on $[0, L]$.",
        (square - mean**2) - (mean * (L - mean) - mixed).subs(mixed, L * mean - square),
        0,
        r"\mathrm{Var} = U(L-U) - q,\quad q = \langle\log d\,(L-\log d)\rangle \ge 0",
    )
    w.equal(
        "$U (L - U)$ is $L^{2} / 4$ minus a square.",
        L**2 / 4 - mean * (L - mean),
        (L / 2 - mean) ** 2,
    )
    below, above = sp.symbols("ell delta", nonnegative=True)
    w.nonnegative(
        r"$q$ averages products of two nonnegative factors: with $L = \log d + \delta$ they are",
        below * (below + above - below),
        r"\log d\,(L - \log d) \ge 0",
    )
    t = sp.Symbol("t", positive=True)
    inside = sp.log(2) * (sp.log(3 + t) - sp.log(2))
    w.require(
        r"For $N \ge 3$ distance 2 lies strictly inside, has mass, and makes $q$ positive: the "
        "bound is strict.",
        sp.And(sp.log(2) > 0, sp.log(3) > sp.log(2), sp.diff(inside, t).is_positive),
        r"q \ge p(2)\,\log 2\,(\log N - \log 2) > 0",
    )
    weights = (sp.Integer(1), sp.Rational(1, 2))
    at_two = weights[1] / sum(weights) - (weights[1] / sum(weights)) ** 2
    w.require(
        "For $N = 2$ the weights 1 and $1/2$ are unequal, and the variance is below $L^{2} / "
        "4$ as well.",
        at_two < sp.Rational(1, 4),
        rf"\frac{{\mathrm{{Var}}}}{{L^2}} = {typeset(at_two)} < \frac14",
        [at_two],
    )
    gap, spread = sp.Symbol("q", positive=True), (L / 2 - mean) ** 2
    variance = L**2 / 4 - spread - gap
    below = w.compare("With $q > 0$ the variance lies below,", variance, "<", L**2 / 4)
    attains = w.compare("and does not come up to it.", variance, "=", L**2 / 4)
    return w.done(below_quarter=below, attains_quarter=attains, at_two=at_two)


@check
def log_divergence() -> Derivation:
    r"""The partition function at $\gamma = 1$ stays within 1 of $\log N$ and diverges like it."""
    w = Working()
    t = sp.Symbol("t", positive=True)
    lower = t - sp.log(1 + t)
    w.positive(
        r"With $t = 1/d$: $t - \log(1 + t)$ vanishes at 0 and has a positive derivative.",
        sp.diff(lower, t),
        r"\log\frac{d+1}{d} < \frac1d",
    )
    upper = -sp.log(1 - t) - t
    u = sp.Symbol("u", positive=True)
    w.positive(
        r"So has $-\log(1 - t) - t$ on $0 < t < 1$, here with $t = u/(1 + u)$.",
        sp.simplify(sp.diff(upper, t).subs(t, u / (1 + u))),
        r"\frac1d < \log\frac{d}{d-1}\quad(d\ge2)",
    )
    w.require(
        "Both differences vanish at $t = 0$.",
        lower.subs(t, 0) == 0 and upper.subs(t, 0) == 0,
        r"\log(1 + t) < t < -\log(1 - t)",
    )
    n = sp.Symbol("n", positive=True)
    w.equal(
        r"Add them up over $d$: the logarithms telescope, because $\log n$ grows by $\log((n + "
        "1)/n)$.",
        sp.exp(sp.log(n + 1) - sp.log(n)),
        (n + 1) / n,
        r"\log N < \log(N+1) < H_N \le 1 + \log N",
    )
    w.require(
        r"Checked exactly for $N = 1, \dots, 40$.",
        sp.And(
            *(sp.log(n) <= sp.harmonic(n) for n in range(1, 41)),
            *(sp.harmonic(n) <= 1 + sp.log(n) for n in range(1, 41)),
        ),
    )
    upper_bound = 1 + L
    ratio = w.limit(r"Squeeze: both bounds over $\log N$ tend to one.", upper_bound / L, L, sp.oo)
    growth = w.limit(r"And $\log N$ has no bound.", sp.log(_N), _N, sp.oo)
    bound = w.value("Between them lies at most", sp.Add(upper_bound, -L, evaluate=False))
    return w.done(bound=bound, ratio=ratio, limit=growth)
