"""Pieces of Python text, with what must be known of a piece to put it into another."""

from dataclasses import dataclass
from typing import Literal

from pycheck.statements.language.types import Type

# How tightly the outermost sign of a piece binds.
LOOSE, COMPARE, SUM, PRODUCT, SIGN, POWER, ATOM = range(7)

TextSort = Literal["int", "real", "truth", "bool", "any"]
"""What a piece is when it runs: perhaps a Python integer; surely an mpf; a truth value that may be
None; a truth value that is never None; something else."""


class NoProgram(Exception):
    """A statement or a sample that is not written as a program; the text says why."""


@dataclass(frozen=True, slots=True)
class Text:
    """A Python expression."""

    code: str
    level: int = ATOM
    sort: TextSort = "any"

    def at(self, level: int) -> str:
        """The expression where something binds as tightly as `level`."""
        return self.code if self.level >= level else f"({self.code})"

    @property
    def literal(self) -> int | None:
        """The value of a whole number written in digits, else None."""
        return int(self.code) if self.code.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Bound:
    """A variable: what stands for it, and its type where that is known."""

    text: Text
    kind: Type | None


Entry = Type | Bound | None
"""What a place in an environment holds: a type, a value, or a proof or an instance (None)."""


def real(x: Text) -> Text:
    """A number that is surely an mpf, so that a division is none of Python's."""
    return x if x.sort == "real" else Text(f"mpf({x.code})", ATOM, "real")


def call(function: str | Text, *args: Text, sort: TextSort = "any") -> Text:
    """A function applied to arguments, all at once."""
    head = function if isinstance(function, str) else function.at(ATOM)
    return Text(f"{head}({', '.join(a.at(LOOSE) for a in args)})", ATOM, sort)


def conditional(condition: Text, yes: Text, no: Text) -> Text:
    """``yes if condition else no``."""
    sort: TextSort = yes.sort if yes.sort == no.sort else "any"
    code = f"{yes.at(COMPARE)} if {condition.at(COMPARE)} else {no.at(LOOSE)}"
    return Text(code, LOOSE, sort)
