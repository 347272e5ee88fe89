"""Formulas on which a judge goes wrong: no true one is refuted, no false one derived."""

import tomllib
from pathlib import Path

import pytest

from pycheck.formulas.worker import Worker

FILE = Path(__file__).with_name("adversarial.toml")
KINDS = tomllib.loads(FILE.read_text(encoding="utf-8"))["kind"]
TRUE = [line for kind in KINDS for line in kind["true"]]
FALSE = [line for kind in KINDS for line in kind["false"]]
RIGHT = {True: ("derived", "unrefuted"), False: ("refuted",)}
WRONG = {True: ("refuted", "conflict", "vacuous"), False: ("derived", "conflict", "vacuous")}


def verdicts(worker: Worker, lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        text, *where = [part.strip() for part in line.split(";")]
        found[line] = worker.check(text, where, n=40, seconds=60).verdict
    return found


def wrong(found: dict[str, str], truth: bool) -> list[str]:
    return [line for line, verdict in found.items() if verdict in WRONG[truth]]


def test_there_are_enough_of_them() -> None:
    assert len(set(TRUE)) == len(TRUE) >= 120
    assert len(set(FALSE)) == len(FALSE) >= 120
    assert not set(TRUE) & set(FALSE)


def test_some_of_them_are_judged_rightly() -> None:
    with Worker() as worker:
        assert wrong(verdicts(worker, TRUE[7::21]), True) == []
        assert wrong(verdicts(worker, FALSE[7::21]), False) == []


@pytest.mark.slow
def test_all_of_them_are_judged_rightly() -> None:
    with Worker() as worker:
        found = {True: verdicts(worker, TRUE), False: verdicts(worker, FALSE)}
    assert wrong(found[True], True) == []
    assert wrong(found[False], False) == []
    right = sum(v in RIGHT[truth] for truth in found for v in found[truth].values())
    assert right >= 0.95 * (len(TRUE) + len(FALSE))
