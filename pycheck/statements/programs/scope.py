"""The writer: a tree and the values of its variables as the text of a Python expression.

It reads the tree alone. What a constant means is said by the table of `words`, in Python's and
mpmath's own terms; no arithmetic of the evaluator is used.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pycheck.statements.language.forms import head_name, numeral
from pycheck.statements.language.library import Definition, Library
from pycheck.statements.language.trees import (
    App,
    Const,
    Elided,
    Inst,
    Lam,
    Let,
    NatLit,
    Node,
    Pi,
    Sort,
    StrLit,
    Var,
    apply,
    beta,
    lift,
)
from pycheck.statements.language.types import (
    CHAR,
    COMPLEX,
    FIELDS,
    INT,
    NAT,
    RAT,
    REAL,
    Arrow,
    Equivalences,
    Finite,
    Finsets,
    Lists,
    Matrices,
    Pairs,
    Sets,
    Type,
)
from pycheck.statements.programs.helpers import closure
from pycheck.statements.programs.naming import Names
from pycheck.statements.programs.text import (
    ATOM,
    LOOSE,
    Bound,
    Entry,
    NoProgram,
    Text,
    TextSort,
    call,
    real,
)

_BASIC: Mapping[str, Type] = {
    "Real": REAL,
    "Nat": NAT,
    "Int": INT,
    "Rat": RAT,
    "Complex": COMPLEX,
    "Char": CHAR,
}


@dataclass(frozen=True, slots=True)
class Word:
    """A constant of Mathlib in Python: how many arguments it takes, and how it is written.

    Of an `explicit` one the elided arguments do not count.
    """

    arity: int
    write: "Callable[[Scope, tuple[Node, ...]], Text]"
    proposition: bool = False
    explicit: bool = False


Define = Callable[["Scope", Definition, Sequence[Node]], Text]
"""Writes a definition of the library, applied to all of its arguments."""


class Writer:
    """What one program needs besides its expressions: helpers, imports and definitions."""

    def __init__(self, library: Library, words: Mapping[str, Word], define: Define) -> None:
        self.library = library
        self.words = words
        self.define = define
        self.names = Names()
        self.numbers: list[Text] = []
        """The numbers of the sample, beside which a ``∀`` over the numbers is tried."""
        self.used: set[str] = set()
        self.rough = False
        """Whether it has derivatives, series or integrals, which are known to fewer digits."""
        self.open = False
        """Whether it looks at some of infinitely many values."""
        self.summing: set[str] = set()
        """The names of the definitions that sum a series."""
        self.nested = False
        """Whether a series is summed within another, or in a derivative or an integral."""
        self.definitions: list[str] = []
        self.written: dict[tuple[str, tuple[Type, ...]], tuple[str, TextSort]] = {}
        """The name of each definition at given types, and what its values are."""

    def use(self, *names: str) -> None:
        """Note that a helper or a name of mpmath occurs."""
        self.used.update(names)

    def sums(self, code: str) -> bool:
        """Whether a piece of the program sums a series."""
        return any(f"{name}(" in code for name in ("series", *self.summing))

    @property
    def needed(self) -> list[str]:
        """Every helper and name of mpmath that the program needs."""
        return closure(self.used)


@dataclass(frozen=True, slots=True)
class Scope:
    """A place in a tree: what the variables around it are, the innermost last."""

    writer: Writer
    env: tuple[Entry, ...]

    def below(self, *entries: Entry) -> "Scope":
        """The place below more binders."""
        return Scope(self.writer, (*self.env, *entries))

    def variable(self, name: str, kind: Type | None) -> Bound:
        """A new variable of the program."""
        fresh = self.writer.names.fresh(name)
        if kind in FIELDS:
            return Bound(Text(fresh, ATOM, "real"), kind)
        whole = kind in (NAT, INT) or isinstance(kind, Finite)
        return Bound(Text(fresh, ATOM, "int" if whole else "any"), kind)

    def use(self, *names: str) -> None:
        """Note that a helper or a name of mpmath occurs."""
        self.writer.use(*names)

    def kind(self, node: Node) -> Type:
        """A type; raises `NoProgram` for one that is not known here."""
        match node:
            case Const(name) if name in _BASIC:
                return _BASIC[name]
            case Var(index):
                entry = self.env[-1 - index]
                if entry is not None and not isinstance(entry, Bound):
                    return entry
            case Pi(_, domain, result):
                return Arrow(self.kind(domain), self.below(None).kind(result))
            case App(Const("List"), (element,)):
                return Lists(self.kind(element))
            case App(Const("Finset"), (element,)):
                return Finsets(self.kind(element))
            case App(Const("Set"), (element,)):
                return Sets(self.kind(element))
            case App(Const("Prod"), (first, second)):
                return Pairs(self.kind(first), self.kind(second))
            case App(Const("Equiv"), (domain, codomain)):
                return Equivalences(self.kind(domain), self.kind(codomain))
            case App(Const("Fin"), (size,)) if (number := numeral(size)) is not None:
                return Finite(number)
            case App(Const("Matrix"), (rows, columns, entry)):
                return Matrices(self.kind(rows), self.kind(columns), self.kind(entry))
            case _ if (unfolded := self.writer.library.unfold(node)) != node:
                return self.kind(unfolded)
        raise NoProgram(f"the type {head_name(node) or type(node).__name__}")

    def kind_or_none(self, node: Node) -> Type | None:
        """A type where it is known."""
        try:
            return self.kind(node)
        except NoProgram:
            return None

    def is_proposition(self, node: Node) -> bool:
        """Whether a type is a proposition, read off its head."""
        while isinstance(node, Pi | Inst):
            node = node.body
        name = head_name(node)
        library = self.writer.library
        if name in self.writer.words:
            return self.writer.words[name].proposition
        if not name or library.is_structure(name) or library.expand(node) is not None:
            return bool(name)
        definition = library.definition(name)
        return definition is not None and self.is_proposition(definition.body)

    def is_real(self, definition: Definition) -> bool:
        """Whether the values of a definition are real numbers, as its tree says."""
        tree = self.writer.library.statement(definition.name)
        while isinstance(tree, Pi | Inst):
            tree = tree.body
        return self.kind_or_none(tree) in FIELDS if isinstance(tree, Const) else False

    def text(self, node: Node) -> Text:
        """The expression of a tree."""
        match node:
            case Var(index):
                entry = self.env[-1 - index]
                if isinstance(entry, Bound):
                    return entry.text
                raise NoProgram("a type or a proof that is used as a value")
            case NatLit(value):
                return Text(str(value), ATOM, "int")
            case StrLit(value):
                return Text(repr(value))
            case Const() | App(Const()):
                return self._constant(node)
            case App(Lam()) | Let():
                return self.text(beta(node))
            case App(head, args):
                return self._application(head, args)
            case Lam(name, kind, body):
                bound = self.variable(name, self.kind_or_none(kind))
                inner = self.below(bound).text(body)
                return Text(f"lambda {bound.text.code}: {inner.at(LOOSE)}", LOOSE)
            case Inst(body):
                return self.below(None).text(body)
            case Pi(_, premise, body) if self.is_proposition(premise):
                return self.writer.words["→"].write(self, (premise, body))
            case Pi():
                return self.writer.words["∀"].write(self, (node,))
            case _:
                raise NoProgram(f"a term of the form {type(node).__name__}")

    def _constant(self, node: Node) -> Text:
        library, name = self.writer.library, head_name(node)
        args = node.args if isinstance(node, App) else ()
        if args and (expanded := library.expand(node)) is not None:
            return self.text(expanded)
        definition, word = library.definition(name), self.writer.words.get(name)
        if definition is None and word is None:
            raise NoProgram(name)
        arity = definition.arity if definition else word.arity if word else 0
        if definition is None and word is not None and word.explicit:
            args = tuple(arg for arg in args if not isinstance(arg, Elided))
        if len(args) < arity:
            return self.text(_expanded(Const(name), args, arity - len(args)))
        if definition is not None:
            head = self.writer.define(self, definition, args[:arity])
        else:
            assert word is not None
            head = word.write(self, args[:arity])
        for arg in args[arity:]:
            head = call(head, self.argument(arg, None))
        return head

    def _application(self, head: Node, args: tuple[Node, ...]) -> Text:
        text, kind = self.text(head), None
        if isinstance(head, Var):
            entry = self.env[-1 - head.index]
            kind = entry.kind if isinstance(entry, Bound) else None
        for arg in args:
            domain, kind = _split(kind)
            sort: TextSort = "real" if kind in FIELDS else "any"
            text = call(text, self.argument(arg, domain), sort=sort)
        return text

    def argument(self, node: Node, kind: Type | None) -> Text:
        """What is given to a function that takes a `kind`: a real number as an mpf."""
        if isinstance(node, Lam) and isinstance(kind, Arrow):
            bound = self.variable(node.name, self.kind_or_none(node.type))
            inner = self.below(bound).argument(node.body, kind.codomain)
            return Text(f"lambda {bound.text.code}: {inner.at(LOOSE)}", LOOSE)
        text = self.text(node)
        if kind in FIELDS and text.sort != "real":
            self.use("mpf")
            return real(text)
        return text

    def applied(self, function: Node, *values: Bound) -> Text:
        """A function of the tree at values of the program."""
        scope, node, left = self, function, list(values)
        while left and isinstance(node, Lam):
            scope, node = scope.below(left.pop(0)), node.body
        if node is not function:
            return call_all(scope.text(node), left)
        depth = len(values)
        given = tuple(Var(i) for i in reversed(range(depth)))
        return self.below(*values).text(apply(lift(function, depth), given))


def call_all(function: Text, values: Sequence[Bound]) -> Text:
    """A function applied to values one after another."""
    for value in values:
        function = call(function, value.text)
    return function


def _split(kind: Type | None) -> tuple[Type | None, Type | None]:
    """The domain and the codomain of a type of functions."""
    match kind:
        case Arrow(domain, codomain):
            return domain, codomain
        case Matrices(rows, columns, entry):
            return rows, Arrow(columns, entry)
    return None, None


def _expanded(head: Const, args: tuple[Node, ...], missing: int) -> Node:
    """The constant as a function of the arguments that it was not given."""
    given = tuple(lift(arg, missing) for arg in args)
    rest = tuple(Var(i) for i in reversed(range(missing)))
    node: Node = apply(head, (*given, *rest))
    for _ in range(missing):
        node = Lam("x", Sort(), node)
    return node
