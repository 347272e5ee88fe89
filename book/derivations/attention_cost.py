"""What attention costs, and what reassociating its product saves (ch. 34)."""

from collections.abc import Callable
from itertools import product

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

from .heads import matrix_product

_n, _d = sp.symbols("n d", positive=True)


@check
def scores() -> Derivation:
    """The score matrix has $n^{2}$ entries whatever the width; the work is $2n^2d$
    multiply-adds.
    """
    w = Working()
    i, j, k = sp.symbols("i j k", integer=True, positive=True)
    entries = sp.summation(sp.summation(1, (j, 1, _n)), (i, 1, _n))
    work = sp.summation(sp.summation(sp.summation(1, (k, 1, _d)), (j, 1, _n)), (i, 1, _n))
    listed = sp.Sum(1, (j, 1, _n), (i, 1, _n))
    w.equal("One score for each query and key.", listed, entries)
    w.equal("The width does not enter.", sp.Derivative(entries, _d), 0)
    each = sp.Sum(1, (k, 1, _d), (j, 1, _n), (i, 1, _n))
    w.equal("Each score is $d$ multiply-adds.", each, matrix_product(_n, _d, _n))
    both = work + matrix_product(_n, _n, _d)
    w.equal("Mixing the values costs as much again.", each + matrix_product(_n, _n, _d), both)
    growth = [
        w.value("Twice the length: four times that.", ratio(cost, _n)) for cost in (entries, both)
    ]
    w.equal("Twice the width: twice the work,", ratio(both, _d), 2)
    wider = w.value(
        "and the memory stays.", sp.Mul(listed.subs(_d, 2 * _d), 1 / entries, evaluate=False)
    )
    return w.done(
        score_entries=entries,
        multiply_adds=both,
        memory_when_length_doubles=growth[0],
        memory_when_width_doubles=wider,
    )


def ratio(cost: sp.Expr, size: sp.Symbol) -> sp.Expr:
    """The cost at twice the size over the cost, as formed."""
    return sp.Mul(cost.subs(size, 2 * size), 1 / cost, evaluate=False)


def through_a_state(q: sp.Matrix, k: sp.Matrix, v: sp.Matrix) -> sp.Matrix:
    """Linear attention by way of the small matrix k^T v."""
    return q * (k.T * v)


def derive_reassociation(
    product_of: Callable[[sp.Matrix, sp.Matrix, sp.Matrix], sp.Matrix],
) -> Derivation:
    """Whether a way of multiplying q, k and v is (q k^T) v, and what it costs."""
    w = Working()
    for tokens, width in product((1, 2, 3), (1, 2)):
        q = sp.Matrix(sp.symarray("q", (tokens, width)))
        k = sp.Matrix(sp.symarray("k", (tokens, width)))
        v = sp.Matrix(sp.symarray("v", (tokens, width)))
        w.vanish(
            f"{tokens} tokens of width {width}: both orders, entry by entry,",
            (q * k.T) * v - product_of(q, k, v),
        )
        w.vanish(
            "and the row sums that normalise them.",
            (q * k.T) * sp.ones(tokens, 1) - q * (k.T * sp.ones(tokens, 1)),
        )
        w.require("The matrix between is width by width.", (k.T * v).shape == (width, width))
    quadratic = matrix_product(_n, _d, _n) + matrix_product(_n, _n, _d)
    linear = matrix_product(_d, _n, _d) + matrix_product(_n, _d, _d)
    w.remark("Multiply-adds of the two orders.", f"{typeset(quadratic)},\\quad{typeset(linear)}")
    growth = [
        w.value("Twice the length: four times against twice.", ratio(cost, _n))
        for cost in (quadratic, linear)
    ]
    even = w.solve("They cost the same where the length is the width.", quadratic, linear, _n)
    i, j = sp.symbols("i j", integer=True, positive=True)
    entries = sp.Sum(1, (j, 1, _d), (i, 1, _d))
    state = w.value("The matrix between has one row and one column for each channel.", entries)
    return w.done(
        linear_when_length_doubles=growth[1],
        quadratic_when_length_doubles=growth[0],
        state_entries=state,
        break_even_length=even,
    )


@check
def reassociation() -> Derivation:
    r"""$\varphi(Q)(\varphi(K)^\top V)$ is $(\varphi(Q)\varphi(K)^\top)V$ through a $d\times d$
    matrix: linear in $n$.
    """
    return derive_reassociation(through_a_state)


@check
def reassociation_under_a_mask() -> Derivation:
    """Under a causal mask the plain reassociation leaks the future; a running state does not."""
    w = Working()
    tokens, width = 3, 2
    q = sp.Matrix(sp.symarray("q", (tokens, width)))
    k = sp.Matrix(sp.symarray("k", (tokens, width)))
    v = sp.Matrix(sp.symarray("v", (tokens, width)))
    allowed = sp.Matrix([[int(column <= row) for column in range(tokens)] for row in range(tokens)])
    masked = (q * k.T).multiply_elementwise(allowed) * v
    leak = q * (k.T * v) - masked
    future = w.compare(
        "The first token of the reassociated product takes this from its future: masked attention "
        "takes nothing.",
        sp.expand(leak[0, 0]),
        "=",
        0,
    )
    w.vanish("The last token has no future, so its row alone agrees.", leak[2, :])
    state, rows = sp.zeros(width, width), []
    for token in range(tokens):
        state += k[token, :].T * v[token, :]
        rows.append(q[token, :] * state)
    w.vanish(
        r"Adding $k_i v_i^\top$ to a running $d\times d$ state before reading it is masked "
        "attention exactly.",
        sp.Matrix.vstack(*rows) - masked,
        r"S_i=S_{i-1}+\varphi(k_i)v_i^\top",
    )
    entries = w.count(
        "The running state has this many entries.", list(state), rf"|S| = {len(state)}"
    )
    return w.done(plain_product_is_causal=future, running_state_entries=entries)
