"""Worked counts: comparisons (ch. 1), embedding tables (ch. 3), encoder passes (ch. 26)."""

from itertools import product

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check


@check
def quadratic_comparisons() -> Derivation:
    """Comparing every token with every other takes a number of comparisons that grows as n^2."""
    w = Working()
    n, i, j = sp.symbols("n i j", positive=True, integer=True)
    every = sp.summation(sp.summation(1, (j, 1, n)), (i, 1, n))
    causal = sp.summation(sp.summation(1, (j, 1, i)), (i, 1, n))
    others = every - n
    w.note("Each of n queries meets each of n keys.", f"\\sum_i\\sum_j 1 = {typeset(every)}")
    w.note(
        "Under a causal mask query i meets keys 1 to i.",
        f"\\sum_i\\sum_{{j\\le i}} 1 = {typeset(sp.factor(causal))}",
    )
    for size in range(1, 8):
        pairs = list(product(range(size), repeat=2))
        counted = (len(pairs), sum(a != b for a, b in pairs), sum(b <= a for a, b in pairs))
        formulas = [count.subs(n, size) for count in (every, others, causal)]
        w.vanish(
            f"Listing the pairs of {size} tokens gives {counted} (all, without itself, causal).",
            [f - c for f, c in zip(formulas, counted, strict=True)],
        )
    growth = [sp.limit(count.subs(n, 2 * n) / count, n, sp.oo) for count in (every, others, causal)]
    w.vanish("Twice the length, four times the comparisons.", [g - 4 for g in growth])
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
    w.note("One row of d numbers for each of V tokens.", f"\\sum_i\\sum_j 1={typeset(table)}")
    w.equal("Row by row: a further token adds one width.", table.subs(V, V + 1) - table, d)
    small, large = (table.subs({V: 50_000, d: width}) for width in (768, 4096))
    w.note("50 000 tokens at width 768 and 4096.", f"{small},\\quad {large}")
    million = 10**6
    return w.done(
        width_768=small,
        width_4096=large,
        millions_768=small / million,
        millions_4096=large / million,
    )


@check
def cross_encoder_passes() -> Derivation:
    """A cross-encoder runs once a pair; a bi-encoder once a sentence and once a query."""
    w = Working()
    q, n = sp.symbols("q n", positive=True, integer=True)
    cross, prepared, per_query = q * n, n, sp.Integer(1)
    bi = prepared + q * per_query
    w.note("A pass takes one (query, sentence) pair: q queries, n sentences.", typeset(cross))
    w.note("A pass takes one text: n sentences beforehand, then one a query.", typeset(bi))
    for queries, sentences in product(range(1, 5), repeat=2):
        pairs = {(a, b) for a in range(queries) for b in range(sentences)}
        texts = {("query", a) for a, _ in pairs} | {("sentence", b) for _, b in pairs}
        at = {q: queries, n: sentences}
        w.vanish(
            f"Listed for {queries} queries and {sentences} sentences: {len(pairs)}, {len(texts)}.",
            [cross.subs(at) - len(pairs), bi.subs(at) - len(texts)],
        )
    at = {q: 1, n: 10_000}
    return w.done(
        cross_encoder=cross.subs(at),
        bi_encoder_prepared=prepared.subs(at),
        bi_encoder_per_query=per_query,
    )
