"""The audit on one screen, and the ids by which one looks closer."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from pycheck.auditing.results import Audit
from pycheck.cli.summary import MOST_LINES, one_screen
from tests.command import pycheck_command

QUICK = ("--samples", "0", "--jobs", "1")
LEDGER = """
[[section]]
id = 'one'
title = 'One'
[[claim]]
id = 'one.root'
title = 'A root'
kind = 'identity'
statement = 's'
[[claim.part]]
formula = 'sqrt(4) = 2'
[claim.expected]
algebra = 'derived'
[[claim.errata]]
id = 'E1'
title = 'A sign'
printed = 'sqrt(4) = -2'
corrected = 'sqrt(4) = 2'
[[claim.errata.printed_formulas]]
formula = 'sqrt(4) = -2'
[[claim.errata]]
id = 'E2'
title = 'Never decided'
printed = 'p'
corrected = 'c'
expected = 'open'
[[claim]]
id = 'one.prose'
title = 'A thought'
kind = 'prose'
question = 'q'
statement = 's'
"""


def _screen(audit: Audit, width: int) -> list[str]:
    screen = Console(width=width, file=io.StringIO(), highlight=False)
    for part in one_screen(audit):
        screen.print(part)
    assert isinstance(screen.file, io.StringIO)
    return [line.rstrip() for line in screen.file.getvalue().splitlines()]


def test_the_whole_audit_fits_one_screen(full: Audit) -> None:
    lines = _screen(full, 80)
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 80
    counted = "130 checkable claims, 114 prose questions, 46 errata; not as expected: 0"
    assert counted in (lines[1], lines[2])
    assert lines[-1] == counted
    confirmed = [item.erratum.id for item in full.errata if item.status == "confirmed"]
    for item in full.errata:
        of_it = [line for line in lines if line.split()[:1] == [item.erratum.id]]
        assert len(of_it) == (item.erratum.id in confirmed[:MOST_LINES])
        assert all(item.claim.split(".")[0] in line for line in of_it)
    told = " ".join(lines)
    for claim in full.claims:
        spoken = {claim.algebra.verdict, claim.reality.verdict}
        assert (claim.claim.id in told) or not spoken & {"refuted", "contradicted", "undecided"}


def test_what_does_not_fit_is_counted_with_the_command_that_lists_it(full: Audit) -> None:
    carrier = next(c for c in full.claims if any(e.status == "confirmed" for e in c.errata))
    more = replace(carrier, errata=carrier.errata * 100)
    lines = _screen(replace(full, claims=(more,)), 80)
    assert len(lines) <= 60
    confirmed = sum(e.status == "confirmed" for e in more.errata)
    assert f"{confirmed - MOST_LINES} more confirmed: pycheck errata --status confirmed" in lines


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    (tmp_path / "one.toml").write_text(LEDGER)
    return tmp_path


def _run(*words: str, ledger: Path) -> tuple[int, str]:
    outcome = pycheck_command(*words, "--ledger", str(ledger), *QUICK)
    assert outcome.err == ""
    return outcome.code, outcome.out


def test_the_screen_names_what_is_wrong_and_the_rest_is_behind_all(ledger: Path) -> None:
    code, out = _run("audit", ledger=ledger)
    assert code == 0
    assert "E1  one  A sign" in out
    assert f"1 open: pycheck errata --status open --ledger {ledger}" in " ".join(out.split())
    assert "A thought" not in out
    assert f"pycheck show E1 --ledger {ledger}" in " ".join(out.split())
    code, out = _run("audit", "--all", ledger=ledger)
    assert code == 0
    assert "A thought" in out
    (ledger / "one.toml").write_text(LEDGER.replace("algebra = 'derived'", "algebra = 'none'"))
    code, out = _run("audit", ledger=ledger)
    assert code == 1
    assert "not as expected: 1" in out.splitlines()[-1]
    assert "unexpected: one.root: algebra: verdict derived, the ledger expects none" in out


def test_errata_are_asked_for_by_their_ids_and_status(ledger: Path) -> None:
    code, out = _run("show", "E1", ledger=ledger)
    assert code == 0
    assert out.startswith("E1  A sign")
    assert "its claim: pycheck show one.root" in out
    assert "E2" not in out
    for words, ids in (
        (("E2",), ["E2"]),
        (("one.root",), ["E1", "E2"]),
        (("--status", "open"), ["E2"]),
        (("--status", "confirmed"), ["E1"]),
        (("E2", "--status", "confirmed"), []),
        ((), ["E1", "E2"]),
    ):
        code, out = _run("errata", *words, "--format", "json", ledger=ledger)
        assert code == 0
        assert [e["id"] for e in json.loads(out)["errata"]] == ids
    code, out = _run("audit", "E2", "--format", "json", ledger=ledger)
    assert [c["id"] for c in json.loads(out)["claims"]] == ["one.root"]


def test_an_id_that_does_not_exist_gets_its_nearest_match(ledger: Path) -> None:
    wrong = "one.rot"
    for words in (
        ("show", wrong),
        ("errata", wrong),
        ("audit", wrong),
        ("audit", "--claim", wrong),
    ):
        outcome = pycheck_command(*words, "--ledger", str(ledger), *QUICK)
        assert outcome.code == 2
        assert "no claim or erratum 'one.rot' in the ledger; did you mean 'one.root'" in outcome.err


def test_a_changed_file_is_told_once_with_all_that_rests_on_it(project_copy: Path) -> None:
    exporter = project_copy / "lean" / "Receipts.lean"
    exporter.write_text(exporter.read_text(encoding="utf-8") + "-- more\n", encoding="utf-8")
    names = ("ch06.count", "ch15.pade")
    outcome = pycheck_command("audit", *names, "--project", str(project_copy), *QUICK)
    assert outcome.code == 1
    told = [line for line in outcome.out.splitlines() if line.startswith("unexpected: receipts")]
    assert len(told) == 1
    assert "lean/Receipts.lean changed since" in told[0]
    assert outcome.out.count("changed since") == 1
    assert "so proofs of ch06.count, ch15.pade do not count" in " ".join(outcome.out.split())
    assert "unexpected: ch06.count: algebra: verdict" in outcome.out
    assert "unexpected: ch15.pade: erratum: E3 is open" in outcome.out
