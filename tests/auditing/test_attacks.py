"""Evidence that is not evidence, tried on the audit: each attempt is unexpected, and told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pycheck
from pycheck.auditing.options import Options
from pycheck.auditing.results import Audit
from tests.auditing.ledgers import replace_in

QUICK: dict[str, Any] = {"samples": 2, "checks": False}


def surprises(result: Audit) -> str:
    return "; ".join(str(surprise) for _, surprise in result.surprises)


LEDGER = [
    # somebody else's theorem, for a formula and for words
    ("ch01.quadratic", "'two_mul_causal_pairs'", "'sum_softmax'", "sum_softmax disagrees"),
    ("ch27.bradley-terry", "'bradleyTerry_eq_sigmoid'", "'guide_one'", "guide_one disagrees"),
    ("ch29.min-p", "'mem_minP_iff'", "'sum_softmax'", "sum_softmax disagrees"),
    # one about another constant, though all values agree
    (
        "ch22.fisher",
        "'N >= 1']\nlean = ['fisher_eq_varLog']",
        "'N >= 1', 'gamma != 0']\nlean = ['fisher_eq_heatCapacity_div_sq']",
        "it says nothing of varLog",
    ),
    # another figure
    ("ch23.order", "order(0.7) = -0.15", "order(0.7) = -0.25", "another value"),
    # one factor more
    ("ch27.bradley-terry", "= 1/(1 + exp(-(a - b)))", "= 2/(1 + exp(-(a - b)))", "another value"),
    # a weaker relation, and a stronger one
    ("ch23.order", "order(gamma) < 0'", "order(gamma) <= 0'", "fractionalOrder_neg_iff disagrees"),
    # conditions that do not give what the theorem assumes, or contradict each other
    ("ch23.order", "where = ['gamma < 1']", "where = ['gamma < 2']", "assumes more"),
    ("ch23.order", "['gamma < 1']", "['gamma < 1', 'gamma > 2']", "the formula is vacuous"),
    # a formula that says nothing
    ("ch27.bradley-terry", "= 1/(1 + exp(-(a - b)))", "= wins(a, b)", "says nothing"),
]


@pytest.mark.parametrize(("target", "old", "new", "told"), LEDGER)
def test_a_changed_ledger_is_noticed(
    ledger_copy: Path, target: str, old: str, new: str, told: str
) -> None:
    replace_in(ledger_copy, target, old, new)
    result = pycheck.audit([target], options=Options(ledger=ledger_copy, **QUICK))
    assert told in surprises(result)


ERRATA = [
    # somebody else's theorem: proved, and about something else
    ("ch25.overtraining", "['receipt:llama3_overtraining']", "['receipt:sum_softmax']"),
    # a printed formula that holds, a correction that does not, another digit
    ("ch25.overtraining", "'1875/20 <= 90'", "'1875/20 <= 94'"),
    ("ch25.overtraining", "'1875/20 = 93.75'", "'1875/20 = 93.85'"),
    ("ch25.kaplan", "'10**0.27 ~ 1.862'", "'10**0.27 ~ 1.872'"),
    # a theorem that denies something else
    (
        "ch22.heat-capacity-quarter",
        "refuted_by = ['not_tendsto_heatCapacity_one_div_quarter']",
        "refuted_by = ['not_summable_polylogTerm_one']",
    ),
]


@pytest.mark.parametrize(("target", "old", "new"), ERRATA)
def test_a_changed_erratum_is_noticed(ledger_copy: Path, target: str, old: str, new: str) -> None:
    replace_in(ledger_copy, target, old, new)
    result = pycheck.audit([target], options=Options(ledger=ledger_copy, samples=2))
    assert result.surprises


FALSE = ["const", "False"]


RECORD = [
    (lambda goal: ["all", "h", FALSE, goal], "assumes more: h"),
    (lambda goal: ["all", "h", goal, goal], "h assumes its conclusion"),
    (lambda goal: [*goal[:4], goal[3]], "both of its sides are one tree"),
    (lambda _: FALSE, "disagrees"),
]


@pytest.mark.parametrize(("change", "told"), RECORD)
def test_a_changed_theorem_is_noticed(
    project_copy: Path, change: Callable[[Any], Any], told: str
) -> None:
    path = project_copy / "lean" / "receipts.json"
    record = json.loads(path.read_text())
    (receipt,) = (
        r for r in record["receipts"] if r["name"].endswith(".fractionalOrder_seven_tenths")
    )
    receipt["statement"] = change(receipt["statement"])
    path.write_text(json.dumps(record))
    result = pycheck.audit(["ch23.order"], options=Options(project=project_copy, **QUICK))
    assert told in surprises(result)
