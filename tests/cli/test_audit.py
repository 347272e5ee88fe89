"""``pycheck audit``, ``show``, ``errata`` and ``doctor`` as a person meets them."""

import io
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pycheck.auditing.document import as_document
from pycheck.auditing.options import Options
from pycheck.auditing.results import Audit
from pycheck.auditing.run import audit as run_audit
from pycheck.cli.tables import audit_tables
from tests import needs
from tests.command import pycheck_command
from tests.included import PROJECT

QUICK = ("--samples", "0", "--jobs", "1")


def _one_line(err: str) -> str:
    lines = err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("error: ")
    return lines[0]


def _follows_the_schema(document: dict[str, Any]) -> None:
    schema = json.loads((PROJECT.root / "docs" / "audit.schema.json").read_text())
    jsonschema = needs.tool("jsonschema")
    jsonschema.Draft202012Validator(schema).validate(document)


def test_the_document_of_the_whole_audit_follows_the_schema(full: Audit) -> None:
    document = json.loads(json.dumps(as_document(full)))
    _follows_the_schema(document)
    verdicts = {c["id"]: c["algebra"]["verdict"] for c in document["claims"]}
    assert verdicts["ch22.fisher"] == "proved"
    assert verdicts["ch22.heat-capacity-quarter"] == "refuted"


def test_json_follows_the_documented_schema() -> None:
    outcome = pycheck_command("audit", "--chapter", "6", "--format", "json", *QUICK)
    assert outcome.code == 0
    document = json.loads(outcome.out)
    _follows_the_schema(document)
    assert [c["id"] for c in document["claims"] if c["kind"] != "prose"] == [
        "ch06.linear",
        "ch06.count",
    ]
    assert document["summary"]["claims"]["unexpected"] == 0


def test_junit_counts_two_cases_a_claim() -> None:
    outcome = pycheck_command("audit", "--chapter", "6", "--format", "junit", *QUICK)
    suites = list(ET.fromstring(outcome.out))
    cases = [case for suite in suites for case in suite]
    assert {case.get("classname") for case in cases} == {"ch06.linear", "ch06.count"}
    assert {case.get("name") for case in cases} == {"algebra", "reality"}
    assert sum(int(suite.get("tests", "0")) for suite in suites) == len(cases) == 4
    assert not [case for case in cases if case.find("failure") is not None]


def test_markdown_and_table_name_every_claim_of_the_chapter() -> None:
    for form in ("markdown", "table"):
        outcome = pycheck_command("audit", "--chapter", "5", "--format", form, *QUICK)
        assert outcome.code == 0
        for name, side in (
            ("ch05.split", "not applicable"),
            ("ch05.cost", "not applicable"),
            ("ch05.induction-head", "reproduced"),
            ("ch05.pruning", "prose"),
        ):
            (row,) = [line for line in outcome.out.splitlines() if name in line]
            assert side in row


def test_an_unexpected_verdict_is_exit_code_1_and_says_which_and_why(tmp_path: Path) -> None:
    ledger = Path(shutil.copytree(PROJECT.claims, tmp_path / "ledger"))
    (path,) = [p for p in ledger.glob("*.toml") if "id = 'ch05.split'" in p.read_text()]
    text = path.read_text()
    before, after = text.split("id = 'ch05.split'")
    path.write_text(before + "id = 'ch05.split'" + after.replace("'64'", "'65'", 1))
    outcome = pycheck_command("audit", "--claim", "ch05.split", "--ledger", str(ledger), *QUICK)
    assert outcome.code == 1
    (line,) = [s for s in outcome.out.splitlines() if s.startswith("unexpected: ch05.split")][:1]
    assert "verdict conflict" in line
    junit = pycheck_command(
        *("audit", "--claim", "ch05.split", "--ledger", str(ledger), "--format", "junit", *QUICK)
    )
    assert len(list(ET.fromstring(junit.out).iter("failure"))) == 1


def test_a_fault_of_the_record_fails_in_junit_too(project_copy: Path) -> None:
    (project_copy / "lean" / "AttentionDecay" / "Extra.lean").write_text("")
    outcome = pycheck_command(
        *("audit", "--claim", "ch06.count", "--project", str(project_copy)),
        *("--format", "junit", *QUICK),
    )
    assert outcome.code == 1
    (failure,) = ET.fromstring(outcome.out).iterfind("testsuite[@name='receipts']/*/failure")
    assert "Extra.lean" in str(failure.get("message"))


@pytest.mark.parametrize("width", [60, 80, 140])
def test_both_verdicts_fit_every_terminal(width: int) -> None:
    result = run_audit(["ch22.heat-capacity-quarter"], options=Options(samples=0))
    screen = Console(width=width, file=io.StringIO(), highlight=False)
    for part in audit_tables(result, width):
        screen.print(part)
    assert isinstance(screen.file, io.StringIO)
    row = next(s for s in screen.file.getvalue().splitlines() if "│ ch22." in s)
    assert "✗ refuted" in row
    assert "· not applicable" in row


def _in_a_shell(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from pycheck.cli.main import run; run()", *arguments]
    return subprocess.Popen(
        command,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_terminal_without_our_characters_is_no_traceback(form: str) -> None:
    process = _in_a_shell(
        *("audit", "--claim", "ch05.split", "--format", form, *QUICK), PYTHONIOENCODING="ascii"
    )
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    if form == "json":
        assert json.loads(out.decode("utf-8"))["claims"][0]["id"] == "ch05.split"
    else:
        assert "# proved" in out.decode("ascii")


@pytest.mark.parametrize(
    "arguments", [("audit", "--claim", "ch06.count", *QUICK), ("lean", "verify", "--format=json")]
)
def test_a_reader_that_went_away_is_neither_success_nor_failure(arguments: tuple[str, ...]) -> None:
    process = _in_a_shell(*arguments)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.wait() == 141
    assert process.stderr.read() == b""
    process.stderr.close()


@pytest.mark.parametrize(("arguments", "says"), [((), "audit"), (("lean",), "verify")])
def test_without_a_command_the_help_is_shown_as_it_is(
    arguments: tuple[str, ...], says: str
) -> None:
    outcome = pycheck_command(*arguments)
    assert outcome.code == 2
    assert any(line.startswith(f"  {says} ") for line in outcome.err.splitlines())


def test_show_prints_every_step_and_the_proved_statement() -> None:
    outcome = pycheck_command("show", "ch22.heat-capacity-quarter", *QUICK)
    assert outcome.code == 0
    assert "✗ refuted" in outcome.out
    assert "not_tendsto_heatCapacity_one_div_quarter" in outcome.out
    assert "coefficient is 1/12, stated is 1/4" in outcome.out
    assert "-1/4 + 1/3 = 1/12" in outcome.out


def test_doctor_finds_every_receipt_valid() -> None:
    outcome = pycheck_command("doctor")
    assert outcome.code == 0
    assert "265 valid" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("audit", "--claim", "ch22.fischer"), "did you mean 'ch22.fisher'?"),
        (("show", "ch22.fischer"), "did you mean 'ch22.fisher'?"),
        (("audit", "--chapter", "41"), "no section '41'"),
        (("audit", "--format", "yaml"), "'yaml' is not one of"),
        (("audit", "--jobs", "0"), "--jobs"),
        (("audit", "--jobs", "1" + "0" * 30), "--jobs"),
        (("audit", "--samples", "1" + "0" * 18), "--samples"),
        (("lean", "sample", "--n", "1" + "0" * 18), "--n"),
        (("check", "1 = 1", "--n", "1" + "0" * 18), "--n"),
        (("audit", "--seed", "-1"), "--seed"),
        (("audit", "--ledger", "/nowhere"), "cannot read the ledger /nowhere"),
        (("audit", "--project", "/nowhere"), "/nowhere is no folder"),
        (("audit", "--claim", ""), "no claim or erratum ''"),
        (("audit", "--claim", "ch22.fisher", "--chapter", "3"), "nothing would be audited"),
        (("audit", "--samples", "-1"), "--samples"),
        (("show",), "Missing argument 'ID'"),
        (("audt",), "No such command 'audt'"),
    ],
)
def test_bad_arguments_are_one_line(arguments: tuple[str, ...], says: str) -> None:
    outcome = pycheck_command(*arguments)
    assert outcome.code == 2
    assert says in _one_line(outcome.err)
    assert not outcome.out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[[claim]\n", "not TOML"),
        ("[[claim]]\nid = 'ch22.fisher'\n", "title"),
        ("[[claim]]\nid = 'fish/er'\ntitle = 't'\nkind = 'limit'\nstatement = 's'\n", "id"),
    ],
)
def test_a_malformed_ledger_is_one_line_with_file_and_line(
    tmp_path: Path, content: str, says: str
) -> None:
    (tmp_path / "broken.toml").write_text(content)
    outcome = pycheck_command("audit", "--ledger", str(tmp_path))
    assert outcome.code == 2
    line = _one_line(outcome.err)
    assert f"{tmp_path / 'broken.toml'}:" in line
    assert says in line


def test_receipts_that_cannot_be_used_are_one_line(project_copy: Path) -> None:
    path = project_copy / "lean" / "receipts.json"
    good = path.read_text()
    for damage, says in (
        (good.replace('"schema": 1', '"schema": 2', 1), "schema 2"),
        (good[: len(good) // 2], "not JSON"),
        ("[]", "not a JSON object"),
    ):
        path.write_text(damage)
        outcome = pycheck_command("audit", "--project", str(project_copy))
        assert outcome.code == 2
        assert says in _one_line(outcome.err)
    path.unlink()
    outcome = pycheck_command("audit", "--project", str(project_copy))
    assert outcome.code == 2
    assert "cannot read the receipts" in _one_line(outcome.err)


def test_a_folder_in_place_of_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    outcome = pycheck_command("audit", "--ledger", str(tmp_path))
    assert outcome.code == 2
    assert "cannot read" in _one_line(outcome.err)
