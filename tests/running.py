"""Run the command line in a process of its own, and see what becomes of those below it."""

import subprocess
import sys
import time
from pathlib import Path

PROGRAM = [sys.executable, "-c", "from pycheck.cli.main import run; run()"]


def started(*arguments: str | bytes, **streams: object) -> "subprocess.Popen[str]":
    """``pycheck ARGUMENTS``, begun; both streams are pipes unless they are given."""
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        [*PROGRAM, *arguments],
        encoding="utf-8",
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )


def children(parent: int) -> set[int]:
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


def end_of_all(processes: set[int], seconds: float) -> set[int]:
    """The processes that are still there after so many seconds."""
    stop = time.monotonic() + seconds
    while (left := _alive(processes)) and time.monotonic() < stop:
        time.sleep(0.1)
    return left
