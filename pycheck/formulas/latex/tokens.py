"""LaTeX cut into tokens, with macros expanded and arguments in braces as TeX takes them.

pylatexenc cuts the text. A token keeps its place in it, so that a message can show it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pylatexenc.latexwalker import LatexWalker, LatexWalkerEndOfStream, LatexWalkerParseError
from pylatexenc.macrospec import LatexContextDb

from pycheck.formulas.latex.vocabulary import (
    ARGUMENTS,
    DROPPED,
    DROPPED_WITH_ARGUMENT,
    INFIX,
    SAME,
    WORDS,
)
from pycheck.formulas.syntax import UnreadableFormula

_MOST_TOKENS = 5_000
_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Token:
    """A terminal of the grammar: its kind, what it says, and where it stands."""

    kind: str
    text: str
    place: int
    spaced: bool = False
    paired: bool = False
    r"""Whether ``\left`` or ``\right`` stands before it."""


Macros = Mapping[str, tuple[int, str]]
"""The macros of a document: how many arguments each takes, and its body."""


def cut(text: str, macros: Macros | None = None) -> list[Token]:
    """The tokens of a formula, its macros expanded and its arguments in braces.

    Raises `UnreadableFormula` with the place of what TeX would refuse.
    """
    found = list(_cut(text))
    for _ in range(_MOST_ROUNDS):
        expanded = _expanded(text, found, macros or {})
        if expanded == found:
            return _braced(text, _in_front(text, found))
        if len(expanded) > _MOST_TOKENS:
            break
        found = expanded
    raise UnreadableFormula("macros that never end", text, 0)


def _cut(text: str) -> Iterator[Token]:
    """pylatexenc's tokens: ``char``, ``macro``, ``open``, ``close``, ``begin`` and ``end``."""
    walker = LatexWalker(text, latex_context=LatexContextDb(), tolerant_parsing=False)
    place = count = 0
    while True:
        try:
            token = walker.get_token(place)
        except LatexWalkerEndOfStream:
            return
        except LatexWalkerParseError as error:
            raise UnreadableFormula("this is no LaTeX", text, error.pos or place) from None
        count += 1
        if count > _MOST_TOKENS:
            raise UnreadableFormula(f"more than {_MOST_TOKENS} tokens", text, place)
        place = token.pos + token.len
        kind = {
            "brace_open": "open", "brace_close": "close", "begin_environment": "begin",
            "end_environment": "end", "specials": "char",
        }.get(token.tok, token.tok)  # fmt: skip
        if kind.startswith("mathmode") or kind == "comment":
            if kind == "comment" or not text[: token.pos].strip(" $\\[(\n"):
                continue
            if not text[place:].strip(" $\\])\n.,"):
                continue
            raise UnreadableFormula("a second formula", text, token.pos)
        says = token.arg if isinstance(token.arg, str) else token.arg.specials_chars
        yield Token(kind, says, token.pos, bool(token.pre_space))


def _expanded(text: str, row: Sequence[Token], macros: Macros) -> list[Token]:
    """The tokens with every macro of the document replaced once; places stay those of the call."""
    found: list[Token] = []
    index = 0
    while index < len(row):
        token = row[index]
        index += 1
        if token.kind != "macro" or token.text not in macros:
            found.append(token)
            continue
        wanted, body = macros[token.text]
        arguments = []
        for _ in range(wanted):
            part, index = argument(text, row, index, token)
            arguments.append(part)
        found += _filled(list(_cut(body)), arguments, token.place)
    return found


def _filled(
    body: Sequence[Token], arguments: Sequence[Sequence[Token]], place: int
) -> Iterator[Token]:
    skip = False
    for token, following in zip(body, [*body[1:], None], strict=True):
        if skip:
            skip = False
        elif token.text == "#" and following is not None and following.text.isdigit():
            skip = True
            yield from arguments[int(following.text) - 1]
        else:
            yield replace(token, place=place)


def _in_front(text: str, row: Sequence[Token]) -> list[Token]:
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


def argument(text: str, row: Sequence[Token], index: int, of: Token) -> tuple[Sequence[Token], int]:
    """The next argument as TeX takes it: what is in braces, or a single token; and what follows."""
    if index >= len(row) or row[index].kind in ("close", "end"):
        raise UnreadableFormula(f"nothing follows {shown(of)}", text, of.place)
    if row[index].kind != "open":
        return row[index : index + 1], index + 1
    depth = 0
    for end in range(index, len(row)):
        depth += (row[end].kind == "open") - (row[end].kind == "close")
        if depth == 0:
            return row[index + 1 : end], end + 1
    raise UnreadableFormula("a '{' that is never closed", text, row[index].place)


def shown(token: Token) -> str:
    """A token as it is written."""
    return rf"\{token.text}" if token.kind == "macro" else repr(token.text)


def _braced(text: str, row: Sequence[Token]) -> list[Token]:
    """The arguments of scripts and of known macros in braces, whether they were written or not."""
    found: list[Token] = []
    index = 0
    while index < len(row):
        token = row[index]
        index += 1
        if token.kind == "macro":
            token = replace(token, text=SAME.get(token.text, token.text))
        script = token.kind == "char" and token.text in "^_"
        wanted = 1 if script else 0
        if token.kind == "macro":
            if token.text in DROPPED_WITH_ARGUMENT:
                _, index = argument(text, row, index, token)
                continue
            if token.text in ("left", "right") and index < len(row):
                row = [*row[:index], replace(row[index], paired=True), *row[index + 1 :]]
            if token.text in DROPPED:
                continue
            if token.text == "operatorname" and row[index : index + 1]:
                index += row[index].text == "*"
            wanted = ARGUMENTS.get(token.text, 0)
        found.append(token)
        if token.text == "sqrt" and index < len(row) and row[index].text == "[":
            stop = next((i for i in range(index, len(row)) if row[i].text == "]"), None)
            if stop is None:
                raise UnreadableFormula("a '[' that is never closed", text, row[index].place)
            found += _braced(text, row[index : stop + 1])
            index = stop + 1
        for _ in range(wanted):
            if script and _alone(row[index : index + 1]):
                told = f"TeX raises or lowers the {row[index].text!r} alone; write braces"
                raise UnreadableFormula(told, text, row[index].place)
            part, after = argument(text, row, index, token)
            if len(part) == 1 and part[0].kind == "macro" and row[index].kind != "open":
                single = SAME.get(part[0].text, part[0].text)
                needs = ARGUMENTS.get(single, 0)
                for _ in range(needs):
                    _, after = argument(text, row, after, part[0])
                part = row[index:after]
            place = row[index].place
            found.append(Token("open", "{", place))
            found += part if token.text in WORDS else _braced(text, part)
            found.append(Token("close", "}", row[after - 1].place))
            index = after
    return found


def _alone(following: Sequence[Token]) -> bool:
    """Whether a script would take a sign or an opening bracket without what belongs to it."""
    return any(token.kind == "char" and token.text in "([|+-=" for token in following)
