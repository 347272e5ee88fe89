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
from tests.running import PROGRAM, children, end_of_all, started

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


def test_every_command_says_that_a_full_device_takes_no_output() -> None:
    with FULL.open("w") as full:
        runs = [started(*command, "--help", stdout=full) for command in COMMANDS]
        for command, (code, err) in zip(COMMANDS, _ended(runs), strict=True):
            assert code == 74, command
            assert err.count("\n") == 1, command
            assert err.startswith("error: the output could not be written: "), command


def _shell(*arguments: str) -> str:
    return " ".join(f"'{word}'" for word in (*PROGRAM, *arguments))


def test_every_command_says_that_its_output_is_closed() -> None:
    runs = [
        subprocess.Popen(
            ["bash", "-c", f"{_shell(*command, '--help')} >&-"], stderr=subprocess.PIPE, text=True
        )
        for command in COMMANDS
    ]
    for command, (code, err) in zip(COMMANDS, _ended(runs), strict=True):
        assert (code, err) == (74, "error: the output could not be written: it is closed\n"), (
            command
        )


def test_every_command_is_silent_where_nobody_reads() -> None:
    runs = []
    for command in COMMANDS:
        read, write = os.pipe()
        os.close(read)
        runs.append(started(*command, "--help", stdout=write))
        os.close(write)
    for command, (code, err) in zip(COMMANDS, _ended(runs), strict=True):
        assert (code, err) == (141, ""), command


def test_every_command_ends_as_ever_where_nobody_can_be_told() -> None:
    with FULL.open("w") as full:
        runs = [started(*command, "--nonsense", stderr=full) for command in COMMANDS]
        for command, run in zip(COMMANDS, runs, strict=True):
            out, _ = run.communicate(timeout=60)
            assert (run.returncode, out) == (2, ""), command


@pytest.mark.parametrize(
    "arguments",
    [("--version",), ("enclose", "cv", "--gamma", "1", "--context", "9"), ("check", "1 = 1")],
)
def test_a_result_that_cannot_be_written_is_no_verdict(arguments: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        ((code, err),) = _ended([started(*arguments, stdout=full)])
    assert code == 74
    assert err.startswith("error: the output could not be written: ")


def test_no_command_runs_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    runs = []
    for number, command in enumerate(COMMANDS):
        gone = tmp_path / f"gone{number}"
        gone.mkdir()
        line = f"cd '{gone}' && rmdir '{gone}' && {_shell(*command)}"
        environment = {**os.environ, "PYTHONPATH": str(PROJECT.root)}
        runs.append(
            subprocess.Popen(
                ["bash", "-c", line], stderr=subprocess.PIPE, text=True, env=environment
            )
        )
    told = "error: the current folder is gone; change to another one\n"
    for command, found in zip(COMMANDS, _ended(runs), strict=True):
        assert found == (2, told), command


# A command that is at work as soon as it is found, and stays so.
AT_WORK = """
import time
import click
from pycheck.cli.main import run

read = click.Command.parse_args

def parse_args(self, context, words):
    if isinstance(self, click.Group):
        return read(self, context, words)
    print("at work", flush=True)
    time.sleep(120)

click.Command.parse_args = parse_args
run()
"""


@pytest.mark.parametrize(
    ("number", "code", "told"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
)
def test_every_command_ends_when_it_is_told_to(
    number: signal.Signals, code: int, told: str
) -> None:
    names = [c for c in COMMANDS if not _is_group(c)]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", AT_WORK, *name],
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in names
    ]
    for name, run in zip(names, runs, strict=True):
        assert run.stdout is not None
        assert run.stdout.readline() == "at work\n", name
        run.send_signal(number)
        start = time.monotonic()
        _, err = run.communicate(timeout=60)
        assert time.monotonic() - start < 5
        assert (run.returncode, err.strip()) == (code, told), name


def _is_group(command: tuple[str, ...]) -> bool:
    return any(other[: len(command)] == command for other in COMMANDS if other != command)


def _stopped(number: signal.Signals, after: float) -> tuple[int, str, set[int]]:
    """An audit that gets a signal: its exit code, what it says, and what outlives it."""
    run = started("audit", "--section", "22", "--jobs", "2", "--samples", "20")
    time.sleep(after)
    below = children(run.pid)
    run.send_signal(number)
    start = time.monotonic()
    _, err = run.communicate(timeout=60)
    assert time.monotonic() - start < 5
    return run.returncode, err, end_of_all(below, 5)


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


CLAIM = """
[[claim]]
id = 'a.b'
title = 't'
kind = 'identity'
statement = 's'
[[claim.part]]
formula = 'sin(x)**2 + cos(x)**2 = 1'
[claim.expected]
algebra = 'derived'
"""


@pytest.mark.slow
def test_twenty_audits_that_are_killed_change_nothing(tmp_path: Path) -> None:
    claims = tmp_path / "claims"
    claims.mkdir()
    (claims / "a.toml").write_text(CLAIM)
    audit = ("audit", "--section", "22", "--jobs", "2", "--format", "json", "--samples", "3")
    report = ("report", "-o", "site", "--jobs", "2", "--ledger", "claims", "--samples", "0")

    def whole(arguments: Sequence[str]) -> str:
        run = started(*arguments, cwd=tmp_path)
        out, err = run.communicate(timeout=600)
        assert run.returncode == 0, err
        return out

    before = whole(audit)
    chosen = random.Random(1)
    for turn in range(20):
        run = started(*(report if turn % 2 else audit), cwd=tmp_path)
        time.sleep(chosen.uniform(0.2, 12 if turn % 2 else 40))
        below = children(run.pid)
        run.send_signal(chosen.choice([signal.SIGTERM, signal.SIGKILL]))
        run.communicate(timeout=60)
        assert not end_of_all(below, 5)
        assert (tmp_path / "site").exists() == (tmp_path / "site" / "index.html").exists()
    assert whole(audit) == before
    whole(report)
    assert {path.name for path in tmp_path.iterdir()} == {"claims", "site"}
