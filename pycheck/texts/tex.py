"""The displayed formulas of a TeX document and of the files that it reads in."""

import re
from bisect import bisect_left
from collections.abc import Generator, Iterator
from pathlib import Path

from pycheck.errors import InputError
from pycheck.files import read_text
from pycheck.formulas.latex.tokens import Macros
from pycheck.texts.cutting import DISPLAYS
from pycheck.texts.definitions import defined, defines
from pycheck.texts.displayed import Displayed
from pycheck.texts.document import Document
from pycheck.texts.marks import Mark, Marks, closing

_VERBATIM = frozenset(
    ("verbatim", "verbatim*", "Verbatim", "Verbatim*", "BVerbatim", "LVerbatim", "lstlisting",
     "minted", "comment", "alltt", "filecontents", "filecontents*", "pycode", "Highlighting")
)  # fmt: skip
_MOST_FILES = 500
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_VERB = re.compile(r"\*?(?:\[[^\]\n]*\])?(?:\{[^{}\n]*\}(?=\S))?([^\s{}A-Za-z*]).*?\1")
_FILE = re.compile(r"\s*(?:\{([^{}]*)\}|([^\s{}\\%]+))")
_BEGIN = re.compile(r"\\begin\s*\{([^{}]*)\}\s*(?:\{[^{}]*\}|\[[^\]]*\])?")
_END = re.compile(r"\\end\s*\{([^{}]*)\}")
_AROUND = re.compile(
    r"(?:\\begin\s*\{([^{}]*)\}|(\\\[|\$\$))\s*#1\s*(?:\\end\s*\{\1\}|\\\]|\$\$)", re.DOTALL
)
_DISPLAY = re.compile(
    r"\\begin\s*\{(?:" + "|".join(map(re.escape, sorted(DISPLAYS))) + r")\}|\\\[|\$\$"
)


def of_tex(path: Path) -> Iterator[Displayed]:
    """Every displayed formula of a TeX file, and of the files beside it that it reads in.

    Raises `InputError` for a file that cannot be read or a remark that is none.
    """
    text = read_text(path, "the TeX file")
    document = Document(lambda line: f"{path}:{line}")
    yield from _Reader(document, path.parent, []).file(path, text)
    document.end()


def of_tex_source(document: Document, text: str, line: int) -> Iterator[Displayed]:
    """The same of a piece of TeX in another text, which begins on a line of it."""
    yield from _Reader(document, None, []).text(text, line)


class _Reader:
    """TeX's own order of things: groups, definitions, and what is no text."""

    def __init__(self, document: Document, folder: Path | None, opened: list[Path]) -> None:
        self._document = document
        self._folder = folder
        self._opened = opened  # every file so far
        self._reading: list[Path] = []
        self._groups: list[Macros] = []
        self._environments: dict[str, str] = {}

    def file(self, path: Path, text: str) -> Iterator[Displayed]:
        """The formulas of a file; its remarks at the top hold for it alone."""
        document = self._document
        place, of_text, top = document.place, document.of_text, document.top
        document.place, document.of_text, document.top = (
            lambda line: f"{path}:{line}", list(of_text), True,
        )  # fmt: skip
        self._opened.append(path.resolve())
        self._reading.append(path.resolve())
        yield from self.text(text, 1)
        self._reading.pop()
        document.place, document.of_text, document.top = place, of_text, top

    def text(self, text: str, first: int) -> Iterator[Displayed]:
        """The formulas of a text whose first line has a number."""
        marks = Marks(text)
        newlines = [m.start() for m in re.finditer("\n", text)]
        preamble = _has_preamble(marks)
        at, document = 0, self._document
        while (mark := marks.after(at)) is not None:
            line = first + bisect_left(newlines, mark.start)
            if not preamble and text[at : mark.start].strip():
                document.top = False
            at = mark.end
            mark = self._means(mark)
            if mark.kind == "comment":
                document.comment(mark.name, line)
                continue
            if defines(mark):
                at = self._define(marks, mark)
                continue
            if not preamble or (mark.kind == "begin" and mark.name == "document"):
                document.top = False
            if mark.kind == "inline":
                at = _past_inline(marks, mark)
            elif mark.kind == "display" or (mark.kind == "begin" and mark.name in DISPLAYS):
                if mark.name == r"\]":
                    continue
                found = closing(marks, mark, self._means)
                if isinstance(found, tuple) and mark.name == "$$":
                    blank = _BLANK_LINE.search(text, mark.end, found[0])
                    found = "a blank line stands between '$$' and '$$'" if blank else found
                if isinstance(found, str):
                    yield document.unreadable(text[mark.start : mark.start + 200], line, found)
                    continue
                environment = mark.name if mark.kind == "begin" else "displaymath"
                yield from self._display(text[mark.end : found[0]], environment, line)
                at = found[1]
            elif mark.kind == "begin" and mark.name in _VERBATIM:
                end = text.find(rf"\end{{{mark.name}}}", mark.end)
                at = len(text) if end < 0 else end + len(rf"\end{{{mark.name}}}")
            elif mark.kind in ("open", "begin"):
                self._groups.append(document.macros)
            elif mark.kind in ("close", "end"):
                if mark.kind == "end" and mark.name == "document":
                    return
                if self._groups:
                    document.macros = self._groups.pop()
            elif mark.kind == "macro":
                if mark.name == "endinput":
                    return
                skipped = self._past(marks, mark)
                if skipped is not None:
                    at = skipped
                elif mark.name in ("input", "include", "subfile", "usepackage"):
                    yield from self._files(marks, mark)
                else:
                    at = yield from self._called(marks, mark, line)

    def _display(self, source: str, environment: str, line: int) -> Iterator[Displayed]:
        outside = self._document.macros
        yield from self._document.display(source, environment, line)
        self._document.macros = outside

    def _define(self, marks: Marks, mark: Mark) -> int:
        document = self._document
        everywhere = mark.name in ("gdef", "xdef") or marks.text[: mark.start].endswith(r"\global")
        if everywhere:
            self._groups = [defined(marks, mark, macros)[0] for macros in self._groups]
        document.macros, end = defined(marks, mark, document.macros)
        return end

    def _means(self, mark: Mark) -> Mark:
        """What a mark stands for, where the document has names of its own for displays."""
        if mark.kind in ("begin", "end"):
            return mark._replace(name=self._environments.get(mark.name, mark.name))
        if mark.kind != "macro" or mark.name not in self._document.macros:
            return mark
        body = self._document.macros[mark.name][1].strip()
        if (begin := _BEGIN.fullmatch(body)) and begin[1] in DISPLAYS:
            return mark._replace(kind="begin", name=begin[1])
        if (end := _END.fullmatch(body)) and end[1] in DISPLAYS:
            return mark._replace(kind="end", name=end[1])
        if body in (r"\[", r"\]", "$$"):
            return mark._replace(kind="display", name=body)
        return mark

    def _past(self, marks: Marks, mark: Mark) -> int | None:
        """Behind a macro that takes what follows as no text."""
        if mark.name in ("verb", "lstinline", "mintinline"):
            found = _VERB.match(marks.text, mark.end)
            return found.end() if found else None
        if mark.name in ("url", "href", "path", "nolinkurl"):
            end = re.compile(r"\s*\{[^{}]*\}").match(marks.text, mark.end)
            return end.end() if end else None
        if mark.name == "iffalse":
            return _past_false(marks, mark)
        if mark.name in ("newenvironment", "renewenvironment"):
            return self._environment(marks, mark)
        return None

    def _environment(self, marks: Marks, mark: Mark) -> int | None:
        parts: list[str] = []
        at = mark.end + marks.text.startswith("*", mark.end)
        for _ in range(3):
            while parts and (bracket := marks.bracket(at)) is not None:
                at = bracket[1] + 1
            group = marks.group(at)
            if group is None:
                return None
            parts.append(marks.text[slice(*group)].strip())
            at = group[1] + 1
        begin = _BEGIN.fullmatch(parts[1])
        if begin and begin[1] in DISPLAYS:
            self._environments[parts[0]] = begin[1]
        return at

    def _files(self, marks: Marks, mark: Mark) -> Iterator[Displayed]:
        bracket = marks.bracket(mark.end)
        named = _FILE.match(marks.text, mark.end if bracket is None else bracket[1] + 1)
        if self._folder is None or named is None:
            return
        suffix = ".sty" if mark.name == "usepackage" else ".tex"
        for name in (named[1] or named[2]).split("," if suffix == ".sty" else "\n"):
            for path in (self._folder / (name.strip() + suffix), self._folder / name.strip()):
                inside = path.resolve().is_relative_to(self._folder.resolve())
                if not inside or not path.is_file():
                    continue
                if path.resolve() not in self._reading:
                    if len(self._opened) >= _MOST_FILES:
                        raise InputError(
                            f"{self._reading[0]} reads in more than {_MOST_FILES} files; give its "
                            "parts one by one"
                        )
                    yield from self.file(path, read_text(path, "the TeX file"))
                break

    def _called(self, marks: Marks, mark: Mark, line: int) -> Generator[Displayed, None, int]:
        """The formulas that a macro of the document sets, and where its arguments end."""
        count, body = self._document.macros.get(mark.name, (0, ""))
        if not _DISPLAY.search(body):
            return mark.end
        group = marks.group(mark.end)
        around = _AROUND.fullmatch(body.strip())
        if count != 1 or group is None or around is None:
            told = rf"\{mark.name} sets a display in a way of its own"
            yield self._document.unreadable(rf"\{mark.name}", line, told)
            return mark.end
        source = marks.text[slice(*group)]
        line += marks.text.count("\n", mark.start, group[0])
        yield from self._display(source, around[1] or "displaymath", line)
        return group[1] + 1


def _has_preamble(marks: Marks) -> bool:
    at = 0
    while (mark := marks.after(at)) is not None:
        if mark.kind == "macro" and mark.name in ("documentclass", "documentstyle"):
            return True
        if mark.kind in ("begin", "display"):
            return False
        at = mark.end
    return False


def _past_inline(marks: Marks, mark: Mark) -> int:
    """Behind a formula in the line of text; a dollar that nothing closes is passed alone."""
    if mark.name == r"\)":
        return mark.end
    found = closing(marks, mark)
    if isinstance(found, str) or _BLANK_LINE.search(marks.text, mark.end, found[0]):
        return mark.end
    return found[1]


def _past_false(marks: Marks, mark: Mark) -> int:
    r"""Behind the part between ``\iffalse`` and its ``\else`` or ``\fi``."""
    depth, at = 1, mark.end
    while (found := marks.after(at)) is not None:
        at = found.end
        if found.kind != "macro":
            continue
        if found.name == "fi" or (found.name == "else" and depth == 1):
            depth -= 1
        elif found.name.startswith("if") and found.name != "iff":
            depth += 1
        if depth == 0:
            return at
    return len(marks.text)
