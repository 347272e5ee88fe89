"""Where the comparisons of a conclusion turn: the numbers at which both sides are equal."""

from collections.abc import Iterator
from itertools import pairwise

from flint import arb, fmpq

from pycheck.statements.evaluation.polynomials import (
    middle,
    polynomial_of,
    rational_roots,
    real_roots,
)
from pycheck.statements.evaluation.reach import is_arithmetic
from pycheck.statements.evaluation.statement import Binder, Statement
from pycheck.statements.language.forms import Comparison, comparison, head_name
from pycheck.statements.language.trees import App, Node, count_variable, free_variables
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.isolate import isolate
from pycheck.statements.sampling.state import State

_PARTS = frozenset({"And", "Or", "Not", "Iff"})
_MOST = 12
_HIGHEST = 12
_LARGEST = 10**15


def comparisons(statement: Statement) -> tuple[Comparison, ...]:
    """The comparisons that a conclusion is built of, those of plain arithmetic."""
    return tuple(_comparisons(statement.conclusion))


def _comparisons(node: Node) -> Iterator[Comparison]:
    found = comparison(node)
    if found is not None:
        if is_arithmetic(node):
            yield found
    elif head_name(node) in _PARTS and isinstance(node, App):
        for part in node.args:
            yield from _comparisons(part)


def turning(state: State, binder: Binder, compared: tuple[Comparison, ...]) -> list[fmpq]:
    """The values of a variable at which comparisons turn, given those that are known already.

    Between two turns, and beyond them, lies a point too; roots that are no fractions are passed.
    """
    size = len(state.statement.binders)
    index = size - 1 - binder.position
    found: list[fmpq] = []
    for relation in compared:
        free = free_variables(relation.left) | free_variables(relation.right)
        if index in free and all(size - 1 - i in state.known for i in free - {index}):
            found += _turns(state, relation, index)
    return list(dict.fromkeys(found))[:_MOST]


def _turns(state: State, relation: Comparison, index: int) -> list[fmpq]:
    env = tuple(state.env)

    def evaluate(node: Node) -> object:
        return state.prepared.code(node)(env)

    left = polynomial_of(relation.left, index, evaluate)
    right = polynomial_of(relation.right, index, evaluate)
    if left is not None and right is not None:
        difference = left - right
        if difference.degree() > _HIGHEST:
            return []
        exact = rational_roots(difference)
        return [*exact, *_between(real_roots(difference))]
    sides = [s for s in (relation.left, relation.right) if count_variable(s, index)]
    if len(sides) != 1 or count_variable(sides[0], index) != 1:
        return []
    other = relation.right if sides[0] is relation.left else relation.left
    try:
        value = isolate(sides[0], index, relation.relation, evaluate(other), evaluate)[1]
    except Undecided:
        return []
    if isinstance(value, int):
        value = fmpq(value)
    if type(value) is fmpq:
        return [value]
    return _beside(value) if isinstance(value, arb) and value.is_finite() else []


def _between(roots: list[arb]) -> list[fmpq]:
    """A simple number between neighbouring roots, and the whole numbers beside each."""
    inside = [_simple(middle((a + b) / 2), middle(b - a) / 4) for a, b in pairwise(roots)]
    return [*inside, *(x for r in roots for x in _beside(r))]


def _beside(number: arb) -> list[fmpq]:
    """The whole numbers next to one that is no fraction, if it is not too large."""
    near = middle(number)
    return [fmpq(_floor(near) + step) for step in (0, 1)] if abs(near) < _LARGEST else []


def _simple(number: fmpq, room: fmpq) -> fmpq:
    """A fraction of few digits as near to a number as there is room."""
    scale = 1
    while scale < 10**12 and room * scale < 1:
        scale *= 10
    return fmpq(_floor(number * scale), scale)


def _floor(number: fmpq) -> int:
    return int(number.p // number.q)
