"""Matrices, determinants and cases."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lark import Token, Tree

from pycheck.formulas.latex.items import entries, items_of, leaves
from pycheck.formulas.latex.out import Out, call

if TYPE_CHECKING:
    from pycheck.formulas.latex.reading import Reader


def table(reader: "Reader", node: Tree[Token]) -> Out:
    """A matrix, a determinant, or cases."""
    kind = str(node.children[0])
    rows = [
        [cell for cell in child.children if isinstance(cell, Tree)]
        for child in node.children
        if isinstance(child, Tree)
    ]
    if rows and not any(entries(cell) for cell in rows[-1]):
        rows.pop()
    if kind in ("cases", "dcases"):
        return _cases(reader, rows)
    cells = [[_cell(reader, cell).text for cell in row] for row in rows]
    inside = ", ".join(f"[{', '.join(row)}]" for row in cells)
    column = len(cells) == 2 and all(len(row) == 1 for row in cells)
    round_ = kind in ("pmatrix", "array")
    if column and round_ and reader.choice("a column or a binomial coefficient"):
        return call("binomial", cells[0][0], cells[1][0])
    read = call("Matrix", f"[{inside}]")
    return call("Determinant", read) if kind == "vmatrix" else read


def _cell(reader: "Reader", cell: Tree[Token]) -> Out:
    read = reader.list(cell)
    if len(read) != 1:
        raise reader.fault("one expression is expected in a cell", cell)
    return read[0]


_EVERY_ORDER = (frozenset("<=>"), frozenset(("<", ">=")), frozenset(("<=", ">")))


def _cases(reader: "Reader", rows: Sequence[Sequence[Tree[Token]]]) -> Out:
    """Cases, of which the last one is all that is left; where nobody says so, there is nothing."""
    read: list[str] = []
    said: list[tuple[str, ...]] = []
    for row in rows:
        if len(row) != 2:
            raise reader.fault("a case is an expression and its condition", row[0])
        value = _cell(reader, row[0]).text
        words = [leaf for leaf in leaves(row[1]) if leaf.type == "WORD"]
        if any(str(word).lower().rstrip(".") in ("otherwise", "else") for word in words):
            return call("Piecewise", *read, f"({value}, True)")
        said.append(_condition(reader, row[1]))
        read.append(f"({value}, {_written(said[-1])})")
    if _covers(said):
        return call("Piecewise", *read[:-1], f"({value}, True)")
    return call("Piecewise", *read, "(1/0, True)")


def _covers(said: Sequence[tuple[str, ...]]) -> bool:
    """Whether conditions on the same two sides leave nothing out."""
    same = {parts[::2] for parts in said}
    signs = frozenset(parts[1] for parts in said)
    return len(same) == 1 and all(len(parts) == 3 for parts in said) and signs in _EVERY_ORDER


def _written(parts: tuple[str, ...]) -> str:
    match parts:
        case (left, "=", right):
            return f"Eq({left}, {right})"
        case (left, one, middle, two, right):
            return f"And({left} {one} {middle}, {middle} {two} {right})"
    return " ".join(parts)


_SAID_BEFORE = frozenset(("if", "for", "when", "where"))


def _condition(reader: "Reader", cell: Tree[Token]) -> tuple[str, ...]:
    """The sides and signs of the relation beside a case."""
    listed = entries(cell)
    if len(listed) != 1:
        raise reader.fault("one relation is expected beside a case", cell)
    first, *rest = listed[0].children
    assert isinstance(first, Tree)
    row = items_of(first.children[0], reader.text) if isinstance(first.children[0], Tree) else []
    if row and row[0].kind == "WORD" and row[0].text.lower() in _SAID_BEFORE:
        parts = [reader.term(row[1:])[0].text]
    else:
        parts = [reader.sum(first).text]
    for part in rest:
        parts.append(reader.sum(part).text if isinstance(part, Tree) else str(part))
        if isinstance(part, Token) and part.type != "REL":
            raise reader.fault("the condition of a case is not read", cell)
    if len(parts) not in (3, 5):
        raise reader.fault("the condition of a case is not read", cell)
    return tuple(parts)
