"""Samples of families with several indices, such as the entries of a matrix of any size."""

from collections.abc import Callable
from itertools import product
from typing import Any

from flint import fmpq
from hypothesis import strategies as st

from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.types import INT, NAT, RAT, REAL, Arrow, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.samples import Table
from pycheck.statements.sampling.state import State

_SIZES = {2: 5, 3: 3}
_WHOLE = st.sampled_from((1, 2, 3, -1, 0, 5, -2, 7))
_PARTS = st.sampled_from(
    (fmpq(1, 2), fmpq(3), fmpq(-1), fmpq(2, 3), fmpq(0), fmpq(-5, 4), fmpq(1), fmpq(7, 8))
)

Entries = dict[tuple[int, ...], Any]
Change = Callable[[Entries], Entries]


def indices(kind: Type) -> int:
    """How many natural numbers a family of numbers takes; 0 for anything else."""
    count = 0
    while isinstance(kind, Arrow) and kind.domain is NAT:
        kind, count = kind.codomain, count + 1
    return count if kind in (REAL, RAT, INT, NAT) else 0


def family(state: State, binder: Binder, kind: Type, hypotheses: list[Binder]) -> Any:
    """A family of several indices: a small table, changed into what its hypotheses ask for."""
    count = indices(kind)
    size = _SIZES.get(count, 2)
    whole = _leaf(kind) in (INT, NAT)
    numbers: st.SearchStrategy[Any] = _WHOLE if whole else _PARTS
    drawn = {place: state.draw(numbers) for place in product(range(size), repeat=count)}
    found = None
    for change in _CHANGES:
        entries = change(drawn)
        above = all(value > 0 for value in entries.values())
        found = _table(entries, size, count, type(next(iter(entries.values())))(above))
        state.settle(binder.position, found)
        if not any(_fails(state, h) for h in hypotheses):
            break
    return found


def _leaf(kind: Type) -> Type:
    while isinstance(kind, Arrow):
        kind = kind.codomain
    return kind


def _fails(state: State, hypothesis: Binder) -> bool:
    try:
        return state.truth(hypothesis).value is False
    except Undecided:
        return False


def _same(entries: Entries) -> Entries:
    return entries


def _positive(entries: Entries) -> Entries:
    return {place: abs(value) + (value == 0) for place, value in entries.items()}


def _symmetric(entries: Entries) -> Entries:
    return {place: entries[tuple(sorted(place))] for place in entries}


def _antisymmetric(entries: Entries) -> Entries:
    return {place: value - entries[place[::-1]] for place, value in entries.items()}


_CHANGES: tuple[Change, ...] = (
    _same,
    _symmetric,
    _positive,
    lambda entries: _symmetric(_positive(entries)),
    _antisymmetric,
)


def _table(entries: Entries, size: int, count: int, outside: Any) -> Table:
    def level(prefix: tuple[int, ...]) -> Any:
        if len(prefix) == count:
            return entries[prefix]
        return Table(tuple(level((*prefix, i)) for i in range(size)), beyond(count - len(prefix)))

    def beyond(left: int) -> Any:
        return Table((), beyond(left - 1)) if left > 1 else outside

    found = level(())
    assert isinstance(found, Table)
    return found
