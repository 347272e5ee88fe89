"""The polylogarithm as normalizer of the damped power law (Ch. 21)."""

from collections.abc import Callable
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

s, z = sp.symbols("s z", positive=True)
k = sp.Symbol("k", integer=True, positive=True)


def term(order: Any, argument: Any) -> sp.Expr:
    """The k-th term z^k / k^s of the defining series."""
    return argument**k / k**order


def derive_normalization(argument: Any) -> Derivation:
    """Whether the weights at this argument, whatever their order, can be normalized to one.

    The order is any real number; `argument` is an expression that sympy sees to be positive.
    """
    w = Working()
    order, x = sp.Symbol("s", real=True), sp.Symbol("x", positive=True)
    ratio = w.limit(
        "Neighbouring terms have the ratio $z (1 + 1/k)^{-s}$, which tends to $z$ for every "
        "real $s$.",
        argument * (1 + 1 / x) ** -order,
        x,
        sp.oo,
    )
    middle = (1 + ratio) / 2
    w.positive(
        "Take $r$ half way between $z$ and 1. It exceeds the limit $z$, so from some $k = n$ "
        "on the ratio is below $r$,",
        middle - ratio,
        r"r - z > 0,\quad r = \frac{1+z}{2}",
    )
    excess = sp.factor(1 / middle - 1)
    w.positive(
        "and $r$ is below 1, so that $1/r$ is $1 + v$ with $v > 0$.",
        excess,
        rf"v = \frac1r - 1 = {typeset(excess)} > 0",
    )
    c, v = sp.symbols("c v", positive=True)
    m = sp.Symbol("m", integer=True, positive=True)
    total = w.limit(
        "What $m$ terms from there leave of the series is below a geometric series, a constant "
        r"times $r^{m}$. So the partial sums over the normalizer $\mathrm{Li}_s(z)$, which is "
        "at least its first term, fall short of 1 by less than",
        1 - c * (1 + v) ** -m,
        m,
        sp.oo,
    )
    return w.done(total=total, ratio=ratio)


def derive_normalization_at_one(excess: Any) -> Derivation:
    """Whether the weights at z = 1 and the order 1 + `excess` can be normalized to one."""
    w = Working()
    x = sp.Symbol("x", positive=True)
    w.positive("For $z = 1$ the order must exceed 1, here by", sp.sympify(excess))
    a = sp.Symbol("a", positive=True)
    w.equal(
        "The rest beyond $n$ is at most the integral from $n$ on.",
        sp.Integral(x ** (-1 - a), (x, k, sp.oo)),
        k**-a / a,
        r"\sum_{k>n}k^{-1-a}\le\int_n^\infty x^{-1-a}\,dx = \frac{n^{-a}}{a}",
    )
    total = w.limit(
        "So the partial sums over the normalizer fall short of 1 by less than",
        1 - x**-a / a,
        x,
        sp.oo,
    )
    diverges = w.limit(
        "For the order 1 the integral is unbounded, and below it the terms are larger still: there "
        "is no normalization.",
        sp.log(x),
        x,
        sp.oo,
    )
    return w.done(total=total, at_one_order_one=diverges)


@check
def normalization() -> Derivation:
    r"""The weights $z^{k} / k^{s}$ divided by $\mathrm{Li}_s(z)$ sum to one, for $0 < z < 1$
    and every real $s$.
    """
    below = sp.Symbol("u", positive=True)
    damped = derive_normalization(1 / (1 + below))
    undamped = derive_normalization_at_one(sp.Symbol("a", positive=True))
    back = {sp.Symbol("u"): 1 / z - 1}
    w = Working([*damped.steps, *undamped.steps], holds=damped.holds and undamped.holds)
    ratio = w.put(damped.results["ratio"], back)
    w.remark("Here $z < 1$ is written $1/(1 + u)$ with $u > 0$.")
    return w.done(
        total=damped.results["total"],
        ratio=sp.simplify(ratio),
        at_one_order_one=undamped.results["at_one_order_one"],
    )


def derive_zeta_at_one(term: Callable[[Any, Any], sp.Expr]) -> Derivation:
    """The series at one, where `term` is its k-th term."""
    w = Working()
    t = sp.Symbol("t", positive=True)
    piece = w.integral(
        "Each term is an integral.", t ** (s - 1) * sp.exp(-k * t) * z**k / sp.gamma(s), t, 0, sp.oo
    )
    w.equal(
        "It is the term of the series.",
        piece,
        term(s, z),
        r"\frac{1}{\Gamma(s)}\int_0^\infty t^{s-1}e^{-kt}z^k\,dt = \frac{z^k}{k^s}",
    )
    n = sp.Symbol("n", integer=True, positive=True)
    partial = (1 - (z * sp.exp(-t)) ** n) * z / (sp.exp(t) - z)
    w.equal(
        "The geometric series under the integral sums to $z / (e^{t} - z)$.",
        partial.subs(n, n + 1),
        partial + (z * sp.exp(-t)) ** (n + 1),
        r"\Gamma(s)\,\mathrm{Li}_s(z) = \int_0^\infty \frac{t^{s-1}z}{e^t - z}\,dt",
    )
    w.definition(
        r"At $z = 1$ this is the integral of $\Gamma(s) \zeta(s)$ (DLMF 25.5.1).",
        r"\int_0^\infty \frac{t^{s-1}}{e^t-1}\,dt = \Gamma(s)\,\zeta(s)",
    )
    a = sp.Symbol("a", positive=True)
    w.equal(
        r"And the series at $z = 1$, $s = 1 + a$, is the Dirichlet series of $\zeta$.",
        sp.Sum(term(1 + a, 1), (k, 1, sp.oo)),
        sp.zeta(1 + a),
    )
    value = w.put(sp.zeta(1 + a), {a: s - 1})
    w.definition(
        "Two values follow from the product of the sine (DLMF 4.22.1).",
        r"\frac{\sin x}{x} = \prod_{k\ge1}\left(1-\frac{x^2}{k^2\pi^2}\right)",
    )
    x = sp.Symbol("x")
    logarithm = sp.series(-sp.log(sp.sin(x) / x), x, 0, 6).removeO()
    exact = {}
    for order in (2, 4):
        exact[order] = sp.pi**order * sp.Rational(order, 2) * logarithm.coeff(x, order)
        w.equal(
            "Compare the coefficients of minus its logarithm: that of $x^{2m}$ is the series "
            r"at $2m$ over $m\pi^{2m}$.",
            sp.Sum(term(order, 1), (k, 1, sp.oo)),
            exact[order],
        )
    return w.done(value=value, at_two=exact[2], at_four=exact[4])


@check
def zeta_at_one() -> Derivation:
    r"""$\mathrm{Li}_s(1) = \zeta(s)$: term by term, and through the integral representation of
    both.
    """
    return derive_zeta_at_one(term)


def derive_special_orders(term: Callable[[Any, Any], sp.Expr]) -> Derivation:
    """Orders zero and one, where `term` is the k-th term of the series."""
    w = Working()
    n = sp.Symbol("n", integer=True, nonnegative=True)
    partial = z * (1 - z**n) / (1 - z)
    w.equal(
        "Order zero is the geometric series: this closed form is 0 at $n = 0$ and grows by "
        "$z^{n+1}$.",
        partial.subs(n, n + 1) - partial,
        z ** (n + 1),
        rf"\sum_{{k=1}}^{{n}} z^k = {typeset(partial)}",
    )
    below = sp.Symbol("u", positive=True)
    remainder = w.limit(
        "For $z < 1$ (here $z = 1/(1 + u)$) the power $z^{n}$ vanishes.",
        (1 + below) ** -n,
        n,
        sp.oo,
    )
    order_zero = (partial / (1 - z**n)) * (1 - remainder)
    w.equal(
        r"$z\,\tfrac{d}{dz}$ lowers the order by one, term by term.",
        z * sp.diff(term(s, z), z),
        term(s - 1, z),
        r"z\,\frac{d}{dz}\mathrm{Li}_s(z) = \mathrm{Li}_{s-1}(z)",
    )
    order_one = -sp.log(1 - z)
    w.equal(
        r"So $\mathrm{Li}_1$ has the derivative $1/(1 - z)$.",
        sp.diff(order_one, z),
        order_zero / z,
        r"\frac{d}{dz}\mathrm{Li}_1(z) = \frac{1}{1-z}",
    )
    w.require(
        "It vanishes at 0 like the series.",
        order_one.subs(z, 0) == 0,
        rf"\mathrm{{Li}}_1(z) = {typeset(order_one)}",
        [order_one],
    )
    coefficients = sp.series(order_one, z, 0, 7).removeO()
    w.equal(
        "Compare the first six coefficients with $1/k$.",
        coefficients,
        sum(term(1, z).subs(k, j) for j in range(1, 7)),
        r"-\log(1-z) = z + \frac{z^2}{2} + \frac{z^3}{3} + \dots",
    )
    zero = z / (1 - z)
    w.equal(
        "The closed form of order zero, in the limit.",
        order_zero,
        zero,
        rf"\mathrm{{Li}}_0(z) = {typeset(zero)}",
    )
    return w.done(order_zero=zero, order_one=order_one)


@check
def special_orders() -> Derivation:
    r"""$\mathrm{Li}_0(z) = z/(1 - z)$ and $\mathrm{Li}_1(z) = -\log(1 - z)$ for $0 \le z < 1$."""
    return derive_special_orders(term)
