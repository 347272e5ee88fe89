"""Hypotheses that contradict each other are shown to; what is only hard to satisfy is not."""

from collections.abc import Callable

import pytest
from flint import fmpq, fmpq_poly
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.statements.evaluation.polynomials import never
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.forms import Relation
from pycheck.statements.language.trees import Var
from pycheck.statements.sampling.infeasible import contradict
from pycheck.statements.sampling.state import Prepared
from pycheck.statements.sampling.vacuity import contradiction
from pycheck.statements.writing import INT, NAT, REAL, Term, call, implies, log, sqrt
from tests.statements.corpus.entries import FALSUM, HIDDEN, nat, over, r
from tests.statements.trees import examined, machine


def _interval(lower: Term, upper: Term) -> Term:
    return call("Set.Icc", REAL.node, HIDDEN, lower, upper)


def _member(x: Term, collection: Term) -> Term:
    return call("Membership.mem", REAL.node, HIDDEN, HIDDEN, collection, x)


# The variables of two binders around.
_X, _Y = Term(REAL, lambda _: Var(1)), Term(REAL, lambda _: Var(0))


def remainder(a: Term, b: int) -> Term:
    """``a % b`` of natural numbers."""
    kinds = [NAT.node] * 3
    return call("HMod.hMod", *kinds, HIDDEN, a, nat(b), kind=NAT)


VACUOUS: dict[str, Term] = {
    "False": over(REAL, lambda x: implies(call("False"), x == 1)),
    "1 = 2": over(REAL, lambda x: implies(r(1) == 2, x == 1)),
    "n < 0": over(NAT, lambda n: implies(n < 0, FALSUM)),
    "x x < 0": over(REAL, lambda x: implies(x * x < 0, FALSUM)),
    "x² + x + 1 = 0": over(REAL, lambda x: implies(x**2 + x + 1 == 0, FALSUM)),
    "2 n = 7": over(NAT, lambda n: implies(2 * n == 7, FALSUM)),
    "n² = 2 in ℤ": over(INT, lambda k: implies(k * k == 2, FALSUM)),
    "x < 1 and 2 < x": over(REAL, lambda x: implies(x < 1, x > 2, FALSUM)),
    "x ∈ [2, 1]": over(
        REAL, lambda x: implies(_member(x, _interval(r(2), r(1))), x >= 2, x <= 1, FALSUM)
    ),
    "2 < n < 3": over(NAT, lambda n: implies(n > 2, n < 3, FALSUM)),
    "log x < 1 and 2 < log x": over(REAL, lambda x: implies(log(x) < 1, log(x) > 2, FALSUM)),
    "x < y, y < z, z < x": over(REAL, lambda x, y, z: implies(x < y, y < z, z < x, FALSUM)),
    "n ≤ 5, n n = 7": over(NAT, lambda n: implies(n <= 5, n * n == 7, FALSUM)),
}


@pytest.mark.parametrize("name", VACUOUS)
def test_a_shown_contradiction_is_vacuous(name: str) -> None:
    report = examined(VACUOUS[name].node)
    assert (report.status, report.samples) == ("vacuous", 0), report
    assert report.reason


# Each is satisfiable; the solution is beside it.
HARD: dict[str, Term] = {
    "x² - 10 x + 22 = 0 (5 + √3)": over(REAL, lambda x: implies(x**2 - 10 * x + 22 == 0, FALSUM)),
    "n - 5 = 0 (3)": over(NAT, lambda n: implies(n - 5 == 0, n < 4, FALSUM)),
    "n (n - 1) = 2 n - 2 in ℕ (0)": over(NAT, lambda n: implies(n * (n - 1) == 2 * n - 2, FALSUM)),
    "√2 ≤ x ≤ √2 (√2)": over(REAL, lambda x: implies(sqrt(2) <= x, x <= sqrt(2), FALSUM)),
    "x ∈ [√2, √2] (√2)": over(
        REAL, lambda x: implies(_member(x, _interval(sqrt(2), sqrt(2))), FALSUM)
    ),
    "x < 1 or 2 < x (0)": over(REAL, lambda x: implies((x < 1) | (x > 2), x > -1, FALSUM)),
    "0 < x < 1 in ℝ (1/2)": over(REAL, lambda x: implies((x > 0) & (x < 1), FALSUM)),
    "x² ≤ 0 (0)": over(REAL, lambda x: implies(x * x <= 0, FALSUM)),
}


@pytest.mark.parametrize("name", HARD)
def test_what_has_a_solution_is_not_vacuous(name: str) -> None:
    prepared = Prepared(take_apart("hard", HARD[name].node, machine()), machine())
    assert contradiction(prepared) == ""
    assert examined(HARD[name].node).status != "vacuous"


def test_no_hypothesis_of_the_library_is_called_contradictory() -> None:
    library = machine().library
    for name in library.theorems:
        prepared = Prepared(take_apart(name, library.statement(name), machine()), machine())
        assert contradiction(prepared) == "", name


@pytest.mark.parametrize(
    ("divided", "residue", "vacuous"),
    [
        (lambda n: n, 11, True),  # a remainder modulo 4 is at most 3
        (lambda n: n, 3, False),
        (lambda n: n * n, 3, True),  # squares are 0 or 1 modulo 4
        (lambda n: n * n, 1, False),
        (lambda n: 2 * n + 1, 2, True),  # odd numbers
        (lambda n: n + 2, 0, False),
    ],
)
def test_remainders_are_gone_through_residue_by_residue(
    divided: Callable[[Term], Term], residue: int, vacuous: bool
) -> None:
    tree = over(NAT, lambda n: implies(remainder(divided(n), 4) == residue, FALSUM)).node
    prepared = Prepared(take_apart("remainder", tree, machine()), machine())
    assert bool(contradiction(prepared)) is vacuous


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(-6, 6), min_size=2, max_size=2),
    st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.integers(-2, 9)), max_size=7),
    st.booleans(),
)
def test_relations_that_a_point_satisfies_do_not_contradict(
    point: list[int], rows: list[tuple[int, int, int]], strict: bool
) -> None:
    """``a x + b y (<, ≤) a x₀ + b y₀ + slack`` holds at ``(x₀, y₀)`` for a slack above zero."""
    parts = []
    for a, b, slack in rows:
        left = a * _X + b * _Y
        right = a * point[0] + b * point[1] + abs(slack) + int(strict)
        parts.append(((left < right if strict else left <= right).node, 2))
    assert not contradict(parts)


def test_a_chain_of_bounds_contradicts_exactly_when_it_closes() -> None:
    for gap in range(-3, 4):
        parts = [((_X + 2 <= _Y).node, 2), ((_X + gap >= _Y).node, 2)]
        assert contradict(parts) is (gap < 2)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=6), st.fractions(-9, 9, max_denominator=7))
def test_a_polynomial_relation_with_a_solution_is_never_called_unsolvable(
    coefficients: list[int], point: object
) -> None:
    p, at = fmpq_poly(coefficients), fmpq(point.numerator, point.denominator)  # type: ignore[attr-defined]
    value = p(at)
    holds = {
        Relation.LT: value < 0,
        Relation.LE: value <= 0,
        Relation.GT: value > 0,
        Relation.GE: value >= 0,
        Relation.EQ: value == 0,
        Relation.NE: value != 0,
    }
    assert not [r for r, true in holds.items() if true and never(p, r)]


def test_a_premise_that_never_held_is_told() -> None:
    hollow = over(REAL, lambda x: implies(x * x < 0, x == 77) & call("True"))
    report = examined(hollow.node)
    assert report.status == "unrefuted"
    assert "the premise of an implication inside was never seen to hold" in report.reason
    full = over(REAL, lambda x: implies(x * x > 0, x * x > 0) & call("True"))
    assert "never seen" not in examined(full.node).reason
