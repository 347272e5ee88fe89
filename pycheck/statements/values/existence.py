"""``∃`` over types of numbers: what can be found, and what a limit can be."""

from collections.abc import Callable
from typing import Any

from flint import fmpq

from pycheck.statements.language.truth import Truth, disjunction, opposed
from pycheck.statements.language.types import FIELDS, INT, NAT, Finite, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values import limits, operations

_SEARCHED = 100  # how far an existence of a whole number is searched
# Numbers of a field that are tried before anything else is known.
_SIMPLE = tuple(
    dict.fromkeys(
        sign * fmpq(p, q)
        for q in (1, 2, 3, 4, 10)
        for p in (0, 1, 2, 3, *((10**3, 10**6, 10**9) if q == 1 else ()), *range(4, 26))
        for sign in (1, -1)
    )
)


def exists(context: Any, kind: Type, predicate: Callable[[Any], Truth]) -> Truth:
    """``∃ x, p x``: every value of a finite type, a small number, or what a limit can be.

    The limit is known as far as it was followed, so it refutes nothing by itself; and that no small
    number is one says nothing of the others.
    """
    if isinstance(kind, Finite):
        return disjunction(predicate(x) for x in operations.elements(kind))
    if kind in (NAT, INT):
        return _small(kind, predicate)
    if kind not in FIELDS:
        raise Undecided(f"an existence in {getattr(kind, 'value', kind)}")
    for probe in _SIMPLE:
        with context.watching_limits() as seen:
            tried = predicate(probe)
        if tried.value is True and tried.certain:
            return tried
        if seen:
            limit = limits.candidate(*seen[0])
            if limit is None:
                return opposed("a limit is claimed to exist of values that grow")
            found = predicate(limit)
            if found.value is False and not found.evidence:
                return opposed("an existence that fails near the limit")
            return found
    raise Undecided("an existence without a limit")


def _small(kind: Type, predicate: Callable[[Any], Truth]) -> Truth:
    """Search the small numbers for one that certainly has the property."""
    agrees = None
    for n in range(_SEARCHED + 1):
        for number in (n, -n) if kind is INT and n else (n,):
            found = predicate(number)
            if found.value is True and found.certain:
                return found
            if found.value is True or found.evidence:
                agrees = agrees or found
    if agrees is not None:
        return agrees
    raise Undecided(f"no number up to {_SEARCHED} is one that is claimed to exist")
