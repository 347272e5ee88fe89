"""Sums of symbolic terms without their single terms.

``∑ n ^ (-s) log n ^ j`` over a range is a difference of derivatives of the Hurwitz zeta function;
over all ``n`` it is a derivative of the Riemann zeta function, and with a factor ``z ^ n`` one of
the polylogarithm (DLMF 25.11, 25.12). Every accelerator is tested against the direct sum.
"""

from functools import lru_cache
from math import factorial
from typing import Any

from flint import acb, acb_series, arb, arb_series, ctx, fmpq, fmpz

from pycheck.statements.language.undecided import NotSymbolic, imprecise
from pycheck.statements.values import balls
from pycheck.statements.values.balls import ZERO, Scalar
from pycheck.statements.values.terms import Key, Terms

_POLYLOG_HEAD = 4096
_KEPT = 4096
"""Twice as many derivatives as an audit asks for in one process."""
# So many derivatives are computed at once: a mean and a variance ask for all of them, and the last
# costs little beyond the first.
_ORDER = 2


def finite(terms: Terms, start: int, stop: int) -> Scalar:
    """``∑ start ≤ k < stop`` of the terms."""
    total: Scalar = ZERO
    shift = terms.shift or 0
    for key, value in terms.coefficients.items():
        if key.z == 1:
            part = _power_sum(key.s, key.j, start + shift, stop + shift)
        elif key.s == 0 and key.j == 0:
            part = _geometric_sum(key.z, start, stop)
        else:
            raise NotSymbolic("a finite sum with a geometric factor")
        total = balls.add(total, balls.mul(value, part))
    return total


def summable(terms: Terms) -> bool:
    """Whether the series of the terms converges absolutely.

    Terms with different keys grow at different rates, so the series converges exactly when each of
    its terms does.
    """
    for key, value in terms.coefficients.items():
        if key.z == 0 or abs(key.z) < 1 or (abs(key.z) == 1 and key.s > 1):
            continue
        if key.j < 0:
            raise NotSymbolic("a series with a logarithm in the denominator")
        if isinstance(value, arb) and (not value.is_finite() or 0 in value):
            raise imprecise("whether a divergent term vanishes")
        return False
    return True


def converges(terms: Terms) -> bool:
    """Whether the series converges when it is summed in its order: alternating ones do, too."""
    alternating = {k: v for k, v in terms.coefficients.items() if k.z == -1 and k.s > 0}
    rest = {k: v for k, v in terms.coefficients.items() if k not in alternating}
    return bool(alternating) and summable(Terms(rest, terms.shift))


def diverges_nearby(terms: Terms) -> bool:
    """Whether the series diverges for all exponents near those of its terms, too."""
    return any(
        (abs(key.z) > 1 or (abs(key.z) == 1 and key.s < 1)) and balls.compare(value, ZERO) != 0
        for key, value in terms.coefficients.items()
    )


def infinite(terms: Terms, start: int) -> Scalar:
    """``∑ k ≥ start`` of the terms of a convergent series."""
    total: Scalar = ZERO
    shift = terms.shift or 0
    for key, value in terms.coefficients.items():
        if key.z != 1 and not isinstance(shift, int):
            part = _lerch(key, start, fmpq(start + shift))
        else:
            part = _series(key, start + shift)
            if key.z != 1:
                part = balls.mul(part, balls.rpow(key.z, fmpq(-shift)))
        total = balls.add(total, balls.mul(value, part))
    return total


def _geometric_sum(z: fmpq, start: int, stop: int) -> Scalar:
    """``∑ start ≤ k < stop`` of ``z ^ k`` for ``z ≠ 1``."""
    if stop <= start:
        return ZERO
    ends = balls.add(balls.power(z, stop), balls.neg(balls.power(z, start)))
    return balls.mul(ends, 1 / (z - 1))


def _power_sum(s: fmpq, j: int, start: int | fmpq, stop: int | fmpq) -> Scalar:
    """``∑ start ≤ n < stop`` of ``n ^ (-s) log n ^ j``, in steps of one."""
    if j < 0:
        raise NotSymbolic("a sum with a logarithm in the denominator")
    if j == 0 and s == 0:
        return max(fmpq(stop - start), ZERO)
    if stop <= start:
        return ZERO
    return _derivative(s, j, start, True) - _derivative(s, j, stop, True)


def _series(key: Key, start: Any) -> Scalar:
    """``∑ n ≥ start`` of ``z ^ n n ^ (-s) log n ^ j``."""
    if key.j < 0:
        raise NotSymbolic("a series with a logarithm in the denominator")
    if key.z == 1:
        return _derivative(key.s, key.j, start, False)
    if start > _POLYLOG_HEAD:
        raise NotSymbolic("a series with a geometric factor that starts late")
    whole = _polylog(key.z, key.s, key.j, ctx.prec)
    for n in range(1, start):
        whole -= balls.ball(
            balls.mul(
                balls.mul(balls.power(key.z, n), balls.rpow(fmpq(n), -key.s)),
                balls.power(balls.log(fmpq(n)), key.j),
            )
        )
    return _finite(whole)


def _polylog(z: fmpq, s: fmpq, j: int, precision: int) -> arb:
    """``(-1) ^ j`` times the j-th derivative in `s` of the polylogarithm of order `s` at `z`."""
    return _polylog_series(z, s, max(j, _ORDER), precision)[j]


@lru_cache(maxsize=_KEPT)
def _polylog_series(z: fmpq, s: fmpq, order: int, _precision: int) -> tuple[arb, ...]:
    """``(-1) ^ j`` times the j-th derivatives in `s` up to an order."""
    point = acb_series([acb(s), 1], prec=order + 1)
    series = acb_series.polylog(point, acb(z))
    return tuple([_derivative_of(_coefficient(series, j).real, j) for j in range(order + 1)])


def _lerch(key: Key, start: int, first: fmpq) -> Scalar:
    """``∑ k ≥ start`` of ``z ^ k (k + c) ^ (-s)``, where `first` is ``start + c`` and positive."""
    if key.j or first <= 0:
        raise NotSymbolic("a series with a geometric factor at a broken shift")
    phi = acb.lerch_phi(acb(key.z), acb(key.s), acb(first)).real
    return balls.mul(balls.power(key.z, start), _finite(phi))


def _derivative(s: fmpq, j: int, a: int | fmpq, deflate: bool) -> arb:
    """``(-1) ^ j`` times the j-th derivative in `s` of the Hurwitz zeta function at ``(s, a)``.

    With `deflate` the pole at ``s = 1``, which a difference does not have, is left out.
    """
    s, a = fmpq(s), fmpq(a)
    series = _zeta_series(s.p, s.q, max(j, _ORDER), a.p, a.q, deflate, ctx.prec)
    return _finite(series[j])


@lru_cache(maxsize=_KEPT)
def _zeta_series(
    p: fmpz, q: fmpz, order: int, a_p: fmpz, a_q: fmpz, deflate: bool, _precision: int
) -> tuple[arb, ...]:
    """The derivatives in `s` up to an order: a sample's hypotheses and both sides ask for them.

    Both fractions come as two whole numbers, whose hash takes a tenth of the time of theirs.
    """
    cap = ctx.cap
    ctx.cap = order + 1
    try:
        series = arb_series.zeta(
            arb_series([arb(fmpq(p, q)), 1]), arb(fmpq(a_p, a_q)), deflate=deflate
        )
        return tuple([_derivative_of(_coefficient(series, j).real, j) for j in range(order + 1)])
    finally:
        ctx.cap = cap


def _derivative_of(coefficient: arb, j: int) -> arb:
    value: arb = coefficient * factorial(j) * (-1) ** j
    return value


def _coefficient(series: arb_series | acb_series, j: int) -> arb | acb:
    return series[j]


def _finite(value: arb) -> arb:
    if not value.is_finite():
        raise imprecise("a zeta value")
    return value
