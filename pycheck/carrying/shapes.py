"""What a conclusion says, in pairs that can be compared: sides, terms along a limit, slopes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pycheck.statements.language.forms import Relation, comparison, head_name
from pycheck.statements.language.trees import (
    App,
    Const,
    Elided,
    Lam,
    NatLit,
    Node,
    Pi,
    Var,
    beta,
    call,
    is_call,
    lift,
    walk,
)

Word = Literal["=", "!=", "<", "<=", "limit", "series", "slope", "iff", "other"]
_WORDS: dict[Relation, Word] = {
    Relation.EQ: "=",
    Relation.NE: "!=",
    Relation.LT: "<",
    Relation.LE: "<=",
}
_SYMMETRIC = ("=", "!=")
_HIDDEN = Elided()
# Sets in which membership is a pair of orders, with the words of the lower and the upper end.
_INTERVALS: dict[str, tuple[Word | None, Word | None]] = {
    "Set.Ioo": ("<", "<"),
    "Set.Ioc": ("<", "<="),
    "Set.Ico": ("<=", "<"),
    "Set.Icc": ("<=", "<="),
    "Set.Ioi": ("<", None),
    "Set.Ici": ("<=", None),
    "Set.Iio": (None, "<"),
    "Set.Iic": (None, "<="),
}
_ORDER = ("Nat", "Int", "Rat", "Real", "Complex")


@dataclass(frozen=True)
class Piece:
    """One side of what is said: a number of type `kind`, or a function of `domain` to it."""

    node: Node
    kind: Node
    domain: Node | None = None


@dataclass(frozen=True)
class Shape:
    """What one conjunct of a conclusion says.

    `pieces` are compared one by one with those of another shape of the same `word`; of a limit,
    of an infinite sum and of a derivative the first of them is a function. `along` is what must be
    the same tree: where a variable goes. `sides` says on which side of its relation a piece stands.
    """

    word: Word
    pieces: tuple[Piece, ...] = ()
    sides: tuple[int, ...] = ()
    along: tuple[Node, ...] = ()

    @property
    def swaps(self) -> bool:
        """Whether its sides may change places."""
        return self.word in _SYMMETRIC

    @property
    def swapped(self) -> "Shape":
        """The same with its sides read from right to left."""
        return Shape(self.word, self.pieces[::-1], tuple(1 - s for s in self.sides[::-1]))


def shapes(node: Node) -> tuple[Shape, ...]:
    """The conjuncts of a conclusion."""
    return tuple(_shapes(node))


def _shapes(node: Node) -> Iterator[Shape]:
    match node:
        case App(Const("And"), (left, right)):
            yield from _shapes(left)
            yield from _shapes(right)
            return
        case App(Const("Membership.mem"), (kind, _, _, App(Const(name), ends), x)) if (
            name in _INTERVALS
        ):
            yield from _interval(name, kind, ends, x)
            return
    yield _shape(node)


def _interval(name: str, kind: Node, ends: tuple[Node, ...], x: Node) -> Iterator[Shape]:
    low, high = _INTERVALS[name]
    bounds = [e for e in ends[1:] if not isinstance(e, Elided)]
    if low:
        yield Shape(low, (Piece(bounds[0], kind), Piece(x, kind)), (0, 1))
    if high:
        yield Shape(high, (Piece(x, kind), Piece(bounds[-1], kind)), (0, 1))


def _shape(node: Node) -> Shape:
    if isinstance(node, App):
        match head_name(node), node.args:
            case "Filter.Tendsto", (domain, kind, f, source, target):
                return _limit(domain, kind, f, source, target)
            case "HasDerivAt", (_, _, kind, *_, f, slope, point):
                real = Const("Real")
                of = (Piece(f, kind, real), Piece(slope, kind), Piece(point, real))
                return Shape("slope", of, (0, 1, 0))
            case "HasSum", (kind, domain, _, _, f, value, along):
                pieces = (Piece(f, kind, domain), Piece(value, kind))
                return Shape("series", pieces, (0, 1), (along,))
            case "Iff", (left, right):
                pieces = (Piece(left, Const("Prop")), Piece(right, Const("Prop")))
                return Shape("iff", pieces, (0, 1))
    found = comparison(node)
    if found is None:
        return Shape("other")
    relation, left, right = found.relation, found.left, found.right
    if relation in (Relation.GE, Relation.GT):
        relation, left, right = relation.flipped, right, left
    if isinstance(found.kind, Pi):
        both = [Piece(s, found.kind.body, found.kind.type) for s in (left, right)]
    else:
        both = [Piece(s, found.kind) for s in (left, right)]
    return Shape(_WORDS[relation], tuple(both), (0, 1))


def _limit(domain: Node, kind: Node, f: Node, source: Node, target: Node) -> Shape:
    if is_call(target, "nhds") and isinstance(target, App):
        pieces = (Piece(f, kind, domain), Piece(target.args[-1], kind))
        return Shape("limit", pieces, (0, 1), (source,))
    return Shape("limit", (Piece(f, kind, domain),), (0,), (source, target))


def read_as(shape: Shape, word: Word) -> Shape:
    """A part's equation read as what a theorem may say: a derivative or an infinite sum.

    ``deriv f x = s`` is also that f has the slope s at x, and ``∑' f = s`` that the series of f has
    the sum s.
    """
    if shape.word != "=" or word not in ("slope", "series"):
        return shape
    for side, other in ((0, 1), (1, 0)):
        piece, value = shape.pieces[side], shape.pieces[other]
        match word, piece.node:
            case "slope", App(Const("deriv"), (*_, f, point)):
                of = (Piece(f, piece.kind, Const("Real")), value, Piece(point, Const("Real")))
                return Shape("slope", of, (side, other, side))
            case "series", App(Const("tsum"), (kind, domain, *_, f, along)):
                return Shape("series", (Piece(f, kind, domain), value), (side, other), (along,))
    return shape


def equal(a: Piece, b: Piece) -> Node | None:
    """That two pieces are equal, at a number that follows below where they are functions.

    None where they are of types that cannot be compared.
    """
    if (a.domain is None) != (b.domain is None):
        return None
    if a.domain is not None and b.domain is not None:
        return _equal_functions(a, b)
    if a.kind == b.kind == Const("Prop"):
        return call("Iff", a.node, b.node)
    kinds = [k.name if isinstance(k, Const) else "" for k in (a.kind, b.kind)]
    if not all(k in _ORDER for k in kinds):
        return None
    kind = max(kinds, key=_ORDER.index)
    left, right = (_cast(p.node, k, kind) for p, k in zip((a, b), kinds, strict=True))
    return call("Eq", Const(kind), left, right)


def _equal_functions(a: Piece, b: Piece) -> Node | None:
    assert a.domain is not None
    if a.domain != b.domain:
        return None
    at = [beta(App(lift(p.node, 1), (Var(0),))) for p in (a, b)]
    # A type that lies below the argument never speaks of it.
    kinds = [p.kind if isinstance(p.kind, Const) else None for p in (a, b)]
    if kinds[0] is None or kinds[1] is None:
        return None
    inner = equal(Piece(at[0], kinds[0]), Piece(at[1], kinds[1]))
    return inner and Pi("t", a.domain, inner)


def _cast(node: Node, of: str, to: str) -> Node:
    if of == to:
        return node
    if to == "Complex":
        return call("Complex.ofReal", _cast(node, of, "Real"))
    return call(f"{of}.cast", Const(to), _HIDDEN, node)


def literal(node: Node) -> tuple[int | None, ...] | None:
    """The numerals of a number that is written out, ``3/20``; None of any other.

    A decimal is a single numeral without a value.
    """
    match node:
        case App(Const("OfNat.ofNat"), (_, NatLit(value), *_)):
            return (value,)
        case App(Const("OfScientific.ofScientific")):
            return (None,)
        case App(Const("Neg.neg"), (*_, operand)):
            return literal(operand)
        case App(Const("HDiv.hDiv"), (*_, left, right)):
            parts = literal(left), literal(right)
            if parts[0] and parts[1] and len(parts[0]) == len(parts[1]) == 1:
                return (*parts[0], *parts[1])
    return None


def is_closed_number(piece: Piece) -> bool:
    """Whether a piece is a number in which nothing varies."""
    return piece.domain is None and not any(isinstance(p, Var | Lam) for p in walk(piece.node))
