"""A formula in sympy: derived where sympy shows it, and its sides at a point by closed forms."""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy
from sympy.functions.combinatorial.numbers import divisor_sigma, mobius, primepi, totient
from sympy.functions.combinatorial.numbers import stirling as _stirling

from pycheck.formulas import expectations
from pycheck.formulas.conditions import Conditions
from pycheck.formulas.statement import Formula
from pycheck.formulas.syntax import Side, number

_DIGITS = 40
_APART = sympy.Float("1e-12", 20)


class Untranslated(Exception):
    """Something that has no counterpart here."""


_PLAIN: Mapping[str, Callable[..., Any]] = {
    name: getattr(sympy, name)
    for name in (
        *("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos"),
        *("atan", "asinh", "acosh", "atanh", "sec", "csc", "cot", "sign", "erf", "erfc"),
        *("gamma", "loggamma", "digamma", "zeta", "factorial", "Ei", "Si", "LambertW", "beta"),
        *("binomial", "besselj", "bessely", "besseli", "besselk", "polylog", "polygamma"),
        *("gcd", "lcm", "fibonacci", "Abs", "Max", "Min", "floor", "ceiling", "Mod", "re"),
        *("im", "conjugate", "elliptic_k", "elliptic_e", "stieltjes", "elliptic_f", "elliptic_pi"),
        *("sech", "csch", "coth", "asec", "acsc", "acot", "asech", "acsch", "acoth", "sinc"),
        *("cbrt", "root", "real_root", "frac", "Heaviside", "KroneckerDelta", "atan2", "arg"),
        *("li", "lucas", "trigamma", "jn", "yn", "hankel1", "hankel2", "Ci", "Shi", "Chi"),
        *("erfi", "erfinv", "fresnels", "fresnelc", "airyai", "airybi", "airyaiprime"),
        *("airybiprime", "dirichlet_eta", "lowergamma", "uppergamma", "betainc", "expint"),
        *("lerchphi", "rf", "ff", "RisingFactorial", "FallingFactorial", "legendre"),
        *("chebyshevt", "chebyshevu", "hermite", "hermite_prob", "laguerre", "assoc_laguerre"),
        *("gegenbauer", "jacobi", "catalan", "factorial2", "subfactorial", "bell", "euler"),
        *("prime", "harmonic", "bernoulli", "divisor_count"),
    )
} | {
    "ln": sympy.log,
    "totient": totient,
    "primepi": primepi,
    "divisor_sigma": divisor_sigma,
    "mobius": mobius,
    "stirling": _stirling,
    "log2": lambda x: sympy.log(x, 2),
    "log10": lambda x: sympy.log(x, 10),
    "Rational": lambda p, q: sympy.sympify(p) / q,
    "Inverse": lambda m: m.inv(),
    "Determinant": lambda m: m.det(),
    "Transpose": lambda m: m.T,
    "Trace": lambda m: m.trace(),
}
_CONSTANTS = {
    "pi": sympy.pi,
    "E": sympy.E,
    "I": sympy.I,
    "oo": sympy.oo,
    "EulerGamma": sympy.EulerGamma,
    "GoldenRatio": sympy.GoldenRatio,
    "Catalan": sympy.Catalan,
}
_RELATIONS: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: sympy.Lt,
    ast.LtE: sympy.Le,
    ast.Gt: sympy.Gt,
    ast.GtE: sympy.Ge,
    ast.NotEq: sympy.Ne,
}


class Translator:
    """Expressions of one formula in sympy, with what its names stand for."""

    def __init__(self, conditions: Conditions, names: Mapping[str, Any]) -> None:
        self.conditions = conditions
        self.names = dict(names)

    def within(self, **names: Any) -> "Translator":
        """The same with some names bound."""
        return Translator(self.conditions, {**self.names, **names})

    def side(self, side: Side) -> Any:
        """A side of the formula."""
        return self._value(side.node, side)

    def _value(self, node: ast.expr, side: Side) -> Any:
        match node:
            case ast.Constant():
                exact = number(node, side)
                return sympy.Rational(exact.numerator, exact.denominator)
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self._value(operand, side)
            case ast.UnaryOp(operand=operand):
                return self._value(operand, side)
            case ast.BinOp(left=left, op=op, right=right):
                return self._operation(op, self._value(left, side), self._value(right, side))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(name, args, side)
        raise Untranslated(ast.dump(node))

    def _operation(self, op: ast.operator, left: Any, right: Any) -> Any:
        match op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                return left / right
        return left**right

    def _name(self, name: str) -> Any:
        if name in self.names:
            return self.names[name]
        if name in self.conditions.definitions:
            arguments, body = self.conditions.definitions[name]
            if not arguments:
                return self.side(body)
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        raise Untranslated(name)

    def _call(self, name: str, args: list[ast.expr], side: Side) -> Any:
        if name in self.names:
            return self.names[name](*[self._value(a, side) for a in args])
        if name in self.conditions.definitions:
            arguments, body = self.conditions.definitions[name]
            given = {a: self._value(v, side) for a, v in zip(arguments, args, strict=True)}
            return self.within(**given).side(body)
        if self.conditions.is_function(name):
            raise Untranslated(name)
        if name in expectations.NAMES and self.conditions.laws:
            return self._expected(name, args, side)
        if name in _PLAIN:
            return _PLAIN[name](*[self._value(a, side) for a in args])
        return self._structure(name, args, side)

    def _expected(self, name: str, args: list[ast.expr], side: Side) -> Any:
        """``E``, ``Var`` and ``Cov`` by the laws."""
        if name not in ("E", "Var", "Cov") or not args:
            raise Untranslated(name)
        first, second = args[0], args[-1]

        def mean(*parts: ast.expr) -> Any:
            mentioned = {n.id for p in parts for n in ast.walk(p) if isinstance(n, ast.Name)}
            random = [n for n in self.conditions.laws if n in mentioned]
            return self._mean(lambda t: sympy.Mul(*[t._value(p, side) for p in parts]), random)

        if name == "E":
            return mean(first)
        return mean(first, second) - mean(first) * mean(second)

    def _mean(self, value: Callable[["Translator"], Any], random: Sequence[str]) -> Any:
        if not random:
            return value(self)
        name, *rest = random
        law = self.conditions.laws[name]
        if isinstance(law, expectations.TableLaw):
            i = sympy.Dummy(law.index, integer=True)
            inner = self.within(**{law.index: i})
            at = inner.within(**{name: inner.side(law.value)})._mean(value, rest)
            ends = self.side(law.lower), self.side(law.upper)
            return sympy.Sum(inner.side(law.weight) * at, (i, *ends))
        given = [self._value(a, law.side) for a in law.arguments]
        x = sympy.Dummy(name, real=True)
        at = self.within(**{name: x})._mean(value, rest)
        match law.name, given:
            case "Bernoulli", [p]:
                return p * at.subs(x, 1) + (1 - p) * at.subs(x, 0)
            case "Normal", [mu, sigma]:
                density = sympy.exp(-((x - mu) ** 2) / (2 * sigma**2)) / sigma
                density /= sympy.sqrt(2 * sympy.pi)
                return sympy.Integral(at * density, (x, -sympy.oo, sympy.oo))
            case "Exponential", [rate]:
                return sympy.Integral(at * rate * sympy.exp(-rate * x), (x, 0, sympy.oo))
            case "Uniform", [a, b]:
                return sympy.Integral(at, (x, a, b)) / (b - a)
        raise Untranslated(law.name)

    def _structure(self, name: str, args: list[ast.expr], side: Side) -> Any:
        match name, args:
            case (("Sum" | "Product" | "Integral"), [body, *ranges]):
                return self._big(name, body, ranges, side)
            case "Derivative", [body, *variables]:
                return self._derivative(body, variables, side)
            case "Subs", [body, ast.Name(id=variable), value]:
                return self.within(**{variable: self._value(value, side)})._value(body, side)
            case "Limit", [body, ast.Name(id=variable), to]:
                x = sympy.Symbol(variable, real=True)
                inner = self.within(**{variable: x})._value(body, side)
                point = self._value(to, side)
                kind = "+" if point in (sympy.oo, -sympy.oo) else "+-"
                return sympy.Limit(inner, x, point, kind)
            case "Piecewise", _:
                return sympy.Piecewise(*[self._branch(arg, side) for arg in args])
            case "Matrix", [ast.List(elts=rows)]:
                entries = [row.elts for row in rows if isinstance(row, ast.List)]
                return sympy.Matrix([[self._value(x, side) for x in row] for row in entries])
        raise Untranslated(name)

    def _big(self, name: str, body: ast.expr, ranges: list[ast.expr], side: Side) -> Any:
        limits = []
        inner = self
        for part in reversed(ranges):
            if not isinstance(part, ast.Tuple) or not isinstance(part.elts[0], ast.Name):
                raise Untranslated(name)
            variable = part.elts[0].id
            whole = {} if name == "Integral" else {"integer": True}
            x = sympy.Dummy(variable, real=True, **whole)
            low, high = (inner._value(end, side) for end in part.elts[1:])
            limits.append((x, low, high))
            inner = inner.within(**{variable: x})
        return getattr(sympy, name)(inner._value(body, side), *reversed(limits))

    def _derivative(self, body: ast.expr, variables: list[ast.expr], side: Side) -> Any:
        """The derivative in fresh symbols, at the values that the names stand for."""
        fresh: dict[str, Any] = {}
        orders: list[Any] = []
        for part in variables:
            for item in part.elts if isinstance(part, ast.Tuple) else [part]:
                if isinstance(item, ast.Name):
                    fresh[item.id] = fresh.get(item.id) or sympy.Dummy(item.id, real=True)
                    orders.append(fresh[item.id])
                else:
                    orders.append(self._value(item, side))
        expression = self.within(**fresh)._value(body, side)
        found = sympy.diff(expression.doit(), *orders)
        return found.subs({x: self._name(name) for name, x in fresh.items()})

    def _branch(self, arg: ast.expr, side: Side) -> tuple[Any, Any]:
        if not isinstance(arg, ast.Tuple):
            raise Untranslated("Piecewise")
        value, condition = arg.elts
        return self._value(value, side), self._condition(condition, side)

    def _condition(self, node: ast.expr, side: Side) -> Any:
        match node:
            case ast.Constant(value=bool(value)):
                return value
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return _RELATIONS[type(op)](self._value(left, side), self._value(right, side))
            case ast.Call(func=ast.Name(id="Eq"), args=[a, b]):
                return sympy.Eq(self._value(a, side), self._value(b, side))
        raise Untranslated("a condition")


def symbols(formula: Formula) -> dict[str, Any]:
    """The names of a formula as symbols with what the conditions say of them, or functions."""
    conditions = formula.conditions
    found: dict[str, Any] = {}
    for name in {*conditions.domains, *formula.assumed_real}:
        domain = conditions.domains.get(name, "real")
        found[name] = sympy.Symbol(name, **_assumptions(name, domain, formula))
    for name in formula.families:
        found[name] = sympy.Function(name, real=True)
    return found


def _assumptions(name: str, domain: str, formula: Formula) -> dict[str, bool]:
    if domain == "complex":
        return {"complex": True}
    said: dict[str, bool] = {"real": True}
    if domain in ("integer", "natural", "prime"):
        said["integer"] = True
    if domain == "natural":
        said["nonnegative"] = True
    if domain == "prime":
        said["positive"] = True
    for relation in formula.conditions.relations:
        sides = relation.sides
        for left, sign, right in zip(sides, relation.signs, sides[1:], strict=False):
            low, high = (left, right) if sign in ("<", "<=") else (right, left)
            if isinstance(high.node, ast.Name) and high.node.id == name:
                match low.node:
                    case ast.Constant(value=int(n)) if sign in ("<", ">", "<=", ">="):
                        if n > 0 or (n == 0 and sign in ("<", ">")):
                            said = {**said, "positive": True}
                            said.pop("nonnegative", None)
                        elif n == 0 and "positive" not in said:
                            said["nonnegative"] = True
            match left.node, sign, right.node:
                case ast.Name(id=known), "!=", ast.Constant(value=0) if known == name:
                    said.setdefault("nonzero", True)
    return said


def derived(formula: Formula) -> bool:
    """Whether sympy shows the formula under what it knows of the symbols."""
    relations = formula.relations
    if any(sign not in ("=", "<", "<=", ">", ">=") for sign in relations.signs):
        return False
    try:
        reader = Translator(formula.conditions, symbols(formula))
        sides = [reader.side(side) for side in relations.sides]
        links = zip(sides, relations.signs, sides[1:], strict=False)
        return all(_shown(left, sign, right) for left, sign, right in links)
    except Exception:  # sympy raises whatever it likes, and then has shown nothing
        return False


def _shown(left: Any, sign: str, right: Any) -> bool:
    difference = sympy.expand_func((left - right).doit())
    if isinstance(difference, sympy.MatrixBase):
        return sign == "=" and all(sympy.simplify(x) == 0 for x in difference)
    if sign == "=":
        return bool(sympy.simplify(difference) == 0)
    if sign in ("<", "<="):
        difference = -difference
    simple = sympy.factor(sympy.simplify(difference))
    shown = simple.is_positive if sign in ("<", ">") else simple.is_nonnegative
    return bool(shown)


def sides_at(formula: Formula, values: Mapping[str, Any]) -> Sequence[Any] | None:
    """The sides at a point by sympy's closed forms, as numbers; None where it finds none."""
    try:
        reader = Translator(formula.conditions, values)
        found = [reader.side(side).doit() for side in formula.relations.sides]
        return [sympy.N(side, _DIGITS) for side in found]
    except Exception:  # sympy raises whatever it likes, and then has found nothing
        return None


def certainly_fails(formula: Formula, sides: Sequence[Any]) -> str:
    """Why the relations fail for sides that are known, or nothing: the reason in words."""
    links = zip(sides, formula.relations.signs, sides[1:], strict=False)
    for left, sign, right in links:
        has = [bool(side.is_finite) for side in (left, right)]
        if sign == "=" and has[0] != has[1]:
            return f"one side is {right if has[0] else left}, the other {left if has[0] else right}"
        if not all(has) or not (left.is_real and right.is_real):
            return ""
        gap = left - right
        if abs(gap) <= _APART * (1 + abs(left)):
            continue
        if sign == "=" or (gap > 0) == (sign in ("<", "<=")):
            return f"left {sympy.N(left, 12)}, right {sympy.N(right, 12)}"
    return ""
