"""What an average over tokens can and cannot do: leave one out, amplify (Ch. 4, 20, 23)."""

from itertools import combinations

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

_TOKENS = 4


_odds = sp.Symbol("x", positive=True)
_value, _rest = sp.symbols("v m", real=True)


def derive_removal(after: sp.Expr) -> Derivation:
    """How far the output moves, where `after` is the output without the token."""
    w = Working()
    odds, value, rest = _odds, _value, _rest
    share = odds / (1 + odds)
    before = share * value + (1 - share) * rest
    w.definition("The output mixes the value of the token with the mean $m$ of the others.")
    w.equal(
        r"Without the token it is that mean: it moves by $\alpha (m - v)$",
        after - before,
        share * (rest - value),
    )
    w.equal(
        r"or $\alpha/(1 - \alpha) (o - v)$.", after - before, share / (1 - share) * (before - value)
    )
    free = w.value(
        "A token whose value is the mean costs nothing.", sp.Subs(after - before, value, rest)
    )
    example = w.value(
        r"With $\alpha = 0.99$, $v = 0$ and $m = 1$ the output moves by 0.99.",
        sp.Subs(after - before, (odds, rest, value), (99, 1, 0)),
    )
    return w.done(move_when_removed=example, move_when_value_is_the_mean=free)


@check
def removal() -> Derivation:
    r"""Dropping a token renormalizes the others: $o' - o = \tfrac{\alpha}{1-\alpha}(o - v)$."""
    return derive_removal(_rest)


@check
def amplification() -> Derivation:
    r"""$|\sum_d p_d e^{iud}| \le 1$ for weights that sum to one: no frequency is amplified."""
    w = Working()
    u = sp.Symbol("u", real=True)
    weights = sp.symbols(f"p1:{_TOKENS + 1}", nonnegative=True)
    real = sum(p * sp.cos(u * d) for d, p in enumerate(weights, 1))
    imaginary = sum(p * sp.sin(u * d) for d, p in enumerate(weights, 1))
    lost = sum(
        2 * p * q * (1 - sp.cos(u * (e - d)))
        for (d, p), (e, q) in combinations(enumerate(weights, 1), 2)
    )
    w.equal(
        "What is lost of the squared sum of four weights is a sum over pairs,",
        sp.simplify(sp.expand(sum(weights) ** 2 - real**2 - imaginary**2 - lost, trig=True)),
        0,
        r"1-|\hat p(u)|^2=2\sum_{d<e}p_dp_e(1-\cos u(e-d))",
    )
    angle = sp.Symbol("t", real=True)
    w.equal(
        "each of them with a square, so that none is negative.",
        sp.expand(1 - sp.cos(2 * angle), trig=True),
        sp.expand(2 * sp.sin(angle) ** 2, trig=True),
    )
    summed = real.subs(weights[0], 1 - sum(weights[1:]))
    gain = w.value("At frequency zero nothing is lost.", sp.Subs(summed, u, 0))
    return w.done(largest_gain=gain)


@check
def share_outside() -> Derivation:
    r"""Of the whole mass at most the share $D^{1-\gamma}$ lies beyond $D$, for $\gamma > 1$ and
    every $N$.
    """
    w = Working()
    odds, shrink = sp.symbols("r q", positive=True)
    x, more = 1 / (1 + odds), 1 / (1 + shrink)
    y = x * more
    w.remark(
        r"With $x = D^{1-\gamma}$ and $y = N^{1-\gamma}$, $y < x < 1$, the integrals bound the "
        r"tail by $(x-y)/(\gamma-1)$ and the whole mass from below by $(1-y)/(\gamma-1)$."
    )
    w.positive("The share is at most $(x-y)/(1-y)$, which is less than $x$,", x - (x - y) / (1 - y))
    w.equal("for the difference is y(1-x)/(1-y).", x - (x - y) / (1 - y), y * (1 - x) / (1 - y))
    return w.done()
