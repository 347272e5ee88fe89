"""What tells the arguments of a definition from others, so that its value is computed once."""

from typing import Any

from flint import acb, arb, fmpq

from pycheck.statements.values.columns import Column
from pycheck.statements.values.reals import Jet

_ITSELF = frozenset((arb, acb, Column))
_NUMBERS = frozenset((int, fmpq, arb))


def key_of(name: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The key of a definition at these arguments; balls in it have to be kept as long as the key.

    A ball is no number, so only itself.
    """
    return (name, *map(_identity, values))


def _identity(value: Any) -> Any:
    of = type(value)
    if of is int:
        return value
    if of is fmpq:
        return (value.p, value.q)
    if of in _ITSELF:
        return id(value)
    if of is Jet:
        known = value.identity
        if known is None:
            known = (value.tag, _identity(value.value), _identity(value.slope))
            value.identity = known
        return known
    return value


def some_column(values: tuple[Any, ...]) -> bool:
    """Whether one of the arguments is a column, and not one that is differentiated."""
    return Column in map(type, values)


def all_numbers(values: tuple[Any, ...]) -> bool:
    """Whether every argument is a number, differentiated or not, that holds no column."""
    for value in values:
        while type(value) is Jet:
            if type(value.slope) not in _NUMBERS and not all_numbers((value.slope,)):
                return False
            value = value.value
        if type(value) not in _NUMBERS:
            return False
    return True
