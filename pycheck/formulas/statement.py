"""A formula with its conditions as a closed statement, such as Lean's kernel would have."""

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from pycheck.formulas import binders, expectations
from pycheck.formulas.conditions import Conditions, free_names, read, undeclared
from pycheck.formulas.elaborate import Definition, Elaborator, Scope, relation
from pycheck.formulas.names import COMPLEX, FUNCTIONS
from pycheck.formulas.syntax import Relations, Side, UnreadableFormula, literal, split
from pycheck.formulas.terms import as_field, conjunction
from pycheck.statements.language.trees import Elided, Node
from pycheck.statements.writing import (
    INT,
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
from pycheck.statements.writing import number as numeral

_HIDDEN = Elided()
_LAWS = frozenset(expectations.NAMES)
_KINDS = {"integer": INT, "natural": NAT, "prime": NAT, "complex": COMPLEX}


Conclusion = Callable[[Scope], Term]
"""A proposition about the names of a formula."""


@dataclass(frozen=True)
class Formula:
    """A formula that was read: its parts, its conditions, and the statement that it makes."""

    text: str
    where: tuple[str, ...]
    relations: Relations
    conditions: Conditions
    assumed_real: tuple[str, ...]
    families: tuple[str, ...]
    node: Node
    builder: "Builder" = field(repr=False, compare=False)

    @property
    def has_digits(self) -> bool:
        """Whether it says that a number is equal to printed digits."""
        return "~" in self.relations.signs


def read_formula(text: str, where: Sequence[str] = (), *, extra: Sequence[str] = ()) -> Formula:
    """Read a formula under conditions, with `extra` ones in addition.

    Raises `UnreadableFormula`, with the place.
    """
    relations = split(text)
    if not relations.signs:
        raise UnreadableFormula("no formula: a relation like '=' is missing", text, len(text))
    conditions = read((*where, *extra))
    builder = Builder(relations, conditions)
    families = tuple(builder.families)
    node = builder.node()
    return Formula(
        text,
        tuple(where),
        relations,
        conditions,
        tuple(builder.assumed_real),
        families,
        node,
        builder,
    )


class Builder:
    """Quantifies what the conditions declare, and puts them before the formula.

    With `node` another conclusion about the same names can take the place of the formula.
    """

    def __init__(self, relations: Relations, conditions: Conditions) -> None:
        self.relations = relations
        self.conditions = conditions
        self.families = self._families()
        self.assumed_real = undeclared(self._free(), conditions)
        self.assumed_real = [n for n in self.assumed_real if n not in self.families]

    def _texts(self) -> Iterable[Side]:
        conditions = self.conditions
        yield from self.relations.sides
        for said in conditions.relations:
            yield from said.sides
        yield from (body for _, body in conditions.definitions.values())
        for recurrence in conditions.recurrences.values():
            yield recurrence.rule
            for _, value in recurrence.first:
                yield value
        for law in conditions.laws.values():
            yield from law.sides

    def _free(self) -> set[str]:
        conditions = self.conditions
        found = {n for side in self.relations.sides for n in free_names(side.node)}
        for said in conditions.relations:
            names = {n for side in said.sides for n in free_names(side.node)}
            found |= names - self._indices(said)
        for arguments, body in conditions.definitions.values():
            found |= free_names(body.node) - set(arguments)
        for recurrence in conditions.recurrences.values():
            parts = [recurrence.rule, *(value for _, value in recurrence.first)]
            names = {n for side in parts for n in free_names(side.node)}
            found |= names - {recurrence.argument}
        for law in conditions.laws.values():
            names = {n for side in law.sides for n in free_names(side.node)}
            found |= names - law.bound
        return found

    def _indices(self, said: Relations) -> set[str]:
        """The names in a condition over which a family goes: ``i`` in ``p(i) > 0``."""
        found: set[str] = set()
        for side in said.sides:
            for node in ast.walk(side.node):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    name = node.func.id
                    if name in self.families:
                        found |= {
                            a.id
                            for a in node.args
                            if isinstance(a, ast.Name) and a.id not in self.conditions.domains
                        }
        bound = {n for side in said.sides for n in free_names(side.node)}
        return found & bound

    def _families(self) -> dict[str, str]:
        """Functions that are variables; one that a relation applies is declared by it."""
        conditions = self.conditions
        found = dict(conditions.families)
        for said in conditions.relations:
            for side in said.sides:
                for node in ast.walk(side.node):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                        name = node.func.id
                        known = {*FUNCTIONS, *(_LAWS if conditions.laws else ())}
                        if name not in known and not conditions.is_function(name):
                            found.setdefault(name, "real")
                            conditions.arities.setdefault(name, len(node.args))
        return found

    # The statement.

    def node(self, conclusion: Conclusion | None = None) -> Node:
        """The closed statement; with another `conclusion` about the same names."""
        return self._numbers(self._variables(), Scope(), conclusion or self.concludes).node

    def _variables(self) -> list[tuple[str, Kind]]:
        kinds = [(n, self._kind(n, d)) for n, d in self.conditions.domains.items()]
        kinds += [(n, REAL) for n in self.assumed_real]
        kinds.sort(key=lambda pair: pair[1] is not NAT)
        return kinds + [(n, self._family_kind(n, d)) for n, d in self.families.items()]

    def _kind(self, name: str, domain: str) -> Kind:
        if domain == "integer" and self._is_natural(name):
            return NAT
        return _KINDS.get(domain, REAL)

    def _is_natural(self, name: str) -> bool:
        """Whether a condition says that an integer is not negative."""
        naturals = {n for n, d in self.conditions.domains.items() if d in ("natural", "prime")}
        for _ in range(len(self.conditions.domains)):
            for said in self.conditions.relations:
                sides = said.sides
                for left, sign, right in zip(sides, said.signs, sides[1:], strict=False):
                    low, high = (left, right) if sign in ("<", "<=") else (right, left)
                    if sign in ("<", "<=", ">", ">=") and isinstance(high.node, ast.Name):
                        strict = sign in ("<", ">")
                        if _is_at_least_zero(low.node, naturals, strict=strict):
                            naturals.add(high.node.id)
        return name in naturals

    def _family_kind(self, name: str, domain: str) -> Kind:
        count = self.conditions.arities.get(name, 1)
        if domain == "smooth":
            argument, result = REAL, REAL
        else:
            argument, result = NAT, _KINDS.get(domain, REAL)
        for _ in range(count):
            result = functions(argument, result)
        return result

    def _numbers(
        self, variables: list[tuple[str, Kind]], scope: Scope, conclusion: Conclusion
    ) -> Term:
        if not variables:
            return self._body(scope, conclusion)
        (name, kind), *rest = variables
        return forall(
            name, kind, lambda t: self._numbers(rest, scope.with_term(name, t), conclusion)
        )

    def _body(self, scope: Scope, conclusion: Conclusion) -> Term:
        scope = self._defined(scope)
        hypotheses = [*self._domain_hypotheses(scope), *self._relation_hypotheses(scope)]
        return implies(*hypotheses, conclusion(scope))

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
            indices = sorted(self._indices(said))
            found.append(self._over(indices, said, scope))
        return found

    def _over(self, indices: list[str], said: Relations, scope: Scope) -> Term:
        """A relation for every index of the families in it."""
        if not indices:
            return _related(said, scope)
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
        families = {
            node.func.id
            for side in said.sides
            for node in ast.walk(side.node)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in self.families
            and any(isinstance(a, ast.Name) and a.id == index for a in node.args)
        }
        ranges: dict[str, tuple[Side, binders.Bound]] = {}
        for side in self._texts():
            for text, bound, body in _ranges(side):
                uses = {
                    node.func.id
                    for node in ast.walk(body)
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                    for a in node.args
                    if isinstance(a, ast.Name) and a.id == bound.name
                }
                if uses & families:
                    ranges[text] = side, bound
        if len(ranges) != 1:
            return None
        ((side, bound),) = ranges.values()
        try:
            kind, collection = binders.whole_range(Elaborator(side, scope), bound)
        except UnreadableFormula:
            return None
        return collection if kind is NAT else None

    def concludes(self, scope: Scope) -> Term:
        """The relations of the formula themselves."""
        return _related(self.relations, scope)


def _is_at_least_zero(node: ast.expr, naturals: set[str], *, strict: bool) -> bool:
    if isinstance(node, ast.Name):
        return node.id in naturals
    value = _integer(node)
    return value is not None and value >= (-1 if strict else 0)


def _integer(node: ast.expr) -> int | None:
    match node:
        case ast.Constant(value=int(n)):
            return n
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(n))):
            return -n
    return None


def _ranges(side: Side) -> Iterable[tuple[str, binders.Bound, ast.expr]]:
    """The ranges of the sums and products of a text, with their bodies."""
    for node in ast.walk(side.node):
        match node:
            case ast.Call(func=ast.Name(id="Sum" | "Product"), args=[body, *parts]):
                for part in parts:
                    match part:
                        case ast.Tuple(elts=[ast.Name(id=name), lower, upper]):
                            text = f"{ast.unparse(lower)}..{ast.unparse(upper)}"
                            yield text, binders.Bound(name, lower, upper), body


def _related(said: Relations, scope: Scope) -> Term:
    """``a < b <= c`` as a proposition."""
    parts = []
    for left, sign, right in zip(said.sides, said.signs, said.sides[1:], strict=False):
        parts.append(_link(left, sign, right, scope))
    return conjunction(parts)


def _link(left: Side, sign: str, right: Side, scope: Scope) -> Term:
    one, other = Elaborator(left, scope), Elaborator(right, scope)
    if sign == "~":
        return digits(one.real(left.node), right)
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


def digits(value: Term, printed: Side) -> Term:
    """Whether a number is equal to printed digits, rounded or cut off."""
    text = literal(printed.node, printed).replace("_", "")
    negative = text.startswith("-")
    try:
        exact = Fraction(text)
    except ValueError:
        raise printed.source.error("'~' stands before printed digits", printed.node) from None
    mantissa, _, exponent = text.lower().partition("e")
    places = len(mantissa.partition(".")[2]) - int(exponent or 0)
    unit = Fraction(1, 10**places) if places >= 0 else Fraction(10**-places)
    distance = abs(value - _rational(exact))
    rounded = distance <= _rational(unit / 2)
    beyond = exact - unit if negative else exact + unit
    low, high = min(exact, beyond), max(exact, beyond)
    cut = (_rational(low) <= value) & (value <= _rational(high))
    return rounded | cut


def _rational(value: Fraction) -> Term:
    if value.denominator == 1:
        return numeral(value.numerator, REAL)
    return numeral(value.numerator, REAL) / numeral(value.denominator, REAL)
