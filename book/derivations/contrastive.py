"""The temperature of a contrastive loss (ch. 26)."""

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

_tau, _lead = sp.symbols("tau lambda", positive=True)


def _state_gradient(w: Working) -> None:
    """Derive the gradient in every score, and how a weight compares with the positive's."""
    t = _tau
    s = sp.symbols("s0:4", real=True)
    loss = sp.log(sum(sp.exp(x / t) for x in s)) - s[0] / t
    w.note(
        "The loss of positive s_0 against negatives s_1, s_2, s_3.",
        "L=-\\log\\frac{e^{s_0/\\tau}}{\\sum_j e^{s_j/\\tau}}",
    )
    total = sum(sp.exp(x / t) for x in s)
    weights = [sp.exp(x / t) / total for x in s]
    w.vanish(
        "A negative is pushed with its softmax weight over tau, the positive pulled by the rest.",
        [
            *(sp.diff(loss, s[j]) - weights[j] / t for j in (1, 2, 3)),
            sp.diff(loss, s[0]) + (1 - weights[0]) / t,
        ],
        "\\partial_{s_j}L=w_j/\\tau",
    )
    w.equal(
        "The weight of a negative that trails the positive by lambda is exp(-lambda/tau) times the "
        "positive's, which is below one.",
        (weights[1] / weights[0]).subs(s[1], s[0] - _lead),
        sp.exp(-_lead / t),
        r"w_j=e^{-\lambda/\tau}w_0<e^{-\lambda/\tau}",
    )


@check
def temperature() -> Derivation:
    """InfoNCE as tau falls to zero: the hardest negative takes the whole share of the gradient."""
    w = Working()
    _state_gradient(w)
    t, lead = _tau, _lead
    gap, n = sp.symbols("delta n", positive=True)
    second = sp.Symbol("delta2", positive=True)
    share = 1 / (1 + sp.exp(-gap / t) + sp.exp(-second / t))
    w.note(
        "Among the negatives, the share of the hardest, ahead of the others by positive gaps.",
        f"{typeset(share)}",
    )
    hardest = sp.limit(share, t, 0, "+")
    w.equal("It tends to one.", hardest, 1)
    at_most = sp.exp(-lead / t) / t
    won = sp.limit(at_most, t, 0, "+")
    w.equal(
        "But where even the hardest negative trails the positive by lambda, the gradient on it "
        "vanishes.",
        won,
        0,
        f"w/\\tau\\le {typeset(at_most)}\\to{typeset(won)}",
    )
    at_least = 1 / (n * t)
    lost = sp.limit(at_least, t, 0, "+")
    w.require(
        "One that leads has the largest of n weights, so at least 1/n: the gradient on it has no "
        "bound.",
        sp.Eq(lost, sp.oo),
        f"w/\\tau\\ge {typeset(at_least)}\\to\\infty",
    )
    return w.done(
        share_of_hardest=hardest,
        share_of_others=1 - hardest,
        gradient_when_positive_leads=won,
        gradient_when_negative_leads=lost,
    )
