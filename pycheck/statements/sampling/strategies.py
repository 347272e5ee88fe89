"""Numbers to sample: simple ones and edges by their place in a list, and fresh ones beside them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from flint import acb, arb, fmpq
from hypothesis import strategies as st

from pycheck.statements.evaluation.reach import Reach
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.domains import Domain, Key, differs
from pycheck.statements.sampling.landmarks import SIMPLE, complexity
from pycheck.statements.sampling.rows import POINTED, Wish

_EDGES = (
    *SIMPLE,
    fmpq(-2),
    fmpq(5, 2),
    fmpq(1001, 1000),
    fmpq(999, 1000),
    fmpq(1, 1000),
    fmpq(10**9 + 1, 10**9),
    fmpq(-1, 2),
    fmpq(20),
    fmpq(100),
)
_NEAR = (fmpq(1, 2), fmpq(1), fmpq(1, 4), fmpq(2), fmpq(1, 1000), fmpq(5))
_WITHIN = (fmpq(1, 2), fmpq(1, 4), fmpq(3, 4), fmpq(1, 3), fmpq(1, 100), fmpq(99, 100))
_EDGE_NATURALS = (0, 1, 2, 3, 8, 30)
_LENGTHS = (100, 1000, 10**6)
_SMALL = 50
"""Whole numbers of arithmetic are gone through up to here."""
_BITS = {Reach.MIDDLE: 5, Reach.STEEP: 10, Reach.FAR: 40}
"""Fresh whole numbers, and numerators of fractions, have at most one bit more than this."""
_TELLING = 4
_GRIDS = {True: st.integers(1, 47), False: st.integers(1, 9999)}
_KEPT = 4096
_DENOMINATORS = (1, 1, 1, 2, 3, 4, 5, 7, 10, 100)


class Empty(Undecided):
    """The hypotheses leave no value."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be drawn for a number.

    `listed` are simple numbers and edges, from simple to involved; `pointed` those of them at
    which something changes, the most telling first; `fresh` gives a strategy of others.
    """

    listed: Sequence[Any]
    pointed: Sequence[Any]
    fresh: Callable[[], st.SearchStrategy[Any]]

    def at(self, wish: Wish) -> Any:
        """The number that a wish asks for, if not for a fresh one; few telling ones do not rule."""
        place = wish.place % max(len(self.pointed), _TELLING)
        if wish.kind == POINTED and place < len(self.pointed):
            return self.pointed[place]
        return self.listed[wish.place % len(self.listed)]


def reals(domain: Domain, coarse: bool) -> st.SearchStrategy[fmpq]:
    """Rational numbers of the domain; `coarse` leaves out values beside an edge.

    The strategy of a domain is kept: Hypothesis looks it through anew each time it is made, which
    costs more than a draw, and the points of a function mostly have one domain.
    """
    key = domain.key()
    return _any_reals(domain, coarse) if key is None else _reals_of(key, coarse)


@lru_cache(maxsize=_KEPT)
def _reals_of(key: Key, coarse: bool) -> st.SearchStrategy[fmpq]:
    return _any_reals(Domain.of(key), coarse)


def _any_reals(domain: Domain, coarse: bool) -> st.SearchStrategy[fmpq]:
    offer = offered_reals(domain, coarse=coarse)
    return st.one_of(
        st.sampled_from(offer.listed), offer.fresh(), st.sampled_from(offer.pointed or offer.listed)
    )


def few(domain: Domain, numbers: Iterable[fmpq]) -> st.SearchStrategy[fmpq] | None:
    """Those of a few numbers that lie in the domain; None where there are none."""
    inside = _admitted(domain, numbers)
    return _one_of(tuple([(int(x.p), int(x.q)) for x in inside])) if inside else None


@lru_cache(maxsize=_KEPT)
def _one_of(fractions: tuple[tuple[int, int], ...]) -> st.SearchStrategy[fmpq]:
    return st.sampled_from([fmpq(p, q) for p, q in fractions])


def offered_reals(
    domain: Domain,
    *,
    coarse: bool,
    telling: Iterable[fmpq] = (),
    written: Iterable[fmpq] = (),
    others: Iterable[fmpq] = (),
    reach: Reach = Reach.NEAR,
) -> Offer:
    """Rational numbers of the domain.

    `telling` are points at which the conclusion turns, `written` what the statement writes down,
    `others` the values of other variables. `coarse` leaves out values beside an edge.
    """
    ends = [x for x in (domain.lower, domain.upper) if x is not None]
    others = tuple(others)
    pointed = _admitted(domain, [*telling, *ends, *others, *written])
    edges = _admitted(domain, [*_edges(domain, coarse), *(-x for x in others)])
    if not edges and not pointed:
        raise Empty("no number satisfies the hypotheses")
    listed = sorted(_once([*edges, *pointed]), key=complexity)
    if domain.lower is not None and domain.lower == domain.upper:
        return Offer([domain.lower], [domain.lower], lambda: st.just(domain.lower))
    return Offer(listed, pointed, lambda: _fresh_reals(domain, coarse, reach))


def _fresh_reals(domain: Domain, coarse: bool, reach: Reach) -> st.SearchStrategy[fmpq]:
    """Numbers of a fine grid of the domain, and further out where it has no end."""
    fine = _GRIDS[coarse].map(lambda t: _inside(domain, t, coarse))
    if reach is not Reach.NEAR and not coarse and (domain.lower is None or domain.upper is None):
        fine = st.one_of(_distant(domain, reach), _distant(domain, reach), fine)
    return fine.filter(lambda x: bool(_admitted(domain, [x])))


def _admitted(domain: Domain, numbers: Iterable[fmpq]) -> list[fmpq]:
    return [x for x in _once(numbers) if domain.admits(x) and differs(x, domain.excluded)]


def _once(numbers: Iterable[fmpq]) -> Iterable[fmpq]:
    """Each number once, in their order; a fraction's own hash takes seven times as long."""
    found: dict[tuple[Any, Any], fmpq] = {}
    for x in numbers:
        found.setdefault((x.p, x.q), x)
    return found.values()


def _edges(domain: Domain, coarse: bool) -> list[fmpq]:
    lower, upper = domain.lower, domain.upper
    points = list(SIMPLE if coarse else _EDGES)
    if lower is not None and upper is not None:
        within = _WITHIN[:4] if coarse else _WITHIN
        points += [lower, upper, *(lower + (upper - lower) * t for t in within)]
    elif lower is not None:
        points += [lower, *(lower + t for t in _NEAR if not coarse or t.q < 10)]
    elif upper is not None:
        points += [upper, *(upper - t for t in _NEAR if not coarse or t.q < 10)]
    return points


def _inside(domain: Domain, t: int, coarse: bool) -> fmpq:
    """The t-th of a fine grid of the domain."""
    lower, upper = domain.lower, domain.upper
    parts = 48 if coarse else 10**4
    if lower is not None and upper is not None:
        return lower + (upper - lower) * fmpq(t, parts)
    spread = fmpq(t, parts) * 6
    if lower is not None:
        return lower + spread
    if upper is not None:
        return upper - spread
    return spread - 3


def _distant(domain: Domain, reach: Reach) -> st.SearchStrategy[fmpq]:
    """Fractions of any size, as far as the domain has no end; each size is as likely."""
    fractions = _fractions(reach)
    lower, upper = domain.lower, domain.upper
    if lower is not None:
        return fractions.map(lambda x: lower + x[0])
    if upper is not None:
        return fractions.map(lambda x: upper - x[0])
    return fractions.map(lambda x: -x[0] if x[1] else x[0])


def offered_integers(
    domain: Domain,
    *,
    least: int | None,
    length: bool,
    coarse: bool,
    telling: Iterable[fmpq] = (),
    written: Iterable[fmpq] = (),
    others: Iterable[int] = (),
    reach: Reach = Reach.NEAR,
) -> Offer:
    """Integers of the domain, not below `least`; a `length` may be large."""
    lower = _ceil(domain) if domain.lower is not None else least
    if least is not None and lower is not None:
        lower = max(lower, least)
    upper = _floor(domain)
    small = _small(lower, upper, coarse, reach)
    if not small:
        raise Empty("no integer satisfies the hypotheses")

    def admitted(numbers: Iterable[int]) -> list[int]:
        return [
            n
            for n in dict.fromkeys(numbers)
            if (lower is None or n >= lower)
            and (upper is None or n <= upper)
            and n not in domain.excluded
        ]

    farthest = 30 if reach is Reach.NEAR else 2 ** _BITS[reach]

    def whole(numbers: Iterable[fmpq]) -> list[int]:
        return [int(x.p) for x in numbers if x.q == 1 and abs(x) <= farthest]

    ends = [n for n in (lower, upper) if n is not None]
    near = [n for n in others if length or abs(n) <= farthest]
    pointed = admitted([*whole(telling), *ends, *near, *whole(written)])
    far = [] if coarse else [*_EDGE_NATURALS, *(_LENGTHS if length else ())]
    listed = sorted({*admitted([*small, *far]), *pointed}, key=complexity)
    if not listed:
        raise Empty("no integer satisfies the hypotheses")
    if len(listed) == 1:
        return Offer(listed, pointed, lambda: st.sampled_from(listed))

    def fresh() -> st.SearchStrategy[int]:
        if not coarse and reach is not Reach.NEAR:
            drawn = _distant_integers(lower, upper, reach)
        else:
            drawn = st.sampled_from(admitted(small) or listed)
        if far:
            drawn = st.one_of(drawn, st.sampled_from(admitted(far) or listed))
        return drawn.filter(lambda n: bool(admitted([n])))

    return Offer(listed, pointed, fresh)


def _small(lower: int | None, upper: int | None, coarse: bool, reach: Reach) -> range:
    """The whole numbers next to where the domain begins."""
    wide = reach is not Reach.NEAR and not coarse
    if lower is None:
        reached = _SMALL // 2 if wide else 6
        if upper is None:
            return range(-reached, reached + 1)
        return range(min(-reached, upper - reached), upper + 1)
    top = lower + (4 if coarse else _SMALL if wide else 10) if upper is None else upper
    return range(lower, min(top, lower + max(40, _SMALL if wide else 0)) + 1)


def _distant_integers(lower: int | None, upper: int | None, reach: Reach) -> st.SearchStrategy[int]:
    """Whole numbers of any size, as far as the domain has no end; each size is as likely."""
    if lower is not None and upper is not None:
        return st.integers(lower, upper)
    if lower is not None:
        return _sizes(reach).map(lambda n: lower + n)
    if upper is not None:
        return _sizes(reach).map(lambda n: upper - n)
    return _signed(reach).map(lambda x: -x[0] if x[1] else x[0])


@cache
def _fractions(reach: Reach) -> st.SearchStrategy[tuple[fmpq, bool]]:
    """Fractions of any size, each with whether it may be negative."""
    fraction = st.builds(fmpq, _sizes(reach), st.sampled_from(_DENOMINATORS))
    return st.tuples(fraction, st.booleans())


@cache
def _signed(reach: Reach) -> st.SearchStrategy[tuple[int, bool]]:
    """The same of whole numbers."""
    return st.tuples(_sizes(reach), st.booleans())


@cache
def _sizes(reach: Reach) -> st.SearchStrategy[int]:
    """Whole numbers, each number of digits as likely."""
    return st.integers(0, _BITS[reach]).flatmap(lambda b: st.integers(2**b - 1, 2 ** (b + 1) - 2))


def _ceil(domain: Domain) -> int:
    value = domain.lower
    assert value is not None
    n = -int((-value.p) // value.q)
    return n + 1 if domain.lower_open and value == n else n


def _floor(domain: Domain) -> int | None:
    value = domain.upper
    if value is None:
        return None
    n = int(value.p // value.q)
    return n - 1 if domain.upper_open and value == n else n


@cache
def complex_numbers() -> st.SearchStrategy[acb]:
    """Complex numbers with eighths as parts, which are balls without a radius."""
    part = st.one_of(
        st.sampled_from([1, 0, 2, -1, 3, -2]).map(fmpq),
        st.integers(-80, 80).map(lambda n: fmpq(n, 8)),
    )
    return st.tuples(part, part).map(lambda parts: acb(arb(parts[0]), arb(parts[1])))


@cache
def weights(size: int, positive: bool) -> st.SearchStrategy[tuple[fmpq, ...]]:
    """Nonnegative rational weights, not all zero."""
    entry = st.integers(1 if positive else 0, 9)
    return st.lists(entry, min_size=size, max_size=size).map(_not_all_zero)


def _not_all_zero(numbers: list[int]) -> tuple[fmpq, ...]:
    if not any(numbers):
        numbers = [1, *numbers[1:]]
    return tuple(fmpq(n) for n in numbers)
