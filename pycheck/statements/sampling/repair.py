"""Repair a sample whose hypotheses do not all hold, instead of rejecting it."""

from collections.abc import Collection, Iterator
from itertools import accumulate, combinations
from typing import Any

from flint import fmpq

from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.samples import Solved, Table
from pycheck.statements.sampling.state import State

_REPAIRS = 3


def repaired(state: State, solved: Collection[int]) -> bool:
    """Whether the hypotheses hold, after at most a few changes of single values.

    Each change leaves fewer hypotheses failing; solved variables follow by themselves. Where no
    single change helps, two signs may have to turn together. What a changed value was made from
    need not hold any more; what is solved again holds again.
    """
    before = list(state.raw)
    holds = _repaired(state, solved)
    if any(now is not then for now, then in zip(state.raw, before, strict=True)):
        again = {p for p, value in enumerate(state.raw) if isinstance(value, Solved)}
        kept = (h for h in state.statement.hypotheses if h.mentions & again)
        state.defined &= {h.position for h in kept}
    return holds


def _repaired(state: State, solved: Collection[int]) -> bool:
    failing = _failing(state)
    for _ in range(_REPAIRS):
        if not failing:
            return True
        failing = _better(state, solved, failing)
    return not failing or _turned(state, solved)


def _turned(state: State, solved: Collection[int]) -> bool:
    """Whether all hypotheses hold once two numbers have changed their signs; keep the change."""
    numbers = [p for p in state.order if p not in solved and type(state.raw[p]) is fmpq]
    for pair in combinations(numbers, 2):
        kept = list(state.raw)
        for position in pair:
            state.raw[position] = -state.raw[position]
        try:
            state.refresh()
            if not _failing(state):
                return True
        except Undecided:
            pass
        state.raw[:] = kept
    return False


def _failing(state: State) -> list[Binder]:
    """The hypotheses that are not seen to hold.

    Raises `Undecided` where one of them is a limit: numbers agree with a limit at best, so that no
    change of a value would help, and limits are dear.
    """
    failing = []
    for h in state.statement.hypotheses:
        truth = state.truth(h)
        if truth.evidence:
            raise Undecided("a limit among the hypotheses is never seen to hold")
        if truth.value is not True:
            failing.append(h)
    return failing


def _better(state: State, solved: Collection[int], failing: list[Binder]) -> list[Binder]:
    """Keep the first simple change of one value that leaves fewer hypotheses failing."""
    mentioned = frozenset().union(*(h.mentions for h in failing))
    positions = [p for p in state.order if p not in solved]
    for position in sorted(positions, key=lambda p: p not in mentioned):
        kept = state.raw[position]
        for changed in _changes(kept):
            state.raw[position] = changed
            try:
                state.refresh()
                left = _failing(state)
            except Undecided:
                continue
            if len(left) < len(failing):
                return left
        state.raw[position] = kept
    state.refresh()
    return failing


def _changes(value: Any) -> Iterator[Any]:
    if type(value) is fmpq:
        if value:
            yield -value
            yield 1 / value
        yield value + 1
        yield value / 2
        yield fmpq(1)
    elif isinstance(value, Table) and value.values and type(value.values[0]) is fmpq:
        yield Table((value.values[0] + 1, *value.values[1:]), value.default)
        yield from _sorted(value)
        yield from _shaped(value)


def _sorted(value: Table) -> Iterator[Table]:
    """The same values in their order, and in the reverse one."""
    values = [*value.values, value.default]
    if all(type(v) is fmpq for v in values):
        values.sort()
        yield Table(tuple(values[:-1]), values[-1])
        values.reverse()
        yield Table(tuple(values[:-1]), values[-1])


def _shaped(value: Table) -> Iterator[Table]:
    """Values within one, falling ever more slowly, and all the same."""
    values = [*value.values, value.default]
    if not all(type(v) is fmpq for v in values):
        return
    most = max(map(abs, values))
    if most > 1:
        yield Table(tuple(v / most for v in value.values), value.default / most)
    steps = sorted(min(v, fmpq(0)) for v in value.values)
    fallen = tuple(accumulate(steps))
    yield Table(fallen, fallen[-1])
    yield Table((values[0],) * len(value.values), values[0])
