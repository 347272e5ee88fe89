"""Named forms of Lean terms: which argument of a constant is what, written down once.

Every constant of Mathlib takes its types and instances before what a person writes. The functions
here take a tree apart into the parts that a person writes, or say that it has another form.
"""

from dataclasses import dataclass
from enum import Enum

from pycheck.statements.language.trees import App, Const, NatLit, Node, Var


class Relation(Enum):
    """A relation between two values, by the name of its constant."""

    LE = "LE.le"
    LT = "LT.lt"
    GE = "GE.ge"
    GT = "GT.gt"
    EQ = "Eq"
    NE = "Ne"

    @property
    def flipped(self) -> "Relation":
        """The relation read from right to left."""
        return _FLIPPED.get(self, self)

    @property
    def is_strict(self) -> bool:
        """Whether it is an order that excludes equality."""
        return self in (Relation.LT, Relation.GT)


_FLIPPED = {
    Relation.LE: Relation.GE,
    Relation.LT: Relation.GT,
    Relation.GE: Relation.LE,
    Relation.GT: Relation.LT,
}
_RELATIONS = {relation.value: relation for relation in Relation}


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left relation right`` in the type `kind`."""

    relation: Relation
    kind: Node
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Membership:
    """``element ∈ collection``."""

    element: Node
    collection: Node


@dataclass(frozen=True, slots=True)
class Summation:
    """``∑ x ∈ support, summand x``."""

    support: Node
    summand: Node


@dataclass(frozen=True, slots=True)
class Operation:
    """``left sign right``, of the constant `name`, which takes a `kind` on its right."""

    name: str
    kind: Node
    left: Node
    right: Node


def head_name(node: Node) -> str:
    """The name of the constant that a node applies, or is; empty where there is none."""
    head = node.head if isinstance(node, App) else node
    return head.name if isinstance(head, Const) else ""


def _arguments(node: Node, name: str, count: int) -> tuple[Node, ...] | None:
    """The arguments of a constant that is applied to at least `count` of them."""
    if isinstance(node, App) and node.head == Const(name) and len(node.args) >= count:
        return node.args
    return None


def comparison(node: Node) -> Comparison | None:
    """A node as a relation between two values."""
    relation = _RELATIONS.get(head_name(node))
    if relation is None or not isinstance(node, App) or len(node.args) < 3:
        return None
    return Comparison(relation, node.args[0], node.args[-2], node.args[-1])


def compared(node: App, relation: Relation, left: Node, right: Node) -> App:
    """A comparison like `node`, of the same type, with another relation and other sides."""
    return App(Const(relation.value), (*node.args[:-2], left, right))


def equation(node: Node) -> Comparison | None:
    """A node as an equation."""
    found = comparison(node)
    return found if found is not None and found.relation is Relation.EQ else None


def membership(node: Node) -> Membership | None:
    """A node as ``element ∈ collection``."""
    args = _arguments(node, "Membership.mem", 5)
    return None if args is None else Membership(element=args[4], collection=args[3])


def summation(node: Node) -> Summation | None:
    """A node as a finite sum."""
    args = _arguments(node, "Finset.sum", 5)
    return None if args is None else Summation(args[3], args[4])


_OPERATIONS = frozenset({"HAdd.hAdd", "HSub.hSub", "HMul.hMul", "HDiv.hDiv", "HPow.hPow"})


def operation(node: Node, name: str = "") -> Operation | None:
    """A node as an arithmetical operation on two values, of one `name` where it is given."""
    found = head_name(node)
    if found not in _OPERATIONS or (name and found != name):
        return None
    args = _arguments(node, found, 6)
    return None if args is None else Operation(found, args[1], args[4], args[5])


def negated(node: Node) -> Node | None:
    """The operand of a minus sign."""
    args = _arguments(node, "Neg.neg", 3)
    return None if args is None else args[2]


def inverted(node: Node) -> Node | None:
    """The operand of an inverse."""
    args = _arguments(node, "Inv.inv", 3)
    return None if args is None else args[2]


def absolute(node: Node) -> Node | None:
    """What stands between the bars of an absolute value."""
    args = _arguments(node, "abs", 4)
    return None if args is None else args[3]


_CASTS = frozenset({"Nat.cast", "Int.cast"})


def cast(node: Node) -> Node | None:
    """What a number of another type is made of."""
    name = head_name(node)
    args = _arguments(node, name, 1) if name in _CASTS else None
    return None if args is None else args[-1]


def numeral(node: Node) -> int | None:
    """The value of a numeral like ``12`` of any type."""
    args = _arguments(node, "OfNat.ofNat", 2)
    return args[1].value if args and isinstance(args[1], NatLit) else None


def element_type(set_type: Node) -> Node | None:
    """The type of the elements of a type of sets."""
    args = _arguments(set_type, "Set", 1)
    return None if args is None else args[0]


def applied_to(node: Node, function: int) -> tuple[Node, ...] | None:
    """The arguments that the variable `function` is applied to."""
    return node.args if isinstance(node, App) and node.head == Var(function) else None
