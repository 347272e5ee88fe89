"""The feed-forward layer: what its nonlinearity is for, and how many parameters it has (ch. 6)."""

from collections.abc import Callable
from itertools import product

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check


def derive_collapse(activation: Callable[[int], int]) -> Derivation:
    """Whether two layers are one without this activation between them, and are not with it."""
    w = Working()
    for outer, hidden, inner in product((1, 2, 3), repeat=3):
        second = sp.Matrix(sp.symarray("a", (outer, hidden)))
        first = sp.Matrix(sp.symarray("b", (hidden, inner)))
        x = sp.Matrix(sp.symarray("x", inner))
        two_layers, one_layer = second * (first * x), (second * first) * x
        w.vanish(
            rf"Entry by entry for ${outer}\times{hidden}$ and ${hidden}\times{inner}$ matrices.",
            two_layers - one_layer,
        )
    i, j, k, m, p = sp.symbols("i j k m p", integer=True, positive=True)
    a, b, x = sp.IndexedBase("a"), sp.IndexedBase("b"), sp.IndexedBase("x")
    twice = sp.Sum(a[i, j] * (b[j, k] * x[k]), (k, 1, p), (j, 1, m))
    once = sp.Sum((a[i, j] * b[j, k]) * x[k], (j, 1, m), (k, 1, p))
    w.equal(
        "Any sizes: the double sum is finite, so either sum may be taken first.",
        twice.reorder((j, k)),
        once,
        r"\sum_j a_{ij}\sum_k b_{jk}x_k=\sum_k\Bigl(\sum_j a_{ij}b_{jk}\Bigr)x_k",
    )

    one, less, none = (sp.Integer(activation(x) + activation(-x)) for x in (1, -1, 0))
    gap = w.value(
        "With ReLU between (1, -1) transposed and (1, 1): $f(1) + f(-1) - f(0)$, which is 0 "
        "for a linear $f$.",
        sp.Add(one, less, -none, evaluate=False),
    )
    w.require("It is not linear.", gap != 0)
    return w.done(relu_gap=gap)


@check
def collapse() -> Derivation:
    """Without a nonlinearity two layers are one linear layer; with ReLU they are not."""
    return derive_collapse(lambda value: max(value, 0))


@check
def parameters() -> Derivation:
    """Width 1024 expanded fourfold: two matrices of 4.19 million, 8.4 million parameters."""
    w = Working()
    D, expansion, i, j = sp.symbols("D e i j", positive=True, integer=True)
    hidden = expansion * D
    up = sp.summation(sp.summation(1, (j, 1, hidden)), (i, 1, D))
    down = sp.summation(sp.summation(1, (j, 1, D)), (i, 1, hidden))
    w.equal("Up to the hidden width, without biases:", sp.Sum(1, (j, 1, hidden), (i, 1, D)), up)
    w.equal("and back down.", sp.Sum(1, (j, 1, D), (i, 1, hidden)), down)
    w.equal("With the fourfold expansion both make", sp.Subs(up + down, expansion, 4), 8 * D**2)
    one, other = (w.put(count, {D: 1024, expansion: 4}) for count in (up, down))
    both = w.value("At width 1024 together:", sp.Add(one, other, evaluate=False))
    each, all_of_it = (
        w.value("In millions:", sp.Mul(count, sp.Rational(1, 10**6), evaluate=False))
        for count in (one, both)
    )
    return w.done(
        up=one,
        down=other,
        total=both,
        up_millions=each,
        total_millions=all_of_it,
    )
