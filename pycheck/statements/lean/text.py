"""Statement trees as Lean 4 writes them, in Mathlib's notation.

`Printer()` prints a tree as Lean's pretty printer does. With `ascribe` the text is one to be read
by Lean: casts and numerals carry the types that the elaborator could not find.
"""

from collections.abc import Mapping

from pycheck.statements.language.forms import head_name, membership, numeral
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
    Proj,
    Sort,
    StrLit,
    Var,
    count_variable,
)
from pycheck.statements.lean.notation import (
    AFTER_DOT,
    ALIKE,
    AROUND,
    BIG,
    CASTS,
    FILTERED,
    FIRST,
    INFIX,
    LEAD,
    LOOSE,
    LOWER,
    MAX,
    MIXED,
    POSTFIX,
    POWER,
    PREFIX,
    RANGES,
    RELATIONS,
    SUM,
    TYPES,
    WRITTEN,
)
from pycheck.statements.lean.pieces import Names, Piece, fresh
from pycheck.statements.lean.shapes import SHAPES


def fixes_type(node: Node, *, default: bool = True) -> bool:
    """Whether Lean finds the type of a term that nothing is expected of.

    A numeral is natural by `default`, which Lean uses last: a variable over a range of numerals has
    been taken for a real number before, where one is expected.
    """
    name = head_name(node)
    if isinstance(node, App):
        if name in ("OfNat.ofNat", "OfScientific.ofScientific"):
            return default and node.args[0] == Const("Nat")
        if name in MIXED or name in ("Max.max", "Min.min"):
            return any(fixes_type(arg, default=default) for arg in node.args[-2:])
        if name == "HPow.hPow":
            return fixes_type(node.args[-2], default=default)
        if name == "Neg.neg":
            return fixes_type(node.args[-1], default=default)
    return True


def explicit_arguments(kind: Node) -> tuple[bool, ...]:
    """Which arguments of a definition of the library are written, by its type.

    Types and instances are implicit there.
    """
    found: list[bool] = []
    while isinstance(kind, Pi | Inst):
        found.append(isinstance(kind, Pi) and not isinstance(kind.type, Sort))
        kind = kind.body
    return tuple(found)


class Printer:
    """Prints trees; `explicit` says of definitions of the library which arguments are written."""

    def __init__(
        self, explicit: Mapping[str, tuple[bool, ...]] | None = None, *, ascribe: bool = False
    ) -> None:
        self.explicit = explicit or {}
        self.ascribe = ascribe

    def text(self, node: Node, names: Names = ()) -> str:
        """A tree below binders with these names, the innermost last."""
        return self.piece(node, names).text

    def piece(self, node: Node, names: Names, *, alone: bool = False) -> Piece:
        """A tree; `alone` where nothing around it tells its type."""
        alone = alone and self.ascribe and not fixes_type(node)
        match node:
            case Var(index):
                return Piece(names[-1 - index])
            case Const(name):
                return Piece(TYPES.get(name, name))
            case NatLit(value):
                return Piece(str(value))
            case StrLit(value):
                return Piece(f'"{value}"')
            case Sort():
                return Piece("Type")
            case Elided():
                return Piece("_")
            case Lam():
                return self._function(node, names)
            case Pi():
                return self._for_all(node, names)
            case Inst(body):
                return self.piece(body, (*names, "_"))
            case Let(name, _, value, body):
                head = f"let {name} := {self.text(value, names)}"
                return Piece(f"{head}; {self.text(body, (*names, name))}", LEAD, LOOSE)
            case Proj(_, index, term):
                return Piece(f"{self.piece(term, names).within(MAX)}.{index + 1}")
            case App():
                return self._application(node, names, alone)

    # Binders.

    def _binder(self, name: str, kind: Node, names: Names) -> str:
        return f"({name} : {self.text(kind, names)})"

    def _named(self, name: str, names: Names) -> str:
        return fresh(name, names) if self.ascribe else name

    def _function(self, node: Lam, names: Names) -> Piece:
        heads: list[str] = []
        body: Node = node
        while isinstance(body, Lam):
            name = self._named(body.name, names)
            heads.append(self._binder(name, body.type, names) if self.ascribe else name)
            names, body = (*names, name), body.body
        inner = self.piece(body, names, alone=True).text
        return Piece(f"fun {' '.join(heads)} => {inner}", LEAD, LOOSE)

    def _for_all(self, node: Pi, names: Names) -> Piece:
        if not count_variable(node.body, 0) and not self._is_unused_variable(node):
            left = self.piece(node.type, names).before(25, 26)
            return Piece(f"{left} → {self.piece(node.body, (*names, '_')).within(25)}", 25, 25)
        name = self._named(node.name, names)
        inner = (*names, name)
        body = node.body
        if isinstance(body, Pi) and not count_variable(body.body, 0):
            found = membership(body.type)
            if found is not None and found.element == Var(0):
                over = self.piece(found.collection, inner).within(51)
                rest = self.text(body.body, (*inner, "_"))
                return Piece(f"∀ {name} ∈ {over}, {rest}", LEAD, LOOSE)
        group, kind = [name], self.text(node.type, names)
        while (
            isinstance(body, Pi)
            and count_variable(body.body, 0)
            and self.text(body.type, inner) == kind
        ):
            group.append(self._named(body.name, inner))
            inner, body = (*inner, group[-1]), body.body
        return Piece(f"∀ ({' '.join(group)} : {kind}), {self.piece(body, inner).text}", LEAD, LOOSE)

    def _is_unused_variable(self, node: Pi) -> bool:
        """Whether a quantifier's variable does not occur: a number is no hypothesis."""
        return isinstance(node.type, Const) and node.type.name in TYPES and self._says(node.body)

    def _says(self, node: Node) -> bool:
        return head_name(node) in INFIX or (isinstance(node, Pi) and self._says(node.body))

    def _body(self, f: Node, names: Names) -> tuple[str, Node, Node, Names]:
        """A function as variable, type, body and the names inside of it."""
        if not isinstance(f, Lam):
            raise ValueError("a binder over something that is no function")
        name = self._named(f.name, names)
        return name, f.type, f.body, (*names, name)

    # Applications.

    def _application(self, node: App, names: Names, alone: bool) -> Piece:
        name, args = head_name(node), node.args
        if (value := numeral(node)) is not None and len(args) == 3:
            return self._number(str(value), args[0], names, alone)
        shape = SHAPES.get(name)
        if shape is not None:
            found = shape(self, node, names, alone)
            if found is not None:
                return found
        if name in INFIX and len(args) >= 2:
            return self._infix(name, args, names, alone)
        if name in BIG and len(args) == 5 and isinstance(args[4], Lam):
            return self._big(BIG[name], args[3], args[4], names)
        if name in CASTS:
            return self._cast(args[-1], args[0], name, names)
        if name in PREFIX:
            return Piece(f"{PREFIX[name]}{self.piece(args[-1], names).within(MAX)}", MAX, MAX)
        if name in POSTFIX:
            return Piece(self.piece(args[-1], names, alone=True).before(MAX, MAX) + POSTFIX[name])
        if name in AROUND:
            left, right = AROUND[name]
            inside = self.piece(args[-1], names, alone=True).text
            if self.ascribe and left == "|" and "|" in (inside[0], inside[-1]):
                inside = f"({inside})"  # two bars side by side are another token of Lean
            return Piece(f"{left}{inside}{right}")
        if name in AFTER_DOT and len(args) >= AFTER_DOT[name]:
            first, *rest = args[-AFTER_DOT[name] :]
            head = f"{self.piece(first, names, alone=True).within(MAX)}.{name.rpartition('.')[2]}"
            return self._applied(head, rest, names)
        written = self._written(name, args)
        if self.ascribe and name in RANGES and not self._is_typed(written):
            kind = self.text(node.args[0], names)
            low, *others = (self.piece(arg, names) for arg in written)
            texts = [f"({low.text} : {kind})", *(piece.within(MAX) for piece in others)]
            return Piece(f"{name} {' '.join(texts)}", LEAD)
        own = name in ALIKE and not any(map(fixes_type, written))
        head = LOWER.get(name) or self.piece(node.head, names).within(MAX)
        return self._applied(head, written, names, alone=own)

    def _is_typed(self, ends: list[Node]) -> bool:
        return any(fixes_type(end, default=False) for end in ends)

    def _written(self, name: str, args: tuple[Node, ...]) -> list[Node]:
        if name in self.explicit:
            mask = self.explicit[name]
            return [arg for i, arg in enumerate(args) if i >= len(mask) or mask[i]]
        if name in FIRST:
            return list(args[:1])
        if name in FILTERED:
            return list(args[-1 - FILTERED[name] : -1])
        if name in WRITTEN:
            return list(args[len(args) - WRITTEN[name] :])
        return [arg for arg in args if arg != Elided()]

    def _applied(self, head: str, args: list[Node], names: Names, *, alone: bool = False) -> Piece:
        if not args:
            return Piece(head)
        pieces = [self.piece(arg, names, alone=alone and i == 0) for i, arg in enumerate(args)]
        texts = [piece.within(MAX) for piece in pieces]
        if isinstance(args[-1], Lam):
            return Piece(" ".join([head, *texts[:-1], pieces[-1].text]), LEAD, LOOSE)
        return Piece(" ".join([head, *texts]), LEAD)

    def _number(self, digits: str, kind: Node, names: Names, alone: bool) -> Piece:
        return Piece(f"({digits} : {self.text(kind, names)})" if alone else digits)

    def _infix(self, name: str, args: tuple[Node, ...], names: Names, alone: bool) -> Piece:
        sign, level, left_need, right_need = INFIX[name]
        left, right = args[-2:]
        if name in RELATIONS:
            alone = not fixes_type(left) and not fixes_type(right)
        one = self.piece(left, names, alone=alone).before(level, left_need)
        other = self.piece(right, names, alone=level == POWER)
        tail = other.tail if other.level >= right_need else MAX + 1
        return Piece(f"{one} {sign} {other.within(right_need)}", level, tail)

    def _big(self, sign: str, over: Node, f: Lam, names: Names) -> Piece:
        name, kind, body, inner = self._body(f, names)
        summand = self.piece(body, inner, alone=True).within(SUM)
        if head_name(over) == "Finset.univ":
            head = self._binder(name, kind, names) if self.ascribe else name
        else:
            head = f"{name} ∈ {self.piece(over, names).within(51)}"
        return Piece(f"{sign} {head}, {summand}", LEAD, SUM)

    def _cast(self, inner: Node, kind: Node, name: str, names: Names) -> Piece:
        piece = self.piece(inner, names)
        if not self.ascribe:
            return Piece(f"↑{piece.within(MAX)}", MAX, MAX)
        target = "ℂ" if name == "Complex.ofReal" else self.text(kind, names)
        source = {"Nat.cast": "ℕ", "Int.cast": "ℤ", "Rat.cast": "ℚ", "Complex.ofReal": "ℝ"}[name]
        is_arithmetic = head_name(inner) in {*INFIX, "Neg.neg", "OfNat.ofNat", "ite"}
        text = f"({piece.text} : {source})" if is_arithmetic else piece.text
        return Piece(f"({text} : {target})")
