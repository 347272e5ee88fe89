"""The displayed formulas of reStructuredText: ``.. math::``, and ``$$`` as some projects write it.

Indentation and the first words of a line decide what stands where, as in docutils; a docstring may
be as ragged as its author left it.
"""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pycheck.files import clean, read_text
from pycheck.texts.cutting import DIRECTIVE, DISPLAYS
from pycheck.texts.displayed import Displayed
from pycheck.texts.document import Document
from pycheck.texts.tex import of_tex_source

_LIST = r"[ ]*(?:(?:[-*+•|]|\(?(?:\d+|[A-Za-z#])[.)]|:[^:\n]+:)[ ]+)*"
_DIRECTIVE = re.compile(rf"({_LIST})\.\.[ ]+([\w:+.-]*\w)[ ]?::(?:[ ]+(.*)|$)")
_ONE_COLON = re.compile(rf"({_LIST})\.\.[ ]+math[ ]*:?[ ]*$")
_COMMENT = re.compile(rf"({_LIST})\.\.(?:[ ]+(?![\[_|])(.*)|$)")
_TARGET = re.compile(rf"{_LIST}(?:\.\.[ ]+(?:_|\|)|__[ ])")
_ITEM = re.compile(_LIST)
_OPTION = re.compile(r"[ ]*:([\w-]+):(?:[ ]+(.*)|$)")
_NO_TEXT = frozenset(
    ("code", "code-block", "sourcecode", "parsed-literal", "literalinclude", "raw", "highlight",
     "plot", "ipython", "prompt", "testcode", "testsetup", "testoutput", "doctest", "graphviz",
     "jupyter-execute", "mermaid", "csv-table", "tikz", "productionlist", "default-role", "role")
)  # fmt: skip
_LITERAL = re.compile(r"``.*?``")
_LOST = re.compile(r"[\x07\x08\x0b\x0c\r]|\t(?=ext|heta|au|imes|o\b|ilde|an\b|frac|op\b|riangle)")
_LOST_LINE = re.compile(r"(?:abla|eq|u|e|i|ot|mid|eg|onumber|ewline|leq|geq)(?![A-Za-z])")
LOST_BACKSLASH = (
    "the docstring has lost a backslash, which Python took for an escape; begin it with r"
)


def of_rest(path: Path) -> Iterator[Displayed]:
    """Every displayed formula of a reST file. Raises `InputError` as `displayed` does."""
    document = Document(lambda line: f"{path}:{line}")
    yield from of_rest_source(document, read_text(path, "the reST file"))
    document.end()


def of_rest_source(document: Document, text: str, first: int = 1) -> Iterator[Displayed]:
    """The same of a text whose first line has a number."""
    yield from _Reader(document, text.split("\n"), first).read()


@dataclass(slots=True)
class _Reader:
    document: Document
    raw: list[str]
    first: int

    def read(self) -> Iterator[Displayed]:
        document, lines = self.document, [line.expandtabs(8).rstrip() for line in self.raw]
        at = 0
        while at < len(lines):
            line, here = lines[at], at
            at += 1
            if not line:
                continue
            if found := _DIRECTIVE.match(line):
                column = len(found[1])
                if found[2] == "math":
                    at = _behind(lines, at, column)
                    yield from self._math(lines, here, at, found[3] or "")
                elif found[2] == "pycheck":
                    document.comment(f"pycheck:: {found[3] or ''}", self.first + here)
                elif found[2].rpartition(":")[2] in _NO_TEXT:
                    at = _behind(lines, at, column)
                document.top = False
            elif found := _ONE_COLON.match(line):
                at = _behind(lines, at, len(found[1]))
                told = "a directive has two colons: '.. math::'"
                yield document.unreadable(line, self.first + here, told)
            elif _TARGET.match(line):
                document.top = False
            elif found := _COMMENT.match(line):
                if found[2]:
                    at = _behind(lines, at, len(found[1]))
                comment = " ".join([found[2] or "", *lines[here + 1 : at]])
                document.comment(comment, self.first + here)
            elif line.lstrip().startswith(">>>"):
                document.top = False
                while at < len(lines) and lines[at]:
                    at += 1
            else:
                document.top = False
                item = _ITEM.match(line)
                if line.endswith("::"):
                    at = _behind(lines, at, item.end() if item else 0)
                elif "$$" in _LITERAL.sub("", line):
                    at = yield from self._dollars(lines, here)

    def _math(self, lines: list[str], here: int, end: int, argument: str) -> Iterator[Displayed]:
        source = [argument, *lines[here + 1 : end]]
        options: dict[str, str] = {}
        begun = False
        for index, told in enumerate(source):
            if option := _OPTION.fullmatch(told):
                options[option[1]] = (option[2] or "").strip()
                source[index] = ""
            elif begun and not told:
                break
            begun = begun or bool(told)
        line = self.first + here
        content = "\n".join(source)
        if not content.strip():
            why = "the directive has no content; indent its formula"
            yield self.document.unreadable(lines[here], line, why)
            return
        label = options.get("label") or options.get("name", "")
        lost = _lost(self.raw[here:end], lines[end : end + 1] if lines[end - 1] else [])
        environments = re.match(r"\s*\\begin\{([^{}]*)\}", content)
        nowrap = {"nowrap", "no-wrap"} & set(options)
        if environments and (nowrap or environments[1] in DISPLAYS):
            found = list(of_tex_source(self.document, content, line))
        else:
            found = []
        for index, formula in enumerate(
            found or self.document.display(content, DIRECTIVE, line, label)
        ):
            if not formula.label and not index:
                formula = replace(formula, label=label)
            yield _told(formula, lost)

    def _dollars(self, lines: list[str], here: int) -> Generator[Displayed, None, int]:
        """The formulas between ``$$`` that begin on a line, and the line behind them."""
        end = here
        while end < len(lines) and lines[end]:
            end += 1
        hidden = [_LITERAL.sub(lambda m: " " * len(m[0]), line) for line in lines[here:end]]
        text = "\n".join(hidden)
        at = 0
        while (begin := text.find("$$", at)) >= 0:
            line = self.first + here + text.count("\n", 0, begin)
            close = text.find("$$", begin + 2)
            if close < 0:
                yield self.document.unreadable(text[begin:], line, "'$$' is never closed")
                break
            for formula in self.document.display(text[begin + 2 : close], "displaymath", line):
                yield _told(formula, _lost(self.raw[here:end], []))
            at = close + 2
        return end


def _told(formula: Displayed, lost: bool) -> Displayed:
    if not lost:
        return formula
    return replace(formula, latex=clean(formula.latex), not_read=LOST_BACKSLASH)


def _behind(lines: list[str], at: int, column: int) -> int:
    """Behind the lines that are indented more than a column, without blank ones at their end."""
    end = at
    while at < len(lines):
        if lines[at]:
            if len(lines[at]) - len(lines[at].lstrip()) <= column:
                break
            end = at + 1
        at += 1
    return end


def _lost(raw: list[str], following: list[str]) -> bool:
    """Whether Python has read a backslash of a formula as an escape, as in ``\\frac``."""
    return any(_LOST.search(line) for line in raw) or any(
        _LOST_LINE.match(line.lstrip()) for line in following
    )
