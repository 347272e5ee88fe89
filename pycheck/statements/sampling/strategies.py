"""Hypothesis strategies for numbers: biased to the edges, exact, shrinking to simple values."""

from collections.abc import Sequence
from typing import Any

from flint import acb, arb, fmpq
from hypothesis import strategies as st

from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.domains import Domain, differs

# The first values are those to which a counterexample shrinks.
_SIMPLE = (
    fmpq(1),
    fmpq(2),
    fmpq(1, 2),
    fmpq(0),
    fmpq(3),
    fmpq(-1),
    fmpq(1, 3),
    fmpq(3, 2),
    fmpq(8),
)
_EDGES = (
    *_SIMPLE,
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


class Empty(Undecided):
    """The hypotheses leave no value."""


def reals(domain: Domain, coarse: bool, others: Sequence[fmpq] = ()) -> st.SearchStrategy[fmpq]:
    """Rational numbers of the domain, sometimes one of `others` or its negative.

    `coarse` leaves out values beside an edge.
    """
    edges = [x for x in _edges(domain, coarse) if _admitted(domain, x)]
    if not edges:
        raise Empty("no number satisfies the hypotheses")
    edges += [x for y in others for x in (-y, y) if _admitted(domain, x)]
    ends = [x for x in (domain.lower, domain.upper) if x is not None and _admitted(domain, x)]
    if domain.lower is not None and domain.lower == domain.upper:
        return st.just(domain.lower)
    fine = st.integers(1, 47 if coarse else 9999).map(lambda t: _inside(domain, t, coarse))
    return st.one_of(
        st.sampled_from(edges),
        fine.filter(lambda x: _admitted(domain, x)),
        st.sampled_from(ends or edges),
    )


def _admitted(domain: Domain, x: fmpq) -> bool:
    return domain.admits(x) and differs(x, domain.excluded)


def _edges(domain: Domain, coarse: bool) -> list[fmpq]:
    lower, upper = domain.lower, domain.upper
    points = list(_SIMPLE if coarse else _EDGES)
    if lower is not None and upper is not None:
        within = _WITHIN[:4] if coarse else _WITHIN
        points += [lower, upper, *(lower + (upper - lower) * t for t in within)]
    elif lower is not None:
        points += [lower, *(lower + t for t in _NEAR if not coarse or t.q < 10)]
    elif upper is not None:
        points += [upper, *(upper - t for t in _NEAR if not coarse or t.q < 10)]
    return list(dict.fromkeys(points))


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


def integers(domain: Domain, *, least: int | None, length: bool, coarse: bool) -> Any:
    """Integers of the domain, not below `least`; a `length` may be large."""
    lower = _ceil(domain) if domain.lower is not None else least
    if least is not None and lower is not None:
        lower = max(lower, least)
    upper = _floor(domain)
    if lower is None:
        base, top = -6 if upper is None else min(-6, upper - 6), 6 if upper is None else upper
    else:
        base, top = lower, lower + (4 if coarse else 10) if upper is None else upper
    if base > top:
        raise Empty("no integer satisfies the hypotheses")
    small = st.integers(base, min(top, base + 40))
    far = [] if coarse else [*_EDGE_NATURALS, *(_LENGTHS if length else ())]
    edges = [n for n in far if (lower is None or n >= lower) and (upper is None or n <= upper)]
    both = st.one_of(small, st.sampled_from(edges)) if edges else small
    excluded = domain.excluded
    return both.filter(lambda n: n not in excluded) if excluded else both


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


def complex_numbers() -> st.SearchStrategy[acb]:
    """Complex numbers with eighths as parts, which are balls without a radius."""
    part = st.one_of(
        st.sampled_from([1, 0, 2, -1, 3, -2]).map(fmpq),
        st.integers(-80, 80).map(lambda n: fmpq(n, 8)),
    )
    return st.tuples(part, part).map(lambda parts: acb(arb(parts[0]), arb(parts[1])))


def weights(size: int, positive: bool) -> st.SearchStrategy[tuple[fmpq, ...]]:
    """Nonnegative rational weights, not all zero."""
    entry = st.integers(1 if positive else 0, 9)
    return st.lists(entry, min_size=size, max_size=size).map(_not_all_zero)


def _not_all_zero(numbers: list[int]) -> tuple[fmpq, ...]:
    if not any(numbers):
        numbers = [1, *numbers[1:]]
    return tuple(fmpq(n) for n in numbers)
