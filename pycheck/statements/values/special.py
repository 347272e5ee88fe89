"""Special functions of Arb on real and complex numbers, and their derivatives.

A derivative is Cauchy's integral over a small circle, which Arb encloses rigorously; the circle of
a function with a cut along the negative numbers lies in the right half plane.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial
from typing import Any

from flint import acb, arb, fmpq

from pycheck.statements.language.undecided import Undecided, imprecise
from pycheck.statements.values import balls, reals
from pycheck.statements.values.balls import ONE, Scalar
from pycheck.statements.values.continuation import is_continued
from pycheck.statements.values.partial import outside
from pycheck.statements.values.reals import Jet, Real

_RADII = (fmpq(1, 2), fmpq(1, 8), fmpq(1, 64), fmpq(1, 1024))
_EVALUATIONS = 2000


Cut = Callable[[acb], bool]


def negative(z: acb) -> bool:
    """Whether a number may lie on the cut along the negative numbers."""
    return not z.real > 0 and z.imag.contains(0)


def from_one(z: acb) -> bool:
    """Whether a number may lie on the cut from 1 on."""
    return not z.real < 1 and z.imag.contains(0)


def _nowhere(_: acb) -> bool:
    return False


@dataclass(frozen=True)
class Analytic:
    """An analytic function, or its derivative of an `order`.

    `cut` says whether a number may lie on a branch cut, where an enclosure would be of a function
    that is not analytic. `slope` is its derivative where one is known, else Cauchy's.
    """

    of: Callable[[acb], acb]
    cut: Cut = _nowhere
    order: int = 0
    slope: Callable[[Real], Real] | None = None

    def __call__(self, x: Real) -> Real:
        """The value at a number, with its slope where it is differentiated."""
        if isinstance(x, Jet):
            slope = self.slope or Analytic(self.of, self.cut, self.order + 1)
            return reals.chain(x, self(x.value), slope(x.value))
        point = reals.scalar(x, "a special function")
        z = acb(balls.ball(point))
        if self.cut(z):
            self._on_cut(point)
        value = self._derivative(z) if self.order else self.of(z)
        if not value.is_finite():
            if type(point) is fmpq:
                outside("a function at a pole")
            raise Undecided("a special function has no finite value there", retry=True)
        if isinstance(point, acb):
            return value
        if not value.imag.contains(0):
            outside("a real value on a branch cut")
            raise Undecided("a special function is not real there")
        return value.real

    def _on_cut(self, point: Scalar) -> None:
        if is_continued():
            raise imprecise("the continuation of a function at its cut")
        if isinstance(point, acb) or (type(point) is fmpq and point != 0 and point != 1):
            outside("a function on its branch cut")

    def _derivative(self, centre: acb) -> acb:
        n = self.order
        for radius in _RADII:
            r = arb(radius)
            found = acb.integral(self._around(centre, r), 0, 2 * acb.pi(), eval_limit=_EVALUATIONS)
            if found.is_finite():
                return found * factorial(n) / (2 * acb.pi() * acb(r) ** n)
        raise Undecided("a derivative of a special function", retry=True)

    def _around(self, centre: acb, r: arb) -> Callable[[acb, bool], acb]:
        """The integrand of Cauchy's formula at an angle."""
        n = self.order

        def integrand(t: acb, analytic: bool) -> acb:
            w = centre + r * (acb(0, 1) * t).exp()
            if analytic and self.cut(w):
                return acb("nan")
            return self.of(w) * (acb(0, -n) * t).exp()

        return integrand


def polygamma(n: Scalar) -> Analytic:
    """``ψ⁽ⁿ⁾``."""

    def slope(x: Real) -> Real:
        return polygamma(balls.add(n, ONE))(x)

    return Analytic(lambda z: z.polygamma(acb(balls.ball(n))), slope=slope)


def hurwitz(a: Scalar) -> Analytic:
    """``ζ(s, a)`` as a function of `s`."""
    return Analytic(lambda s: s.zeta(acb(balls.ball(a))))


def polylogarithm(s: Scalar) -> Analytic:
    """``Li_s``, real up to 1."""

    def slope(x: Real) -> Real:
        return reals.div(polylogarithm(balls.add(s, -ONE))(x), x)

    return Analytic(lambda z: z.polylog(acb(balls.ball(s))), cut=from_one, slope=slope)


def bessel(kind: str, order: Scalar) -> Analytic:
    """The Bessel function of this kind, ``J``, ``Y``, ``I`` or ``K``, and order."""
    whole = type(order) is fmpq and order.q == 1
    nu = acb(balls.ball(order))
    method = f"bessel_{kind.lower()}"
    cut = _nowhere if whole and kind in "JI" else negative
    below, above = _BESSEL_SLOPES[kind]

    def slope(x: Real) -> Real:
        lower, upper = (bessel(kind, balls.add(order, step))(x) for step in (-ONE, ONE))
        return reals.add(reals.mul(below, lower), reals.mul(above, upper))

    return Analytic(lambda z: getattr(z, method)(nu), cut=cut, slope=slope)


_HALF = fmpq(1, 2)
# The derivative of order ν by those of the orders ν - 1 and ν + 1 (DLMF 10.6.1, 10.29.1).
_BESSEL_SLOPES = {
    "J": (_HALF, -_HALF),
    "Y": (_HALF, -_HALF),
    "I": (_HALF, _HALF),
    "K": (-_HALF, -_HALF),
}


def hypergeometric(upper: tuple[Scalar, ...], lower: tuple[Scalar, ...]) -> Analytic:
    """``pFq`` as a function of its argument."""
    above: list[Any] = [acb(balls.ball(x)) for x in upper]
    below: list[Any] = [acb(balls.ball(x)) for x in lower]
    if len(above) == 2 and len(below) == 1:
        return Analytic(lambda z: z.hypgeom_2f1(above[0], above[1], below[0]), cut=from_one)
    cut = from_one if len(above) > len(below) else _nowhere
    return Analytic(lambda z: z.hypgeom(above, below), cut=cut)


def stieltjes(n: int) -> arb:
    """The Stieltjes constant."""
    return arb(acb.stieltjes(n).real)


def _bell(x: Real) -> Real:
    """``2 / √π · exp (-x²)``, the derivative of the error function."""
    return reals.mul(2 / arb.pi().sqrt(), reals.exp(reals.neg(reals.mul(x, x))))


def _growing(x: Real) -> Real:
    return reals.exp(reals.mul(x, x))


def _from_branch(z: acb) -> bool:
    """Whether a number may lie on the cut of Lambert's function, up to ``-1/e``."""
    return not z.real > -(arb(-1).exp()) and z.imag.contains(0)


ERF = Analytic(lambda z: z.erf(), slope=_bell)
ERFC = Analytic(lambda z: z.erfc(), slope=lambda x: reals.neg(_bell(x)))


def gamma(x: Real) -> Real:
    """The gamma function."""
    return Analytic(lambda z: z.gamma(), slope=_gamma_slope)(x)


def _gamma_slope(x: Real) -> Real:
    return reals.mul(gamma(x), DIGAMMA(x))


DIGAMMA = Analytic(lambda z: z.digamma(), slope=lambda x: polygamma(ONE)(x))
LOG_GAMMA = Analytic(lambda z: z.lgamma(), cut=negative, slope=DIGAMMA)
ZETA = Analytic(lambda z: z.zeta())
ELLIPTIC_K = Analytic(lambda m: m.elliptic_k(), cut=from_one)
ELLIPTIC_E = Analytic(lambda m: m.elliptic_e(), cut=from_one)
_EXP_INTEGRAL = Analytic(lambda z: z.ei(), cut=negative)
_E_ONE = Analytic(lambda z: z.expint(1), cut=negative)


def exp_integral(x: Real) -> Real:
    """``Ei``, which is ``-E₁(-x)`` on the negative numbers."""
    if isinstance(x, Jet):
        slope = reals.div(reals.exp(x.value), x.value)
        return reals.chain(x, exp_integral(x.value), slope)
    point = balls.ball(reals.scalar(x, "a special function"))
    line = not isinstance(point, acb) or is_continued()
    below = point.real < 0 if isinstance(point, acb) else point < 0
    return reals.neg(_E_ONE(reals.neg(x))) if line and below else _EXP_INTEGRAL(x)


SIN_INTEGRAL = Analytic(lambda z: z.si())
SINH_INTEGRAL = Analytic(lambda z: z.shi())
COS_INTEGRAL = Analytic(lambda z: z.ci(), cut=negative)
COSH_INTEGRAL = Analytic(lambda z: z.chi(), cut=negative)
LAMBERT_W = Analytic(lambda z: z.lambertw(), cut=_from_branch)
ERFI = Analytic(lambda z: z.erfi(), slope=lambda x: reals.mul(2 / arb.pi().sqrt(), _growing(x)))
ETA = Analytic(lambda s: acb.dirichlet_eta(s))
SINC = Analytic(lambda z: z.sinc())
FRESNEL_S = Analytic(lambda z: z.fresnel_s())
FRESNEL_C = Analytic(lambda z: z.fresnel_c())
AIRY_AI = Analytic(lambda z: z.airy_ai(), slope=lambda x: _airy_slope(x, "Ai"))
AIRY_BI = Analytic(lambda z: z.airy_bi(), slope=lambda x: _airy_slope(x, "Bi"))
AIRY_AI_PRIME = Analytic(
    lambda z: z.airy_ai(derivative=1), slope=lambda x: reals.mul(x, AIRY_AI(x))
)
AIRY_BI_PRIME = Analytic(
    lambda z: z.airy_bi(derivative=1), slope=lambda x: reals.mul(x, AIRY_BI(x))
)


def _airy_slope(x: Real, kind: str) -> Real:
    return (AIRY_AI_PRIME if kind == "Ai" else AIRY_BI_PRIME)(x)


def lambert_branch(k: int) -> Analytic:
    """The branch `k` of Lambert's function; -1 is real between ``-1/e`` and 0."""

    def of(z: acb) -> acb:
        real = k == -1 and z.imag.contains(0) and z.real < 0
        return z.lambertw(-1, middle=True) if real else z.lambertw(k)

    def cut(z: acb) -> bool:
        return _from_branch(z) if k == -1 and z.real < 0 else negative(z)

    return Analytic(of, cut) if k else LAMBERT_W


def inverse_erf(x: Real) -> Real:
    """The inverse of the error function."""
    if isinstance(x, Jet):
        value = inverse_erf(x.value)
        return reals.chain(x, value, reals.inv(_bell(value)))
    point = balls.ball(reals.scalar(x, "the inverse of erf"))
    if isinstance(point, acb):
        raise imprecise("the continuation of the inverse of erf")
    found = point.erfinv()
    if not found.is_finite():
        outside("the inverse of erf beyond ±1")
        raise Undecided("the inverse of erf near ±1", retry=True)
    return arb(found)


def beta(x: Real, y: Real) -> Real:
    """``B(x, y) = Γ(x) Γ(y) / Γ(x + y)``."""
    return reals.div(reals.mul(gamma(x), gamma(y)), gamma(reals.add(x, y)))
