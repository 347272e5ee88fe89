"""Formulas judged in another process, which can be stopped when time or memory runs out.

Arb's C code cannot be interrupted, and may end the process that it runs in. The process reads one
question a line and answers with lines of JSON: what sampling says at once, then what else is found.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from pycheck.formulas.checking import outcomes
from pycheck.formulas.outcome import Outcome
from pycheck.formulas.statement import read_formula
from pycheck.processes import end_with, limit_memory
from pycheck.statements.programs.runner import Runner

_TOO_LARGE = "too large: more memory is needed than is allowed"
_LATE = "out of time"


class Worker:
    """A process that judges formulas, one after the other."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):
                    if stream:
                        stream.close()
            self._process = None

    def check(
        self,
        text: str,
        where: Sequence[str] = (),
        *,
        n: int = 100,
        seed: int = 0,
        seconds: float = 60,
        derive: bool = True,
        narrow: bool = True,
    ) -> Outcome:
        """The verdict on a formula; what takes longer than `seconds` is undecided.

        Without `derive` sympy is not asked; without `narrow` no condition is looked for under which
        a refuted formula holds.

        Raises `InputError` for what cannot be read.
        """
        read_formula(text, where)  # what cannot be read is told at once
        start = time.monotonic()
        question = {
            "formula": text,
            "where": list(where),
            "n": n,
            "seed": seed,
            "derive": derive,
            "narrow": narrow,
        }
        self._ask(json.dumps(question))
        best: Outcome | None = None
        why = _LATE
        stop = start + seconds
        while (left := stop - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left)
            except queue.Empty:
                break
            if line is None:
                why = _TOO_LARGE
                break
            answer = json.loads(line)
            if answer["kind"] == "end":
                if best is not None:
                    return best
                why = answer["reason"]
                break
            best = _outcome(answer["outcome"])
        if why in (_LATE, _TOO_LARGE):
            self.stop()
        spent = round(time.monotonic() - start, 2)
        if best is not None:  # sampling has said its word, and what sympy would add is missing
            reason = "; ".join(
                part for part in (best.reason, f"nothing more was found: {why}") if part
            )
            return replace(best, reason=reason, seconds=spent, unfinished=True)
        return Outcome(text, tuple(where), "undecided", why, seconds=spent, unfinished=True)

    def _ask(self, question: str) -> None:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()

    def _start(self) -> None:
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        process = subprocess.Popen(
            [sys.executable, "-m", "pycheck.formulas.worker", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=environment,
        )
        self._process = process
        self._lines = queue.Queue()
        lines = self._lines

        def listen() -> None:
            assert process.stdout is not None
            with contextlib.suppress(ValueError, OSError):
                for line in process.stdout:
                    lines.put(line)
            lines.put(None)

        threading.Thread(target=listen, daemon=True).start()


def _outcome(data: dict[str, Any]) -> Outcome:
    data["where"], data["assumed_real"] = tuple(data["where"]), tuple(data["assumed_real"])
    return Outcome(**data)


def _answer(question: dict[str, Any], runner: Runner) -> str:
    """Tell what is found; the reason where nothing is."""
    try:
        for outcome in outcomes(
            question["formula"],
            question["where"],
            n=question["n"],
            seed=question["seed"],
            runner=runner,
            derive=question["derive"],
            narrow=question["narrow"],
        ):
            _tell({"kind": "outcome", "outcome": asdict(outcome)})
    except (MemoryError, RecursionError, OverflowError):
        return _TOO_LARGE
    except Exception as error:  # an error of ours, of sympy's or of Arb's: no verdict
        return f"its evaluation failed: {type(error).__name__}: {error}"
    return ""


def _tell(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Answer questions until there are no more, or nobody is left to ask them."""
    end_with(int(sys.argv[1]))
    limit_memory()
    sys.setrecursionlimit(5000)
    with Runner() as runner:
        for line in sys.stdin:
            reason = _answer(json.loads(line), runner)
            _tell({"kind": "end", "reason": reason})


if __name__ == "__main__":
    main()
