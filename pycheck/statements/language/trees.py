"""Expression trees of Lean statements as immutable nodes.

The format of the raw arrays is documented at the head of ``lean/Receipts.lean``. Variables are
de Bruijn indices; an elided instance binder counts as a binder.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pycheck.errors import InputError


@dataclass(frozen=True, slots=True)
class Var:
    """The variable bound `index` binders further out."""

    index: int


@dataclass(frozen=True, slots=True)
class Const:
    """A named constant of the library or of Mathlib."""

    name: str


@dataclass(frozen=True, slots=True)
class NatLit:
    """A natural number literal."""

    value: int


@dataclass(frozen=True, slots=True)
class StrLit:
    """A string literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Sort:
    """A universe: ``Prop`` or a ``Type``."""


@dataclass(frozen=True, slots=True)
class Elided:
    """An instance argument that the exporter left out."""


@dataclass(frozen=True, slots=True)
class App:
    """An application of `head` to all of its arguments."""

    head: "Node"
    args: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Lam:
    """A function of one variable."""

    name: str
    type: "Node"
    body: "Node"


@dataclass(frozen=True, slots=True)
class Pi:
    """A universally quantified proposition, an implication or a function type."""

    name: str
    type: "Node"
    body: "Node"


@dataclass(frozen=True, slots=True)
class Inst:
    """A binder of an instance, whose class the exporter left out."""

    body: "Node"


@dataclass(frozen=True, slots=True)
class Let:
    """A local definition."""

    name: str
    type: "Node"
    value: "Node"
    body: "Node"


@dataclass(frozen=True, slots=True)
class Proj:
    """The field `index` of a structure."""

    structure: str
    index: int
    term: "Node"


Node = Var | Const | NatLit | StrLit | Sort | Elided | App | Lam | Pi | Inst | Let | Proj


def parse(raw: Any, where: str = "statement") -> Node:
    """The node of a raw array of the receipts.

    Raises `InputError` naming `where` when the array is none of the documented forms.
    """
    match raw:
        case ["var", int(index)] if index >= 0:
            return Var(index)
        case ["const", str(name)]:
            return Const(name)
        case ["nat", str(digits)] if digits.isdecimal():
            return NatLit(int(digits))
        case ["str", str(text)]:
            return StrLit(text)
        case ["sort"]:
            return Sort()
        case ["_"]:
            return Elided()
        case ["app", head, first, *rest]:
            return App(parse(head, where), tuple(parse(arg, where) for arg in (first, *rest)))
        case ["fun", str(name), kind, body]:
            return Lam(name, parse(kind, where), parse(body, where))
        case ["all", str(name), kind, body]:
            return Pi(name, parse(kind, where), parse(body, where))
        case ["inst", body]:
            return Inst(parse(body, where))
        case ["let", str(name), kind, value, body]:
            return Let(name, parse(kind, where), parse(value, where), parse(body, where))
        case ["proj", str(structure), int(index), term]:
            return Proj(structure, index, parse(term, where))
    shown = str(raw)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    raise InputError(f"{where}: no expression tree: {shown}; regenerate the receipts")


def unparse(node: Node) -> list[Any]:
    """The raw array of a node, the inverse of `parse`."""
    match node:
        case Var(index):
            return ["var", index]
        case Const(name):
            return ["const", name]
        case NatLit(value):
            return ["nat", str(value)]
        case StrLit(value):
            return ["str", value]
        case Sort():
            return ["sort"]
        case Elided():
            return ["_"]
        case App(head, args):
            return ["app", unparse(head), *map(unparse, args)]
        case Lam(name, kind, body):
            return ["fun", name, unparse(kind), unparse(body)]
        case Pi(name, kind, body):
            return ["all", name, unparse(kind), unparse(body)]
        case Inst(body):
            return ["inst", unparse(body)]
        case Let(name, kind, value, body):
            return ["let", name, unparse(kind), unparse(value), unparse(body)]
        case Proj(structure, index, term):
            return ["proj", structure, index, unparse(term)]


def children(node: Node) -> tuple[tuple[Node, int], ...]:
    """The direct subtrees, each with the number of binders that it lies below."""
    match node:
        case App(head, args):
            return ((head, 0), *((arg, 0) for arg in args))
        case Lam(_, kind, body) | Pi(_, kind, body):
            return ((kind, 0), (body, 1))
        case Inst(body):
            return ((body, 1),)
        case Let(_, kind, value, body):
            return ((kind, 0), (value, 0), (body, 1))
        case Proj(_, _, term):
            return ((term, 0),)
        case _:
            return ()


def rebuild(node: Node, parts: Sequence[Node]) -> Node:
    """The node with its direct subtrees replaced, in the order of `children`."""
    match node:
        case App():
            return App(parts[0], tuple(parts[1:]))
        case Lam(name):
            return Lam(name, parts[0], parts[1])
        case Pi(name):
            return Pi(name, parts[0], parts[1])
        case Inst():
            return Inst(parts[0])
        case Let(name):
            return Let(name, parts[0], parts[1], parts[2])
        case Proj(structure, index):
            return Proj(structure, index, parts[0])
        case _:
            return node


def lift(node: Node, by: int, above: int = 0) -> Node:
    """The tree moved below `by` more binders: free variables grow, bound ones stay."""
    if isinstance(node, Var):
        return Var(node.index + by) if node.index >= above else node
    parts = children(node)
    return rebuild(node, [lift(part, by, above + depth) for part, depth in parts])


def instantiate(body: Node, value: Node, depth: int = 0) -> Node:
    """`body` with its outermost variable replaced by `value`, which lies outside the binder."""
    if isinstance(body, Var):
        if body.index == depth:
            return lift(value, depth)
        return Var(body.index - 1) if body.index > depth else body
    parts = children(body)
    return rebuild(body, [instantiate(part, value, depth + below) for part, below in parts])


def beta(node: Node) -> Node:
    """The tree with every function that is applied to an argument reduced, innermost first."""
    parts = children(node)
    node = rebuild(node, [beta(part) for part, _ in parts])
    if isinstance(node, App) and isinstance(node.head, Lam):
        return beta(apply(instantiate(node.head.body, node.args[0]), node.args[1:]))
    if isinstance(node, Let):
        return beta(instantiate(node.body, node.value))
    return node


def apply(head: Node, args: Sequence[Node]) -> Node:
    """`head` applied to `args`, kept flat."""
    if not args:
        return head
    if isinstance(head, App):
        return App(head.head, (*head.args, *args))
    return App(head, tuple(args))


def call(name: str, *args: Node) -> App:
    """The constant `name` applied to `args`."""
    return App(Const(name), args)


def is_call(node: Node, name: str) -> bool:
    """Whether the node applies the constant `name`."""
    return isinstance(node, App) and node.head == Const(name)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, outside first."""
    yield node
    for part, _ in children(node):
        yield from walk(part)


def constants(node: Node) -> set[str]:
    """The names of the constants that occur in the tree."""
    return {part.name for part in walk(node) if isinstance(part, Const)}


def free_variables(node: Node, depth: int = 0) -> set[int]:
    """The indices of the variables that the tree does not bind, as seen from its root."""
    if isinstance(node, Var):
        return {node.index - depth} if node.index >= depth else set()
    found: set[int] = set()
    for part, below in children(node):
        found |= free_variables(part, depth + below)
    return found


def count_variable(node: Node, index: int) -> int:
    """How often the free variable `index` occurs."""
    if isinstance(node, Var):
        return int(node.index == index)
    if isinstance(node, App):  # most nodes are, and this is asked of them all the time
        return count_variable(node.head, index) + sum([count_variable(a, index) for a in node.args])
    return sum(count_variable(part, index + below) for part, below in children(node))
