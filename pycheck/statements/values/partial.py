"""Partial functions in two modes: as Lean totalizes them, or as a reader takes them.

In Lean ``1 / 0`` is 0, and a divergent sum too; in a printed formula they have no value. A function
calls `outside` where it leaves its domain: nothing happens in Lean's mode, and the reader's stops.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from pycheck.statements.language.undecided import Undecided


class Mode(Enum):
    """What a partial function is outside of its domain."""

    LEAN = "Lean's"
    READER = "the reader's"


class Undefined(Undecided):
    """A term has no value for a reader."""


_MODES: list[Mode] = [Mode.LEAN]


@contextmanager
def reading(mode: Mode) -> Iterator[None]:
    """Take partial functions in this mode inside."""
    _MODES.append(mode)
    try:
        yield
    finally:
        _MODES.pop()


def outside(what: str) -> None:
    """Say that a function leaves its domain; raises `Undefined` in the reader's mode."""
    if _MODES[-1] is Mode.READER:
        raise Undefined(f"{what} has no value")


def is_total() -> bool:
    """Whether every term has a value, so that nothing times zero is zero."""
    return _MODES[-1] is Mode.LEAN
