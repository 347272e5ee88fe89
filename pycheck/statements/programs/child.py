"""What runs in the other process: programs one after another, each in a namespace of its own.

A line of JSON in, ``{"source", "seconds"}``, and one out: what the program left behind, or why it
did not end. It imports nothing of this package, so that a program has only mpmath to go by.
"""

import contextlib
import io
import json
import signal
import sys
from types import FrameType
from typing import Any


def _out_of_time(_: int, __: FrameType | None) -> None:
    raise TimeoutError("out of time")


@contextlib.contextmanager
def _alarm(seconds: float) -> Any:
    """An end to what takes too long, where there are signals; else the parent sees to it.

    It is the time of the processor, so that a busy machine does not change what is said.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGPROF, _out_of_time)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def run(source: str, seconds: float) -> dict[str, Any]:
    """What a program says: ``holds``, both sides and the hypotheses, or its ``error``."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), _alarm(seconds):
            exec(compile(source, "<program>", "exec"), namespace)
            shown = {side: _shown(namespace.get(side)) for side in ("left", "right")}
    except TimeoutError as error:
        return {"error": str(error), "late": True}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    holds = namespace.get("holds")
    return {
        "holds": None if holds is None else bool(holds),
        "hypotheses": {
            name: None if truth is None else bool(truth)
            for name, truth in namespace.get("hypotheses", {}).items()
        },
        **shown,
        "printed": printed.getvalue(),
    }


def _shown(value: Any) -> str:
    try:
        return "" if value is None else str(value)
    except ValueError:  # Python writes no whole number of thousands of digits
        return ""


def serve() -> None:
    """Answer each line of the input."""
    sys.setrecursionlimit(10_000)
    for line in sys.stdin:
        asked = json.loads(line)
        answer = run(asked["source"], asked["seconds"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        if answer.get("late"):  # what an alarm interrupted may have left mpmath in any state
            return


if __name__ == "__main__":
    serve()
