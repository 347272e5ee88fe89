"""Bounds on what sympy and mpmath may do, counted in work where it can be.

sympy cannot be asked to stop. Every expression that it builds passes through one function, which
counts here; so the same question ends at nearly the same place on every machine (what sympy keeps
from one question to the next moves it a little). Where it builds few for long, the time of the
processor ends it: that alone depends on the machine.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

import sympy
from sympy.core.basic import Basic
from sympy.core.cache import clear_cache
from sympy.core.random import seed

EXPRESSIONS = 200_000
"""Expressions that sympy may build for one formula: some eight seconds."""
SECONDS = 20.0
"""Seconds of the processor for one formula, where few expressions are built in them."""
FEW = 1_000
"""Expressions a second that are few: usually there are five to thirty times as many."""


_LATE = "too much time for sympy"
Answer = TypeVar("Answer")


class Exhausted(BaseException):
    """The work that is allowed is done; sympy catches nothing of this kind."""


class Meter:
    """What is left of the work that is allowed for one formula."""

    def __init__(self, work: int = EXPRESSIONS, seconds: float = SECONDS) -> None:
        self.work = work
        self.seconds = seconds
        self._granted = seconds
        self._before = work
        self.exhausted = ""
        """Why there is no more, where there is none."""

    def spend(self, work: int = 1) -> None:
        """Count work; raises `Exhausted` when there was too much."""
        self.work -= work
        if self.work < 0:
            raise Exhausted("too much work for sympy")

    def more_seconds(self) -> float:
        """As many seconds as at first, once these are over; none where few expressions came."""
        built, self._before = self._before - self.work, self.work
        return self._granted if built >= FEW * self._granted else 0.0


@contextmanager
def bounded(meter: Meter) -> Iterator[None]:
    """Let sympy work inside as far as a meter allows; raises `Exhausted` beyond that."""
    clear_cache()
    seed(0)
    build: Callable[..., Any] = Basic.__new__

    def counted(cls: type, *args: Any) -> Any:
        meter.spend()
        return build(cls, *args)

    with _alarm(meter):
        Basic.__new__ = staticmethod(counted)
        try:
            yield
        finally:
            Basic.__new__ = staticmethod(build)


@contextmanager
def _alarm(meter: Meter) -> Iterator[None]:
    """An end by the time of the processor, where there are signals and this is the main thread."""
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer"):
        yield
        return

    if meter.seconds <= 0:
        raise Exhausted(_LATE)

    def late(_: int, __: FrameType | None) -> None:
        more = meter.more_seconds()
        if not more:
            raise Exhausted(_LATE)
        signal.setitimer(signal.ITIMER_PROF, more)

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, meter.seconds)
    try:
        yield
    finally:
        meter.seconds, _ = signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def asked(meter: Meter, question: Callable[[], Answer], default: Answer) -> Answer:
    """The answer to a question, or the default where there is none within the bounds."""
    try:
        with bounded(meter):
            return question()
    except Exhausted as exhausted:
        meter.exhausted = str(exhausted)
    except Exception:  # sympy raises whatever it likes, and then has shown nothing
        pass
    return default


def is_known(expression: Any) -> bool:
    """Whether nothing is left in an expression that sympy has found no closed form of."""
    open_forms = (sympy.Sum, sympy.Product, sympy.Integral, sympy.Limit, sympy.Derivative)
    return not expression.has(*open_forms)
