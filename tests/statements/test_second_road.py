"""The second road: programs agree with the evaluator, and a wrong evaluator is found out."""

import json
import operator
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Elided, Var
from pycheck.statements.language.truth import TRUE, decided, negation
from pycheck.statements.mathlib.table import TABLE
from pycheck.statements.programs.compare import Claim, Finding, Known, compare
from pycheck.statements.programs.program import LONGEST, Program
from pycheck.statements.programs.road import SecondRoad
from pycheck.statements.programs.runner import Outcome, Runner
from pycheck.statements.reports import TheoremReport, examine_tree, sample
from pycheck.statements.sampling.runs import Plan
from pycheck.statements.values import reals, relations
from pycheck.statements.writing import (
    NAT,
    REAL,
    Term,
    call,
    constant,
    document,
    exp,
    forall,
    function,
    has_derivative,
    implies,
    integral,
    log,
    sqrt,
)
from tests.command import pycheck_command
from tests.statements.trees import NAMESPACE, book

PI = constant("Real.pi", REAL)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as started:
        yield started


def examined(
    statement: Term, runner: Runner, n: int = 20, **wrong: Callable[..., Any]
) -> TheoremReport:
    """The report of a statement by an evaluator with `wrong` meanings for some constants."""
    rows = {name.replace("_", "."): meaning for name, meaning in wrong.items()}
    table = {
        **TABLE,
        **{name: replace(TABLE[name], meaning=m, fast={}) for name, m in rows.items()},
    }
    machine = Machine(Library(book()), table=table)
    return examine_tree(machine, "statement", statement.node, Plan(n, 0, 128), runner=runner)


SQUARE_ROOT = forall("x", REAL, lambda x: implies(x >= 0, sqrt(x) ** 2 == x))
ANY_ROOT = forall("x", REAL, lambda x: sqrt(x**2) == x)
EXPONENTIAL = forall("x", REAL, lambda x: x < exp(x))
SUBTRACTION = forall("n", NAT, lambda n: n - 3 + 3 == n)


def test_drawn_samples_alone_ask_no_program_and_no_small_case() -> None:
    asked = [
        sample(book(), ["sum_prob"], n=1, seed=0, drawn_only=only)[0] for only in (False, True)
    ]
    assert [bool(report.second_road) for report in asked] == [True, False]
    apart = forall("n", NAT, lambda n: forall("m", NAT, lambda m: n + m != 97))
    machine = Machine(Library(book()))
    found = [
        examine_tree(machine, "apart", apart.node, Plan(1, 0, 128, only)).status
        for only in (False, True)
    ]
    assert found == ["refuted", "unrefuted"]


def test_a_true_statement_is_confirmed(runner: Runner) -> None:
    report = examined(SQUARE_ROOT, runner)
    assert (report.status, report.counterexample) == ("unrefuted", None)
    road = report.second_road
    assert road is not None
    assert (road.programs, road.confirmed, road.unclear, len(road.sources)) == (3, 3, 0, 3)


@pytest.mark.parametrize("statement", [ANY_ROOT, SUBTRACTION])
def test_a_counterexample_carries_its_program(statement: Term, runner: Runner) -> None:
    report = examined(statement, runner)
    assert report.status == "refuted"
    assert report.counterexample is not None
    again = runner.run(report.counterexample.program)
    assert again.holds is False
    assert report.as_json()["counterexample"]["program"] == report.counterexample.program
    assert report.as_json()["second_road"]["confirmed"] == 1


def test_its_program_checks_the_hypotheses(runner: Runner) -> None:
    report = examined(forall("x", REAL, lambda x: implies(x > 1, x < 2)), runner)
    assert report.counterexample is not None
    assert list(runner.run(report.counterexample.program).hypotheses.values()) == [True]


def test_a_wrong_value_is_a_conflict(runner: Runner) -> None:
    """The evaluator's root is a part in 10^15 too large, and the statement seems refuted."""
    report = examined(
        SQUARE_ROOT, runner, Real_sqrt=lambda x: reals.mul(reals.sqrt(x), 1 + fmpq(1, 10**15))
    )
    assert report.status == "conflict"
    assert "an error of pycheck" in report.reason
    assert report.counterexample is not None
    assert runner.run(report.counterexample.program).holds is True


def test_a_wrong_value_is_a_conflict_though_the_truth_is_the_same(runner: Runner) -> None:
    wrong = examined(EXPONENTIAL, runner, Real_exp=lambda x: reals.mul(reals.exp(x), fmpq(2)))
    assert (examined(EXPONENTIAL, runner).status, wrong.status) == ("unrefuted", "conflict")


def test_a_wrong_true_is_a_conflict(runner: Runner) -> None:
    report = examined(ANY_ROOT, runner, Eq=lambda *_: TRUE)
    assert report.status == "conflict"
    assert report.counterexample is not None
    assert "the evaluator says True" in report.counterexample.reason


def test_a_wrong_connective_is_a_conflict(runner: Runner) -> None:
    """Here there are no two sides whose values could differ."""
    statement = forall("x", REAL, lambda x: ~(exp(x) <= 0) & (x**2 >= 0))
    assert examined(statement, runner).status == "unrefuted"
    assert examined(statement, runner, Not=lambda p: p).status == "conflict"
    odd = forall("n", NAT, lambda n: (n == 2) | ~(n == 2))
    assert examined(odd, runner, Not=lambda p: negation(negation(p))).status == "conflict"


def test_a_wrong_relation_of_whole_numbers_is_a_conflict(runner: Runner) -> None:
    report = examined(
        SUBTRACTION, runner, Eq=lambda kind, x, y: decided(not relations.equal(kind, x, y).value)
    )
    assert report.status == "conflict"


def test_a_wrong_hypothesis_is_a_conflict(runner: Runner) -> None:
    """The evaluator takes everything for less, and refutes what holds where the premise does."""
    statement = forall("x", REAL, lambda x: implies(x**3 - x > 0, x <= x**3))
    assert examined(statement, runner).status == "unrefuted"
    assert examined(statement, runner, LT_lt=lambda *_: TRUE).status == "conflict"


def test_a_wrong_derivative_is_a_conflict(runner: Runner) -> None:
    cube = function("x", REAL, lambda x: x**3)
    statement = forall("x", REAL, lambda x: has_derivative(cube, 3 * x**2, x))
    right = examined(statement, runner)
    assert (right.status, right.second_road and right.second_road.confirmed) == ("unrefuted", 3)
    other = forall("x", REAL, lambda x: has_derivative(cube, 2 * x**2, x))
    assert examined(other, runner).status == "refuted"
    assert examined(other, runner, HasDerivAt=lambda *_: TRUE).status == "conflict"


def test_an_estimate_may_confirm_and_makes_no_conflict(runner: Runner) -> None:
    statement = integral(function("x", REAL, lambda x: exp(x)), 0, 1) == exp(1 + 0 * PI) - 1
    right = examined(statement, runner)
    assert right.second_road is not None
    assert right.second_road.confirmed == 1
    wrong = examined(statement, runner, intervalIntegral=lambda *_: fmpq(2))
    assert wrong.status == "refuted"
    assert wrong.second_road is not None
    assert "an estimate says otherwise" in wrong.second_road.reason


def test_what_agrees_on_a_grid_is_no_claim_that_a_program_contradicts(runner: Runner) -> None:
    """``n / 2 = 3 → n = 6`` fails at 7, where no evaluator looks and a program does."""
    rounded = forall("n", NAT, lambda n: implies(n / 2 == 3, n == 6)) & (_real(0) == 0)
    report = examined(rounded, runner)
    assert report.status in ("unrefuted", "refuted")
    # Elsewhere an evaluator that only looked at a grid is right, and is confirmed or not asked.
    kept = forall("n", NAT, lambda n: implies(n / 2 == 3, n <= 7)) & (_real(0) == 0)
    assert examined(kept, runner).status == "unrefuted"


def test_equal_as_far_as_the_digits_go_is_no_conflict(runner: Runner) -> None:
    """``1 + 2^-n = 1`` is false by less than a program can see at large `n`."""
    half = 1 / (1 + 1 + 0 * PI)
    tiny = half**5000
    report = examined(1 + tiny == 1, runner)
    assert report.status in ("refuted", "undecided", "unrefuted")
    exact = forall("n", NAT, lambda n: implies(n >= 1500, 1 + (1 / _real(2)) ** n == 1))
    found = examined(exact, runner)
    assert found.status == "refuted"
    assert found.second_road is not None
    assert (found.second_road.confirmed, found.second_road.unclear) == (0, 1)


def _real(n: int) -> Term:
    from pycheck.statements.writing import number

    return number(n, REAL)


@pytest.mark.parametrize("digits", [20, 30, 60])
def test_a_difference_that_a_program_takes_for_none_is_no_conflict(
    runner: Runner, digits: int
) -> None:
    """``x = y ∧ …`` and ``if x = y`` for numbers that differ late, and for the evaluator surely."""
    late = (1 / _real(10)) ** digits
    joined = forall("x", REAL, lambda x: (x + late == x) & (x**2 >= 0))
    assert examined(joined, runner).status == "refuted"
    chosen = forall(
        "x", REAL, lambda x: _either(x + late == x, _real(1), _real(2)) * exp(x) <= exp(x)
    )
    assert examined(chosen, runner).status == "refuted"


def _either(condition: Term, yes: Term, no: Term) -> Term:
    return call("ite", REAL.node, condition, Elided(), yes, no, kind=REAL)


def test_zero_that_a_program_cannot_see_is_no_conflict(runner: Runner) -> None:
    """In exact fractions the denominator is zero, in digits it is a rounding error."""
    third = 1 / _real(3)
    statement = forall("x", REAL, lambda x: x / (third + third + third - 1) == 0)
    assert examined(statement, runner).status == "unrefuted"


def test_without_a_program_the_reason_is_said(runner: Runner) -> None:
    statement = forall("x", REAL, lambda x: call("Irrational", sqrt(x**2 * 2 + 2)))
    report = examined(statement | (log(1 + 0 * PI) == 0), runner)
    assert report.second_road in (None, SecondRoad(0, 0, 0, "no program: Irrational"))


def _outcomes(*found: Outcome) -> Callable[[int, int], tuple[Program, Outcome]]:
    left = iter(found)
    return lambda *_: (Program("", "Eq", False, False, False, False), next(left))


def _said(holds: bool | None, left: str, right: str) -> Outcome:
    return Outcome(holds=holds, left=left, right=right)


@pytest.mark.parametrize(
    ("claim", "outcomes", "expected"),
    [
        (Claim(True), [_said(True, "1", "1")], "confirmed"),
        # Further digits take the difference away, or move it.
        (Claim(True), [_said(False, "1", "2"), _said(True, "1", "1")], "confirmed"),
        (Claim(True), [_said(False, "1", "2"), _said(False, "1", "3")], "unclear"),
        (Claim(True), [_said(False, "1", "2")] * 4, "conflict"),
        (Claim(False), [_said(True, "1", "2")] * 4, "conflict"),
        (Claim(True), [_said(False, "1", "2")] * 2 + [_said(True, "1", "1")], "unclear"),
        (Claim(True), [_said(False, "1", "2")] * 2 + [Outcome(error="out of time")], "unclear"),
        # The truth is the same, and a value is another.
        (Claim(True, (Known(Decimal(2)), None)), [_said(True, "1", "1")] * 4, "conflict"),
        (Claim(True, (Known(Decimal(2), Decimal(2)), None)), [_said(True, "1", "1")], "confirmed"),
        # Equal to all digits, and rounding errors beside zero.
        (Claim(True), [_said(None, "1e-41", "0"), _said(None, "1e-81", "0")], "confirmed"),
        (Claim(True), [_said(None, "1e-41", "0"), _said(None, "1e-42", "0")], "unclear"),
        (Claim(False), [_said(True, "1", "1")] * 2, "unclear"),
        (Claim(True), [Outcome(error="out of time", late=True)], "unclear"),
    ],
)
def test_comparisons(claim: Claim, outcomes: list[Outcome], expected: Finding) -> None:
    assert compare(claim, _outcomes(*outcomes))[0] == expected


def test_the_library_is_confirmed_by_short_programs() -> None:
    """Some of it; the whole is sampled by the slow tests."""
    names = [
        "sum_prob",
        "fisher_eq_varLog",
        "norm_attend_update_sub",
        "pairCount_low",
        "hasSum_polylog_prob",
        "blockSum_union",
        "IsLogSummable.mean_eq",
    ]
    for report in sample(book(), [NAMESPACE + n for n in names], n=20, seed=0):
        road = report.second_road
        assert report.status == "unrefuted"
        assert road is not None
        assert road.confirmed == min(3, report.points), (report.name, road.reason)
        assert all(len(source.splitlines()) <= LONGEST for source in road.sources)


def test_certificates_are_kept_and_stand_alone(tmp_path: Path) -> None:
    path, folder = tmp_path / "statements.json", tmp_path / "kept" / "here"
    statements = {"true root": SQUARE_ROOT, "any root": ANY_ROOT}
    path.write_text(json.dumps(document(statements.items())), encoding="utf-8")
    outcome = pycheck_command(
        "lean", "sample", "--tree", str(path), "--certificates", str(folder), "--format", "json"
    )
    assert outcome.code == 1
    names = {found.name for found in folder.iterdir()}
    assert names == {"any_root.counterexample.py", *(f"true_root.{i}.py" for i in (1, 2, 3))}
    reports = {r["name"]: r for r in json.loads(outcome.out)["theorems"]}
    kept = (folder / "any_root.counterexample.py").read_text(encoding="utf-8")
    assert kept == reports["any root"]["counterexample"]["program"]
    assert reports["true root"]["second_road"] == {
        "programs": 3,
        "confirmed": 3,
        "unclear": 0,
        "reason": "",
    }
    for name, said in (("any_root.counterexample", "False"), ("true_root.1", "True")):
        command = [sys.executable, "-I", str(folder / f"{name}.py")]
        ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        assert ran.stdout.splitlines()[-1] == f"holds: {said}"


def _terms(variable: Term) -> st.SearchStrategy[Term]:
    """Terms with every convention of Lean in reach: quotients, roots and logarithms anywhere."""
    leaves = st.sampled_from([variable, PI, *(_real(n) for n in (0, 1, 2, 5))])

    def grown(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
        one = st.sampled_from([sqrt, log, abs, operator.neg, lambda x: call_real("Real.sin", x)])
        two = st.sampled_from([operator.add, operator.sub, operator.mul, operator.truediv])
        return st.one_of(
            st.builds(lambda f, x: f(x), one, inner),
            st.builds(lambda f, x, y: f(x, y), two, inner, inner),
            st.builds(lambda x, n: x**n, inner, st.integers(0, 3)),
        )

    return st.recursive(leaves, grown, max_leaves=6)


def call_real(name: str, x: Term) -> Term:
    return call(name, x, kind=REAL)


@settings(max_examples=60, deadline=None, database=None)
@given(st.data())
def test_no_statement_puts_the_roads_in_conflict(runner: Runner, data: st.DataObject) -> None:
    def statement(x: Term) -> Term:
        sign = data.draw(st.sampled_from([operator.eq, operator.le, operator.lt, operator.ne]))
        return sign(data.draw(_terms(x)), data.draw(_terms(x)))  # type: ignore[no-any-return]

    x = Term(REAL, lambda depth: Var(depth - 1))  # the variable of the outermost binder
    conclusion = statement(x)
    written = forall("x", REAL, lambda _: conclusion)
    report = examined(written, runner, n=5)
    assert report.status != "conflict", report.reason
