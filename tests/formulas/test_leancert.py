"""The third road: what the checker of the extra ``leancert`` says of counterexamples.

It must come out each way: confirmed, in conflict, and silent.
"""

import json
import sys
import time
from pathlib import Path

import pytest

import pycheck
from pycheck.formulas import api
from pycheck.formulas.leancert.road import Claim, again, named
from pycheck.formulas.leancert.server import installed
from pycheck.formulas.outcome import Outcome
from pycheck.formulas.statement import read_formula
from pycheck.formulas.worker import Worker
from tests import needs
from tests.command import pycheck_command

CHECKER = installed()
needs_leancert = pytest.mark.skipif(CHECKER is None, reason=needs.LEANCERT)


def finding(
    text: str, *where: str, left: str = "", right: str = "", **values: str
) -> tuple[str, str]:
    assert CHECKER is not None
    found = again(read_formula(text, where), Claim(values, left, right), CHECKER)
    return found.verdict, found.told


CONFIRMED = [
    ("sqrt(x**2) = x", (), {"x": "-1"}),
    ("exp(x) <= 1 + x", (), {"x": "1/2"}),
    ("(x + 1)**2 != x**2 + 2*x + 1", ("x > 0",), {"x": "1/3"}),
    ("0 < x < x**2", (), {"x": "1/2"}),
    ("pi ~ 3.15", (), {}),
    ("x**2 > x", ("x > 0",), {"x": "1"}),
    ("n**2 = n", ("n natural",), {"n": "2"}),
    ("q = 2", ("q prime",), {"q": "9973"}),
    ("f(x) = 2", ("x > 0", "f(t) = t**2"), {"x": "1"}),
    (
        "Sum(p(i)*log(p(i)), (i, 1, n)) >= 0",
        ("n natural", "p(i) > 0", "Sum(p(i), (i, 1, n)) = 1"),
        {"n": "2", "p": "[0, 1/2, 1/2]"},
    ),
    ("Sum(x(i), (i, 1, n)) = n", ("n natural", "x(i) real"), {"n": "3", "x": "[0, 1, then 1/2]"}),
    ("Sum(x(i), (i, 1, n)) = n", ("n natural", "x(i) real"), {"n": "3", "x": "k ↦ 2"}),
    ("x(1) + x(2) = 1", ("x(i) real",), {"x": "k ↦ (1/2)^(k + 1)"}),
    ("x(1) + x(2) = 1", ("x(i) real",), {"x": "k ↦ 3 (k + 1)^(-2)"}),
    ("Derivative(x*exp(x), x) = exp(x)", (), {"x": "1"}),
]


@needs_leancert
@pytest.mark.parametrize(("text", "where", "values"), CONFIRMED, ids=[c[0] for c in CONFIRMED])
def test_a_refutation_is_confirmed(
    text: str, where: tuple[str, ...], values: dict[str, str]
) -> None:
    assert finding(text, *where, **values) == ("confirmed", "")


CONFLICTS = [
    # A relation that holds at the point.
    ("(x + 1)**2 = x**2 + 2*x + 1", (), {"x": "1/3"}, "", ""),
    ("exp(x) >= 1 + x", (), {"x": "1/2"}, "", ""),
    ("pi ~ 3.14", (), {}, "", ""),
    # A side that is something else.
    ("sqrt(x**2) = Abs(x)", (), {"x": "-2"}, "2", "-2"),
    ("sin(x)**2 + cos(x)**2 = 1", (), {"x": "1"}, "[1.4 +/- 1e-3]", "1"),
    ("exp(x) > 3", (), {"x": "1"}, "3", "[2.6 +/- 0.01]"),
    ("x(1) + x(2) = 3/8", ("x(i) real",), {"x": "k ↦ (1/2)^(k + 1)"}, "1", "3/8"),
    ("x(1) + x(2) = 13/12", ("x(i) real",), {"x": "k ↦ 3 (k + 1)^(-2)"}, "1", "13/12"),
    # A condition that fails.
    ("sqrt(x**2) = x", ("x > 0",), {"x": "-1"}, "1", "-1"),
]


@needs_leancert
@pytest.mark.parametrize(("text", "where", "values", "left", "right"), CONFLICTS)
def test_a_wrong_refutation_is_a_conflict(
    text: str, where: tuple[str, ...], values: dict[str, str], left: str, right: str
) -> None:
    verdict, told = finding(text, *where, left=left, right=right, **values)
    assert verdict == "conflict"
    assert named() in told


SILENT = [
    # True, and never seen to be for certain.
    ("sin(x)**2 + cos(x)**2 = 1", (), {"x": "1"}),
    ("exp(log(x)) = x", (), {"x": "3"}),
    # False, by less than can be told.
    ("sqrt(2) = 1.41421356237309504880168872420969807856967187537694807317667973799073", (), {}),
    # No exact value, no domain that is seen, conditions that are not seen to hold.
    ("x = 1", (), {"x": "1.41421356237"}),
    ("x = 1", ("x natural",), {"x": "-2"}),
    ("x = 1", ("x prime",), {"x": "9"}),
    ("x = 2", ("x prime",), {"x": "1"}),
    ("x = 1", ("x prime",), {"x": "10000000000037"}),
    ("x = 1", ("x complex",), {"x": "2"}),
    ("x = 1", ("gamma(x) > 0",), {"x": "2"}),
    ("x = 1", ("sin(x)**2 + cos(x)**2 = 1",), {"x": "2"}),
    ("p(1) = 1", ("p(i) > 0",), {"p": "[1, -1]"}),
    ("p(1) = 1", ("p(i) real",), {"p": "k ↦ 2 (k + 1)^(-1/2)"}),
    ("p(t) = 1", ("p(t) smooth", "t real"), {"p": "t ↦ 1 t²", "t": "2"}),
    ("E(X) = 1", ("X ~ Normal(0, 1)",), {}),
]


@needs_leancert
@pytest.mark.parametrize(("text", "where", "values"), SILENT)
def test_what_is_not_certain_is_no_evidence(
    text: str, where: tuple[str, ...], values: dict[str, str]
) -> None:
    verdict, told = finding(text, *where, **values)
    assert verdict == "no evidence"
    assert told


@needs_leancert
def test_a_confirmed_refutation_is_told() -> None:
    found = pycheck.check("sqrt(x**2) = x", n=20)
    assert found.verdict == "refuted"
    assert found.third_road == named()
    assert named() in found._repr_html_()
    outcome = pycheck_command("check", "sqrt(x**2) = x", "--n", "20")
    assert f"confirmed by {named()}" in outcome.out
    outcome = pycheck_command("check", "gamma(x) = 7", "--where", "x > 0", "--format", "json")
    (row,) = json.loads(outcome.out)["formulas"]
    assert (row["verdict"], row["confirmed_by"]) == ("refuted", None)


@needs_leancert
def test_an_error_of_the_evaluator_is_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refutation that is made up for a formula that holds."""

    def lies(_: Worker, text: str, *__: object, **___: object) -> Outcome:
        return Outcome(text, (), "refuted", values={"x": "1/2"}, left="1", right="[2 +/- 0.1]")

    monkeypatch.setattr(Worker, "check", lies)
    found = pycheck.check("sin(x)**2 + cos(x)**2 = 1")
    assert found.verdict == "conflict"
    assert not found.as_expected
    assert "right [2 +/- 0.1]" in found.outcome.reason
    assert named() in found.outcome.reason


def test_without_the_extra_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "installed", lambda: None)
    found = pycheck.check("sqrt(x**2) = x", n=20)
    assert found.verdict == "refuted"
    assert found.third_road == ""
    assert found.as_json()["confirmed_by"] is None


HELLO = '{"id": 1, "result": {"bridge_api_version": "1.0.0"}}'
BROKEN = {
    "silent": "import time; time.sleep(60)",
    "dead": "",
    "rubbish": "while True: print('[')",
    "another interface": 'print(\'{"id": 1, "result": {"bridge_api_version": "2.1"}}\')',
    "an error": f'print(\'{HELLO}\'); print(\'{{"id": 2, "error": "no"}}\')',
    "no interval": f'print(\'{HELLO}\'); print(\'{{"id": 2, "result": {{"lo": 3}}}}\')',
    "another number": f"print('{HELLO}'); print('{{\"id\": 7, \"result\": 1}}')",
    "late": f"import time; print('{HELLO}', flush=True); time.sleep(60)",
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_checker_that_is_broken_is_no_evidence(what: str, tmp_path: Path) -> None:
    program = tmp_path / "checker"
    program.write_text(f"#!{sys.executable}\n{BROKEN[what]}\n", encoding="utf-8")
    program.chmod(0o755)
    began = time.monotonic()
    claim = Claim({"x": "-1"}, "1", "-1")
    found = again(read_formula("sqrt(x**2) = x"), claim, program, seconds=2)
    assert found.verdict == "no evidence"
    assert time.monotonic() - began < 30


def test_a_checker_that_is_not_there_is_no_evidence(tmp_path: Path) -> None:
    found = again(read_formula("x = 1"), Claim({"x": "2"}, "2", "1"), tmp_path / "none")
    assert found.verdict == "no evidence"


@needs_leancert
@pytest.mark.slow
def test_reported_slips_in_the_fragment_are_confirmed() -> None:
    """So many of docs/formulas.md; the others have no word there."""
    path = Path(__file__).parents[2] / "examples/public-errata/formulas.toml"
    found = list(api.check_file(api.read_file(path)))
    refuted = [item for item in found if item.verdict == "refuted"]
    assert all(item.as_expected for item in found)
    assert sum(bool(item.third_road) for item in refuted) >= 18
    assert all(not item.third_road for item in found if item.verdict != "refuted")
