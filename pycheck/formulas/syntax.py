"""The text of a formula as Python's syntax tree, of which only a small part is let in.

Nothing is evaluated by name. Relations stand between the sides at the outermost level: ``=``,
``!=``, ``<``, ``<=``, ``>``, ``>=``, and ``~`` before printed digits.
"""

import ast
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from pycheck.errors import InputError

RELATIONS = ("!=", "<=", ">=", "=", "<", ">", "~")
_DEEPEST = 100
_LONGEST = 20_000
_MOST_DIGITS = 4_000
_OPENING, _CLOSING = "([", ")]"

_ALLOWED = (
    ast.BinOp,
    ast.UnaryOp,
    ast.Call,
    ast.Name,
    ast.Constant,
    ast.Compare,
    ast.Tuple,
    ast.List,
    ast.Load,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.Pow,
    ast.USub,
    ast.UAdd,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.NotEq,
    ast.keyword,
)


class UnreadableFormula(InputError):
    """A formula that cannot be read; the message shows the place by a caret."""

    def __init__(self, what: str, text: str, column: int) -> None:
        before, after = text[:column], text[column:]
        shown = f"{before[-40:]}^{after[:40]}"
        super().__init__(f"{what}, at the caret in: {shown}")
        self.what = what
        self.column = column


@dataclass(frozen=True)
class Source:
    """A part of a formula's text, for messages: where it begins in the whole."""

    text: str
    offset: int

    def error(self, what: str, node: ast.AST | None = None) -> UnreadableFormula:
        """What is wrong at a node, or at the beginning."""
        return UnreadableFormula(what, self.text, self.offset + self.column(node))

    def column(self, node: ast.AST | None, end: str = "") -> int:
        """Where a node begins in this part, or ends; Python counts bytes, from the bracket on."""
        found = getattr(node, f"{end}col_offset", None) or 1
        return len(self.text[self.offset :].encode()[: found - 1].decode(errors="ignore"))


@dataclass(frozen=True)
class Side:
    """An expression with its text."""

    node: ast.expr
    source: Source
    text: str


@dataclass(frozen=True)
class Relations:
    """Sides with the relations between them, ``a < b <= c``."""

    sides: tuple[Side, ...]
    signs: tuple[str, ...]

    @property
    def links(self) -> Iterator[tuple[Side, str, Side]]:
        """The single relations of a chain."""
        return zip(self.sides, self.signs, self.sides[1:], strict=False)


def split(text: str) -> Relations:
    """The sides and the relations of a formula or a condition.

    Raises `UnreadableFormula`.
    """
    _bounded(text)
    sides: list[Side] = []
    signs: list[str] = []
    start = 0
    for sign, place in _signs(text):
        sides.append(_side(text, start, place))
        signs.append(sign)
        start = place + len(sign)
    sides.append(_side(text, start, len(text)))
    return Relations(tuple(sides), tuple(signs))


def expression(text: str) -> Side:
    """The only side of a text without a relation."""
    found = split(text)
    if found.signs:
        raise UnreadableFormula("a relation where a term is expected", text, 0)
    return found.sides[0]


def _bounded(text: str) -> None:
    if len(text) > _LONGEST:
        raise UnreadableFormula(f"longer than {_LONGEST} characters", text, _LONGEST)
    depth = digits = 0
    opened: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        digits = digits + 1 if character.isdigit() else 0
        if digits > _MOST_DIGITS:
            raise UnreadableFormula(f"a number of more than {_MOST_DIGITS} digits", text, place)
        if character in _OPENING:
            opened.append((character, place))
            depth = len(opened)
            if depth > _DEEPEST:
                raise UnreadableFormula(f"nested more than {_DEEPEST} deep", text, place)
        elif character in _CLOSING:
            if not opened or _OPENING.index(opened.pop()[0]) != _CLOSING.index(character):
                raise UnreadableFormula(f"a {character!r} that closes nothing", text, place)
        elif character in "\n\r;#\"'\\{}@`$:":
            raise UnreadableFormula(f"{character!r} has no place in a formula", text, place)
    if opened:
        sign, place = opened[-1]
        raise UnreadableFormula(f"a {sign!r} that is never closed", text, place)


def _signs(text: str) -> Iterable[tuple[str, int]]:
    """The relations outside of all brackets, with their places."""
    depth = place = 0
    while place < len(text):
        character = text[place]
        depth += (character in _OPENING) - (character in _CLOSING)
        sign = next((s for s in RELATIONS if text.startswith(s, place)), None)
        if sign and depth == 0:
            if text.startswith("==", place):
                raise UnreadableFormula("'==' is no relation; write '='", text, place)
            yield sign, place
            place += len(sign)
        else:
            place += 1


def _side(text: str, start: int, stop: int) -> Side:
    part = text[start:stop]
    source = Source(text, start)
    if not part.strip():
        raise UnreadableFormula("a side is missing", text, start)
    try:
        # In brackets, so that white space at the beginning is no indentation.
        tree = ast.parse(f"({part})", mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        column = (getattr(error, "offset", None) or 2) - 2
        raise UnreadableFormula(
            "no formula in the syntax of docs/formulas.md", text, start + max(column, 0)
        ) from None
    _let_in(tree.body, source)
    return Side(tree.body, source, part.strip())


def _let_in(node: ast.AST, source: Source, depth: int = 0) -> None:
    if depth > 4 * _DEEPEST:
        raise source.error("nested too deeply", node)
    if isinstance(node, ast.Attribute):
        raise source.error("'.' has no place between names", node)
    if not isinstance(node, _ALLOWED):
        what = type(node).__name__
        if isinstance(node, ast.BitXor):
            what = "'^'; a power is written '**'"
        raise source.error(f"not part of the language: {what}", node)
    if isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name):
            raise source.error("a call that is none of a function by its name", node)
        if node.keywords and node.func.id != "P":
            raise source.error("'=' has no place inside of a call", node)
    if isinstance(node, ast.Constant) and type(node.value) not in (int, float, bool):
        raise source.error("not a number", node)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.operator) and not isinstance(child, _ALLOWED):
            sign = "'^' (a power is written '**')" if isinstance(child, ast.BitXor) else "this sign"
            raise source.error(f"{sign} is not part of the language", node)
        _let_in(child, source, depth + 1)


def number(node: ast.Constant, side: Side) -> Fraction:
    """The number that a literal writes, exactly as it is written."""
    if isinstance(node.value, int):
        return Fraction(node.value)
    return Fraction(literal(node, side))


def literal(node: ast.expr, side: Side) -> str:
    """The text of a node."""
    source = side.source
    part = source.text[source.offset :]
    return part[source.column(node) : source.column(node, "end_")]


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint at the known name that looks most like `name`; empty where none does."""
    found = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f"; did you mean {found[0]!r}?" if found else ""
