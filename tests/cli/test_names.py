"""Names that a terminal would obey, or that are no text at all, in every output."""

import json
import os
import subprocess
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.running import started

NAMES = [b"a\x1b]0;x\x07b", b"b\xff\xfe", b"c\nd", "e\u202ef".encode(), b"\x9b2J"]
MODEL = "g\u0001\u001b[2J\ud800<b>\u202e"
Read = Callable[[str], Any]


def _whole(out: str) -> None:
    """Text of a terminal: nothing in it moves the cursor or turns the order of the signs."""
    odd = {c for c in out if unicodedata.category(c) in ("Cc", "Cf", "Cs")} - set("\n\t")
    assert not odd


def _checked(code: int, read: Read, *arguments: str | bytes) -> str:
    return _ended(started(*arguments), code, read)


def _ended(run: "subprocess.Popen[str]", code: int, read: Read) -> str:
    out, err = run.communicate(timeout=120)
    assert run.returncode == code, err
    assert "Traceback" not in err
    read(out)
    _whole(err)
    return out


@pytest.fixture
def library(project_copy: Path) -> Path:
    """A copy of the proofs with files of strange names among them."""
    folder = os.fsencode(project_copy / "lean" / "AttentionDecay")
    for name in NAMES:
        Path(os.fsdecode(os.path.join(folder, name + b".lean"))).write_text("")
    return project_copy


@pytest.mark.parametrize(
    ("form", "read"),
    [("table", _whole), ("json", json.loads), ("junit", ElementTree.fromstring)],
)
def test_files_of_a_library(library: Path, form: str, read: Read) -> None:
    selection = ("--claim", "ch05.split", "--samples", "0", "--format", form)
    assert "recorded" in _checked(1, read, "audit", "--project", str(library), *selection)


@pytest.mark.parametrize(("form", "read"), [("table", _whole), ("json", json.loads)])
def test_files_of_a_library_that_is_verified(library: Path, form: str, read: Read) -> None:
    told = _checked(1, read, "lean", "verify", "--project", str(library), "--format", form)
    told = " ".join(str(told).split())
    assert told.count("is not among the recorded sources") >= len(NAMES)


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    document = {
        "format": "pycheck-profile",
        "version": 1,
        "model": MODEL,
        "corpus": "c\u0000",
        "context": 600,
        "distances": [1, 2, 5, 10, 20, 50],
        "attention": [0.3, 0.2, 0.1, 0.05, 0.02, 0.01],
        "measured_by": "t",
        "method": "t",
    }
    folder = tmp_path / "profiles"
    folder.mkdir()
    for theta, name in enumerate(NAMES, 100):
        path = Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))
        path.with_name(path.name + ".json").write_text(json.dumps(document | {"theta": theta}))
        path.with_name(path.name + ".txt").write_text("")
    return folder


@pytest.mark.parametrize(("form", "read"), [("table", _whole), ("json", json.loads)])
def test_files_that_are_measured(profiles: Path, form: str, read: Read) -> None:
    told = _checked(0, read, "measure", str(profiles), "--format", form)
    told = " ".join(str(told).split())  # a long path breaks a line of the table
    assert told.count("not one of the files that are read") == len(NAMES)


@pytest.mark.parametrize("kind", ["profile", "atlas"])
def test_files_that_are_drawn(profiles: Path, kind: str, tmp_path: Path) -> None:
    target = tmp_path / "picture.svg"
    _checked(0, _whole, "plot", kind, str(profiles), "-o", str(target))
    ElementTree.parse(target)


@pytest.mark.parametrize("name", NAMES[:2])
def test_paths_and_names_that_are_asked_for(name: bytes, tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), name)
    runs = [
        started(*command)
        for command in (
            ("measure", path),
            ("plot", "profile", path, "-o", path),
            ("audit", "--project", path),
            ("audit", "--ledger", path),
            ("show", name),
            ("check", name),
            ("lean", "sample", name),
            ("text", "--find", "x", "--project", path),
        )
    ]
    for run in runs:
        _ended(run, 2, _whole)
