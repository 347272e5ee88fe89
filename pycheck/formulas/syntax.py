"""The text of a formula as Python's syntax tree, of which only a small part is let in.

Nothing is evaluated by name. Relations stand between the sides at the outermost level: ``=``,
``!=``, ``<``, ``<=``, ``>``, ``>=``, and ``~`` before printed digits.
"""

import ast
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from pycheck.errors import InputError
from pycheck.formulas import faults
from pycheck.formulas.characters import RELATIONS as PRINTED
from pycheck.formulas.characters import Foreign, Plain, plain

RELATIONS = ("!=", "<=", ">=", "=", "<", ">", "~")
_MISWRITTEN = {"==": "=", "=>": ">=", "=<": "<=", "<>": "!="}
_DEEPEST = 100
_MOST_NAMES = 100
_MOST_BINDERS = 6
_LONGEST = 20_000
_MOST_DIGITS = 4_000
_OPENING, _CLOSING = "([", ")]"

BINDERS = frozenset({"Sum", "Product", "Integral", "Limit", "Derivative", "Subs"})
"""The functions that bind a variable, or look at what stands in them at several values of it."""

_OF_CONDITIONS = frozenset({"P", "And", "Or", "Not"})

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
    ast.Eq,
    ast.Subscript,
)


class UnreadableFormula(InputError):
    """A formula that cannot be read; the message shows the place by a caret."""

    def __init__(self, what: str, text: str, column: int) -> None:
        before, after = text[:column], text[column:]
        shown = "".join(c if c.isprintable() else " " for c in f"{before[-40:]}^{after[:40]}")
        super().__init__(f"{what}, at the caret in: {shown}")
        self.what = what
        self.column = column


@dataclass(frozen=True)
class Source:
    """A part of a formula's text, for messages: where it begins in the whole.

    `plain` is the part in the signs of the language, which Python reads.
    """

    text: str
    offset: int
    plain: Plain

    def error(self, what: str, node: ast.AST | None = None) -> UnreadableFormula:
        """What is wrong at a node, or at the beginning."""
        place = self.plain.places[self.column(node)]
        return UnreadableFormula(what, self.text, self.offset + place)

    def column(self, node: ast.AST | None, end: str = "") -> int:
        """Where a node begins in the plain text, or ends; Python counts from the bracket on."""
        found = getattr(node, f"{end}col_offset", None) or 1
        return min(found - 1, len(self.plain.text))


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


@lru_cache(maxsize=1024)
def split(text: str) -> Relations:
    """The sides and the relations of a formula or a condition; their trees are never changed.

    Raises `UnreadableFormula`.
    """
    _bounded(text)
    sides: list[Side] = []
    signs: list[str] = []
    start = 0
    for written, sign, place in _signs(text):
        sides.append(_side(text, start, place))
        signs.append(sign)
        start = place + len(written)
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
        elif character in faults.FORBIDDEN or not (character.isprintable() or character == "\t"):
            raise UnreadableFormula(faults.forbidden(text, place), text, place)
    if opened:
        sign, place = opened[-1]
        raise UnreadableFormula(f"a {sign!r} that is never closed", text, place)


def _signs(text: str) -> Iterable[tuple[str, str, int]]:
    """The relations outside of all brackets, as they are written, meant, and where."""
    depth = place = 0
    while place < len(text):
        character = text[place]
        depth += (character in _OPENING) - (character in _CLOSING)
        sign = next((s for s in (*RELATIONS, *PRINTED) if text.startswith(s, place)), None)
        if sign and depth == 0:
            for wrong, right in _MISWRITTEN.items():
                if text.startswith(wrong, place):
                    told = f"{wrong!r} is no relation; write {right!r}"
                    raise UnreadableFormula(told, text, place)
            yield sign, PRINTED.get(sign, sign), place
            place += len(sign)
        else:
            place += 1


def _side(text: str, start: int, stop: int) -> Side:
    part = text[start:stop]
    if not part.strip():
        raise UnreadableFormula("a side is missing", text, start)
    try:
        source = Source(text, start, plain(part))
    except Foreign as foreign:
        raise UnreadableFormula(foreign.what, text, start + foreign.place) from None
    try:
        # In brackets, so that white space at the beginning is no indentation.
        tree = ast.parse(f"({source.plain.text})", mode="eval")
    except (MemoryError, RecursionError):
        raise UnreadableFormula("nested too deeply", text, start) from None
    except (SyntaxError, ValueError) as error:
        what, column = faults.told(source.plain.text, getattr(error, "offset", None))
        raise UnreadableFormula(what, text, start + source.plain.places[column]) from None
    _let_in(tree.body, source)
    if len({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}) > _MOST_NAMES:
        raise source.error(f"more than {_MOST_NAMES} names")
    return Side(_Plainer().visit(tree.body), source, part.strip())


class _Plainer(ast.NodeTransformer):
    """``E[X]`` and ``x[i]`` as ``E(X)`` and ``x(i)``, and ``X = 1`` in brackets as ``Eq(X, 1)``."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """An equality as a call."""
        self.generic_visit(node)
        if not isinstance(node.ops[0], ast.Eq):
            return node
        return ast.copy_location(
            ast.Call(ast.copy_location(ast.Name("Eq"), node), [node.left, *node.comparators], []),
            node,
        )

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Square brackets after a name as round ones."""
        self.generic_visit(node)
        args = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return ast.copy_location(ast.Call(node.value, list(args), []), node)


def _let_in(node: ast.AST, source: Source, depth: int = 0, binders: int = 0) -> None:
    """Refuse what is not of the language, or would be too deep for recursive functions."""
    if depth > 2 * _DEEPEST:
        raise source.error("nested too deeply", node)
    if binders > _MOST_BINDERS:
        raise source.error(f"more than {_MOST_BINDERS} sums or integrals in each other", node)
    if not isinstance(node, _ALLOWED):
        raise source.error(faults.not_allowed(node), node)
    if isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name):
            raise source.error("no function is called here; write a product with '*'", node)
        equal = any(isinstance(arg, ast.Compare) for arg in node.args)
        if node.keywords or (equal and node.func.id not in _OF_CONDITIONS):
            raise source.error("'=' and '<' have no place inside of this call", node)
    if isinstance(node, ast.Subscript) and not isinstance(node.value, ast.Name):
        raise source.error("square brackets stand after a name, or around a list", node)
    if isinstance(node, ast.Constant) and type(node.value) not in (int, float, bool):
        imaginary = "; the imaginary unit is I" if isinstance(node.value, complex) else ""
        raise source.error(f"not a number{imaginary}", node)
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        _refuse_equality(node, source)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.operator | ast.cmpop | ast.unaryop) and not isinstance(
            child, _ALLOWED
        ):
            raise source.error(faults.not_allowed(child), node)
        _let_in(child, source, depth + _cost(node), binders + _is_binder(node))


def _refuse_equality(node: ast.Compare, source: Source) -> None:
    if any(isinstance(op, ast.Eq) for op in node.ops):
        raise source.error("'=' has no place in a chain inside of brackets", node)


def _cost(node: ast.AST) -> int:
    """How much deeper what stands in a node is."""
    return 3 if isinstance(node, ast.Call) else 1


def _is_binder(node: ast.AST) -> bool:
    known = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return known and node.func.id in BINDERS  # type: ignore[attr-defined]


def number(node: ast.Constant, side: Side) -> Fraction:
    """The number that a literal writes, exactly as it is written."""
    if isinstance(node.value, int):
        return Fraction(node.value)
    return Fraction(literal(node, side))


def literal(node: ast.expr, side: Side) -> str:
    """The text of a node."""
    source = side.source
    return source.plain.text[source.column(node) : source.column(node, "end_")]


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint at the known name that looks most like `name`; empty where none does."""
    found = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f"; did you mean {found[0]!r}?" if found else ""
