"""Functions, sets, recursive definitions and solved relations, against plain Python."""

from collections import Counter
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import arb, ctx, fmpq
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pycheck.statements.language.forms import Relation
from pycheck.statements.language.trees import Const, Node, call
from pycheck.statements.language.types import Finite
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling import isolate as solving
from tests.statements.trees import (
    HIDDEN,
    NAT,
    REAL,
    binary,
    definition,
    evaluate,
    function,
    machine,
    number,
    relation,
    x,
)

small = st.fractions(-9, 9, max_denominator=12)


def q(value: Fraction | int) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def holds(node: Node, *env: Any) -> bool | None:
    value: bool | None = evaluate(node, *env).value
    return value


def member(collection: Node, element: Node) -> Node:
    return call("Membership.mem", REAL, HIDDEN, HIDDEN, collection, element)


@settings(max_examples=60)
@given(small, small, small)
@example(Fraction(1), Fraction(1), Fraction(2))
@example(Fraction(2), Fraction(1), Fraction(2))
def test_intervals(v: Fraction, a: Fraction, b: Fraction) -> None:
    env = (q(v), q(a), q(b))
    closed = call("Set.Icc", REAL, HIDDEN, x(1), x(0))
    assert holds(member(closed, x(2)), *env) is (a <= v <= b)
    opened = call("Set.Ioo", REAL, HIDDEN, x(1), x(0))
    assert holds(member(opened, x(2)), *env) is (a < v < b)
    assert holds(member(call("Set.Ici", REAL, HIDDEN, x(1)), x(2)), *env) is (a <= v)
    assert holds(member(call("Set.Ioi", REAL, HIDDEN, x(1)), x(2)), *env) is (a < v)
    point = call("Singleton.singleton", REAL, call("Set", REAL), HIDDEN, x(1))
    assert holds(member(point, x(2)), *env) is (v == a)
    others = call("Compl.compl", call("Set", REAL), HIDDEN, point)
    assert holds(member(others, x(2)), *env) is (v != a)


@settings(max_examples=60)
@given(st.frozensets(st.integers(0, 5)), st.frozensets(st.integers(0, 5)))
def test_finite_sets(a: frozenset[int], b: frozenset[int]) -> None:
    kind = call("Finset", NAT)
    assert holds(call("Disjoint", kind, HIDDEN, HIDDEN, x(1), x(0)), a, b) is a.isdisjoint(b)
    assert evaluate(call("Union.union", kind, HIDDEN, x(1), x(0)), a, b) == a | b
    even = function(call("Eq", NAT, binary("HMul.hMul", number(2, NAT), _half(), NAT), x()), NAT)
    kept = evaluate(call("Finset.filter", NAT, even, HIDDEN, x(1)), a, b)
    assert kept == {n for n in a if n % 2 == 0}


def _half() -> Node:
    return binary("HDiv.hDiv", x(), number(2, NAT), NAT)


def test_functions() -> None:
    double = function(binary("HMul.hMul", number(2), x()))
    shift = function(binary("HAdd.hAdd", number(1), x()))
    composed = evaluate(call("Function.comp", REAL, REAL, REAL, double, shift))
    assert composed(fmpq(3)) == 8
    updated = evaluate(
        call("Function.update", NAT, HIDDEN, HIDDEN, x(0), number(2, NAT), number(7)), fmpq
    )
    assert [updated(n) for n in range(4)] == [0, 1, 7, 3]
    single = evaluate(call("Pi.single", NAT, HIDDEN, HIDDEN, HIDDEN, number(2, NAT), number(7)))
    assert [single(n) for n in range(4)] == [0, 0, 7, 0]
    swap = evaluate(call("DFunLike.coe", HIDDEN, HIDDEN, HIDDEN, HIDDEN, x()), (2, 0, 1))
    assert [swap(i) for i in range(3)] == [2, 0, 1]
    assert evaluate(call("Fintype.card", x(), HIDDEN), Finite(3)) == 3


def test_case_distinction_evaluates_one_branch_only() -> None:
    unknown = call("deriv", *[HIDDEN] * 6, function(call("Real.log", x())), number(0))
    condition = relation("LT.lt", number(1), number(2))
    assert evaluate(call("ite", REAL, condition, HIDDEN, number(5), unknown)) == 5


def test_a_strict_order_of_equal_irrational_numbers_is_never_decided() -> None:
    two, eight = number(2), number(8)
    thrice = binary("HMul.hMul", number(3), call("Real.log", two))
    log8 = call("Real.log", eight)
    assert holds(call("Eq", REAL, log8, thrice)) is True
    assert holds(relation("LE.le", log8, thrice)) is True
    assert evaluate(relation("LT.lt", log8, thrice), bits=128).retry
    assert evaluate(relation("LT.lt", log8, thrice), bits=2048).value is None
    assert not evaluate(call("Eq", REAL, log8, thrice), bits=2048).certain


def test_numbers_that_differ_far_behind_the_point_are_not_equal() -> None:
    tiny = binary("HAdd.hAdd", call("Real.log", number(2)), x())
    near = call("Eq", REAL, tiny, call("Real.log", number(2)))
    assert evaluate(near, fmpq(1, 10**29)).value is False
    # Small numbers are compared relative to their size.
    small_numbers = call("Eq", REAL, binary("HMul.hMul", x(), call("Real.log", number(2))), x())
    assert evaluate(small_numbers, fmpq(1, 10**60), bits=512).value is False


@settings(max_examples=25)
@given(
    st.fractions(Fraction(1, 4), 3, max_denominator=8),
    st.integers(0, 3),
    st.fractions(Fraction(1, 2), 6, max_denominator=8),
)
def test_a_recursive_definition_is_unfolded_by_its_equations(
    a: Fraction, k: int, y: Fraction
) -> None:
    """`backPrimitive` differentiates to ``(L - log y)^k y^(a - 1)``; mpmath integrates that."""
    big = 2

    def integrand(t: Any) -> Any:
        return (big - mpmath.log(t)) ** k * t ** (mpmath.mpf(a.numerator) / a.denominator - 1)

    def primitive(t: fmpq) -> Any:
        return definition("backPrimitive", q(a), fmpq(big), k, t)

    expected = mpmath.quad(integrand, [1, mpmath.mpf(y.numerator) / y.denominator])
    ctx.prec = 128
    difference = arb(primitive(q(y))) - arb(primitive(fmpq(1)))
    assert abs(difference - arb(mpmath.nstr(expected, 20))) < arb("1e-10") * (1 + abs(difference))


words = st.lists(st.sampled_from(["a", "b"]), min_size=0, max_size=8)


@settings(max_examples=60)
@given(words)
def test_merging_scans_from_the_left(word: list[str]) -> None:
    """`mergeWord` on single characters replaces like `str.replace`, which scans the same way."""
    merged = definition("mergeWord", ("a",), ("b",), tuple((c,) for c in word))
    assert "".join("".join(symbol) for symbol in merged) == "".join(word)
    marked = "".join(word).replace("ab", "X")
    assert Counter(len(symbol) for symbol in merged) == Counter(
        2 if c == "X" else 1 for c in marked
    )


@pytest.mark.parametrize(
    ("side", "env", "target", "expected"),
    [
        (
            binary("HPow.hPow", x(1), call("Neg.neg", REAL, HIDDEN, x(0))),
            2,
            9,
            (Relation.GE, fmpq(1, 3)),
        ),
        (binary("HSub.hSub", x(0), x(1)), 2, 5, (Relation.GE, fmpq(-3))),
        (binary("HMul.hMul", x(1), x(0)), -2, 6, (Relation.GE, fmpq(-3))),
        (binary("HDiv.hDiv", x(1), x(0)), 4, 3, (Relation.LE, fmpq(12))),
        (call("Real.exp", x(1)), 0, 1, (Relation.LE, fmpq(0))),
    ],
)
def test_a_relation_is_solved_for_its_variable(
    side: Node, env: int, target: int, expected: tuple[Relation, fmpq]
) -> None:
    """``side ≤ target`` in ``x 1``, with ``x 0 = env``."""
    values = (None, fmpq(env))
    found = solving.isolate(
        side, 1, Relation.LE, fmpq(target), lambda node: machine().compile(node)(values)
    )
    assert found == expected


def test_what_cannot_be_solved_is_left_to_the_final_check() -> None:
    with pytest.raises(Undecided):
        solving.isolate(call("Real.cos", x()), 0, Relation.EQ, fmpq(0), lambda _: None)
    zero = binary("HMul.hMul", x(1), x(0))
    with pytest.raises(Undecided):
        solving.isolate(zero, 1, Relation.EQ, fmpq(1), lambda _: fmpq(0))


def test_constants_can_stand_without_their_arguments() -> None:
    ctx.prec = 128
    assert evaluate(Const("Real.log"))(fmpq(1)) == 0
    assert definition("heatCapacity", 1)(fmpq(1)) == 0
