r"""The formulas of one display: its rows put together to chains.

In an alignment a row with an empty left side goes on with the row before, and a new left side
begins a new formula; the columns of ``align`` come in pairs. In a ``gather`` each row is a formula.
Everywhere a row that begins with a relation goes on, one behind a sign, and one without a relation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from pycheck.formulas.latex.tokens import Macros
from pycheck.texts.cutting import (
    COLUMNS,
    INNER,
    JOINED,
    Cut,
    Row,
    cut,
    hide,
    only_environment,
    past_arguments,
    tidy,
)
from pycheck.texts.endings import condition, without_ending, words_only
from pycheck.texts.marks import Marks

_SIGNS = r"(?::=|=:|[=<>≤≥≈≡≠]|\\(?:le|leq|leqslant|ge|geq|geqslant|ne|neq|approx|equiv|sim|simeq" \
    r"|cong|propto|to|rightarrow|longrightarrow|Rightarrow|implies|iff|Leftrightarrow" \
    r"|Longleftrightarrow|Longrightarrow|coloneqq|ll|gg|lesssim|gtrsim|in|subset|subseteq" \
    r"|stackrel|overset|triangleq|doteq|lt|gt)(?![A-Za-z]))"  # fmt: skip
_WORKS = r"(?:[-+*/]|\\(?:cdot|times|pm|mp|div)(?![A-Za-z]))"
_LEADING = re.compile(
    r"(?:\s|&|~|\0|\{\s*\}|\\[,;:!> ]|\\(?:q?quad|hspace\*?\{[^}]*\})(?![A-Za-z]))*"
)
_GOES_ON = re.compile(rf"{_SIGNS}|{_WORKS}")
_SIGN = re.compile(_SIGNS)
_OPEN = re.compile(rf"(?:{_SIGNS}|{_WORKS})(?:\s|\0|&|\{{\s*\}}|\\[,;:!])*$")
_ALONE = re.compile(rf"(?:\s|\0|\{{\s*\}})*(?:{_SIGNS}|{_WORKS})(?:\s|\0|\{{\s*\}})*")


@dataclass(slots=True)
class Piece:
    """One formula of a display: its source, and the lines of the display where it begins."""

    latex: str
    place: int
    """Of the first character of the formula in the source of the display."""
    label: str = ""
    comments: list[tuple[int, str]] = field(default_factory=list)
    """Those that stand in it, with their places."""
    spans: list[tuple[int, int]] = field(default_factory=list)


def pieces(
    source: str, environment: str, macros: Macros, start: int = 0, stop: int | None = None
) -> tuple[list[Piece], Macros, list[tuple[int, str]]]:
    """The formulas between two places of a source that is set by an environment, the macros that
    it leaves defined, and the comments behind the last formula.

    An environment that alone fills the display and holds several formulas falls into them.
    """
    stop = len(source) if stop is None else stop
    marks = Marks(source)
    start = past_arguments(marks, environment, start)
    parts, macros = cut(marks, environment, macros, start, stop)
    text = hide(source, parts.hidden)
    inner = only_environment(marks, text, start, stop)
    if inner is not None:
        name, begun, ended, first = inner
        found, macros, left = pieces(source, name, macros, begun, ended)
        if name in INNER and len(found) == 1:  # a chain is read as it stands
            found[0].latex = without_ending(tidy(text[first:stop]))
            found[0].place = first
        for piece in found:
            piece.comments = [c for c in parts.comments if c[0] < begun] + piece.comments
        _label(found, [named for named in parts.labels if not begun <= named[0] < ended])
        return found, macros, left + [c for c in parts.comments if c[0] >= ended]
    chains = _chains(text, parts, environment)
    found = sorted((p for c in chains if (p := _piece(text, c)).latex), key=lambda p: p.place)
    _label(found, parts.labels)
    left = []
    for place, comment in parts.comments:
        ahead = [p for p in found if any(place <= end for _, end in p.spans)]
        (ahead[0].comments if ahead else left).append((place, comment))
    return found, macros, left


def _label(found: list[Piece], labels: list[tuple[int, str]]) -> None:
    """A label is that of the formula in which it stands, else of the one before."""
    for place, name in labels:
        before = [p for p in found if p.spans[0][0] <= place]
        inside = [p for p in before if any(a <= place <= b for a, b in p.spans)]
        for piece in (inside or before or found)[-1:]:
            piece.label = piece.label or name


@dataclass(slots=True)
class _Chain:
    """Rows that are one formula, as spans of the source."""

    spans: list[tuple[int, int]]
    left: bool
    """Whether its first row has a left side."""
    joined: str = " \\\\\n"
    conditions: dict[int, str] = field(default_factory=dict)
    """What stands in the columns behind a row and says when it holds."""


def _chains(text: str, parts: Cut, environment: str) -> Iterator[_Chain]:
    rows = [row for row in parts.rows if tidy(text[row.start : row.end])]
    if environment in JOINED:
        if rows:
            yield _Chain([(row.start, row.end) for row in rows], True, "\n")
        return
    together = environment in COLUMNS or any(
        len(row.cells) == 3 and _ALONE.fullmatch(text[slice(*row.cells[1])]) for row in rows
    )
    chains: dict[int, list[_Chain]] = {}
    for row in rows:
        for column, span in enumerate(_columns(row, together)):
            source = text[slice(*span)]
            if not tidy(source).strip("& \n"):
                continue
            before = chains.setdefault(column, [])
            if column and condition(source):
                last = chains.get(column - 1, [])[-1:]
                if last and row.start <= last[0].spans[-1][0]:
                    index = len(last[0].spans) - 1
                    last[0].conditions[index] = tidy(source).lstrip("& \n")
                    continue
            left = bool(tidy(text[slice(*row.cells[0 if together else 2 * column])]))
            if before and words_only(source):
                continue
            factor = len(row.cells) == 1 and not row.behind_blank and not _related(source)
            if before and _goes_on(text, source, left, row.behind_blank, before[-1]):
                before[-1].spans.append(span)
            elif before and factor and _related(text[slice(*before[-1].spans[-1])]):
                before[-1].spans.append(span)
                before[-1].joined = "\n"
            elif before and factor and before[-1].joined == "\n":
                before[-1].spans.append(span)
            else:
                before.append(_Chain([span], left))
    for column, found in chains.items():
        yield from (c for c in found if not (column and words_only(text[slice(*c.spans[0])])))


def _columns(row: Row, together: bool) -> Iterator[tuple[int, int]]:
    if together:
        yield row.start, row.end
        return
    for left, right in zip_longest(row.cells[::2], row.cells[1::2]):
        yield left[0], (left if right is None else right)[1]


def _goes_on(text: str, source: str, left: bool, behind_blank: bool, chain: _Chain) -> bool:
    before = " ".join(text[slice(*span)] for span in chain.spans)
    if _OPEN.search(before) or (_brackets(before) > 0 > _brackets(source)):
        return True
    leading = _LEADING.match(source)
    begins = _GOES_ON.match(source, leading.end() if leading else 0)
    aligned = not left and not behind_blank
    whole = _related(source)
    if begins is None:
        return aligned and (chain.left or not whole)
    if _SIGN.match(begins[0]):
        return True
    return not whole or not _related(before) or (aligned and chain.left)


def _brackets(source: str) -> int:
    return source.count("(") - source.count(")")


def _related(source: str) -> bool:
    """Whether a relation stands outside of all brackets."""
    outside, depth = [], 0
    for character in source:
        depth += (character in "{([") - (character in "})]")
        outside.append(character if depth <= 0 else " ")
    return _SIGN.search("".join(outside)) is not None


def _piece(text: str, chain: _Chain) -> Piece:
    rows = [tidy(text[slice(*span)]) for span in chain.spans]
    for index, following in enumerate(rows[1:]):
        leading = _LEADING.match(following)
        if _SIGN.match(following, leading.end() if leading else 0):
            rows[index] = without_ending(rows[index])  # a relation goes on behind no comma
    for index, condition_behind in chain.conditions.items():
        rows[index] = rf"{without_ending(rows[index])} \quad {condition_behind}"
    start, end = chain.spans[0]
    leading = _LEADING.match(text, start, end)
    place = start if leading is None else leading.end()
    return Piece(without_ending(chain.joined.join(rows)), place, spans=chain.spans)
