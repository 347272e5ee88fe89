"""Hypotheses that contradict each other are shown to; what is only hard to satisfy is not."""

from collections.abc import Callable

import pytest
from flint import fmpq, fmpq_poly
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.statements.evaluation.polynomials import never
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.forms import Relation
from pycheck.statements.language.trees import App, Node, call
from pycheck.statements.mathlib.rows import Row
from pycheck.statements.mathlib.table import TABLE
from pycheck.statements.sampling.infeasible import contradict
from pycheck.statements.sampling.state import Prepared
from pycheck.statements.sampling.vacuity import contradiction
from tests.statements.trees import (
    HIDDEN,
    INT,
    NAT,
    REAL,
    binary,
    every,
    examined,
    implies,
    machine,
    number,
    x,
)
from tests.statements.words import (
    N,
    R,
    Z,
    add,
    both,
    either,
    eq,
    le,
    log,
    lt,
    mul,
    neg,
    power,
    sqrt,
    sub,
)

WRONG = eq(R[0], R[1])


def of_real(*hypotheses: Node) -> Node:
    """``∀ x : ℝ, h₁ → h₂ → … → 0 = 1``."""
    return every(REAL, chain(hypotheses))


def of_natural(*hypotheses: Node) -> Node:
    return every(NAT, chain(hypotheses))


def of_integer(*hypotheses: Node) -> Node:
    return every(INT, chain(hypotheses))


def chain(hypotheses: tuple[Node, ...]) -> Node:
    tree: Node = WRONG
    for hypothesis in reversed(hypotheses):
        tree = implies(hypothesis, tree)
    return tree


def remainder(a: Node, b: Node, kind: Node = NAT) -> App:
    return binary("HMod.hMod", a, b, kind)


VACUOUS: dict[str, Node] = {
    "False": of_real(call("False")),
    "1 = 2": of_real(eq(R[1], R[2])),
    "n < 0": of_natural(lt(x(), N[0], NAT)),
    "x x < 0": of_real(lt(mul(x(), x()), R[0])),
    "x² + x + 1 = 0": of_real(eq(add(add(power(x(), N[2]), x()), R[1]), R[0])),
    "2 n = 7": of_natural(eq(mul(N[2], x(), NAT), N[7], NAT)),
    "n² = 2 in ℤ": of_integer(eq(mul(x(), x(), INT), Z[2], INT)),
    "x < 1 and 2 < x": of_real(lt(x(), R[1]), lt(R[2], x())),
    "x ∈ [2, 1]": of_real(
        call(
            "Membership.mem", REAL, HIDDEN, HIDDEN, call("Set.Icc", REAL, HIDDEN, R[2], R[1]), x()
        ),
        le(R[2], x()),
        le(x(), R[1]),
    ),
    "2 < n < 3": of_natural(lt(N[2], x(), NAT), lt(x(), N[3], NAT)),
    "log x < 1 and 2 < log x": of_real(lt(log(x()), R[1]), lt(R[2], log(x()))),
    "x < y, y < z, z < x": every(
        REAL,
        every(REAL, every(REAL, chain((lt(x(2), x(1)), lt(x(1), x(0)), lt(x(0), x(2)))))),
    ),
    "n ≤ 5, n n = 7": of_natural(le(x(), N[5], NAT), eq(mul(x(), x(), NAT), N[7], NAT)),
}


@pytest.mark.parametrize("name", VACUOUS)
def test_a_shown_contradiction_is_vacuous(name: str) -> None:
    report = examined(VACUOUS[name])
    assert (report.status, report.samples) == ("vacuous", 0), report
    assert report.reason


# Each is satisfiable; the solution is beside it.
HARD: dict[str, Node] = {
    "x² - 10 x + 22 = 0 (5 + √3)": of_real(
        eq(add(sub(power(x(), N[2]), mul(R[10], x())), R[22]), R[0])
    ),
    "n - 5 = 0 (3)": of_natural(eq(sub(x(), N[5], NAT), N[0], NAT), lt(x(), N[4], NAT)),
    "n (n - 1) = 2 n - 2 in ℕ (0)": of_natural(
        eq(mul(x(), sub(x(), N[1], NAT), NAT), sub(mul(N[2], x(), NAT), N[2], NAT), NAT)
    ),
    "√2 ≤ x ≤ √2 (√2)": of_real(le(sqrt(R[2]), x()), le(x(), sqrt(R[2]))),
    "x ∈ [√2, √2] (√2)": of_real(
        call(
            "Membership.mem",
            REAL,
            HIDDEN,
            HIDDEN,
            call("Set.Icc", REAL, HIDDEN, sqrt(R[2]), sqrt(R[2])),
            x(),
        )
    ),
    "x < 1 or 2 < x (0)": of_real(either(lt(x(), R[1]), lt(R[2], x())), lt(neg(R[1]), x())),
    "0 < x < 1 in ℝ (1/2)": of_real(both(lt(R[0], x()), lt(x(), R[1]))),
    "x² ≤ 0 (0)": of_real(le(mul(x(), x()), R[0])),
}


@pytest.mark.parametrize("name", HARD)
def test_what_has_a_solution_is_not_vacuous(name: str) -> None:
    prepared = Prepared(take_apart("hard", HARD[name], machine()), machine())
    assert contradiction(prepared) == ""
    assert examined(HARD[name]).status != "vacuous"


def test_no_hypothesis_of_the_library_is_called_contradictory() -> None:
    library = machine().library
    for name in library.theorems:
        prepared = Prepared(take_apart(name, library.statement(name), machine()), machine())
        assert contradiction(prepared) == "", name


@pytest.mark.parametrize(
    ("divided", "residue", "vacuous"),
    [
        (x(), 11, True),  # a remainder modulo 4 is at most 3
        (x(), 3, False),
        (mul(x(), x(), NAT), 3, True),  # squares are 0 or 1 modulo 4
        (mul(x(), x(), NAT), 1, False),
        (add(mul(N[2], x(), NAT), N[1], NAT), 2, True),  # odd numbers
        (add(x(), N[2], NAT), 0, False),
    ],
)
def test_remainders_are_gone_through_residue_by_residue(
    divided: Node, residue: int, vacuous: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "HMod.hMod" not in TABLE:
        meaning: Callable[..., int] = lambda _, a, b: a % b  # noqa: E731
        monkeypatch.setitem(TABLE, "HMod.hMod", Row(6, meaning, (4, 5), (0,)))
    tree = of_natural(eq(remainder(divided, N[4]), N[residue], NAT))
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
        left = add(mul(integer(a), x(1)), mul(integer(b), x(0)))
        right = integer(a * point[0] + b * point[1] + abs(slack) + int(strict))
        parts.append(((lt if strict else le)(left, right), 2))
    assert not contradict(parts)


def integer(n: int) -> Node:
    return neg(number(-n)) if n < 0 else number(n)


def test_a_chain_of_bounds_contradicts_exactly_when_it_closes() -> None:
    for gap in range(-3, 4):
        parts = [(le(add(x(1), R[2]), x(0)), 2), (le(x(0), add(x(1), integer(gap))), 2)]
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
    hollow = both(implies(lt(mul(x(), x()), R[0]), eq(x(), R[77])), call("True"))
    report = examined(every(REAL, hollow))
    assert report.status == "unrefuted"
    assert "the premise of an implication inside was never seen to hold" in report.reason
    full = both(implies(lt(R[0], mul(x(), x())), lt(R[0], mul(x(), x()))), call("True"))
    assert "never seen" not in examined(every(REAL, full)).reason
