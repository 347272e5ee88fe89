"""The Chinchilla loss: its floor, its split, and the figures that go with it (ch. 25)."""

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

_E, _A, _B, _alpha, _beta, _N, _D, _C = sp.symbols("E A B alpha beta N D C", positive=True)
_LOSS = _E + _A / _N**_alpha + _B / _D**_beta


@check
def floor() -> Derivation:
    """No model reaches the irreducible loss $E$; growing model and data together approaches it."""
    w = Working()
    w.definition("The loss of $N$ parameters on $D$ tokens.", f"L={typeset(_LOSS)}")
    w.positive("Both excesses are positive for every $N$ and $D$, so $L > E$.", _LOSS - _E)
    w.positive("More parameters lower the loss,", -sp.diff(_LOSS, _N))
    model_only = w.limit("but alone they stop at the error that the data leave;", _LOSS, _N, sp.oo)
    both = w.limit("with the data growing too, only the floor remains.", model_only, _D, sp.oo)
    return w.done(floor=both, floor_of_fixed_data=model_only)


def optimal_model() -> sp.Expr:
    """The model size that solves the balance of returns at compute C."""
    scale = (_alpha * _A / (_beta * _B)) ** (1 / (_alpha + _beta))
    return scale * _C ** (_beta / (_alpha + _beta))


def derive_split(best: sp.Expr) -> Derivation:
    """Whether a model size (in A, B, alpha, beta, C) is the optimum at fixed compute N D = C."""
    w = Working()
    multiplier = sp.Symbol("lambda")
    lagrangian = _LOSS + multiplier * (_N * _D - _C)
    returns = [sp.expand(x * sp.diff(lagrangian, x)) for x in (_N, _D)]
    # N L_N + lambda N D = 0 = D L_D + lambda N D, so the two returns are one number.
    balance = sp.expand(returns[1] - returns[0])
    w.equal(
        "Lagrange: $N$ and $D$ times their conditions, subtracted, leave the balance of returns.",
        balance,
        _alpha * _A / _N**_alpha - _beta * _B / _D**_beta,
        r"\alpha\frac{A}{N^\alpha}=\beta\frac{B}{D^\beta}",
    )
    left, right = _alpha * _A * best**-_alpha, _beta * _B * (_C / best) ** -_beta
    w.equal(
        "With $D = C/N$ the balance has this solution.",
        sp.powsimp(sp.expand_log(sp.log(left), force=True).expand()),
        sp.powsimp(sp.expand_log(sp.log(right), force=True).expand()),
        f"N={typeset(best)}",
    )
    t = sp.Symbol("t", real=True)
    along = _A * sp.exp(-_alpha * t) + _B * _C**-_beta * sp.exp(_beta * t)
    w.positive(
        r"In $t = \log N$ the loss at fixed compute is strictly convex: no other split is as "
        "good.",
        sp.diff(along, t, 2),
    )
    model, data = (
        sp.simplify(_C * sp.diff(sp.expand_log(sp.log(x), force=True), _C))
        for x in (best, _C / best)
    )
    w.vanish(
        "The exponents of compute in model and data add up to one.",
        [model + data - 1],
        f"N\\propto C^{{{typeset(model)}}},\\quad D\\propto C^{{{typeset(data)}}}",
    )
    exponents = (_beta / (_alpha + _beta), _alpha / (_alpha + _beta))
    for name, size, exponent in (("model", best, exponents[0]), ("data", _C / best, exponents[1])):
        w.equal(
            f"The exponent of compute in the {name}: the slope of its logarithm.",
            sp.Mul(_C, sp.diff(sp.expand_log(sp.log(size), force=True), _C), evaluate=False),
            exponent,
            rf"C\,\frac{{d}}{{dC}}\log {'N' if name == 'model' else 'D'} = {typeset(exponent)}",
        )
    model, data = exponents
    even = w.value("Equal exponents are a half each.", sp.Subs(model, _beta, _alpha))
    tenfold = w.solve(
        "The factor for ten times the compute, in logarithms.",
        sp.log(sp.Symbol("f", positive=True)),
        even * sp.log(10),
        sp.Symbol("f", positive=True),
    )
    drift = sp.factor(data - model)
    w.equal(
        "Tokens per parameter change with this power of compute,",
        sp.Add(data, -model, evaluate=False),
        drift,
        f"D/N\\propto C^{{{typeset(drift)}}}",
    )
    w.solve("which vanishes for equal exponents alone.", drift, 0, _alpha)
    return w.done(
        model_exponent=model,
        data_exponent=data,
        even_exponent=even,
        tenfold=tenfold,
        tokens_per_parameter_exponent=drift,
    )


@check
def split() -> Derivation:
    """At fixed compute $N D$ the optimum balances the returns; equal exponents split it evenly."""
    return derive_split(optimal_model())


@check
def kaplan() -> Derivation:
    """Kaplan's exponents 0.73 and 0.27: ten times the compute is 5.37 times 1.86."""
    w = Working()
    model_exponent, data_exponent = sp.Rational(73, 100), sp.Rational(27, 100)
    model, data = 10**model_exponent, 10**data_exponent
    w.equal(
        "The exponents add up to one, so the factors multiply to ten.",
        sp.Mul(model, data, evaluate=False),
        10,
    )
    for name, factor, exponent, low, high in (
        ("Model", model, 73, "5.37", "5.38"),
        ("Data", data, 27, "1.86", "1.87"),
    ):
        below, above = sp.Rational(low), sp.Rational(high)
        w.require(
            f"{name}: to the hundredth power, in integers, it lies between {low} and {high}.",
            bool(below**100 < 10**exponent < above**100) and factor**100 == 10**exponent,
            f"{low}^{{100}}<10^{{{exponent}}}<{high}^{{100}}",
            [factor],
        )
    rounded_first = w.value(
        "Rounding the model's factor to 5.4 first leaves too little for the data.",
        sp.Mul(10, 1 / sp.Rational("5.4"), evaluate=False),
    )
    return w.done(model_factor=model, data_factor=data, ten_over_rounded=rounded_first)


@check
def overtraining() -> Derivation:
    """15 trillion tokens on 8 billion parameters: 1875 a parameter, 93.75 times the rule of 20."""
    w = Working()
    tokens, parameters, rule = sp.Integer(15 * 10**12), sp.Integer(8 * 10**9), sp.Integer(20)
    each = w.value("Tokens a parameter.", sp.Mul(tokens, 1 / parameters, evaluate=False))
    times = w.value("Over the rule of twenty.", sp.Mul(each, 1 / rule, evaluate=False))
    return w.done(tokens_per_parameter=each, times_the_rule=times)
