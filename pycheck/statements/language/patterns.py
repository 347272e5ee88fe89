"""Which defining equation of a recursive definition covers given arguments."""

from typing import Any

from pycheck.statements.language.forms import numeral
from pycheck.statements.language.library import Equation
from pycheck.statements.language.trees import App, Node, Var, is_call
from pycheck.statements.language.undecided import NotSymbolic, Undecided


def match(equation: Equation, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """The values of an equation's variables where its patterns fit, else None.

    Hypotheses of an equation say that no earlier one applies; the order of trial ensures them.
    """
    bound: list[Any] = [None] * equation.binders
    for pattern, value in zip(equation.patterns, values, strict=True):
        if not _fits(pattern, value, bound):
            return None
    return tuple(bound)


def _fits(pattern: Node, value: Any, bound: list[Any]) -> bool:
    if isinstance(pattern, Var):
        bound[-1 - pattern.index] = value
        return True
    if isinstance(pattern, App):
        if (number := numeral(pattern)) is not None:
            return _number(value) == number
        if is_call(pattern, "Nat.succ"):
            return _number(value) > 0 and _fits(pattern.args[0], value - 1, bound)
        if is_call(pattern, "List.cons"):
            return (
                len(value) > 0
                and _fits(pattern.args[1], value[0], bound)
                and _fits(pattern.args[2], value[1:], bound)
            )
    if is_call(pattern, "List.nil"):
        return len(value) == 0
    raise Undecided("a defining equation has an unknown pattern")


def _number(value: Any) -> int:
    """A value that a pattern can be told from: a symbolic index is every number at once."""
    if not isinstance(value, int):
        raise NotSymbolic("a defining equation at the index")
    return value
