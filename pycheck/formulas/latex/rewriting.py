"""Rows of tokens in the spellings that the grammar knows.

Braces around what stands on either side of an infix macro, what a decoration is around, cases that
are written as an array, and the like.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pycheck.formulas.latex.token import Token, argument, shown
from pycheck.formulas.latex.vocabulary import (
    AROUND,
    DECORATED,
    INFIX,
    OLD_FONTS,
    RELATIONS,
    SAME,
    STACKED,
)
from pycheck.formulas.syntax import UnreadableFormula

Row = list[Token]


def rewritten(text: str, row: Sequence[Token]) -> Row:
    """A row of tokens in the grammar's spellings. Raises `UnreadableFormula`."""
    found = list(row)
    steps: tuple[Callable[[str, Row], Row], ...] = (
        _fonts, _plain, _stacked, _cases, _substack, _divisors, _given, _in_front,
    )  # fmt: skip
    for step in steps:
        found = step(text, found)
    return found


def _is(token: Token, kind: str, *texts: str) -> bool:
    return token.kind == kind and token.text in texts


def _fonts(_: str, row: Row) -> Row:
    r"""``{\rm x}`` as ``\mathrm{x}``."""
    found: Row = []
    for token in row:
        old = token.kind == "macro" and token.text in OLD_FONTS
        if old and found and found[-1].kind == "open":
            found[-1:] = [replace(token, text=OLD_FONTS[token.text]), found[-1]]
        else:
            found.append(token)
    return found


def _plain(text: str, row: Row) -> Row:
    r"""``\boxed{x}`` and ``\underbrace{x}_{\text{why}}`` as ``{x}``."""
    found: Row = []
    index = 0
    while index < len(row):
        token = row[index]
        index += 1
        if token.kind != "macro" or token.text not in AROUND:
            found.append(token)
            continue
        part, index = argument(text, row, index, token)
        inside = _plain(text, list(part))
        if token.text in DECORATED and row[index : index + 1] and row[index].text in "_^":
            _, index = argument(text, row, index + 1, row[index])
        place = token.place
        plain = token.text == "mathop" or (token.text == "boxed" and _related(inside))
        brace = Token("open", "{", place), Token("close", "}", place)
        found += inside if plain else [brace[0], *inside, brace[1]]
    return found


def _related(row: Row) -> bool:
    """Whether a row holds a relation outside of all braces."""
    depth = 0
    for token in row:
        depth += (token.kind == "open") - (token.kind == "close")
        said = SAME.get(token.text, token.text)
        if depth == 0 and (said in RELATIONS or said in ("=", "<", ">")):
            return True
    return False


def _stacked(text: str, row: Row) -> Row:
    r"""``\overset{!}{=}`` as ``=``."""
    found: Row = []
    index = 0
    while index < len(row):
        token = row[index]
        index += 1
        if token.kind == "macro" and token.text in STACKED:
            _, index = argument(text, row, index, token)
            part, index = argument(text, row, index, token)
            said = SAME.get(part[0].text, part[0].text) if len(part) == 1 else ""
            if said not in RELATIONS and said not in ("=", "<", ">"):
                raise UnreadableFormula(f"{shown(token)} is not read here", text, token.place)
            found += part
        else:
            found.append(token)
    return found


def _cases(_: str, row: Row) -> Row:
    r"""``\left\{\begin{array}{ll} ... \end{array}\right.`` as an environment of cases."""
    found = list(row)
    for at in range(len(found) - 2, 0, -1):
        begins = _is(found[at], "begin", "array", "matrix", "aligned")
        if not begins or not _is(found[at - 1], "macro", "{", "lbrace"):
            continue
        if at < 2 or not _is(found[at - 2], "macro", "left"):
            continue
        end = _end_of(found, at)
        closing = found[end + 1 : end + 3]
        if len(closing) == 2 and _is(closing[0], "macro", "right") and closing[1].text == ".":
            start = at + 1
            if found[at].text == "array":
                start = _behind(found, start)
            found[end : end + 3] = [replace(found[end], text="cases")]
            found[at - 2 : start] = [replace(found[at], text="cases")]
    return found


def _end_of(row: Row, at: int) -> int:
    depth = 0
    for index in range(at, len(row)):
        depth += (row[index].kind == "begin") - (row[index].kind == "end")
        if depth == 0:
            return index
    return len(row) - 1


def _behind(row: Row, at: int) -> int:
    """The place behind the braces that begin at a place."""
    depth = 0
    for index in range(at, len(row)):
        depth += (row[index].kind == "open") - (row[index].kind == "close")
        if depth == 0:
            return index + 1
    return at


def _substack(_: str, row: Row) -> Row:
    r"""The lines of a ``\substack`` as a list."""
    found = list(row)
    for at in range(len(found) - 2, -1, -1):
        if _is(found[at], "macro", "substack") and found[at + 1].kind == "open":
            end = _behind(found, at + 1)
            found[at + 1 : end] = [
                Token("char", ",", t.place) if _is(t, "macro", "\\") else t
                for t in found[at + 1 : end]
            ]
            del found[at]
    return found


def _divisors(_: str, row: Row) -> Row:
    r"""The bar in ``\sum_{d|n}`` as ``\mid``."""
    found = list(row)
    for at in range(len(found) - 2):
        big = _is(found[at], "macro", "sum", "prod")
        if big and _is(found[at + 1], "char", "_") and found[at + 2].kind == "open":
            inside = range(at + 2, _behind(found, at + 2))
            bars = [i for i in inside if found[i].text == "|"]
            if len(bars) == 1:
                found[bars[0]] = Token("macro", "mid", found[bars[0]].place)
    return found


def _given(_: str, row: Row) -> Row:
    r"""The only bar of a pair of brackets, as in ``P(A|B)``, as ``\mid``."""
    found = list(row)
    opened: list[list[int]] = []
    for at, token in enumerate(row):
        if token.kind in ("open", "begin") or _is(token, "char", "(", "["):
            opened.append([])
        elif token.kind in ("close", "end") or _is(token, "char", ")", "]"):
            bars = opened.pop() if opened else []
            if len(bars) == 1 and _is(token, "char", ")", "]"):
                found[bars[0]] = Token("macro", "mid", row[bars[0]].place)
        elif opened and (token.text == "|" or SAME.get(token.text) in ("|", "norm")):
            opened[-1].append(at)
    return found


def _in_front(text: str, row: Row) -> Row:
    r"""``{n \choose k}`` as ``\binom{n}{k}``."""
    found = list(row)
    while True:
        at = next((i for i, t in enumerate(found) if t.kind == "macro" and t.text in INFIX), None)
        if at is None:
            return found
        said, place = found[at], found[at].place
        left, right = _around(found, at, -1), _around(found, at, 1)
        if left is None or right is None:
            raise UnreadableFormula(f"{shown(said)} outside of braces", text, place)
        found[at : at + 1] = [Token("close", "}", place), Token("open", "{", place)]
        found.insert(right + 1, Token("close", "}", place))
        begun = found[left].place
        found[left + 1 : left + 1] = [
            Token("macro", INFIX[said.text], begun),
            Token("open", "{", begun),
        ]


def _around(row: Sequence[Token], at: int, step: int) -> int | None:
    """The brace that encloses a place, on one side of it."""
    depth = 0
    index = at + step
    while 0 <= index < len(row):
        depth += {"open": step, "close": -step}.get(row[index].kind, 0)
        if depth < 0:
            return index
        index += step
    return None
