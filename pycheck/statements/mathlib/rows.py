"""A row of the table of constants: what one constant outside the library means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Code = Callable[[Any], Any]
"""A function from an environment to a value."""

Kind = Literal["value", "proposition", "type", "class"]


@dataclass(frozen=True, slots=True)
class Row:
    """The meaning of a constant.

    `arity` counts all of its arguments, elided ones too. `types` are the positions of the types
    that the meaning depends on, `uses` those of the values: `meaning` is called with the values of
    both, in this order. `fast` gives, for types that are constants, a meaning without the types.
    A `context` row gets the evaluator first. The meaning of a `lazy` row is one of code: it gets
    functions of the environment in place of values, and gives one. What a `written` row means of
    literals is computed once.
    An `explicit` row counts no elided arguments, so that it does not matter on how many classes the
    constant rests.
    """

    arity: int
    meaning: Callable[..., Any]
    uses: tuple[int, ...] = ()
    types: tuple[int, ...] = ()
    kind: Kind = "value"
    fast: Mapping[tuple[str, ...], Callable[..., Any]] = field(default_factory=dict)
    context: bool = False
    lazy: bool = False
    explicit: bool = False
    written: bool = False


Table = dict[str, Row]


def value(arity: int, meaning: Callable[..., Any], *uses: int) -> Row:
    """A row whose meaning depends on values alone."""
    return Row(arity, meaning, uses)


def proposition(
    arity: int,
    meaning: Callable[..., Any],
    *uses: int,
    types: tuple[int, ...] = (),
    context: bool = False,
    lazy: bool = False,
) -> Row:
    """A row that is true, false or undecided."""
    return Row(arity, meaning, uses, types, "proposition", context=context, lazy=lazy)


def explicit(
    arity: int,
    meaning: Callable[..., Any],
    *uses: int,
    types: tuple[int, ...] = (),
    kind: Kind = "value",
    context: bool = False,
    lazy: bool = False,
) -> Row:
    """A row whose positions count no elided arguments."""
    return Row(arity, meaning, uses, types, kind, context=context, lazy=lazy, explicit=True)
