"""The tutorial is followed from its first command to its last, as it is printed."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import pycheck_command
from tests.included import PROJECT

TEXT = (PROJECT.root / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(sh|toml|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.findall(r"^(?:unexpected: .*|\d+ checkable .*)$", TEXT, re.MULTILINE)
FOUND = (
    ("pycheck audit", "not as expected: 0"),
    ("pycheck check", "derived"),
    ("pycheck show sums.squares", "◧ derived"),
    ("pycheck show E2", "refutes: refuted: at n = 1: 1 against 1/3"),
    ("pycheck show sums.mean-square", "2 of 2 steps checked; share = 1/3"),
    ("pytest", "audit.toml::sums.mean-square"),
)
IN_ONE_PROCESS = ("audit", "show", "report")


def _written(block: str) -> None:
    """Write what a block says into the file that its first line names."""
    head, _, text = block.partition("\n")
    name, _, where = head.removeprefix("# ").partition(", ")
    path = Path(name)
    if where == "at the end":
        path.write_text(path.read_text("utf-8") + "\n" + text, "utf-8")
    else:
        assert not where
        path.write_text(text, "utf-8")


def _run(line: str) -> tuple[int, str]:
    """Exit code and output of a command; one process does the work, since that is quicker."""
    words = shlex.split(line)
    if words[0] == "pycheck":
        alone = ("--jobs", "1") if words[1] in IN_ONE_PROCESS else ()
        outcome = pycheck_command(*words[1:], *alone)
        return outcome.code, outcome.out + outcome.err
    if words[0] == "pytest":
        line = f"{sys.executable} -m pytest -p pycheck.pytest_plugin --collect-only -q " + " ".join(
            words[1:]
        )
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_tutorial_works_as_it_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(PROJECT.root))
    told: list[tuple[str, str]] = []
    for kind, block in BLOCK.findall(TEXT):
        if kind != "sh":
            _written(block)
            continue
        for line in block.splitlines():
            command, _, comment = line.partition(" # ")
            if command.startswith("cd "):
                monkeypatch.chdir(command.removeprefix("cd "))
                continue
            code, out = _run(command)
            assert code == int(comment.removeprefix("exit code ") or 0), f"{command}: {out}"
            told.append((command, " ".join(out.split())))
    for command, found in FOUND:
        shown = [out for said, out in told if said.startswith(command)]
        assert shown, command
        assert found in shown.pop(0), command
    for line in SHOWN:
        assert any(line in out for _, out in told), line
