"""Values that were only followed so far: they agree or disagree, and decide nothing.

An integral to infinity is the sum of integrals that are enclosed and of a rest that is guessed; so
is a series without a closed form. Who uses such a value notes it here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

_NOTED: list[list[str]] = []


def note(what: str) -> None:
    """Say that a value was guessed from a part of it."""
    for noted in _NOTED:
        noted.append(what)


@contextmanager
def watching() -> Iterator[list[str]]:
    """Collect what is guessed inside."""
    noted: list[str] = []
    _NOTED.append(noted)
    try:
        yield noted
    finally:
        _NOTED.remove(noted)
