"""Finite sets, modular arithmetic and lists: equal to what counting by hand gives."""

import math
from typing import Any

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.statements.language.trees import Const, Node, call
from pycheck.statements.language.undecided import Undecided
from tests.statements.trees import (
    HIDDEN,
    INT,
    NAT,
    REAL,
    binary,
    call_set,
    evaluate,
    function,
    number,
    relation,
    x,
)

items = st.frozensets(st.integers(0, 12), max_size=6)
FINSET = call("Finset", NAT)


def fin(n: int) -> Node:
    return call("Fin", number(n, NAT))


@settings(max_examples=40)
@given(items, items)
def test_algebra_of_finite_sets(a: frozenset[int], b: frozenset[int]) -> None:
    assert evaluate(call("Inter.inter", FINSET, HIDDEN, x(1), x(0)), a, b) == a & b
    assert evaluate(call("SDiff.sdiff", FINSET, HIDDEN, x(1), x(0)), a, b) == a - b
    product = evaluate(call("Finset.product", NAT, NAT, x(1), x(0)), a, b)
    assert product == {(p, q) for p in a for q in b}
    assert evaluate(call("Finset.card", NAT, x()), a) == len(a)
    inserted = call("Insert.insert", NAT, FINSET, HIDDEN, number(3, NAT), x())
    assert evaluate(inserted, a) == a | {3}
    assert evaluate(call("Finset.erase", NAT, HIDDEN, x(), number(3, NAT)), a) == a - {3}
    square = function(binary("HMul.hMul", x(), x(), NAT), NAT)
    image = evaluate(call("Finset.image", NAT, NAT, HIDDEN, square, x()), a)
    assert image == {k * k for k in a}


@settings(max_examples=20)
@given(items)
def test_subsets(a: frozenset[int]) -> None:
    every = evaluate(call("Finset.powerset", NAT, x()), a)
    assert len(every) == 2 ** len(a)
    assert all(s <= a for s in every)
    for n in range(4):
        chosen = evaluate(call("Finset.powersetCard", NAT, number(n, NAT), x()), a)
        assert chosen == {s for s in every if len(s) == n}


def test_too_many_subsets_have_no_value() -> None:
    with pytest.raises(Undecided):
        evaluate(call("Finset.powerset", NAT, x()), range(1000))


@settings(max_examples=40)
@given(st.integers(0, 9), st.integers(0, 9))
def test_intervals(a: int, b: int) -> None:
    found = {
        name: set(evaluate(call(f"Finset.{name}", NAT, HIDDEN, HIDDEN, x(1), x(0)), a, b))
        for name in ("Icc", "Ico", "Ioc", "Ioo")
    }
    assert found["Icc"] == {k for k in range(20) if a <= k <= b}
    assert found["Ico"] == {k for k in range(20) if a <= k < b}
    assert found["Ioc"] == {k for k in range(20) if a < k <= b}
    assert found["Ioo"] == {k for k in range(20) if a < k < b}


@settings(max_examples=40)
@given(st.integers(0, 8), st.integers(-5, 5))
def test_products(n: int, c: int) -> None:
    over = call("Finset.range", number(n, NAT))
    term = function(binary("HAdd.hAdd", call("Nat.cast", INT, HIDDEN, x()), x(1), INT), NAT)
    product = call("Finset.prod", NAT, INT, HIDDEN, over, term)
    assert evaluate(product, c) == math.prod(k + c for k in range(n))


def test_extremes_multiples_and_divisors() -> None:
    a = frozenset({4, 6, 10})
    assert evaluate(call("Finset.min'", NAT, HIDDEN, x(), HIDDEN, Const("h")), a) == 4
    assert evaluate(call("Finset.max'", NAT, HIDDEN, x(), HIDDEN, Const("h")), a) == 10
    same = function(x(), NAT)
    assert evaluate(call("Finset.lcm", NAT, NAT, HIDDEN, HIDDEN, x(), same), a) == 60
    assert evaluate(call("Finset.gcd", NAT, NAT, HIDDEN, HIDDEN, x(), same), a) == 2
    assert evaluate(call("Finset.sup", NAT, NAT, HIDDEN, HIDDEN, x(), same), a) == 10


def test_pairs_of_a_sum() -> None:
    tree = call("Finset.HasAntidiagonal.antidiagonal", NAT, HIDDEN, HIDDEN, number(3, NAT))
    assert evaluate(tree) == {(0, 3), (1, 2), (2, 1), (3, 0)}


@settings(max_examples=60)
@given(st.integers(1, 12), st.integers(-30, 30), st.integers(-30, 30))
def test_arithmetic_modulo_a_number(n: int, a: int, b: int) -> None:
    kind = call("ZMod", number(n, NAT))
    left, right = (call("Int.cast", kind, HIDDEN, x(i)) for i in (1, 0))
    assert evaluate(binary("HAdd.hAdd", left, right, kind), a, b) == (a + b) % n
    assert evaluate(binary("HSub.hSub", left, right, kind), a, b) == (a - b) % n
    assert evaluate(binary("HMul.hMul", left, right, kind), a, b) == a * b % n
    power = binary("HPow.hPow", left, number(3, NAT), kind, NAT)
    assert evaluate(power, a, b) == a**3 % n
    assert evaluate(number(17, kind)) == 17 % n


def test_a_sum_over_numbers_below() -> None:
    """``∑ i : Fin n, i`` is a triangular number."""
    every = call("Finset.univ", fin(7), HIDDEN)
    value = function(call("Fin.val", number(7, NAT), x()), fin(7))
    assert evaluate(call("Finset.sum", fin(7), NAT, HIDDEN, every, value)) == 21


def test_sizes_of_sets() -> None:
    from_two = call("Set.Ico", NAT, HIDDEN, number(2, NAT), number(9, NAT))
    assert evaluate(call("Set.ncard", NAT, from_two)) == 7
    assert evaluate(call("Set.Finite", NAT, from_two)).value is True
    upward = call("Set.Ici", NAT, HIDDEN, number(2, NAT))
    assert evaluate(call("Set.ncard", NAT, upward)) == 0
    assert evaluate(call("Set.Infinite", NAT, upward)).value is True
    with pytest.raises(Undecided):
        evaluate(call("Set.ncard", REAL, call("Set.Icc", REAL, HIDDEN, number(0), number(1))))


def test_the_least_of_a_set_of_natural_numbers() -> None:
    square = binary("HMul.hMul", x(), x(), NAT)
    above = function(relation("LT.lt", number(10, NAT), square, NAT), NAT)
    assert evaluate(call("InfSet.sInf", NAT, HIDDEN, call("setOf", NAT, above))) == 4


def test_lists() -> None:
    digits = call("Nat.digits", number(10, NAT), number(1234, NAT))
    assert evaluate(call("List.length", NAT, digits)) == 4
    assert evaluate(call("List.prod", NAT, HIDDEN, HIDDEN, digits)) == 24
    assert evaluate(call("List.reverse", NAT, digits)) == (1, 2, 3, 4)
    assert evaluate(call("List.toFinset", NAT, HIDDEN, digits)) == {1, 2, 3, 4}


def test_iterates() -> None:
    """``f^[n] x`` with ``f x = 2 x + 1`` is ``2^n (x + 1) - 1``."""
    twice = binary("HMul.hMul", number(2, NAT), x(), NAT)
    f = function(binary("HAdd.hAdd", twice, number(1, NAT), NAT), NAT)
    for n in range(5):
        iterate = call("Nat.iterate", NAT, f, number(n, NAT), number(3, NAT))
        assert evaluate(iterate) == 2**n * 4 - 1


def test_the_complement_in_a_type_of_sets() -> None:
    first = call("Set.Icc", REAL, HIDDEN, number(0), number(2))
    second = call("Set.Ioo", REAL, HIDDEN, number(1), number(3))

    def inside(collection: Node, value: Any) -> bool | None:
        tree = call("Membership.mem", REAL, call_set(REAL), HIDDEN, collection, x())
        found: bool | None = evaluate(tree, value).value
        return found

    both = call("Inter.inter", call_set(REAL), HIDDEN, first, second)
    rest = call("SDiff.sdiff", call_set(REAL), HIDDEN, first, second)
    for value in (fmpq(0), fmpq(1), fmpq(3, 2), fmpq(2), fmpq(5, 2)):
        assert inside(both, value) == (1 < value <= 2)
        assert inside(rest, value) == (0 <= value <= 1)
