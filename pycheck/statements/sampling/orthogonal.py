"""Vectors with prescribed inner products: rational columns of orthogonal matrices."""

from typing import Any

from flint import fmpq
from hypothesis import strategies as st

from pycheck.statements.evaluation.statement import Binder, Statement
from pycheck.statements.language.trees import Pi, Var
from pycheck.statements.language.types import Arrow, Finite
from pycheck.statements.sampling import shapes
from pycheck.statements.sampling.samples import Table
from pycheck.statements.sampling.shapes import Gram
from pycheck.statements.sampling.state import State

_SCALES = (fmpq(1), fmpq(2), fmpq(1, 2), fmpq(3), fmpq(2, 3))


def grams(statement: Statement) -> list[Gram]:
    """The hypotheses about inner products."""
    found = (shapes.gram(h.type, h.position) for h in statement.hypotheses)
    return [g for g in found if g is not None]


def widen(statement: Statement, sizes: dict[int, int]) -> None:
    """Give orthogonal columns enough room: at least as many rows as columns."""
    for found in grams(statement):
        kind = statement.binders[found.function].type
        if not (found.orthogonal and isinstance(kind, Pi) and isinstance(kind.body, Pi)):
            continue
        if isinstance(kind.type, Var) and isinstance(kind.body.type, Var):
            rows = found.function - 1 - kind.type.index
            columns = found.function - kind.body.type.index
            sizes[rows] = max(sizes[rows], sizes[columns])


def gram_columns(state: State, binder: Binder) -> Any:
    """The weights or the columns of a hypothesis about inner products, or None."""
    for found in grams(state.statement):
        if binder.position == found.weight:
            size = _size(state, binder)
            scales = state.draw(st.lists(st.sampled_from(_SCALES), min_size=size, max_size=size))
            return Table(tuple(1 / (s * s) for s in scales))
        if binder.position == found.function:
            return _columns(state, binder, found)
    return None


def _size(state: State, binder: Binder) -> int:
    kind = state.type_of(binder)
    assert isinstance(kind, Arrow)
    assert isinstance(kind.domain, Finite)
    return kind.domain.size


def _columns(state: State, binder: Binder, found: Gram) -> Table:
    kind = state.type_of(binder)
    rows, columns = kind.domain.size, kind.codomain.domain.size
    weights = state.env[found.weight]
    scales = [_root(weights(x)) for x in range(rows)]
    entry = st.integers(-2, 2)
    directions = st.lists(entry, min_size=rows, max_size=rows)
    if found.orthogonal:
        matrix = _reflection(state.draw(directions), rows)
        chosen = [[matrix[x][i] for x in range(rows)] for i in range(columns)]
    else:
        chosen = [_unit(state.draw(directions), rows) for _ in range(columns)]
    return Table(
        tuple(Table(tuple(scales[x] * chosen[i][x] for i in range(columns))) for x in range(rows))
    )


def _root(weight: fmpq) -> fmpq:
    """The reciprocal root of a weight that is the reciprocal of a square."""
    return fmpq(weight.q.isqrt(), weight.p.isqrt())


def _reflection(direction: list[int], size: int) -> list[list[fmpq]]:
    """The reflection along a direction, an orthogonal rational matrix."""
    square = sum(v * v for v in direction)
    return [
        [
            fmpq(int(i == j)) - (fmpq(2 * direction[i] * direction[j], square) if square else 0)
            for j in range(size)
        ]
        for i in range(size)
    ]


def _unit(direction: list[int], size: int) -> list[fmpq]:
    """A rational unit vector."""
    return [row[0] for row in _reflection(direction, size)]
