"""Sums of powers over a range by Euler-Maclaurin, as power series in the exponent.

With `s = gamma - y` the sum of ``d**-s`` over ``a <= d <= b`` is

    integral + (a**-s + b**-s) / 2 + C(a) - C(b),
    C(a) = a**-s * (sum of B_2j / (2j)! * (s)_(2j-1) * a**(1 - 2j) over 1 <= j <= J, plus R_J(a)),
    R_J(a) = - integral over t >= a of B~_2J(t) / (2J)! * (s)_2J * (t / a)**-s * t**(-2J)

(DLMF 2.10.1, 25.11.28), where `B~` is the periodic Bernoulli function. The function `C(a)` does
not depend on `J`. Since ``|B~_2J| <= |B_2J|`` (DLMF 24.9.1), and ``(t / a)**y`` has positive
coefficients in `y` for ``t >= a``, each coefficient of the remainder is at most that of

    |B_2J| / (2J)! * product of (|gamma + i| + y) over 0 <= i < 2J * a**(1 - 2J) / (A - 1 - y)

with ``A = gamma + 2J > 1`` (the bound of Johansson, *Rigorous high-precision computation of the
Hurwitz zeta function and its derivatives*, Theorem 1, on the real line). There is no pole: the
integral is an entire function of ``(1 - s) * log(b / a)`` and is expanded as one.
"""

from math import log2, pi

import flint
from flint import arb, arb_series, fmpq, fmpz

from pycheck.balls.precision import working

_LOG2_TWO_PI = log2(2 * pi)
_REMAINDER_BITS = 30
_SMALLEST_FLOAT = 1e-300


def integral(gamma: arb, a: int, b: int, terms: int) -> arb_series:
    """The integral of ``t**(y - gamma)`` over ``[a, b]`` as a series of `terms` terms in `y`.

    It is ``a**q * L * phi(q * L)`` with ``q = 1 - gamma + y``, ``L = log(b / a)`` and
    ``phi(v) = (exp(v) - 1) / v``, whose k-th Taylor coefficient at v is the integral of
    ``u**k * exp(u * v)`` over [0, 1], divided by k!.
    """
    width = _log_ratio(a, b)
    q = 1 - gamma
    coefficients = []
    scale = width
    for k, moment in enumerate(_exponential_moments(q * width, terms)):
        coefficients.append(scale * moment)
        scale = scale * width / (k + 1)
    log_a = arb(a).log()
    return arb_series(coefficients) * (arb_series([q, 1]) * log_a).exp()


def _log_ratio(a: int, b: int) -> arb:
    if 2 * a > b:
        return arb(fmpq(b - a, a)).log1p()
    return arb(b).log() - arb(a).log()


def _exponential_moments(v: arb, terms: int) -> list[arb]:
    """The integrals of ``u**k * exp(u * v)`` over [0, 1] for ``k < terms``."""
    exponential = v.exp()
    if abs(v) > 1:
        moments = [v.expm1() / v]
        for k in range(1, terms):
            moments.append((exponential - k * moments[-1]) / v)
        return moments
    moments = [_last_moment_near_zero(v, terms - 1)]
    for k in range(terms - 1, 0, -1):
        moments.append((exponential - v * moments[-1]) / k)
    return moments[::-1]


def _last_moment_near_zero(v: arb, k: int) -> arb:
    """The sum of ``v**n / n! / (n + k + 1)``; all from n >= 2 |v| on is below ``2 |v|**n / n!``."""
    total, power = arb(0), arb(1)
    size = max(float(v.abs_upper()), _SMALLEST_FLOAT)
    n, bits = 0, 0.0
    while n < 2 * size or bits > -flint.ctx.prec:
        total += power / (n + k + 1)
        n += 1
        power = power * v / n
        bits += log2(size / n)
    return total + arb(0, 2 * power.abs_upper())


def correction(gamma: arb, a: int, terms: int, bits: int) -> arb_series:
    """``C(a) * a**s`` as a series in `y`, with an error near ``2**-bits`` where `a` allows it."""
    steps = _number_of_terms(float(gamma.lower()), a, bits)
    total = arb_series([])
    inverse_square = arb(a) ** -2
    scale = 1 / arb(2 * a)
    rising = arb_series([gamma, -1])
    fmpq.bernoulli(2 * steps, cache=True)
    for j in range(1, steps + 1):
        total += rising * (scale * fmpq.bernoulli(2 * j))
        if j < steps:
            scale = scale * inverse_square / ((2 * j + 1) * (2 * j + 2))
            shifted = gamma + (2 * j - 1)
            rising *= arb_series([shifted * (shifted + 1), -(2 * shifted + 1), 1])
    with working(_REMAINDER_BITS, terms):
        radii = _remainder(gamma, a, steps).coeffs()
    return total + arb_series([arb(0, r.abs_upper()) for r in radii])


def _number_of_terms(gamma: float, a: int, bits: int) -> int:
    """The J whose remainder at `a` falls below ``2**-bits``, or the best one there is.

    An estimate in floats: it decides how small the remainder is, never whether it is bounded.
    """
    least = max(1, int((1 - gamma) / 2) + 2)
    per_step = 2 * (_LOG2_TWO_PI + log2(a))
    size, j = log2(a) + 2, 0
    best, best_size = least, float("inf")
    while True:
        size += log2(abs(gamma + 2 * j) + 1) + log2(abs(gamma + 2 * j + 1) + 1) - per_step
        j += 1
        if j < least:
            continue
        if size < -bits:
            return j
        if size > best_size:
            return best
        best, best_size = j, size


def _remainder(gamma: arb, a: int, steps: int) -> arb_series:
    bound = arb_series([abs(fmpq.bernoulli(2 * steps)) / fmpz.fac_ui(fmpz(2 * steps))])
    for i in range(2 * steps):
        bound *= arb_series([abs(gamma + i), 1])
    return bound * arb(a) ** (1 - 2 * steps) / arb_series([gamma + (2 * steps - 1), -1])
