"""Programs run in another process, which is started when it is first needed."""

import atexit
import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import IO

from pycheck.statements.programs import child

SECONDS = 1.0
"""How long a program may run, in seconds of the processor."""
LATE = "out of time"
# So much longer by the clock, where nothing else ends a program or the machine is busy.
_GRACE = 20.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program says; `error` says why it says nothing."""

    holds: bool | None = None
    left: str = ""
    right: str = ""
    hypotheses: Mapping[str, bool | None] = field(default_factory=dict)
    printed: str = ""
    error: str = ""
    late: bool = False


class Runner:
    """One process that runs program after program; another takes its place when one hangs."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> "Runner":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def run(self, source: str) -> Outcome:
        """Run one program to its end, or to the end of its time."""
        process = self._started()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps({"source": source, "seconds": self._seconds}) + "\n")
            process.stdin.flush()
            answer = self._answers.get(timeout=self._seconds + _GRACE)
        except (queue.Empty, OSError):
            self.close()
            return Outcome(error=LATE, late=True)
        if not answer:
            self.close()
            return Outcome(error="the process that runs programs ended")
        found = json.loads(answer)
        outcome = Outcome(**found)
        if outcome.late:
            self.close()
        return outcome

    def _started(self) -> "subprocess.Popen[str]":
        if self._process is None:
            # -P keeps the folder of the child's own file out of its path.
            self._process = subprocess.Popen(
                [sys.executable, "-P", child.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            self._answers = queue.Queue()
            assert self._process.stdout is not None
            threading.Thread(
                target=_listen, args=(self._process.stdout, self._answers), daemon=True
            ).start()
        return self._process

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


@cache
def shared_runner() -> Runner:
    """The one of this process, which ends with it: a start takes longer than most programs."""
    runner = Runner()
    atexit.register(runner.close)
    return runner


def _listen(stream: IO[str], answers: "queue.Queue[str]") -> None:
    """Hand on each line; an empty one says that there will be no more."""
    with contextlib.suppress(ValueError):  # closed while it was read
        for line in stream:
            answers.put(line)
    answers.put("")
