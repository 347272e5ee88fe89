"""The feed-forward layer: what its nonlinearity is for, and how many parameters it has (ch. 6)."""

from collections.abc import Callable
from itertools import product

import sympy as sp

from pycheck.checks.derivation import Working, typeset
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
            f"Entry by entry for {outer} x {hidden} and {hidden} x {inner} matrices.",
            two_layers - one_layer,
        )
    i, j, k = sp.symbols("i j k", integer=True, positive=True)
    a, b, x = sp.IndexedBase("a"), sp.IndexedBase("b"), sp.IndexedBase("x")
    w.equal(
        "Any sizes: the term of index (j, k) is the same product whichever sum is taken first.",
        a[i, j] * (b[j, k] * x[k]),
        (a[i, j] * b[j, k]) * x[k],
        r"\sum_j a_{ij}\sum_k b_{jk}x_k=\sum_k\Bigl(\sum_j a_{ij}b_{jk}\Bigr)x_k",
    )

    def between(value: int) -> int:
        return activation(value) + activation(-value)

    gap = between(1) + between(-1) - between(0)
    w.require(
        "With ReLU between (1, -1) transposed and (1, 1), f(1) + f(-1) is not f(0): not linear.",
        gap != 0,
        f"f(1)+f(-1)-f(0)={gap}",
    )
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
    w.note("Up to the hidden width and back down, without biases.", typeset(up + down))
    w.equal("With the fourfold expansion that is 8 D^2.", (up + down).subs(expansion, 4), 8 * D**2)
    one, other = (count.subs({D: 1024, expansion: 4}) for count in (up, down))
    million = 10**6
    return w.done(
        up=one,
        down=other,
        total=one + other,
        up_millions=one / million,
        total_millions=(one + other) / million,
    )
