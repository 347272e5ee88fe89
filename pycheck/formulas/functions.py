"""What the functions of the language mean: terms of their arguments, by name."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pycheck.formulas import binders, cases, expectations, linear
from pycheck.formulas.names import (
    BINARY,
    COMPLEX,
    FUNCTIONS,
    OF_COMPLEX,
    SPECIAL_OF_COMPLEX,
    UNARY,
    WHOLE,
)
from pycheck.formulas.syntax import nearest
from pycheck.formulas.terms import arithmetic, as_field, complex_, divide
from pycheck.statements.language.trees import Const, Elided
from pycheck.statements.mathlib.special import HYPERGEOMETRIC
from pycheck.statements.writing import INT, NAT, REAL, Term, call
from pycheck.statements.writing import number as numeral

if TYPE_CHECKING:
    from pycheck.formulas.elaborate import Elaborator, Value

_HIDDEN = Elided()


def called(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Value:
    """A function of the language at its arguments."""
    if name in expectations.NAMES and reader.scope.laws:
        return expectations.called(reader, name, args, node)
    if name in UNARY:
        return _unary(reader, name, args, node)
    if name in BINARY:
        return _binary(reader, name, args, node)
    if name in WHOLE:
        return _whole(reader, name, args, node)
    if name in _STRUCTURES:
        return _STRUCTURES[name](reader, args, node)
    known = [*FUNCTIONS, *reader.scope.definitions, *reader.scope.terms]
    raise reader.fail(f"the function {name!r} is unknown{nearest(name, known)}", node)


def _unary(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Term:
    if name == "zeta" and len(args) == 2:
        return call("Special.hurwitz", *map(reader.real, args), kind=REAL)
    if name == "log" and len(args) == 2:
        return divide(_unary(reader, name, args[:1], node), _unary(reader, name, args[1:], node))
    reader.count(name, args, 1, node)
    argument = as_field(reader.term(args[0]))
    if argument.kind is COMPLEX:
        if name in OF_COMPLEX:
            return call(OF_COMPLEX[name], argument, kind=COMPLEX)
        if name not in SPECIAL_OF_COMPLEX:
            raise reader.fail(f"{name} of a complex number is not known here", node)
    return call(UNARY[name], argument, kind=argument.kind)


def _binary(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count(name, args, 2, node)
    return call(BINARY[name], *map(reader.real, args), kind=REAL)


def _whole(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Term:
    constant, count, of, result = WHOLE[name]
    if name == "divisor_sigma" and len(args) == 1:
        args = [*args, ast.copy_location(ast.Constant(1), args[0])]
    reader.count(name, args, count, node)
    values = [reader.natural(arg) if of is NAT else reader.whole(arg) for arg in args]
    if name == "divisor_sigma":
        return arithmetic(call("ArithmeticFunction.sigma", values[1], kind=NAT), values[0], NAT)
    if name == "mobius":
        moebius = Term(NAT, lambda _: Const("ArithmeticFunction.moebius"))
        return arithmetic(moebius, values[0], INT)
    return call(constant, *values, kind=result)


def _rational(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("Rational", args, 2, node)
    return divide(reader.term(args[0]), reader.term(args[1]))


def _abs(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("Abs", args, 1, node)
    term = as_field(reader.term(args[0]))
    if term.kind is COMPLEX:
        return call("Norm.norm", COMPLEX.node, _HIDDEN, term, kind=REAL)
    return abs(term)


def _max(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    return _extreme(reader, "Max.max", args, node)


def _min(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    return _extreme(reader, "Min.min", args, node)


def _extreme(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Term:
    if not args:
        raise reader.fail("of nothing there is no extreme", node)
    result = reader.real(args[0])
    for arg in args[1:]:
        result = call(name, REAL.node, _HIDDEN, result, reader.real(arg), kind=REAL)
    return result


def _floor(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("floor", args, 1, node)
    return call("Int.floor", REAL.node, *[_HIDDEN] * 3, reader.real(args[0]), kind=INT)


def _ceiling(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("ceiling", args, 1, node)
    return call("Int.ceil", REAL.node, *[_HIDDEN] * 3, reader.real(args[0]), kind=INT)


def _mod(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("Mod", args, 2, node)
    return call("Special.modulo", *map(reader.real, args), kind=REAL)


def _re(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("re", args, 1, node)
    return call("Complex.re", complex_(reader.term(args[0])), kind=REAL)


def _im(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("im", args, 1, node)
    return call("Complex.im", complex_(reader.term(args[0])), kind=REAL)


def _conjugate(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("conjugate", args, 1, node)
    return call("Special.conjugate", complex_(reader.term(args[0])), kind=COMPLEX)


def _sec(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    return divide(numeral(1, REAL), _unary(reader, "cos", args, node))


def _csc(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    return divide(numeral(1, REAL), _unary(reader, "sin", args, node))


def _cot(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    return divide(_unary(reader, "cos", args, node), _unary(reader, "sin", args, node))


def _acosh(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("acosh", args, 1, node)
    x, one = reader.real(args[0]), numeral(1, REAL)
    root = call("Real.sqrt", x - one, kind=REAL) * call("Real.sqrt", x + one, kind=REAL)
    return call("Real.log", x + root, kind=REAL)


def _atanh(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("atanh", args, 1, node)
    x, one = reader.real(args[0]), numeral(1, REAL)
    return call("Real.log", (one + x) / (one - x), kind=REAL) / numeral(2, REAL)


def _hyper(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("hyper", args, 3, node)
    lists = []
    for arg in args[:2]:
        if not isinstance(arg, ast.List | ast.Tuple):
            raise reader.fail("hyper takes two lists and an argument", node)
        lists.append([reader.real(item) for item in arg.elts])
    if (len(lists[0]), len(lists[1])) not in HYPERGEOMETRIC:
        raise reader.fail("a hypergeometric function of so many parameters is not known", node)
    name = f"Special.hyper{len(lists[0])}{len(lists[1])}"
    return call(name, *lists[0], *lists[1], reader.real(args[2]), kind=REAL)


_STRUCTURES: Mapping[str, Callable[[Elaborator, list[ast.expr], ast.Call], Value]] = {
    "Rational": _rational,
    "Abs": _abs,
    "Max": _max,
    "Min": _min,
    "floor": _floor,
    "ceiling": _ceiling,
    "Mod": _mod,
    "re": _re,
    "im": _im,
    "conjugate": _conjugate,
    "sec": _sec,
    "csc": _csc,
    "cot": _cot,
    "acosh": _acosh,
    "atanh": _atanh,
    "hyper": _hyper,
    "Piecewise": cases.piecewise,
    "Matrix": linear.matrix,
    "Determinant": linear.determinant,
    "Inverse": linear.inverse,
    "Transpose": linear.transpose,
    "Trace": linear.trace,
    "Sum": lambda reader, args, node: binders.big(reader, "Sum", args, node),
    "Product": lambda reader, args, node: binders.big(reader, "Product", args, node),
    "Integral": binders.integral,
    "Derivative": binders.derivative,
    "Subs": binders.substituted,
    "Limit": binders.limit,
}
