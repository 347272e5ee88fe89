"""The temperature of a contrastive loss (ch. 26)."""

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

from .softmax import softmax

_tau, _lead = sp.symbols("tau lambda", positive=True)


def _state_gradient(w: Working) -> None:
    """Derive the gradient in every score, and how a weight compares with the positive's."""
    t = _tau
    s = sp.symbols("s0:4", real=True)
    loss = sp.log(sum(sp.exp(x / t) for x in s)) - s[0] / t
    w.definition(
        "The loss of positive $s_0$ against negatives $s_1$, $s_2$, $s_3$.",
        "L=-\\log\\frac{e^{s_0/\\tau}}{\\sum_j e^{s_j/\\tau}}",
    )
    total = sum(sp.exp(x / t) for x in s)
    weights = [sp.exp(x / t) / total for x in s]
    w.vanish(
        r"A negative is pushed with its softmax weight over $\tau$, the positive pulled by the "
        "rest.",
        [
            *(sp.diff(loss, s[j]) - weights[j] / t for j in (1, 2, 3)),
            sp.diff(loss, s[0]) + (1 - weights[0]) / t,
        ],
        "\\partial_{s_j}L=w_j/\\tau",
    )
    w.equal(
        r"The weight of a negative that trails the positive by $\lambda$ is "
        r"$\exp(-\lambda/\tau)$ times the positive's, which is below one.",
        (weights[1] / weights[0]).subs(s[1], s[0] - _lead),
        sp.exp(-_lead / t),
        r"w_j=e^{-\lambda/\tau}w_0<e^{-\lambda/\tau}",
    )


@check
def temperature() -> Derivation:
    r"""InfoNCE as $\tau$ falls to zero: the hardest negative takes the whole share of the
    gradient.
    """
    w = Working()
    _state_gradient(w)
    t, lead = _tau, _lead
    gaps = sp.symbols("delta1:4", positive=True)
    for others in (1, 2, 3):
        scores = [0, *(-gap for gap in gaps[:others])]
        hardest = w.limit(
            f"Among {others + 1} negatives the share of the hardest, ahead by positive gaps, of "
            "their softmax weights.",
            softmax([score / t for score in scores])[0],
            t,
            0,
        )
        w.equal("It takes all.", sp.Limit(softmax([x / t for x in scores])[0], t, 0), 1)
    others_get = w.value("The others get the rest.", sp.Add(1, -hardest, evaluate=False))
    trailing = softmax([0, -lead / t, -(lead + gaps[0]) / t])[1] / t
    won = w.limit(
        r"But where even the hardest negative trails the positive by $\lambda$, the gradient on "
        "it vanishes.",
        trailing,
        t,
        0,
    )
    leading = softmax([-lead / t, 0, -gaps[0] / t])
    lost = w.limit(
        "On the hardest negative, where it leads the positive, the gradient has no bound.",
        leading[1] / t,
        t,
        0,
    )
    second = w.limit(
        "On one that leads the positive but trails the hardest, it vanishes.", leading[2] / t, t, 0
    )
    n = sp.Symbol("n", integer=True, positive=True)
    slack = sp.Symbol("R", nonnegative=True)
    w.nonnegative(
        "Any number of texts: $n$ others that on average come to $1/(1 + R)$ of the largest "
        "leave it a weight of at least $1/(n + 1)$.",
        1 / (1 + n / (1 + slack)) - 1 / (1 + n),
    )
    w.require("Only on the hardest it grows without bound.", second == 0 and lost == sp.oo)
    return w.done(
        share_of_hardest=hardest,
        share_of_others=others_get,
        gradient_when_positive_leads=won,
        gradient_when_negative_leads=lost,
    )
