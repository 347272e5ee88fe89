"""Processes that end with the one that started them, and signals that unwind what is open."""

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
from types import FrameType

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


def end_with_parent() -> None:
    """End this process soon after the one that started it, whatever it is doing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends this one
    parent = os.getppid()
    if sys.platform == "linux":
        # A thread cannot run while C code holds the interpreter; the kernel can.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_EVERY)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
