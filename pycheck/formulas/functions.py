"""What the functions of the language mean: terms of their arguments, by name."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from pycheck.formulas import binders, cases, expectations, linear
from pycheck.formulas.names import (
    COMPLEX,
    DERIVED,
    DERIVED_OF_COMPLEX,
    FUNCTIONS,
    OF_COMPLEX,
    POLYNOMIALS,
    REAL_ONLY,
    SEVERAL,
    UNARY,
    WHOLE,
)
from pycheck.formulas.syntax import nearest
from pycheck.formulas.terms import arithmetic, as_field, complex_, divide, integer, rational
from pycheck.statements.language.trees import Const, Elided
from pycheck.statements.mathlib.special import HYPERGEOMETRIC
from pycheck.statements.writing import INT, NAT, RAT, REAL, Term, call

if TYPE_CHECKING:
    from pycheck.formulas.elaborate import Elaborator, Value

_HIDDEN = Elided()
_ARITHMETIC = {
    "mobius": "moebius",
    "primenu": "cardDistinctFactors",
    "primeomega": "cardFactors",
}
_NUMERALS = frozenset({"S", "Integer", "Float", "sympify", "int", "float"})


def called(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Value:
    """A function of the language at its arguments."""
    if name in expectations.NAMES and reader.scope.laws:
        return expectations.called(reader, name, args, node)
    if name in UNARY and not (name == "LambertW" and len(args) == 2):
        return _unary(reader, name, args, node)
    if name in SEVERAL:
        return _several(reader, name, args, node)
    if name in WHOLE:
        return _whole(reader, name, args, node)
    if name in POLYNOMIALS:
        return _polynomial(reader, name, args, node)
    if name in DERIVED:
        return _derived(reader, DERIVED[name], name, args, node)
    if name in _STRUCTURES:
        return _STRUCTURES[name](reader, args, node)
    known = [*FUNCTIONS, *reader.scope.definitions, *reader.scope.terms]
    hint = "; numbers are exact as they stand" if name in _NUMERALS else nearest(name, known)
    raise reader.fail(f"the function {name!r} is unknown{hint}", node)


def _unary(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Term:
    if name in ("log", "ln") and len(args) == 2:
        return divide(_unary(reader, name, args[:1], node), _unary(reader, name, args[1:], node))
    reader.count(name, args, 1, node)
    argument = as_field(reader.term(args[0]))
    if argument.kind is COMPLEX:
        if name in DERIVED_OF_COMPLEX:
            return _derived(reader, DERIVED_OF_COMPLEX[name], name, args, node)
        if name in OF_COMPLEX:
            return call(OF_COMPLEX[name], argument, kind=COMPLEX)
        if name in REAL_ONLY:
            raise reader.fail(f"{name} of a complex number is not known here", node)
    return call(UNARY[name], argument, kind=argument.kind)


def _fields(terms: Iterable[Term]) -> list[Term]:
    """Numbers as real ones, or all as complex ones where one is."""
    found = [as_field(term) for term in terms]
    if any(term.kind is COMPLEX for term in found):
        return [complex_(term) for term in found]
    return found


def _several(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Term:
    constants = SEVERAL[name]
    if len(args) not in constants:
        reader.count(name, args, min(constants), node)
    given = _fields(reader.reals().term(arg) for arg in args)
    return call(constants[len(args)], *given, kind=given[0].kind)


def _polynomial(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count(name, args, POLYNOMIALS[name], node)
    degree = reader.natural(args[0])
    given = _fields(reader.reals().term(arg) for arg in args[1:])
    return call(f"Special.{name}", degree, *given, kind=given[0].kind)


def _derived(
    reader: Elaborator,
    meaning: tuple[tuple[str, ...], str],
    name: str,
    args: list[ast.expr],
    node: ast.Call,
) -> Term:
    names, text = meaning
    reader.count(name, args, len(names), node)
    return reader.derived(text, dict(zip(names, map(reader.term, args), strict=True)))


def _whole(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Term:
    constant, count, of, result = WHOLE[name]
    if name == "divisor_sigma" and len(args) == 1:
        args = [*args, ast.copy_location(ast.Constant(1), args[0])]
    if name in ("gcd", "lcm") and len(args) > 2:
        *others, last = args
        rest = _whole(reader, name, others, node)
        return call(constant, integer(rest), reader.whole(last), kind=result)
    reader.count(name, args, count, node)
    values = [reader.natural(arg) if of is NAT else reader.whole(arg) for arg in args]
    if name == "divisor_sigma":
        return arithmetic(call("ArithmeticFunction.sigma", values[1], kind=NAT), values[0], NAT)
    if name in _ARITHMETIC:
        known = Term(NAT, lambda _: Const(f"ArithmeticFunction.{_ARITHMETIC[name]}"))
        return arithmetic(known, values[0], result)
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


def _arg(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("arg", args, 1, node)
    return call("Complex.arg", complex_(reader.term(args[0])), kind=REAL)


def _harmonic(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    if len(args) == 2:
        given = dict(zip("nm", map(reader.integers().term, args), strict=True))
        return reader.derived("Sum(1/k**m, (k, 1, n))", given)
    reader.count("harmonic", args, 1, node)
    count = reader.integers().term(args[0])
    if count.kind not in (NAT, INT):
        return reader.derived("digamma(x + 1) + EulerGamma", {"x": count})
    return rational(call("harmonic", reader.natural(args[0]), kind=RAT))


def _bernoulli(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    if len(args) == 2:
        at = as_field(reader.reals().term(args[1]))
        return call("Special.bernoulli", reader.natural(args[0]), at, kind=at.kind)
    reader.count("bernoulli", args, 1, node)
    return rational(call("bernoulli'", reader.natural(args[0]), kind=RAT))


def _lambert(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("LambertW", args, 2, node)
    at = as_field(reader.reals().term(args[0]))
    return call("Special.lambertwBranch", at, reader.whole(args[1]), kind=at.kind)


def _hyper(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    reader.count("hyper", args, 3, node)
    lists = []
    for arg in args[:2]:
        if not isinstance(arg, ast.List | ast.Tuple):
            raise reader.fail("hyper takes two lists and an argument", node)
        lists.append([reader.reals().term(item) for item in arg.elts])
    if (len(lists[0]), len(lists[1])) not in HYPERGEOMETRIC:
        raise reader.fail("a hypergeometric function of so many parameters is not known", node)
    name = f"Special.hyper{len(lists[0])}{len(lists[1])}"
    given = _fields([*lists[0], *lists[1], reader.reals().term(args[2])])
    return call(name, *given, kind=given[0].kind)


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
    "hyper": _hyper,
    "arg": _arg,
    "harmonic": _harmonic,
    "bernoulli": _bernoulli,
    "LambertW": _lambert,
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
