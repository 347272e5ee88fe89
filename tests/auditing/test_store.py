"""Kept outcomes: used where nothing has changed, never where anything has, and always told."""

import json
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import pycheck
from pycheck.auditing.options import Options
from pycheck.auditing.pool import Pool
from pycheck.auditing.results import Audit
from pycheck.auditing.work import PARTS, SAMPLINGS, SampleOutcome
from pycheck.carrying.work import PartOutcome
from pycheck.errors import InputError
from pycheck.formulas.outcome import Outcome
from tests.command import pycheck_command

AUDIT = """
title = 'Kept'
text = 'a paper'
claims = 'claims'
checks = 'checks'

[[data]]
name = 'mine'
title = 'numbers'
path = 'numbers'
"""
CLAIMS = """
[[section]]
id = 's'
title = 'A section'

[[claim]]
id = 's.counted'
title = 'It is checked'
kind = 'identity'
statement = 'A statement.'
derivations = ['counted.once']
[claim.expected]
algebra = 'derived'
[[claim.errata]]
id = 'N1'
title = 'Off'
printed = 'It is 4.'
corrected = 'It is 3.'
expected = 'open'
"""
CHECKS = '''
from pathlib import Path

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

RUNS = Path(__file__).parents[2] / "runs.txt"


@check
def once() -> Derivation:
    """Notes that it ran."""
    with RUNS.open("a") as runs:
        runs.write("x")
    w = Working()
    w.equal("Add.", sp.Integer(1) + 2, 3)
    return w.done()
'''


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "audited"
    for folder in ("claims", "checks/derivations", "numbers"):
        (root / folder).mkdir(parents=True)
    (root / "audit.toml").write_text(AUDIT)
    (root / "claims" / "s.toml").write_text(CLAIMS)
    (root / "checks" / "derivations" / "counted.py").write_text(CHECKS)
    (root / "numbers" / "one.json").write_text("1")
    return root


def audited(root: Path, **options: object) -> Audit:
    return pycheck.audit(options=Options(project=root, cached=True, **options))  # type: ignore[arg-type]


def runs(root: Path) -> int:
    return len((root / "runs.txt").read_text())


def kept(root: Path) -> list[Path]:
    return list((root.parent / "cache").rglob("*.pickle"))


def test_what_did_not_change_is_not_run_again(project: Path) -> None:
    first, second = audited(project), audited(project)
    assert runs(project) == 1
    assert first.kept_since is None
    assert second.kept_since is not None
    assert [c.algebra for c in first.claims] == [c.algebra for c in second.claims]
    assert str(second.claims[0].algebra.verdict) == "derived"


def test_nothing_is_kept_unless_asked(project: Path) -> None:
    for _ in range(2):
        pycheck.audit(options=Options(project=project))
    assert runs(project) == 2
    assert kept(project) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("claims/s.toml", CLAIMS.replace("A statement", "Another statement")),
        ("checks/derivations/counted.py", CHECKS + "\n"),
        ("numbers/one.json", "2"),
        ("numbers/two.json", "1"),
        ("checks/table.csv", "1"),
        ("audit.toml", AUDIT.replace("a paper", "another paper")),
    ],
)
def test_whatever_changes_all_runs_again(project: Path, file: str, text: str) -> None:
    audited(project)
    (project / file).write_text(text)
    assert audited(project).kept_since is None
    assert runs(project) == 2
    assert audited(project).kept_since is not None


def test_a_check_that_was_changed_in_this_process_is_read_again(project: Path) -> None:
    assert str(audited(project).claims[0].algebra.verdict) == "derived"
    check = project / "checks" / "derivations" / "counted.py"
    check.write_text(CHECKS.replace("+ 2, 3)", "+ 2, 4)"))
    for _ in range(2):
        assert str(audited(project).claims[0].algebra.verdict) == "refuted"


def test_what_changes_during_the_run_is_not_kept(project: Path) -> None:
    check = project / "checks" / "derivations" / "counted.py"
    check.write_text(CHECKS + "(RUNS.parent / 'numbers' / 'one.json').write_text('3')\n")
    assert audited(project).kept_since is None
    (project / "numbers" / "one.json").write_text("1")
    assert audited(project).kept_since is None


def test_data_behind_a_link_count(project: Path, tmp_path: Path) -> None:
    behind = tmp_path / "behind"
    behind.mkdir()
    (behind / "n.json").write_text("1")
    (project / "numbers" / "sub").symlink_to(behind)
    (behind / "round").symlink_to(behind)
    audited(project)
    (behind / "n.json").write_text("2")
    assert audited(project).kept_since is None


def test_where_nothing_can_be_kept_is_told_before_the_work(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(InputError, match="leave --cached out"):
        audited(project)
    assert not (project / "runs.txt").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_kind_of_outcome_is_kept_and_found(
    jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    options = Options(cached=True, jobs=jobs, samples=2)
    first = pycheck.audit(["ch01.quadratic", "ch13.u-shape"], options=options)
    pieces: list[str] = []
    monkeypatch.setattr(Pool, "_begin", lambda _self, _task, piece: pieces.append(str(piece)))
    second = pycheck.audit(["ch01.quadratic", "ch13.u-shape"], options=options)
    assert pieces == []
    assert second.claims == first.claims


def test_what_wanted_more_time_is_not_kept() -> None:
    late = Outcome("x = x", (), "undecided", "out of time", unfinished=True)
    part = PartOutcome(("c", 1), "x = x", (), late, ())
    assert not PARTS.keep(part)
    assert PARTS.keep(replace(part, check=replace(late, unfinished=False)))
    failed = SampleOutcome("t", "not evaluable", 0, "its evaluation failed", "")
    assert not SAMPLINGS.keep((failed,))


def test_another_seed_is_another_audit(project: Path) -> None:
    audited(project)
    assert audited(project, seed=1).kept_since is None


def test_what_did_not_come_to_an_end_is_not_kept(project: Path) -> None:
    check = project / "checks" / "derivations" / "counted.py"
    check.write_text(CHECKS.replace("w = Working()", "raise ValueError('no')"))
    for _ in range(2):
        result = audited(project)
        assert result.kept_since is None
        assert "ValueError: no" in result.claims[0].algebra.evidence[0].detail
    assert runs(project) == 2


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x04N."])
def test_a_damaged_file_costs_no_more_than_a_run(project: Path, content: bytes) -> None:
    audited(project)
    kept(project)[0].write_bytes(content)
    assert audited(project).kept_since is None
    assert audited(project).kept_since is not None


@pytest.mark.skipif(os.name == "nt", reason="no permissions of that kind")
def test_a_file_that_others_may_write_is_not_read(project: Path) -> None:
    audited(project)
    file = kept(project)[0]
    file.chmod(file.stat().st_mode | stat.S_IWOTH)
    assert audited(project).kept_since is None


FORM = ("--cached", "--format", "json")


def test_the_commands_say_what_was_kept(project: Path) -> None:
    command = ("show", "s.counted", "--cached", "--project", str(project))
    told = [pycheck_command(*command) for _ in range(2)]
    assert ["were kept" in t.out for t in told] == [False, True]
    assert [t.code for t in told] == [0, 0]
    document = json.loads(pycheck_command("errata", *FORM, "--project", str(project)).out)
    assert datetime.fromisoformat(document["kept_since"]) < datetime.now(UTC)


def test_the_site_says_what_was_kept(project: Path, tmp_path: Path) -> None:
    foot = []
    for name in ("first", "second"):
        folder = tmp_path / name
        arguments = ("report", "--cached", "--project", str(project), "-o", str(folder))
        assert pycheck_command(*arguments).code == 0
        foot.append("were kept (--cached)" in (folder / "index.html").read_text())
    assert foot == [False, True]
