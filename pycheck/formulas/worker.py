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
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from pycheck.formulas import bound as bounds
from pycheck.formulas.calling import Bound, Calls
from pycheck.formulas.checking import outcomes
from pycheck.formulas.outcome import Outcome
from pycheck.formulas.statement import read_formula
from pycheck.formulas.tied import tied
from pycheck.processes import end_with, limit_memory
from pycheck.statements.programs.runner import Runner

_TOO_LARGE = "too large: more memory is needed than is allowed"
_LATE = "out of time"


class Worker:
    """A process that judges formulas, one after the other; `calls` is one that runs functions."""

    def __init__(self) -> None:
        self.calls = Calls()
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the processes, whatever they are doing."""
        self.calls.stop()
        self._end()

    def _end(self) -> None:
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
        bound: Bound | None = None,
    ) -> Outcome:
        """The verdict on a formula; what takes longer than `seconds` is undecided.

        Without `derive` sympy is not asked; without `narrow` no condition is looked for under which
        a refuted formula holds. With `bound` one side is held against a function.

        Raises `InputError` for what cannot be read, and for a function that is none.
        """
        if bound is None:  # what cannot be read is told at once
            read_formula(text, where)
        else:
            tied(text, where, bound.name)
            self.calls.checked(bound.target)
        start = time.monotonic()
        question = {
            "formula": text,
            "where": list(where),
            "n": n,
            "seed": seed,
            "derive": derive,
            "narrow": narrow,
            "bound": None if bound is None else _asked_of(bound),
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
            if answer["kind"] == "call":
                assert bound is not None
                self._say(json.dumps(self._called(bound, answer, left)))
                continue
            best = _outcome(answer["outcome"])
            if bound is not None and self.calls.lost:
                told = f"{best.reason}; {bound.label} ended its process, or did not answer in time"
                best = replace(best, reason=told)
        if why in (_LATE, _TOO_LARGE):
            self._end()
        spent = round(time.monotonic() - start, 2)
        if best is not None:  # sampling has said its word, and what sympy would add is missing
            reason = "; ".join(
                part for part in (best.reason, f"nothing more was found: {why}") if part
            )
            return replace(best, reason=reason, seconds=spent, unfinished=True)
        return Outcome(text, tuple(where), "undecided", why, seconds=spent, unfinished=True)

    def _ask(self, question: str) -> None:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._start()
        self._say(question)

    def _say(self, line: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _called(self, bound: Bound, call: dict[str, Any], seconds: float) -> Any:
        """What the bound function answers."""
        if call["ask"] == "support":
            return self.calls.support(bound.target, call["shapes"])
        return self.calls.values(bound.target, call["calls"], seconds / 2)

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
        for outcome in _outcomes(question, runner):
            _tell({"kind": "outcome", "outcome": asdict(outcome)})
    except (MemoryError, RecursionError, OverflowError):
        return _TOO_LARGE
    except Exception as error:  # an error of ours, of sympy's or of Arb's: no verdict
        return f"its evaluation failed: {type(error).__name__}: {error}"
    return ""


def _outcomes(question: dict[str, Any], runner: Runner) -> Iterator[Outcome]:
    text, where, n, seed = (question[key] for key in ("formula", "where", "n", "seed"))
    bound = question["bound"]
    if bound is None:
        derive, narrow = question["derive"], question["narrow"]
        return outcomes(text, where, n=n, seed=seed, runner=runner, derive=derive, narrow=narrow)

    def values(calls: Sequence[Sequence[float]]) -> list[float | None]:
        _tell({"kind": "call", "ask": "values", "calls": calls})
        found: list[float | None] = json.loads(sys.stdin.readline())
        return found

    @cache
    def support(shapes: tuple[float, ...]) -> tuple[float, float] | None:
        _tell({"kind": "call", "ask": "support", "shapes": shapes})
        ends = json.loads(sys.stdin.readline())
        return None if ends is None else (ends[0], ends[1])

    asking = bounds.Asking(values, support, bound["density"], bound["inside"])
    return bounds.outcomes(text, where, bound["name"], bound["label"], asking, n=n, seed=seed)


def _asked_of(bound: Bound) -> dict[str, Any]:
    """A bound function as the process hears of it."""
    return {
        "name": bound.name,
        "label": bound.label,
        "density": bound.is_density,
        "inside": bound.inside,
    }


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
