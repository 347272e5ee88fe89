"""Integrals: enclosed where the integrand is analytic, followed towards ends where it is not."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from flint import acb, arb, ctx, fmpq

from pycheck.statements.language.undecided import NotSymbolic, Undecided
from pycheck.statements.values import approximate, balls, reals
from pycheck.statements.values.balls import ONE, ZERO
from pycheck.statements.values.columns import need_none
from pycheck.statements.values.continuation import analytic, continued, spread
from pycheck.statements.values.reals import Jet
from pycheck.statements.values.terms import Terms
from pycheck.statements.values.work import TooMuchWork, spend

# Enough for smooth integrands at any precision used; a pole on the path would take for ever.
_EVALUATIONS = 20000
# Steps of work that a value of an integrand is counted for, besides those of its own.
_PRICE = 2
_PIECES = 80
# A peak may lie far out: that the first pieces are small says nothing.
_FEWEST = 20
# So many parts, each larger than the one before, belong to an integral that diverges.
_GROWING = 10
_SMALL = fmpq(1, 10**24)
_FOLLOWED_BITS = 128

Integrand = Callable[[Any], Any]


class Divergent(Undecided):
    """The parts of an integral or a series do not become small."""


def enclosed(f: Integrand, a: Any, b: Any) -> Any:
    """``∫ x in a..b, f x`` by rigorous quadrature, with the integrand's analytic continuation.

    Where no continuation is asked for, on the line itself, the integrand is a real function.
    Raises `Undecided` where no enclosure is found.
    """
    need_none("an integral")
    if reals.compare(a, b) == 0:
        return ZERO
    result = _piece(f, balls.ball(a), balls.ball(b))
    if result is None:
        raise Undecided("an integral is not finite within the evaluations allowed")
    return result


class _Part:
    """A part of the values of a complex function, which is integrated by itself."""

    def __init__(self, f: Integrand, name: str) -> None:
        self.f = f
        self.name = name


def _piece(f: Integrand | _Part, a: arb, b: arb) -> arb | None:
    whole = _complex_quadrature(f.f, a, b) if isinstance(f, _Part) else _quadrature(f, a, b)
    result: arb = getattr(whole, f.name if isinstance(f, _Part) else "real")
    return result if result.is_finite() else None


def _line(f: Integrand, a: acb, b: acb) -> acb:
    result = _quadrature(f, a, b)
    if not result.is_finite():
        raise Undecided("an integral is not finite within the evaluations allowed")
    return result


def _complex_quadrature(f: Integrand, a: arb, b: arb) -> acb:
    """Arb's integral of a function with complex values, analytic where it has to be."""

    def value(z: acb, is_analytic: bool) -> acb:
        on_line = z.imag.is_zero() and not is_analytic
        with spread(on_line), analytic(is_analytic):
            return acb(balls.ball(f(z.real if on_line else z)))

    return _integrated(value, a, b)


def _quadrature(f: Integrand, a: arb | acb, b: arb | acb) -> acb:
    """Arb's integral of a real function, which is continued analytically."""

    def value(z: acb, is_analytic: bool) -> acb:
        if not is_analytic and z.imag.is_zero():
            with spread():
                return acb(balls.ball(f(z.real)))
        with continued(), spread(False):
            return acb(balls.ball(f(z)))

    return _integrated(value, a, b)


def _integrated(value: Callable[[acb, bool], acb], a: arb | acb, b: arb | acb) -> acb:
    """Arb's integral; its callback may raise nothing, so too much work is told afterwards."""
    stopped: list[TooMuchWork] = []

    def integrand(z: acb, is_analytic: bool) -> acb:
        if stopped:
            return acb("nan")
        try:
            spend(_PRICE)
            return value(z, is_analytic)
        except TooMuchWork as too_much:
            stopped.append(too_much)
        except Undecided:
            pass
        return acb("nan")

    result = acb.integral(integrand, a, b, eval_limit=_EVALUATIONS)
    if stopped:
        raise stopped[0]
    return result


def followed_complex(f: Integrand, a: Any | None, b: Any | None) -> Any:
    """The same of a function with complex values between real ends."""
    need_none("an integral")
    if any(isinstance(x, Jet | acb | Terms) for x in (a, b)):
        raise Undecided("a complex integral between ends that vary")
    value = _probed(f, a, b)
    if isinstance(value, Jet):
        raise Undecided("a complex integral is not differentiated")
    parts = [_followed(_Part(f, name), a, b) for name in ("real", "imag")]
    return acb(*map(balls.ball, parts))


def followed(f: Integrand, a: Any | None, b: Any | None) -> Any:
    """An integral whose ends may be infinite (None) or singular, and may be differentiated."""
    need_none("an integral")
    tag = max((x.tag for x in (a, b, _probed(f, a, b)) if isinstance(x, Jet)), default=0)
    if not tag:
        return _followed(f, a, b)
    (low, low_slope), (high, high_slope) = _parts(a, tag), _parts(b, tag)
    value = followed(lambda x: _parts(f(x), tag)[0], low, high)
    slope = followed(lambda x: _parts(f(x), tag)[1], low, high)
    for end, inner, sign in ((high, high_slope, ONE), (low, low_slope, -ONE)):
        if end is not None and not reals.is_zero(inner):
            at = _parts(f(end), tag)[0]
            slope = reals.add(slope, reals.mul(sign, reals.mul(at, inner)))
    return Jet(tag, value, slope)


def _parts(x: Any, tag: int) -> tuple[Any, Any]:
    return (x.value, x.slope) if isinstance(x, Jet) and x.tag == tag else (x, ZERO)


def _probed(f: Integrand, a: Any | None, b: Any | None) -> Any:
    """The integrand somewhere in the middle, to see what kind of values it has."""
    ends = [x.value if isinstance(x, Jet) else x for x in (a, b)]
    if any(isinstance(x, Jet | acb | Terms) for x in ends):
        return None
    middle = _middle(*ends)
    for beside in (fmpq(0), fmpq(1, 7), fmpq(-1, 7)):
        try:
            value = f(middle + beside)
        except NotSymbolic:
            raise
        except Undecided:
            continue
        if isinstance(value, Terms):
            raise NotSymbolic("an integral that depends on the index")
        return value
    return None


def _followed(f: Integrand | _Part, a: Any | None, b: Any | None) -> Any:
    """The same of numbers alone.

    Where an outer integral is continued, an end is complex and the way to it a line.
    """
    varies = isinstance(a, acb) or isinstance(b, acb)
    if varies and a is not None and b is not None and not isinstance(f, _Part):
        return _line(f, acb(balls.ball(a)), acb(balls.ball(b)))
    if a is not None and b is not None:
        order = reals.compare(a, b)
        if order == 0:
            return ZERO
        if order > 0:
            return reals.neg(_followed(f, b, a))
        found = _piece(f, balls.ball(a), balls.ball(b))
        if found is not None:
            return found
    with ctx.workprec(min(ctx.prec, _FOLLOWED_BITS)):
        middle = _middle(a, b)
        below = _towards(f, middle, a, -1)
        above = _towards(f, middle, b, 1)
        approximate.note("an integral that was followed towards its ends")
        return below + above


def _middle(a: Any | None, b: Any | None) -> arb:
    if a is not None and b is not None:
        return arb(((balls.ball(a) + balls.ball(b)) / 2).mid())
    end = a if a is not None else b
    if end is None:
        return arb(0)
    side = 1 if a is not None else -1
    return arb((balls.ball(end) + side).mid())


def _towards(f: Integrand | _Part, start: arb, end: Any | None, side: int) -> arb:
    """The integral between a point and an end, piece by piece."""
    total = arb(0)
    pieces: list[arb] = []
    for near, far in _steps(start, None if end is None else balls.ball(end), side):
        piece = _piece(f, near, far) if side > 0 else _piece(f, far, near)
        if piece is None:
            raise Undecided("an integral is not finite within the evaluations allowed")
        pieces.append(piece)
        total += piece
        if len(pieces) > _GROWING and all(abs(b) > abs(a) for a, b in pairwise(pieces[-_GROWING:])):
            raise Divergent("the parts of an integral do not become small")
        if len(pieces) > _FEWEST and all(abs(p) < _SMALL * (1 + abs(total)) for p in pieces[-3:]):
            return arb(total + _doubt(total))
    return arb(total + _rest(pieces) + _doubt(total))


def _steps(start: arb, end: arb | None, side: int) -> Iterator[tuple[arb, arb]]:
    """Intervals from the start on: doubling towards infinity, halving towards an end."""
    here = start
    for k in range(_PIECES):
        there = start + side * (arb(2) ** k) if end is None else end + (here - end) / 2
        yield here, there
        here = there


def _rest(pieces: list[arb]) -> arb:
    """What the pieces that were not looked at come to, if they go on shrinking as they did."""
    last, before = pieces[-1], pieces[-2]
    if not abs(before) > 0:
        return arb(0)
    ratio = last / before
    if not abs(ratio) < fmpq(999, 1000):
        raise Divergent("the parts of an integral do not become small")
    rest = last * ratio / (1 - ratio)
    return arb(rest.mid(), abs(rest).upper() * fmpq(1, 100))


def _doubt(total: arb) -> arb:
    """What a guess is allowed to be wrong by."""
    return arb(0, (1 + abs(total)).upper() * fmpq(1, 10**20))
