"""`pycheck init`: an audit that passes at once, and nothing where it cannot be written."""

import os
from pathlib import Path

import pytest

import pycheck
from pycheck.auditing.options import Options
from pycheck.cli import init
from tests.command import pycheck_command

FILES = {
    ".github/workflows/audit.yml",
    "README.md",
    "audit.toml",
    "checks/derivations/dice.py",
    "claims/paper.toml",
}


def _files(root: Path) -> set[str]:
    return {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()}


def _begun(root: Path) -> Path:
    assert pycheck_command("init", str(root)).code == 0
    return root


def test_a_new_audit_passes_at_once(tmp_path: Path) -> None:
    root = _begun(tmp_path / "new" / "paper")
    assert _files(root) == FILES
    assert os.listdir(root.parent) == ["paper"]
    result = pycheck.audit(options=Options(project=root))
    assert result.surprises == ()
    assert [c.algebra.verdict for c in result.claims] == ["derived", "derived"]
    assert [e.status for e in result.errata] == ["confirmed"]
    assert result.claims[0].formulas == 1
    assert [run.checked for run in result.checks.values()] == [3]


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        ("claims/paper.toml", "n*(n + 1)/2'\nwhere", "n*(n + 2)/2'\nwhere", "algebra"),
        ("claims/paper.toml", "n*(n - 1)/2'", "(n**2 + n)/2'", "erratum"),
        ("checks/derivations/dice.py", "k**2 / 6", "k**2 / 5", "algebra"),
    ],
)
def test_a_mistake_in_it_is_found(tmp_path: Path, file: str, old: str, new: str, kind: str) -> None:
    path = _begun(tmp_path / "paper") / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    result = pycheck.audit(options=Options(project=tmp_path / "paper"))
    assert {surprise.kind for _, surprise in result.surprises} == {kind}


def test_it_says_what_to_do_next(tmp_path: Path) -> None:
    outcome = pycheck_command("init", str(tmp_path / "my paper"))
    assert outcome.out == f"cd '{tmp_path}/my paper' && pycheck audit\n"


def test_an_empty_folder_is_filled_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _begun(Path("."))
    assert _files(tmp_path) == FILES
    assert Path.cwd().samefile(tmp_path)


def test_a_folder_that_is_not_empty_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for folder, says in ((tmp_path, "is not empty"), (tmp_path / "notes.txt", "is a file")):
        outcome = pycheck_command("init", str(folder))
        assert outcome.code == 2
        assert outcome.err == f"error: {folder} {says}; give a new or an empty folder\n"
        assert outcome.out == ""
    assert os.listdir(tmp_path) == ["notes.txt"]
    inside = pycheck_command("init", str(tmp_path / "notes.txt" / "paper"))
    assert (inside.code, inside.err.count("\n")) == (2, 1)


@pytest.mark.parametrize("there", [False, True])
def test_what_is_interrupted_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    target = tmp_path / "paper"
    if there:
        target.mkdir()
    rename = Path.rename
    seen: list[Path] = []

    def interrupted(path: Path, to: Path) -> Path:
        if len(seen) == 3 * there:
            raise KeyboardInterrupt
        seen.append(path)
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        init.write_audit(target)
    assert os.listdir(tmp_path) == ["paper"] * there
    assert not there or os.listdir(target) == []


def test_what_a_disk_refuses_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refused)
    outcome = pycheck_command("init", str(tmp_path / "paper"))
    assert (outcome.code, outcome.err.count("\n")) == (74, 1)
    assert os.listdir(tmp_path) == []
