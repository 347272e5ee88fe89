"""Why attention divides its scores by the root of the width (ch. 4)."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

# Two laws of zero mean and unit variance, as (value, probability).
_COIN = ((sp.Integer(1), sp.Rational(1, 2)), (sp.Integer(-1), sp.Rational(1, 2)))
_SKEW = ((sp.Rational(-1, 2), sp.Rational(4, 5)), (sp.Integer(2), sp.Rational(1, 5)))
_UNIT = {0: 1, 1: 0, 2: 1}


def expectation(polynomial: sp.Expr, moments: Mapping[sp.Expr, Mapping[int, Any]]) -> sp.Expr:
    """Expectation of a polynomial in independent variables with the given moments.

    `moments[x][k]` is E[x^k] for every power k of x that occurs.
    """
    variables = list(moments)
    total = sp.Integer(0)
    for powers, coefficient in sp.Poly(polynomial, *variables).terms():
        factors = [moments[x][k] for x, k in zip(variables, powers, strict=True)]
        total += coefficient * sp.prod(factors)
    return sp.expand(total)


def dot_moments(width: int, moments: Mapping[int, Any]) -> tuple[sp.Expr, sp.Expr]:
    """Mean and variance of q.k for independent entries with the given moments, from the sum."""
    q, k = sp.symbols(f"q1:{width + 1}"), sp.symbols(f"k1:{width + 1}")
    score = sum((a * b for a, b in zip(q, k, strict=True)), sp.Integer(0))
    laws = dict.fromkeys((*q, *k), moments)
    mean = expectation(score, laws)
    return mean, sp.expand(expectation(score**2, laws) - mean**2)


def enumerated_variance(width: int, law: Sequence[tuple[sp.Expr, sp.Expr]]) -> sp.Expr:
    """Variance of q.k over every outcome of 2*width independent entries."""
    mean, square = sp.Integer(0), sp.Integer(0)
    for outcome in product(law, repeat=2 * width):
        weight = sp.prod([probability for _, probability in outcome])
        values = [value for value, _ in outcome]
        score = sum(a * b for a, b in zip(values[:width], values[width:], strict=True))
        mean += weight * score
        square += weight * score**2
    return square - mean**2


def derive_variance(divisor: Callable[[sp.Expr], sp.Expr]) -> Derivation:
    """Derive the variance of q.k, and whether dividing by the divisor (of d) makes it one."""
    w = Working()
    d = sp.Symbol("d", positive=True, integer=True)
    w.definition(
        r"$q\cdot k$ is the sum of $q_i k_i$; all entries independent, mean 0, "
        "variance 1."
    )
    for width in range(1, 5):
        mean, spread = dot_moments(width, _UNIT)
        w.vanish(
            f"Width {width}: expand the square and take expectations; only squares survive.",
            [mean, spread - width],
            f"\\operatorname{{Var}}={typeset(spread)}",
        )
    S, q, k = sp.symbols("S q k")
    moments = {S: {0: 1, 1: 0, 2: d}, q: _UNIT, k: _UNIT}
    further = expectation((S + q * k) ** 2, moments) - expectation(S + q * k, moments) ** 2
    w.equal(
        "Every width: if $d$ terms have mean 0 and variance $d$, one more makes it $d + 1$.",
        further,
        d + 1,
        f"E[(S+qk)^2]={typeset(further)}",
    )
    for law, name, widths in ((_COIN, "fair signs", (1, 2, 3)), (_SKEW, "a skewed law", (1, 2))):
        spreads = [enumerated_variance(width, law) for width in widths]
        w.vanish(
            f"Listing every outcome of {name}: variances {spreads}.",
            [spread - width for spread, width in zip(spreads, widths, strict=True)],
        )
    found = sp.expand(further.subs(d, d - 1))
    scaled = found / divisor(d) ** 2
    w.equal("That is, $d$ terms have this variance.", sp.Subs(further, d, d - 1), found)
    by = sp.Pow(divisor(d), -2, evaluate=False)
    w.equal(
        rf"Divided by ${typeset(divisor(d))}$, the variance is 1 at every width.",
        sp.Mul(found, by, evaluate=False),
        1,
    )
    deviations = {
        f"deviation_{width}": w.value(
            f"Deviation at width {width}.", sp.Subs(sp.sqrt(found), d, width)
        )
        for width in (4, 64, 4096)
    }
    return w.done(
        variance=found,
        scaled_variance=scaled,
        **deviations,
    )


@check
def variance() -> Derivation:
    r"""$\mathrm{Var}(q\cdot k) = d$ for independent entries of zero mean and unit variance;
    scaled, it is one.
    """
    return derive_variance(sp.sqrt)
