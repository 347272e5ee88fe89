"""The library's own definitions, unfolded from their trees."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pycheck.errors import InputError
from pycheck.receipts import Receipt, ReceiptBook
from pycheck.statements.language.forms import equation, head_name
from pycheck.statements.language.trees import (
    App,
    Const,
    Inst,
    Lam,
    Node,
    Pi,
    apply,
    beta,
    call,
    children,
    instantiate,
    parse,
    rebuild,
    walk,
)
from pycheck.statements.language.written import written_out

_HEAVY = frozenset({"Finset.sum", "tsum", "deriv", "intervalIntegral"})


@dataclass(frozen=True, slots=True)
class Equation:
    """One defining equation: below `binders` binders the arguments `patterns` give `result`."""

    binders: int
    patterns: tuple[Node, ...]
    result: Node


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition of the library: its `value` is a function of `arity` parameters with a body.

    Where it recurses it has equations.

    `heavy` says that its values are worth remembering.
    """

    name: str
    value: Node
    arity: int
    body: Node
    equations: tuple[Equation, ...]
    heavy: bool


class Library:
    """The declarations of a receipt book as trees, parsed when they are asked for.

    Without a book it is empty. `signatures` are those of statements that the book does not have.
    """

    def __init__(
        self, book: ReceiptBook | None = None, signatures: Mapping[str, str] | None = None
    ) -> None:
        self.receipts: Mapping[str, Receipt] = book.by_name if book else {}
        self.short = book.short if book else str
        self._signatures = dict(signatures or {})
        self._statements: dict[str, Node] = {}
        self._definitions: dict[str, Definition] = {}

    @cached_property
    def theorems(self) -> tuple[str, ...]:
        """The full names of the theorems, in the order of the book."""
        return tuple(r.name for r in self.receipts.values() if r.kind == "theorem")

    def statement(self, name: str) -> Node:
        """The tree of a declaration's statement."""
        if name not in self._statements:
            self._statements[name] = parse(self._receipt(name).statement, name)
        return self._statements[name]

    def signature(self, name: str) -> str:
        """The signature of a declaration as Lean prints it; empty where none is recorded."""
        if name in self._signatures:
            return self._signatures[name]
        receipt = self.receipts.get(name)
        return receipt.signature if receipt else ""

    def _receipt(self, name: str) -> Receipt:
        return self.receipts[name]

    def definition(self, name: str) -> Definition | None:
        """The definition of this name, or None where the library defines no such constant."""
        if name in self._definitions:
            return self._definitions[name]
        receipt = self.receipts.get(name)
        if receipt is None or receipt.value is None:
            return None
        body, arity = parse(receipt.value, name), 0
        value = body
        while isinstance(body, Lam):
            body, arity = body.body, arity + 1
        equations = tuple(_equation(parse(tree, name), name) for tree in receipt.equations or ())
        definition = Definition(
            name, value, arity, body, equations, bool(equations) or self._heavy(body)
        )
        self._definitions[name] = definition
        return definition

    def _heavy(self, body: Node) -> bool:
        names = {part.name for part in walk(body) if isinstance(part, Const)}
        if names & _HEAVY:
            return True
        definitions = (self.definition(name) for name in names)
        return any(d.heavy for d in definitions if d is not None)

    def is_structure(self, name: str) -> bool:
        """Whether the constant is a structure of the library, a named conjunction of its fields."""
        receipt = self.receipts.get(name)
        return receipt is not None and receipt.kind == "structure"

    def fields(self, node: App) -> Node:
        """The conjunction of the fields of an applied structure, from its constructor."""
        assert isinstance(node.head, Const)
        raw = (self._receipt(node.head.name).constructor or [[]])[0]
        constructor: Node = parse(raw, node.head.name)
        for arg in node.args:
            if not isinstance(constructor, Pi):
                raise InputError(f"{node.head.name}: the constructor has too few parameters")
            constructor = instantiate(constructor.body, arg)
        fields: list[Node] = []
        while isinstance(constructor, Pi):
            # A field is a proposition, so no later one refers to it.
            fields.append(constructor.type)
            constructor = instantiate(constructor.body, Const("True"))
        result = fields[-1]
        for field in reversed(fields[:-1]):
            result = call("And", field, result)
        return result

    def unfold(self, node: Node) -> Node:
        """The tree with the library's definitions replaced by their bodies, all the way down.

        A recursive definition stays.
        """
        parts = children(node)
        node = rebuild(node, [self.unfold(part) for part, _ in parts])
        head, args = (node.head, node.args) if isinstance(node, App) else (node, ())
        if isinstance(head, Const):
            definition = self.definition(head.name)
            if definition and not definition.equations:
                return self.unfold(beta(apply(definition.value, args)))
        return beta(node)

    def expand(self, node: Node) -> Node | None:
        """A proposition written out by its definition, or None where it stands for itself."""
        if isinstance(node, App) and (name := head_name(node)):
            if self.is_structure(name):
                return self.fields(node)
            return written_out(node)
        return None


def _equation(tree: Node, name: str) -> Equation:
    binders = 0
    while isinstance(tree, Pi | Inst):
        tree, binders = tree.body, binders + 1
    found = equation(tree)
    if found is None or not isinstance(found.left, App):
        raise InputError(f"{name}: a defining equation is no equation; regenerate the receipts")
    return Equation(binders, found.left.args, found.right)
