"""A statement as its binders and its conclusion, and what its types range over."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.forms import head_name
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import (
    App,
    Inst,
    Node,
    Pi,
    Sort,
    Var,
    children,
    free_variables,
    is_call,
)

Role = Literal["type", "instance", "hypothesis", "variable"]

Uses = Mapping[str, tuple[int, ...]]

# The arguments at which a type is that of vectors: something that can be added or scaled.
_VECTORS: Uses = {
    "HAdd.hAdd": (0,),
    "HSub.hSub": (0,),
    "HSMul.hSMul": (1,),
    "Finset.sum": (1,),
    "Norm.norm": (0,),
}
# Sets whose elements are looked at one by one, so that they must stay small.
_ONE_BY_ONE = frozenset({"Finset.filter"})
_LENGTHS: Uses = {"Finset.Icc": (3, 4), "Finset.Ico": (3, 4), "Finset.range": (0,)}


@dataclass(frozen=True, slots=True)
class Binder:
    """One binder: its `type` speaks of the binders before it."""

    position: int
    name: str
    role: Role
    type: Node
    mentions: frozenset[int]

    def index_in(self, later: "Binder") -> int:
        """The index of this binder's variable in the type of a later binder."""
        return later.position - 1 - self.position

    def position_of(self, index: int) -> int:
        """The position of the binder that a variable in the type of this one stands for."""
        return self.position - 1 - index


@dataclass(frozen=True)
class Statement:
    """A statement taken apart: for all `binders` that satisfy the hypotheses, `conclusion`."""

    name: str
    binders: tuple[Binder, ...]
    conclusion: Node

    @cached_property
    def hypotheses(self) -> tuple[Binder, ...]:
        """The binders that are propositions."""
        return tuple(b for b in self.binders if b.role == "hypothesis")

    @cached_property
    def variables(self) -> tuple[Binder, ...]:
        """The binders that a sample gives a value."""
        return tuple(b for b in self.binders if b.role == "variable")

    @cached_property
    def types(self) -> tuple[Binder, ...]:
        """The binders that are types."""
        return tuple(b for b in self.binders if b.role == "type")


def take_apart(name: str, tree: Node, machine: Machine) -> Statement:
    """The binders and the conclusion of a statement; defined propositions are written out."""
    binders: list[Binder] = []
    while True:
        position = len(binders)
        if isinstance(tree, Inst):
            binders.append(Binder(position, "", "instance", Sort(), frozenset()))
            tree = tree.body
        elif isinstance(tree, Pi):
            mentions = frozenset(position - 1 - i for i in free_variables(tree.type))
            role = _role(tree.type, machine)
            binders.append(Binder(position, tree.name, role, tree.type, mentions))
            tree = tree.body
        else:
            # A finite set of labels is gone through whole; a sampled point of it would say less.
            keep = is_call(tree, "HasSubset.Subset")
            expanded = None if keep else machine.library.expand(tree)
            if not isinstance(expanded, Pi):
                return Statement(name, tuple(binders), tree)
            tree = expanded


def _role(kind: Node, machine: Machine) -> Role:
    if isinstance(kind, Sort):
        return "type"
    return "hypothesis" if machine.is_proposition(kind) else "variable"


def is_vector_type(statement: Statement, binder: Binder, library: Library) -> bool:
    """Whether a type variable is used as a type of vectors, not as a finite set of labels."""
    return _flows(statement, binder, _VECTORS, library)


def is_length(statement: Statement, binder: Binder, library: Library) -> bool:
    """Whether a natural number is the bound of a sum, so that it may be large."""
    if any(isinstance(b.type, Pi) for b in statement.variables):
        return False
    return _flows(statement, binder, _LENGTHS, library)


def _flows(statement: Statement, binder: Binder, into: Uses, library: Library) -> bool:
    later = statement.binders[binder.position + 1 :]
    uses = [(b.type, binder.index_in(b)) for b in later]
    uses.append((statement.conclusion, len(statement.binders) - 1 - binder.position))
    return any(_used(node, index, into, library) for node, index in uses)


def _used(node: Node, index: int, into: Uses, library: Library) -> bool:
    if isinstance(node, App) and (name := head_name(node)):
        if name in _ONE_BY_ONE:
            return False
        for position, arg in enumerate(node.args):
            if arg != Var(index):
                continue
            if position in into.get(name, ()):
                return True
            definition = library.definition(name)
            if definition is not None and position < definition.arity:
                inner = definition.arity - 1 - position
                if not definition.equations and _used(definition.body, inner, into, library):
                    return True
    return any(_used(part, index + below, into, library) for part, below in children(node))
