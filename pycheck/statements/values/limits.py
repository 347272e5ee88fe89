"""Limits: by a closed form at a symbolic index, or by evidence with numbers on either side."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from flint import acb, arb, ctx, fmpq

from pycheck.statements.language.truth import TRUE, Truth
from pycheck.statements.language.types import NAT
from pycheck.statements.language.undecided import Undecided, imprecise
from pycheck.statements.values import asymptotics, balls, reals, sets
from pycheck.statements.values.columns import need_none
from pycheck.statements.values.partial import outside
from pycheck.statements.values.relations import equal_reals
from pycheck.statements.values.sets import AtBot, AtTop, Filter, Near
from pycheck.statements.values.terms import Frame, Index

EXPONENTS = (1, 2, 3, 4, 6, 12, 40, 100, 1000, 10000, 100000)
"""Limits at infinity are evaluated at these powers of ten."""
_BESIDE = (("", fmpq(0)), (" + 1/3", fmpq(1, 3)))
_WHOLE_BESIDE = (("", 0), (" + 1", 1))
_DEPTHS = (1, 2, 3, 4, 6, 9, 12, 20, 30, 60)
_ENOUGH = 4
_FINE = 1024  # bits at which a point without a precise value is passed
_DIGITS = fmpq(1, 10**12)
_STANDING = fmpq(1, 10**20)

Points = list[tuple[str, arb]]


def _approach(source: Filter) -> Iterator[Sequence[tuple[str, Any]]]:
    """Sequences of named points along the filter."""
    if isinstance(source, AtTop):
        # Beside the powers of ten too: all of them are even, and whole.
        yield from _far(1, _WHOLE_BESIDE if source.kind is NAT else _BESIDE)
        return
    if isinstance(source, AtBot):
        yield from _far(-1, _BESIDE)
        return
    for side in (1, -1):
        points = [
            (f"{'+' if side > 0 else '-'}10^-{e}", source.point + side * fmpq(1, 10**e))
            for e in _DEPTHS
        ]
        within = source.within
        if within is None or sets.contains(within, points[-1][1]).value:
            yield points


@cache
def _far(sign: int, beside: tuple[tuple[str, Any], ...]) -> tuple[tuple[tuple[str, Any], ...], ...]:
    """The powers of ten with what is added to them; those far out take long to compute."""
    minus = "-" if sign < 0 else ""
    return tuple(
        tuple((f"{minus}10^{e}{name}", sign * 10**e + more) for e in EXPONENTS)
        for name, more in beside
    )


def _values(f: Callable[[Any], Any], points: Sequence[tuple[str, Any]]) -> Points:
    found: Points = []
    for name, x in points:
        try:
            value = balls.ball(f(x))
        except Undecided as undecided:
            if undecided.retry and ctx.prec < _FINE:
                raise
            continue
        if isinstance(value, acb) or not value.is_finite():
            continue
        if value.rad() > _DIGITS * (1 + abs(value.mid())):
            if ctx.prec < _FINE:
                raise imprecise("a value near the limit")
            continue  # digits cancel further out, whatever the precision
        found.append((name, value))
    if len(found) < _ENOUGH:
        raise Undecided("too few points near the limit can be evaluated")
    return found


def tendsto(f: Callable[[Any], Any], source: Filter, target: Filter) -> Truth:
    """Whether `f` tends to `target` along `source`.

    It is decided where a symbolic index shows the limit of a sequence along the source; elsewhere
    the values agree or disagree as far as they were followed. Where the point itself belongs to
    the source, its value must be the limit.
    """
    need_none("a limit")
    if isinstance(source, Near) and (elsewhere := _elsewhere(f, source, target)):
        return Truth(False, elsewhere)
    known = _by_closed_form(f, source, target)
    if known is not None and (known.value is False or _is_sequence(source)):
        return known
    evidence: Truth | None = None
    for points in _approach(source):
        values = _values(f, points)
        verdict = _followed(values, target)
        if verdict.value is False:
            return verdict
        evidence = evidence or verdict
    if evidence is None:
        raise Undecided("no point of the domain approaches the limit")
    return evidence


def _followed(values: Points, target: Filter) -> Truth:
    if isinstance(target, Near):
        return _near(values, target)
    if isinstance(target, AtBot):
        values = [(name, -value) for name, value in values]
    return _unbounded(values)


def _is_sequence(source: Filter) -> bool:
    return isinstance(source, AtTop) and source.kind is NAT


def _by_closed_form(f: Callable[[Any], Any], source: Filter, target: Filter) -> Truth | None:
    """Whether a sequence along the source tends to the target, where its terms show that."""
    try:
        found = asymptotics.limit(f(_sequence(source)))
        return _is(found, target)
    except (Undecided, TypeError, AttributeError):  # values that know no symbolic index
        return None


def known(f: Callable[[Any], Any], source: Filter) -> Any:
    """The limit of `f`, where a closed form shows it along the whole numbers."""
    need_none("a limit")
    if not _is_sequence(source):
        raise Undecided("a limit in the middle of a formula, without a closed form")
    found = asymptotics.limit(f(_sequence(source)))
    if isinstance(found, asymptotics.Divergence):
        outside("a limit that does not exist")
        raise Undecided("a limit that does not exist")
    return found


def _sequence(source: Filter) -> Any:
    """Symbolic values that run along a filter."""
    index = Index(Frame(0))
    if isinstance(source, AtTop):
        return index if source.kind is NAT else index.real()
    if isinstance(source, AtBot):
        return reals.neg(index.real())
    step = reals.inv(index.real())
    for side in (1, -1):
        within = source.within
        if within is None or sets.contains(within, source.point + side * fmpq(1, 10**60)).value:
            return reals.add(source.point, reals.mul(fmpq(side), step))
    raise Undecided("no point of the domain approaches the limit")


def _is(found: Any, target: Filter) -> Truth | None:
    """Whether a limit that is known is the one that is claimed; None where they only agree."""
    if isinstance(target, Near):
        if isinstance(found, asymptotics.Divergence):
            return Truth(False, found.value)
        same = equal_reals(found, target.point)
        if same.value is False:
            return Truth(False, f"the limit is {_text(balls.ball(found))}")
        return same if same.certain and target.within is None else None
    wanted = asymptotics.Divergence.UP
    if isinstance(target, AtBot):
        wanted = asymptotics.Divergence.DOWN
    if found is wanted:
        return TRUE
    reason = found.value if isinstance(found, asymptotics.Divergence) else "it has a finite limit"
    return Truth(False, reason)


def _elsewhere(f: Callable[[Any], Any], source: Near, target: Filter) -> str:
    """What is wrong at the point that a source converges to, if it belongs to the source."""
    within = source.within
    try:
        if within is not None:
            inside = sets.contains(within, source.point)
            if not (inside.value and inside.certain):
                return ""
        value = balls.ball(f(source.point))
        limit = balls.ball(target.point) if isinstance(target, Near) else None
    except Undecided:
        return ""
    if isinstance(value, acb) or isinstance(limit, acb) or not value.is_finite():
        return ""
    if limit is None or (limit.is_finite() and 0 not in value - limit):
        return f"the value at the point itself is {_text(value)}"
    return ""


def _moves(values: Points) -> list[arb]:
    return [abs(b - a) for (_, a), (_, b) in pairwise(values)]


def _settles(values: Points) -> bool:
    """Whether the values move less and less: each of the last two moves is at most half as long."""
    moves = _moves(values)
    return bool(moves[-1] * 2 <= moves[-2] and moves[-2] * 2 <= moves[-3]) or all(
        move.is_zero() or move < _STANDING for move in moves[-2:]
    )


def _near(values: Points, target: Near) -> Truth:
    limit = balls.ball(target.point)
    distances = [(name, abs(value - limit)) for name, value in values]
    numbers = tuple((name, _text(distance)) for name, distance in distances)
    last = distances[-1][1]
    if last > 0 and _settles(values) and last > 4 * _moves(values)[-1]:
        reason = f"the distance from {_text(limit)} stays {_text(last)} at {distances[-1][0]}"
        return Truth(False, reason, evidence=True, numbers=numbers)
    if _grows(distances):
        reason = f"the distance from {_text(limit)} grows to {_text(last)} at {distances[-1][0]}"
        return Truth(False, reason, evidence=True, numbers=numbers)
    return Truth(None, "a limit is not decided by evaluation", evidence=True, numbers=numbers)


def _grows(distances: Points) -> bool:
    """Whether the distance from the limit gets longer and longer, and is not small."""
    last = [distance for _, distance in distances[-4:]]
    longer = all(b > a * 2 for a, b in pairwise(last))
    return longer and bool(last[-1] > 1)


def _unbounded(values: Points) -> Truth:
    numbers = tuple((name, _text(value)) for name, value in values)
    last = values[-1][1]
    falls = all(b < a for (_, a), (_, b) in zip(values[-4:], values[-3:], strict=False))
    if _settles(values) or (falls and last < 0):
        reason = f"the values do not grow: {_text(last)} at {values[-1][0]}"
        return Truth(False, reason, evidence=True, numbers=numbers)
    return Truth(None, "a limit is not decided by evaluation", evidence=True, numbers=numbers)


def candidate(f: Callable[[Any], Any], source: Filter) -> Any:
    """Where the limit of `f` along the filter would lie if it had one; None where the values grow.

    That is its value furthest along, or 0 where the values shrink to nothing.
    """
    need_none("a limit")
    values = _values(f, next(iter(_approach(source))))
    last = values[-1][1]
    moves = _moves(values)[-3:]
    if all(b > a * 2 for a, b in pairwise(moves)) and bool(abs(last) > 1):
        return None
    before = abs(values[-2][1])
    return fmpq(0) if abs(last) < before * _STANDING else last


def _text(value: Any) -> str:
    return str(value.str(8, radius=False))
