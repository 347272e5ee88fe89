"""One query's softmax: by hand, scaled up and down, and what it says of influence (ch. 4-35)."""

from collections.abc import Sequence
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check


def softmax(scores: Sequence[Any]) -> list[sp.Expr]:
    """exp(s_i) over the sum of all exp(s_j), exactly."""
    total = sum(sp.exp(score) for score in scores)
    return [sp.exp(score) / total for score in scores]


@check
def by_hand() -> Derivation:
    """The three-token example: scores 0, 2, 2, divided by the root of two, then softmax."""
    w = Working()
    query = sp.Matrix([0, 2])
    keys = [sp.Matrix(key) for key in ([1, 0], [0, 1], [1, 1])]
    scores = [query.dot(key) for key in keys]
    w.note("Dot products of q = [0, 2] with the keys.", typeset(scores))
    scaled = [score / sp.sqrt(len(query)) for score in scores]
    weights = softmax(scaled)
    w.note("Divide by the root of the width 2 and exponentiate.", typeset(weights))
    w.equal("The weights sum to one.", sum(weights), 1)
    w.require("Token 1 gets the least weight.", sp.ask(sp.Q.positive(scaled[1] - scaled[0])))
    w.note("Tokens 2 and 3 have the same score, so the same weight.")
    return w.done(
        **{f"score_{i}": score for i, score in enumerate(scores, 1)},
        **{f"weight_{i}": weight for i, weight in enumerate(weights, 1)},
        weight_2_minus_weight_3=weights[1] - weights[2],
    )


@check
def shift_invariance() -> Derivation:
    """Adding a constant to every score changes no weight."""
    w = Working()
    c = sp.Symbol("c", real=True)
    s = sp.Symbol("s_j", real=True)
    factor = sp.exp(s + c) / sp.exp(s)
    w.equal(
        "Every exponential, above and below the bar, gains the same factor.",
        factor,
        sp.exp(c),
        "e^{s_j+c}=e^c e^{s_j}",
    )
    for count in (2, 3, 4):
        scores = sp.symbols(f"s1:{count + 1}", real=True)
        moved = softmax([score + c for score in scores])
        w.vanish(
            f"Written out for {count} tokens.",
            [sp.expand(a) - sp.expand(b) for a, b in zip(moved, softmax(scores), strict=True)],
        )
    return w.done()


def saturate(gaps: Sequence[Any], inverse_temperature: sp.Expr) -> sp.Expr:
    """Weight of a token that leads the others by the given gaps in score."""
    return softmax([0, *(-inverse_temperature * gap for gap in gaps)])[0]


@check
def saturation() -> Derivation:
    """Scaling the logits up gives all the weight to the largest score, shared where it is tied."""
    w = Working()
    b, gap, n = sp.symbols("beta delta n", positive=True)
    for others in (1, 2, 3):
        gaps = sp.symbols(f"delta1:{others + 1}", positive=True)
        limit = sp.limit(saturate(gaps, b), b, sp.oo)
        w.equal(
            f"{others + 1} tokens, any gaps above zero: the weight of the leader tends to one.",
            limit,
            1,
            "\\frac{1}{1+\\sum_j e^{-\\beta\\delta_j}}\\to" + typeset(limit),
        )
    rest = sp.Symbol("R", positive=True)
    shortfall = 1 - 1 / (1 + rest)
    w.positive(
        "Any number of tokens: if R sums the other exponentials, the shortfall is below R,",
        rest - shortfall,
        "1-w=\\frac{R}{1+R}<R",
    )
    w.equal(
        "and R is at most n - 1 times the exponential of the smallest gap, which vanishes.",
        sp.limit((n - 1) * sp.exp(-b * gap), b, sp.oo),
        0,
        "(n-1)e^{-\\beta\\delta}\\to0",
    )
    tied = sp.limit(saturate([0, gap], b), b, sp.oo)
    w.note("Two tokens that tie for the largest score share the weight.", typeset(tied))
    return w.done(
        leader=sp.limit(saturate([gap], b), b, sp.oo),
        other=1 - sp.limit(saturate([gap], b), b, sp.oo),
        two_way_tie=tied,
    )


@check
def temperature() -> Derivation:
    """Temperature to zero is greedy, to infinity uniform; between them it keeps the ranking."""
    w = Working()
    T, gap = sp.symbols("T delta", positive=True)
    weight = saturate([gap], 1 / T)
    cold, hot = sp.limit(weight, T, 0, "+"), sp.limit(weight, T, sp.oo)
    w.note("Two tokens, the first ahead by a gap: its weight at T to 0 and at T to infinity.")
    w.vanish("Cold: all of it. Hot: half of it.", [cold - 1, hot - sp.Rational(1, 2)])
    ratio = sp.exp(gap / T)
    w.require(
        "At every T the ratio of two weights is exp(gap/T) > 1: the ranking stays,",
        (sp.log(ratio)).is_positive,
        f"w_1/w_2={typeset(ratio)}",
    )
    w.require(
        "and the ratio falls as T grows.",
        sp.diff(sp.log(ratio), T).is_negative,
    )
    b = sp.Symbol("beta", positive=True)
    for count in (2, 3):
        scores = sp.symbols(f"s1:{count + 1}", real=True)
        weights = softmax([b * score for score in scores])
        log_total = sp.log(sum(sp.exp(b * score) for score in scores))
        mean = sum(p * s for p, s in zip(weights, scores, strict=True))
        spread = sum(p * (s - mean) ** 2 for p, s in zip(weights, scores, strict=True))
        entropy = -sum(p * (b * s - log_total) for p, s in zip(weights, scores, strict=True))
        w.vanish(
            f"The entropy of {count} tokens falls in beta = 1/T at the rate beta times the "
            "variance of the scores: colder is always peakier.",
            [
                entropy - (log_total - b * mean),
                sp.diff(log_total, b) - mean,
                sp.diff(mean, b) - spread,
            ],
            r"H=\log Z-\beta\bar s,\quad\partial_\beta H=-\beta\operatorname{Var}(s)",
        )
    stretch = sp.simplify(sp.log(ratio) / sp.log(ratio.subs(T, 1)))
    at_four_fifths = stretch.subs(T, sp.Rational(4, 5))
    w.equal(
        "Against the model's own law, T = 1, all log-ratios are stretched by 1/T: only T > 1 "
        "flattens, and T = 0.8 sharpens.",
        stretch,
        1 / T,
        f"T=0.8:\\ {typeset(at_four_fifths)}",
    )
    return w.done(
        cold=cold,
        hot_two_tokens=hot,
        stretch_at_four_fifths=at_four_fifths,
        four_fifths_flattens=at_four_fifths < 1,
    )


@check
def soft_targets() -> Derivation:
    """Temperature to infinity flattens to 1/n; the ranking survives in the 1/T correction."""
    w = Working()
    n = sp.Symbol("n", positive=True, integer=True)
    j = sp.Symbol("j", integer=True)
    T, e = sp.symbols("T epsilon", positive=True)
    score = sp.Function("s")
    flat = 1 / sp.summation(sp.exp(0 * score(j)), (j, 1, n))
    w.note("Write e = 1/T. The weights are continuous at e = 0, where all exponentials are 1.")
    w.note("There every one of n tokens has the same weight.", f"w_i\\to{typeset(flat)}")
    for count in (2, 3, 4):
        scores = sp.symbols(f"s1:{count + 1}", real=True)
        weight = softmax([e * s for s in scores])[0]
        mean = sum(scores) / count
        first = sp.diff(weight, e).subs(e, 0)
        w.vanish(
            f"{count} tokens: the limit, and the first correction, the centred score over n T.",
            [weight.subs(e, 0) - flat.subs(n, count), first - (scores[0] - mean) / count],
            "w_i=\\frac1n+\\frac{s_i-\\bar s}{nT}+O(T^{-2})",
        )
    wrong = sum(softmax([0, -1 / T, -2 / T])[1:])
    w.note(
        "Example, scores 0, -1, -2: the mass of the two wrong classes at T = 1 and T = 4.",
        f"{sp.N(wrong.subs(T, 1), 3)},\\quad {sp.N(wrong.subs(T, 4), 3)}",
    )
    return w.done(uniform=flat, wrong_mass_cold=wrong.subs(T, 1), wrong_mass_warm=wrong.subs(T, 4))


@check
def fidelity() -> Derivation:
    """Attention is not influence: a tiny value adds little, but a change of it moves the output."""
    w = Working()
    for count in (2, 3):
        weights = sp.symbols(f"alpha1:{count + 1}", positive=True)
        values, new = sp.symbols(f"v1:{count + 1}", real=True), sp.Symbol("w", real=True)
        before = sum(a * v for a, v in zip(weights, values, strict=True))
        after = before.subs(values[0], new)
        w.equal(
            f"{count} tokens: replacing one value moves the output by its weight times the change.",
            after - before,
            weights[0] * (new - values[0]),
            "\\lVert o'-o\\rVert=\\alpha_i\\lVert w-v_i\\rVert",
        )
    weight = sp.Rational(99, 100)
    value = sp.Matrix([sp.Rational(1, 1000), 0])
    v1, v2 = sp.symbols("v1 v2", real=True)
    output = (1 - weight) * v1 + weight * v2
    w.note("The example: weight 99/100 on a value of norm 1/1000.")
    removed = weight * value.norm()
    w.note("Taking that value away moves the output by this much.", typeset(removed))
    to_attended, to_other = sp.diff(output, v2), sp.diff(output, v1)
    w.equal("The two sensitivities share one unit.", to_attended + to_other, 1)
    w.note(
        "But the output still follows a change of the attended value most of all.",
        f"\\partial o/\\partial v_2={to_attended},\\quad\\partial o/\\partial v_1={to_other}",
    )
    return w.done(
        removal=removed,
        sensitivity_to_attended=to_attended,
        sensitivity_to_other=to_other,
        change_of_value_hardly_moves_output=to_attended < to_other,
    )
