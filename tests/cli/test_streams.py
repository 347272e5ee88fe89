"""Streams that cannot be written, folders that are gone, signals: exit codes are a contract."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest

from pycheck.cli.main import main
from tests.included import PROJECT

PROGRAM = [sys.executable, "-c", "from pycheck.cli.main import run; run()"]
FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="this system has no full device")


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    with click.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if isinstance(command, click.Group):
                yield from _commands(command, (*path, name))
            yield (*path, name)


COMMANDS = sorted(_commands(main))


def _ended(runs: Sequence["subprocess.Popen[str]"]) -> list[tuple[int, str]]:
    found = []
    for run in runs:
        _, err = run.communicate(timeout=60)
        found.append((run.returncode, err))
    return found


def started(*arguments: str, **streams: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        [*PROGRAM, *arguments],
        text=True,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )


def test_every_command_says_that_a_full_device_takes_no_output() -> None:
    with FULL.open("w") as full:
        runs = [started(*command, "--help", stdout=full) for command in COMMANDS]
        for command, (code, err) in zip(COMMANDS, _ended(runs), strict=True):
            assert code == 74, command
            assert err.count("\n") == 1, command
            assert err.startswith("error: the output could not be written: "), command


SOME = [
    ("--version",),
    ("--help",),
    ("enclose", "cv", "--gamma", "1", "--context", "9"),
    ("lean", "verify"),
    ("check", "1 = 1"),
]


@pytest.mark.parametrize("arguments", SOME)
def test_a_closed_output_a_reader_that_went_away_and_a_full_error(
    arguments: tuple[str, ...],
) -> None:
    line = " ".join(f"'{word}'" for word in (*PROGRAM, *arguments))
    closed = subprocess.run(["bash", "-c", f"{line} >&-"], capture_output=True, text=True)
    assert closed.returncode == 74
    assert closed.stderr == "error: the output could not be written: it is closed\n"
    left = subprocess.run(["bash", "-o", "pipefail", "-c", f"{line} | true"], capture_output=True)
    assert left.returncode == 141
    assert left.stderr == b""
    with FULL.open("w") as full:
        wrong = started(*arguments, "--nonsense", stderr=full)
        wrong.communicate(timeout=60)
    assert wrong.returncode == 2


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    line = " ".join(f"'{word}'" for word in PROGRAM)
    ended = subprocess.run(
        ["bash", "-c", f"cd '{gone}' && rmdir '{gone}' && {line} audit --claim ch05.split"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT.root)},
    )
    assert ended.returncode == 2
    assert ended.stderr == "error: the current folder is gone; change to another one\n"


def _children(parent: int) -> set[int]:
    """The processes below a process, as far down as they go."""
    found: set[int] = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) in {parent, *found}:
            found.add(int(status.parent.name))
    return found


def _alive(processes: set[int]) -> set[int]:
    def runs(process: int) -> bool:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        return state not in "ZX"

    return {process for process in processes if runs(process)}


def _end_of_all(processes: set[int], seconds: float) -> set[int]:
    """The processes that are still there after so many seconds."""
    stop = time.monotonic() + seconds
    while (left := _alive(processes)) and time.monotonic() < stop:
        time.sleep(0.1)
    return left


def _stopped(number: signal.Signals, after: float) -> tuple[int, str, set[int]]:
    """An audit that gets a signal: its exit code, what it says, and what outlives it."""
    run = started("audit", "--section", "22", "--jobs", "2", "--samples", "20")
    time.sleep(after)
    below = _children(run.pid)
    run.send_signal(number)
    start = time.monotonic()
    _, err = run.communicate(timeout=60)
    assert time.monotonic() - start < 5
    return run.returncode, err, _end_of_all(below, 5)


@pytest.mark.parametrize(
    ("number", "code", "told"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
)
def test_an_audit_that_is_stopped_leaves_nobody_behind(
    number: signal.Signals, code: int, told: str
) -> None:
    ended, err, left = _stopped(number, after=5)
    assert (ended, err.strip()) == (code, told)
    assert not left


def test_the_workers_of_an_audit_that_is_killed_end_too() -> None:
    code, _, left = _stopped(signal.SIGKILL, after=5)
    assert code == -signal.SIGKILL
    assert not left


@pytest.mark.slow
def test_twenty_audits_that_are_killed_change_nothing(tmp_path: Path) -> None:
    arguments = ("report", "-o", "site", "--jobs", "2", "--samples", "0", "--ledger", "claims")
    claims = tmp_path / "claims"
    claims.mkdir()
    (claims / "a.toml").write_text(
        "[[claim]]\nid = 'a.b'\ntitle = 't'\nkind = 'identity'\nstatement = 's'\n"
        "[[claim.part]]\nformula = 'sin(x)**2 + cos(x)**2 = 1'\n"
        "[claim.expected]\nalgebra = 'derived'\n"
    )
    chosen = random.Random(1)
    for _ in range(20):
        run = started(*arguments, cwd=tmp_path)
        time.sleep(chosen.uniform(0.2, 12))
        below = _children(run.pid)
        run.send_signal(chosen.choice([signal.SIGTERM, signal.SIGKILL]))
        run.communicate(timeout=60)
        assert not _end_of_all(below, 5)
    whole = started(*arguments, cwd=tmp_path)
    _, err = whole.communicate(timeout=300)
    assert whole.returncode == 0, err
    assert {path.name for path in tmp_path.iterdir()} == {"claims", "site"}
