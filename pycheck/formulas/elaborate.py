"""From the syntax of a formula to typed terms, the trees of statements.

Arithmetic is real, or complex where something complex occurs. Whole numbers are kept as such where
it matters: as exponents, as the ends of sums, and in functions of number theory.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from pycheck.formulas import functions, linear
from pycheck.formulas.expectations import Laws
from pycheck.formulas.matrices import Matrix
from pycheck.formulas.names import COMPLEX, CONSTANTS, NAMES
from pycheck.formulas.syntax import Side, expression, nearest, number
from pycheck.formulas.terms import (
    as_field,
    conjunction,
    domain,
    fraction,
    integer,
    power,
    together,
)
from pycheck.statements.language.trees import Const
from pycheck.statements.writing import INT, NAT, REAL, Term, call
from pycheck.statements.writing import number as numeral

Value = Term | Matrix

_own = cache(expression)


@dataclass(frozen=True)
class Definition:
    """A name that stands for an expression, with the names of its arguments."""

    arguments: tuple[str, ...]
    body: Side


@dataclass(frozen=True)
class Scope:
    """What names mean: variables as terms, definitions, and functions that are variables."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    laws: Laws = field(default_factory=dict)
    depth: int = 0

    def with_term(self, name: str, term: Term) -> "Scope":
        """The scope with one more variable, which hides what had its name."""
        definitions = {k: v for k, v in self.definitions.items() if k != name}
        laws = {k: v for k, v in self.laws.items() if k != name}
        terms = {**self.terms, name: term}
        return replace(self, terms=terms, definitions=definitions, laws=laws)


class Elaborator:
    """Reads the expressions of one text in a scope.

    With `in_integers` whole numbers stay whole under arithmetic, as in an exponent; elsewhere
    they become real ones, which are summed without their single terms.
    """

    def __init__(self, side: Side, scope: Scope, *, in_integers: bool = False) -> None:
        self.side = side
        self.scope = scope
        self.in_integers = in_integers

    def within(self, scope: Scope) -> "Elaborator":
        """The same text read with other names."""
        return Elaborator(self.side, scope, in_integers=self.in_integers)

    def of(self, side: Side) -> "Elaborator":
        """Another text read with the same names."""
        return Elaborator(side, self.scope)

    def integers(self) -> "Elaborator":
        """The same text read with whole numbers that stay whole."""
        return Elaborator(self.side, self.scope, in_integers=True)

    def reals(self) -> "Elaborator":
        """The same text read in real numbers."""
        return Elaborator(self.side, self.scope)

    def fail(self, what: str, node: ast.AST) -> Exception:
        """What is wrong at a node."""
        return self.side.source.error(what, node)

    # Terms of numbers.

    def value(self, node: ast.expr) -> Value:
        """A term, or a matrix of terms."""
        match node:
            case ast.Constant():
                return fraction(number(node, self.side))
            case ast.Name(id=name):
                return self._name(name, node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._negative(self.value(operand))
            case ast.UnaryOp(operand=operand):
                return self.value(operand)
            case ast.BinOp():
                return self._operation(node)
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(name, args, node)
        raise self.fail("no term", node)

    def term(self, node: ast.expr) -> Term:
        """A number."""
        value = self.value(node)
        if isinstance(value, Matrix):
            raise self.fail("a matrix where a number is expected", node)
        return value

    def real(self, node: ast.expr) -> Term:
        """A real number."""
        term = as_field(self.reals().term(node))
        if term.kind is COMPLEX:
            raise self.fail("a complex number where a real one is expected", node)
        return term

    def _name(self, name: str, node: ast.expr) -> Value:
        scope = self.scope
        if name in scope.terms:
            term = scope.terms[name]
            if term.kind.result is not None:
                raise self.fail(f"{name!r} is a function here and needs its argument", node)
            return term
        if name in scope.definitions and not scope.definitions[name].arguments:
            return self._defined(name, [], node)
        if name == "E":
            return call("Real.exp", numeral(1, REAL), kind=REAL)
        if name == "I":
            return Term(COMPLEX, lambda _: Const("Complex.I"))
        if name in CONSTANTS:
            return Term(REAL, lambda _: Const(CONSTANTS[name]))
        if name == "oo":
            raise self.fail("'oo' stands here for no number", node)
        raise self.fail(f"the name {name!r} means nothing here{nearest(name, NAMES)}", node)

    def _defined(self, name: str, args: list[Term], node: ast.expr) -> Value:
        scope = self.scope
        if scope.depth > 40:
            raise self.fail(f"the definition of {name!r} does not end", node)
        definition = scope.definitions[name]
        inner = replace(scope, depth=scope.depth + 1)
        for argument, term in zip(definition.arguments, args, strict=True):
            inner = inner.with_term(argument, term)
        body = definition.body
        return Elaborator(body, inner, in_integers=self.in_integers).value(body.node)

    def derived(self, text: str, given: Mapping[str, Term]) -> Term:
        """A text of the language's own, in which nothing but what is given has a name."""
        side = _own(text)
        inner = Elaborator(side, Scope(given), in_integers=self.in_integers)
        return inner.term(side.node)

    def owning(self, given: Mapping[str, Term]) -> "Elaborator":
        """A reader of the language's own texts, in which nothing but what is given has a name."""
        return Elaborator(self.side, Scope(given))

    def _negative(self, value: Value) -> Value:
        if isinstance(value, Matrix):
            return value.map(lambda entry: -as_field(entry))
        return -integer(value)

    def _operation(self, node: ast.BinOp) -> Value:
        if isinstance(node.op, ast.Pow):
            return self._power(node)
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(left, Matrix) or isinstance(right, Matrix):
            return linear.operation(self, node, left, right)
        if isinstance(node.op, ast.Div):
            left, right = together(as_field(left), as_field(right))
            return left / right
        if not self.in_integers:
            left, right = as_field(left), as_field(right)
        left, right = together(left, right)
        if isinstance(node.op, ast.Sub):
            return integer(left) - integer(right)
        return left + right if isinstance(node.op, ast.Add) else left * right

    def _power(self, node: ast.BinOp) -> Value:
        base = self.value(node.left)
        if isinstance(base, Matrix):
            return linear.power(self, base, node)
        exponent = self.integers().term(node.right)
        if exponent.kind in (NAT, INT):
            if self.in_integers and base.kind in (NAT, INT) and exponent.kind is NAT:
                return base**exponent
            return power(as_field(base), exponent)
        base, exponent = together(as_field(base), self.reals().term(node.right))
        return power(base, exponent)

    # Calls.

    def _call(self, name: str, args: list[ast.expr], node: ast.Call) -> Value:
        scope = self.scope
        if name in scope.terms:
            return self._applied(scope.terms[name], name, args, node)
        if name in scope.definitions:
            definition = scope.definitions[name]
            self.count(name, args, len(definition.arguments), node)
            return self._defined(name, [self.term(arg) for arg in args], node)
        return functions.called(self, name, args, node)

    def count(self, name: str, args: list[ast.expr], count: int, node: ast.AST) -> None:
        """Say so where a function is given another number of arguments than `count`."""
        if len(args) != count:
            some = "an argument" if count == 1 else f"{count} arguments"
            raise self.fail(f"{name} takes {some}, not {len(args)}", node)

    def _applied(self, f: Term, name: str, args: list[ast.expr], node: ast.Call) -> Term:
        if f.kind.result is None:
            raise self.fail(
                f"{name!r} is a number here, no function; write a product with '*'", node
            )
        for arg in args:
            if f.kind.result is None:
                raise self.fail(f"{name!r} takes fewer arguments", node)
            f = f(self._argument(f, arg))
        if f.kind.result is not None:
            raise self.fail(f"{name!r} takes more arguments", node)
        return f

    def _argument(self, f: Term, arg: ast.expr) -> Term:
        """The argument of a function: of a family its index."""
        return self.natural(arg) if domain(f) == NAT.node else self.real(arg)

    def whole(self, node: ast.expr) -> Term:
        """An integer."""
        term = self.integers().term(node)
        if term.kind not in (NAT, INT):
            raise self.fail("a whole number is expected here", node)
        return integer(term)

    def natural(self, node: ast.expr) -> Term:
        """A natural number; of an integer that is none, nothing is said."""
        term = self.integers().term(node)
        if term.kind is NAT:
            return term
        return call("Special.natural", self.whole(node), kind=NAT)

    def related(self, left: ast.expr, sign: str, right: ast.expr) -> Term:
        """A relation between two terms of this text."""
        return relation(self.value(left), sign, self.value(right), self, left)


def equal(a: Term, b: Term) -> Term:
    """``a = b`` of any kinds."""
    a, b = together(a, b)
    return a == b


def relation(left: Value, sign: str, right: Value, reader: Elaborator, node: ast.expr) -> Term:
    """``left sign right`` as a proposition."""
    if isinstance(left, Matrix) or isinstance(right, Matrix):
        if not (isinstance(left, Matrix) and isinstance(right, Matrix) and sign in ("=", "!=")):
            raise reader.fail("a matrix is compared with matrices, by '=' or '!='", node)
        if left.shape != right.shape:
            raise reader.fail("matrices of different shapes are compared", node)
        pairs = zip(left.entries, right.entries, strict=True)
        same = conjunction([equal(a, b) for a, b in pairs])
        return same if sign == "=" else ~same
    a, b = together(left, right)
    if sign == "=":
        return a == b
    if sign == "!=":
        return a != b
    if a.kind is COMPLEX:
        raise reader.fail("complex numbers have no order", node)
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]
