"""Work is counted, not timed: the same evaluation stops at the same place on every machine."""

from collections.abc import Iterator
from contextlib import contextmanager

from pycheck.statements.language.undecided import Undecided

ALLOWED = 200_000
"""Steps that one evaluation of a statement may take.

A step is a call of a function that the statement writes down: some ten microseconds, more at a
high precision.
"""


TOO_MUCH = "too much work"


class _Meter:
    """The steps that are left, and how many times each step counts."""

    left: float = float("inf")
    times: int = 1


METER = _Meter()


class TooMuchWork(Undecided):
    """The evaluation would take too long."""

    def __init__(self) -> None:
        super().__init__(TOO_MUCH)


def spend_on(size: int) -> None:
    """Count the work on a collection of so many elements, which is little for each of them."""
    spend(1 + size // 50)


def spend(steps: int = 1) -> None:
    """Count steps; raises `TooMuchWork` when there were too many."""
    METER.left -= steps * METER.times
    if METER.left < 0:
        raise TooMuchWork


@contextmanager
def limited(steps: int = ALLOWED) -> Iterator[None]:
    """Allow so many steps inside; an outer limit goes on counting."""
    outer = METER.left
    METER.left = min(steps, outer)
    before = METER.left
    try:
        yield
    finally:
        METER.left = outer - (before - METER.left)
