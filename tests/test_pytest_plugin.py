"""`pytest --pycheck audit.toml`: one test a claim and one an erratum."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from pycheck.auditing.results import Surprise

PLUGIN = ("-p", "pycheck.pytest_plugin", "-p", "no:cacheprovider")
AUDIT = """
title = 'A small paper'
text = 'a paper of one page'
claims = 'claims'
checks = 'checks'

[[data]]
name = 'far'
title = 'numbers that nobody has'
url = 'https://example.invalid/'
files = 'far.txt'
version = '1'
"""
CLAIMS = """
[[claim]]
id = 'sum.two'
title = 'The sum of $\\gamma_1$'
kind = 'number'
statement = 'It is 3.'
derivations = ['sums.of_two']
states = { total = '3' }
[claim.expected]
algebra = 'derived'
[[claim.errata]]
id = 'E1'
title = 'Off by one'
printed = 'It is 4.'
corrected = 'It is 3.'
printed_states = { total = '4' }
corrected_states = { total = '3' }
[[claim.errata]]
id = 'E2'
title = 'Nothing is wrong'
printed = 'It is 3.'
corrected = 'It is 3.'
printed_states = { total = '3' }

[[claim]]
id = 'root.square'
title = 'A root'
kind = 'identity'
statement = 'A root undoes a square.'
[[claim.part]]
formula = 'sqrt(x**2) = x'
[claim.expected]
algebra = 'derived'

[[claim]]
id = 'sum.noted'
title = 'A remark'
kind = 'number'
statement = 'It is 3.'
derivations = ['sums.noted']
[claim.expected]
algebra = 'derived'

[[claim]]
id = 'far.count'
title = 'Three numbers'
kind = 'measured'
statement = 'There are three.'
measurements = ['counts.of_lines']
expected = { reality = { far = 'reproduced' } }
[[claim.errata]]
id = 'E3'
title = 'Four'
printed = 'Four.'
corrected = 'Three.'
evidence_for = ['measurement:counts.of_lines']

[[claim]]
id = 'sum.why'
title = 'Why'
kind = 'prose'
question = 'Why?'
statement = 'Nobody can check it.'
"""
DERIVATIONS = '''
from pathlib import Path

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check


@check
def of_two() -> Derivation:
    """One and two."""
    with (Path(__file__).parents[2] / "ran").open("a") as file:
        file.write("of_two\\n")
    w = Working()
    w.equal("Add.", sp.Add(1, 2, evaluate=False), 3)
    return w.done(total=3)


@check
def noted() -> Derivation:
    """A remark."""
    w = Working()
    w.remark("One and two make three.")
    return w.done()
'''
MEASUREMENTS = '''
from pycheck.checks.measurement import Reading, measurement


@measurement
def of_lines(source):
    """How many."""
    raise AssertionError("there are no data")
'''


@pytest.fixture
def paper(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An audit of which some is right, some is wrong, and some cannot be known."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    for name, text in (
        ("audit.toml", AUDIT),
        ("far.txt", f"n.txt 6 {'0' * 64}\n"),
        ("claims/all.toml", CLAIMS),
        ("checks/derivations/sums.py", DERIVATIONS),
        ("checks/measurements/counts.py", MEASUREMENTS),
    ):
        path = pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return pytester.path


def _outcomes(report: Path) -> dict[str, str]:
    found = {}
    for case in ET.parse(report).getroot().iter("testcase"):
        kinds = [child.tag for child in case if child.tag in ("failure", "skipped", "error")]
        found[case.attrib["name"]] = kinds[0] if kinds else "passed"
    return found


def test_what_is_unexpected_fails_and_what_cannot_be_known_is_skipped(
    pytester: pytest.Pytester, paper: Path
) -> None:
    run = pytester.runpytest_subprocess(
        *PLUGIN, "--pycheck", "audit.toml", "--junit-xml=report.xml", "-rs"
    )
    assert run.ret == 1
    assert _outcomes(paper / "report.xml") == {
        "sum.two": "passed",
        "E1": "passed",
        "E2": "failure",
        "root.square": "failure",
        "sum.noted": "failure",
        "far.count": "skipped",
        "E3": "skipped",
    }
    told = run.stdout.str()
    assert "Traceback" not in told
    run.stdout.fnmatch_lines(
        [
            "*_ E2: Nothing is wrong __*",
            "*/claims/all.toml:19:",
            "erratum: E2 is unfounded, the ledger expects confirmed: against derivation *",
            "*_ sum.noted: A remark __*",
            "algebra: verdict none, the ledger expects derived",
            "  derivation sums.noted: undecided: no step of it is checked",
            "*_ root.square: A root __*",
            "*/claims/all.toml:26:",
            "algebra: verdict refuted, the ledger expects derived*",
            "  part 1: √(x²) = x: refuted: at x = -1: 1 against -1",
            "SKIPPED*the far data are not on this machine: run `pycheck data fetch`",
        ]
    )


def test_workers_share_the_tests_out_and_find_nothing_out_twice(
    pytester: pytest.Pytester, paper: Path
) -> None:
    options = ("-p", "xdist", "-n", "2", "-k", "sum.two or far", "--junit-xml=report.xml")
    run = pytester.runpytest_subprocess(*PLUGIN, "--pycheck", "audit.toml", *options)
    assert run.ret == 1
    assert _outcomes(paper / "report.xml") == {
        "sum.two": "passed",
        "E1": "passed",
        "E2": "failure",
        "far.count": "skipped",
        "E3": "skipped",
    }
    assert (paper / "ran").read_text() == "of_two\n"


def test_tests_have_the_names_of_the_ledger(pytester: pytest.Pytester, paper: Path) -> None:
    (paper / "test_own.py").write_text("def test_sum():\n    pass\n")
    listing = ("--collect-only", "-q", "--pycheck", "-k", "sum")
    run = pytester.runpytest_inprocess(*PLUGIN, *listing)
    names = [line for line in run.outlines if "::" in line]
    audit = ["sum.two", "E1", "E2", "sum.noted"]
    assert names == [*(f"audit.toml::{name}" for name in audit), "test_own.py::test_sum"]


def test_any_other_file_is_a_text(pytester: pytest.Pytester) -> None:
    (pytester.path / "notes.tex").write_text(
        "$$ (a + b)^2 = a^2 + b^2 $$\n"
        "\\begin{equation}\\label{eq:sum} 1 + 1 = 2 \\end{equation}\n"
        "$$ F = ma $$\n"
    )
    run = pytester.runpytest_inprocess(*PLUGIN, "--pycheck", "-rs", "-v", "notes.tex")
    run.assert_outcomes(passed=1, failed=1, skipped=1)
    run.stdout.fnmatch_lines(
        [
            "notes.tex::1 FAILED*",
            "notes.tex::eq:sum PASSED*",
            "notes.tex::3 SKIPPED*",
            "*(a + b)² = a² + b²: refuted: at a = 1, b = 1: 4 against 2",
            "SKIPPED*not decided: a definition or a condition",
        ]
    )
    one = pytester.runpytest_inprocess(*PLUGIN, "--pycheck", "notes.tex", "-k", "eq:sum")
    one.assert_outcomes(passed=1, deselected=2)


def test_what_is_neither_is_one_line(pytester: pytest.Pytester, paper: Path) -> None:
    (paper / "notes.pdf").write_text("x = x")
    (paper / "broken").mkdir()
    (paper / "broken" / "audit.toml").write_text("title = ")
    run = pytester.runpytest_inprocess(*PLUGIN, "--pycheck", "notes.pdf", "broken/audit.toml")
    assert run.ret == 2
    run.stdout.fnmatch_lines(["cannot read formulas from */notes.pdf: *"])
    run.stdout.fnmatch_lines(["*/broken/audit.toml is not TOML: *; correct it"])
    assert "Traceback" not in run.stdout.str()
    assert "pytest_items.py" not in run.stdout.str()


def test_nothing_is_imported_where_nothing_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # others may import what they like
    program = (
        "import sys, pytest; pytest.main(sys.argv[1:]); "
        "print({'sympy', 'pycheck.auditing', 'pycheck.pytest_items'} & set(sys.modules))"
    )
    options = (*PLUGIN, "--collect-only", str(tmp_path))
    run = subprocess.run(
        [sys.executable, "-c", program, *options], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize(
    ("surprise", "about"),
    [
        (Surprise("erratum", "E1 is open, the ledger expects confirmed"), True),
        (Surprise("erratum", "E1: derivation sums.of_two did not run: killed"), True),
        (Surprise("erratum", "E12 is open, the ledger expects confirmed"), False),
        (Surprise("algebra", "E1 is no evidence"), False),
    ],
)
def test_a_surprise_is_told_with_the_erratum_that_it_is_about(
    surprise: Surprise, about: bool
) -> None:
    assert surprise.is_about("E1") is about
