"""Theorems sampled one by one: in another process, and again after an interruption."""

import json
import threading
import time
from pathlib import Path

import pytest

from pycheck.auditing import theorems
from pycheck.auditing.pool import Pool, Task
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


def test_a_run_that_goes_on_says_what_an_unbroken_one_says(tmp_path: Path) -> None:
    stream = sample_theorems(WORK, 0, Store(tmp_path, lambda: "state"))
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    gone_on = sample_theorems(WORK, 0, Store(tmp_path, lambda: "state"))
    unbroken = sample_theorems(WORK, 0)
    assert [r.as_json() for r in gone_on] == [r.as_json() for r in unbroken]


def _slept(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


class _Kept:
    """What is kept, in memory; who runs the pieces is stopped as soon as something is."""

    def __init__(self) -> None:
        self.outcomes: dict[object, object] = {}
        self.there = threading.Event()

    def get(self, piece: object) -> object:
        return self.outcomes.get(piece)

    def put(self, piece: object, outcome: object) -> None:
        self.outcomes[piece] = outcome
        self.there.set()


def _stopped(kept: _Kept) -> None:
    with Pool(2, 60, 2, None, kept) as pool:
        pool.submit(Task(_slept, lambda seconds, _: seconds), [50.0, 0.25])
        assert kept.there.wait(50)
        raise KeyboardInterrupt


def test_what_ends_while_another_is_waited_for_is_kept() -> None:
    """The first piece takes for ever; the second is kept, though nobody came to ask for it."""
    kept = _Kept()
    with pytest.raises(KeyboardInterrupt):
        _stopped(kept)
    assert kept.outcomes == {0.25: 0.25}


def test_a_long_run_writes_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(tmp_path, lambda: "state").put("early", 1)
    assert Store(tmp_path, lambda: "state").get("early") is None
    monkeypatch.setattr("pycheck.auditing.store._EVERY", 0.0)
    Store(tmp_path, lambda: "state").put("late", 2)
    assert Store(tmp_path, lambda: "state").get("late") == 2


def test_the_command_with_a_process_and_what_it_refuses(tmp_path: Path) -> None:
    asked = ("lean", "sample", NAMES[0], "--n", "2", "--format", "json")
    found = json.loads(pycheck_command(*asked, "--jobs", "2").out)["theorems"]
    assert [report["status"] for report in found] == ["unrefuted"]
    refused = pycheck_command("lean", "sample", "--tree", str(tmp_path / "none"), "--jobs", "2")
    assert refused.code == 2
    assert "--tree takes neither" in refused.err
