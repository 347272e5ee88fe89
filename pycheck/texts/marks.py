"""What structures a LaTeX text: macros, environments, braces, math shifts, comments.

pylatexenc cuts them out of the text; what stands between them is passed over.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from pylatexenc.latexwalker import LatexWalker, LatexWalkerEndOfStream, LatexWalkerParseError
from pylatexenc.macrospec import LatexContextDb

_NEXT = re.compile(r"[\\%${}&]")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}\\%$]*)\}")
_KINDS = {
    "begin_environment": "begin", "end_environment": "end", "mathmode_display": "display",
    "mathmode_inline": "inline",
}  # fmt: skip
_SINGLE = {"{": "open", "}": "close", "&": "char"}


class Mark(NamedTuple):
    """One mark: ``macro``, ``begin``, ``end``, ``open``, ``close``, ``display``, ``inline``,
    ``comment`` or ``char`` (an ``&``), with its name and where it begins and ends."""

    kind: str
    name: str
    start: int
    end: int


class Marks:
    """The marks of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._walker = LatexWalker(text, latex_context=LatexContextDb(), tolerant_parsing=False)
        self._state = self._walker.make_parsing_state()

    def after(self, place: int, stop: int | None = None) -> Mark | None:
        """The first mark at or behind a place that begins before `stop`."""
        found = _NEXT.search(self.text, place, len(self.text) if stop is None else stop)
        if found is None:
            return None
        start = found.start()
        if found[0] in _SINGLE:
            return Mark(_SINGLE[found[0]], found[0], start, start + 1)
        if found[0] == "%":
            newline = self.text.find("\n", start)
            end = len(self.text) if newline < 0 else newline
            return Mark("comment", self.text[start + 1 : end], start, end)
        named = _ENVIRONMENT.match(self.text, start)
        if named:
            return Mark(named[1], named[2].strip(), start, named.end())
        try:
            token = self._walker.get_token(start, parsing_state=self._state)
        except LatexWalkerEndOfStream:
            return Mark("macro", "", start, start + 1)
        except LatexWalkerParseError:  # a \begin of nothing
            return Mark("macro", "begin", start, start + len(r"\begin"))
        space = len(token.post_space) if token.tok == "macro" else 0
        end = token.pos + token.len - space
        return Mark(_KINDS.get(token.tok, token.tok), token.arg, start, end)

    def group(self, place: int) -> tuple[int, int] | None:
        """Where the content of the braces that open at a place, behind space, begins and ends."""
        opening = self.after(self._past_space(place))
        if opening is None or opening.kind != "open" or opening.start != self._past_space(place):
            return None
        depth, at, stop = 1, opening.end, opening.end + _LONGEST_DISPLAY
        if self.text.find("}", at, stop) < 0:
            return None
        while depth:
            mark = self.after(at, stop)
            if mark is None:
                return None
            depth += (mark.kind == "open") - (mark.kind == "close")
            at = mark.end
        return opening.end, at - 1

    def bracket(self, place: int) -> tuple[int, int] | None:
        """The same of an optional argument in square brackets, where one stands."""
        at = start = self._past_space(place)
        if not self.text.startswith("[", start):
            return None
        depth = 0
        while True:
            mark = self.after(at)
            end = self.text.find("]", at, len(self.text) if mark is None else mark.start)
            if end >= 0 and depth == 0:
                return start + 1, end
            if mark is None or depth < 0:
                return None
            depth += (mark.kind == "open") - (mark.kind == "close")
            at = mark.end

    def _past_space(self, place: int) -> int:
        while True:
            while place < len(self.text) and self.text[place].isspace():
                place += 1
            if not self.text.startswith("%", place):
                return place
            newline = self.text.find("\n", place)
            place = len(self.text) if newline < 0 else newline


NEVER_CLOSED = " is never closed"
_CLOSING = {"$$": "$$", r"\[": r"\]", "$": "$", r"\(": r"\)"}
_LONGEST = {"$": 2_000, r"\(": 2_000}
_LONGEST_DISPLAY = 20_000


def as_it_stands(mark: Mark) -> Mark:
    """A mark where no macro stands for another one."""
    return mark


def closing(
    marks: Marks, opening: Mark, means: Callable[[Mark], Mark] = as_it_stands
) -> tuple[int, int] | str:
    """Where the end of a display begins and ends, or why it has none.

    `means` gives the mark that a macro of the document stands for.
    """
    wanted, at, depth = _CLOSING.get(opening.name), opening.end, 0
    begun = [opening.name] if wanted is None else []
    shown = rf"\begin{{{opening.name}}}" if wanted is None else opening.name
    stop = opening.end + _LONGEST.get(opening.name, _LONGEST_DISPLAY)
    if means is as_it_stands and marks.text.find(wanted or r"\end", at, stop) < 0:
        return f"{shown}{NEVER_CLOSED}"
    while (mark := marks.after(at, stop)) is not None:
        mark = means(mark)
        at = mark.end
        depth = max(depth + {"open": 1, "close": -1}.get(mark.kind, 0), 0)
        if mark.kind == "begin":
            begun.append(mark.name)
        elif mark.kind == "end":
            if not begun:
                return rf"{shown} is not closed before \end{{{mark.name}}}"
            if (last := begun.pop()) != mark.name:
                return rf"\begin{{{last}}} ends with \end{{{mark.name}}}"
            if not begun and wanted is None:
                return mark.start, mark.end
        elif not begun and depth == 0 and wanted is not None:
            if wanted == "$" and mark.name in ("$", "$$"):
                return mark.start, mark.start + 1
            if mark.kind in ("display", "inline") and mark.name == wanted:
                return mark.start, mark.end
    return f"{shown}{NEVER_CLOSED}"
