"""What holds of an unknown holds of every number: polynomials against their values at points."""

import operator
from collections.abc import Callable
from typing import Any

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.statements.language.truth import Truth
from pycheck.statements.language.types import INT, NAT, REAL, Type
from pycheck.statements.language.undecided import NotSymbolic
from pycheck.statements.values import operations, reals, relations
from pycheck.statements.values.tails import of_anything
from pycheck.statements.values.unknowns import Polynomial, unknown
from pycheck.statements.writing import NAT as NATURALS
from pycheck.statements.writing import REAL as REALS
from pycheck.statements.writing import Term, forall
from tests.statements.corpus.entries import derivative, of_real
from tests.statements.trees import evaluate

Expression = tuple[Any, ...]
_LEAVES = st.sampled_from([("x",), ("y",), ("1",), ("2",), ("-3",)])
_EXPRESSIONS = st.recursive(
    _LEAVES,
    lambda inner: (
        st.tuples(st.sampled_from(["add", "sub", "mul"]), inner, inner)
        | st.tuples(st.just("square"), inner)
    ),
    max_leaves=6,
)


def _value(expression: Expression, kind: Type, x: Any, y: Any) -> Any:
    match expression:
        case ("x",):
            return x
        case ("y",):
            return y
        case (str(digits),):
            return operations.numeral(kind, int(digits))
        case ("square", inner):
            return operations.power(kind, NAT, _value(inner, kind, x, y), 2)
        case (str(name), left, right):
            sides = (_value(left, kind, x, y), _value(right, kind, x, y))
            return getattr(operations, name)(kind, *sides)
    raise AssertionError


_RELATIONS: list[tuple[Callable[[Type, Any, Any], Truth], Callable[[Any, Any], Any]]] = [
    (relations.equal, operator.eq),
    (relations.at_most, operator.le),
    (relations.less, operator.lt),
]


@settings(max_examples=300, deadline=None)
@given(_EXPRESSIONS, _EXPRESSIONS, st.sampled_from([REAL, INT]), st.integers(0, 2))
def test_what_is_decided_of_unknowns_is_so_of_numbers(
    left: Expression, right: Expression, kind: Type, number: int
) -> None:
    decide, really = _RELATIONS[number]

    def body(x: Any, y: Any) -> Truth:
        return decide(kind, _value(left, kind, x, y), _value(right, kind, x, y))

    def inner(x: Any) -> Truth:
        found = of_anything(lambda y: body(x, y), kind)
        return found or Truth(None)

    known = of_anything(inner, kind)
    points = [-2, -1, 0, 1, 3, 10]
    values = [
        bool(really(_value(left, INT, x, y), _value(right, INT, x, y)))
        for x in points
        for y in points
    ]
    if known is not None:
        assert set(values) == {known.value}
    if number == 0 and all(values):  # of so low a degree, equal there is equal
        assert known is not None


def test_a_square_of_a_sum_is_multiplied_out() -> None:
    def identity(x: Any) -> Truth:
        square = reals.power(reals.add(x, fmpq(1, 3)), 2)
        parts = reals.add(reals.mul(x, x), reals.add(reals.mul(fmpq(2, 3), x), fmpq(1, 9)))
        return relations.equal(REAL, square, parts)

    known = of_anything(identity, REAL)
    assert known is not None
    assert known.value is True


@pytest.mark.parametrize(
    "use",
    [
        lambda x: x == x,
        abs,
        lambda x: x / 2,
        lambda x: x // 2,
        lambda x: x % 2,
        lambda x: 2**x,
        lambda x: x < unknown(is_whole=True),
        range,
        bool,
        lambda x: x + 0.5,
        lambda x: operations.sub(NAT, x, 1),
        lambda x: operations.div(INT, x, 2),
        lambda x: operations.inv(REAL, x.real()),
        lambda x: reals.log(x.real()),
        lambda x: reals.sqrt(x.real()),
        lambda x: reals.exp(x.real()),
        lambda x: reals.rpow(x.real(), fmpq(2)),
        lambda x: x**17,
    ],
)
def test_nothing_else_is_known_of_an_unknown(use: Callable[[Polynomial], Any]) -> None:
    with pytest.raises(NotSymbolic):
        use(unknown(is_whole=True))


def test_an_unknown_less_itself_is_zero() -> None:
    x = unknown(is_whole=True)
    assert x - x == 0
    assert type(x.real() - x.real()) is fmpq
    assert (x + 1 > x, x >= x, x < x, x <= x - 1) == (True, True, False, False)


def _true(statement: Term) -> bool:
    truth = evaluate(statement.node)
    return truth.value is True and bool(truth.certain)


def test_a_quantifier_inside_is_decided_by_unknowns() -> None:
    assert _true(forall("x", REALS, lambda x: (x + 1) ** 2 == x**2 + 2 * x + 1))
    assert _true(forall("n", NATURALS, lambda n: n * (n + 1) == n * n + n))
    assert _true(forall("x", REALS, lambda x: derivative(of_real(lambda y: y**3), x) == 3 * x**2))
    assert _true(forall("x", REALS, lambda x: x**2 >= 0))
    assert not _true(forall("x", REALS, lambda x: x**2 >= x))
    assert not _true(forall("x", REALS, lambda x: abs(x) == x))
    assert not _true(forall("x", REALS, lambda x: x / x == 1))
