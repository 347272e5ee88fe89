r"""The displayed formulas of Markdown: ``$$``, ``\[``, bare environments, ``math`` fences.

markdown-it-py says what is text and what is code; two rules of ours tell it what is mathematics.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.fence import make_fence_rule
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from pycheck.files import read_text
from pycheck.texts.cutting import DIRECTIVE, DISPLAYS
from pycheck.texts.definitions import defined, defines
from pycheck.texts.displayed import Displayed
from pycheck.texts.document import Document
from pycheck.texts.marks import Mark, Marks, closing
from pycheck.texts.rest import of_rest_source

_OPENING = re.compile(r"\$\$|\\\\\[|\\\[|\\begin\{([A-Za-z]+\*?)\}")
_CLOSING = {"$$": "$$", r"\[": r"\]", r"\\[": r"\\]"}
_FORMULA = re.compile(r"[=<>\\^_]")
_LABEL = re.compile(r"[ \t]*(?:\(([\w:.-]+)\)|\{#([\w:.-]+)[^}\n]*\})?[ \t]*[.,;]?[ \t]*(?:\n|$)")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_NO_MATHEMATICS = re.compile(r"<(pre|script|style|code|textarea)\b.*?</\1>", re.DOTALL | re.I)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)")
_ROLE = re.compile(r"\{([\w:.-]+)\}[ \t]*(.*)")
_OPTION = re.compile(r":?([\w-]+):(?:[ \t]+(.*)|$)")
_CODE = frozenset(
    ("code", "code-block", "code-cell", "sourcecode", "literalinclude", "mermaid", "raw", "include",
     "parsed-literal", "prompt", "doctest", "bibliography", "toctree", "csv-table")
)  # fmt: skip
_MOST_LINES = 300


def of_markdown(path: Path) -> Iterator[Displayed]:
    """Every displayed formula of a Markdown file. Raises `InputError` as `displayed` does."""
    document = Document(lambda line: f"{path}:{line}")
    yield from of_markdown_source(document, read_text(path, "the Markdown file"))
    document.end()


def of_markdown_source(document: Document, text: str, first: int = 1) -> Iterator[Displayed]:
    """The same of a text whose first line has a number."""
    if front := _FRONT_MATTER.match(text):
        _define(document, front[0])  # as in pandoc's header-includes
        text = "\n" * front[0].count("\n") + text[front.end() :]
    for token in _parser().parse(text):
        line = first + (token.map[0] if token.map else 0)
        if token.type == "html_block":
            yield from _html(document, token.content, line)
            continue
        document.top = False
        if token.type in ("fence", "colon_fence"):
            yield from _fence(document, token, line)
        elif token.type == "inline":
            yield from _paragraph(document, token.children or [], line)
        elif token.type == "display":
            yield from _display(document, token, line)


@dataclass(frozen=True, slots=True)
class _Found:
    """A display in a text: where its content begins and ends, and where what follows begins."""

    environment: str
    begin: int
    end: int
    after: int
    fault: str = ""


def _found(text: str, place: int) -> _Found | None:
    """The display that begins at a place; one that never ends has a fault."""
    opening = _OPENING.match(text, place)
    if opening is None or (opening[1] is not None and opening[1] not in DISPLAYS):
        return None
    begin = opening.end()
    if opening[0] == r"\\[":
        end = text.find(r"\\]", begin)
        found: tuple[int, int] | str = (end, end + 3) if end >= 0 else ""
    elif opening[1] is not None:
        found = closing(Marks(text), Mark("begin", opening[1], place, begin))
    else:
        found = closing(Marks(text), Mark("display", opening[0], place, begin))
    bracket = opening[0].endswith("[")
    if isinstance(found, str):
        # Of a bracket that nothing closes Markdown makes a bracket.
        return None if bracket else _Found(DIRECTIVE, begin, len(text), begin, found)
    if bracket and not _FORMULA.search(text, begin, found[0]):
        return None
    return _Found(opening[1] or DIRECTIVE, begin, *found)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A display that begins a line, whatever its lines would mean in Markdown."""
    begin = state.bMarks[start] + state.tShift[start]
    opening = _OPENING.match(state.src, begin, state.eMarks[start])
    if opening is None:
        return False
    closes = _CLOSING.get(opening[0], rf"\end{{{opening[1]}}}")
    alone = not state.src[opening.end() : state.eMarks[start]].strip()
    text = ""
    for at in range(start, min(end, start + _MOST_LINES)):
        if at > start and not state.isEmpty(at) and state.sCount[at] < state.blkIndent:
            return False
        if at > start and state.isEmpty(at) and opening[0] == "$$" and not alone:
            return False
        line = state.getLines(at, at + 1, state.blkIndent, False)
        text += line.lstrip() if at == start else f"\n{line}"
        if closes not in (text[len(opening[0]) :] if at == start else line):
            continue
        found = _found(text, 0)
        if found is None or found.fault:
            continue
        label = _LABEL.match(text, found.after)
        if label is None:
            return False
        if not silent:
            state.line = at + 1
            token = state.push("display", "", 0)
            token.map = [start, at + 1]
            token.content = text[found.begin : found.end]
            token.meta = {"found": found, "label": label[1] or label[2] or "", "line": 0}
        return True
    return False


def _inline(state: StateInline, silent: bool) -> bool:
    """A display, or a formula in the line of text, inside of a paragraph."""
    found = _found(state.src, state.pos) or _definition(state.src, state.pos)
    kind = "display" if found is None or found.environment else "definition"
    if found is None:
        opening = re.compile(r"\$(?=\S)(?!\$)|\\\(").match(state.src, state.pos)
        if opening is None:
            return False
        mark = Mark("inline", opening[0], state.pos, opening.end())
        end = closing(Marks(state.src), mark)
        if isinstance(end, str) or end[1] > state.posMax or not _closes(state.src, *end):
            return False
        found, kind = _Found("", mark.end, *end), "definition"
    if not silent:
        token = state.push(kind, "", 0)
        token.content = state.src[found.begin : found.end]
        line = state.src.count("\n", 0, found.begin)
        label = _LABEL.match(state.src, found.after)
        token.meta = {"found": found, "label": "", "line": line}
        if label is not None:
            token.meta["label"] = label[1] or label[2] or ""
    state.pos = found.after
    return True


def _definition(text: str, place: int) -> _Found | None:
    """A macro that is defined in the text itself."""
    marks = Marks(text)
    mark = marks.after(place) if text[place] == "\\" else None
    if mark is None or mark.start != place or not defines(mark):
        return None
    end = defined(marks, mark, {})[1]
    return _Found("", place, end, end)


def _closes(text: str, begin: int, end: int) -> bool:
    """Whether a dollar closes a formula, and is not one of ``$5 and $6``."""
    return text[begin] != "$" or not (text[begin - 1].isspace() or text[end : end + 1].isdigit())


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark")
    over: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    colons = make_fence_rule(
        markers=(":",), token_type="colon_fence", exact_match=True, disallow_marker_in_info=()
    )
    parser.block.ruler.before("fence", "colon_fence", colons, over)
    parser.block.ruler.before("fence", "display", _block, over)
    parser.inline.ruler.before("escape", "display", _inline)
    parser.inline.add_terminator_char("$")
    return parser


def _display(document: Document, token: Token, line: int) -> Iterator[Displayed]:
    found: _Found = token.meta["found"]
    line += token.meta["line"]
    if found.fault:
        yield document.unreadable(token.content, line, found.fault)
    else:
        yield from document.display(token.content, found.environment, line, token.meta["label"])


def _paragraph(document: Document, children: list[Token], line: int) -> Iterator[Displayed]:
    here = line
    for child in children:
        if child.type == "html_inline":
            for comment in _COMMENT.finditer(child.content):
                document.comment(comment[1], here)
        elif child.type == "definition":
            _define(document, child.content)
        elif child.type == "display":
            yield from _display(document, child, line)
        if "line" in child.meta:
            here = line + child.meta["line"]
        here += child.content.count("\n") + (child.type in ("softbreak", "hardbreak"))


def _define(document: Document, source: str) -> None:
    """The macros that a formula in the line of text defines."""
    marks, at = Marks(source), 0
    while (mark := marks.after(at)) is not None:
        at = mark.end
        if defines(mark):
            document.macros, at = defined(marks, mark, document.macros)


def _html(document: Document, content: str, line: int) -> Iterator[Displayed]:
    """The remarks of a piece of HTML, and the displays that a browser would show there."""
    text = _NO_MATHEMATICS.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), content)
    at = 0
    while at < len(text):
        here = line + text.count("\n", 0, at)
        if comment := _COMMENT.match(text, at):
            document.comment(comment[1], here)
            at = comment.end()
        elif (found := _found(text, at)) is not None:
            source = text[found.begin : found.end]
            here += text.count("\n", at, found.begin)
            token = Token("display", "", 0, content=source)
            token.meta = {"found": found, "label": "", "line": 0}
            yield from _display(document, token, here)
            at = found.after
        else:
            document.top = document.top and text[at].isspace()
            at += 1


def _fence(document: Document, token: Token, line: int) -> Iterator[Displayed]:
    """A fence: code, a formula, or a directive whose content is text."""
    info = token.info.strip()
    role = _ROLE.match(info)
    name = role[1] if role else info
    if name == "math":
        source, label = _without_options(role[2] if role else "", token.content)
        yield from document.display(source, DIRECTIVE, line, label)
    elif name == "eval-rst":
        yield from of_rest_source(document, token.content, line + 1)
    elif (role and name not in _CODE) or token.type == "colon_fence":
        yield from of_markdown_source(document, token.content, line + 1)


def _without_options(argument: str, content: str) -> tuple[str, str]:
    """The source of a directive with the options at its beginning blanked, and its label."""
    lines, options, block = content.split("\n"), {}, content.startswith("---\n")
    for index, told in enumerate(lines):
        option = _OPTION.fullmatch(told.strip())
        if option and (block or told.lstrip().startswith(":")):
            options[option[1]] = (option[2] or "").strip()
        elif not (block and told.strip() == "---"):
            break
        lines[index] = ""
    return "\n".join([argument, *lines]), options.get("label") or options.get("name", "")
