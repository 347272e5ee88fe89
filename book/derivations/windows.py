"""Tails, windows and the phase boundary of the power law (Ch. 15, 20).

Phase A is written gamma = 1 - a and Phase B gamma = 1 + a, with a > 0, so that sympy reads every
sign off its assumptions.
"""

from collections.abc import Callable
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working, typeset, vanishes
from pycheck.checks.outcomes import Derivation, check

from ._moments import average, log_d, partition, rate, state_moment_rule
from ._power_integrals import power_integral, state_comparison

a = sp.Symbol("a", positive=True)
gamma = sp.Symbol("gamma")
N, D = sp.symbols("N D", positive=True)
_u, _x = sp.symbols("u x", positive=True)

OfPowers = Callable[[sp.Expr, Any, Any], sp.Expr]
"""A function of an exponent and two ends."""

_IN_A = {a: 1 - gamma}
_IN_B = {a: gamma - 1}


def _below_one() -> sp.Expr:
    """An `a` in (0, 1), for exponents 1 - a in (0, 1)."""
    return _u / (1 + _u)


def exact_tail(exponent: sp.Expr, window: int, length: int) -> sp.Expr:
    """The sum of d^-exponent over window < d <= length."""
    return sum(sp.Integer(d) ** -exponent for d in range(window + 1, length + 1))


def derive_series(power_integral: OfPowers) -> Derivation:
    """Where the sum converges, where `power_integral` integrates x^-gamma."""
    w = Working()
    for exponent in (1 + a, sp.Integer(1), 1 - _below_one()):
        state_comparison(w, exponent)
    above = w.limit(
        r"$\gamma = 1 + a$: the integral to $N$ stays finite, and so does the sum.",
        power_integral(1 + a, 1, N),
        N,
        sp.oo,
    )
    below = w.limit(
        r"$\gamma = 1 - a$: the integral is unbounded, and so is the sum.",
        power_integral(1 - a, 1, N),
        N,
        sp.oo,
    )
    at = w.limit(r"$\gamma = 1$: the integral is $\log N$, unbounded too.", sp.log(N), N, sp.oo)
    w.require(
        "Finite in Phase B alone.", sp.And(above.is_finite is True, below == sp.oo, at == sp.oo)
    )
    flat = sp.Symbol("g", nonnegative=True)
    w.nonnegative(
        r"For $\gamma = -g \le 0$ the terms do not fall, and every one is at least 1: the sum "
        "is unbounded as well.",
        sp.diff(_x**flat, _x),
    )
    w.equal(
        r"In Phase A the integral grows like the power $1 - \gamma$ of $N$.",
        sp.Mul(N, sp.Derivative(power_integral(1 - a, 1, N), N), evaluate=False),
        N**a,
        r"N\,\frac{d}{dN}\int_1^N x^{-\gamma}\,dx = N^{1-\gamma}",
    )
    return w.done(phase_b=w.put(above, _IN_B), phase_a=below, boundary=at)


@check
def series() -> Derivation:
    r"""The sum of $d^{-\gamma}$ converges exactly for $\gamma > 1$ (Ch. 20)."""
    return derive_series(power_integral)


def derive_tail_bound(power_integral: OfPowers, exact_tail: OfPowers) -> Derivation:
    """The tail bound, where these integrate and sum powers."""
    w = Working()
    state_comparison(w, 1 + a)
    bound = D**-a / a
    w.equal(
        "Add up the terms beyond $D$: they are below the integral from $D$ to $N$, which is "
        "short of the bound by what lies beyond $N$.",
        bound - power_integral(1 + a, D, N),
        N**-a / a,
        r"\sum_{D<d\le N} d^{-\gamma} \le \frac{D^{1-\gamma}-N^{1-\gamma}}{\gamma-1}"
        r" \le \frac{D^{1-\gamma}}{\gamma-1}",
    )
    w.require(
        r"Checked exactly for $\gamma = \tfrac32, 2, 3,\ D = 1, \dots, 5$ and $N$ up to 12.",
        all(
            exact_tail(g, window, length) <= bound.subs({a: g - 1, D: window})
            for g in (sp.Rational(3, 2), sp.Integer(2), sp.Integer(3))
            for window in range(1, 6)
            for length in (window + 1, 12)
        ),
    )
    sharpness = w.limit(
        "From below the tail of an unlimited context is at least the integral from $D + 1$: "
        "the bound is sharp as $D$ grows.",
        (1 + 1 / D) ** -a,
        D,
        sp.oo,
    )
    beyond = w.limit("In a context without a limit.", power_integral(1 + a, D, N), N, sp.oo)
    w.equal(
        "The bound is what the integral comes to there.",
        beyond,
        bound,
        r"\frac{D^{1-\gamma}}{\gamma-1}",
    )
    return w.done(tail=w.put(bound, _IN_B), sharpness=sharpness)


@check
def tail_bound() -> Derivation:
    r"""For $\gamma > 1$ at most $D^{1-\gamma}/(\gamma-1)$ of mass lies beyond $D$, whatever $N$
    is (Ch. 20).
    """
    return derive_tail_bound(power_integral, exact_tail)


@check
def window_rule() -> Derivation:
    r"""A window of $\epsilon^{-1/(\gamma-1)}$ leaves at most $\epsilon/(\gamma-1)$ outside (Ch.
    20).
    """
    w = Working()
    epsilon = sp.Symbol("epsilon", positive=True)
    log_d = sp.Symbol("x", real=True)
    (log_window,) = sp.solve(sp.Eq(-a * log_d, sp.log(epsilon)), log_d)
    window = sp.exp(log_window)
    left = sp.Mul(sp.Pow(window, -a, evaluate=False), 1 / a, evaluate=False)
    w.equal(
        r"Solve $D^{1-\gamma} = \epsilon$ for $D$ and put it into the tail bound.",
        left,
        epsilon / a,
        rf"D = \epsilon^{{-1/(\gamma-1)}},\quad"
        rf"\frac{{D^{{1-\gamma}}}}{{\gamma-1}} = {typeset((epsilon / a).subs(_IN_B))}",
    )
    shown = epsilon ** (-1 / a)
    w.require(
        "The same window as a power.",
        vanishes(sp.expand_log(sp.log(shown), force=True) - log_window),
        rf"D = {typeset(shown.subs(_IN_B))}",
        [shown],
    )
    return w.done(window=w.put(shown, _IN_B), left=w.put(epsilon / a, _IN_B))


def _state_mass(w: Working) -> sp.Expr:
    """Derive that the mass is within 1 of its integral in Phase A; returns the integral."""
    state_comparison(w, 1 - _below_one())
    integral = power_integral(1 - a, 1, N)
    start = sp.Symbol("n", positive=True)
    unit = power_integral(1 - a, start, start + 1)
    w.equal(
        "Let $E$ be the mass less the integral. One more distance adds its term and takes away "
        r"one unit integral, for any $\gamma = 1 - a$, also $\gamma = 0$;",
        integral.subs(N, start + 1) - integral.subs(N, start),
        unit,
        r"E_{n+1} = E_n + (n+1)^{-\gamma} - \int_n^{n+1}x^{-\gamma}\,dx",
    )
    w.equal("it begins with 1, the first term,", sp.Subs(1 - integral, N, 1), 1, r"E_1 = 1")
    w.remark(
        "and as the term is at most the unit integral, it never rises above 1. As the unit "
        "integral is at most the term before, $E$ less the last term never falls, from 0 on: "
        "$E$ is at least the last term.",
        r"0 \le n^{-\gamma} \le Z - \int_1^n x^{-\gamma}\,dx \le 1",
    )
    excess, term, following, between = sp.symbols("E t f I", nonnegative=True)
    gain = (excess + following - between) - following - (excess - term)
    slack = sp.Symbol("delta", nonnegative=True)
    w.nonnegative(
        r"In letters: with the term before, $t$, above the unit integral $I$ by $\delta$, what "
        r"$E$ less the last term gains is $\delta$.",
        gain.subs(term, between + slack),
    )
    return integral


def derive_phase_a_mass(exact_tail: OfPowers) -> Derivation:
    """The mass, where `exact_tail` sums powers."""
    w = Working()
    integral = _state_mass(w)
    for g in (sp.Integer(0), sp.Rational(1, 2)):
        w.require(
            rf"Checked exactly at $\gamma = {g}$, $N = 1, \dots, 12$.",
            sp.And(
                *(
                    sp.And(excess >= 0, excess <= 1)
                    for n in range(1, 13)
                    for excess in [exact_tail(g, 0, n) - integral.subs({a: 1 - g, N: n})]
                )
            ),
        )
    low = w.limit(r"Divide by $N^{1-\gamma}$.", integral / N**a, N, sp.oo)
    high = w.limit("Divide the upper bound.", (integral + 1) / N**a, N, sp.oo)
    w.require("Both bounds have one limit.", vanishes(low - high))
    return w.done(ratio=w.put(low, _IN_A))


@check
def phase_a_mass() -> Derivation:
    r"""For $0 \le \gamma < 1$ the mass is within 1 of $(N^{1-\gamma} - 1)/(1-\gamma)$ (Ch. 20)."""
    return derive_phase_a_mass(exact_tail)


@check
def share_of_a_window() -> Derivation:
    r"""A fixed window's share vanishes for $\gamma \le 1$ and stays for $\gamma > 1$ (Ch. 20)."""
    w = Working()
    for exponent in (1 + a, sp.Integer(1)):
        state_comparison(w, exponent)
    _state_mass(w)
    held = sp.Symbol("Z_D", positive=True)
    in_a = w.limit(
        "Phase A: the window holds $Z_D$, the context at least its integral.",
        held / power_integral(1 - a, 1, N),
        N,
        sp.oo,
    )
    at = w.limit(
        r"On the boundary the context holds at least $\log N$.", held / sp.log(N), N, sp.oo
    )
    w.require("Both shares vanish.", in_a == 0 and at == 0)
    most = 1 + power_integral(1 + a, 1, N)
    in_b = w.limit("Phase B: the context holds at most 1 plus its integral.", held / most, N, sp.oo)
    w.positive("So the share stays above a positive number.", in_b)
    c = sp.Symbol("c", positive=True)
    proportional = w.limit(
        "Phase A again, with a window of $c N$: both masses are their integrals up to 1.",
        power_integral(1 - a, 1, c * N) / power_integral(1 - a, 1, N),
        N,
        sp.oo,
    )
    share = sp.Rational(9, 10)
    (needed,) = sp.solve(sp.Eq(sp.log(share), a * sp.log(c)), c)
    example = sp.powsimp(needed.subs(a, sp.Rational(3, 10)))
    w.require(
        r"A window that keeps a fixed share grows in proportion to the context. At $\gamma = "
        "0.7$ nine tenths of the mass need this fraction of it, whose power $3/10$ is nine "
        "tenths:",
        vanishes((example**3).expand() - share**10) and example > 0,
        rf"{typeset(example)} = {typeset(sp.N(example, 4))}",
        [example],
    )
    return w.done(
        phase_a=in_a,
        boundary=at,
        phase_b_at_least=w.put(in_b, _IN_B),
        proportional=w.put(proportional, _IN_A),
        fraction_for_nine_tenths=example,
    )


def derive_share_is_monotone(exact_tail: OfPowers) -> Derivation:
    """Which slope looks farther, where `exact_tail` sums powers."""
    w = Working()
    z_d, z_r = sp.symbols("Z_D Z_R", positive=True)
    log_window, short, beyond = sp.symbols("ell p q", nonnegative=True)
    m_d, m_r = log_window * z_d - short, log_window * z_r + beyond
    mean_window, mean_all = m_d / z_d, (m_d + m_r) / (z_d + z_r)
    state_moment_rule(w, sp.Symbol("N", integer=True, positive=True), lambda _: sp.Integer(1))
    w.equal(
        r"The logarithm of the share $Z_D / Z_N$ has the derivative $U_N - U_D$ in $\gamma$, "
        r"because for every context $d\log Z = -U\,d\gamma$.",
        rate(sp.log(partition)),
        -average(log_d),
        r"\frac{d}{d\gamma}\log\frac{Z_D}{Z_N} = U_N - U_D",
    )
    w.nonnegative(
        r"Within the window $\log d \le \log D$, beyond it $\log d > \log D$: $M_D = Z_D \log D "
        r"- p$ and $M_R = Z_R \log D + q$ with $p, q \ge 0$. The difference of the means is",
        sp.cancel(mean_all - mean_window),
    )
    shares = {}
    for name, slope in (("slope_0_4", sp.Rational(2, 5)), ("slope_1_3", sp.Rational(13, 10))):
        shares[name] = exact_tail(slope, 5, 20) / exact_tail(slope, 0, 20)
    w.require(
        "Summed exactly for $N = 20$: the share beyond distance 5 at slope -0.4 and at slope -1.3.",
        shares["slope_0_4"] > shares["slope_1_3"],
        rf"{typeset(sp.N(shares['slope_0_4'], 4))} > {typeset(sp.N(shares['slope_1_3'], 4))}",
        shares.values(),
    )
    return w.done(**shares)


@check
def share_is_monotone() -> Derivation:
    """A larger exponent holds more within every window: slope -0.4 looks farther (Ch. 15)."""
    return derive_share_is_monotone(exact_tail)


@check
def window_at_gamma_1_3() -> Derivation:
    r"""At $\gamma = 1.3$ no small window holds 99 % of the mass: a lower bound on it (Ch. 20)."""
    w = Working()
    state_comparison(w, 1 + a)
    epsilon = sp.Symbol("epsilon", positive=True)
    outside = power_integral(1 + a, D + 1, N + 1)
    mass = 1 + power_integral(1 + a, 1, N)
    power = sp.Symbol("p", positive=True)
    (largest,) = sp.solve(sp.Eq(outside.subs((D + 1) ** -a, power), epsilon * mass), power)
    w.equal(
        "Beyond $D$ lies at least the integral from $D + 1$ to $N + 1$; all of the context is "
        r"at most 1 plus the integral from 1 to $N$. To leave at most a share $\epsilon$ "
        "outside, $D$ needs",
        largest,
        (N + 1) ** -a + epsilon * (1 + a - N**-a),
        r"(D+1)^{1-\gamma} \le (N+1)^{1-\gamma} + \epsilon\,(\gamma - N^{1-\gamma})",
    )
    example = {a: sp.Rational(3, 10), epsilon: sp.Rational(1, 100)}
    least = largest ** (-1 / a) - 1
    finite = least.subs(example).subs(N, 4096)
    unlimited = (sp.limit(largest, N, sp.oo) ** (-1 / a) - 1).subs(example)
    w.require(
        r"At $\gamma = 1.3$ and $\epsilon = 1\,\%$: in a context of 4096, and without a limit.",
        sp.And(finite > 2500, unlimited > 10**6),
        rf"D \ge {typeset(sp.N(finite, 5))},\quad D \ge {typeset(sp.N(unlimited, 4))}",
        [finite, unlimited],
    )
    return w.done(least_in_4096=finite, least_unlimited=unlimited)
