"""Worked counts: comparisons (ch. 1), embedding tables (ch. 3), encoder passes (ch. 26)."""

from collections.abc import Iterable
from itertools import product

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check


@check
def quadratic_comparisons() -> Derivation:
    """Comparing every token with every other takes a number of comparisons that grows as
    $n^{2}$.
    """
    w = Working()
    n, i, j = sp.symbols("n i j", positive=True, integer=True)
    every = sp.summation(sp.summation(1, (j, 1, n)), (i, 1, n))
    causal = sp.summation(sp.summation(1, (j, 1, i)), (i, 1, n))
    others = every - n
    w.equal("Each of $n$ queries meets each of $n$ keys.", sp.Sum(1, (j, 1, n), (i, 1, n)), every)
    w.equal(
        "Under a causal mask query $i$ meets keys 1 to $i$.",
        sp.Sum(1, (j, 1, i), (i, 1, n)),
        sp.factor(causal),
    )
    w.equal("None of the queries meets itself.", sp.Sum(n - 1, (i, 1, n)), sp.factor(others))
    for size in range(1, 8):
        pairs = list(product(range(size), repeat=2))
        counted = (len(pairs), sum(a != b for a, b in pairs), sum(b <= a for a, b in pairs))
        formulas = [count.subs(n, size) for count in (every, others, causal)]
        w.vanish(
            f"Listing the pairs of {size} tokens gives {counted} (all, without itself, causal).",
            [f - c for f, c in zip(formulas, counted, strict=True)],
        )
    growth = [
        w.limit(
            "Twice the length, four times the comparisons.", count.subs(n, 2 * n) / count, n, sp.oo
        )
        for count in (every, others, causal)
    ]
    return w.done(
        all_pairs=every,
        others=sp.factor(others),
        causal=sp.factor(causal),
        growth_when_doubled=growth[2],
    )


@check
def embedding_table() -> Derivation:
    """An embedding table has vocabulary times width parameters: 38.4 and 204.8 million."""
    w = Working()
    V, d, i, j = sp.symbols("V d i j", positive=True, integer=True)
    table = sp.summation(sp.summation(1, (j, 1, d)), (i, 1, V))
    w.equal("A row of $d$ numbers for each of $V$ tokens.", sp.Sum(1, (j, 1, d), (i, 1, V)), table)
    w.equal("Row by row: a further token adds one width.", table.subs(V, V + 1) - table, d)
    sizes = [sp.Mul(50_000, width, evaluate=False) for width in (768, 4096)]
    small, large = (w.value("50 000 tokens of this width.", size) for size in sizes)
    millions = [
        w.value("In millions.", sp.Mul(size, sp.Rational(1, 10**6), evaluate=False))
        for size in (small, large)
    ]
    return w.done(
        width_768=small,
        width_4096=large,
        millions_768=millions[0],
        millions_4096=millions[1],
    )


@check
def cross_encoder_passes() -> Derivation:
    """A cross-encoder runs once a pair; a bi-encoder once a sentence and once a query."""
    w = Working()
    q, n, i, j = sp.symbols("q n i j", positive=True, integer=True)
    w.definition(
        "A search compares every query with every sentence. A cross-encoder reads the two texts of "
        "a comparison in one pass, a bi-encoder each text by itself, and keeps what it read."
    )
    cross = w.value("The comparisons.", sp.Sum(1, (j, 1, n), (i, 1, q)))
    for queries, sentences in product(range(1, 5), repeat=2):
        search = encoder_passes(range(queries), range(sentences))
        w.vanish(
            f"Run for {queries} queries and {sentences} sentences: the passes of both encoders.",
            [
                cross.subs({q: queries, n: sentences}) - len(search[0]),
                queries + sentences - len(search[1]),
            ],
        )
    pairs, texts = encoder_passes(range(1), range(10_000))
    beforehand = [text for text in texts if text[0] == "sentence"]
    return w.done(
        cross_encoder=w.count("One query and 10 000 sentences: passes over pairs,", pairs),
        bi_encoder_prepared=w.count("passes before any query is known,", beforehand),
        bi_encoder_per_query=w.count("and passes that wait for it.", texts - set(beforehand)),
    )


def encoder_passes(
    queries: Iterable[int], sentences: Iterable[int]
) -> tuple[set[tuple[int, int]], set[tuple[str, int]]]:
    """Everything that a cross-encoder and a bi-encoder read to compare all queries with all."""
    pairs: set[tuple[int, int]] = set()
    texts: set[tuple[str, int]] = set()
    for query, sentence in product(queries, sentences):
        pairs.add((query, sentence))
        texts |= {("query", query), ("sentence", sentence)}
    return pairs, texts
