"""The measured claims, asked of a folder that a person brings along."""

import json
from pathlib import Path

import pytest

import pycheck
from pycheck.auditing.document import as_document
from pycheck.auditing.options import Options
from pycheck.reality.profiles import write_profile
from tests import needs
from tests.book.measurements.made import REPRODUCED, UNDECIDED, profile
from tests.command import pycheck_command
from tests.included import PROJECT

QUICK = ("--samples", "0", "--jobs", "1")
SIDE = "ch23.smoothing-side"
"""Most models have an exponent below 1."""


def _body(folder: Path, gammas: list[float]) -> Path:
    folder.mkdir()
    for index, gamma in enumerate(gammas):
        write_profile(folder / f"{index}.json", profile(index, gamma))
    return folder


def test_the_verdict_is_that_of_the_folder_alone(tmp_path: Path) -> None:
    steep = _body(tmp_path / "steep", [1.4] * 8)
    options = Options(samples=0)
    result = pycheck.audit(SIDE, data=_body(tmp_path / "flat", [0.7] * 8), options=options)
    assert result.claims[0].reality.verdict is REPRODUCED
    assert [e.source for e in result.claims[0].reality.evidence] == ["flat"]
    against = pycheck.audit(SIDE, data=str(steep), options=options)
    assert against.claims[0].reality.verdict == "contradicted"
    assert not result.surprises
    assert not against.surprises
    assert against.claims[0].errata == ()
    document = json.loads(json.dumps(as_document(against)))
    assert document["claims"][0]["reality"]["expected"] is None
    schema = json.loads((PROJECT.root / "docs" / "audit.schema.json").read_text())
    needs.tool("jsonschema").Draft202012Validator(schema).validate(document)


def test_one_model_decides_nothing_about_most_models(tmp_path: Path) -> None:
    result = pycheck.audit(
        SIDE, data=_body(tmp_path / "one", [0.7]), options=Options(samples=0, checks=True)
    )
    assert result.claims[0].reality.verdict is UNDECIDED


def test_the_command_has_a_row_a_measured_claim_and_ends_well(tmp_path: Path) -> None:
    body = _body(tmp_path / "mine", [1.4] * 8)
    (body / "broken.json").write_text("{")
    outcome = pycheck_command("audit", "--section", "ch23", "--data", str(body), *QUICK)
    assert outcome.code == 0
    rows = [line for line in outcome.out.splitlines() if "ch23." in line]
    assert rows
    assert all("contradicted" in row or "unmeasured" in row for row in rows)
    assert f"1 file of {body} left out" in outcome.err
    shown = pycheck_command("show", SIDE, "--data", str(body), *QUICK)
    assert shown.code == 0
    reality = next(line for line in shown.out.splitlines() if line.startswith("reality"))
    assert "expected" not in reality


@pytest.mark.parametrize(
    ("name", "files", "told"),
    [
        ("empty", {}, "holds nothing to measure"),
        ("words", {"a.json": "[]"}, "holds nothing to measure; the first file: "),
        ("own", {"a.json": "[]"}, "'own' is the name of a body of data of this audit"),
        ("missing", None, "does not exist"),
    ],
)
def test_a_folder_that_cannot_be_asked_is_one_line(
    tmp_path: Path, name: str, files: dict[str, str] | None, told: str
) -> None:
    folder = tmp_path / name
    if files is not None:
        folder.mkdir()
        for file, text in files.items():
            (folder / file).write_text(text)
    if name == "own":
        write_profile(folder / "b.json", profile(0, 0.7))
    outcome = pycheck_command("audit", "--data", str(folder), *QUICK)
    assert outcome.code == 2
    (line,) = outcome.err.splitlines()[-1:]
    assert line.startswith(f"error: {folder}")
    assert told in line


def test_from_python_a_folder_that_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(pycheck.InputError, match=str(folder)):
            pycheck.audit(SIDE, data=folder)
    with pytest.raises(pycheck.InputError, match="no claim in this selection is measured"):
        pycheck.audit("ch06.count", data=_body(tmp_path / "mine", [0.7]))
