"""Tangent, hyperbolic functions and the inverses, as Mathlib defines them for every real number."""

from flint import acb, arb, fmpq

from pycheck.statements.language.undecided import imprecise
from pycheck.statements.values import balls, reals
from pycheck.statements.values.balls import ONE, ZERO, Scalar
from pycheck.statements.values.partial import outside
from pycheck.statements.values.reals import Jet, Real, Singular


def tan(x: Real) -> Real:
    """``Real.tan``: zero where the cosine is."""
    return reals.div(reals.sin(x), reals.cos(x))


def sinh(x: Real) -> Real:
    """``Real.sinh``."""
    return reals.div(reals.sub(reals.exp(x), reals.exp(reals.neg(x))), fmpq(2))


def cosh(x: Real) -> Real:
    """``Real.cosh``."""
    return reals.div(reals.add(reals.exp(x), reals.exp(reals.neg(x))), fmpq(2))


def tanh(x: Real) -> Real:
    """``Real.tanh``."""
    return reals.div(sinh(x), cosh(x))


def arsinh(x: Real) -> Real:
    """``Real.arsinh x = log (x + √(1 + x²))``."""
    return reals.log(reals.add(x, reals.sqrt(reals.add(ONE, reals.mul(x, x)))))


def arctan(x: Real) -> Real:
    """``Real.arctan``."""
    if isinstance(x, Jet):
        slope = reals.inv(reals.add(ONE, reals.mul(x.value, x.value)))
        return reals.chain(x, arctan(x.value), slope)
    value = balls.ball(reals.scalar(x, "arctan"))
    if isinstance(value, acb) and not abs(value.imag) < 1:
        raise imprecise("the continuation of arctan at its cut")
    return ZERO if balls.is_zero(value) else value.atan()


def arcsin(x: Real) -> Real:
    """``Real.arcsin``: ``±π/2`` beyond ±1."""
    if isinstance(x, Jet):
        rest = reals.sub(ONE, reals.mul(x.value, x.value))
        if reals.is_zero(rest):
            raise Singular("the derivative of arcsin at ±1 is not known")
        slope = reals.inv(reals.sqrt(rest)) if reals.sign(rest) > 0 else ZERO
        return reals.chain(x, arcsin(x.value), slope)
    return _arcsin(reals.scalar(x, "arcsin"))


def _arcsin(x: Scalar) -> Scalar:
    if balls.is_zero(x):
        return ZERO
    if isinstance(x, acb):
        if not abs(x.real) < 1:
            raise imprecise("the continuation of arcsin at its cut")
        return x.asin()
    side = balls.compare(x, ONE), balls.compare(x, -ONE)
    if side[0] > 0 or side[1] < 0:
        outside("the arcsine of a number beyond ±1")
    if side[0] >= 0:
        return quarter()
    if side[1] <= 0:
        return -quarter()
    return arb(balls.ball(x).asin())


def quarter() -> arb:
    """``π / 2``."""
    return arb(arb.pi() / 2)


def arccos(x: Real) -> Real:
    """``Real.arccos x = π/2 - arcsin x``."""
    return reals.sub(quarter(), arcsin(x))
