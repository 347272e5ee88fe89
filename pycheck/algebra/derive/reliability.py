"""Chains of imperfect steps, and repeated tries at the same tasks (ch. 32)."""

import sympy as sp

from pycheck.algebra.checks import Derivation, check
from pycheck.algebra.derive._support import Working


@check
def compound() -> Derivation:
    """Ten independent steps at 90 % all succeed with probability 0.3487; long chains fail."""
    w = Working()
    k = sp.Symbol("k", positive=True)
    odds = sp.Symbol("x", positive=True)
    p = 1 / (1 + odds)
    ten = sp.prod([sp.Rational(9, 10)] * 10)
    w.note("Independent steps multiply.", f"(9/10)^{{10}}={ten}")
    w.note("Any reliability below one is 1/(1 + x) with x > 0.")
    w.positive("A further step lowers the chain's reliability,", p**k - p ** (k + 1))
    end = sp.limit((1 + odds) ** (-k), k, sp.oo)
    w.equal("and a long enough chain fails.", end, 0)
    needed = sp.Rational(9, 10) ** sp.Rational(1, 10)
    w.equal(
        "Ten steps reach 90 % in all if each has this reliability.", needed**10, sp.Rational(9, 10)
    )
    return w.done(ten_steps=ten, long_chain=end, step_for_ninety_percent=needed)


@check
def pass_k() -> Derivation:
    """61 % at one try is 1.9 % to 61 % at eight: only tasks that differ can give 25 %."""
    w = Working()
    p, m = sp.symbols("p m", nonnegative=True)
    tries = 8
    w.note(
        "A task that a single try solves with probability p is solved eight times in a row with "
        "p^8; m is the mean of p over tasks, the rate of single tries.",
        r"\text{pass}^1=E[p]=m,\quad\text{pass}^8=E[p^8]",
    )
    tangent = m**tries + tries * m ** (tries - 1) * (p - m)
    quotient, remainder = sp.div(sp.expand(p**tries - tangent), sp.expand((p - m) ** 2), p)
    quotient = sp.expand(quotient)
    w.equal(
        "p^8 lies above its tangent at m by a square times Q, term by term.",
        remainder,
        0,
        r"p^8-m^8-8m^7(p-m)=(p-m)^2Q(p,m)",
    )
    w.require(
        "All coefficients of Q are positive, so the average of p^8 is at least m^8 (Jensen), and "
        "equal to it only if all tasks are equally hard.",
        all(c > 0 for c in sp.Poly(quotient, p, m).coeffs()),
    )
    above = sp.Symbol("epsilon", nonnegative=True)
    w.nonnegative(
        "As p <= 1, written 1/(1 + epsilon), p^8 <= p: eight in a row are no likelier than one.",
        sp.expand((1 + above) ** (tries - 1) - 1),
        r"\frac{p}{p^8}-1=(1+\varepsilon)^7-1\ge0",
    )
    one, eight = sp.Rational(61, 100), sp.Rational(25, 100)
    alike = one**tries
    w.require(
        "25 % lies between the two.", bool(alike < eight < one), f"{sp.N(alike, 3)}<0.25<0.61"
    )
    # Q rises with p, so Q(1, m) bounds it for probabilities.
    steepest = quotient.subs({p: 1, m: one})
    variance = (eight - alike) / steepest
    w.note(
        "Q rises with p, so Var(p) Q(1, m) is at least the excess: success rates of tasks spread "
        "by at least this standard deviation.",
        f"{sp.N(sp.sqrt(variance), 4)}",
    )
    return w.done(
        if_all_tasks_alike=alike,
        at_most=one,
        least_deviation_of_tasks=sp.sqrt(variance),
        tasks_are_alike=alike == eight,
    )
