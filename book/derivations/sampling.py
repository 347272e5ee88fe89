"""Truncated sampling: the nucleus (ch. 12) and min-p (ch. 29)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

from ._laws import rational_laws
from .softmax import softmax


def nucleus_of(law: Sequence[Any], mass: Any) -> list[int]:
    """The fewest most probable tokens whose probabilities reach the mass."""
    kept: list[int] = []
    total = sp.Integer(0)
    for token in sorted(range(len(law)), key=lambda i: -law[i]):
        if total >= mass:
            break
        kept, total = [*kept, token], total + law[token]
    return kept


def nucleus_size(law: Sequence[Any], mass: Any) -> int:
    """How many tokens the nucleus keeps."""
    return len(nucleus_of(law, mass))


def min_p_kept(law: Sequence[Any], fraction: sp.Expr) -> set[int]:
    """The tokens whose probability is at least the fraction of the largest."""
    threshold = fraction * max(law)
    return {i for i, probability in enumerate(law) if probability >= threshold}


@check
def nucleus() -> Derivation:
    """The nucleus is one token where the model is sure, and most of the vocabulary where not."""
    w = Working()
    mass = sp.Rational(9, 10)
    peaked = (sp.Rational(95, 100), *[sp.Rational(1, 100)] * 5)
    flat = (sp.Rational(1, 100),) * 100
    w.definition("Mass $9/10$: a law with 0.95 on one token, and the uniform law of 100 tokens.")
    sizes = [
        w.count(f"The nucleus of the {name} law.", nucleus_of(law, mass))
        for name, law in (("peaked", peaked), ("flat", flat))
    ]
    for name, law, size in (("peaked", peaked, sizes[0]), ("flat", flat, sizes[1])):
        largest = sorted(law, reverse=True)
        w.require(
            f"The {name} law reaches the mass with {size} tokens and not with {size - 1}.",
            sum(largest[: size - 1]) < mass <= sum(largest[:size]),
        )
    cap, k, p = sp.symbols("c k p", positive=True)
    w.solve(
        "In general, where no probability exceeds $c$, $k$ tokens hold at most $k c$: it takes "
        "$p/c$.",
        k * cap,
        p,
        k,
    )
    laws = rational_laws(4, 12)
    w.require(
        f"Exactly, on {len(laws)} laws of four tokens: at least $p/c$ tokens, and one token "
        "exactly where the largest probability reaches $p$.",
        all(
            nucleus_size(law, mass) >= mass / max(law)
            and (nucleus_size(law, mass) == 1) == (max(law) >= mass)
            for law in laws
        ),
    )
    return w.done(peaked=sizes[0], flat=sizes[1])


@check
def min_p() -> Derivation:
    """Min-p keeps the most probable token, cuts by its probability, and keeps less as it rises."""
    w = Working()
    alpha, top, more = sp.symbols("alpha p_max epsilon", positive=True)
    rest = sp.Symbol("rho", nonnegative=True)
    fraction = 1 / (1 + rest)
    w.nonnegative(
        r"A fraction $\alpha$ in $(0, 1]$, written $1/(1 + \rho)$: the largest probability "
        "passes.",
        top - fraction * top,
    )
    threshold = alpha * top
    w.equal(
        "The threshold moves with the model's confidence.", sp.Derivative(threshold, top), alpha
    )
    w.positive(
        "A larger fraction has the higher threshold, so it keeps no more.",
        (alpha + more) * top - threshold,
    )
    laws = rational_laws(4, 12)
    fractions = [sp.Rational(i, 10) for i in range(1, 11)]
    kept = [[min_p_kept(law, f) for f in fractions] for law in laws]
    w.require(
        f"Exactly, on {len(laws)} laws of four tokens and ten fractions.",
        all(
            max(range(4), key=law.__getitem__) in sets[-1]
            and all(later <= earlier for earlier, later in pairwise(sets))
            for law, sets in zip(laws, kept, strict=True)
        ),
    )
    p = sp.Symbol("p", positive=True)
    least = w.solve(
        r"The least probability that is kept is the fraction $\alpha$ of the largest, here $p$.",
        sp.Symbol("t", positive=True) / p,
        alpha,
        sp.Symbol("t", positive=True),
    )
    return w.done(threshold=least, slope=alpha)


@check
def min_p_when_hot() -> Derivation:
    r"""Min-p cuts $T \log(1/\alpha)$ below the top logit: wider with $T$, at last everything
    stays.
    """
    w = Working()
    alpha, T, gap = sp.symbols("alpha T g", positive=True)
    relative = sp.exp(-gap / T)
    first, other = softmax([0, -gap / T])
    w.equal(
        "A token $g$ below the largest logit has this fraction of the largest probability;",
        sp.Mul(other, 1 / first, evaluate=False),
        relative,
    )
    widest = -T * sp.log(alpha)
    w.equal(
        r"it stays while that is at least $\alpha$. At the cut:",
        sp.Subs(relative, gap, widest),
        alpha,
    )
    w.positive("Below the cut it is more, as the fraction falls in $g$.", -sp.diff(relative, gap))
    x = sp.Symbol("x", real=True)
    cut = w.solve(r"No other gap comes to $\alpha$, in logarithms:", -x / T, sp.log(alpha), x)
    w.equal("The cut in logits grows in proportion to $T$.", sp.Derivative(cut, T), -sp.log(alpha))
    tail = w.limit(
        "As $T$ grows every token comes up to the largest: min-p keeps them all,",
        relative,
        T,
        sp.oo,
    )
    w.remark(
        "while the nucleus of mass $p$ still keeps only the fraction $p$ of a flat vocabulary."
    )
    logits = [-sp.Integer(i) for i in range(10)]
    tenth, mass = sp.Rational(1, 10), sp.Rational(9, 10)
    laws = {t: softmax([logit / t for logit in logits]) for t in (1, 4)}
    w.definition(r"Logits $0, -1, \dots, -9$, cut with $\alpha = 1/10$ and with the mass $9/10$.")
    by_min_p = {
        t: w.count(f"Min-p keeps at $T = {t}$:", min_p_kept(law, tenth)) for t, law in laws.items()
    }
    by_nucleus = {
        t: w.count(f"The nucleus keeps at $T = {t}$:", nucleus_of(law, mass))
        for t, law in laws.items()
    }
    return w.done(
        logit_cut=cut,
        min_p_at_1=by_min_p[1],
        min_p_at_4=by_min_p[4],
        nucleus_at_1=by_nucleus[1],
        nucleus_at_4=by_nucleus[4],
        keeps_all_when_hot=w.compare("In the limit all pass the cut:", tenth, "<", tail),
    )
