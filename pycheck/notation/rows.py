"""Pieces of a formula side by side: the spaces, dots and brackets that a line of text needs."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pycheck.notation.signs import CALLED

RELATION, SUM, PRODUCT, FUNCTION, POWER, ATOM = range(6)
"""How strongly a piece holds together, from a list or a relation to a single letter."""

_LEADING = frozenset(("open", "relation", "separator", "sign", "times", "divided", "wide", "big"))
"""After these, and at the beginning, a minus is a sign and no difference."""
_VALUES = frozenset(
    ("letter", "number", "name", "fenced", "called", "close", "root", "fraction", "postfix")
)
_GROUP = re.compile(r"[0-9]{3}(?![0-9])")
_TIGHT = frozenset(("open", "times", "divided", "tight"))


class Unreadable(Exception):
    """A formula, or a part of it, that has no line of text."""


class Piece(NamedTuple):
    """A part of a line: its text, what it is, how strongly it holds together.

    `parts` counts what it was joined from, `open_end` says that its end is the argument of a
    function without brackets, `wrapped` that one pair of brackets is around all of it, `apart` that
    a thin space stands before it.
    """

    text: str
    kind: str
    strength: int = ATOM
    parts: int = 1
    open_end: bool = False
    wrapped: bool = False
    apart: bool = False


def bracketed(piece: Piece, strength: int) -> str:
    """The text of a piece, in brackets where it holds together less than `strength`."""
    if piece.strength >= strength or piece.wrapped:
        return piece.text
    return f"({piece.text})"


def joined(pieces: Sequence[Piece]) -> Piece:
    """Pieces as one; brackets in the row are those of the source."""
    row = _differentials(_spaced(_bars(pieces)), pieces)
    if len(row) == 1 and row[0].kind not in ("open", "close"):
        return row[0]
    text, strength, depth, argument = "", ATOM, 0, False
    for index, piece in enumerate(row):
        before = row[index - 1] if index else None
        after = row[index + 1] if index + 1 < len(row) else None
        depth -= piece.kind == "close"
        gap = _between(before, piece, row, index, argument=argument)
        text += gap + _shown(before, piece, after)
        if depth == 0:
            strength = min(strength, _strength(before, piece, after, gap))
        depth += piece.kind == "open"
        argument = _in_argument(before, piece, argument=argument)
    return Piece(text, _kind(row, strength), strength, len(row), argument, _is_wrapped(row))


def _spaced(row: Sequence[Piece]) -> list[Piece]:
    """The row without the spaces that a line of text does not need, and ``50 000`` as a number."""
    found: list[Piece] = []
    thin = False
    for piece in row:
        last = found[-1] if found else Piece("", "wide")
        if piece.kind == "thin":
            thin = True
            continue
        group = _GROUP.match(piece.text) if thin else None
        if group and last.kind == piece.kind == "number" and last.text[-1].isdigit():
            found[-1] = last._replace(text=f"{last.text} {piece.text}")
        elif piece.kind != "wide" or last.kind not in ("separator", "wide"):
            called = piece.kind == "fenced" and last.text[:1] in CALLED
            found.append(piece._replace(apart=thin, kind="called" if called else piece.kind))
        thin = False
    return found


def _kind(row: Sequence[Piece], strength: int) -> str:
    if strength == ATOM and row and row[-1].kind == "close":
        return "fenced"
    return "function" if strength == FUNCTION else "row"


def _bars(pieces: Sequence[Piece]) -> list[Piece]:
    """Bars as brackets, where they come in pairs at their depth; a single one is a relation."""
    found = list(pieces)
    open_at: list[list[int]] = [[]]
    for index, piece in enumerate(found):
        if piece.kind == "open":
            open_at.append([])
        elif piece.kind == "close" and len(open_at) > 1:
            _single(found, open_at.pop())
        elif piece.kind == "bar":
            bars = open_at[-1]
            bars.append(index)
            if len(bars) == 2:
                first, last = bars
                found[first] = found[first]._replace(kind="open")
                found[last] = found[last]._replace(kind="close")
                bars.clear()
    for bars in open_at:
        _single(found, bars)
    return found


def _single(found: list[Piece], bars: Sequence[int]) -> None:
    for index in bars:
        found[index] = found[index]._replace(kind="relation", strength=RELATION)


def _differentials(row: list[Piece], pieces: Sequence[Piece]) -> list[Piece]:
    """``d x`` of an integral or after a thin space, and ``d U / d T``: there d is no factor."""
    integral = any(p.kind == "big" and p.text[0] in "∫∮" for p in pieces)
    found: list[Piece] = []
    for index, piece in enumerate(row):
        last = found[-1] if found else None
        if last and last.text == "d" and last.kind == "letter" and piece.kind == "letter":
            if integral or (last.apart and not piece.apart):
                found[-1] = Piece(f"d{piece.text}", "differential")
                continue
            if _is_quotient(row, index - 1):
                found[-1] = piece._replace(text=f"d{piece.text}")
                continue
        found.append(piece)
    return found


def _is_quotient(row: Sequence[Piece], start: int) -> bool:
    """Whether ``d U / d T`` begins here, or its denominator does."""
    signs = [piece.text for piece in row]
    above, below = signs[start : start + 4], signs[max(start - 3, 0) : start + 1]
    upper = len(row) > start + 4 and (above[0], above[2:]) == ("d", ["/", "d"])
    lower = len(below) == 4 and (below[0], below[2:]) == ("d", ["/", "d"])
    return (upper and row[start + 4].kind == "letter") or lower


def _shown(before: Piece | None, piece: Piece, after: Piece | None) -> str:
    """A fraction in brackets where its neighbour would take a part of it."""
    if piece.kind != "fraction":
        return piece.text
    taken = before and before.kind in ("function", "divided", "name", "operator")
    marked = after and after.kind in ("postfix", "divided")
    return f"({piece.text})" if taken or marked else piece.text


def _strength(before: Piece | None, piece: Piece, after: Piece | None, gap: str) -> int:
    """How strongly a row holds together at one of its pieces."""
    if piece.kind == "tight":
        return ATOM
    if piece.kind == "function" and not (before and before.kind in _VALUES):
        return ATOM if _is_bracket(after) else FUNCTION
    if before is None:
        return piece.strength
    if _is_bracket(piece):
        # A letter before a bracket may be a factor of it.
        factor = before.kind in _VALUES and (before.kind != "name" or gap)
        whole = piece.kind == "called" and not gap
        return min(piece.strength, PRODUCT if factor and not whole else ATOM)
    if piece.kind in ("text", "wide"):
        return RELATION
    if before.kind == "function":
        return min(FUNCTION, piece.strength)
    if before.kind in _VALUES and (piece.kind in _VALUES or piece.kind == "function"):
        return piece.strength if piece.kind in ("close", "postfix") else PRODUCT
    if piece.kind == "differential" or before.kind == "operator":
        return min(piece.strength, PRODUCT)
    return piece.strength


def _is_bracket(piece: Piece | None) -> bool:
    return piece is not None and piece.kind in ("open", "called", "fenced")


def _in_argument(before: Piece | None, piece: Piece, *, argument: bool) -> bool:
    """Whether what follows may belong to a function that was written without brackets."""
    if piece.kind == "function":
        return True
    if piece.kind in ("sign", "relation", "separator", "wide", "text", "times", "close"):
        return False
    if before and before.kind == "function" and _is_bracket(piece):
        return False
    return argument


def _between(
    before: Piece | None, piece: Piece, row: Sequence[Piece], index: int, *, argument: bool
) -> str:
    """What is set between two pieces."""
    if before is None or before.kind in _TIGHT or piece.kind in ("close", "postfix", "tight"):
        return _around_times(before, piece)
    if before.kind == "sign" and _is_leading(row, index - 1):
        return ""
    if piece.kind == "sign" and _is_leading(row, index):
        return " " if before.kind not in ("open", "sign") else ""
    if piece.kind in ("times", "divided"):
        return " " if piece.text == "×" else ""
    if piece.kind in ("separator", "wide") or before.kind == "wide":
        return ""
    if before.kind in ("sign", "relation", "separator", "text", "big", "differential", "operator"):
        return " "
    if piece.kind in ("sign", "relation", "text", "differential"):
        return " "
    after = row[index + 1] if index + 1 < len(row) else None
    return _beside(before, piece, after, argument=argument)


def _around_times(before: Piece | None, piece: Piece) -> str:
    return " " if before and before.text == "×" and piece.kind != "tight" else ""


def _is_leading(row: Sequence[Piece], index: int) -> bool:
    """Whether a sign begins what it stands before."""
    return index == 0 or row[index - 1].kind in _LEADING or row[index - 1].kind == "function"


def _beside(before: Piece, piece: Piece, after: Piece | None, *, argument: bool) -> str:
    """Between two values, of which the second is a factor, an argument, or in brackets."""
    if _is_bracket(piece):
        if before.text[-1] in "′″":
            return ""
        if piece.apart and before.kind in ("letter", "number"):
            return "·"
        if before.kind == "letter" and piece.kind == "fenced":
            return " "  # a factor, or what a function is applied to
        return "" if before.kind in ("function", "name", "letter", "number") else "·"
    if before.kind in ("function", "name"):
        return "" if piece.kind == "fraction" else " "
    if piece.kind in ("function", "big"):
        dotted = piece.kind == "big" or argument or before.kind == "fraction" or _is_bracket(after)
        return "·" if dotted else " "
    if argument or (before.kind == "number" and piece.kind == "name"):
        return " "
    return "" if before.kind == "number" and piece.kind in ("letter", "root") else "·"


def _is_wrapped(row: Sequence[Piece]) -> bool:
    """Whether one pair of round brackets is around the whole row."""
    if len(row) < 2 or row[0].text != "(" or row[-1].text != ")":
        return False
    depth = 0
    for piece in row[:-1]:
        depth += (piece.kind == "open") - (piece.kind == "close")
        if depth == 0:
            return False
    return True
