"""Chains of imperfect steps, and repeated tries at the same tasks (ch. 32)."""

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check


@check
def compound() -> Derivation:
    """Ten independent steps at 90 % all succeed with probability 0.3487; long chains fail."""
    w = Working()
    k = sp.Symbol("k", positive=True)
    odds = sp.Symbol("x", positive=True)
    p = 1 / (1 + odds)
    each = sp.Symbol("p")
    i = sp.Symbol("i", integer=True)
    chain = sp.Product(each, (i, 1, 10))
    w.equal("Independent steps multiply.", chain, each**10)
    ten = w.value("Ten steps at $9/10$.", sp.Subs(each**10, each, sp.Rational(9, 10)))
    w.remark("Any reliability below one is $1/(1 + x)$ with $x > 0$.")
    w.positive("A further step lowers the chain's reliability,", p**k - p ** (k + 1))
    end = w.limit("and a long enough chain fails.", (1 + odds) ** (-k), k, sp.oo)
    step = sp.Symbol("p", positive=True)
    needed = w.solve(
        "Ten steps reach 90 % in all if each has this reliability.",
        step**10,
        sp.Rational(9, 10),
        step,
    )
    return w.done(ten_steps=ten, long_chain=end, step_for_ninety_percent=needed)


_TRIES = 8
_p, _m = sp.symbols("p m", nonnegative=True)
_ONE, _EIGHT = sp.Rational(61, 100), sp.Rational(25, 100)


def tangent_quotient() -> tuple[sp.Expr, sp.Expr]:
    """Q and the remainder of p^8 less its tangent at m, divided by (p - m)^2."""
    tangent = _m**_TRIES + _TRIES * _m ** (_TRIES - 1) * (_p - _m)
    quotient, rest = sp.div(sp.expand(_p**_TRIES - tangent), sp.expand((_p - _m) ** 2), _p)
    return sp.expand(quotient), rest


def state_tangent(w: Working) -> sp.Expr:
    """Derive that p^8 is its tangent plus a square times Q with positive coefficients; return Q."""
    quotient, _ = tangent_quotient()
    w.definition(
        "A task that one try solves with probability $p$ is solved eight times in a row with "
        "$p^{8}$.",
        r"\text{pass}^1=E[p],\quad\text{pass}^8=E[p^8]",
    )
    w.equal(
        "$p^{8}$ is its tangent at $m$ and a square times $Q$.",
        _p**_TRIES,
        _m**_TRIES + _TRIES * _m ** (_TRIES - 1) * (_p - _m) + (_p - _m) ** 2 * quotient,
        r"p^8-m^8-8m^7(p-m)=(p-m)^2Q(p,m)",
    )
    w.require(
        "All coefficients of $Q$ are positive.",
        all(c > 0 for c in sp.Poly(quotient, _p, _m).coeffs()),
        f"Q={typeset(quotient)}",
    )
    return quotient


@check
def pass_k() -> Derivation:
    """61 % at one try is 1.9 % to 61 % at eight: only tasks that differ can give 25 %."""
    w = Working()
    state_tangent(w)
    mean = sp.Symbol("m", nonnegative=True)
    tangent = _m**_TRIES + _TRIES * _m ** (_TRIES - 1) * (_p - _m)
    w.equal(
        r"Averaged at $m = E[p]$, the tangent is $m^{8}$, as it is linear in $p$: $E[p^{8}] \ge "
        "m^{8}$ (Jensen).",
        tangent.subs(_p, mean).subs(_m, mean),
        mean**_TRIES,
        r"E[p^8] \ge m^8",
    )
    w.remark("The square vanishes for all tasks only if they are equally hard: then it is equal.")
    above = sp.Symbol("epsilon", nonnegative=True)
    w.nonnegative(
        r"As $p \le 1$, written $1/(1 + \epsilon)$, $p^{8} \le p$: eight in a row are no "
        "likelier than one.",
        sp.expand((1 + above) ** (_TRIES - 1) - 1),
        r"\frac{p}{p^8}-1=(1+\varepsilon)^7-1\ge0",
    )
    alike = w.value("If all tasks were alike:", sp.Pow(_ONE, _TRIES, evaluate=False))
    w.require(
        "25 % lies strictly between the two: some tasks are harder than others.",
        bool(alike < _EIGHT < _ONE),
        f"{sp.N(alike, 3)}<0.25<0.61",
    )
    share = sp.Symbol("a", nonnegative=True)
    most = w.value(
        "The upper end is reached: a share of tasks that always succeed, and others that never do.",
        sp.Subs(share * 1**_TRIES + (1 - share) * 0**_TRIES, share, _ONE),
    )
    same = w.compare("Whether the tasks could be alike:", alike, "=", _EIGHT)
    return w.done(if_all_tasks_alike=alike, at_most=most, tasks_are_alike=same)


@check
def least_spread() -> Derivation:
    """61 % at one try and 25 % at eight: success rates of tasks deviate by at least 0.22."""
    w = Working()
    quotient = state_tangent(w)
    easy, b = sp.symbols("a b", positive=True)
    (share,) = sp.solve(sp.Eq(easy + (1 - easy) * b, _ONE), easy)
    condition = sp.numer(sp.together(share + (1 - share) * b**_TRIES - _EIGHT))
    # At b = 1 the share is undefined: that root is no law.
    equation = sp.Poly(sp.cancel(condition / (1 - b)), b)
    w.definition(
        "Take a share of tasks that always succeed and the others at one rate $b$: 61 % fixes "
        "the share, 25 % fixes $b$.",
        f"{typeset(equation.as_expr())}=0",
    )
    variance = (1 - _ONE) * (_ONE - b)
    w.equal(
        "The variance of that law.",
        share + (1 - share) * b**2 - _ONE**2,
        variance,
    )
    slack = _EIGHT - b**_TRIES - _TRIES * b ** (_TRIES - 1) * (_ONE - b)
    bound = slack / quotient.subs({_p: 1, _m: b}) - (_ONE - b) ** 2
    difference = sp.Poly(sp.numer(sp.together(bound - variance)), b)
    w.equal(
        "Any other law has no less: as $Q$ rises with $p$, $E[p^{8}]$ is at most the tangent "
        "at $b$ and $Q(1, b)$ times $E[(p - b)^{2}]$; solved for the variance, at the root "
        "$b$, that is the same.",
        sp.Mul(sp.quo(difference, equation).as_expr(), equation.as_expr(), evaluate=False),
        difference.as_expr(),
        r"E[p^8]\le b^8+8b^7(m-b)+Q(1,b)\bigl(\operatorname{Var}(p)+(m-b)^2\bigr)",
    )
    (rate,) = (root for root in equation.real_roots() if 0 < root < _ONE)
    deviation = sp.sqrt(variance.subs(b, rate))
    w.require(
        "In numbers.",
        equation.eval(sp.Rational(3, 10)) * equation.eval(sp.Rational(6, 10)) < 0
        and 0 < rate < _ONE,
        f"b={sp.N(rate, 4)},\\quad\\sigma\\ge{sp.N(deviation, 4)}",
        [deviation],
    )
    bound = sp.Rational(11, 50)
    w.require("That is more than 0.22.", bool(deviation > bound), r"\sigma>0.22", [bound])
    return w.done(least_deviation_of_tasks=deviation, deviation_at_least=bound)
