"""Whatever one check, measurement, theorem or formula does, the others go on and a line says so."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pycheck
from pycheck.auditing.options import Options
from pycheck.auditing.results import Audit, ClaimResult
from pycheck.carrying import compare as compared
from pycheck.carrying import parts
from pycheck.statements import reports
from tests.command import pycheck_command
from tests.included import PROJECT

AUDIT = """
title = 'Faults'
text = 'a paper that crashes'
claims = 'claims'
checks = 'checks'

[[data]]
name = 'mine'
title = 'nothing'
path = 'numbers'
"""
CHECKS = '''
import os
import time

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check


@check
def good() -> Derivation:
    """One and two."""
    w = Working()
    w.equal("Add.", sp.Integer(1) + 2, 3)
    return w.done()


@check
def raises() -> Derivation:
    """It raises."""
    raise ZeroDivisionError("nothing\\nto divide by")


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError("no words")


@check
def unspeakable() -> Derivation:
    """Its error cannot be told."""
    raise Unspeakable


@check
def leaves() -> Derivation:
    """It ends the program as if all were well."""
    raise SystemExit(0)


@check
def vanishes() -> Derivation:
    """Its process ends as if all were well."""
    os._exit(0)


@check
def hangs() -> Derivation:
    """It never ends."""
    while True:
        time.sleep(1)


@check
def dies() -> Derivation:
    """Its process ends."""
    os.abort()


@check
def swells() -> Derivation:
    """It wants all memory."""
    return [bytearray(2**30) for _ in range(64)]
'''
MEASUREMENTS = '''
import time
from enum import StrEnum

from pycheck.checks.measurement import Reading, measurement
from pycheck.errors import InputError
from pycheck.evidence import RealityVerdict


@measurement
def good(source):
    """All is well."""
    return Reading(RealityVerdict.REPRODUCED, "well")


@measurement
def raises(source):
    """It raises."""
    raise KeyError("no such file")


@measurement
def refuses(source):
    """It cannot read its data."""
    raise InputError("numbers/a.json is not JSON; correct it")


class Mode(StrEnum):
    A = "a"


@measurement
def own(source):
    """It returns what no other process knows."""
    return Reading(RealityVerdict.REPRODUCED, "well", numbers={"mode": Mode.A})


@measurement
def stops(source):
    """It stops everything."""
    raise KeyboardInterrupt


@measurement
def hangs(source):
    """It never ends."""
    time.sleep(10**6)
'''
DERIVATION = """
[[claim]]
id = 's.{name}'
title = 'T'
kind = 'identity'
statement = 'It is 3.'
derivations = ['faults.{name}']
[claim.expected]
algebra = 'derived'
"""
MEASURED = """
[[claim]]
id = 's.m-{name}'
title = 'T'
kind = 'measured'
statement = 'It is so.'
measurements = ['faults.{name}']
[claim.expected]
reality = {{ mine = '{expected}' }}
"""


def _project(root: Path, claims: str) -> Path:
    for folder in ("claims", "checks/derivations", "checks/measurements", "numbers"):
        (root / folder).mkdir(parents=True)
    (root / "audit.toml").write_text(AUDIT)
    (root / "claims" / "all.toml").write_text("[[section]]\nid = 's'\ntitle = 'S'\n" + claims)
    (root / "checks" / "derivations" / "faults.py").write_text(CHECKS)
    (root / "checks" / "measurements" / "faults.py").write_text(MEASUREMENTS)
    return root


def _derivations(*names: str) -> str:
    return "".join(DERIVATION.format(name=name) for name in names)


def _measurements(*names: str, expected: str = "undecided") -> str:
    return "".join(MEASURED.format(name=name, expected=expected) for name in names)


def _told(result: Audit) -> dict[str, str]:
    return {claim.claim.id: " ".join(str(s) for s in claim.surprises) for claim in result.claims}


def test_checks_that_raise_hang_die_and_swell_are_a_line_each(tmp_path: Path) -> None:
    claims = _derivations("good", "raises", "hangs", "dies", "swells")
    start = time.monotonic()
    result = pycheck.audit(options=Options(project=_project(tmp_path, claims), jobs=2, seconds=15))
    assert time.monotonic() - start < 120
    told = _told(result)
    assert told.pop("s.good") == ""
    because = {
        "s.raises": "did not run: ZeroDivisionError: nothing to divide by",
        "s.hangs": "did not run: out of time: nothing came of it in 15 seconds",
        "s.dies": "did not run: its process ended (signal 6)",
        "s.swells": "did not run: too large: more memory is needed than is allowed",
    }
    assert set(told) == set(because)
    for claim, reason in because.items():
        assert reason in told[claim], claim


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_measurement_that_fails_is_unexpected_whatever_is_expected(
    tmp_path: Path, jobs: int
) -> None:
    claims = _measurements("good", expected="reproduced") + _measurements("raises", "refuses")
    result = pycheck.audit(options=Options(project=_project(tmp_path, claims), jobs=jobs))
    told = _told(result)
    assert told.pop("s.m-good") == ""
    assert told == {
        "s.m-raises": "reality: measurement faults.raises on mine data did not run: "
        "KeyError: 'no such file'",
        "s.m-refuses": "reality: measurement faults.refuses on mine data did not run: "
        "numbers/a.json is not JSON; correct it",
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_check_that_leaves_or_cannot_say_why_is_a_line(tmp_path: Path, jobs: int) -> None:
    names = ("leaves", "unspeakable", "good")
    root = _project(tmp_path, _derivations(*names))
    told = _told(pycheck.audit(options=Options(project=root, jobs=jobs, seconds=60)))
    assert told.pop("s.good") == ""
    assert "did not run: SystemExit: 0" in told["s.leaves"]
    assert "did not run: Unspeakable" in told["s.unspeakable"]


def test_a_check_that_an_erratum_alone_names_is_unexpected_too(tmp_path: Path) -> None:
    erratum = """
[[claim.errata]]
id = 'E1'
title = 'x'
printed = 'p'
corrected = 'c'
expected = 'open'
against = ['derivation:faults.raises']
"""
    root = _project(tmp_path, _derivations("good") + erratum)
    told = _told(pycheck.audit(options=Options(project=root)))
    reason = "erratum: E1: derivation faults.raises did not run: ZeroDivisionError"
    assert reason in told["s.good"]
    for words in (("show", "E1"), ("errata", "E1"), ("errata",)):
        run = pycheck_command(*words, "--project", str(root), "--jobs", "1")
        assert run.code == 1, words
        assert "did not run: ZeroDivisionError" in " ".join(run.out.split()), words
    assert f"unexpected: s.good: {reason}" in " ".join(
        pycheck_command("show", "E1", "--project", str(root), "--jobs", "1").out.split()
    )


def test_what_cannot_be_handed_over_is_a_line(tmp_path: Path) -> None:
    claims = _measurements("good", expected="reproduced") + _measurements("own", "stops")
    root = _project(tmp_path, claims)
    told = _told(pycheck.audit(options=Options(project=root, jobs=2, seconds=60)))
    assert told.pop("s.m-good") == ""
    assert "did not run: what it returns cannot be handed from one process" in told["s.m-own"]
    assert "did not run: KeyboardInterrupt" in told["s.m-stops"]


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    root = _project(tmp_path / "paper", _derivations("good", "raises"))
    script = tmp_path / "script.py"
    script.write_text(
        "import pathlib, pycheck\nfrom pycheck.auditing.options import Options\n"
        f"pycheck.audit(options=Options(project=pathlib.Path({str(root)!r}), jobs=2))\n"
    )
    ended = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "PYTHONPATH": str(PROJECT.root)},
    )
    assert ended.returncode == 1
    assert "InputError: the worker processes ended before they had work" in ended.stderr


def test_a_check_that_hangs_alone_is_ended_too(tmp_path: Path) -> None:
    root = _project(tmp_path, _derivations("hangs"))
    done: list[tuple[int, int]] = []
    options = Options(project=root, jobs=2, seconds=5)
    told = _told(pycheck.audit(options=options, progress=lambda *count: done.append(count)))
    assert "did not run: out of time" in told["s.hangs"]
    assert done == [(1, 1)]


def test_a_check_whose_process_vanishes_is_a_line(tmp_path: Path) -> None:
    root = _project(tmp_path, _derivations("vanishes", "good", "raises"))
    told = _told(pycheck.audit(options=Options(project=root, jobs=2, seconds=8)))
    assert told.pop("s.good") == ""
    assert "did not run: out of time" in told["s.vanishes"]
    assert "did not run: ZeroDivisionError" in told["s.raises"]


def test_the_command_goes_on_and_exits_1(tmp_path: Path) -> None:
    claims = _derivations("good", "dies") + _measurements("hangs")
    root = _project(tmp_path, claims)
    run = pycheck_command("audit", "--project", str(root), "--jobs", "2", "--seconds", "8")
    assert run.code == 1
    assert "Traceback" not in run.out + run.err
    assert "3 checkable claims" in run.out
    assert "signal 6" in " ".join(run.out.split())


def _failing_for(name: str, function: object) -> object:
    def failing(book: object, names: tuple[str, ...], **options: object) -> object:
        if name in names:
            raise RecursionError("too deep")
        return function(book, names, **options)  # type: ignore[operator]

    return failing


def test_a_theorem_that_cannot_be_sampled_takes_no_other_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad = "fisher_eq_heatCapacity_div_sq"
    monkeypatch.setattr(reports, "sample", _failing_for(bad, reports.sample))
    done: list[tuple[int, int]] = []
    result = pycheck.audit(["ch22.fisher"], progress=lambda *count: done.append(count))
    assert done == [(n, done[-1][1]) for n in range(1, done[-1][1] + 1)]
    samples = {e.name: e for e in result.claims[0].algebra.evidence if e.kind == "sample"}
    assert samples.pop(bad).detail == "did not run: RecursionError: too deep"
    assert samples
    assert all(e.finding == "supports" for e in samples.values())
    assert any(bad in str(s) for s in result.claims[0].surprises)


def test_a_formula_that_cannot_be_compared_takes_no_other_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compare = compared.compare

    def failing(read: object, name: str, *rest: object, **options: object) -> object:
        if name.endswith("fisher_eq_heatCapacity_div_sq"):
            raise IndexError("a defect of ours")
        return compare(read, name, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(parts, "compare", failing)
    result = pycheck.audit(["ch22.fisher", "ch05.split"])
    fisher, split = result.claims
    assert any("did not run: IndexError: a defect of ours" in str(s) for s in fisher.surprises)
    assert _failed(fisher) < len(fisher.parts)
    assert not split.surprises


def _failed(claim: ClaimResult) -> int:
    return sum(bool(p.check and "did not run" in p.check.reason) for p in claim.parts)


@pytest.mark.parametrize("more", [(), ("--jobs", "2")])
def test_little_work_is_limited_as_much_is(tmp_path: Path, more: tuple[str, ...]) -> None:
    root = _project(tmp_path, _derivations("hangs"))
    told = pycheck_command("show", "s.hangs", "--seconds", "5", "--project", str(root), *more)
    assert told.code == 1
    assert "out of time: nothing came of it in 5 seconds" in told.out
