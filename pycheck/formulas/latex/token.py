"""A token of LaTeX, and the argument that follows one."""

from collections.abc import Sequence
from dataclasses import dataclass

from pycheck.formulas.syntax import UnreadableFormula


@dataclass(frozen=True, slots=True)
class Token:
    """A terminal of the grammar: its kind, what it says, and where it stands."""

    kind: str
    text: str
    place: int
    spaced: bool = False
    paired: bool = False
    r"""Whether ``\left`` or ``\right`` stands before it."""


def argument(text: str, row: Sequence[Token], index: int, of: Token) -> tuple[Sequence[Token], int]:
    """The next argument as TeX takes it: what is in braces, or a single token; and what follows."""
    if index >= len(row) or row[index].kind in ("close", "end"):
        raise UnreadableFormula(f"nothing follows {shown(of)}", text, of.place)
    if row[index].kind != "open":
        return row[index : index + 1], index + 1
    depth = 0
    for end in range(index, len(row)):
        depth += (row[end].kind == "open") - (row[end].kind == "close")
        if depth == 0:
            return row[index + 1 : end], end + 1
    raise UnreadableFormula("a '{' that is never closed", text, row[index].place)


def shown(token: Token) -> str:
    """A token as it is written."""
    return rf"\{token.text}" if token.kind == "macro" else repr(token.text)
