"""From the syntax of a formula to typed terms, the trees of statements.

Arithmetic is real, or complex where something complex occurs. Whole numbers are kept as such where
it matters: as exponents, as the ends of sums, and in functions of number theory.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pycheck.formulas import binders, expectations
from pycheck.formulas.expectations import Laws
from pycheck.formulas.matrices import LARGEST, Matrix
from pycheck.formulas.names import (
    BINARY,
    COMPLEX,
    CONSTANTS,
    FUNCTIONS,
    NAMES,
    OF_COMPLEX,
    SPECIAL_OF_COMPLEX,
    STRUCTURES,
    UNARY,
    WHOLE,
)
from pycheck.formulas.syntax import Side, nearest, number
from pycheck.formulas.terms import (
    add,
    arithmetic,
    as_field,
    complex_,
    conjunction,
    divide,
    domain,
    fraction,
    integer,
    multiply,
    power,
    subtract,
    together,
)
from pycheck.statements.language.trees import Const, Elided
from pycheck.statements.mathlib.special import HYPERGEOMETRIC
from pycheck.statements.writing import INT, NAT, PROP, REAL, Term, call
from pycheck.statements.writing import number as numeral

_HIDDEN = Elided()

Value = Term | Matrix


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

    def _name(self, name: str, node: ast.expr) -> Term:
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

    def _defined(self, name: str, args: list[Term], node: ast.expr) -> Term:
        scope = self.scope
        if scope.depth > 40:
            raise self.fail(f"the definition of {name!r} does not end", node)
        definition = scope.definitions[name]
        inner = replace(scope, depth=scope.depth + 1)
        for argument, term in zip(definition.arguments, args, strict=True):
            inner = inner.with_term(argument, term)
        body = definition.body
        return Elaborator(body, inner, in_integers=self.in_integers).term(body.node)

    def _negative(self, value: Value) -> Value:
        if isinstance(value, Matrix):
            return value.map(lambda entry: -as_field(entry))
        return -integer(value)

    def _operation(self, node: ast.BinOp) -> Value:
        if isinstance(node.op, ast.Pow):
            return self._power(node)
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(left, Matrix) or isinstance(right, Matrix):
            return self._of_matrices(node, left, right)
        if isinstance(node.op, ast.Div):
            left, right = together(as_field(left), as_field(right))
            return left / right
        if not self.in_integers:
            left, right = as_field(left), as_field(right)
        left, right = together(left, right)
        if isinstance(node.op, ast.Sub):
            return integer(left) - integer(right)
        return left + right if isinstance(node.op, ast.Add) else left * right

    def _of_matrices(self, node: ast.BinOp, left: Value, right: Value) -> Matrix:
        try:
            if isinstance(left, Matrix) and isinstance(right, Matrix):
                match node.op:
                    case ast.Add():
                        return left.entrywise(right, add)
                    case ast.Sub():
                        return left.entrywise(right, subtract)
                    case ast.Mult():
                        return left.times(right, add, multiply)
            elif isinstance(node.op, ast.Mult):
                matrix, scalar = (left, right) if isinstance(left, Matrix) else (right, left)
                assert isinstance(matrix, Matrix)
                assert isinstance(scalar, Term)
                return matrix.map(lambda entry: multiply(scalar, entry))
            elif isinstance(node.op, ast.Div) and isinstance(left, Matrix):
                assert isinstance(right, Term)
                return left.map(lambda entry: divide(entry, right))
        except ValueError as error:
            raise self.fail(str(error), node) from None
        raise self.fail("this sign is not defined for matrices", node)

    def _power(self, node: ast.BinOp) -> Value:
        base = self.value(node.left)
        if isinstance(base, Matrix):
            return self._power_of_matrix(base, node)
        exponent = self.integers().term(node.right)
        if exponent.kind in (NAT, INT):
            if self.in_integers and base.kind in (NAT, INT) and exponent.kind is NAT:
                return base**exponent
            return power(as_field(base), exponent)
        base, exponent = together(as_field(base), self.reals().term(node.right))
        return power(base, exponent)

    def _power_of_matrix(self, base: Matrix, node: ast.BinOp) -> Matrix:
        match node.right:
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
                return self._inverse(base, node)
            case ast.Constant(value=int(exponent)) if 1 <= exponent < 10:
                result = base
                for _ in range(exponent - 1):
                    result = result.times(base, add, multiply)
                return result
        raise self.fail("a power of a matrix is a small natural number or -1", node)

    def _inverse(self, matrix: Matrix, node: ast.expr) -> Matrix:
        try:
            return matrix.inverse(add, subtract, multiply, divide)
        except ValueError as error:
            raise self.fail(str(error), node) from None

    # Calls.

    def _call(self, name: str, args: list[ast.expr], node: ast.Call) -> Value:
        scope = self.scope
        if name in scope.terms:
            return self._applied(scope.terms[name], name, args, node)
        if name in scope.definitions:
            definition = scope.definitions[name]
            self._count(name, args, len(definition.arguments), node)
            return self._defined(name, [self.term(arg) for arg in args], node)
        if name in expectations.NAMES and scope.laws:
            return expectations.called(self, name, args, node)
        if name in UNARY:
            return self._unary(name, args, node)
        if name in BINARY:
            self._count(name, args, 2, node)
            return self._binary(name, args)
        if name in WHOLE:
            return self._whole(name, args, node)
        structure = getattr(self, f"_{name.lower()}_", None) if name in STRUCTURES else None
        if structure is None:
            known = [*FUNCTIONS, *scope.definitions, *scope.terms]
            raise self.fail(f"the function {name!r} is unknown{nearest(name, known)}", node)
        found: Value = structure(args, node)
        return found

    def _count(self, name: str, args: list[ast.expr], count: int, node: ast.AST) -> None:
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

    def _unary(self, name: str, args: list[ast.expr], node: ast.Call) -> Term:
        if name == "zeta" and len(args) == 2:
            return call("Special.hurwitz", *map(self.real, args), kind=REAL)
        if name == "log" and len(args) == 2:
            return divide(self._unary(name, args[:1], node), self._unary(name, args[1:], node))
        self._count(name, args, 1, node)
        argument = as_field(self.term(args[0]))
        if argument.kind is COMPLEX:
            if name in OF_COMPLEX:
                return call(OF_COMPLEX[name], argument, kind=COMPLEX)
            if name not in SPECIAL_OF_COMPLEX:
                raise self.fail(f"{name} of a complex number is not known here", node)
        return call(UNARY[name], argument, kind=argument.kind)

    def _binary(self, name: str, args: list[ast.expr]) -> Term:
        return call(BINARY[name], *map(self.real, args), kind=REAL)

    def _whole(self, name: str, args: list[ast.expr], node: ast.Call) -> Term:
        constant, count, of, result = WHOLE[name]
        if name == "divisor_sigma" and len(args) == 1:
            args = [*args, ast.copy_location(ast.Constant(1), args[0])]
        self._count(name, args, count, node)
        values = [self.natural(arg) if of is NAT else self.whole(arg) for arg in args]
        if name == "divisor_sigma":
            return arithmetic(call("ArithmeticFunction.sigma", values[1], kind=NAT), values[0], NAT)
        if name == "mobius":
            moebius = Term(NAT, lambda _: Const("ArithmeticFunction.moebius"))
            return arithmetic(moebius, values[0], INT)
        return call(constant, *values, kind=result)

    def _rational_(self, args: list[ast.expr], node: ast.Call) -> Term:
        self._count("Rational", args, 2, node)
        return divide(self.term(args[0]), self.term(args[1]))

    def _abs_(self, args: list[ast.expr], node: ast.Call) -> Term:
        self._count("Abs", args, 1, node)
        term = as_field(self.term(args[0]))
        if term.kind is COMPLEX:
            return call("Norm.norm", COMPLEX.node, _HIDDEN, term, kind=REAL)
        return abs(term)

    def _max_(self, args: list[ast.expr], node: ast.Call) -> Term:
        return self._extreme("Max.max", args, node)

    def _min_(self, args: list[ast.expr], node: ast.Call) -> Term:
        return self._extreme("Min.min", args, node)

    def _extreme(self, name: str, args: list[ast.expr], node: ast.Call) -> Term:
        if not args:
            raise self.fail("of nothing there is no extreme", node)
        result = self.real(args[0])
        for arg in args[1:]:
            result = call(name, REAL.node, _HIDDEN, result, self.real(arg), kind=REAL)
        return result

    def _floor_(self, args: list[ast.expr], node: ast.Call) -> Term:
        self._count("floor", args, 1, node)
        return call("Int.floor", REAL.node, *[_HIDDEN] * 3, self.real(args[0]), kind=INT)

    def _ceiling_(self, args: list[ast.expr], node: ast.Call) -> Term:
        self._count("ceiling", args, 1, node)
        return call("Int.ceil", REAL.node, *[_HIDDEN] * 3, self.real(args[0]), kind=INT)

    def _mod_(self, args: list[ast.expr], node: ast.Call) -> Term:
        self._count("Mod", args, 2, node)
        return call("Special.modulo", *map(self.real, args), kind=REAL)

    def _re_(self, args: list[ast.expr], node: ast.Call) -> Term:
        self._count("re", args, 1, node)
        return call("Complex.re", complex_(self.term(args[0])), kind=REAL)

    def _im_(self, args: list[ast.expr], node: ast.Call) -> Term:
        self._count("im", args, 1, node)
        return call("Complex.im", complex_(self.term(args[0])), kind=REAL)

    def _conjugate_(self, args: list[ast.expr], node: ast.Call) -> Term:
        self._count("conjugate", args, 1, node)
        return call("Special.conjugate", complex_(self.term(args[0])), kind=COMPLEX)

    def _sec_(self, args: list[ast.expr], node: ast.Call) -> Term:
        return divide(numeral(1, REAL), self._unary("cos", args, node))

    def _csc_(self, args: list[ast.expr], node: ast.Call) -> Term:
        return divide(numeral(1, REAL), self._unary("sin", args, node))

    def _cot_(self, args: list[ast.expr], node: ast.Call) -> Term:
        return divide(self._unary("cos", args, node), self._unary("sin", args, node))

    def _acosh_(self, args: list[ast.expr], node: ast.Call) -> Term:
        self._count("acosh", args, 1, node)
        x, one = self.real(args[0]), numeral(1, REAL)
        root = call("Real.sqrt", x - one, kind=REAL) * call("Real.sqrt", x + one, kind=REAL)
        return call("Real.log", x + root, kind=REAL)

    def _atanh_(self, args: list[ast.expr], node: ast.Call) -> Term:
        self._count("atanh", args, 1, node)
        x, one = self.real(args[0]), numeral(1, REAL)
        return call("Real.log", (one + x) / (one - x), kind=REAL) / numeral(2, REAL)

    def _hyper_(self, args: list[ast.expr], node: ast.Call) -> Term:
        self._count("hyper", args, 3, node)
        lists = []
        for arg in args[:2]:
            if not isinstance(arg, ast.List | ast.Tuple):
                raise self.fail("hyper takes two lists and an argument", node)
            lists.append([self.real(item) for item in arg.elts])
        if (len(lists[0]), len(lists[1])) not in HYPERGEOMETRIC:
            raise self.fail("a hypergeometric function of so many parameters is not known", node)
        name = f"Special.hyper{len(lists[0])}{len(lists[1])}"
        return call(name, *lists[0], *lists[1], self.real(args[2]), kind=REAL)

    def _piecewise_(self, args: list[ast.expr], node: ast.Call) -> Term:
        branches = []
        for arg in args:
            if not isinstance(arg, ast.Tuple) or len(arg.elts) != 2:
                raise self.fail("Piecewise takes pairs (value, condition)", arg)
            branches.append((arg.elts[0], arg.elts[1]))
        if not branches:
            raise self.fail("Piecewise without a branch", node)
        last = branches[-1][1]
        if not (isinstance(last, ast.Constant) and last.value is True):
            raise self.fail("the last condition of Piecewise must be True", last)
        result = as_field(self.term(branches[-1][0]))
        for value, condition in reversed(branches[:-1]):
            chosen, result = together(as_field(self.term(value)), result)
            kind = result.kind
            held = self.condition(condition)
            result = call("ite", kind.node, held, _HIDDEN, chosen, result, kind=kind)
        return result

    def _matrix_(self, args: list[ast.expr], node: ast.Call) -> Matrix:
        self._count("Matrix", args, 1, node)
        rows = args[0].elts if isinstance(args[0], ast.List) else []
        entries = [row.elts for row in rows if isinstance(row, ast.List)]
        if not entries or len(entries) != len(rows) or len({len(row) for row in entries}) != 1:
            raise self.fail("Matrix takes a list of rows of one length", node)
        if len(rows) > LARGEST or len(entries[0]) > LARGEST:
            raise self.fail(f"a matrix of more than {LARGEST} rows or columns", node)
        return Matrix(tuple(tuple(as_field(self.term(x)) for x in row) for row in entries))

    def _square(self, name: str, args: list[ast.expr], node: ast.Call) -> Matrix:
        self._count(name, args, 1, node)
        value = self.value(args[0])
        if not isinstance(value, Matrix):
            raise self.fail(f"{name} takes a matrix", node)
        return value

    def _determinant_(self, args: list[ast.expr], node: ast.Call) -> Term:
        try:
            return self._square("Determinant", args, node).determinant(subtract, add, multiply)
        except ValueError as error:
            raise self.fail(str(error), node) from None

    def _inverse_(self, args: list[ast.expr], node: ast.Call) -> Matrix:
        return self._inverse(self._square("Inverse", args, node), node)

    def _transpose_(self, args: list[ast.expr], node: ast.Call) -> Matrix:
        return self._square("Transpose", args, node).transpose()

    def _trace_(self, args: list[ast.expr], node: ast.Call) -> Term:
        matrix = self._square("Trace", args, node)
        total = matrix.rows[0][0]
        for i in range(1, len(matrix.rows)):
            total = add(total, matrix.rows[i][i])
        return total

    # Bound variables, in `binders`.

    def _sum_(self, args: list[ast.expr], node: ast.Call) -> Term:
        return binders.big(self, "Sum", args, node)

    def _product_(self, args: list[ast.expr], node: ast.Call) -> Term:
        return binders.big(self, "Product", args, node)

    def _integral_(self, args: list[ast.expr], node: ast.Call) -> Term:
        return binders.integral(self, args, node)

    def _derivative_(self, args: list[ast.expr], node: ast.Call) -> Term:
        return binders.derivative(self, args, node)

    def _subs_(self, args: list[ast.expr], node: ast.Call) -> Value:
        return binders.substituted(self, args, node)

    def _limit_(self, args: list[ast.expr], node: ast.Call) -> Term:
        return binders.limit(self, args, node)

    # Propositions.

    def condition(self, node: ast.expr) -> Term:
        """A condition inside of a formula."""
        match node:
            case ast.Constant(value=bool(value)):
                return Term(PROP, lambda _: Const("True" if value else "False"))
            case ast.Compare(left=left, ops=ops, comparators=rest):
                sides = [left, *rest]
                parts = [
                    self.related(a, _SIGNS[type(op)], b)
                    for a, op, b in zip(sides, ops, sides[1:], strict=False)
                ]
                return conjunction(parts)
            case ast.Call(func=ast.Name(id="Eq" | "Ne" as name), args=[a, b]):
                return self.related(a, "=" if name == "Eq" else "!=", b)
            case ast.Call(func=ast.Name(id="And"), args=args):
                return conjunction([self.condition(arg) for arg in args])
            case ast.Call(func=ast.Name(id="Or"), args=[first, *rest]):
                result = self.condition(first)
                for arg in rest:
                    result = result | self.condition(arg)
                return result
            case ast.Call(func=ast.Name(id="Not"), args=[arg]):
                return ~self.condition(arg)
        raise self.fail("no condition", node)

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


_SIGNS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.NotEq: "!=",
}
