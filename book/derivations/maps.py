"""Attention maps: rows, their number, and blindness to order (Ch. 8, 13)."""

from collections.abc import Callable, Sequence
from itertools import pairwise, permutations, product

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

from .softmax import softmax


def attend(scores: Sequence[sp.Expr], values: Sequence[sp.Expr]) -> sp.Expr:
    """The output of one query: the values weighted by the softmax of the scores."""
    return sum(a * v for a, v in zip(softmax(scores), values, strict=True))


def _tokens(length: int) -> tuple[list[sp.Expr], list[sp.Expr]]:
    return (
        list(sp.symbols(f"s_1:{length + 1}", real=True)),
        list(sp.symbols(f"v_1:{length + 1}", real=True)),
    )


def derive_rows_sum(softmax: Callable[[list[sp.Expr]], list[sp.Expr]]) -> Derivation:
    """Whether weights sum to one, where `softmax` gives them from scores."""
    w = Working()
    sums = []
    for length in range(1, 7):
        scores, _ = _tokens(length)
        weights = softmax(scores)
        sums.append(sp.simplify(sum(weights)))
        plural = "token" if length == 1 else "tokens"
        formed = sp.Add(*weights, 0, evaluate=False)
        w.equal(f"{length} {plural}: add the weights.", formed, 1, r"\sum_j a_j = 1")
    j, n = sp.symbols("j n", integer=True, positive=True)
    score = sp.Function("s", real=True)
    z, summed = sp.Symbol("Z", positive=True), sp.Sum(sp.exp(score(j)), (j, 1, n))
    w.equal(
        "Any number of tokens: the normalizer $Z$ does not depend on $j$ and comes out of the "
        "sum of the weights;",
        sp.factor_terms(sp.Sum(sp.exp(score(j)) / z, (j, 1, n))),
        summed / z,
        r"\sum_j\frac{e^{s_j}}{Z}=\frac1Z\sum_j e^{s_j}",
    )
    w.equal("what remains is $Z$ over $Z$.", sp.Subs(summed / z, z, summed), 1)
    return w.done(total=sums[-1])


@check
def rows_sum() -> Derivation:
    """Each row of an attention map sums to one (Ch. 13)."""
    return derive_rows_sum(softmax)


@check
def count() -> Derivation:
    """32 layers of 32 heads make 1024 maps for one sentence (Ch. 13)."""
    w = Working()
    listed = list(product(range(32), repeat=2))
    maps = w.count("List the heads of all layers: one map each.", listed)
    w.equal("As a product:", sp.Mul(32, 32, evaluate=False), maps)
    return w.done(maps=maps)


def derive_order_blind(attend: Callable[[list[sp.Expr], list[sp.Expr]], sp.Expr]) -> Derivation:
    """Whether the output of `attend` is blind to order."""
    w = Working()
    w.definition(
        "One query attends to all tokens; without positions a score depends on the tokens alone.",
        r"o = \sum_j \frac{e^{s_j}}{\sum_l e^{s_l}}\,v_j",
    )
    for length in range(2, 7):
        scores, values = _tokens(length)
        output = attend(scores, values)
        moves = _orders(length)
        w.vanish(
            f"{length} tokens: {len(moves)} reorderings"
            + ("." if length < 5 else ", the neighbour swaps that generate all of them."),
            [attend([scores[p] for p in o], [values[p] for p in o]) - output for o in moves],
            r"o(s\circ\pi, v\circ\pi) = o(s, v)",
        )
    s, t, u, v = sp.symbols("s t u v", real=True)
    mass, mixed = sp.Symbol("Z", positive=True), sp.Symbol("M", real=True)
    among, others = [sp.log(mass), s, t], [mixed / mass, u, v]
    w.equal(
        "Any number of tokens: all but two enter through the sum $Z$ of their exponentials and "
        r"their values summed with these, $M$, so like one token of score $\log Z$ and value "
        "$M/Z$.",
        attend(among, others),
        (mixed + sp.exp(s) * u + sp.exp(t) * v) / (mass + sp.exp(s) + sp.exp(t)),
    )
    swapped = attend([sp.log(mass), t, s], [mixed / mass, v, u])
    w.vanish(
        "Swapping the two changes nothing, and swaps generate every order.",
        [swapped - attend(among, others)],
    )
    return w.done()


@check
def order_blind() -> Derivation:
    """Permuting keys together with values leaves the output of a query unchanged (Ch. 8)."""
    return derive_order_blind(attend)


def _orders(length: int) -> list[tuple[int, ...]]:
    if length < 5:
        return list(permutations(range(length)))
    swaps = []
    for left, right in pairwise(range(length)):
        order = list(range(length))
        order[left], order[right] = order[right], order[left]
        swaps.append(tuple(order))
    return swaps


@check
def a_causal_mask_sees_order() -> Derivation:
    """Blindness to order needs every token in view: a causal mask breaks it (Ch. 8, 9)."""
    w = Working()
    own, other = sp.symbols("s_bb s_ba", real=True)
    value_a, value_b = sp.symbols("v_a v_b", real=True)
    second = attend([other, own], [value_a, value_b])
    first = attend([own], [value_b])
    alone = sp.Mul(softmax([own])[0], value_b, evaluate=False)
    w.equal("Token $b$ in front sees only itself.", alone, value_b, r"o_b(b, a) = v_b")
    difference = sp.factor(sp.simplify(second - first))
    share = softmax([other, own])[0]
    w.equal(
        "After token $a$ it sees both. The two outputs differ by the weight of $a$ times $v_a "
        "- v_b$.",
        second - first,
        share * (value_a - value_b),
        rf"o_b(a, b) - o_b(b, a) = {typeset(difference)}",
    )
    shows = w.compare(
        "That weight is positive, so the order of the two tokens shows whenever their values "
        "differ.",
        0,
        "<",
        share,
    )
    return w.done(order_shows=shows)
