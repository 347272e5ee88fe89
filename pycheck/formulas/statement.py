"""A formula with its conditions as a closed statement, such as Lean's kernel would have."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pycheck.formulas import binders
from pycheck.formulas.conditions import Conditions, read
from pycheck.formulas.declared import Declared
from pycheck.formulas.elaborate import Definition, Elaborator, Scope, relation
from pycheck.formulas.printed import Reading, digits
from pycheck.formulas.syntax import Relations, Side, UnreadableFormula, split
from pycheck.formulas.terms import as_field, conjunction
from pycheck.statements.language.trees import Elided, Node
from pycheck.statements.writing import (
    NAT,
    REAL,
    Kind,
    Term,
    call,
    forall,
    function,
    functions,
    implies,
)

_HIDDEN = Elided()
Conclusion = Callable[[Scope], Term]
"""What a statement says in the end, of the terms that its names stand for."""


@dataclass(frozen=True)
class Formula:
    """A formula that was read: its parts, its conditions, and the statement that it makes."""

    text: str
    where: tuple[str, ...]
    relations: Relations
    conditions: Conditions
    assumed_real: tuple[str, ...]
    families: tuple[str, ...]
    declared: Declared
    node: Node

    def statement(self, conclusion: Conclusion) -> Node:
        """A closed statement about the same variables, under the same conditions."""
        return _Builder(self.declared, conclusion).statement()

    def read_as(self, reading: Reading) -> Node:
        """The formula with printed digits read in one way."""
        return self.statement(lambda scope: related(self.relations, scope, reading))

    @property
    def has_digits(self) -> bool:
        """Whether it says that a number is equal to printed digits."""
        return "~" in self.relations.signs

    @property
    def has_limits(self) -> bool:
        """Whether a limit is in it."""
        nodes = (node for side in self.relations.sides for node in ast.walk(side.node))
        return any(isinstance(node, ast.Name) and node.id == "Limit" for node in nodes)


def read_formula(text: str, where: Sequence[str] = (), *, extra: Sequence[str] = ()) -> Formula:
    """Read a formula under conditions, with `extra` ones in addition.

    Raises `UnreadableFormula`, with the place.
    """
    relations = split(text)
    if not relations.signs:
        raise UnreadableFormula("no formula: a relation like '=' is missing", text, len(text))
    conditions = read((*where, *extra))
    declared = Declared(relations, conditions)
    node = _Builder(declared, lambda scope: related(relations, scope)).statement()
    assumed_real, families = tuple(declared.assumed_real), tuple(declared.families)
    return Formula(
        text, tuple(where), relations, conditions, assumed_real, families, declared, node
    )


class _Builder:
    """Quantifies what the conditions declare, and puts them before the formula."""

    def __init__(self, declared: Declared, conclusion: Conclusion) -> None:
        self.declared = declared
        self.conclusion = conclusion
        self.conditions = declared.conditions
        self.families = declared.families

    def statement(self) -> Node:
        """The closed statement."""
        return self._numbers(self.declared.variables(), Scope()).node

    def _numbers(self, variables: list[tuple[str, Kind]], scope: Scope) -> Term:
        if not variables:
            return self._body(scope)
        (name, kind), *rest = variables
        return forall(name, kind, lambda t: self._numbers(rest, scope.with_term(name, t)))

    def _body(self, scope: Scope) -> Term:
        scope = self._defined(scope)
        hypotheses = [*self._domain_hypotheses(scope), *self._relation_hypotheses(scope)]
        return implies(*hypotheses, self.conclusion(scope))

    def _defined(self, scope: Scope) -> Scope:
        conditions = self.conditions
        definitions = {
            name: Definition(arguments, body)
            for name, (arguments, body) in conditions.definitions.items()
        }
        scope = replace(scope, definitions=definitions, laws=conditions.laws)
        for name in conditions.recurrences:
            scope = scope.with_term(name, self._sequence(name, scope))
        return scope

    def _sequence(self, name: str, scope: Scope) -> Term:
        """A recurrence as the function that satisfies it."""
        recurrence = self.conditions.recurrences[name]
        of = functions(NAT, REAL)

        def step(f: Term) -> Term:
            def value(n: Term) -> Term:
                inner = scope.with_term(name, f).with_term(recurrence.argument, n)
                result = as_field(Elaborator(recurrence.rule, inner).term(recurrence.rule.node))
                for at, side in recurrence.first:
                    given = as_field(Elaborator(side, inner).term(side.node))
                    here = n == at
                    result = call("ite", REAL.node, here, _HIDDEN, given, result, kind=REAL)
                return result

            return function(recurrence.argument, NAT, value)

        return call("Special.fix", function(name, of, step), kind=of)

    def _domain_hypotheses(self, scope: Scope) -> list[Term]:
        found = []
        for name, domain in self.conditions.domains.items():
            if domain == "prime":
                found.append(call("Nat.Prime", scope.terms[name]))
        for name, domain in self.families.items():
            if domain == "smooth":
                found.append(call("Special.Smooth", scope.terms[name]))
        return found

    def _relation_hypotheses(self, scope: Scope) -> list[Term]:
        found = []
        for said in self.conditions.relations:
            indices = sorted(self.declared.indices(said))
            found.append(self._over(indices, said, scope))
        return found

    def _over(self, indices: list[str], said: Relations, scope: Scope) -> Term:
        """A relation for every index of the families in it."""
        if not indices:
            return related(said, scope)
        index, *rest = indices
        collection = self._range_of(index, said, scope)

        def body(i: Term) -> Term:
            inner = self._over(rest, said, scope.with_term(index, i))
            if collection is None:
                return inner
            of = call("Finset", NAT.node).node
            within = call("Membership.mem", NAT.node, of, _HIDDEN, collection, i)
            return implies(within, inner)

        return forall(index, NAT, body)

    def _range_of(self, index: str, said: Relations, scope: Scope) -> Term | None:
        """The one range over which the formula goes through the families of a relation."""
        ranges = self.declared.ranges_of(index, said)
        if len(ranges) != 1:
            return None
        ((side, bound),) = ranges
        try:
            kind, collection = binders.whole_range(Elaborator(side, scope), bound)
        except UnreadableFormula:
            return None
        return collection if kind is NAT else None


def related(said: Relations, scope: Scope, reading: Reading = "either") -> Term:
    """``a < b <= c`` as a proposition."""
    return conjunction([link(a, sign, b, scope, reading) for a, sign, b in said.links])


def link(left: Side, sign: str, right: Side, scope: Scope, reading: Reading = "either") -> Term:
    """One relation as a proposition."""
    one, other = Elaborator(left, scope), Elaborator(right, scope)
    if sign == "~":
        return digits(one.real(left.node), right, reading)
    if sign == "=":
        for reader, side, elsewhere in ((one, left, right), (other, right, left)):
            node = side.node
            if not _is_limit(node):
                continue
            assert isinstance(node, ast.Call)
            end = binders.infinite(elsewhere.node)
            at = end or Elaborator(elsewhere, scope).real(elsewhere.node)
            return binders.limit_is(reader, node, at)
    return relation(one.value(left.node), sign, other.value(right.node), one, left.node)


def _is_limit(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="Limit")):
            return True
    return False
