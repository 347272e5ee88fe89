"""LaTeX cut into tokens, with macros expanded and arguments in braces as TeX takes them.

pylatexenc cuts the text. A token keeps its place in it, so that a message can show it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pylatexenc.latexwalker import LatexWalker, LatexWalkerEndOfStream, LatexWalkerParseError
from pylatexenc.macrospec import LatexContextDb

from pycheck.formulas.latex.rewriting import rewritten
from pycheck.formulas.latex.token import Token, argument
from pycheck.formulas.latex.vocabulary import (
    ARGUMENTS,
    DROPPED,
    DROPPED_WITH_ARGUMENT,
    SAME,
    WORDS,
)
from pycheck.formulas.syntax import UnreadableFormula

_MOST_TOKENS = 5_000
_MOST_ROUNDS = 20


Macros = Mapping[str, tuple[int, str]]
"""The macros of a document: how many arguments each takes, and its body."""


def cut(text: str, macros: Macros | None = None) -> list[Token]:
    """The tokens of a formula, its macros expanded, in the spellings of the grammar.

    Raises `UnreadableFormula` with the place of what TeX would refuse.
    """
    found = list(_cut(text))
    for _ in range(_MOST_ROUNDS):
        expanded = _expanded(text, found, macros or {})
        if expanded == found:
            return rewritten(text, found)
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


def braced(text: str, row: Sequence[Token]) -> list[Token]:
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
            found += braced(text, row[index : stop + 1])
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
            found += part if token.text in WORDS else braced(text, part)
            found.append(Token("close", "}", row[after - 1].place))
            index = after
    return found


def _alone(following: Sequence[Token]) -> bool:
    """Whether a script would take a sign or an opening bracket without what belongs to it."""
    return any(token.kind == "char" and token.text in "([|+-=" for token in following)
