"""From the parsed formula to the text of a dialect."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from bench.dialects import Dialect
from pycheck.formulas.statement import Formula
from pycheck.formulas.syntax import Relations, Side, number

_STRUCTURES = frozenset(
    ("Sum", "Product", "Integral", "Derivative", "Subs", "Limit", "Piecewise", "Matrix")
)
_MATRICES = ("Matrix", "Inverse", "Transpose")
_SIGNS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.NotEq: "!=",
}
_OPERATIONS: Mapping[type[ast.operator], str] = {
    ast.Add: "({0}+{1})",
    ast.Sub: "({0}-{1})",
    ast.Mult: "({0}*{1})",
    ast.Div: "({0}/{1})",
}


class CannotState(Exception):
    """Something that has no words in a language."""


def called(name: str, prefix: str = "v") -> str:
    """A name that no language has for anything else; an underscore is an escape in FriCAS."""
    if not name.isascii():
        raise CannotState(f"the name {name}")
    return prefix + name.replace("_", "u")


def exact(value: Fraction | int, dialect: Dialect) -> str:
    """A rational number."""
    value = Fraction(value)
    if value < 0:
        return f"(-{exact(-value, dialect)})"
    if value.denominator == 1:
        return dialect.integer.format(value.numerator)
    return dialect.rational.format(value.numerator, value.denominator)


@dataclass(frozen=True)
class Translator:
    """Writes expressions of one formula; `names` are those bound, or defined, with their text."""

    dialect: Dialect
    formula: Formula
    names: Mapping[str, str] = field(default_factory=dict)

    def within(self, **names: str) -> "Translator":
        """The same with some names bound."""
        return Translator(self.dialect, self.formula, {**self.names, **names})

    def relation(self, said: Relations) -> str:
        """A condition of two sides."""
        if len(said.signs) != 1 or said.signs[0] not in self.dialect.comparisons:
            raise CannotState(f"the relation {' '.join(said.signs)}")
        left, right = (self.value(side.node, side) for side in said.sides)
        return self.dialect.comparisons[said.signs[0]].format(left, right)

    def value(self, node: ast.expr, side: Side) -> str:
        """An expression."""
        match node:
            case ast.Constant():
                return exact(number(node, side), self.dialect)
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Name(id="oo")):
                return self._constant("-oo")
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return f"(-{self.value(operand, side)})"
            case ast.UnaryOp(operand=operand):
                return self.value(operand, side)
            case ast.BinOp(left=left, op=op, right=right):
                return self._operation(left, op, right, side)
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(name, args, side)
        raise CannotState(ast.dump(node))

    def _constant(self, name: str) -> str:
        if name not in self.dialect.constants:
            raise CannotState(name)
        return self.dialect.constants[name]

    def _name(self, name: str) -> str:
        conditions = self.formula.conditions
        if name in self.names:
            return self.names[name]
        if name in conditions.definitions and not conditions.definitions[name][0]:
            body = conditions.definitions[name][1]
            return self.value(body.node, body)
        if name in conditions.laws or name in conditions.recurrences:
            raise CannotState(f"the law of {name}")
        if name in conditions.domains or name in self.formula.assumed_real:
            return called(name)
        return self._constant(name)

    def _operation(self, left: ast.expr, op: ast.operator, right: ast.expr, side: Side) -> str:
        parts = self.value(left, side), self.value(right, side)
        if isinstance(op, ast.Pow):
            if _is_matrix(left):
                raise CannotState("a power of a matrix")
            return self.dialect.power.format(*parts)
        if isinstance(op, ast.Mult) and _is_matrix(left) and _is_matrix(right):
            return self.dialect.matrix_product.format(*parts)
        return _OPERATIONS[type(op)].format(*parts)

    def _call(self, name: str, args: list[ast.expr], side: Side) -> str:
        conditions = self.formula.conditions
        if name in conditions.definitions:
            arguments, body = conditions.definitions[name]
            given = {a: self.value(v, side) for a, v in zip(arguments, args, strict=True)}
            return self.within(**given).value(body.node, body)
        if name in self.formula.families:
            smooth = conditions.families.get(name) == "smooth"
            how = "{0}({1})" if smooth else self.dialect.applied
            return how.format(called(name), ",".join(self.value(a, side) for a in args))
        if conditions.is_function(name) or name in conditions.laws:
            raise CannotState(name)
        if name in ("Max", "Min"):
            return self._folded(name, args, side)
        if name in _STRUCTURES:
            return self._structure(name, args, side)
        return self._function(name, args, side)

    def _function(self, name: str, args: list[ast.expr], side: Side) -> str:
        if name == "Rational":
            return "({}/{})".format(*(self.value(a, side) for a in args))
        if len(args) == 2 and name in ("log", "zeta"):
            name += {"log": " of base", "zeta": " of two"}[name]
        template = self.dialect.of(name)
        if template is None:
            raise CannotState(name)
        return template.format(*(self.value(a, side) for a in args))

    def _folded(self, name: str, args: list[ast.expr], side: Side) -> str:
        template = self.dialect.of(name)
        if template is None:
            raise CannotState(name)
        found, *rest = (self.value(a, side) for a in args)
        for part in rest:
            found = template.format(found, part)
        return found

    def _structure(self, name: str, args: list[ast.expr], side: Side) -> str:
        match name, args:
            case (("Sum" | "Product" | "Integral"), [body, *ranges]):
                return self._big(name, body, ranges, side)
            case "Derivative", [body, *variables]:
                return self._derivative(body, variables, side)
            case "Subs", [body, ast.Name(id=x), at]:
                return self.within(**{x: self.value(at, side)}).value(body, side)
            case "Limit", [body, ast.Name(id=x), at]:
                bound = self._bound(x)
                inner = self.within(**{x: bound}).value(body, side)
                end = " to oo" if ast.unparse(at) == "oo" else ""
                point = self.value(at, side)
                return self._filled("Limit", end, x=bound, body=inner, at=point)
            case "Piecewise", [*branches]:
                return self._cases(branches, side)
            case "Matrix", [ast.List(elts=rows)]:
                texts = [
                    self.dialect.row.format(",".join(self.value(x, side) for x in row.elts))
                    for row in rows
                    if isinstance(row, ast.List)
                ]
                return self.dialect.matrix.format(self.dialect.between_rows.join(texts))
        raise CannotState(name)

    def _bound(self, name: str) -> str:
        """A name that is bound, another one than those bound around it."""
        found = called(name, "b")
        while found in self.names.values():
            found += "b"
        return found

    def _filled(self, name: str, end: str = "", **parts: str) -> str:
        structures = self.dialect.structures
        for key in (name + end, name + end.partition(" (")[0], name):
            if key in structures:
                return structures[key].format(**parts)
        raise CannotState(name)

    def _big(self, name: str, body: ast.expr, ranges: list[ast.expr], side: Side) -> str:
        inner = self
        steps = []
        for part in reversed(ranges):
            match part:
                case ast.Tuple(elts=[ast.Name(id=x), low, high]):
                    ends = inner._end(low, body, side), inner._end(high, body, side)
                    bound = inner._bound(x)
                    steps.append((bound, *ends, _end_of(name, x, high, body)))
                    inner = inner.within(**{x: bound})
                case _:
                    raise CannotState(f"{name} without ends")
        text = inner.value(body, side)
        for x, start, stop, end in reversed(steps):
            text = self._filled(name, end, body=text, x=x, low=start, high=stop)
        return text

    def _end(self, node: ast.expr, body: ast.expr, side: Side) -> str:
        """An end of a range; PARI wants to know how the integrand decays."""
        decaying = f"{ast.unparse(node)} (exp)"
        falls = any(isinstance(n, ast.Name) and n.id == "exp" for n in ast.walk(body))
        if falls and decaying in self.dialect.constants:
            return self.dialect.constants[decaying]
        return self.value(node, side)

    def _derivative(self, body: ast.expr, variables: list[ast.expr], side: Side) -> str:
        orders: dict[str, int] = {}
        last = ""
        for part in variables:
            for item in part.elts if isinstance(part, ast.Tuple) else [part]:
                match item:
                    case ast.Name(id=last):
                        orders[last] = orders.get(last, 0) + 1
                    case ast.Constant(value=int(order)) if last:
                        orders[last] += order - 1
                    case _:
                        raise CannotState("a derivative of symbolic order")
        bound = {x: self._bound(x) for x in orders}
        text = self.within(**bound).value(body, side)
        for x, order in orders.items():
            at = self._name(x)
            text = self._filled("Derivative", x=bound[x], body=text, at=at, order=str(order))
        return text

    def _cases(self, branches: list[ast.expr], side: Side) -> str:
        if not self.dialect.case:
            raise CannotState("Piecewise")
        *cases, last = [b.elts for b in branches if isinstance(b, ast.Tuple)]
        if not (isinstance(last[1], ast.Constant) and last[1].value is True):
            raise CannotState("Piecewise without a last case")
        text = self.value(last[0], side)
        for value, condition in reversed(cases):
            said = self._condition(condition, side)
            text = self.dialect.case.format(said, self.value(value, side), text)
        return text

    def _condition(self, node: ast.expr, side: Side) -> str:
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                sign = _SIGNS[type(op)]
            case ast.Call(func=ast.Name(id="Eq"), args=[left, right]):
                sign = "="
            case _:
                raise CannotState("a condition")
        parts = self.value(left, side), self.value(right, side)
        return self.dialect.comparisons[sign].format(*parts)


def _is_matrix(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in _MATRICES
        case ast.UnaryOp(operand=operand):
            return _is_matrix(operand)
        case ast.BinOp(left=left, right=right):
            return _is_matrix(left) or _is_matrix(right)
    return False


def _end_of(name: str, x: str, high: ast.expr, body: ast.expr) -> str:
    """How a sum ends: to infinity with powers of its index as exponent, or otherwise."""
    if name == "Integral" or ast.unparse(high) != "oo":
        return ""
    exponents: list[ast.expr] = []
    for node in ast.walk(body):
        match node:
            case ast.BinOp(op=ast.Pow(), right=right):
                exponents.append(right)
            case ast.Call(func=ast.Name(id="exp")):
                exponents.append(node)
    powers = any(isinstance(m, ast.Name) and m.id == x for e in exponents for m in ast.walk(e))
    return " to oo (power)" if powers else " to oo"
