"""The evaluator says no: false statements, wrong definitions, false limits, vacuous statements."""

import copy
import json
import re
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flint import arb, ctx, fmpq

from pycheck.receipts import ReceiptBook
from pycheck.statements.language.truth import (
    FALSE,
    TRUE,
    Truth,
    conjunction,
    disjunction,
    equivalence,
    implication,
    negation,
)
from pycheck.statements.language.types import NAT, REAL
from pycheck.statements.mutants.mutate import mutants_of
from pycheck.statements.reports import TheoremReport, sample
from pycheck.statements.values.limits import tendsto
from pycheck.statements.values.sets import AtTop, Near
from tests.statements.trees import NAMESPACE, book, machine


def edited(name: str, old: Any, new: Any, field: str = "statement") -> ReceiptBook:
    """The book with one subtree of one receipt replaced; it must occur."""
    receipts = []
    for receipt in book().receipts:
        if receipt.name == NAMESPACE + name:
            tree, count = _replace(copy.deepcopy(getattr(receipt, field)), old, new)
            assert count, "nothing was replaced"
            receipt = receipt.model_copy(update={field: tree})
        receipts.append(receipt)
    return book().model_copy(
        update={"receipts": receipts, "by_name": {r.name: r for r in receipts}}
    )


def _replace(tree: Any, old: Any, new: Any) -> tuple[Any, int]:
    if tree == old:
        return new, 1
    if not isinstance(tree, list):
        return tree, 0
    parts = [_replace(part, old, new) for part in tree]
    return [part for part, _ in parts], sum(count for _, count in parts)


def numeral(n: int, kind: str = "Real") -> list[Any]:
    return ["app", ["const", "OfNat.ofNat"], ["const", kind], ["nat", str(n)], ["_"]]


def only(reports: tuple[TheoremReport, ...]) -> TheoremReport:
    (report,) = reports
    return report


def test_one_quarter_in_place_of_one_twelfth() -> None:
    false = edited("tendsto_heatCapacity_one_div", numeral(12), numeral(4))
    report = only(sample(false, ["tendsto_heatCapacity_one_div"], n=1, seed=0))
    found = report.counterexample
    assert found is not None
    assert "10^100000" in found.reason
    # 1/4 - 1/12 = 1/6: the certified distance that does not go away.
    assert abs(float(dict(found.numbers)["10^100000"]) - 1 / 6) < 1e-5


@pytest.mark.parametrize("wrong", [11, 13])
def test_the_coefficient_is_told_from_its_neighbours(wrong: int) -> None:
    false = edited("tendsto_heatCapacity_one_div", numeral(12), numeral(wrong))
    report = only(sample(false, ["tendsto_heatCapacity_one_div"], n=1, seed=0))
    assert report.counterexample is not None


def test_fisher_is_not_the_heat_capacity_over_gamma() -> None:
    false = edited("fisher_eq_heatCapacity_div_sq", numeral(2, "Nat"), numeral(1, "Nat"))
    report = only(sample(false, ["fisher_eq_heatCapacity_div_sq"], n=50, seed=0))
    found = report.counterexample
    assert found is not None
    # γ = 1 and N = 1 satisfy the false statement too; this is the smallest that does not.
    assert found.values == {"N": "2", "γ": "2"}


def test_a_wrong_definition_is_caught_by_the_statements_about_it() -> None:
    """``weight γ d = d ^ γ``, the sign forgotten."""
    minus = ["app", ["const", "Neg.neg"], ["const", "Real"], ["_"], ["var", 1]]
    wrong = edited("weight", minus, ["var", 1], field="value")
    names = ["hasDerivAt_partition", "weight_one", "summable_weight_iff", "sum_prob"]
    refuted = {r.name for r in sample(wrong, names, n=30, seed=0) if r.counterexample}
    assert refuted == {NAMESPACE + name for name in names[:3]}  # a sum of shares is one anyway


def test_a_dropped_hypothesis_shows_in_the_minimal_example() -> None:
    positive = ["app", ["const", "LE.le"], ["const", "Nat"], ["_"], numeral(1, "Nat"), ["var", 1]]
    false = edited("sum_prob", positive, ["const", "True"])
    found = only(sample(false, ["sum_prob"], n=200, seed=0)).counterexample
    assert found is not None
    assert found.values["N"] == "0"


def test_an_unknown_constant_is_reported_with_the_statement() -> None:
    strange = edited("exp_two_lt_eight", ["const", "Real.exp"], ["const", "Real.gamma"])
    report = only(sample(strange, ["exp_two_lt_eight"], n=1, seed=0))
    assert report.status == "not evaluable"
    assert "Real.gamma" in report.reason


def test_a_vacuous_statement_has_no_sample() -> None:
    """``1 ≤ N`` and ``N < 1`` together: nothing to sample."""
    premise = ["app", ["const", "LE.le"], ["const", "Nat"], ["_"], numeral(1, "Nat"), ["var", 1]]
    absurd = ["app", ["const", "And"], premise, ["app", ["const", "Not"], premise]]
    vacuous = edited("sum_prob", premise, absurd)
    report = only(sample(vacuous, ["sum_prob"], n=20, seed=0))
    assert (report.status, report.samples) in (("undecided", 0), ("vacuous", 0))
    assert "hypotheses" in report.reason


def test_mutants_are_single_changes_and_mostly_killed() -> None:
    tree = machine().library.statement(NAMESPACE + "varLog_eq")
    changes = [m.change for m in mutants_of(tree, machine())]
    assert "drop hypothesis hN" in changes
    assert "hSub becomes hAdd" in changes
    assert len(changes) > 10
    report = only(sample(book(), ["varLog_eq"], n=25, seed=0, mutate=True))
    score = report.mutants
    assert score is not None
    assert score.made == len(changes)
    # At N = 0 both sides are Lean's 0: without its hypothesis the theorem is still true.
    assert [s.change for s in score.survivors] == ["drop hypothesis hN"]


@pytest.mark.parametrize(
    ("f", "limit", "value"),
    [
        (lambda n: fmpq(1, n), 0, None),
        (lambda n: fmpq(1, n), fmpq(1, 10**9), False),
        (lambda n: fmpq((-1) ** (n % 2)), 1, False),  # at odd numbers it is elsewhere
        (lambda n: fmpq(n), 0, False),
        (lambda n: fmpq(2) + fmpq(1, n), 2, None),
        (lambda n: fmpq(2) + fmpq(1, n), 3, False),
    ],
)
def test_limits_at_infinity(f: Any, limit: Any, value: bool | None) -> None:
    ctx.prec = 128
    truth = tendsto(f, AtTop(NAT), Near(fmpq(limit)))
    assert (truth.value, truth.evidence) == (value, True)


def test_a_limit_as_slow_as_the_logarithm_is_not_refuted() -> None:
    ctx.prec = 128
    assert tendsto(lambda n: 1 / arb(n).log(), AtTop(NAT), Near(fmpq(0))).value is None
    assert tendsto(lambda n: 1 / arb(n).log().sqrt(), AtTop(NAT), Near(fmpq(0))).value is None


def test_a_limit_whose_digits_cancel_is_followed_as_far_as_they_last() -> None:
    """``√(n² + n) - n → 1/2``; at 10^100000 no precision used leaves a digit of it."""

    def f(n: int) -> arb:
        return (arb(n) * n + n).sqrt() - n

    with ctx.workprec(1024):
        agrees = tendsto(f, AtTop(NAT), Near(fmpq(1, 2)))
        wrong = tendsto(f, AtTop(NAT), Near(fmpq(1)))
    assert (agrees.value, agrees.evidence) == (None, True)
    assert (wrong.value, wrong.evidence) == (False, True)
    assert [name for name, _ in agrees.numbers][-1] == "10^100"


def test_infinite_limits() -> None:
    ctx.prec = 128
    assert tendsto(lambda n: arb(n).log(), AtTop(NAT), AtTop(REAL)).value is None
    assert tendsto(lambda n: -arb(n).log(), AtTop(NAT), AtTop(REAL)).value is False
    assert tendsto(lambda n: 5 - fmpq(1, n), AtTop(NAT), AtTop(REAL)).value is False


def test_one_sided_limits_see_both_sides() -> None:
    ctx.prec = 128
    step = lambda x: fmpq(int(x > 0))  # noqa: E731
    assert tendsto(step, Near(fmpq(0)), Near(fmpq(1))).value is False


UNKNOWN = Truth(None, "?")
CONSISTENT, REFUTED = Truth(None, evidence=True), Truth(False, evidence=True)


def test_three_valued_logic() -> None:
    assert conjunction((UNKNOWN, FALSE)).value is False
    assert conjunction((UNKNOWN, TRUE)).value is None
    assert disjunction((UNKNOWN, TRUE)).value is True
    assert disjunction((UNKNOWN, FALSE)).value is None
    assert implication(FALSE, lambda: UNKNOWN).value is True
    assert implication(UNKNOWN, lambda: FALSE).value is None
    assert implication(UNKNOWN, lambda: TRUE).value is True
    assert equivalence(TRUE, FALSE).value is False
    assert equivalence(FALSE, FALSE).value is True
    assert equivalence(UNKNOWN, TRUE).value is None


def test_evidence_never_turns_into_a_proof_by_negation() -> None:
    assert negation(REFUTED).value is None
    assert negation(REFUTED).evidence
    assert negation(CONSISTENT).value is None
    assert conjunction((CONSISTENT, TRUE)).evidence


def run(*args: str) -> Result:
    from pycheck.cli.lean.sample import sample as command

    return CliRunner().invoke(command, list(args), standalone_mode=False)


def test_the_command_prints_the_interface_as_json() -> None:
    result = run("sum_prob", "tendsto_partition_one_div", "--n", "3", "--format", "json")
    document = json.loads(result.stdout)
    assert document["schema"] == 2
    first, second = document["theorems"]
    assert first["name"] == NAMESPACE + "sum_prob"
    assert (first["status"], first["samples"], first["so_far"]) == ("unrefuted", 3, False)
    assert 1 <= first["points"] <= 3
    assert first["counterexample"] is None
    assert first["mutants"]["made"] == first["mutants"]["killed"] == 0
    assert (second["status"], second["so_far"]) == ("unrefuted", True)
    assert second["numbers"]["10^1000"]
    assert result.return_value == 0


def test_the_command_prints_a_table() -> None:
    result = run("sum_prob", "--n", "2", "--mutants")
    assert "sum_prob" in result.stdout
    assert "1 theorem: 1 unrefuted\n" in result.stdout


@pytest.mark.parametrize(
    ("name", "right", "wrong", "status", "code"),
    [
        ("exp_two_lt_eight", numeral(8), numeral(7), "refuted", 1),
        ("exp_two_lt_eight", numeral(8), numeral(9), "unrefuted", 0),
        # A limit is followed, not decided: it disagrees, and nothing is refuted.
        ("tendsto_heatCapacity_one_div", numeral(12), numeral(4), "disagrees so far", 0),
    ],
)
def test_a_counterexample_sets_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, name: str, right: Any, wrong: Any, status: str, code: int
) -> None:
    false = edited(name, right, wrong)
    monkeypatch.setattr("pycheck.receipts.load_receipts", lambda *_: false)
    result = run(name, "--n", "1", "--format", "json")
    (theorem,) = json.loads(result.stdout)["theorems"]
    assert theorem["status"] == status
    assert bool(theorem["counterexample"]) is (status != "unrefuted")
    assert result.return_value == code


def test_the_mutants_that_survive_are_named() -> None:
    result = run("log_succ_nonneg", "tendsto_log_natCast", "--n", "2", "--mutants")
    survivors = [line for line in result.stdout.splitlines() if line.startswith("survives: ")]
    assert "survives: log_succ_nonneg: hAdd becomes hSub" in result.stdout
    assert "survives: tendsto_log_natCast: log becomes exp" in result.stdout
    scores = re.findall(r"│ (\d+)/(\d+) +│ [^│]*│$", result.stdout, re.MULTILINE)
    assert len(scores) == 2
    assert len(survivors) == sum(int(made) - int(killed) for killed, made in scores)
