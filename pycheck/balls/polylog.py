"""The polylogarithm of real order on [0, 1], and the power law with a fugacity z that it sums."""

from math import log2, pi

import flint
from flint import arb, arb_series, fmpq

from pycheck.balls.power_law import log_sums
from pycheck.balls.precision import at_precision, working
from pycheck.balls.summation import powers
from pycheck.errors import InputError

_HIGHEST_ORDER_BY_ARB = 6
_LARGEST_Z_BY_ARB = fmpq(1, 4)
_MAX_DIRECT_TERMS = 600
_LARGEST_START = 10**18
_SMALL_DECAY = arb("0.5")


def polylog(order: fmpq, z: fmpq) -> arb:
    """``Li_s(z)``, the sum of ``z**k * k**-s`` over ``k >= 1``, for exact s and 0 <= z <= 1.

    Arb's own function is the road up to the order 6 and up to z = 1/4. Above them it is slow and
    loses some seven bits an order; there `direct_polylog` is, if 600 terms are enough. Each is the
    check of the other. Raises `InputError` at z = 1 with an order of 1 or less, where the series
    diverges.
    """
    part, whole, floor = int(z.p), int(z.q), int(order)
    if part == 0:
        return arb(0)
    if part == whole:
        _require_convergence(order)
        return arb(order).zeta()
    if floor >= _HIGHEST_ORDER_BY_ARB and order > _HIGHEST_ORDER_BY_ARB and z > _LARGEST_Z_BY_ARB:
        terms = _direct_terms(order, z)
        if terms is not None:
            return direct_polylog(order, z, terms)
    # Arb's function loses about the bits of z, of 1 - z and of the order, and some.
    bits = flint.ctx.prec
    lost = whole.bit_length() - min(part, whole - part).bit_length() + 8 * max(floor - 1, 0)
    bits += lost + max(bits.bit_length() - 7, 0)
    return at_precision(bits, 1, _polylog_by_arb, order, z)


def _polylog_by_arb(order: fmpq, z: fmpq) -> arb:
    return arb(z).polylog(arb(order))


def direct_polylog(order: fmpq, z: fmpq, terms: int) -> arb:
    """The same by the first `terms` of the series, and a bound of the others."""
    return partial_polylog(order, z, terms) + tail_bound(order, z, terms)


def partial_polylog(order: fmpq, z: fmpq, terms: int) -> arb:
    """The sum of ``z**k * k**-s`` over ``1 <= k <= terms``, term by term."""
    base = arb(z)
    total, power = arb(0), arb(1)
    for weight in powers(order, terms):
        power *= base
        total += power * weight
    return total


def normalization(order: fmpq, z: fmpq, context: int) -> arb:
    """The mass of the first `context` terms under the law ``z**k * k**-s / Li_s(z)``.

    That the law is normalized says that this tends to 1. Raises `InputError` where the series
    diverges, and at z = 0, where there is no law.
    """
    if z == 0:
        raise InputError("there is no law to normalize at z = 0; take a z above 0")
    if z == 1:
        _require_convergence(order)
        return log_sums(order, 1, context, 0)[0] / arb(order).zeta()
    if context <= max(_MAX_DIRECT_TERMS, flint.ctx.prec):
        return partial_polylog(order, z, context) / polylog(order, z)
    if _rate(z) * context < _SMALL_DECAY:
        return _undecayed_polylog(order, z, context) / polylog(order, z)
    return 1 - polylog_tail(order, z, context + 1) / polylog(order, z)


def _rate(z: fmpq) -> arb:
    """``-log z``, without loss beside z = 1."""
    return -arb(z - 1).log1p()


def _undecayed_polylog(order: fmpq, z: fmpq, context: int) -> arb:
    """`partial_polylog` by powers of ``mu = -log z`` while ``mu * context`` is below 1/2.

    The term of power j is at most ``(mu * context)**j / j!`` times that of power 0, so what follows
    it is below twice that.
    """
    rate = _rate(z)
    plain = log_sums(order, 1, context, 0)[0]
    total, scale, j = plain, arb(1), 0
    while True:
        j += 1
        scale *= rate / j
        rest = 2 * scale * arb(context) ** j
        if rest < arb(2) ** -flint.ctx.prec:
            return total + arb(0, (rest * plain).abs_upper())
        total += (-1) ** j * scale * log_sums(order - j, 1, context, 0)[0]


def polylog_tail(order: fmpq, z: fmpq, first: int, steps: int | None = None) -> arb:
    """The sum of ``z**k * k**-s`` over ``k >= first``, for 0 < z < 1 and a large `first`.

    Euler-Maclaurin (DLMF 2.10.1) on ``f(t) = exp(-mu t) * t**-s`` with ``mu = -log z``; the
    integral of f is an incomplete gamma function (DLMF 8.2.2). From `first` on, f's derivative of
    order 2J is at most f times the sum of ``binomial(2J, i) mu**(2J - i) |(s)_i| first**-i``, and
    the remainder at most ``|B_2J| / (2J)!`` times the integral of that (DLMF 24.9.1). The ball is
    certain with any J from 1 on; without `steps` it is what the working precision needs.
    """
    bound = tail_bound(order, z, first - 1)
    if bound.abs_upper() < arb(z) * arb(2) ** -flint.ctx.prec:
        return bound
    rate, exponent = _rate(z), arb(order)
    if steps is None:
        steps = _euler_maclaurin_steps(rate, order, first, flint.ctx.prec)
    integral = rate ** (exponent - 1) * (rate * first).gamma_upper(1 - exponent)
    value = arb(z) ** first * arb(first) ** -exponent
    with working(flint.ctx.prec, 2 * steps + 1):
        shifted = arb_series([1, arb(fmpq(1, first))]).log() * -exponent + arb_series([0, -rate])
        taylor = shifted.exp().coeffs()
        correction = sum(
            (taylor[2 * j - 1] * fmpq.bernoulli(2 * j) / (2 * j) for j in range(1, steps + 1)),
            arb(0),
        )
        growth = arb_series([1, -arb(fmpq(1, first))]).log() * -abs(exponent)
        majorant = (growth + arb_series([0, rate])).exp().coeffs()[2 * steps]
    remainder = majorant * abs(fmpq.bernoulli(2 * steps)) * integral
    return integral + value / 2 - value * correction + arb(0, remainder.abs_upper())


def _euler_maclaurin_steps(rate: arb, order: fmpq, first: int, bits: int) -> int:
    """The J that brings the remainder near ``2**-bits``: an estimate, not a bound."""
    decay, size, start = float(rate), abs(float(order)), min(first, _LARGEST_START)
    for steps in range(1, bits):
        ratio = (decay + (size + 2 * steps) / start) / (2 * pi)
        if ratio < 1 and -2 * steps * log2(ratio) > bits:
            return steps
    return bits


def _require_convergence(order: fmpq) -> None:
    if order <= 1:
        raise InputError(
            f"the polylogarithm of order {order} diverges at z = 1; take an order above 1 or z < 1"
        )


def _direct_terms(order: fmpq, z: fmpq) -> int | None:
    """How many terms reach the precision by direct summation, or None when they are too many."""
    bits = flint.ctx.prec
    s, log_z = float(order), log2(float(z)) if z > fmpq(1, 10**300) else -1000.0
    for terms in (4, 16, 60, 200, _MAX_DIRECT_TERMS):
        settled = terms > 4 * max(-s, 0) / max(-log_z, 1e-9)
        if settled and -terms * log_z + (s - 1) * log2(terms) > bits + 16:
            return terms
    return None


def tail_bound(order: fmpq, z: fmpq, terms: int) -> arb:
    """A ball around 0 that contains the sum over ``k > terms``.

    The ratio of neighbouring terms is at most ``z * (1 + 1/n)**max(-s, 0)`` from n = terms + 1 on,
    and for s > 1 the tail is also below ``z**n * (n - 1)**(1 - s) / (s - 1)``.
    """
    first = terms + 1
    base, exponent = arb(z), arb(order)
    power = base**first
    bounds = []
    ratio = base
    if order < 0:
        ratio *= (1 + 1 / arb(first)) ** -exponent
    if ratio < 1:
        bounds.append(power * arb(first) ** -exponent / (1 - ratio))
    if order > 1:
        bounds.append(power * arb(terms) ** (1 - exponent) / (exponent - 1))
    if not bounds:
        return arb(0, arb.pos_inf())
    return arb(0, min(b.abs_upper() for b in bounds))
