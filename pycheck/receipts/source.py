"""What a Lean file says without running Lean: its imports, and where it declares what.

This reads the layout that the library keeps to: commands start in the first column.
"""

import re
from dataclasses import dataclass
from typing import Literal

_DOC = "\x01"  # stands for a doc string: part of a declaration, unlike other comments

_OPENING = re.compile(
    r"""--[^\n]*|/-|'"'|(?<![\w'])r(?P<hashes>\#*)".*?"(?P=hashes)|"(?:\\.|[^"\\])*\"""", re.DOTALL
)
_COMMENT_EDGE = re.compile(r"/-|-/")
_IMPORT = re.compile(r"\s*(?:(?:public|private|meta)\s+)*import\s+(?:all\s+)?(\S+)")
_HEAD = re.compile(r"\s*(?:prelude|module)\b")
_MODIFIERS = "private|protected|public|noncomputable|unsafe|partial|nonrec|local|scoped"
_COMMAND = re.compile(
    rf"""^(?:
        (?P<scope>namespace|end|mutual|(?:(?:noncomputable|public)\s+)*section)\b
            [^\S\n]*(?P<label>[^\s]*)
      | (?:(?:open|set_option|omit|include|universe|variable|attribute)\b[^\n]*?\sin\s+)*
        (?P<declaration>
        (?:{_DOC}\s*)?
        (?:@\[(?:[^\[\]]|\[[^\[\]]*\])*\]\s*)*
        (?P<modifiers>(?:(?:{_MODIFIERS})\s+)*)
        (?P<keyword>theorem|lemma|def|abbrev|instance|structure|class|inductive|alias)\s+
        (?:\(priority[^)]*\)\s*)?
        (?:⟨(?P<names>[^⟩]*)⟩|(?P<name>[^\s:({{\[⦃]+)))
    )""",
    re.MULTILINE | re.VERBOSE,
)

Kind = Literal["theorem", "definition", "structure", "alias"]
"""An alias is whatever it is an alias of, which its text does not say."""
_KINDS: dict[str, Kind] = {
    "theorem": "theorem",
    "lemma": "theorem",
    "def": "definition",
    "abbrev": "definition",
    "instance": "definition",
    "structure": "structure",
    "class": "structure",
    "inductive": "structure",
    "alias": "alias",
}


@dataclass(frozen=True, slots=True)
class Declaration:
    """A named declaration: its kind, and the line where it begins, doc string included."""

    kind: Kind
    line: int
    private: bool


def source_of(module: str) -> str:
    """The file of a module, relative to the project's root.

    >>> source_of("Library.Chapter.Sums")
    'lean/Library/Chapter/Sums.lean'
    """
    return f"lean/{module.replace('.', '/')}.lean"


def imports(text: str) -> list[str]:
    """The modules that a Lean file imports."""
    code = _without_comments(text).replace(_DOC, " ")
    head = _HEAD.match(code)
    position = head.end() if head else 0
    found = []
    while match := _IMPORT.match(code, position):
        found.append(match[1])
        position = match.end()
    return found


def declarations(text: str) -> dict[str, Declaration]:
    """The declarations of a Lean file by full name."""
    code = _without_comments(text)
    found: dict[str, Declaration] = {}
    scopes: list[tuple[bool, str]] = []
    for match in _COMMAND.finditer(code):
        if match["scope"]:
            _enter_or_leave(scopes, match["scope"], match["label"])
            continue
        path = [label for is_namespace, label in scopes if is_namespace]
        declared = Declaration(
            kind=_KINDS[match["keyword"]],
            line=code.count("\n", 0, match.start("declaration")) + 1,
            private="private" in match["modifiers"].split(),
        )
        # One alias may name the two directions of an equivalence.
        names = [match["name"]] if match["name"] else re.findall(r"[^\s,_][^\s,]*", match["names"])
        for name in (name.rstrip(".") for name in names):
            full = ".".join([*path, name]) if not name.startswith("_root_.") else name[7:]
            found[full] = declared
    return found


_SHORTCUT = re.compile(
    r"(?<![\w.'])(sorry|sorryAx|admit|axiom|native_decide|implemented_by|extern|csimp|opaque|unsafe"
    r"|reduceBool|ofReduceBool|_root_)(?![\w'])"
)


def shortcuts(text: str) -> list[tuple[int, str]]:
    """The lines, and the words on them, by which Lean takes a statement without its proof."""
    code = _without_comments(text)
    found = ((code.count("\n", 0, m.start()) + 1, m[1]) for m in _SHORTCUT.finditer(code))
    return list(found)


def passage(text: str, line: int) -> str:
    """The declaration that begins on a line, up to the next command: without its doc string, and
    without attributes on lines of their own.
    """
    lines = text.splitlines()[line - 1 :]
    if lines and lines[0].startswith("/--"):
        end = next((n for n, told in enumerate(lines) if "-/" in told), len(lines))
        lines = lines[end + 1 :]
    while lines and lines[0].startswith("@[") and lines[0].rstrip().endswith("]"):
        lines = lines[1:]
    later = (n for n, told in enumerate(lines) if n and told and not told[0].isspace())
    return "\n".join(lines[: next(later, len(lines))]).rstrip()


def _enter_or_leave(scopes: list[tuple[bool, str]], command: str, label: str) -> None:
    """Follow a `namespace`, `section`, `mutual` or `end`; each part of a dotted label counts."""
    parts = label.split(".")
    if command == "end":
        del scopes[-len(parts) :]
    else:
        scopes.extend((command == "namespace", part) for part in parts)


def _without_comments(text: str) -> str:
    """The text with comments and strings blanked, line breaks kept, a doc string as `_DOC`."""
    out: list[str] = []
    position = 0
    while opening := _OPENING.search(text, position):
        start, end = opening.span()
        if opening[0] == "/-":
            end = _comment_end(text, end)
        blank = re.sub(r"[^\n]", " ", text[start:end])
        is_doc = text.startswith("/--", start)
        out += [text[position:start], _DOC + blank[1:] if is_doc else blank]
        position = end
    return "".join([*out, text[position:]])


def _comment_end(text: str, position: int) -> int:
    """Where the block comment that is open at `position` ends; block comments nest."""
    depth = 1
    for edge in _COMMENT_EDGE.finditer(text, position):
        depth += 1 if edge[0] == "/-" else -1
        if depth == 0:
            return edge.end()
    return len(text)
