"""What holds of everything: of values about which nothing is known, or at a symbolic index.

Of the natural numbers the first ones are looked at singly, all others by the index.
"""

from collections.abc import Callable
from typing import Any, NoReturn

from pycheck.statements.language.truth import Truth, conjunction
from pycheck.statements.language.undecided import NotSymbolic, Undecided
from pycheck.statements.values.terms import Frame, Index

_MOST_SINGLE = 300


class _Anything:
    """A value of which nothing is known, so that every use of it is undecided."""

    def __getattr__(self, _: str) -> NoReturn:
        raise NotSymbolic("a value of which nothing is known")

    def _use(self, *_: object) -> NoReturn:
        raise NotSymbolic("a value of which nothing is known")

    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __index__ = __neg__ = __abs__ = _use
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __pow__ = __rpow__ = _use
    __mod__ = __rmod__ = __floordiv__ = __rfloordiv__ = __truediv__ = __rtruediv__ = _use
    __call__ = __getitem__ = __iter__ = __len__ = __contains__ = _use
    __hash__ = object.__hash__


def of_anything(body: Callable[[Any], Truth]) -> Truth | None:
    """``∀ x, body x`` in a type with an element, where it does not depend on `x`; else None."""
    return _settled(body, _Anything())


def _settled(body: Callable[[Any], Truth], value: Any) -> Truth | None:
    """The truth at a symbolic value where it is certain."""
    try:
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
