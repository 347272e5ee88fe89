"""Constants of Lean and Mathlib: numbers, arithmetic and elementary functions."""

from functools import partial
from typing import Any

from flint import acb, arb, fmpq

from pycheck.statements.language.truth import Truth, decided
from pycheck.statements.language.types import FIELDS, INT, NAT, REAL, Arrow, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Code, Row, Table, explicit, value
from pycheck.statements.values import balls, operations, reals, relations, trigonometry
from pycheck.statements.values.continuation import is_spread
from pycheck.statements.values.partial import is_total, outside

_REAL = ("Real",)


def _binary(meaning: Any, fast: Any) -> Row:
    """A binary sign: its types are the three first arguments, all equal here."""
    return Row(6, meaning, (4, 5), (0,), fast={_REAL: fast})


def _quotient(kind: Code, numerator: Code, denominator: Code) -> Code:
    """``x / y``; where `y` is exactly zero the quotient is zero, whatever `x` is."""
    of_reals = _real_quotient(numerator, denominator)

    def run(env: Any) -> Any:
        of = kind(env)
        if of in FIELDS:
            return of_reals(env)
        y = denominator(env)
        return operations.div(of, numerator(env), y)

    return run


def _real_quotient(numerator: Code, denominator: Code) -> Code:
    def run(env: Any) -> Any:
        y = denominator(env)
        if reals.is_constantly_zero(y):
            outside("a quotient by 0")
            return balls.ZERO
        return reals.div(numerator(env), y)

    return run


def _product(kind: Code, left: Code, right: Code) -> Code:
    """``x * y``; where one is exactly zero the product is, whatever the other is."""
    of_reals = _real_product(left, right)

    def run(env: Any) -> Any:
        of = kind(env)
        if of in FIELDS:
            return of_reals(env)
        return _times(env, left, right, _is_whole_zero, partial(operations.mul, of))

    return run


def _real_product(left: Code, right: Code) -> Code:
    return lambda env: _times(env, left, right, reals.is_constantly_zero, reals.mul)


def _times(env: Any, left: Code, right: Code, is_zero: Any, mul: Any) -> Any:
    if not is_total():
        return mul(left(env), right(env))
    try:
        x = left(env)
    except Undecided:
        y = right(env)
        if is_zero(y):
            return y
        raise
    return x if is_zero(x) else mul(x, right(env))


def _is_whole_zero(x: Any) -> bool:
    return isinstance(x, int) and x == 0


def _minimum(kind: Type, x: Any, y: Any) -> Any:
    return reals.minimum(x, y) if kind in FIELDS else min(x, y)


def _maximum(kind: Type, x: Any, y: Any) -> Any:
    return reals.maximum(x, y) if kind in FIELDS else max(x, y)


def _absolute(kind: Type, x: Any) -> Any:
    return reals.absolute(x) if kind in FIELDS else abs(x)


def _norm(kind: Type, x: Any) -> Any:
    """The norm of a number, or the largest norm of the entries of a vector."""
    if kind in FIELDS:
        return reals.absolute(x)
    if isinstance(kind, Arrow):
        result: Any = balls.ZERO
        for i in operations.elements(kind.domain):
            result = reals.maximum(result, _norm(kind.codomain, x(i)))
        return result
    raise Undecided(f"no norm of {kind} is known")


def _harmonic(n: Any) -> Any:
    """``∑ k < n, 1 / (k + 1)``, exact up to the size at which a ball is cheaper."""
    count = operations.natural(n)
    if count <= 1000:
        return fmpq.harmonic(count) if count else balls.ZERO
    return arb(count + 1).digamma() + arb.const_euler()


def _zeta(s: Any) -> Any:
    """``riemannZeta``, whose value at its pole is ``(γ - log 4π) / 2`` in Mathlib."""
    if isinstance(s, fmpq) and s == 1:
        outside("ζ(1)")
        return (arb.const_euler() - (4 * arb.pi()).log()) / 2
    point = balls.ball(s)
    if not isinstance(point, acb) and 1 in point:
        raise Undecided("the zeta function near its pole", retry=True)
    return point.zeta()


def _gamma(x: Any) -> Any:
    """``Real.Gamma``: zero at its poles."""
    of = reals.scalar(x, "Γ")
    if type(of) is fmpq and of.q == 1 and of <= 0:
        outside("Γ at a pole")
        return balls.ZERO
    found = balls.ball(of).gamma()
    if not found.is_finite():
        raise Undecided("the gamma function near a pole", retry=True)
    return found


def _sign(x: Any) -> Any:
    """``Real.sign``; on a ball around 0 all of its values where such are asked for."""
    try:
        return fmpq(reals.sign(x))
    except Undecided as undecided:
        if undecided.retry and is_spread():
            return arb(0, 1)
        raise


def _golden(sign: int) -> Any:
    """``(1 ± √5) / 2``."""
    return (1 + sign * arb(5).sqrt()) / 2


def _irrational(x: Any) -> Truth:
    """A fraction is rational; of a ball nothing is known."""
    if type(x) is fmpq:
        return decided(False)
    raise Undecided("whether a number that is not exact is rational")


def _round(kind: Type, x: Any) -> Any:
    return reals.nearest(x) if kind in FIELDS else x


def _identity(x: Any) -> Any:
    return x


NUMBERS: Table = {
    "OfNat.ofNat": Row(3, operations.numeral, (1,), (0,), written=True),
    "OfScientific.ofScientific": Row(5, operations.scientific, (2, 3, 4), (0,)),
    "Bool.true": value(0, lambda: True),
    "Bool.false": value(0, lambda: False),
    "HAdd.hAdd": _binary(operations.add, reals.add),
    "HSub.hSub": _binary(operations.sub, reals.sub),
    "HMul.hMul": Row(6, _product, (4, 5), (0,), fast={_REAL: _real_product}, lazy=True),
    "HDiv.hDiv": Row(6, _quotient, (4, 5), (0,), fast={_REAL: _real_quotient}, lazy=True),
    "HSMul.hSMul": Row(6, operations.smul, (4, 5), (1,)),
    "HPow.hPow": Row(
        6,
        operations.power,
        (4, 5),
        (0, 1),
        fast={("Real", "Nat"): operations.real_power, ("Real", "Real"): reals.rpow},
    ),
    "Neg.neg": Row(3, operations.neg, (2,), (0,), fast={_REAL: reals.neg}),
    "Inv.inv": Row(3, operations.inv, (2,), (0,), fast={_REAL: reals.inv}),
    "Min.min": Row(4, _minimum, (2, 3), (0,)),
    "Max.max": Row(4, _maximum, (2, 3), (0,)),
    "abs": Row(4, _absolute, (3,), (0,)),
    "Norm.norm": Row(3, _norm, (2,), (0,)),
    "round": Row(5, _round, (4,), (0,)),
    "Nat.cast": Row(3, operations.cast, (2,), (0,), fast={_REAL: operations.cast_to_real}),
    "Int.cast": Row(3, operations.cast, (2,), (0,), fast={_REAL: operations.cast_to_real}),
    "Rat.cast": Row(3, operations.cast, (2,), (0,), fast={_REAL: operations.cast_to_real}),
    "Complex.ofReal": value(1, _identity, 0),
    "Nat.succ": value(1, lambda n: operations.add_integers(n, 1), 0),
    "harmonic": value(1, _harmonic, 0),
    "Real.log": value(1, reals.log, 0),
    "Real.exp": value(1, reals.exp, 0),
    "Real.sqrt": value(1, reals.sqrt, 0),
    "Real.cos": value(1, reals.cos, 0),
    "Real.sin": value(1, reals.sin, 0),
    "Real.tan": value(1, trigonometry.tan, 0),
    "Real.sinh": value(1, trigonometry.sinh, 0),
    "Real.cosh": value(1, trigonometry.cosh, 0),
    "Real.tanh": value(1, trigonometry.tanh, 0),
    "Real.arsinh": value(1, trigonometry.arsinh, 0),
    "Real.arctan": value(1, trigonometry.arctan, 0),
    "Real.arcsin": value(1, trigonometry.arcsin, 0),
    "Real.arccos": value(1, trigonometry.arccos, 0),
    "Real.rpow": value(2, reals.rpow, 0, 1),
    "Real.Gamma": value(1, _gamma, 0),
    "Real.sign": value(1, _sign, 0),
    "Real.goldenRatio": value(0, lambda: _golden(1)),
    "Real.goldenConj": value(0, lambda: _golden(-1)),
    "Irrational": explicit(1, _irrational, 0, kind="proposition"),
    "Real.pi": value(0, arb.pi),
    "Real.eulerMascheroniConstant": value(0, arb.const_euler),
    "Real.negMulLog": value(1, reals.negmullog, 0),
    "Real.sigmoid": value(1, reals.sigmoid, 0),
    "riemannZeta": value(1, _zeta, 0),
    "LE.le": Row(4, relations.at_most, (2, 3), (0,), "proposition"),
    "LT.lt": Row(4, relations.less, (2, 3), (0,), "proposition"),
    "GT.gt": Row(4, lambda kind, x, y: relations.less(kind, y, x), (2, 3), (0,), "proposition"),
    "GE.ge": Row(4, lambda kind, x, y: relations.at_most(kind, y, x), (2, 3), (0,), "proposition"),
    "Eq": Row(3, relations.equal, (1, 2), (0,), "proposition"),
}

for _name, _kind in {"Real": REAL, "Nat": NAT, "Int": INT}.items():
    NUMBERS[_name] = Row(0, lambda kind=_kind: kind, kind="type")
