"""Sums of powers against integrals of powers: the one comparison behind tails and windows."""

from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working, vanishes

_x = sp.Symbol("x", positive=True)


def power_integral(exponent: sp.Expr, low: Any, high: sp.Expr) -> sp.Expr:
    """The integral of x^-exponent from low to high, exponent not 1."""
    return (high ** (1 - exponent) - low ** (1 - exponent)) / (1 - exponent)


def state_comparison(w: Working, exponent: sp.Expr) -> None:
    """Each term d^-exponent lies between the integrals over [d, d+1] and [d-1, d].

    `exponent` is a positive sympy expression.
    """
    w.positive(
        r"$x^{-\gamma}$ falls in $x$, so each term is at most the integral over the unit "
        "interval before it and at least the integral over the one after it.",
        -sp.diff(_x**-exponent, _x),
        r"\int_d^{d+1}x^{-\gamma}\,dx \le d^{-\gamma} \le \int_{d-1}^{d}x^{-\gamma}\,dx",
    )
    b = sp.Symbol("b", positive=True)
    integral = sp.log(b) if exponent == 1 else power_integral(exponent, 1, b)
    w.require(
        "The integral of a power: it vanishes at 1 and has the power as its derivative.",
        integral.subs(b, 1) == 0 and vanishes(sp.diff(integral, b) - b**-exponent),
        r"\int_1^b x^{-1}\,dx = \log b"
        if exponent == 1
        else r"\int_1^b x^{-\gamma}\,dx = \frac{b^{1-\gamma}-1}{1-\gamma}",
    )
