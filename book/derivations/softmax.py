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
    scores = [
        w.value(
            f"Dot product of $q = [0, 2]$ with key {number}.",
            sp.Add(
                *(sp.Mul(a, b, evaluate=False) for a, b in zip(query, key, strict=True)),
                evaluate=False,
            ),
        )
        for number, key in enumerate(keys, 1)
    ]
    scaled = [score / sp.sqrt(len(query)) for score in scores]
    total = sp.Add(*(sp.exp(x, evaluate=False) for x in scaled), evaluate=False)
    weights = [
        w.value(
            f"Divide by the root of the width 2 and exponentiate: weight {number}.",
            sp.Mul(sp.exp(x), 1 / total, evaluate=False),
        )
        for number, x in enumerate(scaled, 1)
    ]
    w.equal("The weights sum to one.", sp.Add(*weights, evaluate=False), 1)
    w.require("Token 1 gets the least weight.", sp.ask(sp.Q.positive(scaled[1] - scaled[0])))
    difference = w.value(
        "Tokens 2 and 3 have the same weight.", sp.Add(weights[1], -weights[2], evaluate=False)
    )
    return w.done(
        **{f"score_{i}": score for i, score in enumerate(scores, 1)},
        **{f"weight_{i}": weight for i, weight in enumerate(weights, 1)},
        weight_2_minus_weight_3=difference,
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
        leader = w.limit(
            f"{others + 1} tokens, any gaps above zero: the weight of the leader.",
            saturate(gaps, b),
            b,
            sp.oo,
        )
        w.require("That is all of it.", leader == 1)
    rest = sp.Symbol("R", positive=True)
    shortfall = 1 - 1 / (1 + rest)
    w.positive(
        "Any number of tokens: if $R$ sums the other exponentials, the shortfall is below $R$,",
        rest - shortfall,
        "1-w=\\frac{R}{1+R}<R",
    )
    w.limit(
        "and $R$ is at most $n - 1$ times the exponential of the smallest gap, which vanishes.",
        (n - 1) * sp.exp(-b * gap),
        b,
        sp.oo,
    )
    other = w.limit("The other of two tokens gets", 1 - saturate([gap], b), b, sp.oo)
    tied = w.limit(
        "Two tokens that tie for the largest score share the weight.",
        saturate([0, gap], b),
        b,
        sp.oo,
    )
    return w.done(leader=leader, other=other, two_way_tie=tied)


@check
def temperature() -> Derivation:
    """Temperature to zero is greedy, to infinity uniform; between them it keeps the ranking."""
    w = Working()
    T, gap = sp.symbols("T delta", positive=True)
    weight = saturate([gap], 1 / T)
    cold = w.limit("Two tokens, the first ahead by a gap: all of the weight.", weight, T, 0)
    hot = w.limit("Hot: half of it.", weight, T, sp.oo)
    low, third = sp.symbols("s t", real=True)
    ratio = sp.exp(gap / T)
    of_three = softmax([(low + gap) / T, low / T, third / T])
    w.equal(
        "Whatever else there is, the ratio of two weights depends on their gap alone.",
        of_three[0] / of_three[1],
        ratio,
        f"w_1/w_2={typeset(ratio)}",
    )
    w.require(
        r"At every $T$ the ratio of two weights is $\exp(\text{gap}/T) > 1$: the ranking stays,",
        (sp.log(ratio)).is_positive,
        f"w_1/w_2={typeset(ratio)}",
    )
    w.require(
        "and the ratio falls as $T$ grows.",
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
            rf"The entropy of {count} tokens falls in $\beta = 1/T$ at the rate $\beta$ times "
            "the variance of the scores: colder is always peakier.",
            [
                entropy - (log_total - b * mean),
                sp.diff(log_total, b) - mean,
                sp.diff(mean, b) - spread,
            ],
            r"H=\log Z-\beta\bar s,\quad\partial_\beta H=-\beta\operatorname{Var}(s)",
        )
    own = softmax([low + gap, low, third])
    stretch = sp.log(sp.simplify(of_three[0] / of_three[1])) / sp.log(sp.simplify(own[0] / own[1]))
    w.equal(
        "Against the model's own law, $T = 1$, all log-ratios are stretched by $1/T$: only $T "
        "> 1$ flattens.",
        stretch,
        1 / T,
        r"\frac{\log(w_1/w_2)}{\log(w_1/w_2)_{T=1}} = \frac1T",
    )
    at_four_fifths = w.value("At $T = 0.8$.", sp.Subs(1 / T, T, sp.Rational(4, 5)))
    flattens = w.compare("It flattens only if it is below 1.", at_four_fifths, "<", 1)
    return w.done(
        cold=cold,
        hot_two_tokens=hot,
        stretch_at_four_fifths=at_four_fifths,
        four_fifths_flattens=flattens,
    )


@check
def soft_targets() -> Derivation:
    """Temperature to infinity flattens to $1/n$; the ranking survives in the $1/T$ correction."""
    w = Working()
    n = sp.Symbol("n", positive=True, integer=True)
    j = sp.Symbol("j", integer=True)
    T, e = sp.symbols("T epsilon", positive=True)
    score = sp.Function("s")
    flat = 1 / n
    w.definition(
        "Write $e = 1/T$. The weights are continuous at $e = 0$, where all exponentials are 1."
    )
    total = sp.Sum(sp.exp(e * score(j)), (j, 1, n))
    w.equal(
        "There every one of $n$ tokens has the same weight.",
        1 / total.subs(e, 0),
        flat,
        f"w_i\\to{typeset(flat)}",
    )
    for count in (2, 3, 4):
        scores = sp.symbols(f"s1:{count + 1}", real=True)
        weight = softmax([e * s for s in scores])[0]
        mean = sum(scores) / count
        first = sp.diff(weight, e).subs(e, 0)
        w.vanish(
            f"{count} tokens: the limit, and the first correction, the centred score over $n T$.",
            [weight.subs(e, 0) - flat.subs(n, count), first - (scores[0] - mean) / count],
            "w_i=\\frac1n+\\frac{s_i-\\bar s}{nT}+O(T^{-2})",
        )
    wrong = sum(softmax([0, -1 / T, -2 / T])[1:])
    right = softmax([0, -1 / T, -2 / T])[0]
    w.equal("Example, scores 0, -1, -2: the mass of the two wrong classes.", wrong, 1 - right)
    cold, warm = (w.put(wrong, {T: t}) for t in (1, 4))
    w.require(
        "At $T = 1$ and at $T = 4$.",
        cold < warm,
        f"{sp.N(cold, 3)}<{sp.N(warm, 3)}",
    )
    return w.done(uniform=flat, wrong_mass_cold=cold, wrong_mass_warm=warm)


@check
def fidelity() -> Derivation:
    """Attention is not influence: a tiny value adds little, but a change of it moves the output."""
    w = Working()
    for count in (2, 3):
        weights = softmax(sp.symbols(f"s1:{count + 1}", real=True))
        values = [sp.Matrix(sp.symbols(f"x{i} y{i}", real=True)) for i in range(1, count + 1)]
        new = sp.Matrix(sp.symbols("x y", real=True))
        before = _mixed(weights, values)
        w.vanish(
            f"{count} tokens, values with two entries: replacing one value moves the output by its "
            "weight times the change, the scores being as they are.",
            _mixed(weights, [new, *values[1:]]) - before - weights[0] * (new - values[0]),
            r"o'-o=\alpha_i(w-v_i),\quad\lVert o'-o\rVert=\alpha_i\lVert w-v_i\rVert",
        )
        rest = [weight / (1 - weights[0]) for weight in weights[1:]]
        w.vanish(
            "Dropping a token from the context is another thing: the other weights grow to sum to "
            "one, and the output moves away from the dropped value.",
            _mixed(rest, values[1:])
            - before
            - weights[0] / (1 - weights[0]) * (before - values[0]),
            r"o'-o=\frac{\alpha_i}{1-\alpha_i}(o-v_i)",
        )
    w.definition(
        "The example: weight $99/100$ on a value of norm $1/1000$, beside a value of norm 1."
    )
    alpha, size = sp.Rational(99, 100), sp.Rational(1, 1000)
    zeroed = w.value(
        "Setting that value to zero, with the weights as they are, moves the output by this much.",
        sp.Mul(alpha, size, evaluate=False),
    )
    small, other = sp.Matrix([size, 0]), sp.Matrix([1, 0])
    mixed = _mixed([alpha, 1 - alpha], [small, other])
    dropped = w.value(
        "Dropping the token leaves the other value alone, and moves it by this much.",
        sp.Add(other[0], -mixed[0], evaluate=False),
    )
    w.require("That is a thousand times as much.", dropped > 900 * zeroed)
    v1, v2 = sp.symbols("v1 v2", real=True)
    output = (1 - alpha) * v1 + alpha * v2
    to_attended = w.value(
        "The output follows a change of the attended value,", sp.Derivative(output, v2)
    )
    to_other = w.value("and one of the other value.", sp.Derivative(output, v1))
    hardly = w.compare("Whether the first is the smaller:", to_attended, "<", to_other)
    return w.done(
        removal=zeroed,
        dropped=dropped,
        sensitivity_to_attended=to_attended,
        sensitivity_to_other=to_other,
        change_of_value_hardly_moves_output=hardly,
    )


def _mixed(weights: Sequence[Any], values: Sequence[sp.Matrix]) -> sp.Matrix:
    """The values, weighted and added."""
    return sum((a * v for a, v in zip(weights, values, strict=True)), sp.zeros(2, 1))
