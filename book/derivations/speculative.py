"""Speculative decoding emits the target's law (ch. 29).

The draft q proposes; the target p accepts x with probability min(1, p(x)/q(x)); a rejection is
resampled in proportion to (p - q)+.
"""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

from ._laws import rational_laws

Law = Sequence[Any]
Emission = Callable[[Law, Law, Sequence[bool]], list[Any]]


def accepted(p: Law, q: Law, short: Sequence[bool]) -> list[Any]:
    """Chance that each token is proposed and accepted; `short[x]` says that q(x) < p(x)."""
    # Where q(x) = 0 <= p(x) the token is never proposed, and the ratio does not matter.
    ratios = [1 if less or b == 0 else a / b for a, b, less in zip(p, q, short, strict=True)]
    return [b * ratio for b, ratio in zip(q, ratios, strict=True)]


def emitted(p: Law, q: Law, short: Sequence[bool]) -> list[Any]:
    """The law of the emitted token of speculative decoding."""
    proposed = accepted(p, q, short)
    excess = [a - b if less else 0 for a, b, less in zip(p, q, short, strict=True)]
    if not any(short):  # then the draft is the target, and nothing is rejected
        return proposed
    residual = [x / sum(excess) for x in excess]
    rejected = 1 - sum(proposed)
    return [kept + rejected * x for kept, x in zip(proposed, residual, strict=True)]


def derive_law(scheme: Emission) -> Derivation:
    """Whether a scheme emits the target, symbolically in every case of who falls short where."""
    w = Working()
    for count in (2, 3, 4):
        p, q = list(sp.symbols(f"p1:{count}")), list(sp.symbols(f"q1:{count}"))
        p, q = [*p, 1 - sum(p)], [*q, 1 - sum(q)]
        cases = [c for c in product((True, False), repeat=count) if any(c) and not all(c)]
        residuals = [
            out - target
            for case in cases
            for out, target in zip(scheme(p, q, case), p, strict=True)
        ]
        w.vanish(
            f"{count} tokens, $p$ and $q$ symbolic, all {len(cases)} cases of where the draft "
            "falls short: the emitted law less the target.",
            residuals,
        )
    least, target, draft = sp.symbols("m p q", real=True)
    rejected = 1 - sp.Symbol("M", real=True)
    w.equal(
        r"Any number of tokens: $q\min(1, p/q) = \min(p, q) = m$, the rejected mass is $1-\sum "
        "m$, and so is the sum of the excesses $p - m$; a token comes out with",
        least + rejected * (target - least) / rejected,
        target,
        r"m+(1-\sum m)\frac{p-m}{1-\sum m}=p",
    )
    w.vanish(
        "$m$ is $q$ where the draft falls short and $p$ elsewhere: $(p - q)^+ = p - m$ in both "
        "cases.",
        [
            (target - draft) - (target - least).subs(least, draft),
            (target - least).subs(least, target),
        ],
    )
    laws = rational_laws(3, 6)
    pairs = list(product([*laws, (0, sp.Rational(1, 2), sp.Rational(1, 2))], repeat=2))
    w.vanish(
        f"Exactly, on {len(pairs)} pairs of rational laws of three tokens, with zeros among them.",
        [
            out - a
            for p_law, q_law in pairs
            for out, a in zip(
                scheme(p_law, q_law, [b < a for a, b in zip(p_law, q_law, strict=True)]),
                p_law,
                strict=True,
            )
        ],
    )
    w.remark(
        "A run of tokens: whether a token was accepted or resampled, the next one is again emitted "
        "under the laws given what came out, so by the chain rule the run has the target's law.",
        r"P(x_1,x_2)=p(x_1)\,p(x_2\mid x_1)",
    )
    return w.done()


@check
def law() -> Derivation:
    """Whatever the draft, the emitted token has the target's law."""
    return derive_law(emitted)


@check
def acceptance() -> Derivation:
    r"""A proposal is accepted with probability $\sum\min(p, q)$, one less the total variation."""
    w = Working()
    p, q = sp.symbols("p q", real=True)
    half = (p + q - sp.Abs(p - q)) / 2
    w.vanish(
        r"$\min(p, q) = (p + q - |p - q|)/2$ in both cases.",
        [half.subs(sp.Abs(p - q), p - q) - q, half.subs(sp.Abs(p - q), q - p) - p],
    )
    for count in (2, 3, 4):
        target, draft = list(sp.symbols(f"p1:{count}")), list(sp.symbols(f"q1:{count}"))
        target, draft = [*target, 1 - sum(target)], [*draft, 1 - sum(draft)]
        cases = [c for c in product((True, False), repeat=count) if any(c) and not all(c)]
        w.vanish(
            f"{count} tokens, in all {len(cases)} cases of where the draft falls short: what is "
            "accepted sums to one less half the sum of $|p - q|$.",
            [
                sum(accepted(target, draft, case)) - (1 - variation(target, draft, case))
                for case in cases
            ],
            r"\sum_x q(x)\min(1, p(x)/q(x)) = 1 - V,\quad V = \frac12\sum_x|p(x)-q(x)|",
        )
    n, x = sp.symbols("n x", integer=True, positive=True)
    law, other = sp.Function("p", real=True), sp.Function("q", real=True)
    gap = sp.Sum(-sp.Abs(law(x) - other(x)), (x, 1, n))
    both = sp.Sum(law(x) + other(x) - sp.Abs(law(x) - other(x)), (x, 1, n)) / 2
    split = both.expand().doit()
    distance = sp.Symbol("V", nonnegative=True)
    totals = {sp.Sum(law(x), (x, 1, n)): 1, sp.Sum(other(x), (x, 1, n)): 1, gap: -2 * distance}
    rate = sp.expand(split).subs(totals)
    w.equal(
        "Any number of tokens: the two laws sum to one and $|p - q|$ to $2V$.",
        rate,
        1 - distance,
        r"\sum_x\min(p,q) = \frac12\sum_x(p+q-|p-q|) = 1 - V",
    )
    w.solve("It is certain only for $V = 0$: the draft is the target.", rate, 1, distance)
    return w.done(rate=1 - distance)


def variation(p: Law, q: Law, short: Sequence[bool]) -> Any:
    """Half the sum of |p - q|; `short[x]` says that q(x) < p(x)."""
    return sum(a - b if less else b - a for a, b, less in zip(p, q, short, strict=True)) / 2
