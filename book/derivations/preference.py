"""Preferences: Bradley-Terry, the leash to the reference, the implicit reward (ch. 27).

A policy p over finitely many answers is paid its expected reward less beta times KL(p, reference).
"""

from collections.abc import Callable, Sequence
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

from ._laws import state_log_bound

Policy = Callable[[Sequence[Any], Sequence[Any]], list[sp.Expr]]
"""A policy, as a function of reference and reward."""

_beta = sp.Symbol("beta", positive=True)


def objective(
    policy: Sequence[sp.Expr], reference: Sequence[sp.Expr], reward: Sequence[sp.Expr]
) -> sp.Expr:
    """Expected reward less beta times the divergence from the reference, in nats."""
    answers = list(zip(policy, reference, reward, strict=True))
    divergence = sum(p * sp.log(p / q) for p, q, _ in answers)
    return sum(p * r for p, _, r in answers) - _beta * divergence


def tilt(reference: Sequence[Any], reward: Sequence[Any]) -> list[sp.Expr]:
    """The reference, tilted by exp(reward / beta)."""
    weights = [q * sp.exp(r / _beta) for q, r in zip(reference, reward, strict=True)]
    return [weight / sum(weights) for weight in weights]


@check
def bradley_terry() -> Derivation:
    """The probability of winning is the logistic function of the margin; its loss never rests."""
    w = Working()
    a, b, c, m = sp.symbols("a b c m", real=True)
    wins = sp.exp(a) / (sp.exp(a) + sp.exp(b))
    logistic = 1 / (1 + sp.exp(-m))
    w.equal(
        "Only the margin counts.",
        wins,
        logistic.subs(m, a - b),
        r"\frac{e^a}{e^a+e^b}=\frac1{1+e^{-(a-b)}}",
    )
    w.equal("One of the two wins.", wins + logistic.subs(m, b - a), 1)
    w.equal("A common shift of rewards changes nothing.", wins.subs({a: a + c, b: b + c}), wins)
    loss = sp.log(1 + sp.exp(-m))
    w.positive(r"The loss $-\log\sigma(m)$ falls at every margin,", -sp.simplify(sp.diff(loss, m)))
    w.limit("towards zero as the margin grows without end.", loss, m, sp.oo)
    even = w.value("At no margin the chances are even,", sp.Subs(logistic, m, 0))
    slope = w.value("and the loss falls at this rate.", sp.Subs(sp.diff(loss, m), m, 0))
    return w.done(even_margin=even, slope_at_zero=slope)


def derive_leash(candidate: Policy) -> Derivation:
    """Whether a candidate policy (of reference and reward) maximises the leashed reward."""
    w = Working()
    w.definition("The objective.", r"J(p)=\sum_y p_y r_y-\beta\sum_y p_y\log\frac{p_y}{q_y}")
    for count in (2, 3, 4):
        p = sp.symbols(f"p1:{count + 1}", positive=True)
        q = sp.symbols(f"q1:{count + 1}", positive=True)
        r = sp.symbols(f"r1:{count + 1}", real=True)
        best = candidate(q, r)
        slopes = [sp.diff(objective(p, q, r), x) for x in p]
        at_best = [
            sp.expand_log(slope.subs(dict(zip(p, best, strict=True))), force=True)
            for slope in slopes
        ]
        w.vanish(
            f"{count} answers, Lagrange: at the candidate all slopes are one number, as the "
            "constraint on the sum asks, and it is a policy.",
            [*(slope - at_best[0] for slope in at_best[1:]), sum(best) - 1],
            r"r_y-\beta\bigl(\log\tfrac{p_y}{q_y}+1\bigr)=\lambda",
        )
        w.vanish(
            "No slope depends on another answer, so the curvature is the diagonal one.",
            [sp.diff(slopes[0], other) for other in p[1:]],
        )
        w.positive(
            "It is negative: the stationary point is the one maximum.", -sp.diff(slopes[0], p[0])
        )
    p0, q0, Z = sp.symbols("p q Z", positive=True)
    r0 = sp.Symbol("r", real=True)
    tilted = q0 * sp.exp(r0 / _beta) / Z
    term = p0 * r0 - _beta * p0 * sp.log(p0 / q0)
    w.equal(
        r"Any number of answers, term by term: $J$ falls short of $\beta \log Z$ by "
        r"$\beta\,\mathrm{KL}(p, \text{tilted})$.",
        sp.expand_log(term, force=True),
        sp.expand_log(_beta * p0 * sp.log(Z) - _beta * p0 * sp.log(p0 / tilted), force=True),
        r"J(p)=\beta\log Z-\beta\operatorname{KL}(p\,\|\,q e^{r/\beta}/Z)",
    )
    state_log_bound(w)
    w.equal(
        r"At tilted/p, times $p$: KL is at least the sum of $p - \text{tilted}$, which is $1 - "
        "1$.",
        p0 * (1 - tilted / p0),
        p0 - tilted,
    )
    return w.done()


@check
def leash() -> Derivation:
    r"""No policy beats the reference tilted by $\exp(r / \beta)$."""
    return derive_leash(tilt)


@check
def leash_limits() -> Derivation:
    """A loose leash takes the best-paid answer alone; a tight one stays with the reference."""
    w = Working()
    q, gap = sp.symbols("q delta", positive=True)
    best = tilt((q, 1 - q), (gap, 0))[0]
    loose = w.limit(
        r"Two answers, the first better paid: $\beta$ to 0 leaves it alone,", best, _beta, 0
    )
    tight = w.limit(r"$\beta$ to infinity leaves the reference.", best, _beta, sp.oo)
    return w.done(loose=loose, tight=tight)


@check
def implicit_reward() -> Derivation:
    r"""$r = \beta\log(p/\text{reference}) + \beta\log Z$, and $Z$ cancels from every
    comparison.
    """
    w = Working()
    for count in (2, 3):
        q = sp.symbols(f"q1:{count + 1}", positive=True)
        r = sp.symbols(f"r1:{count + 1}", real=True)
        policy = tilt(q, r)
        log_z = sp.log(sum(x * sp.exp(y / _beta) for x, y in zip(q, r, strict=True)))
        implicit = [
            _beta * sp.expand_log(sp.log(p / x), force=True) for p, x in zip(policy, q, strict=True)
        ]
        w.vanish(
            f"{count} answers: solve the tilted policy for the reward.",
            [y - (value + _beta * log_z) for y, value in zip(r, implicit, strict=True)],
            r"r_y=\beta\log\frac{p_y}{q_y}+\beta\log Z",
        )
        w.equal(
            "The difference of two rewards does not contain $Z$.",
            implicit[0] - implicit[1],
            r[0] - r[1],
            r"r_y-r_z=\beta\log\frac{p_y}{q_y}-\beta\log\frac{p_z}{q_z}",
        )
    return w.done()
