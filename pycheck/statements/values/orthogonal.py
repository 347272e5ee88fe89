"""Orthogonal polynomials by their recurrences, and those of Bernoulli, at any kind of number."""

from collections.abc import Callable
from math import comb

from flint import fmpq

from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values import reals
from pycheck.statements.values.balls import ONE
from pycheck.statements.values.operations import natural
from pycheck.statements.values.reals import Real
from pycheck.statements.values.work import spend

_HIGHEST = 400

Step = Callable[[int], tuple[Real, Real]]
"""For `k` from 1 on the factors `a` and `b` of ``p_{k+1} = a p_k - b p_{k-1}``."""


def _degree(n: object) -> int:
    degree = natural(n)
    if degree > _HIGHEST:
        raise Undecided("a polynomial of too high a degree")
    spend(1 + degree)
    return degree


def _followed(n: object, first: Real, step: Step) -> Real:
    """``p_n`` by a recurrence of three terms from ``p_0 = 1`` and ``p_1``."""
    degree = _degree(n)
    before: Real = ONE
    here = first
    if degree == 0:
        return before
    for k in range(1, degree):
        a, b = step(k)
        before, here = here, reals.sub(reals.mul(a, here), reals.mul(b, before))
    return here


def _q(p: int, q: int = 1) -> fmpq:
    return fmpq(p, q)


def legendre(n: object, x: Real) -> Real:
    """``P_n`` (DLMF 18.9.1)."""
    return _followed(n, x, lambda k: (reals.mul(_q(2 * k + 1, k + 1), x), _q(k, k + 1)))


def chebyshev_first(n: object, x: Real) -> Real:
    """``T_n``."""
    return _followed(n, x, lambda _: (reals.mul(_q(2), x), ONE))


def chebyshev_second(n: object, x: Real) -> Real:
    """``U_n``."""
    return _followed(n, reals.mul(_q(2), x), lambda _: (reals.mul(_q(2), x), ONE))


def hermite(n: object, x: Real) -> Real:
    """``H_n``, orthogonal with the weight ``exp (-x²)``."""
    twice = reals.mul(_q(2), x)
    return _followed(n, twice, lambda k: (twice, _q(2 * k)))


def hermite_probabilist(n: object, x: Real) -> Real:
    """``He_n``, orthogonal with the weight ``exp (-x²/2)``."""
    return _followed(n, x, lambda k: (x, _q(k)))


def laguerre(n: object, a: Real, x: Real) -> Real:
    """``L_n`` with the parameter `a`."""

    def step(k: int) -> tuple[Real, Real]:
        top = reals.add(reals.sub(_q(2 * k + 1), x), a)
        return reals.mul(_q(1, k + 1), top), reals.mul(_q(1, k + 1), reals.add(_q(k), a))

    return _followed(n, reals.sub(reals.add(ONE, a), x), step)


def gegenbauer(n: object, a: Real, x: Real) -> Real:
    """``C_n`` with the parameter `a`."""

    def step(k: int) -> tuple[Real, Real]:
        top = reals.mul(reals.add(_q(k), a), reals.mul(_q(2, k + 1), x))
        rest = reals.add(_q(k - 1), reals.mul(_q(2), a))
        return top, reals.mul(_q(1, k + 1), rest)

    return _followed(n, reals.mul(_q(2), reals.mul(a, x)), step)


def jacobi(n: object, a: Real, b: Real, x: Real) -> Real:
    """``P_n`` with the parameters `a` and `b` (DLMF 18.5.7)."""
    degree = _degree(n)
    half = reals.mul(_q(1, 2), reals.sub(x, ONE))
    total: Real = _q(0)
    for k in range(degree + 1):
        term: Real = _q(comb(degree, k))
        for j in range(k):
            term = reals.mul(term, reals.add(reals.add(a, b), _q(degree + 1 + j)))
            term = reals.mul(term, half)
        for j in range(k, degree):
            term = reals.mul(term, reals.add(a, _q(j + 1)))
        for j in range(1, degree + 1):
            term = reals.mul(term, _q(1, j))
        total = reals.add(total, term)
    return total


def bernoulli(n: object, x: Real) -> Real:
    """The Bernoulli polynomial."""
    degree = _degree(n)
    total: Real = _q(0)
    for k in range(degree + 1):
        weight = fmpq.bernoulli(k) * comb(degree, k)
        total = reals.add(total, reals.mul(weight, reals.power(x, degree - k)))
    return total
