"""A display cut into its rows and cells, what is no formula in it set aside."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from pycheck.formulas.latex.tokens import Macros
from pycheck.texts.definitions import defined, defines
from pycheck.texts.endings import without_ending
from pycheck.texts.marks import Mark, Marks

COLUMNS = frozenset(("eqnarray", "eqnarray*", "IEEEeqnarray", "IEEEeqnarray*"))
PAIRS = frozenset(
    ("align", "align*", "alignat", "alignat*", "flalign", "flalign*", "xalignat", "xalignat*")
)
GATHERED = frozenset(("gather", "gather*", "dgroup", "dgroup*"))
ONE = frozenset(
    ("equation", "equation*", "displaymath", "multline", "multline*", "dmath", "dmath*", "math")
)
DISPLAYS = COLUMNS | PAIRS | GATHERED | ONE - {"math"}
"""The environments that set displayed formulas."""
INNER = frozenset(("aligned", "alignedat", "split", "gathered"))
_WITH_ARGUMENT = frozenset(
    ("alignat", "alignat*", "xalignat", "xalignat*", "alignedat", "IEEEeqnarray", "IEEEeqnarray*")
)
_BREAKS = frozenset(("\\", "cr", "tabularnewline", "newline"))
_NAMED = frozenset(("label", "tag", "intertext", "shortintertext"))
_DROPPED = frozenset(
    ("nonumber", "notag", "displaybreak", "allowdisplaybreaks", "qedhere", "IEEEyesnumber",
     "IEEEnonumber", "IEEEyessubnumber", "noindent", "pagebreak", "nopagebreak", "hfill")
)  # fmt: skip
JOINED = frozenset(("multline", "multline*", "dmath", "dmath*"))
DIRECTIVE = "directive"
"""What reST calls ``math``: formulas with blank lines between them."""
_HIDDEN = "\0"
_SPACE = re.compile(r"[\s\0]*")
_BLANK = re.compile(r"\n[ \t]*(?=\n)")
_LENGTH = re.compile(r"\s*\[\s*-?[\d.]+\s*(?:[a-z]{2}|\\[A-Za-z]+)\s*\]|\s*\[\s*\\[A-Za-z]+\s*\]")


@dataclass(slots=True)
class Row:
    start: int
    end: int
    cells: list[tuple[int, int]]
    behind_blank: bool


@dataclass(slots=True)
class Cut:
    """What stands in a display that is no formula, and how the rest falls into rows."""

    hidden: list[tuple[int, int]] = field(default_factory=list)
    labels: list[tuple[int, str]] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def tidy(text: str) -> str:
    """A source without what was hidden in it, without blank lines and indentation."""
    lines = (re.sub(rf"\s*{_HIDDEN}+", " ", line).strip(" \t") for line in text.split("\n"))
    # Behind an odd number of backslashes the space is theirs.
    return "\n".join(
        line + " " * (len(re.search(r"\\*$", line)[0]) % 2)  # type: ignore[index]
        for line in lines
        if line
    ).strip()


def past_arguments(marks: Marks, environment: str, start: int) -> int:
    while (bracket := _optional(marks, environment, start)) is not None:
        start = bracket[1] + 1
    if environment in _WITH_ARGUMENT and (group := marks.group(start)) is not None:
        start = group[1] + 1
    return start


def _optional(marks: Marks, environment: str, start: int) -> tuple[int, int] | None:
    r"""``[t]`` and ``[label={x}]``; what an ``equation`` begins with is its formula."""
    takes = environment in INNER or environment.startswith(("dmath", "dgroup", "IEEEeqnarray"))
    return marks.bracket(start) if takes else None


def cut(
    marks: Marks, environment: str, macros: Macros, start: int, stop: int
) -> tuple[Cut, Macros]:
    text, found, at, depth = marks.text, Cut(), start, 0
    breaks: list[tuple[int, int, bool]] = []
    cells: list[int] = []
    while True:
        mark = marks.after(at, stop)
        if depth == 0 and environment == DIRECTIVE:
            ahead = stop if mark is None else mark.start
            breaks += [(b.start(), b.end(), True) for b in _BLANK.finditer(text, at, ahead)]
        if mark is None:
            break
        at = mark.end
        if mark.kind == "comment":
            found.comments.append((mark.start, mark.name))
            found.hidden.append((mark.start, mark.end))
        elif defines(mark):
            macros, at = defined(marks, mark, macros)
            found.hidden.append((mark.start, at))
        elif mark.kind == "macro" and mark.name in _NAMED:
            at = _named(marks, mark, found)
        elif mark.kind == "macro" and mark.name in _DROPPED:
            found.hidden.append((mark.start, mark.end))
        elif mark.kind == "macro" and mark.name in ("eqno", "leqno"):
            found.hidden.append((mark.start, stop))
            break
        elif depth == 0 and mark.kind == "macro" and mark.name in _BREAKS:
            at = _past_break(marks, mark, stop)
            breaks.append((mark.start, at, False))
        elif depth == 0 and mark.kind == "char":
            cells.append(mark.start)
        depth += {"open": 1, "begin": 1, "close": -1, "end": -1}.get(mark.kind, 0)
    begun, blank = start, False
    for first, last, is_blank in [*breaks, (stop, stop, False)]:
        bounds = [begun - 1, *(c for c in cells if begun <= c < first), first]
        spans = [(a + 1, b) for a, b in pairwise(bounds)]
        found.rows.append(Row(begun, first, spans, blank))
        begun, blank = last, is_blank
    return found, macros


def _named(marks: Marks, mark: Mark, found: Cut) -> int:
    star = marks.text.startswith("*", mark.end)
    group = marks.group(mark.end + star)
    if group is None:
        return mark.end
    if mark.name == "label":
        found.labels.append((mark.start, marks.text[slice(*group)].strip()))
    found.hidden.append((mark.start, group[1] + 1))
    return group[1] + 1


def _past_break(marks: Marks, mark: Mark, stop: int) -> int:
    r"""Behind ``\\*[2pt]``; a bracket that is no length begins the next row."""
    at = mark.end + marks.text.startswith("*", mark.end)
    length = _LENGTH.match(marks.text, at, stop)
    return length.end() if length else at


def hide(text: str, spans: list[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = [c if c == "\n" else _HIDDEN for c in text[start:end]]
    return "".join(characters)


def only_environment(
    marks: Marks, text: str, start: int, stop: int
) -> tuple[str, int, int, int] | None:
    """The one environment that a display holds: its name, where its content begins and ends, and
    where it begins itself."""
    blank = _SPACE.match(text, start, stop)
    first = start if blank is None else blank.end()
    mark = marks.after(first, stop)
    if mark is None or mark.kind != "begin" or mark.start != first:
        return None
    if mark.name not in DISPLAYS | INNER:
        return None
    name, begun, depth = mark.name, mark.end, 1
    while depth:
        mark = marks.after(mark.end, stop)
        if mark is None:
            return None
        depth += (mark.kind == "begin") - (mark.kind == "end")
    if mark.name != name or without_ending(tidy(text[mark.end : stop])):
        return None
    return name, begun, mark.start, first
