"""Processes that end with the one that started them, and signals that unwind what is open."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from types import FrameType

MEMORY = 3 * 2**30
"""Addresses that a worker may use, in bytes: libraries reserve far more than they fill."""

_EVERY = 1.0
_PR_SET_PDEATHSIG = 1


class Terminated(BaseException):
    """SIGTERM came: what is open is closed on the way out."""


def unwind_on_sigterm() -> None:
    """Let SIGTERM raise `Terminated` in the main thread, as SIGINT raises KeyboardInterrupt."""

    def terminate(_number: int, _frame: FrameType | None) -> None:
        raise Terminated

    with contextlib.suppress(ValueError):  # not in the main thread: somebody else's program
        signal.signal(signal.SIGTERM, terminate)


def run_whole(command: Sequence[str], folder: Path, stdout: int | None) -> tuple[int, str]:
    """Run a program to its end: its exit code, and what it printed where `stdout` is a pipe.

    When this process is told to end, the program is killed with all that it has started. Raises
    OSError where it cannot be run.
    """
    with subprocess.Popen(
        command,
        cwd=folder,
        stdout=stdout,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            printed, _ = process.communicate()
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    return process.returncode, printed or ""


def begin_worker() -> None:
    """Begin a worker of a pool: it ends with its parent, and has so much memory."""
    parent = parent_process()
    assert parent is not None
    # There is a worker a core already, and each thread of these libraries reserves memory.
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(threads, "1")
    limit_memory()
    _end_when(lambda: wait([parent.sentinel]))


def end_with(parent: int) -> None:
    """End this process soon after the one with the number `parent`, which started it."""

    def gone() -> None:
        while os.getppid() == parent:
            time.sleep(_EVERY)

    _end_when(gone)


def _end_when(waited: Callable[[], object]) -> None:
    """End this process when `waited` returns, whatever it is doing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends this one
    if sys.platform == "linux":
        # A thread cannot run while C code holds the interpreter; the kernel can. It goes by the
        # thread that started this process, which lives until there is nothing left to wait for.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    def watch() -> None:
        waited()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def limit_memory() -> None:
    """Let this process have `MEMORY` and no more, where the system can say so."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # the time still is limited
