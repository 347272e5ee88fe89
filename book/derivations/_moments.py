"""Averages over a context of unspecified length, and their derivatives in the exponent.

The power-law family on the distances ``d`` has weights ``c(d) d^-gamma``. All that its
thermodynamics needs are the unnormalised logarithmic moments ``m_k = sum c(d) (log d)^k d^-gamma``:
``m_0`` is the partition function, an average of a polynomial in ``log d`` is linear in them, and
one rule gives their derivatives.
"""

from collections.abc import Callable

import sympy as sp

from pycheck.checks.derivation import Working, typeset

gamma = sp.Symbol("gamma", real=True, nonzero=True)
temperature = sp.Symbol("T", real=True, nonzero=True)
log_d = sp.Symbol("ell", nonnegative=True)

_HIGHEST = 5
_m = [sp.Function(f"m_{k}", real=True) for k in range(_HIGHEST)]

partition = _m[0](gamma)


def moment(k: int) -> sp.Expr:
    """The unnormalised moment ``m_k(gamma)``."""
    return _m[k](gamma)


def rate(expression: sp.Expr) -> sp.Expr:
    """The derivative in gamma, by the rule ``d m_k / d gamma = -m_(k+1)``."""
    rule = {sp.Derivative(_m[k](gamma), gamma): -_m[k + 1](gamma) for k in range(_HIGHEST - 1)}
    return sp.diff(expression, gamma).xreplace(rule)


def average(polynomial: sp.Expr) -> sp.Expr:
    """The mean of a polynomial in ``log_d`` under the family."""
    terms = sp.Poly(polynomial, log_d).terms()
    return sum(factor * moment(power) for (power,), factor in terms) / partition


def rate_in_temperature(expression: sp.Expr) -> sp.Expr:
    """The derivative in ``T = 1 / gamma``, written in gamma again: the chain rule."""
    slope = sp.diff(1 / temperature, temperature).subs(temperature, 1 / gamma)
    return rate(expression) * slope


def state_moment_rule(
    w: Working, length: sp.Expr, coefficient: Callable[[sp.Expr], sp.Expr]
) -> None:
    """Derive the rule on the sums themselves: symbolic order, symbolic or infinite length.

    `coefficient` maps a distance to its factor ``c(d)``.
    """
    d = sp.Symbol("d", integer=True, positive=True)
    k = sp.Symbol("k", integer=True, nonnegative=True)

    def term(order: sp.Expr) -> sp.Expr:
        return coefficient(d) * sp.log(d) ** order * d**-gamma

    derived = sp.diff(sp.Sum(term(k), (d, 1, length)), gamma)
    w.equal(
        r"Differentiate a logarithmic moment term by term: each term brings down $-\log d$, so "
        "the derivative is minus the next moment.",
        derived.function + term(k + 1),
        0,
        rf"\frac{{d}}{{d\gamma}} m_k = {typeset(derived)} = -m_{{k+1}}",
    )


def state_heat_capacity(w: Working) -> sp.Expr:
    """Derive that dU/dT at T = 1/gamma is a multiple of the variance; returns the multiple."""
    heat = rate_in_temperature(average(log_d))
    multiple = sp.simplify(heat / (average(log_d**2) - average(log_d) ** 2))
    w.require(
        r"The heat capacity is $dU/dT$ at $T = 1/\gamma$; with $d m_k / d \gamma = -m_{k+1}$ "
        "for the logarithmic moments it is a multiple of the variance of the log-distance.",
        not multiple.has(sp.core.function.AppliedUndef),
        rf"C_V = \frac{{dU}}{{dT}} = {typeset(multiple)}\,\mathrm{{Var}}(\log d)",
    )
    return multiple


def state_log_power_bound(w: Working) -> None:
    """``(log x)^k <= (k / (e epsilon))^k x^epsilon`` for x >= 1: logarithms lose to every power."""
    x = sp.Symbol("x", positive=True)
    k = sp.Symbol("k", positive=True)
    epsilon = sp.Symbol("epsilon", positive=True)
    t = sp.Symbol("t", positive=True)
    ratio = t**k * sp.exp(-epsilon * t)
    slope = sp.simplify(sp.diff(ratio, t) * t / ratio)
    w.equal(
        r"With $t = \log x$, the ratio $t^{k} e^{-\epsilon t}$ rises while $t < k / \epsilon$ "
        "and falls after.",
        slope,
        k - epsilon * t,
        rf"t\,\frac{{d}}{{dt}}\log\left({typeset(ratio)}\right) = k - \epsilon t",
    )
    w.equal(
        r"So it never exceeds its value at $t = k / \epsilon$.",
        ratio.subs(t, k / epsilon),
        (k / (sp.E * epsilon)) ** k,
        rf"(\log {typeset(x)})^k \le \left(\frac{{k}}{{e\,\epsilon}}\right)^k x^{{\epsilon}}",
    )
