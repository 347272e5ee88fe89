"""Printed pieces, with what has to be known to put them next to a sign."""

from typing import NamedTuple

from pycheck.statements.lean.notation import MATHLIB, MAX, RESERVED

Names = tuple[str, ...]


class Piece(NamedTuple):
    """A text, how tightly it holds together, and how tight a sign after it must be to enter it."""

    text: str
    level: int = MAX
    tail: int = MAX + 1

    def within(self, need: int) -> str:
        """The text where something that binds as tightly as `need` is expected."""
        return self.text if self.level >= need else f"({self.text})"

    def before(self, sign: int, need: int) -> str:
        """The text on the left of a sign of that precedence."""
        return self.within(need) if sign < self.tail else f"({self.text})"


def fresh(name: str, names: Names) -> str:
    """A name that Lean can read and that hides none of `names`, and none of Mathlib."""
    name = f"{name}_" if name in RESERVED or name in MATHLIB else name
    while name in names:
        name += "'"
    return name
