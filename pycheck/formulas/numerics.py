"""Numbers of which several methods of mpmath say the same: sums, products, integrals and limits.

A series is summed by several accelerations, an integral with several partitions, and a limit is
approached along several sequences until it stands still. What does not become small far out, or
near an end, has no number here, whatever an acceleration would say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import mpmath

DIGITS = 25
_LONGEST = 2000
# Two methods agree where they differ by no more than this part of the value.
_SAME = mpmath.mpf("1e-10")
# What becomes small does so by this factor at least; what is smaller than this is small.
_SHRINKS = mpmath.mpf("0.98")
_TINY = mpmath.mpf("1e-30")
_HEAD = 300
_STEPS = range(3, 16)
_OFFSETS = (mpmath.mpf("1.0371"), mpmath.mpf("2.7403"))

Function = Callable[..., Any]


class Silent(Exception):
    """No number that several methods agree on; `moving` says that it does not come to rest."""

    def __init__(self, *, moving: bool = False) -> None:
        super().__init__()
        self.moving = moving


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how far off it may be."""

    value: Any
    error: Any

    def opposes(self, other: "Number") -> bool | None:
        """Whether two numbers certainly differ; None where that is open."""
        gap = abs(self.value - other.value)
        scale = 1 + abs(self.value)
        doubt = self.error + other.error
        if gap <= max(mpmath.mpf("1e-12") * scale, 10 * doubt):
            return False if doubt < mpmath.mpf("1e-5") * scale else None
        return True if gap > max(mpmath.mpf("1e-8") * scale, 1000 * doubt) else None


def _agreeing(ways: Sequence[Callable[[], Any]]) -> Number:
    """The value that two methods come to."""
    values: list[Any] = []
    for way in ways:
        try:
            one = way()
        except (ValueError, ArithmeticError, TypeError, mpmath.libmp.NoConvergence):
            continue
        if one is None or not mpmath.isfinite(one):
            continue
        for other in values:
            gap = abs(one - other) / (1 + abs(one))
            if gap <= _SAME:
                return Number(other, gap)
        values.append(one)
    raise Silent


def _shrinking(sizes: Sequence[Any]) -> None:
    """Raise `Silent` where sizes do not become small."""
    if not all(mpmath.isfinite(size) for size in sizes):
        raise Silent
    if not all(b <= _SHRINKS * a or b < _TINY for a, b in pairwise(sizes)):
        raise Silent(moving=True)


def sum_(f: Function, a: Any, b: Any) -> Number:
    if b != mpmath.inf:
        return Number(mpmath.fsum(f(k) for k in _range(a, b)), mpmath.mpf(0))
    first = int(a)
    sizes = [_block(f, first, 4**j) for j in (5, 6, 7, 8)]
    _shrinking(sizes)
    if sizes[3] > _TINY and sizes[3] * sizes[0] > mpmath.mpf("1.02") * sizes[1] * sizes[2]:
        raise Silent  # they shrink more and more slowly, like those of a series that diverges
    ways = [
        lambda: _direct(f, first),
        *(lambda m=m: mpmath.nsum(f, [first, mpmath.inf], method=m) for m in ("l", "r+s", "e")),
        lambda: _head(f, first) + mpmath.nsum(f, [first + _HEAD, mpmath.inf], method="e"),
    ]
    return _agreeing(ways)


def _block(f: Function, first: int, n: int) -> Any:
    """About how large the terms around the n-th are together, if they have one sign; else one."""
    one, other = f(mpmath.mpf(first + n)), f(mpmath.mpf(first + n + 1))
    return n * abs(one + other) if one * other > 0 else abs(one) + abs(other)


def _head(f: Function, first: int) -> Any:
    return mpmath.fsum(f(mpmath.mpf(first + k)) for k in range(_HEAD))


def _direct(f: Function, first: int) -> Any:
    """A series that converges fast, term by term."""
    total, small = mpmath.mpf(0), 0
    for k in range(_LONGEST):
        term = f(mpmath.mpf(first + k))
        total += term
        small = small + 1 if abs(term) < mpmath.mpf(10) ** -DIGITS * (1 + abs(total)) else 0
        if small >= 8 and k > 40:
            return total
    return None


def product(f: Function, a: Any, b: Any) -> Number:
    if b != mpmath.inf:
        return Number(mpmath.fprod(f(k) for k in _range(a, b)), mpmath.mpf(0))
    ways = [lambda: mpmath.nprod(f, [int(a), b]), lambda: mpmath.nprod(f, [int(a), b], method="l")]
    return _agreeing(ways)


def _range(a: Any, b: Any) -> range:
    first, last = int(mpmath.nint(a)), int(mpmath.nint(b))
    if abs(first - a) + abs(last - b) > 0 or last - first > _LONGEST:
        raise Silent
    return range(first, last + 1)


def integral(f: Function, a: Any, b: Any, rates: list[tuple[Any, int]]) -> Number:
    if a == b:
        return Number(mpmath.mpf(0), mpmath.mpf(0))
    if a > b:
        turned = integral(f, b, a, rates)
        return Number(-turned.value, turned.error)
    if rates and a != -mpmath.inf and b == mpmath.inf:
        return _oscillating(f, a, rates)
    for end, side in ((a, 1), (b, -1)):
        _shrinking([_beside(f, end, side, 4**j) for j in (6, 8, 10, 12)])
    marks = _marks(a, b)
    ways = [
        lambda: mpmath.quad(f, [a, *marks[1::2], b]),
        lambda: mpmath.quad(f, [a, *marks, b]),
        lambda: mpmath.quad(f, [a, *marks, b], method="gauss-legendre"),
    ]
    return _agreeing(ways)


def _beside(f: Function, end: Any, side: int, n: int) -> Any:
    """About how much an integral has near an end, or far out."""
    if mpmath.isinf(end):
        return abs(f(-side * mpmath.mpf(n))) * n
    return abs(f(end + side / mpmath.mpf(n))) / n


def _marks(a: Any, b: Any) -> list[Any]:
    """Points at which an integral is cut."""
    if a == -mpmath.inf and b == mpmath.inf:
        return [mpmath.mpf(p) for p in (-20, -5, -1, 0, 1, 5, 20)]
    if b == mpmath.inf:
        return [a + p for p in (mpmath.mpf(1) / 3, 1, 5, 20)]
    if a == -mpmath.inf:
        return [b - p for p in (20, 5, 1, mpmath.mpf(1) / 3)]
    return [a + (b - a) * mpmath.mpf(p) for p in ("0.2", "0.37", "0.61", "0.8")]


def _oscillating(f: Function, a: Any, rates: list[tuple[Any, int]]) -> Number:
    """An integral to infinity of what oscillates, between the zeros of the slowest wave."""
    rate, power = min(rates, key=lambda r: (r[1], r[0]))
    pace = mpmath.mpf(rate)

    def zeros(shift: Any) -> Function:
        from_ = (pace * max(a, mpmath.mpf(0)) ** power) / mpmath.pi
        return lambda n: (
            ((n + mpmath.ceil(from_) + shift) * mpmath.pi / pace) ** (mpmath.mpf(1) / power)
        )

    def height(n: int) -> Any:
        points = [mpmath.mpf(n) + mpmath.mpf(j) / (7 * pace) for j in range(40)]
        return max(abs(f(t)) for t in points) / mpmath.mpf(n) ** (power - 1)

    _shrinking([height(4**j) for j in (4, 6, 8)])
    _shrinking([_beside(f, a, 1, 4**j) for j in (6, 8, 10, 12)])
    ways = [lambda s=s: mpmath.quadosc(f, [a, mpmath.inf], zeros=zeros(s)) for s in (0, 0.25)]
    return _agreeing(ways)


def limit(f: Function, point: Any) -> Number:
    """The limit of a function at a point from either side, or at infinity."""
    with mpmath.workdps(4 * DIGITS):
        ends = [_standing([f(at) for at in points]) for points in _towards(point)]
        doubt = max(end.error for end in ends)
        value = ends[0].value
        spread = max(abs(end.value - value) for end in ends)
        if spread > 100 * doubt + mpmath.mpf("1e-20") * (1 + abs(value)):
            raise Silent(moving=True)
        return Number(value, (doubt + spread) / (1 + abs(value)))


def _towards(point: Any) -> list[list[Any]]:
    """Sequences of points towards a point, from either side, or out to infinity."""
    tens = [mpmath.mpf(10) ** k for k in _STEPS]
    if mpmath.isinf(point):
        sign = 1 if point > 0 else -1
        return [[sign * (ten + 1) * c for ten in tens] for c in _OFFSETS]
    return [[point + side * c / ten for ten in tens] for c in _OFFSETS for side in (1, -1)]


def _standing(values: Sequence[Any]) -> Number:
    """Where values end that move less and less."""
    moves = [abs(b - a) for a, b in pairwise(values)]
    last = moves[-4:]
    _shrinking(last)
    return Number(values[-1], 3 * moves[-1] + mpmath.mpf(10) ** -(3 * DIGITS))
