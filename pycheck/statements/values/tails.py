"""What holds of every natural number: the first ones singly, all others by a symbolic index."""

from collections.abc import Callable
from typing import Any

from pycheck.statements.language.truth import Truth, conjunction
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values.terms import Frame, Index

_MOST_SINGLE = 300


def everywhere(body: Callable[[Any], Truth]) -> Truth | None:
    """``∀ n, body n`` over the natural numbers, where a symbolic index decides it; else None.

    A body that is true at the index is true from the start of its frame on; a table of values is
    constant beyond its last one, for instance. What is false there is false at those numbers.
    """
    frame = Frame(0)
    try:
        rest = body(Index(frame))
    except (Undecided, TypeError):  # a meaning that knows nothing of an index
        return None
    if rest.value is None or rest.evidence or not rest.certain:
        return None
    if rest.value is False:
        return rest
    if frame.start > _MOST_SINGLE:
        return None
    first = conjunction(body(n) for n in range(frame.start))
    return None if first.value is None else first
