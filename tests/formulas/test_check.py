"""``pycheck check`` and `pycheck.check`: exit codes, files, JSON, limits of work and time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import pycheck
from pycheck.formulas.checking import sampled
from pycheck.formulas.statement import read_formula
from pycheck.formulas.worker import Worker
from pycheck.statements.language.truth import Truth
from pycheck.statements.sampling import runs
from pycheck.statements.sampling.decide import Verdict
from pycheck.statements.values.work import TOO_MUCH
from tests.command import pycheck_command


def test_a_formula_that_holds_exits_with_0() -> None:
    outcome = pycheck_command("check", "sin(x)**2 + cos(x)**2 = 1", "--n", "20")
    assert outcome.code == 0
    assert "sin(x)² + cos(x)² = 1" in outcome.out
    assert "derived" in outcome.out


def test_a_formula_that_fails_exits_with_1_and_says_where() -> None:
    outcome = pycheck_command("check", "x**2 = 2*x", "--where", "x > 2", "--format", "json")
    assert outcome.code == 1
    (found,) = json.loads(outcome.out)["formulas"]
    assert found["verdict"] == "refuted"
    assert found["which"] == "formula"
    assert found["where"] == ["x > 2"]
    x = found["counterexample"]["values"]["x"]
    assert found["counterexample"]["left"] != found["counterexample"]["right"]
    assert float(eval_fraction(x)) > 2


def eval_fraction(text: str) -> float:
    numerator, _, denominator = text.partition("/")
    return int(numerator) / int(denominator or 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("x + = 3",),
        ("x = 1", "--where", "x naturl"),
        ("nothing.toml",),
        ("x = 1", "--n", "0"),
        ("__import__('os') = 1",),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    outcome = pycheck_command("check", *arguments)
    assert outcome.code == 2
    assert len(outcome.err.strip().splitlines()) <= 3
    assert "Traceback" not in outcome.err


FILE = """
title = "ignored"

[[formula]]
id = "square"
where = "x real"
printed = "(x + 1)**2 = x**2 + 1"
corrected = "(x + 1)**2 = x**2 + 2*x + 1"
note = "ignored too"

[[formula]]
formula = "x + 1 = x"
expect = "refuted"

[[formula]]
id = "broken"
formula = "x + = 1"

[other]
key = 1
"""


def test_a_file_of_formulas(tmp_path: Path) -> None:
    path = tmp_path / "formulas.toml"
    path.write_text(FILE, encoding="utf-8")
    outcome = pycheck_command("check", str(path), "--n", "20", "--format", "json")
    document = json.loads(outcome.out)
    assert (document["schema"], document["kind"]) == (1, "check")
    told = [(f["id"], f["which"], f["verdict"]) for f in document["formulas"]]
    assert told == [
        ("square", "printed", "refuted"),
        ("square", "corrected", "derived"),
        ("2", "formula", "refuted"),
        ("broken", "formula", "not read"),
    ]
    assert outcome.code == 1  # one cannot be read
    path.write_text(FILE.replace("x + = 1", "x = x"), encoding="utf-8")
    assert pycheck_command("check", str(path), "--n", "20").code == 0
    path.write_text(FILE.replace("x + = 1", "x = 1"), encoding="utf-8")
    outcome = pycheck_command("check", str(path), "--n", "20")
    assert outcome.code == 1
    assert "not as expected: 1" in outcome.out


@pytest.mark.parametrize(
    "text",
    ["formula = 3", "[[formula]]\nid = 1\nformula = 'x = 1'", "x = [", "[[formula]]\nid = 'x'"],
)
def test_a_file_that_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "formulas.toml"
    path.write_text(text, encoding="utf-8")
    outcome = pycheck_command("check", str(path))
    assert outcome.code == 2
    assert str(path) in outcome.err.replace("\n", "")


def test_from_python() -> None:
    found = pycheck.check("sqrt(x**2) = x", n=30)
    assert found.verdict == "refuted"
    assert found.outcome.holds_under == "x > 0"
    assert "√(x²) = x" in repr(found)
    assert "<table>" in found._repr_html_()
    assert pycheck.check("x < x + 1", where="x > 0").as_expected
    with pytest.raises(pycheck.InputError):
        pycheck.check("x")


@pytest.mark.parametrize(
    "text",
    [
        "10**10**10 = 10**10**10 + 1",
        "factorial(10**8) = 1",
        "Derivative(exp(x**2)*sin(x), x, 400) = 0",
        "Sum(sin(k), (k, 1, 10**9)) = 1",
        "zeta(2*10**5) = 1",
    ],
)
def test_what_is_too_large_is_undecided(text: str) -> None:
    with Worker() as worker:
        found = worker.check(text, seconds=30)
    assert found.verdict == "undecided", found
    assert found.reason.startswith("too large: ")


def test_time_stops_a_formula_and_not_the_next() -> None:
    with Worker() as worker:
        slow = worker.check("Sum(sin(k*x), (k, 1, 4000)) = 1 + exp(x)", n=10**6, seconds=0.5)
        assert slow.verdict in ("undecided", "refuted")
        assert worker.check("1 + 1 = 2", seconds=30).verdict == "derived"
        assert worker.check("x = x", n=10**6, seconds=0.2).reason == "out of time"


def test_a_process_that_dies_is_replaced() -> None:
    with Worker() as worker:
        assert worker.check("1 = 1", seconds=30).verdict == "derived"
        assert worker._process is not None
        worker._process.kill()
        worker._process.wait()
        assert worker.check("1 = 2", seconds=30).verdict == "refuted"


def test_the_same_seed_says_the_same() -> None:
    first, second = (pycheck.check("x**3 > x", n=40, seed=5) for _ in range(2))
    assert first.outcome.values == second.outcome.values
    assert first.outcome.samples == second.outcome.samples


def test_nothing_of_it_is_imported_with_pycheck() -> None:
    code = "import sys, pycheck; print('sympy' in sys.modules, 'flint' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["False", "False"]


def test_a_certificate_is_a_program_that_needs_mpmath_alone(tmp_path: Path) -> None:
    path = tmp_path / "certificate.py"
    outcome = pycheck_command("check", "sqrt(x**2) = x", "--certificate", str(path))
    assert outcome.code == 1
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 40
    run = [sys.executable, "-I", str(path)]
    shown = subprocess.run(run, capture_output=True, text=True, check=True)
    assert shown.stdout.strip().splitlines()[-1] == "holds: False"


def test_without_a_counterexample_there_is_no_certificate(tmp_path: Path) -> None:
    path = tmp_path / "certificate.py"
    outcome = pycheck_command("check", "x = x", "--certificate", str(path))
    assert outcome.code == 0
    assert not path.exists()
    assert "no program" in outcome.err


@pytest.mark.parametrize(
    ("reason", "looked_at"), [(TOO_MUCH, range(5, 6)), ("it has no value", range(40, 99))]
)
def test_where_all_is_too_much_work_few_samples_are_drawn(
    monkeypatch: pytest.MonkeyPatch, reason: str, looked_at: range
) -> None:
    seen: list[object] = []

    def silent(_: object, drawn: object, *__: object) -> Verdict:
        seen.append(drawn)
        return Verdict(Truth(None, reason), 53)

    monkeypatch.setattr(runs, "decide", silent)
    report = sampled(read_formula("sin(x) = x", ("x real",)), 40, 0)
    assert report.status == "undecided"
    assert len(seen) in looked_at
