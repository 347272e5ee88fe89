"""Functions that formulas use and Mathlib lacks, or defines for fewer arguments.

Their names begin with ``Special``: they stand in no receipt.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from flint import acb, fmpq, fmpz

from pycheck.statements.language.truth import TRUE, Truth
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Row, Table, proposition, value
from pycheck.statements.values import (
    balls,
    integers,
    integrals,
    limits,
    reals,
    special,
    trigonometry,
)
from pycheck.statements.values.continuation import need_no_analytic
from pycheck.statements.values.operations import cast_to_real, natural
from pycheck.statements.values.partial import outside
from pycheck.statements.values.reals import Jet
from pycheck.statements.values.special import Analytic
from pycheck.statements.values.work import spend


def _unary(f: Callable[[Any], Any]) -> Row:
    return value(1, f, 0)


def _of_order(f: Callable[[Any], Analytic]) -> Row:
    """A function of an order and an argument."""

    def at(n: Any, z: Any) -> Any:
        order = reals.scalar(n, "an order")
        return f(order)(_beside(z, order))

    return value(2, at, 0, 1)


def _beside(z: Any, *others: Any) -> Any:
    """A number as a complex one where another one is."""
    real = not isinstance(z, acb | Jet)
    return acb(balls.ball(z)) if real and any(isinstance(x, acb) for x in others) else z


def _binomial(n: Any, k: Any) -> Any:
    """``n choose k`` of real numbers: a polynomial in `n` where `k` is whole, else by ``Γ``."""
    if type(k) is fmpq and k.q == 1:
        if k < 0:
            return balls.ZERO
        return _chosen(n, natural(int(k.p)))
    one = balls.ONE
    below = reals.mul(
        special.gamma(reals.add(k, one)), special.gamma(reals.add(reals.sub(n, k), one))
    )
    return reals.div(special.gamma(reals.add(n, one)), below)


def _chosen(n: Any, k: int) -> Any:
    """``n choose k`` of a natural `k`."""
    if type(n) is fmpq and n.q == 1:
        top = int(n.p)
        spend(1 + min(k, abs(top - k)) // 20)
        if top >= 0:
            return balls.exact(fmpq(integers.choose(top, k)))
        return balls.exact(fmpq((-1) ** k * integers.choose(k - top - 1, k)))
    if k > _LONGEST_PRODUCT:
        raise Undecided("a binomial coefficient is too large")
    spend(1 + k // 5)
    product: Any = balls.ONE
    for i in range(k):
        factor = reals.sub(n, fmpq(i))
        product = reals.mul(product, reals.div(factor, fmpq(i + 1)))
    return product


def _factorial(x: Any) -> Any:
    """``x! = Γ(x + 1)``."""
    if type(x) is fmpq and x.q == 1:
        if x < 0:
            outside("the factorial of a negative number")
        return fmpq(integers.factorial(int(x.p)))
    return special.gamma(reals.add(x, balls.ONE))


def _modulo(x: Any, y: Any) -> Any:
    """``x - y ⌊x / y⌋``."""
    return reals.sub(x, reals.mul(y, cast_to_real(reals.floor(reals.div(x, y)))))


def _stirling(n: int, k: int) -> int:
    """The number of partitions of `n` things into `k` classes."""
    n, k = natural(n), natural(k)
    if n > 500:
        raise Undecided("a Stirling number is too large")
    spend(1 + n // 5)
    return int(fmpz.stirling_s2(n, k))


def _fibonacci(n: int) -> int:
    n = int(n)
    if n < 0:
        return integers.fibonacci(-n) * (1 if n % 2 else -1)
    return integers.fibonacci(n)


def _fixed(step: Callable[[Any], Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """The function `f` with ``f = step f``, for a step that goes back to smaller arguments."""
    known: dict[int, Any] = {}

    def f(n: Any) -> Any:
        n = natural(n)
        if n > _LONGEST_RECURRENCE:
            raise Undecided("a recurrence is followed too far")
        if n not in known:
            known[n] = step(f)(n)
        return known[n]

    return f


def _smooth(f: Any) -> Truth:
    """Whether a function has all derivatives; of the ones that are drawn this is known."""
    if getattr(f, "smooth", False):
        return TRUE
    raise Undecided("whether a function is smooth")


def _real_part(z: Any) -> Any:
    need_no_analytic("a real part")
    return z.real if isinstance(z, acb) else z


def _imaginary_part(z: Any) -> Any:
    need_no_analytic("an imaginary part")
    return z.imag if isinstance(z, acb) else balls.ZERO


def _complex(z: Any) -> Any:
    """A number as a complex one where that makes a difference: a negative real number."""
    return z if isinstance(z, acb | Jet) or reals.sign(z) >= 0 else acb(balls.ball(z))


def _conjugate(z: Any) -> Any:
    need_no_analytic("a conjugate")
    return z.conjugate() if isinstance(z, acb) else z


def _natural(n: int) -> int:
    """An integer as a natural number."""
    if natural(n) < 0:
        outside("a natural number below 0")
    return max(n, 0)


def _hypergeometric(above: int, *args: Any) -> Any:
    *parameters, z = args
    of = special.hypergeometric(tuple(parameters[:above]), tuple(parameters[above:]))
    return of(_beside(z, *parameters))


def _between(follow: Any, ends: tuple[bool, bool], f: Any, *given: Any) -> Any:
    """An integral between ends, of which some are infinite."""
    left = iter(given)
    a, b = (next(left) if finite else None for finite in ends)
    return follow(f, a, b)


# How many upper and lower parameters a hypergeometric function may have.
HYPERGEOMETRIC = ((0, 1), (1, 1), (2, 1), (1, 2), (2, 2), (3, 2))

_LONGEST_RECURRENCE = 200
_LONGEST_PRODUCT = 3000

SPECIAL: Table = {
    "Special.erf": _unary(special.ERF),
    "Special.erfc": _unary(special.ERFC),
    "Special.gamma": _unary(special.gamma),
    "Special.loggamma": _unary(special.LOG_GAMMA),
    "Special.digamma": _unary(special.DIGAMMA),
    "Special.zeta": _unary(special.ZETA),
    "Special.hurwitz": value(2, lambda s, a: special.hurwitz(a)(_beside(s, a)), 0, 1),
    "Special.elliptic_k": _unary(special.ELLIPTIC_K),
    "Special.elliptic_e": _unary(special.ELLIPTIC_E),
    "Special.Ei": _unary(special.exp_integral),
    "Special.Si": _unary(special.SIN_INTEGRAL),
    "Special.lambertw": _unary(special.LAMBERT_W),
    "Special.beta": value(2, special.beta, 0, 1),
    "Special.polygamma": _of_order(special.polygamma),
    "Special.polylog": _of_order(special.polylogarithm),
    "Special.stieltjes": _unary(lambda n: special.stieltjes(natural(n))),
    "Special.binomial": value(2, _binomial, 0, 1),
    "Special.factorial": _unary(_factorial),
    "Special.fibonacci": _unary(_fibonacci),
    "Special.stirling": value(2, _stirling, 0, 1),
    "Special.modulo": value(2, _modulo, 0, 1),
    "Special.natural": _unary(_natural),
    **{
        f"Special.{kind}{name}": value(1 + len(at), partial(_between, follow, ends), 0, *at)
        for kind, follow in (
            ("integral", integrals.followed),
            ("complexIntegral", integrals.followed_complex),
        )
        for name, ends, at in (
            ("", (True, True), (1, 2)),
            ("From", (True, False), (1,)),
            ("UpTo", (False, True), (1,)),
            ("OverLine", (False, False), ()),
        )
    },
    "Special.limit": value(2, limits.known, 0, 1),
    "Special.fix": value(1, _fixed, 0),
    "Special.Smooth": proposition(1, _smooth, 0),
    "Complex.I": value(0, lambda: acb(0, 1)),
    "Complex.re": _unary(_real_part),
    "Complex.im": _unary(_imaginary_part),
    "Complex.exp": _unary(reals.exp),
    "Complex.log": _unary(lambda z: reals.log(_complex(z))),
    "Complex.sin": _unary(reals.sin),
    "Complex.cos": _unary(reals.cos),
    "Complex.tan": _unary(trigonometry.tan),
    "Complex.sinh": _unary(trigonometry.sinh),
    "Complex.cosh": _unary(trigonometry.cosh),
    "Complex.tanh": _unary(trigonometry.tanh),
    "Special.conjugate": _unary(_conjugate),
    "Special.csqrt": _unary(lambda z: reals.sqrt(_complex(z))),
}
SPECIAL |= {f"Special.bessel{kind}": _of_order(partial(special.bessel, kind)) for kind in "JYIK"}
SPECIAL |= {
    f"Special.hyper{above}{below}": value(
        above + below + 1, partial(_hypergeometric, above), *range(above + below + 1)
    )
    for above, below in HYPERGEOMETRIC
}
