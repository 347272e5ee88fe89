"""The simulation of the rules: its committed results, its table, and its peers."""

import json
from math import sqrt
from typing import Any

import numpy as np
import pytest

from bench.verdicts import RESULTS, Case, bayes, by, cases, correlated, run, table, tost
from pycheck.evidence import RealityVerdict, Rule
from tests.included import PROJECT

ROWS = json.loads(RESULTS.read_text(encoding="utf-8"))["cases"]
REPRODUCED, CONTRADICTED = RealityVerdict.REPRODUCED, RealityVerdict.CONTRADICTED


def test_the_table_is_the_measured_one() -> None:
    text = (PROJECT.root / "docs" / "verdicts.md").read_text(encoding="utf-8")
    assert "\n".join(table(ROWS)) in text


def test_every_rule_errs_in_five_percent_at_most() -> None:
    """Within a standard error of the simulation: an exact test keeps its level and no less."""
    assert {row["rule"] for row in ROWS} == {str(rule) for rule in Rule}
    for row in ROWS:
        assert wrong(row) <= 0.05 + sqrt(0.05 * 0.95 / row["runs"]), row["case"]
    over = [row["case"] for row in ROWS if wrong(row) > 0.05]
    assert over == ["constant, 5 models"]


def wrong(row: dict[str, Any]) -> float:
    """The share of the verdict that is wrong."""
    share: float = row["verdicts"]["rule"]["contradicted" if row["truth"] else "reproduced"]
    return share


def test_the_results_are_those_of_the_cases() -> None:
    known = [(row["rule"], row["case"], row["truth"]) for row in ROWS]
    assert known == [(str(case.rule), case.name, case.truth) for case in cases()]


@pytest.mark.parametrize("at", [2, 23, 60])
def test_a_case_gives_its_result_again(at: int) -> None:
    case = cases()[at]
    assert run(case, at + 1) == ROWS[at]


def nothing(_: object) -> list[Any]:
    return []


def test_the_peers_decide() -> None:
    case = Case(Rule.RANGE, "x", True, nothing, by(nothing), 1, 1, 0.2)
    near = np.random.default_rng(1).normal(1, 0.2, 60)
    assert (tost(near, case), bayes(near, case)) == (REPRODUCED, REPRODUCED)
    assert (tost(near + 2, case), bayes(near + 2, case)) == (CONTRADICTED, CONTRADICTED)
    few = np.array([-1.0, 0.5, 2.0, 2.4])
    assert (tost(few, case), bayes(few, case)) == (RealityVerdict.UNDECIDED,) * 2


def test_errors_are_correlated_as_they_are_said_to_be() -> None:
    errors = correlated(np.random.default_rng(2), (20000, 4), 2)
    assert errors.std() == pytest.approx(1, abs=0.02)
    assert np.corrcoef(errors[:, 1], errors[:, 2])[0, 1] == pytest.approx(np.exp(-0.5), abs=0.02)
