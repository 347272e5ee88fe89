"""More functions that formulas use: of several arguments, orthogonal polynomials, counting."""

from collections.abc import Callable
from typing import Any

from flint import acb, arb, fmpq, fmpz

from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Row, Table, value
from pycheck.statements.values import balls, integers, orthogonal, reals, several, special
from pycheck.statements.values.operations import natural
from pycheck.statements.values.partial import outside
from pycheck.statements.values.work import spend

_LARGEST = 2000


def _counted(n: Any, what: str) -> int:
    count = natural(n)
    if count > _LARGEST:
        raise Undecided(f"{what} is too large")
    return count


def _of(f: Callable[..., Any], arity: int) -> Row:
    return value(arity, f, *range(arity))


def _bernoulli(n: Any) -> fmpq:
    """The Bernoulli number with ``B_1 = 1/2``, Mathlib's ``bernoulli'``."""
    count = _counted(n, "a Bernoulli number")
    return fmpq(1, 2) if count == 1 else fmpq.bernoulli(count)


def _euler(n: Any) -> int:
    return int(fmpz.euler_number(_counted(n, "an Euler number")))


def _bell(n: Any) -> int:
    return int(fmpz.bell_number(_counted(n, "a Bell number")))


def _derangements(n: Any) -> int:
    """``numDerangements``: permutations without a fixed point."""
    total = 1
    for k in range(1, _counted(n, "a number of derangements") + 1):
        total = k * total + (-1) ** k
    return total


def _partitions(n: Any) -> int:
    """In how many ways a number is a sum of positive ones, by Euler's pentagonal numbers."""
    known = [1]
    for m in range(1, _counted(n, "a number of partitions") + 1):
        total, k = 0, 1
        while (first := k * (3 * k - 1) // 2) <= m:
            sign = 1 if k % 2 else -1
            total += sign * known[m - first]
            if (second := first + k) <= m:
                total += sign * known[m - second]
            k += 1
        known.append(total)
    return known[-1]


def _prime(n: Any) -> int:
    """The n-th prime, from 2 as the first."""
    count = natural(n)
    if count < 1:
        outside("the prime before the first")
        return 0
    return integers.nth_prime(count - 1)


def _jacobi(a: Any, n: Any) -> int:
    """``jacobiSym``."""
    if natural(n) % 2 == 0:
        outside("the Jacobi symbol of an even number")
        raise Undecided("the Jacobi symbol of an even number")
    return int(fmpz(natural(a) % n).jacobi(fmpz(n))) if n > 1 else 1


def _rising(x: Any, n: Any, sign: int) -> Any:
    """``x (x ± 1) … (x ± (n - 1))``, or by ``Γ`` where `n` is not whole."""
    if type(n) is fmpq and n.q == 1 and 0 <= n <= _LARGEST:
        total: Any = balls.ONE
        spend(1 + int(n.p) // 5)
        for k in range(int(n.p)):
            total = reals.mul(total, reals.add(x, fmpq(sign * k)))
        return total
    top, below = (reals.add(x, n), x) if sign > 0 else (x, reals.sub(x, n))
    if sign < 0:
        top, below = reals.add(top, balls.ONE), reals.add(below, balls.ONE)
    return reals.div(special.gamma(top), special.gamma(below))


def _lower_beta(a: Any, b: Any, x: Any, y: Any) -> Any:
    """The integral of ``t ^ (a - 1) (1 - t) ^ (b - 1)`` between two numbers."""
    return reals.sub(several.LOWER_BETA(a, b, y), several.LOWER_BETA(a, b, x))


def _arg(z: Any) -> Any:
    """``Complex.arg``, which has no value for a reader on its cut and at 0."""
    if balls.is_zero(reals.scalar(z, "an angle")):
        outside("the angle of 0")
        return balls.ZERO
    point = acb(balls.ball(z))
    if special.negative(point):
        outside("an angle on its branch cut")
    return point.arg()


FURTHER: Table = {
    "bernoulli'": _of(_bernoulli, 1),
    "numDerangements": _of(_derangements, 1),
    "jacobiSym": _of(_jacobi, 2),
    "Real.sinc": _of(special.SINC, 1),
    "Complex.arg": _of(_arg, 1),
    "Special.euler": _of(_euler, 1),
    "Special.bell": _of(_bell, 1),
    "Special.partitions": _of(_partitions, 1),
    "Special.prime": _of(_prime, 1),
    "Special.rising": _of(lambda x, n: _rising(x, n, 1), 2),
    "Special.falling": _of(lambda x, n: _rising(x, n, -1), 2),
    "Special.erfi": _of(special.ERFI, 1),
    "Special.erfinv": _of(special.inverse_erf, 1),
    "Special.Ci": _of(special.COS_INTEGRAL, 1),
    "Special.Chi": _of(special.COSH_INTEGRAL, 1),
    "Special.Shi": _of(special.SINH_INTEGRAL, 1),
    "Special.fresnels": _of(special.FRESNEL_S, 1),
    "Special.fresnelc": _of(special.FRESNEL_C, 1),
    "Special.airyai": _of(special.AIRY_AI, 1),
    "Special.airybi": _of(special.AIRY_BI, 1),
    "Special.airyaiprime": _of(special.AIRY_AI_PRIME, 1),
    "Special.airybiprime": _of(special.AIRY_BI_PRIME, 1),
    "Special.dirichlet_eta": _of(special.ETA, 1),
    "Special.catalan": value(0, arb.const_catalan),
    "Special.lambertwBranch": _of(lambda x, k: special.lambert_branch(int(k))(x), 2),
    "Special.expint": _of(several.EXPINT, 2),
    "Special.lowergamma": _of(several.LOWER_GAMMA, 2),
    "Special.uppergamma": _of(several.UPPER_GAMMA, 2),
    "Special.betainc": _of(_lower_beta, 4),
    "Special.elliptic_f": _of(several.ELLIPTIC_F, 2),
    "Special.elliptic_e_inc": _of(several.ELLIPTIC_E, 2),
    "Special.elliptic_pi": _of(several.ELLIPTIC_PI, 2),
    "Special.elliptic_pi_inc": _of(several.ELLIPTIC_PI_INC, 3),
    "Special.lerchphi": _of(several.LERCH, 3),
    "Special.legendre": _of(orthogonal.legendre, 2),
    "Special.chebyshevt": _of(orthogonal.chebyshev_first, 2),
    "Special.chebyshevu": _of(orthogonal.chebyshev_second, 2),
    "Special.hermite": _of(orthogonal.hermite, 2),
    "Special.hermite_prob": _of(orthogonal.hermite_probabilist, 2),
    "Special.laguerre": _of(lambda n, x: orthogonal.laguerre(n, balls.ZERO, x), 2),
    "Special.assoc_laguerre": _of(orthogonal.laguerre, 3),
    "Special.gegenbauer": _of(orthogonal.gegenbauer, 3),
    "Special.jacobi": _of(orthogonal.jacobi, 4),
    "Special.bernoulli": _of(orthogonal.bernoulli, 2),
}
