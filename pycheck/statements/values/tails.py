"""What holds of everything: of values about which nothing is known, or at a symbolic index.

Of the natural numbers the first ones are looked at singly, all others by the index.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pycheck.statements.language.truth import Truth, conjunction
from pycheck.statements.language.types import FIELDS, INT, NAT, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values.terms import Frame, Index
from pycheck.statements.values.unknowns import Anything, unknown

_MOST_SINGLE = 300


def of_anything(body: Callable[[Any], Truth], kind: Type | None = None) -> Truth | None:
    """``∀ x, body x`` in a type with an element, where that needs nothing of `x`; else None.

    Of numbers, a `kind`, polynomials that are alike are equal.
    """
    if kind in FIELDS or kind is NAT or kind is INT:
        return _settled(body, unknown(is_whole=kind is NAT or kind is INT))
    return _settled(body, Anything())


_hasty = 0


@contextmanager
def in_haste() -> Iterator[None]:
    """Let `of_points` end at what is undecided: at symbolic values, and far out.

    There only what is certain counts. A value that leaves one point undecided mostly leaves all of
    them so, and what is missed for that is looked at with other numbers.
    """
    global _hasty
    _hasty += 1
    try:
        yield
    finally:
        _hasty -= 1


def of_points(parts: Iterable[Truth]) -> Truth:
    """The conjunction of what holds at points; `in_haste` up to the first undecided one."""
    return conjunction(_to_the_first_undecided(parts) if _hasty else parts)


def hurried(value: Any) -> bool:
    """Whether a value is a truth that may be undecided for the haste alone."""
    return _hasty > 0 and isinstance(value, Truth) and value.value is None


def _to_the_first_undecided(parts: Iterable[Truth]) -> Iterator[Truth]:
    for part in parts:
        yield part
        if part.value is None:
            return


def _settled(body: Callable[[Any], Truth], value: Any) -> Truth | None:
    """The truth at a symbolic value where it is certain."""
    try:
        with in_haste():
            truth = body(value)
    except (Undecided, TypeError):  # a meaning that knows nothing of symbolic values
        return None
    return truth if truth.value is not None and truth.certain and not truth.evidence else None


def eventually(body: Callable[[Any], Truth]) -> Truth | None:
    """``∀ᶠ n, body n`` over the natural numbers, where a symbolic index decides it; else None."""
    return _settled(body, Index(Frame(0)))


def everywhere(body: Callable[[Any], Truth]) -> Truth | None:
    """``∀ n, body n`` over the natural numbers, where a symbolic index decides it; else None.

    A body that is true at the index is true from the start of its frame on; a table of values is
    constant beyond its last one, for instance. What is false there is false at those numbers.
    """
    frame = Frame(0)
    rest = _settled(body, Index(frame))
    if rest is None or rest.value is False:
        return rest
    if frame.start > _MOST_SINGLE:
        return None
    first = conjunction(body(n) for n in range(frame.start))
    return None if first.value is None else first
