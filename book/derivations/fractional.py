"""The fractional reading of the exponent: order, smoothing, Levy range (Ch. 23)."""

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

gamma = sp.Symbol("gamma", real=True)
ORDER = (gamma - 1) / 2
LEVY = gamma - 1


def derive_order(order: sp.Expr) -> Derivation:
    """Where this order is negative, zero and positive."""
    w = Working()
    w.definition("The order of the fractional operator.", rf"s = {typeset(order)}")
    low, high = ((sp.Rational(g, 10) - 1) / 2 for g in (7, 13))
    for value, exponent in ((low, sp.Rational(7, 10)), (high, sp.Rational(13, 10))):
        w.equal(
            rf"At $\gamma = {sp.N(exponent, 2)}$.",
            sp.Subs(order, gamma, exponent),
            value,
        )
    root = w.solve("It vanishes at one exponent alone.", order, 0, gamma)
    negative = sp.solve_univariate_inequality(order < 0, gamma, relational=False)
    w.require(
        "It is negative exactly below that exponent.",
        negative == sp.Interval.open(-sp.oo, root),
        rf"s < 0 \iff \gamma \in {typeset(negative)}",
    )
    return w.done(low=low, high=high, crossover=root)


@check
def order() -> Derivation:
    r"""$s = (\gamma - 1)/2$: -0.15 at $\gamma = 0.7$, 0.15 at 1.3, zero exactly at the
    boundary.
    """
    return derive_order(ORDER)


@check
def symbol_of_the_kernel() -> Derivation:
    r"""The cosine transform of $x^{-\gamma}$ scales like $u^{\gamma - 1} = u^{2s}$: Phase A
    smooths.
    """
    w = Working()
    x, u = sp.symbols("x u", positive=True)
    g = sp.Symbol("gamma", positive=True)
    transform = sp.integrate(x**-g * sp.cos(u * x), (x, 0, sp.oo), conds="none")
    exponent = sp.simplify(u * sp.diff(transform, u) / transform)
    w.equal(
        r"For $0 < \gamma < 1$ the transform of the kernel is a power of the frequency $u$.",
        exponent,
        g - 1,
        r"\int_0^\infty x^{-\gamma}\cos(ux)\,dx \propto u^{\gamma-1}",
    )
    a = sp.Symbol("a", positive=True)
    w.positive(
        r"In Phase A, $\gamma = 1 - a$, that power is negative: high frequencies are damped.",
        -exponent.subs(g, 1 - a),
        r"-(\gamma - 1) = a > 0",
    )
    s = sp.Symbol("s", real=True)
    order = w.solve(
        "A fractional Laplacian of order $s$ multiplies by $u^{2s}$. So its order is",
        2 * s,
        exponent,
        s,
    )
    index = sp.Mul(LEVY, 1 / ORDER, evaluate=False)
    times = w.value("The exponent less one is a multiple of that order.", index)
    return w.done(exponent=exponent, order=order, levy_over_order=times)


def derive_levy_range(index: sp.Expr) -> Derivation:
    """Which exponents have this index of a stable law."""
    w = Working()
    allowed = sp.solve_univariate_inequality(index > 0, gamma, relational=False).intersect(
        sp.solve_univariate_inequality(index < 2, gamma, relational=False)
    )
    w.require(
        "A stable law that is not Gaussian has an index strictly between 0 and 2 (2 is the "
        r"Gaussian). Solve for $\gamma$.",
        isinstance(allowed, sp.Interval) and allowed.left_open and allowed.right_open,
        rf"0 < \gamma - 1 < 2 \iff \gamma \in {typeset(allowed)}",
        [allowed.inf, allowed.sup],
    )
    has_one = w.compare(
        r"Phase A, $\gamma < 1$, has an exponent in that range only if the range begins below 1.",
        allowed.inf,
        "<",
        1,
    )
    phase_a = sp.Interval.open(-sp.oo, 1)
    w.require(
        "It has none.",
        allowed.intersect(phase_a) == sp.S.EmptySet,
        rf"{typeset(allowed)} \cap {typeset(phase_a)} = \emptyset",
    )
    return w.done(
        lower=allowed.inf,
        upper=allowed.sup,
        phase_a_has_an_index=has_one,
    )


@check
def levy_range() -> Derivation:
    r"""$\alpha = \gamma - 1$ is a non-Gaussian stable index iff $1 < \gamma < 3$: Phase A has
    none (E7).
    """
    return derive_levy_range(LEVY)
