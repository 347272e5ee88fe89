"""The compiled checker of the extra ``leancert``, in a process that is killed when its time is up.

A line of JSON in, a line out. It encloses an expression over a box of rational intervals.
"""

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

Expression = Mapping[str, Any]
"""An expression in the words of the checker: ``{"kind": "exp", "e": {...}}``."""

SECONDS = 10.0
"""How long the checker may take for a formula, by the clock."""
# Bytes beyond the address space that it reserves when it starts, gigabytes for its threads.
_MEMORY = 4 * 2**30
_INTERFACE = "1"
# Bits after the binary point, and terms of the series: numbers are enclosed to some 1e-55.
_CONFIG = {"precision": -200, "taylorDepth": 120, "roundAfterOps": 0}
# Derivatives are computed with fractions, whose denominators grow with the terms.
_TERMS_OF_DERIVATIVES = 30


class NoAnswer(Exception):
    """The checker said nothing that can be used, or ran out of time."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Every real number from `low` to `high`."""

    low: Fraction
    high: Fraction

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


def installed() -> Path | None:
    """The checker, where the extra is installed; only its own file is looked for."""
    try:
        spec = importlib.util.find_spec("leancert")
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(next(iter(spec.submodule_search_locations)), "bin", "lean_bridge")
    return path if os.access(path, os.X_OK) else None


def version() -> str:
    """The version of the extra; empty where none is told."""
    try:
        return importlib.metadata.version("leancert")
    except importlib.metadata.PackageNotFoundError:
        return ""


class Server:
    """One process of the checker; it answers until `seconds` are over."""

    def __init__(self, path: Path, seconds: float = SECONDS) -> None:
        self._asked = 0
        try:
            self._process = subprocess.Popen(
                [str(path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        except OSError as error:
            raise NoAnswer(str(error)) from error
        self._timer = threading.Timer(seconds, self._process.kill)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> "Server":
        try:
            self._greet()
        except NoAnswer:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _greet(self) -> None:
        told = self._ask("get_info", {})
        spoken = told.get("bridge_api_version", "") if isinstance(told, dict) else ""
        if str(spoken).partition(".")[0] != _INTERFACE:
            raise NoAnswer(f"its interface is {spoken or 'unknown'}")
        _limit_memory(self._process.pid)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._timer.cancel()
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()

    def enclose(
        self, expression: Expression, box: Sequence[Interval], *, exact: bool = False
    ) -> Interval:
        """An interval that the value lies in; by fractions where it is to be `exact`.

        Nothing is said where a function inside is not defined: the checker then answers with some
        wide interval, so whoever asks has to enclose the arguments first.
        """
        parameters: dict[str, Any] = {"expr": expression, "box": [_written(i) for i in box]}
        if exact:
            return _read(self._ask("eval_interval", parameters))
        return _read(self._ask("eval_interval_dyadic", {**parameters, "config": _CONFIG}))

    def slope(self, expression: Expression, box: Sequence[Interval], place: int) -> Interval:
        """An interval that the derivative lies in, by the variable at `place` of the box."""
        found = self._ask(
            "deriv_interval",
            {
                "expr": expression,
                "box": [_written(i) for i in box],
                "taylorDepth": _TERMS_OF_DERIVATIVES,
            },
        )
        try:
            return _read(found["gradients"][place])
        except (TypeError, LookupError) as error:
            raise NoAnswer("no derivative") from error

    def _ask(self, method: str, parameters: Mapping[str, Any]) -> Any:
        self._asked += 1
        question = {"id": self._asked, "method": method, "params": parameters}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
            answer = json.loads(line) if line else None
        except (OSError, ValueError, RecursionError) as error:
            raise NoAnswer(f"{type(error).__name__}: {error}") from error
        if answer is None:
            raise NoAnswer("it ended, or ran out of time")
        if not isinstance(answer, dict) or answer.get("id") != self._asked:
            raise NoAnswer("an answer to another question")
        if "result" not in answer:
            raise NoAnswer(str(answer.get("error", "no result")))
        return answer["result"]


def _limit_memory(process: int) -> None:
    """Let a process have no more than it has now and `_MEMORY`, where that can be said."""
    if sys.platform != "linux":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + _MEMORY
        resource.prlimit(process, resource.RLIMIT_AS, (most, most))


def _written(interval: Interval) -> dict[str, Any]:
    return {"lo": rational(interval.low), "hi": rational(interval.high)}


def rational(value: Fraction) -> dict[str, int]:
    """A fraction in the words of the checker."""
    return {"n": value.numerator, "d": value.denominator}


def _read(answer: Any) -> Interval:
    try:
        ends = [Fraction(answer[end]["n"], answer[end]["d"]) for end in ("lo", "hi")]
    except (TypeError, LookupError, ValueError, ZeroDivisionError) as error:
        raise NoAnswer("no interval") from error
    if ends[0] > ends[1]:
        raise NoAnswer("an empty interval")
    return Interval(*ends)
