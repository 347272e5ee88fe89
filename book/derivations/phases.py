"""The two phases in the limit of long contexts, and what lies between them (Ch. 20-22).

Phase A is gamma = 1 - a with 0 < a <= 1, Phase B gamma = 1 + a with a > 0.
"""

from collections.abc import Callable

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

from ._moments import (
    average,
    log_d,
    state_heat_capacity,
    state_log_power_bound,
    state_moment_rule,
)
from ._moments import gamma as _exponent

a, L, N = sp.symbols("a L N", positive=True)
gamma = sp.Symbol("gamma")
_u, _x = sp.symbols("u x", positive=True)
_k = sp.Symbol("k", integer=True, nonnegative=True)


def back_integral(order: sp.Expr) -> sp.Expr:
    """The integral of u^order e^(-a u) over u > 0."""
    return sp.integrate(_u**order * sp.exp(-a * _u), (_u, 0, sp.oo)).rewrite(sp.factorial)


def _state_substitution(w: Working) -> None:
    integrand = (sp.log(N) - sp.log(_x)) ** _k * _x ** (a - 1)
    moved = integrand.subs(_x, N * sp.exp(-_u)) * N * sp.exp(-_u)
    w.equal(
        "Put $x = N e^{-u}$: the logarithm of $N / x$ is $u$, and the power turns into an "
        "exponential.",
        sp.simplify(sp.expand_log(sp.powsimp(moved), force=True) / (N**a * _u**_k)),
        sp.exp(-a * _u),
        r"\int_0^N\left(\log\frac Nx\right)^k x^{-\gamma}\,dx = N^{a}\int_0^\infty u^k e^{-au}\,du,"
        r"\quad a = 1-\gamma",
    )


def _state_sum_is_integral(w: Working) -> None:
    g = sp.Symbol("g", nonnegative=True)
    w.nonnegative(
        r"For $\gamma = g \ge 0$ the integrand is $u^{k} e^{gu}$ up to a constant, which grows "
        r"with $u$: it falls in $x$ on $(0, N]$. So the sum over $d = 1, \dots, N$ lies between "
        "the integrals from 1 to $N$ and from 0 to $N$, and is short of the latter by at most "
        r"the integral from 0 to 1, where $u > L = \log N$.",
        sp.diff(_k * sp.log(_u) + g * _u, _u),
    )
    state_log_power_bound(w)
    half = sp.integrate(sp.exp(-a * _u / 2), (_u, L, sp.oo))
    rest = w.limit(
        "In that rest $u^{k}$ is at most a constant times $e^{au/2}$, by the bound with $t = "
        r"u$ and $\epsilon = a / 2$; relative to $N^{a}$ it vanishes.",
        (2 * _k / (sp.E * a)) ** _k * half,
        L,
        sp.oo,
    )
    w.require("So the sum and the integral have the same limit.", rest == 0)


def back_moment(w: Working, back_integral: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """The limit of the k-th moment of log(N/d) in Phase A, for symbolic k; adds the steps.

    `back_integral` is the integral of u^k e^(-a u) over u > 0.
    """
    _state_substitution(w)
    _state_sum_is_integral(w)
    integral = back_integral(_k)
    mass = integral.subs(_k, 0)
    moment = sp.simplify(integral / mass)
    w.equal(
        "The remaining integral, for every $k$, divided by the mass, which is that of $k = 0$.",
        sp.Mul(integral, 1 / mass, evaluate=False),
        sp.factorial(_k) / a**_k,
        rf"\langle(\log\tfrac Nd)^k\rangle \to {typeset(moment)}",
    )
    return moment


def derive_phase_a_moments(back_integral: Callable[[sp.Expr], sp.Expr]) -> Derivation:
    """The moments where `back_integral` is the integral of u^k e^(-a u)."""
    w = Working()
    moment = back_moment(w, back_integral)
    t = sp.Symbol("t", positive=True)
    density = a * sp.exp(-a * t)
    w.equal(
        r"These are the moments of the exponential law with rate $1 - \gamma$.",
        sp.integrate(t**_k * density, (t, 0, sp.oo)).rewrite(sp.factorial),
        moment,
        r"\log\frac Nd \to \mathrm{Exp}(1-\gamma)",
    )
    in_gamma = w.put(moment, {a: 1 - gamma})
    return w.done(moment=in_gamma, mean=w.put(in_gamma, {_k: 1}))


@check
def phase_a_moments() -> Derivation:
    r"""For $0 \le \gamma < 1$ the $k$-th moment of $\log(N/d)$ tends to $k!/(1-\gamma)^{k}$,
    for every $k$.
    """
    return derive_phase_a_moments(back_integral)


def _limit_variance(w: Working, back_integral: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    moment = back_moment(w, back_integral)
    c = sp.Symbol("c", real=True)
    spread = average(log_d**2) - average(log_d) ** 2
    w.equal(
        r"$\log d$ and $\log(N/d) = \log N - \log d$ have the same variance.",
        average(sp.expand((c - log_d) ** 2)) - average(c - log_d) ** 2,
        spread,
        r"\mathrm{Var}(\log d) = \mathrm{Var}(\log\tfrac Nd)",
    )
    variance = sp.simplify(moment.subs(_k, 2) - moment.subs(_k, 1) ** 2)
    second = sp.Add(moment.subs(_k, 2), -(moment.subs(_k, 1) ** 2), evaluate=False)
    w.equal("Second moment minus squared first.", second, variance)
    return variance


@check
def phase_a_heat_capacity() -> Derivation:
    r"""For $0 < \gamma < 1$ the heat capacity tends to $\gamma^{2}/(1-\gamma)^{2}$: no
    divergence.
    """
    w = Working()
    variance = w.put(_limit_variance(w, back_integral), {a: 1 - gamma})
    multiple = state_heat_capacity(w).subs(_exponent, gamma)
    heat = w.value("So the heat capacity.", sp.Mul(multiple, variance, evaluate=False))
    w.positive(
        "Finite and positive for every exponent of Phase A but zero.",
        heat.subs(gamma, _u / (1 + _u)),
        rf"C_V \to {typeset(heat)}",
    )
    return w.done(heat_capacity=heat, variance=variance)


def derive_chi_is_a_spread(back_integral: Callable[[sp.Expr], sp.Expr]) -> Derivation:
    """The spread where `back_integral` is the integral of u^k e^(-a u)."""
    w = Working()
    spread = sp.sqrt(_limit_variance(w, back_integral))
    chi = 1 / sp.Abs((1 - a) - 1)
    w.equal(
        "The limit of the standard deviation is the susceptibility.",
        spread,
        chi,
        rf"{typeset(spread)} = \frac{{1}}{{|\gamma-1|}},\quad a = 1-\gamma",
    )
    return w.done(spread=w.put(spread, {a: 1 - gamma}))


@check
def chi_is_a_spread() -> Derivation:
    r"""For $0 \le \gamma < 1$ the standard deviation of $\log d$ tends to $1/(1-\gamma) =
    1/|\gamma-1|$.
    """
    return derive_chi_is_a_spread(back_integral)


@check
def susceptibility() -> Derivation:
    r"""$1/|\gamma - 1|$ is unbounded as $\gamma$ tends to 1 from either side (Ch. 21)."""
    w = Working()
    real = sp.Symbol("gamma", real=True)
    chi = 1 / sp.Abs(real - 1)
    from_below = w.limit("From Phase A.", chi, real, 1, "-")
    from_above = w.limit("From Phase B.", chi, real, 1, "+")
    w.require(
        "It is unbounded on both sides.",
        from_below == sp.oo and from_above == sp.oo,
        r"\chi = \frac{1}{|\gamma-1|} \to \infty",
    )
    return w.done(from_below=from_below, from_above=from_above)


@check
def phase_b_heat_capacity() -> Derivation:
    r"""For $\gamma > 1$ the heat capacity tends to $\gamma^2(\log\zeta)''(\gamma)$."""
    w = Working()
    g = sp.Symbol("gamma", positive=True)
    state_log_power_bound(w)
    excess = sp.Symbol("a", positive=True)
    w.positive(
        r"With $\gamma = 1 + a$ and $\epsilon = a/2$ the exponent that is left exceeds 1 by",
        (1 + excess) - excess / 2 - 1,
    )
    w.remark(
        "So every logarithmic moment is below a convergent p-series, so the moments converge, "
        r"and locally uniformly in $\gamma$."
    )
    state_moment_rule(w, sp.oo, lambda _: sp.Integer(1))
    zeta = sp.zeta(g)
    moments = [(-1) ** k * sp.diff(zeta, g, k) for k in range(3)]
    variance = moments[2] / moments[0] - (moments[1] / moments[0]) ** 2
    curvature = sp.diff(sp.log(zeta), g, 2)
    w.equal(
        r"The moments are derivatives of $\zeta$, and the variance is the curvature of its "
        "logarithm.",
        variance,
        curvature,
        r"\mathrm{Var}(\log d) \to \frac{\zeta''}{\zeta} - \left(\frac{\zeta'}{\zeta}\right)^2"
        r" = (\log\zeta)''(\gamma)",
    )
    multiple = state_heat_capacity(w).subs(_exponent, g)
    heat = multiple * curvature
    w.equal("So the heat capacity.", multiple * variance, heat)
    return w.done(heat_capacity=heat, variance=curvature)


@check
def phase_b_near_the_boundary() -> Derivation:
    r"""As $\gamma$ falls to 1 the Phase B variance grows like $1/(\gamma-1)^{2}$, so $\chi$ is
    its spread.
    """
    w = Working()
    e = sp.Symbol("epsilon", positive=True)
    parts = sp.symbols("g_0:4", real=True)
    regular = sum((-1) ** k * c * e**k / sp.factorial(k) for k, c in enumerate(parts))
    w.definition(
        r"Around its pole $\zeta(1 + \epsilon)$ is $1/\epsilon$ plus a power series (DLMF "
        "25.2.4).",
        r"\zeta(1+\epsilon) = \frac1\epsilon + g_0 - g_1\epsilon + \dots",
    )
    variance = sp.diff(sp.log(1 / e + regular), e, 2)
    pole = w.limit(
        r"Multiply the curvature of its logarithm by $\epsilon^{2}$; no Stieltjes constant is "
        "left.",
        sp.cancel(variance * e**2),
        e,
        0,
    )
    return w.done(pole=pole)


@check
def crossover() -> Derivation:
    r"""At $\gamma = 1 + x/\log N$ the ratio $C_V/(\log N)^2$ follows one smooth curve: $1/12$
    at $x = 0$.
    """
    w = Working()
    x = sp.Symbol("x", real=True, nonzero=True)
    v = sp.Symbol("v", positive=True)
    kernel = sp.exp(-x * v)
    damping = sp.exp(-x)
    mass = (1 - damping) / x
    state_log_power_bound(w)
    w.remark(
        r"With $\epsilon = 1 + x/L$ this bounds the terms $(\log d)^k d^{-1-x/L}$, which rise "
        "once and fall once: each sum is its integral up to a constant that does not grow with "
        "$N$."
    )
    distance = sp.exp(L * v)  # N^v
    w.equal(
        "Put $d = N^{v}$ with $N = e^{L}$: the power and the measure together are $L e^{-x "
        r"v}$, and $\log d$ is $v L$. So the integrals are powers of $L$ times integrals over "
        "$0 < v < 1$.",
        sp.powsimp(distance ** (-1 - x / L) * sp.diff(distance, v)),
        L * kernel,
        r"d^{-1-x/L}\,dd = L\,e^{-xv}\,dv",
    )
    w.equal(
        "The mass under that weight.",
        sp.integrate(kernel, (v, 0, 1)),
        mass,
        r"\sum_{d=1}^N d^{-1-x/L} = L\int_0^1 e^{-xv}\,dv + O(1)",
    )
    mean, square = (sp.integrate(v**k * kernel, (v, 0, 1)) / mass for k in (1, 2))
    curve = 1 / x**2 - damping / (1 - damping) ** 2
    w.equal(
        "The variance of $v$ under that weight:",
        square - mean**2,
        curve,
        rf"\frac{{\mathrm{{Var}}(\log d)}}{{L^2}} \to {typeset(curve)}",
    )
    flat = [
        w.integral("On the boundary itself, $x = 0$, the weight is flat.", v**k, v, 0, 1)
        for k in range(3)
    ]
    at_zero = w.value(
        "The variance of $v$ under it:",
        sp.Add(flat[2] / flat[0], -((flat[1] / flat[0]) ** 2), evaluate=False),
    )
    taylor = sp.series(damping, x, 0, 7).removeO()
    joined = sp.cancel(curve.subs(damping, taylor))
    w.equal("The curve is continuous there.", sp.Limit(joined, x, 0), at_zero)
    above = w.limit(r"Far into Phase B it joins $1/(\gamma - 1)^{2}$.", curve * x**2, x, sp.oo)
    below = w.limit(r"Far into Phase A it joins $1/(1 - \gamma)^{2}$.", curve * x**2, x, -sp.oo)
    return w.done(coefficient=at_zero, above=above, below=below, curve=curve)
