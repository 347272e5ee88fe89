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


@check
def normalization() -> Derivation:
    """The weights z^k / k^s divided by Li_s(z) sum to one, for 0 < z < 1 and for z = 1, s > 1."""
    w = Working()
    x = sp.Symbol("x", positive=True)
    ratio = w.limit(
        "Neighbouring terms have the ratio z (k/(k+1))^s, which tends to z: for z < 1 the series "
        "converges for every s.",
        z * (1 + 1 / x) ** -s,
        x,
        sp.oo,
    )
    a = sp.Symbol("a", positive=True)
    at_one = w.limit(
        "For z = 1 and s = 1 + a the integral test bounds it.", (1 - x**-a) / a, x, sp.oo
    )
    w.require("That bound is finite.", at_one.is_finite)
    diverges = w.limit(
        "For z = 1 and s = 1 the integral is unbounded, and for s < 1 the terms are larger still: "
        "there is no normalization.",
        sp.log(x),
        x,
        sp.oo,
    )
    normalizer = sp.Sum(term(s, z), (k, 1, sp.oo))
    divided = sp.factor_terms(sp.Sum(term(s, z) / normalizer, (k, 1, sp.oo)))
    total = sp.simplify(divided)
    w.equal(
        "Divide every term by the normalizer: a convergent series is linear, the constant factor "
        "comes out, and the sum is one.",
        total,
        1,
        r"\sum_{k\ge1}\frac{z^k k^{-s}}{\mathrm{Li}_s(z)} = 1",
    )
    return w.done(total=total, ratio=ratio, at_one_order_one=diverges)


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
    step = sp.simplify(partial.subs(n, n + 1) - partial - (z * sp.exp(-t)) ** (n + 1))
    w.equal(
        "The geometric series under the integral sums to z / (e^t - z).",
        step,
        0,
        r"\Gamma(s)\,\mathrm{Li}_s(z) = \int_0^\infty \frac{t^{s-1}z}{e^t - z}\,dt",
    )
    w.note(
        "At z = 1 this is the integral of Gamma(s) zeta(s) (DLMF 25.5.1).",
        r"\int_0^\infty \frac{t^{s-1}}{e^t-1}\,dt = \Gamma(s)\,\zeta(s)",
    )
    a = sp.Symbol("a", positive=True)
    value = sp.Sum(term(1 + a, 1), (k, 1, sp.oo)).doit().subs(a, s - 1)
    w.equal(
        "And the series at z = 1, s > 1, is the Dirichlet series of zeta.",
        value,
        sp.zeta(s),
        r"\sum_{k\ge1} k^{-s} = \zeta(s)",
    )
    exact = {order: sp.Sum(term(order, 1), (k, 1, sp.oo)).doit() for order in (2, 4)}
    for order, known in exact.items():
        w.equal(
            f"Exactly at s = {order}.",
            known,
            sp.polylog(order, 1),
            rf"\mathrm{{Li}}_{{{order}}}(1) = {typeset(known)}",
        )
    return w.done(value=value, at_two=exact[2], at_four=exact[4])


@check
def zeta_at_one() -> Derivation:
    """Li_s(1) = zeta(s): term by term, and through the integral representation of both."""
    return derive_zeta_at_one(term)


def derive_special_orders(term: Callable[[Any, Any], sp.Expr]) -> Derivation:
    """Orders zero and one, where `term` is the k-th term of the series."""
    w = Working()
    n = sp.Symbol("n", integer=True, nonnegative=True)
    partial = z * (1 - z**n) / (1 - z)
    w.equal(
        "Order zero is the geometric series: this closed form is 0 at n = 0 and grows by z^(n+1).",
        partial.subs(n, n + 1) - partial,
        z ** (n + 1),
        rf"\sum_{{k=1}}^{{n}} z^k = {typeset(partial)}",
    )
    below = sp.Symbol("u", positive=True)
    remainder = w.limit(
        "For z < 1 (here z = 1/(1 + u)) the power z^n vanishes.", (1 + below) ** -n, n, sp.oo
    )
    order_zero = (partial / (1 - z**n)) * (1 - remainder)
    w.equal(
        "z d/dz lowers the order by one, term by term.",
        z * sp.diff(term(s, z), z),
        term(s - 1, z),
        r"z\,\frac{d}{dz}\mathrm{Li}_s(z) = \mathrm{Li}_{s-1}(z)",
    )
    order_one = -sp.log(1 - z)
    w.equal(
        "So Li_1 has the derivative 1/(1 - z).",
        sp.diff(order_one, z),
        order_zero / z,
        r"\frac{d}{dz}\mathrm{Li}_1(z) = \frac{1}{1-z}",
    )
    w.equal(
        "It vanishes at 0 like the series.",
        order_one.subs(z, 0),
        0,
        rf"\mathrm{{Li}}_1(z) = {typeset(order_one)}",
    )
    coefficients = sp.series(order_one, z, 0, 7).removeO()
    w.equal(
        "Compare the first six coefficients with 1/k.",
        coefficients,
        sum(term(1, z).subs(k, j) for j in range(1, 7)),
    )
    return w.done(order_zero=sp.simplify(order_zero), order_one=order_one)


@check
def special_orders() -> Derivation:
    """Li_0(z) = z/(1-z) and Li_1(z) = -log(1-z) for 0 <= z < 1."""
    return derive_special_orders(term)
