"""The table of the second road: each constant of Mathlib in the words of Python and mpmath.

It shares nothing with the evaluator's table: what a constant means is written here once more.
"""

from collections.abc import Mapping

from pycheck.statements.programs import analysis, arithmetic, logic
from pycheck.statements.programs.arithmetic import Nodes
from pycheck.statements.programs.finite import COLLECTIONS
from pycheck.statements.programs.functions import FUNCTIONS
from pycheck.statements.programs.patterns import constant, function, pattern, proposition
from pycheck.statements.programs.scope import Scope, Word
from pycheck.statements.programs.special import SPECIAL
from pycheck.statements.programs.text import ATOM, NoProgram, Text
from pycheck.statements.programs.whole import WHOLE


def _cast(scope: Scope, args: Nodes) -> Text:
    return scope.text(args[2])


def _limit(*_: object) -> Text:
    raise NoProgram("a limit")


_ZETA = "zeta({0}) if {0} != 1 else (euler - log(4 * pi)) / 2"

WORDS: Mapping[str, Word] = {
    "→": Word(2, logic.implication),
    "∀": Word(1, logic.for_all),
    "True": proposition(0, lambda *_: Text("True", ATOM, "bool")),
    "False": proposition(0, lambda *_: Text("False", ATOM, "bool")),
    "And": proposition(2, logic.joined("every")),
    "Or": proposition(2, logic.joined("some")),
    "Not": proposition(1, lambda s, args: logic.negation(s, s.text(args[0]))),
    "Iff": proposition(2, logic.equivalence),
    "Exists": proposition(2, logic.exists),
    "Eq": proposition(3, logic.relation("=")),
    "Ne": proposition(3, lambda s, args: logic.negation(s, logic.relation("=")(s, args))),
    "LE.le": proposition(4, logic.relation("≤")),
    "LT.lt": proposition(4, logic.relation("<")),
    "GE.ge": proposition(4, logic.relation("≤", flipped=True)),
    "GT.gt": proposition(4, logic.relation("<", flipped=True)),
    "Membership.mem": proposition(5, logic.member),
    "HasDerivAt": proposition(10, analysis.has_derivative),
    "HasSum": proposition(7, analysis.has_sum),
    "Summable": proposition(6, analysis.summable),
    "Filter.Tendsto": proposition(5, _limit),
    "OfNat.ofNat": Word(3, arithmetic.number),
    "OfScientific.ofScientific": Word(5, arithmetic.decimal),
    "HAdd.hAdd": Word(6, arithmetic.plus),
    "HSub.hSub": Word(6, arithmetic.minus),
    "HMul.hMul": Word(6, arithmetic.product),
    "HDiv.hDiv": Word(6, arithmetic.quotient),
    "HMod.hMod": Word(5, arithmetic.remainder, explicit=True),
    "HPow.hPow": Word(6, arithmetic.power),
    "HSMul.hSMul": Word(6, arithmetic.scaled),
    "Neg.neg": Word(3, arithmetic.negative),
    "Inv.inv": Word(3, arithmetic.inverse),
    "Min.min": pattern(4, "min({0}, {1})", 2, 3),
    "Max.max": pattern(4, "max({0}, {1})", 2, 3),
    "abs": pattern(4, "abs({0})", 3),
    "Nat.cast": Word(3, _cast),
    "Int.cast": Word(3, _cast),
    "Rat.cast": Word(3, _cast),
    "Complex.ofReal": pattern(1, "{0}", 0),
    "Nat.succ": pattern(1, "({0} + 1)", 0, sort="int"),
    "round": pattern(5, "whole({0} + mpf(1) / 2)", 4, needs="whole mpf", sort="int"),
    "harmonic": pattern(1, "(digamma({0} + 1) + euler)", 0, needs="digamma euler", sort="real"),
    "Real.log": function("ln"),
    "Real.exp": function("exp"),
    "Real.sqrt": function("root"),
    "Real.cos": function("cos"),
    "Real.sin": function("sin"),
    "Real.logb": pattern(2, "logarithm({0}, {1})", 0, 1, needs="logarithm", sort="real"),
    "Real.rpow": pattern(2, "power({0}, {1})", 0, 1, needs="power", sort="real"),
    "Real.tan": function("tangent"),
    "Real.sinh": function("sinh"),
    "Real.cosh": function("cosh"),
    "Real.tanh": function("tanh"),
    "Real.arsinh": function("asinh"),
    "Real.arctan": function("atan"),
    "Real.arcsin": pattern(1, "asin(max(-1, min(1, {0})))", 0, needs="asin", sort="real"),
    "Real.arccos": pattern(1, "acos(max(-1, min(1, {0})))", 0, needs="acos", sort="real"),
    "Real.Gamma": function("factorials"),
    "Real.goldenRatio": constant("((1 + sqrt(mpf(5))) / 2)", "sqrt", "mpf"),
    "Real.goldenConj": constant("((1 - sqrt(mpf(5))) / 2)", "sqrt", "mpf"),
    "Real.negMulLog": function("minus_x_log_x"),
    "Real.sigmoid": pattern(1, "(1 / (1 + exp(-{0})))", 0, needs="exp", sort="real"),
    "Real.pi": constant("pi", "pi"),
    "Real.eulerMascheroniConstant": constant("euler", "euler"),
    "riemannZeta": pattern(1, f"({_ZETA})", 0, needs="zeta euler log pi", sort="real"),
    "deriv": Word(8, analysis.derivative),
    "tsum": Word(6, analysis.series),
    "intervalIntegral": Word(7, analysis.integral),
    "setOf": pattern(2, "{0}", 1),
    **{
        name: Word(arity, logic.interval(name), explicit=True)
        for name, arity in logic.INTERVALS.items()
    },
    "ite": Word(5, logic.if_then_else),
    "dite": Word(5, logic.if_proved_then_else),
    **COLLECTIONS,
    **FUNCTIONS,
    **WHOLE,
    **SPECIAL,
}
