"""Functions of other people's code, called in a process of their own.

Such a function may hang, exit, print, or take all memory. The process reads one question a line
and answers with lines of JSON; what the function prints or reads goes nowhere.
"""

import contextlib
import json
import multiprocessing
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Literal

from pycheck.errors import InputError
from pycheck.formulas.called import answer_in_copy

Number = int | float
Target = str | Callable[..., Any]
"""A function, or the place of one: ``package.module:attribute``."""
Inside = Literal["", "open", "closed"]
_FIRST = 60.0
"""Seconds that a package may take to be imported."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A name in a formula and the function that it stands for.

    Of a density the total weight is looked at too; `inside` says that only the inside of its
    support counts, as where a text does not say what it is of, with its ends or without.
    """

    name: str
    target: Target
    is_density: bool = False
    inside: Inside = ""

    @classmethod
    def of(cls, bind: Mapping[str, Target], calls: "Calls") -> "Bound | None":
        """The one name that is bound to a function.

        Raises `InputError` for more than one, and for what is no function.
        """
        if len(bind) > 1:
            raise InputError(f"a formula is held against one function, not {len(bind)}")
        for name, target in bind.items():
            if not name.isidentifier() or not (isinstance(target, str) or callable(target)):
                raise InputError("bind takes a name with a callable or 'package.module:function'")
            return cls(name, target, bool(calls.checked(target)["density"]))
        return None

    @property
    def label(self) -> str:
        """The place of the function."""
        return shown(self.target)


class Calls:
    """A process that calls functions; it ends where one does not answer, and begins anew."""

    def __init__(self) -> None:
        self._process: Any = None
        self._function: Callable[..., Any] | None = None
        self._into: IO[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.lost = False
        """Whether a function ended the process, or did not answer in time, since `described`."""

    def __enter__(self) -> "Calls":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is None:
            return
        self._process.kill()
        waited = getattr(self._process, "wait", None) or self._process.join
        waited()
        if self._into is not None:
            with contextlib.suppress(OSError):
                self._into.close()
        self._process = self._into = None

    def described(self, target: Target) -> dict[str, Any]:
        """What is known of a function, or of a distribution; or the `error`.

        `density` is ``pdf`` or ``pmf`` where it is one, `counts` the least and the largest number
        of arguments or None, `plain` says whether it is a function of Python or numpy; a
        distribution has `shapes` and the names of its `methods`.
        """
        self.lost = False
        (answer,) = self._ask(target, "kind", [None], _FIRST)
        return answer or {
            "error": f"{shown(target)}: its import ended the process, or took too long"
        }

    def checked(self, target: Target) -> dict[str, Any]:
        """The same. Raises `InputError` where there is no such function."""
        known = self.described(target)
        if error := known.get("error"):
            raise InputError(error)
        return known

    def values(
        self, target: Target, calls: Sequence[Sequence[Number]], seconds: float
    ) -> list[float | None]:
        """What the function gives at each list of arguments; None where it gives no real number."""
        return self._ask(target, "value", calls, seconds)

    def support(self, target: Target, shapes: Sequence[Number]) -> tuple[float, float] | None:
        """The ends of the support of a density with these shapes."""
        (answer,) = self._ask(target, "support", [shapes], _FIRST)
        return None if answer is None else (answer[0], answer[1])

    def _ask(self, target: Target, what: str, calls: Sequence[Any], seconds: float) -> list[Any]:
        """An answer to each call; None from the one on that has none in time, and afterwards."""
        if self.lost:
            return [None] * len(calls)
        function = None if isinstance(target, str) else target
        if function is not self._function or self._process is None or not self._alive():
            self.stop()
            self._function = function
            self._start(function)
        found: list[Any] = []
        stop = time.monotonic() + seconds
        try:
            assert self._into is not None
            place = target if isinstance(target, str) else ""
            self._into.write(json.dumps({"target": place, "ask": what, "calls": calls}) + "\n")
            self._into.flush()
            while len(found) < len(calls):
                line = self._lines.get(timeout=max(stop - time.monotonic(), 0))
                if line is None:
                    break
                found.append(json.loads(line))
        except (queue.Empty, OSError):
            pass
        if len(found) < len(calls):
            self.lost = True
            self.stop()
        return found + [None] * (len(calls) - len(found))

    def _alive(self) -> bool:
        poll = getattr(self._process, "poll", None)
        return poll() is None if poll else bool(self._process.is_alive())

    def _start(self, function: Callable[..., Any] | None) -> None:
        if function is None:
            environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pycheck.formulas.called", str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                env=environment,
            )
            self._into, out = self._process.stdin, self._process.stdout
        else:
            self._into, out = self._fork(function)
        self._lines = queue.Queue()
        threading.Thread(target=_listen, args=(out, self._lines), daemon=True).start()

    def _fork(self, function: Callable[..., Any]) -> tuple[IO[str], IO[str]]:
        """A copy of this process, which has a function that no other one could import."""
        if "fork" not in multiprocessing.get_all_start_methods():
            raise InputError("bind takes 'package.module:function' on this system")
        (asked, asking), (answered, answering) = os.pipe(), os.pipe()
        process = multiprocessing.get_context("fork").Process(
            target=answer_in_copy,
            args=(function, (asked, answering), (asking, answered)),
            daemon=True,
        )
        process.start()
        os.close(asked)
        os.close(answering)
        self._process = process
        return os.fdopen(asking, "w"), os.fdopen(answered)


def _listen(out: IO[str], lines: "queue.Queue[str | None]") -> None:
    with contextlib.suppress(ValueError, OSError), out:
        for line in out:
            lines.put(line)
    lines.put(None)


def shown(target: Target) -> str:
    """The place of a function."""
    if isinstance(target, str):
        return target
    name = getattr(target, "__qualname__", type(target).__qualname__)
    return f"{getattr(target, '__module__', None) or '__main__'}:{name}"
