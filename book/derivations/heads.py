"""Splitting a model's width over attention heads (ch. 5)."""

from collections.abc import Callable
from itertools import product
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check


@check
def split() -> Derivation:
    """The heads share the model's width: 1024 over 16 heads is 64 each, over 8 heads 128."""
    w = Working()
    D, h, d = sp.symbols("D h d", positive=True)
    width = w.solve("$h$ slices of width $d$ fill the model's width $D$.", h * d, D, d)
    w.require(
        "More heads, narrower slices.",
        sp.diff(width, h).is_negative,
        f"\\partial_h d={typeset(sp.diff(width, h))}<0",
    )
    widths = {heads: w.put(width, {D: 1024, h: heads}) for heads in (16, 8)}
    for heads, slice_width in widths.items():
        filled = sp.Mul(heads, slice_width, evaluate=False)
        w.equal(f"{heads} heads of width {slice_width} fill 1024.", filled, 1024)
    return w.done(heads_16=widths[16], heads_8=widths[8])


def matrix_product(rows: Any, inner: Any, columns: Any) -> Any:
    """Multiply-adds of a (rows x inner) by (inner x columns) product."""
    return rows * inner * columns


def head_multiply_adds(n: Any, model: Any, width: Any) -> Any:
    """Multiply-adds of one head of a width on n tokens, its share of the projections included."""
    project = 3 * matrix_product(n, model, width)
    scores = matrix_product(n, width, n)
    mix = matrix_product(n, n, width)
    back = matrix_product(n, width, model)
    return project + scores + mix + back


def derive_cost(slice_width: Callable[[sp.Expr, sp.Expr], sp.Expr]) -> Derivation:
    """Compare h heads of the given width (of D, h) with one head of the whole width."""
    w = Working()
    n, D, h = sp.symbols("n D h", positive=True)
    one = head_multiply_adds(n, D, D)
    many = h * head_multiply_adds(n, D, slice_width(D, h))
    w.remark(
        "One head of the whole width: three projections, scores, mixing, output projection.",
        typeset(sp.factor(one)),
    )
    w.remark("$h$ heads of a slice each.", typeset(sp.factor(many)))
    w.equal("The multiply-adds are the same, for every length and width.", many, one)
    ratio = w.value("So their ratio is one.", sp.Mul(many, 1 / one, evaluate=False))
    scores = [
        [(head, query, key) for head in range(heads) for query, key in product(range(3), repeat=2)]
        for heads in (1, 12)
    ]
    each, all_heads = (
        w.count("Three tokens, listed head by head, for 1 head and for 12: the scores.", listed)
        for listed in scores
    )
    times = w.value(
        "Each head has a score matrix of its own: exponentials and score memory do grow $h$-fold.",
        sp.Mul(all_heads, 1 / each, evaluate=False),
    )
    return w.done(
        multiply_add_ratio=ratio,
        exponential_ratio_12=times,
        score_entries_ratio_12=times,
    )


@check
def cost() -> Derivation:
    """Heads of width $D/h$ do the multiply-adds of one head of width $D$; only softmax grows
    with $h$.
    """
    return derive_cost(lambda model, heads: model / heads)
