"""Theorems sampled one by one: in another process, and again after an interruption."""

import json
from pathlib import Path

import pytest

from pycheck.auditing import theorems
from pycheck.auditing.pool import Task
from pycheck.auditing.store import Store
from pycheck.auditing.theorems import TheoremWork, run_theorem, sample_theorems
from pycheck.project import included_project
from pycheck.statements.reports import TheoremReport
from tests.command import pycheck_command

NAMES = ("sum_prob", "prob_pos")
PROJECT = included_project()
WORK = tuple(TheoremWork(PROJECT.proofs, PROJECT.namespace, name, 2, 0, 128) for name in NAMES)


def _never(work: TheoremWork) -> TheoremReport:
    raise AssertionError(f"{work.name} is sampled again")


def test_another_process_says_the_same() -> None:
    here = [run_theorem(piece).as_json() for piece in WORK]
    there = [report.as_json() for report in sample_theorems(WORK, workers=1)]
    assert there == here
    assert [report["name"].rpartition(".")[2] for report in there] == list(NAMES)


def test_what_was_sampled_before_an_interruption_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = sample_theorems(WORK, 0, Store(tmp_path, lambda: "state"))
    first = next(stream)
    stream.close()  # type: ignore[attr-defined]
    again = Task(_never, theorems.THEOREMS.failed)
    monkeypatch.setattr(theorems, "THEOREMS", again)
    kept, lost = sample_theorems(WORK, 0, Store(tmp_path, lambda: "state"))
    assert kept == first
    assert lost.reason == "did not run: AssertionError: prob_pos is sampled again"
    other, _ = sample_theorems(WORK, 0, Store(tmp_path, lambda: "another"))
    assert other.status == "not evaluable"


def test_the_command_with_a_process_and_what_it_refuses(tmp_path: Path) -> None:
    asked = ("lean", "sample", NAMES[0], "--n", "2", "--format", "json")
    found = json.loads(pycheck_command(*asked, "--jobs", "2").out)["theorems"]
    assert [report["status"] for report in found] == ["unrefuted"]
    refused = pycheck_command("lean", "sample", "--tree", str(tmp_path / "none"), "--jobs", "2")
    assert refused.code == 2
    assert "--tree takes neither" in refused.err
