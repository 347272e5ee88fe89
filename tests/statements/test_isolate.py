"""A relation that is solved for its variable loses no solution, rounded and folded ones neither."""

import operator
from collections.abc import Callable
from typing import Any

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.statements.language.forms import Relation
from pycheck.statements.language.trees import Var
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.isolate import is_folded, is_rounded, isolate
from pycheck.statements.values.relations import equal_reals
from pycheck.statements.writing import INT, NAT, REAL, Term, exp, log, real
from tests.statements.trees import evaluate

_HOLDS: dict[Relation, Callable[[Any, Any], Any]] = {
    Relation.LE: operator.le,
    Relation.LT: operator.lt,
    Relation.GE: operator.ge,
    Relation.GT: operator.gt,
    Relation.EQ: operator.eq,
    Relation.NE: operator.ne,
}
_N, _K, _X = (Term(kind, lambda _: Var(0)) for kind in (NAT, INT, REAL))
_SIDES: list[Callable[[int], Term]] = [
    lambda c: _N - c,
    lambda c: c - _N,
    lambda c: _N / c,
    lambda c: (_N - c) / 3,
    lambda c: _N / 3 - c,
    lambda c: real(_N - c) * 2,
    lambda c: _K / c,
    lambda c: 2 * (_K / c) - 1,
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(_SIDES),
    st.sampled_from(sorted(Relation, key=str)),
    st.integers(0, 12),
    st.integers(0, 6),
    st.integers(0, 20),
)
def test_no_whole_number_that_satisfies_a_relation_is_lost(
    side: Callable[[int], Term], relation: Relation, c: int, target: int, n: int
) -> None:
    node = side(c).node
    try:
        found, bound = isolate(node, 0, relation, fmpq(target), lambda part: evaluate(part, n))
    except Undecided:
        return
    value = evaluate(node, n)
    if _HOLDS[relation](value, target):
        assert _HOLDS[found](fmpq(n), bound)


@pytest.mark.parametrize(
    ("side", "target"),
    [
        (abs(_X), 3),
        (log(_X), 1),
        (log(_X), 0),
        (_X**2, 7),
        (_X**4 + 1, 10),
        (_X**3, 8),
        (2 - abs(3 * _X - 1), -5),
        (1 / _X, 5),
        (1 / _X, 0),
        (exp(1 / _X), 1),
    ],
)
@pytest.mark.parametrize("mirrored", [False, True])
def test_both_solutions_of_an_even_function_solve_it(
    side: Term, target: int, mirrored: bool
) -> None:
    relation, value = isolate(side.node, 0, Relation.EQ, fmpq(target), evaluate, mirrored=mirrored)
    assert relation is Relation.EQ
    assert equal_reals(evaluate(side.node, value), fmpq(target)).value
    other = isolate(side.node, 0, Relation.EQ, fmpq(target), evaluate, mirrored=not mirrored)[1]
    if equal_reals(value, other).value is False:
        assert is_folded(side.node, 0)


def test_what_is_rounded_is_told() -> None:
    assert is_rounded((_N / 3 - 1).node, 0)
    assert is_rounded(real(_K / 3).node, 0)
    assert not is_rounded((_X / 3).node, 0)
    assert not is_rounded(_N.node, 0)
    assert not is_folded((_X / 3).node, 0)


def test_an_absolute_value_is_neither_negative_nor_bounded_from_one_side() -> None:
    for relation, target in ((Relation.EQ, -1), (Relation.GE, 2)):
        with pytest.raises(Undecided):
            isolate(abs(_X).node, 0, relation, fmpq(target), evaluate)
