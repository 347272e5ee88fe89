"""What the conditions of a formula declare: its variables, and over which indices families go."""

import ast
from collections.abc import Iterable

from pycheck.formulas import binders, expectations
from pycheck.formulas.conditions import Conditions, free_names, undeclared
from pycheck.formulas.names import COMPLEX, FUNCTIONS
from pycheck.formulas.syntax import Relations, Side
from pycheck.statements.writing import INT, NAT, REAL, Kind, functions

_LAWS = frozenset(expectations.NAMES)
_KINDS = {"integer": INT, "natural": NAT, "prime": NAT, "complex": COMPLEX}


class Declared:
    """The names of a formula and of its conditions, with what they stand for."""

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
            found |= names - self.indices(said)
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

    def indices(self, said: Relations) -> set[str]:
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

    def variables(self) -> list[tuple[str, Kind]]:
        """The variables with their kinds, in the order in which they are quantified."""
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
                for left, sign, right in said.links:
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

    def ranges_of(self, index: str, said: Relations) -> list[tuple[Side, binders.Bound]]:
        """The ranges over which the formula goes through the families of a relation."""
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
        return list(ranges.values())


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
