"""Perplexity as a count of equiprobable options, and what it says of a model (ch. 11)."""

from collections.abc import Sequence
from math import prod

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

from ._laws import rational_laws, state_log_bound


def cross_entropy(truth: Sequence[sp.Expr], model: Sequence[sp.Expr]) -> sp.Expr:
    """-sum t log m in nats; tokens that never occur do not count."""
    return -sum(t * sp.log(m) for t, m in zip(truth, model, strict=True) if t != 0)


@check
def bounds() -> Derivation:
    r"""The perplexity $\exp H$ is 1 for certainty, $n$ for the uniform law and never more than
    $n$.
    """
    w = Working()
    n, p = sp.symbols("n p", positive=True)
    j = sp.Symbol("j", integer=True)
    entropy = sp.Sum(-(1 / n) * sp.log(1 / n), (j, 1, n))
    uniform = w.value("Uniform: $n$ equal terms.", sp.exp(entropy))
    certain = w.limit(
        "Certain: one outcome of probability $1 - p$ and another of $p$, as $p$ vanishes.",
        sp.exp(-p * sp.log(p) - (1 - p) * sp.log(1 - p)),
        p,
        0,
    )
    state_log_bound(w)
    x = 1 / (n * p)
    w.equal(
        r"At $x = 1/(n p)$, times $p$: $p \log(n p)$ is at least $p - 1/n$,",
        p * (1 - x),
        p - 1 / n,
        r"p\log(np)\ge p-\tfrac1n",
    )
    w.equal(
        r"and summed over $n$ outcomes of total probability 1 the right side is $1 - 1$: $\log "
        r"n - H \ge 0$.",
        1 - sp.Sum(1 / n, (j, 1, n)),
        0,
        r"\log n-H=\sum_i p_i\log(np_i)\ge0",
    )
    w.solve("Equality in a term needs $x = 1$, which is $p = 1/n$.", x, 1, p)
    q = 1 / (1 + sp.Symbol("x", positive=True))
    w.positive(r"Below, every term $-q\log q$ of $q < 1$ is positive: $H \ge 0$.", -q * sp.log(q))
    for size, parts in ((2, 12), (3, 12), (4, 10)):
        laws = rational_laws(size, parts)
        # exp(H)^parts is the product of p^(-p parts), a rational number.
        powers = [prod((1 / q) ** int(q * parts) for q in law) for law in laws]
        w.require(
            f"Exactly, on all {len(laws)} laws of {size} outcomes in steps of 1/{parts}.",
            all(power <= size**parts for power in powers),
        )
    return w.done(uniform=uniform, certain=certain)


@check
def of_a_model() -> Derivation:
    """Perplexity on text has no cap, and one equal to the vocabulary does not mean uniform."""
    w = Working()
    half, sixth = sp.Rational(1, 2), sp.Rational(1, 6)
    truth = (half, half, sp.Integer(0))
    uniform = (sp.Rational(1, 3),) * 3
    lopsided = (4 * sixth, sixth, sixth)
    wrong = (sp.Rational(8, 9), sp.Rational(1, 18), sp.Rational(1, 18))
    w.definition(
        "Perplexity on text is exp of the cross-entropy of the model under the text's law."
    )
    names = ("the uniform model", "the model (2/3, 1/6, 1/6)", "the model (8/9, 1/18, 1/18)")
    figures = [
        w.value(
            f"Three tokens, the text uses two of them equally: {name}.",
            sp.exp(cross_entropy(truth, model), evaluate=False),
        )
        for name, model in zip(names, (uniform, lopsided, wrong), strict=True)
    ]
    w.require("The second model is not uniform.", len(set(lopsided)) > 1)
    differs = w.compare(
        "It has the perplexity of the vocabulary: how far its largest probability is from $1/3$.",
        lopsided[0] - uniform[0],
        "=",
        0,
    )
    t, m = sp.symbols("t m", positive=True)
    state_log_bound(w)
    w.equal(
        r"At $x = m/t$, times $t$: what a text's own law leaves is a lower bound, $\sum "
        r"t\log(t/m) \ge 0$,",
        t * (1 - m / t),
        t - m,
    )
    unbounded = sp.limit(1 / m, m, 0, "+")
    w.require(
        "and there is no upper bound: text of one token whose probability $m$ vanishes.",
        unbounded == sp.oo,
        r"e^{-\log m}=\tfrac1m\to\infty",
    )
    return w.done(
        uniform_model=figures[0],
        non_uniform_model=figures[1],
        confidently_wrong_model=figures[2],
        vocabulary_perplexity_means_uniform=differs,
    )
