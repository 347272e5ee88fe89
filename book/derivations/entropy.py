"""Maximum entropy: why a power law (Ch. 15)."""

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

from ._laws import state_log_bound

gamma = sp.Symbol("gamma", positive=True)
_q, d = sp.symbols("q d", positive=True)
_mu = sp.Symbol("mu", real=True)


def stationary(constraint: sp.Expr) -> sp.Expr:
    """The q(d) at which -q log q - mu q - gamma q constraint(d) has derivative zero."""
    slope = sp.diff(_lagrangian(constraint), _q)
    (found,) = sp.solve(slope, _q)
    return found


def _lagrangian(constraint: sp.Expr) -> sp.Expr:
    return -_q * sp.log(_q) - _mu * _q - gamma * _q * constraint


def derive_lagrange(constraint: sp.Expr) -> Derivation:
    """The law of maximal entropy at a given mean of `constraint`, a function of d."""
    w = Working()
    lagrangian = _lagrangian(constraint)
    w.definition(
        "Entropy minus the multipliers of the two constraints; what depends on one $q(d)$ is",
        typeset(lagrangian),
    )
    found = stationary(constraint)
    slope = sp.diff(lagrangian, _q)
    w.equal(
        "It is stationary where the derivative vanishes.",
        slope.subs(_q, found),
        0,
        rf"q(d) = {typeset(found)}",
    )
    ratio = sp.simplify(found / found.subs(d, 1))
    w.equal(
        "Relative to distance 1 that is a power law, with the multiplier of the log-distance as "
        "its exponent.",
        ratio,
        d**-gamma,
        rf"\frac{{q(d)}}{{q(1)}} = {typeset(ratio)}",
    )
    w.positive("The second derivative is $-1/q$: the point is a maximum.", -sp.diff(slope, _q))
    return w.done(ratio=ratio)


@check
def lagrange() -> Derivation:
    r"""Maximal entropy at a given mean of $\log d$ forces $q(d)$ proportional to $d^{-\gamma}$."""
    return derive_lagrange(sp.log(d))


@check
def entropy_of_the_family() -> Derivation:
    r"""The entropy of the power law is $\log Z + \gamma U$: straight sums for $N = 2, \dots,
    5$.
    """
    w = Working()
    for length in range(2, 6):
        weights = [sp.Integer(d) ** -gamma for d in range(1, length + 1)]
        z = sp.Symbol("Z", positive=True)
        terms = [-weight / z * sp.expand_log(sp.log(weight / z), force=True) for weight in weights]
        mean = sum(p / z * sp.log(d) for d, p in enumerate(weights, start=1))
        w.equal(
            rf"$N = {length}$: add $-p\log p$; the weights sum to $Z$.",
            sp.expand_log(sp.expand(sum(terms)), force=True),
            sp.expand_log(sp.expand(sp.log(z) * sum(weights) / z + gamma * mean), force=True),
            r"-\sum_d p(d)\log p(d) = \log Z + \gamma U",
        )
    return w.done()


@check
def maximum() -> Derivation:
    """Every $q$ with the same mean log-distance has less entropy, unless it is the power law."""
    w = Working()
    state_log_bound(w)
    log_z = sp.Symbol("lambda", real=True)
    for length in range(2, 6):
        q = sp.symbols(f"q_1:{length + 1}", positive=True)
        logs = [sp.log(d) for d in range(1, length + 1)]
        cross = -sum(share * (-gamma * log - log_z) for share, log in zip(q, logs, strict=True))
        total = sum(q)
        average = sum(share * log for share, log in zip(q, logs, strict=True))
        w.equal(
            rf"$N = {length}$: against $\log p = -\gamma \log d - \log Z$ the cross-entropy of "
            "any $q$ depends on $q$ through its total and its mean log-distance alone.",
            cross,
            log_z * total + gamma * average,
            r"-\sum_d q(d)\log p(d) = \log Z\sum_d q(d) + \gamma\sum_d q(d)\log d",
        )
    p_d, q_d = sp.symbols("p q", positive=True)
    w.equal(
        "So for a $q$ that meets both constraints the cross-entropy is the entropy of $p$, and "
        r"the gap $S(p) - S(q)$ is the sum of $-q\log(p/q)$, each term of which is at least $q "
        "- p$ by the first step; those sum to zero.",
        -q_d * sp.expand_log(sp.log(p_d / q_d)),
        q_d * sp.log(q_d) - q_d * sp.log(p_d),
        r"S(p) - S(q) = -\sum_d q(d)\log\frac{p(d)}{q(d)} \ge \sum_d (q(d) - p(d)) = 0",
    )
    w.remark(
        r"Equality needs equality in every term, and $\log x = x - 1$ at $x = 1$ alone: $p(d) = "
        "q(d)$ at every distance, so the power law is the only maximum."
    )
    return w.done()
