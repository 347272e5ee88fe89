"""True statements of every shape are never refuted; nine of ten false ones are."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pycheck.statements.reports import TheoremReport
from pycheck.statements.writing import NAT, forall, implies, real
from tests.statements.corpus import COUNT, FALSE, TRUE
from tests.statements.corpus.entries import Entry
from tests.statements.trees import examined

# Statements whose evaluation may fail, with a part of the reason.
NOT_EVALUABLE: dict[str, str] = {}

# False statements that are not refuted, and why; whichever is must leave the list.
UNREFUTED: dict[str, str] = {
    "arithmetic: a divisor of a product divides a factor": "three numbers must fit together",
    "arithmetic: two squares are no square": "three numbers must fit together",
    "mappings: functions that agree at 0 and 1": "one is made equal to the other",
    "mappings: injective, so fixing 0": "injectivity is no identity of polynomials",
    "near_ties: √2 + 10^(-700) = √2": "beyond the precision",
    "near_ties: √2 √3 < √6": "a tie is never decided",
    "points: a bound reached at √2": "a tie at an irrational number",
    "points: x² ≠ 2": "a tie at an irrational number",
    "quantified: below every positive number, strictly": "a hypothesis over the reals",
    "singular: x sin (1 / x) has slope 0 at 0": "the values do not settle",
    "solutions: a greatest number": "two whole numbers, one below the other's quantifier",
    "solutions: one of two roots": "irrational roots below a quantifier",
    "structures: sequences that differ late, as one": "they are compared at small numbers",
    "sums: the harmonic sum is at most 20": "further than any number drawn",
}


# True statements that take ten seconds and more.
LONG = (
    "arithmetic: a² + b² = 3 c² has no solution",
    "arithmetic: divisors of each other",
    "arithmetic: the factor of a prime",
    "limits: limits are unique",
    "mappings: onto, so with a zero",
    "polynomials: a square that is at most zero",
    "polynomials: a sum of squares is zero",
)


def _asked(entry: Entry) -> TheoremReport:
    return examined(entry.statement.node, name=entry.name)


@settings(max_examples=7, deadline=None, suppress_health_check=[HealthCheck.nested_given])
@given(*[st.integers(0, 3)] * 3, st.integers(0, 9), st.integers(0, 6))
def test_a_refutation_under_a_quantified_hypothesis_is_right(
    a: int, b: int, c: int, d: int, e: int
) -> None:
    """``(∀ n, a n + b m ≤ c n + d) → m ≤ e``; the hypothesis says ``a ≤ c`` and ``b m ≤ d``."""
    statement = forall(
        "m",
        NAT,
        lambda m: implies(
            forall("n", NAT, lambda n: a * real(n) + b * real(m) <= c * real(n) + d), m <= e
        ),
    )
    report = examined(statement.node, n=12)
    wrong = [m for m in range(100) if a <= c and b * m <= d and m > e]
    if report.status == "refuted":
        assert report.counterexample is not None
        assert int(report.counterexample.values["m"]) in wrong
    if not wrong or len(wrong) > 3:  # a rare one may be missed
        assert (report.status == "refuted") == bool(wrong)


def test_no_entry_hides_another() -> None:
    assert len(TRUE) + len(FALSE) == COUNT
    assert len(TRUE) >= 150
    assert len(FALSE) >= 100
    assert set(LONG) <= set(TRUE)
    assert all(e.reason for e in (*TRUE.values(), *FALSE.values()))


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow) if name in LONG else name for name in TRUE],
)
def test_no_true_statement_is_refuted(name: str) -> None:
    entry = TRUE[name]
    report = _asked(entry)
    allowed = {"unrefuted", "undecided"}
    if entry.slow:
        allowed.add("disagrees so far")
    if entry.vacuous:
        allowed = {"vacuous"}
    if name in NOT_EVALUABLE:
        assert NOT_EVALUABLE[name] in report.reason
        allowed = {"not evaluable"}
    assert report.status in allowed, report


@pytest.mark.parametrize("name", FALSE)
def test_a_false_statement_is_refuted_or_on_the_list(name: str) -> None:
    report = _asked(FALSE[name])
    refuted = report.status in ("refuted", "disagrees so far")
    assert refuted != (name in UNREFUTED), report
    assert report.status not in ("vacuous", "conflict", "not evaluable"), report


def test_nine_of_ten_false_statements_are_refuted() -> None:
    assert set(UNREFUTED) <= set(FALSE)
    assert len(UNREFUTED) <= len(FALSE) // 10
