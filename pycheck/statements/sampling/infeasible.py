"""Linear relations that contradict each other, shown by eliminating one unknown after the other.

An unknown is any term that is not linear itself: a variable, ``log x``, ``f 3``, ``x * y``. What
has no solution with these free has none at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flint import fmpq

from pycheck.statements.language.forms import (
    Comparison,
    Relation,
    cast,
    comparison,
    head_name,
    negated,
    numeral,
    operation,
)
from pycheck.statements.language.trees import App, Const, Node, lift

_MOST = 400
_ONE = Const("1")
_UNIT, _MINUS = fmpq(1), fmpq(-1)

Form = dict[Node, fmpq]
"""A combination of unknowns; that of `_ONE` is the constant part."""
_KINDS = {"Real": False, "Rat": False, "Nat": True, "Int": True}


@dataclass(slots=True)
class System:
    """Relations ``form ≤ 0`` or ``form < 0``, collected from propositions."""

    parts: list[tuple[Form, bool]] = field(default_factory=list)
    naturals: set[Node] = field(default_factory=set)

    def add(self, proposition: Node, depth: int) -> None:
        """Note what a proposition below `depth` binders says; what is not linear is passed over."""
        if isinstance(proposition, App) and head_name(proposition) == "And":
            for part in proposition.args:
                self.add(part, depth)
        elif found := comparison(proposition):
            self._relate(found, depth)

    def _relate(self, found: Comparison, depth: int) -> None:
        kind = head_name(found.kind)
        if kind not in _KINDS or found.relation is Relation.NE:
            return
        left = self.form(found.left, kind, depth)
        difference = _sum(left, self.form(found.right, kind, depth), _MINUS)
        relation = found.relation
        if relation is Relation.EQ:
            self.parts += [(difference, False), (_sum({}, difference, _MINUS), False)]
            return
        if relation in (Relation.GT, Relation.GE):
            difference = _sum({}, difference, _MINUS)
        if _KINDS[kind] and relation.is_strict:
            self.parts.append((_sum(difference, {_ONE: _UNIT}), False))
        else:
            self.parts.append((difference, relation.is_strict))

    def form(self, node: Node, kind: str, depth: int) -> Form:
        """A term of a type of numbers as a combination; whole by itself where it is not linear."""
        value = numeral(node)
        if value is not None:
            return {_ONE: fmpq(value)}
        if inner := cast(node):
            of = "Nat" if head_name(node) == "Nat.cast" else "Int"
            return self.form(inner, of, depth)
        if kind != "Nat" and (inner := negated(node)):
            return _sum({}, self.form(inner, kind, depth), _MINUS)
        found = operation(node)
        if found and found.name == "HAdd.hAdd":
            left = self.form(found.left, kind, depth)
            return _sum(left, self.form(found.right, kind, depth))
        if found and found.name == "HSub.hSub" and kind != "Nat":
            left = self.form(found.left, kind, depth)
            return _sum(left, self.form(found.right, kind, depth), _MINUS)
        if found and found.name == "HMul.hMul":
            for one, other in ((found.left, found.right), (found.right, found.left)):
                factor = self.form(one, kind, depth)
                if set(factor) <= {_ONE}:
                    return _sum({}, self.form(other, kind, depth), factor.get(_ONE, fmpq(0)))
        if found and found.name == "HDiv.hDiv" and not _KINDS[kind]:
            divisor = numeral(found.right)
            if divisor:
                return _sum({}, self.form(found.left, kind, depth), fmpq(1, divisor))
        unknown = lift(node, _DEEPEST - depth)
        if kind == "Nat":
            self.naturals.add(unknown)
        return {unknown: _UNIT}

    def contradicts_itself(self) -> bool:
        """Whether no values of the unknowns satisfy all relations; False where that is not seen."""
        parts = [*self.parts, *(({n: _MINUS}, False) for n in self.naturals)]
        unknowns = {u for form, _ in parts for u in form if u != _ONE}
        while unknowns:
            unknown = min(unknowns, key=lambda u: _cost(parts, u))
            unknowns.discard(unknown)
            if _cost(parts, unknown) > _MOST:
                return False
            parts = _eliminated(parts, unknown)
        constants = ((form.get(_ONE, fmpq(0)), strict) for form, strict in parts)
        return any(c > 0 or (strict and c == 0) for c, strict in constants)


# Trees of different hypotheses are compared as if all stood below so many binders.
_DEEPEST = 1000


def _sum(x: Form, y: Form, factor: fmpq = _UNIT) -> Form:
    """``x + factor * y``."""
    total = {u: x.get(u, fmpq(0)) + factor * y.get(u, fmpq(0)) for u in {*x, *y}}
    return {u: c for u, c in total.items() if c != 0}


def _cost(parts: Iterable[tuple[Form, bool]], unknown: Node) -> int:
    signs = [form[unknown] > 0 for form, _ in parts if unknown in form]
    return signs.count(True) * signs.count(False)


def _eliminated(parts: list[tuple[Form, bool]], unknown: Node) -> list[tuple[Form, bool]]:
    """What the relations say of the other unknowns (Fourier and Motzkin)."""
    above = [p for p in parts if p[0].get(unknown, fmpq(0)) > 0]
    below = [p for p in parts if p[0].get(unknown, fmpq(0)) < 0]
    rest = [p for p in parts if unknown not in p[0]]
    for up, strictly in above:
        for down, also in below:
            joined = _sum(_sum({}, up, 1 / up[unknown]), _sum({}, down, 1 / -down[unknown]))
            rest.append((joined, strictly or also))
    return rest


def contradict(propositions: Iterable[tuple[Node, int]]) -> bool:
    """Whether linear relations, each below its number of binders, contradict each other."""
    system = System()
    for proposition, depth in propositions:
        system.add(proposition, depth)
    return system.contradicts_itself()
