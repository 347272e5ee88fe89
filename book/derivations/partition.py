"""What the partition function knows, and where its sums converge (Ch. 20-22)."""

from collections.abc import Callable

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

from ._moments import (
    average,
    gamma,
    log_d,
    partition,
    rate,
    state_log_power_bound,
    state_moment_rule,
)


def derive_derivatives(rate: Callable[[sp.Expr], sp.Expr]) -> Derivation:
    """What log Z knows where `rate` differentiates moments in gamma."""
    w = Working()
    state_moment_rule(w, sp.Symbol("N", integer=True, positive=True), lambda _: sp.Integer(1))
    mean = average(log_d)
    first = rate(sp.log(partition))
    w.equal(
        r"Differentiate $\log Z$ once: minus the mean log-distance.",
        first,
        -mean,
        r"\frac{d}{d\gamma}\log Z = -U",
    )
    variance = average(sp.expand((log_d - sp.Symbol("U")) ** 2)).subs(sp.Symbol("U"), mean)
    w.equal(
        "Differentiate $U$: minus the mean squared deviation of the log-distance.",
        rate(mean),
        -variance,
        r"\frac{dU}{d\gamma} = -\langle(\log d - U)^2\rangle",
    )
    entropy = average(sp.expand(gamma * log_d + sp.log(partition)))
    w.equal(
        r"The entropy is the mean of $-\log p = \gamma\log d + \log Z$.",
        entropy,
        sp.log(partition) + gamma * mean,
        r"S = \log Z + \gamma U",
    )
    w.equal(
        r"So the entropy is $\log Z$ minus $\gamma$ times its derivative: $Z$ gives all three.",
        entropy,
        sp.log(partition) - gamma * first,
        r"S = \log Z - \gamma\,\frac{d\log Z}{d\gamma}",
    )
    return w.done(
        slope_over_mean=w.value("Over $U$:", sp.Mul(first, 1 / mean, evaluate=False)),
        mean_slope_over_variance=w.value(
            "The slope of $U$ over the variance:", sp.Mul(rate(mean), 1 / variance, evaluate=False)
        ),
    )


@check
def derivatives() -> Derivation:
    r"""$d\log Z = -U$, $dU = -\mathrm{Var}$, $S = \log Z + \gamma U$: mean, fluctuation and
    entropy out of $Z$.
    """
    return derive_derivatives(rate)


@check
def log_moments_converge() -> Derivation:
    r"""All logarithmic moments converge: with damping for every exponent, without for $\gamma >
    1$.
    """
    w = Working()
    d, k = sp.symbols("d k", positive=True)
    z = sp.Symbol("z", positive=True)
    growth = z * (1 + 1 / d) ** -gamma * (sp.log(d + 1) / sp.log(d)) ** k
    damped = w.limit(
        "Damped by $z^{d}$: the ratio of neighbouring terms tends to $z$, below 1 (ratio test).",
        growth,
        d,
        sp.oo,
    )
    state_log_power_bound(w)
    excess = sp.Symbol("a", positive=True)
    spent = excess / 2
    left = 1 + excess - spent
    w.positive(
        r"Undamped with $\gamma = 1 + a$, $a > 0$: take $\epsilon = a / 2$. What is left of the "
        "exponent still exceeds 1, so every moment is below a convergent p-series.",
        left - 1,
        r"\sum_d (\log d)^k d^{-\gamma} \le C\sum_d d^{-(1+a/2)} < \infty",
    )
    w.equal(r"In $\gamma$:", sp.Subs(left, excess, gamma - 1), (1 + gamma) / 2)
    return w.done(damped_ratio=damped, undamped_exponent=(1 + gamma) / 2)
