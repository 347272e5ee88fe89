r"""What is said behind a formula: ``, \quad x > 0``, ``\text{for all } n \ge 1``.

It becomes conditions. Without a word that says so only a name between or beside numbers is a
condition: anything else would be a second formula, which is not read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lark import Token as Leaf
from lark import Tree

from pycheck.formulas.latex import membership
from pycheck.formulas.latex.grammar import parsed
from pycheck.formulas.latex.items import items_of, leaves
from pycheck.formulas.latex.names import letter
from pycheck.formulas.latex.token import Token, argument
from pycheck.formulas.latex.vocabulary import LINES, RELATIONS, SAME, TABLES
from pycheck.formulas.syntax import UnreadableFormula

if TYPE_CHECKING:
    from pycheck.formulas.latex.reading import Reader

_TEXTS = frozenset(("text", "textrm", "mbox", "textit"))
_CONDITION = frozenset(("for", "if", "when", "where", "whenever", "with", "provided", "given"))
_BESIDE = frozenset(
    ("that", "all", "every", "any", "each", "and", "as", "real", "integer", "integers", "natural")
) | {"number", "numbers", "is", "are", "in"}
"""Words that may stand beside those."""
_SPACES = frozenset(("quad", "qquad"))
_OPENS, _CLOSES = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True, slots=True)
class Remark:
    """Tokens behind a formula, and whether a word says that they are a condition."""

    row: tuple[Token, ...]
    said: bool


def parted(text: str, row: Sequence[Token]) -> tuple[list[Token], list[Remark]]:
    """The tokens of a formula, and the remarks behind it."""
    at = _beginning(text, row)
    if at is None:
        return list(row), []
    behind = [t for t in row[at:] if not (t.kind in ("begin", "end") and t.text in LINES)]
    if any(t.kind == "macro" and t.text == "\\" for t in behind):
        return list(row), []  # lines go on, which the terminals judge
    ends = [t for t in row[at:] if t.kind == "end" and t.text in LINES]
    while behind and behind[-1].text in ".,;":
        behind.pop()
    return [*row[:at], *ends], list(_pieces(text, _unbracketed(behind)))


def _unbracketed(row: Sequence[Token]) -> Sequence[Token]:
    """A row without the brackets around all of it, and without the space before them."""
    at = next((i for i, t in enumerate(row) if t.text not in (*_SPACES, ",", ";")), len(row))
    inside = row[at:]
    if len(inside) < 2 or (inside[0].text, inside[-1].text) != ("(", ")"):
        return row
    whole = all(depth for _, depth, _ in list(_outside(inside))[1:-1])
    return inside[1:-1] if whole else row


def _beginning(text: str, row: Sequence[Token]) -> int | None:
    """Where the remarks begin; None where there are none."""
    related = False
    for index, depth, token in _outside(row):
        name = SAME.get(token.text, token.text) if token.kind == "macro" else token.text
        related = related or name in RELATIONS or name in ("=", "<", ">")
        if depth or not related:
            continue
        rest = [t for t in row[index + 1 :] if t.kind != "end" and t.text not in ".,;"]
        if token.kind == "char" and name in ",;" and rest:
            return index
        if token.kind == "macro" and (name == "forall" or _word(text, row, index) & _CONDITION):
            return index
        bracket = rest[0].text == "(" if rest else False
        if token.kind == "macro" and name in _SPACES and bracket and row[index + 1].text == "(":
            return index
    return None


def _outside(row: Sequence[Token]) -> Iterator[tuple[int, int, Token]]:
    """The tokens with their depth in braces, brackets and tables."""
    depth = 0
    for index, token in enumerate(row):
        opens = token.kind == "open" or (token.kind == "begin" and token.text in TABLES)
        closes = token.kind == "close" or (token.kind == "end" and token.text in TABLES)
        bracket = token.kind in ("char", "macro") and token.kind != "brace"
        opens = opens or (bracket and token.text in (*_OPENS, "lbrace"))
        closes = closes or (bracket and token.text in (*_CLOSES, "rbrace"))
        depth -= closes
        yield index, depth, token
        depth += opens


def _word(text: str, row: Sequence[Token], index: int) -> set[str]:
    if row[index].text not in _TEXTS or row[index].kind != "macro":
        return set()
    part, _ = argument(text, row, index + 1, row[index])
    said = "".join((" " if t.spaced else "") + t.text for t in part)
    return {word.strip(".,:;").lower() for word in said.split()}


def _pieces(text: str, row: Sequence[Token]) -> Iterator[Remark]:
    """The parts between commas, spaces and words; a word that says nothing here is not read."""
    piece: list[Token] = []
    said = False
    skip = 0
    for index, depth, token in _outside(row):
        if index < skip:
            continue
        words = _word(text, row, index) if not depth else set()
        apart = token.kind == "char" and token.text in ",;"
        if depth or not (words or apart or (token.kind == "macro" and token.text in _SPACES)):
            if token.kind == "macro" and token.text == "forall":
                said = True
                continue
            piece.append(token)
            continue
        if piece:
            yield Remark(tuple(piece), said)
            piece = []
        if words:
            if not words <= _CONDITION | _BESIDE:
                raise UnreadableFormula("these words are not read", text, token.place)
            said = said or bool(words & _CONDITION)
            _, skip = argument(text, row, index + 1, token)
    if piece:
        yield Remark(tuple(piece), said)


def conditions(reader: "Reader", remarks: Sequence[Remark]) -> list[str]:
    """Remarks as conditions of the language. Raises `UnreadableFormula` for what is none."""
    found: list[str] = []
    waiting: list[str] = []  # names before the relation that is said of all of them
    rest = list(remarks)
    while rest:
        remark = rest.pop(0)
        if (within := membership.sides(remark.row)) is not None:
            names = [*waiting, _name(reader, _side(reader, within[0]))]
            if not all(names):
                raise reader.fault("a remark that is not read", _side(reader, within[0]))
            value = lambda row: reader.sum(_side(reader, row)).text  # noqa: E731
            found += membership.conditions(reader.text, names, within[1], value)
            waiting = []
            continue
        node = _bare(parsed(reader.text, remark.row))
        sides = [child for child in node.children if isinstance(child, Tree)]
        if len(node.children) == 1:
            name = _name(reader, sides[0])
            if not name:
                raise reader.fault("a second formula, or a remark that is not read", node)
            waiting.append(name)
            continue
        values = []
        while rest and _is_value(rest[0]):
            values.append(rest.pop(0))
        if values:
            found += _listed(reader, node, values)
            continue
        found += _said(reader, node, waiting, said=remark.said)
        waiting = []
    if waiting and not all(remark.said for remark in remarks):
        raise reader.fault("a remark that is not read", None)
    return found


def _bare(node: Tree[Leaf]) -> Tree[Leaf]:
    """What stands in brackets that are all there is."""
    (relations,) = node.children
    assert isinstance(relations, Tree)
    return _peeled(relations, ("relations", "sum", "term", "scripted", "round", "list"))


def _peeled(node: Tree[Leaf], names: Sequence[str]) -> Tree[Leaf]:
    """What stands in nodes of these names, each all that the one before holds; else the node.

    Brackets and bars are leaves beside what they hold.
    """
    inside: Tree[Leaf] | Leaf = node
    for name in names:
        if not isinstance(inside, Tree) or inside.data != name:
            return node
        parts = [c for c in inside.children if isinstance(c, Tree)]
        if len(parts) != 1 or (name not in ("round", "bars") and len(inside.children) != 1):
            return node
        inside = parts[0]
    return inside if isinstance(inside, Tree) else node


def _side(reader: "Reader", row: Sequence[Token]) -> Tree[Leaf]:
    """The only expression of a row of tokens."""
    (relations,) = parsed(reader.text, row).children
    assert isinstance(relations, Tree)
    (side, *others) = relations.children
    if others or not isinstance(side, Tree):
        raise reader.fault("a remark that is not read", relations)
    return side


def _name(reader: "Reader", node: Tree[Leaf]) -> str:
    if len(node.children) == 1 and isinstance(node.children[0], Tree):
        row = items_of(node.children[0], reader.text)
        if len(row) == 1 and row[0].sup is None and not row[0].primes:
            read = reader.sum(node).text
            return read if letter(row[0]) or row[0].kind in ("font", "accent") else ""
    return ""


def _is_value(remark: Remark) -> bool:
    related = any(
        t.text in ("=", "<", ">", "in") or SAME.get(t.text, t.text) in RELATIONS for t in remark.row
    )
    return not related and (remark.row[0].text[:1].isdigit() or _is_dots(remark) or not remark.said)


def _is_dots(remark: Remark) -> bool:
    return len(remark.row) == 1 and SAME.get(remark.row[0].text) == "dots"


def _listed(reader: "Reader", node: Tree[Leaf], values: Sequence[Remark]) -> list[str]:
    r"""``n = 0, 1, 2, \dots`` and ``i = 1, \dots, n``."""
    dots = [index for index, value in enumerate(values) if _is_dots(value)]
    name = _name(reader, node.children[0]) if isinstance(node.children[0], Tree) else ""
    if not name or str(node.children[1]) != "=" or len(node.children) != 3 or len(dots) != 1:
        raise reader.fault("a list that is not read", node)
    assert isinstance(node.children[2], Tree)
    read = [reader.sum(node.children[2]).text]
    for value in values:
        if not _is_dots(value):
            inside = parsed(reader.text, value.row).children[0]
            assert isinstance(inside, Tree)
            read.append(reader.relations(inside))
    (at,) = dots
    written = read[: at + 1]
    first = written[0]
    if not first.isdigit() or written != [str(int(first) + i) for i in range(len(written))]:
        raise reader.fault("a list that is not read", node)
    last = read[at + 1 :]
    whole = [] if reader.names.is_whole(name) else [f"{name} integer"]
    if len(last) > 1:
        raise reader.fault("a list that is not read", node)
    return [*whole, f"{name} >= {written[0]}", *(f"{name} <= {end}" for end in last)]


def _said(reader: "Reader", node: Tree[Leaf], others: Sequence[str], *, said: bool) -> list[str]:
    signs = [str(child) for child in node.children if not isinstance(child, Tree)]
    sides = [child for child in node.children if isinstance(child, Tree)]
    if signs == ["->"]:
        reader.towards = (_name(reader, sides[0]), reader.sum(sides[1]).text)
        return []
    simple = all(sign not in ("=", "~", "equiv", "sim") for sign in signs) and all(
        _name(reader, side) or _is_number(side) for side in map(_inside_bars, sides)
    )
    if not said and not (simple and any(_is_number(side) for side in sides)):
        raise reader.fault("a second formula, or a remark that is not read", node)
    read = reader.relations(node)
    if any(sign in ("~", "equiv", "sim") for sign in signs):
        raise reader.fault("a remark that is not read", node)
    first, sign, rest = read.partition(f" {signs[0]} ")
    return [read, *(f"{name}{sign}{rest}" for name in others if first)]


def _inside_bars(node: Tree[Leaf]) -> Tree[Leaf]:
    """What bars hold that are all there is."""
    return _peeled(node, ("sum", "term", "scripted", "bars", "relations"))


def _is_number(node: Tree[Leaf]) -> bool:
    return all(
        leaf.type in ("NUMBER", "MINUS", "PLUS", "LBRACE", "RBRACE", "FRAC", "SLASH")
        or str(leaf) in ("infty", "pi")
        for leaf in leaves(node)
    )
