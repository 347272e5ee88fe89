"""Quantifiers that rules make simpler, and variables that conditions confine."""

from collections.abc import Callable

import pytest

from pycheck.statements.language.quantifiers import simpler_exists, simpler_forall
from pycheck.statements.language.trees import App, Node, Pi
from pycheck.statements.writing import (
    INT,
    NAT,
    REAL,
    Term,
    divides,
    exists,
    fin,
    forall,
    functions,
    implies,
    injective,
    natural_of,
    number,
    prime,
    real,
)
from tests.statements.trees import evaluate, examined

THREE = number(3, REAL)


def simpler(node: Node) -> Node | None:
    assert isinstance(node, Pi)
    return simpler_forall(node, lambda _: None)


def test_a_variable_that_an_equation_gives_is_replaced() -> None:
    ruled = forall("x", REAL, lambda x: implies(x >= 0, x == 2 + x - x + 1, x > 1)).node
    assert simpler(ruled) is None  # the other side mentions it
    ruled = forall("x", REAL, lambda x: implies(x >= 0, x == 3, x > 1)).node
    given = implies(THREE >= 0, THREE > 1).node
    assert simpler(ruled) == given


def test_a_value_from_outside_keeps_its_variable() -> None:
    """``∀ y x, x = y → x > 1`` is ``∀ y, y > 1``."""
    ruled = forall("y", REAL, lambda y: forall("x", REAL, lambda x: implies(x == y, x > 1))).node
    assert isinstance(ruled, Pi)
    assert simpler(ruled.body) == forall("y", REAL, lambda y: y > 1).node.body  # type: ignore[union-attr]


def test_a_premise_that_something_exists_is_gone_through() -> None:
    """``∀ x, (∃ k, x = k + 1) → 0 < x`` becomes ``∀ k x, x = k + 1 → 0 < x``."""
    ruled = forall("x", NAT, lambda x: implies(exists("k", NAT, lambda k: x == k + 1), x > 0)).node
    expected = forall(
        "k", NAT, lambda k: forall("x", NAT, lambda x: implies(x == k + 1, x > 0))
    ).node
    assert simpler(ruled) == expected


def test_an_existence_that_an_equation_gives() -> None:
    node = exists("x", REAL, lambda x: (x > 1) & (x == 3) & (x < 5)).node
    assert isinstance(node, App)
    assert simpler_exists(node) == ((THREE > 1) & (THREE < 5)).node
    assert simpler_exists(exists("x", REAL, lambda x: x > 1).node) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        # (x - 2)(x - 3) = 0
        (forall("x", REAL, lambda x: implies(x**2 - 5 * x + 6 == 0, x > 1)), True),
        (forall("x", REAL, lambda x: implies(x**2 - 5 * x + 6 == 0, x > 2)), False),
        (forall("x", INT, lambda x: implies(x**2 - 5 * x + 6 == 0, x > 2)), False),
        (exists("x", REAL, lambda x: (x**2 - 5 * x + 6 == 0) & (x > 2)), True),
        (exists("x", REAL, lambda x: (x**2 - 5 * x + 6 == 0) & (x > 3)), False),
        # No square of a real number is negative.
        (exists("x", REAL, lambda x: x**2 == -1), False),
        # Roots that are no fractions are gone through as balls.
        (forall("x", REAL, lambda x: implies(x**2 == 2, x < 2)), True),
        # Whole numbers: 3 n + 1 = 11 has no solution, 3 n + 2 = 11 has one.
        (exists("n", NAT, lambda n: 3 * n + 1 == 11), False),
        (exists("n", NAT, lambda n: 3 * n + 2 == 11), True),
        (exists("n", NAT, lambda n: real(n) ** 2 == 36288000), False),
        # Natural subtraction stops at zero: n - 5 = 0 at every n up to 5.
        (exists("n", NAT, lambda n: (n - 5 == 0) & (n < 5)), True),
        (forall("n", NAT, lambda n: implies(n - 5 == 0, n == 5)), False),
        (forall("n", NAT, lambda n: implies(n < 5, n / 2 == 1, n >= 2)), True),
    ],
)
def test_every_solution_of_a_condition_is_looked_at(statement: Term, value: bool) -> None:
    truth = evaluate(statement.node)
    assert (truth.value, truth.certain) == (value, True)


@pytest.mark.parametrize(
    ("write", "status"),
    [
        # The set {y | ∃ k, y = 1 / (k + 1)} has the upper bound 1, and no smaller one.
        (lambda y, k: y == 1 / (real(k) + 1), "unrefuted"),
        (lambda y, k: y == 2 / (real(k) + 1), "refuted"),
    ],
)
def test_a_set_is_gone_through_by_its_parameter(
    write: Callable[[Term, Term], Term], status: str
) -> None:
    bounded = forall("y", REAL, lambda y: implies(exists("k", NAT, lambda k: write(y, k)), y <= 1))
    assert examined(bounded.node).status == status


@pytest.mark.parametrize(
    ("start", "length", "value"),
    [
        # 8, 9, 10 have the different prime divisors 2, 3, 5; 1 has none; 2, 3, 4 have only two.
        (8, 3, True),
        (1, 1, False),
        (2, 3, False),
        (5, 0, True),
    ],
)
def test_functions_on_a_finite_type_are_gone_through(start: int, length: int, value: bool) -> None:
    below = fin(length)

    def divide(p: Term) -> Term:
        return injective(p) & forall(
            "i", below, lambda i: prime(p(i)) & divides(p(i), start + natural_of(i))
        )

    truth = evaluate(exists("p", functions(below, NAT), divide).node)
    assert (truth.value, truth.certain) == (value, True)
