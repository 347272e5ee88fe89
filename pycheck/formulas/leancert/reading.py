"""A formula's sides at a point, read from its syntax tree into the words of the checker."""

import ast
import math
from collections.abc import Callable, Mapping

from pycheck.formulas.conditions import Conditions
from pycheck.formulas.leancert.families import Family
from pycheck.formulas.leancert.terms import Outside, Term, Terms
from pycheck.formulas.syntax import Side, number

_MOST_TERMS = 100


class Reader:
    """Expressions of one formula as terms, with what its names stand for."""

    def __init__(
        self,
        terms: Terms,
        conditions: Conditions,
        names: Mapping[str, Term],
        families: Mapping[str, Family],
    ) -> None:
        self.terms = terms
        self.conditions = conditions
        self.names = names
        self.families = families

    def within(self, **names: Term) -> "Reader":
        """The same with some names bound."""
        return Reader(self.terms, self.conditions, {**self.names, **names}, self.families)

    def side(self, side: Side) -> Term:
        """A side of the formula; raises `Outside` for what the checker cannot say."""
        return self._value(side.node, side)

    def compare(self, left: Term, sign: str, right: Term) -> bool | None:
        """Whether a relation holds; None where the checker cannot tell."""
        gap = self.terms.enclose(self.terms.subtract(left, right))
        match sign:
            case "=" | "!=":
                apart = gap.low > 0 or gap.high < 0
                same = gap.low == gap.high == 0
                return (apart if sign == "!=" else same) if apart or same else None
            case "<" | ">=":
                below, not_below = gap.high < 0, gap.low >= 0
                return (below if sign == "<" else not_below) if below or not_below else None
            case "<=" | ">":
                above, not_above = gap.low > 0, gap.high <= 0
                return (above if sign == ">" else not_above) if above or not_above else None
        raise Outside(f"the relation {sign}")

    def _value(self, node: ast.expr, side: Side) -> Term:
        match node:
            case ast.Constant(value=bool()):
                raise Outside("a truth value")
            case ast.Constant():
                return self.terms.number(number(node, side))
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.terms.negative(self._value(operand, side))
            case ast.UnaryOp(operand=operand):
                return self._value(operand, side)
            case ast.BinOp(left=left, op=op, right=right):
                operation = self._operation(op)
                return operation(self._value(left, side), self._value(right, side))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(name, args, side)
        raise Outside(type(node).__name__)

    def _operation(self, op: ast.operator) -> Callable[[Term, Term], Term]:
        match op:
            case ast.Add():
                return self.terms.add
            case ast.Sub():
                return self.terms.subtract
            case ast.Mult():
                return self.terms.multiply
            case ast.Div():
                return self.terms.divide
        return self.terms.power

    def _name(self, name: str) -> Term:
        if name in self.names:
            return self.names[name]
        if name in self.conditions.definitions:
            arguments, body = self.conditions.definitions[name]
            if not arguments:
                return self.side(body)
        terms = self.terms
        match name:
            case "pi":
                return terms.pi()
            case "E":
                return terms.exp(terms.number(1))
            case "GoldenRatio":
                root = terms.sqrt(terms.number(5))
                return terms.divide(terms.add(terms.number(1), root), terms.number(2))
        raise Outside(name)

    def _call(self, name: str, args: list[ast.expr], side: Side) -> Term:
        if name in self.families and len(args) == 1:
            index = self.terms.whole(self._value(args[0], side))
            return self.terms.number(self.families[name].at(index))
        if name in self.conditions.definitions:
            arguments, rule = self.conditions.definitions[name]
            given = {a: self._value(v, side) for a, v in zip(arguments, args, strict=True)}
            return self.within(**given).side(rule)
        if self.conditions.is_function(name) or self.conditions.laws:
            raise Outside(name)
        match name, args:
            case "Sum" | "Product", [body, *ranges] if ranges:
                return self._big(name, body, ranges, side)
            case "Derivative", [body, ast.Name(id=variable)]:
                return self.terms.slope(
                    lambda x: self.within(**{variable: x})._value(body, side), self._name(variable)
                )
            case "Subs", [body, ast.Name(id=variable), value]:
                at = self._value(value, side)
                return self.within(**{variable: at})._value(body, side)
            case "Piecewise", _:
                return self._cases(args, side)
        return self._applied(name, [self._value(arg, side) for arg in args])

    def _applied(self, name: str, given: list[Term]) -> Term:
        terms = self.terms
        one = terms.number(1)
        match name, given:
            case "exp" | "sqrt" | "sin" | "cos" | "sinh" | "cosh" | "floor", [x]:
                function: Callable[[Term], Term] = getattr(terms, name)
                return function(x)
            case "log" | "ln", [x]:
                return terms.log(x)
            case "log", [x, base]:
                return terms.divide(terms.log(x), terms.log(base))
            case "tan", [x]:
                return terms.divide(terms.sin(x), terms.cos(x))
            case "cot", [x]:
                return terms.divide(terms.cos(x), terms.sin(x))
            case "sec", [x]:
                return terms.divide(one, terms.cos(x))
            case "csc", [x]:
                return terms.divide(one, terms.sin(x))
            case "tanh", [x]:
                return terms.divide(terms.sinh(x), terms.cosh(x))
            case "asinh", [x]:
                root = terms.sqrt(terms.add(terms.multiply(x, x), one))
                return terms.log(terms.add(x, root))
            case "atanh", [x]:
                ratio = terms.divide(terms.add(one, x), terms.subtract(one, x))
                return terms.divide(terms.log(ratio), terms.number(2))
            case "Abs", [x]:
                return terms.absolute(x)
            case "sign", [x]:
                return terms.number(terms.sign(x))
            case "ceiling", [x]:
                return terms.negative(terms.floor(terms.negative(x)))
            case "Rational", [p, q]:
                return terms.divide(p, q)
            case "Max" | "Min", [first, *rest]:
                for term in rest:
                    first = (terms.larger if name == "Max" else terms.smaller)(first, term)
                return first
        return self._whole(name, [terms.whole(x) for x in given])

    def _whole(self, name: str, given: list[int]) -> Term:
        match name, given:
            case "factorial", [n] if 0 <= n <= _MOST_TERMS:
                return self.terms.number(math.factorial(n))
            case "binomial", [n, k] if k >= 0 and 0 <= n <= _MOST_TERMS:
                return self.terms.number(math.comb(n, k))
            case "gcd", [m, n]:
                return self.terms.number(math.gcd(m, n))
            case "lcm", [m, n]:
                return self.terms.number(math.lcm(m, n))
        raise Outside(name)

    def _big(self, name: str, body: ast.expr, ranges: list[ast.expr], side: Side) -> Term:
        """A sum or product between numbers, term by term; the last range is the outermost."""
        if not ranges:
            return self._value(body, side)
        *inner, outermost = ranges
        match outermost:
            case ast.Tuple(elts=[ast.Name(id=variable), lower, upper]):
                low = self.terms.whole(self._value(lower, side))
                high = self.terms.whole(self._value(upper, side))
            case _:
                raise Outside("a range")
        if not -1 <= high - low < _MOST_TERMS:
            raise Outside("a long sum")
        join = self.terms.add if name == "Sum" else self.terms.multiply
        found = self.terms.number(0 if name == "Sum" else 1)
        for k in range(low, high + 1):
            at = self.within(**{variable: self.terms.number(k)})
            found = join(found, at._big(name, body, inner, side))
        return found

    def _cases(self, branches: list[ast.expr], side: Side) -> Term:
        for branch in branches:
            match branch:
                case ast.Tuple(elts=[value, condition]):
                    if self._holds(condition, side):
                        return self._value(value, side)
                case _:
                    raise Outside("a case")
        raise Outside("no case that applies")

    def _holds(self, node: ast.expr, side: Side) -> bool:
        match node:
            case ast.Constant(value=bool(value)):
                return value
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                sign = _SIGNS.get(type(op), "")
            case ast.Call(func=ast.Name(id="Eq" | "Ne" as name), args=[left, right]):
                sign = "=" if name == "Eq" else "!="
            case _:
                raise Outside("a condition")
        one, other = self._value(left, side), self._value(right, side)
        # Raises where a derivative is taken just where both sides are equal.
        self.terms.sign(self.terms.subtract(one, other))
        found = self.compare(one, sign, other)
        if found is None:
            raise Outside("a condition that cannot be told")
        return found


_SIGNS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.NotEq: "!=",
}
