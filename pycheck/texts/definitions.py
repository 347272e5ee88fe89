r"""The macros that a document defines: ``\newcommand``, ``\def`` and their like."""

import re

from pycheck.formulas.latex.tokens import Macros
from pycheck.texts.marks import Mark, Marks

UNREADABLE = r"\MacroWithOtherArguments"
r"""The body of a macro whose arguments are not all mandatory ones in braces. No reader of formulas
knows it, so that a formula with the macro is not read."""

_COMMANDS = frozenset(
    ("newcommand", "renewcommand", "providecommand", "DeclareRobustCommand", "DeclareMathOperator",
     "DeclarePairedDelimiter", "NewDocumentCommand", "RenewDocumentCommand",
     "ProvideDocumentCommand", "DeclareDocumentCommand", "def", "gdef", "edef", "xdef", "let")
)  # fmt: skip
_NAME = re.compile(r"\s*\*?\s*(\{\s*)?\\([A-Za-z@]+|.)\s*(?(1)\})", re.DOTALL)
_PARAMETERS = re.compile(r"(?:#[1-9])*")


def defines(mark: Mark) -> bool:
    """Whether a mark begins a definition."""
    return mark.kind == "macro" and mark.name in _COMMANDS


def defined(marks: Marks, mark: Mark, macros: Macros) -> tuple[Macros, int]:
    """The macros with the definition that begins at a mark, and where it ends.

    What TeX would refuse defines nothing.
    """
    named = _NAME.match(marks.text, mark.end)
    if named is None:
        return macros, mark.end
    name = named[2]
    read = {
        "DeclareMathOperator": _operator, "DeclarePairedDelimiter": _delimiter, "let": _let,
        "def": _def, "gdef": _def, "edef": _def, "xdef": _def,
    }.get(mark.name, _document if mark.name.endswith("DocumentCommand") else _command)  # fmt: skip
    found = read(marks, named.end(), "*" in named[0], macros)
    if found is None:
        return macros, named.end()
    macro, end = found
    if mark.name.lower().startswith("provide") and name in macros:
        return macros, end
    kept = {n: m for n, m in macros.items() if m != _meaning(name)}
    return {**kept, name: macro}, end


def _meaning(name: str) -> tuple[int, str]:
    r"""What ``\let`` gives for a macro that the document has not defined. It is what TeX means by
    it now: once the document defines that name, the other is not known any more. The space tells
    it from a ``\newcommand``, which follows."""
    return 0, rf"\{name} "


_Found = tuple[tuple[int, str], int] | None


def _command(marks: Marks, place: int, _star: bool, _macros: Macros) -> _Found:
    count = 0
    if (bracket := marks.bracket(place)) is not None:
        digits = marks.text[slice(*bracket)].strip()
        count, place = int(digits) if re.fullmatch("[0-9]", digits) else -1, bracket[1] + 1
    optional = marks.bracket(place)
    if optional is not None:
        count, place = -1, optional[1] + 1
    return _body(marks, place, count)


def _document(marks: Marks, place: int, _star: bool, _macros: Macros) -> _Found:
    arguments = marks.group(place)
    if arguments is None:
        return None
    kinds = marks.text[slice(*arguments)].split()
    return _body(marks, arguments[1] + 1, len(kinds) if set(kinds) <= {"m"} else -1)


def _def(marks: Marks, place: int, _star: bool, _macros: Macros) -> _Found:
    parameters = _PARAMETERS.match(marks.text, place)
    assert parameters is not None
    brace = marks.text.find("{", place)
    if brace < 0:
        return None
    plain = not marks.text[parameters.end() : brace].strip()
    return _body(marks, brace, len(parameters[0]) // 2 if plain else -1)


def _operator(marks: Marks, place: int, star: bool, _macros: Macros) -> _Found:
    body = marks.group(place)
    if body is None:
        return None
    operator = "operatorname*" if star else "operatorname"
    return (0, rf"\{operator}{{{marks.text[slice(*body)]}}}"), body[1] + 1


def _delimiter(marks: Marks, place: int, _star: bool, _macros: Macros) -> _Found:
    left = marks.group(place)
    right = marks.group(left[1] + 1) if left else None
    if left is None or right is None:
        return None
    text = marks.text
    return (1, f"{text[slice(*left)]} #1{text[slice(*right)]}"), right[1] + 1


def _let(marks: Marks, place: int, _star: bool, macros: Macros) -> _Found:
    meant = re.compile(r"\s*=?\s*(?:\\([A-Za-z@]+|.)|([^\s\\]))").match(marks.text, place)
    if meant is None:
        return None
    if meant[1] is None:
        return (0, meant[2]), meant.end()
    return macros.get(meant[1], _meaning(meant[1])), meant.end()


def _body(marks: Marks, place: int, count: int) -> _Found:
    body = marks.group(place)
    if body is None:
        single = re.compile(r"\s*(\\(?:[A-Za-z@]+|.)|[^\s{}])").match(marks.text, place)
        if single is None:
            return None
        return ((0, UNREADABLE) if count < 0 else (count, single[1])), single.end()
    text = _without_comments(marks.text[slice(*body)])
    highest = max((int(d) for d in re.findall(r"#([1-9])", text)), default=0)
    return ((0, UNREADABLE) if count < highest else (count, text)), body[1] + 1


def _without_comments(body: str) -> str:
    return re.sub(r"(?<!\\)((?:\\\\)*)%[^\n]*", r"\1", body)
