"""Sums, products, integrals, derivatives and limits: what binds a variable in a formula."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from pycheck.formulas.names import COMPLEX
from pycheck.formulas.terms import add, as_field, domain, integer
from pycheck.statements.language.trees import Elided, Node
from pycheck.statements.writing import INT, NAT, REAL, Kind, Term, call, function
from pycheck.statements.writing import number as numeral

if TYPE_CHECKING:
    from pycheck.formulas.elaborate import Elaborator, Value

_HIDDEN = Elided()
_HIGHEST_ORDER = 400
_SETS = call("Set", REAL.node).node

Summand = Callable[[Term], Term]


class Bound(NamedTuple):
    """A bound variable and the ends of its range."""

    name: str
    lower: ast.expr
    upper: ast.expr


def infinite(node: ast.expr) -> int:
    """1 for ``oo``, -1 for ``-oo``, else 0."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -infinite(node.operand)
    return int(isinstance(node, ast.Name) and node.id == "oo")


def _ranges(reader: Elaborator, what: str, args: list[ast.expr], node: ast.Call) -> list[Bound]:
    found = []
    for arg in args:
        if not isinstance(arg, ast.Tuple) or len(arg.elts) != 3:
            raise reader.fail(f"{what} takes (variable, from, to)", arg)
        variable, lower, upper = arg.elts
        if not isinstance(variable, ast.Name):
            raise reader.fail("a variable is a name", variable)
        found.append(Bound(variable.id, lower, upper))
    if not found:
        raise reader.fail(f"{what} needs a range, (variable, from, to)", node)
    return found


def big(reader: Elaborator, what: str, args: list[ast.expr], node: ast.Call) -> Term:
    """``Sum`` and ``Product``; the last range is the outermost."""
    if not args:
        raise reader.fail(f"{what} of nothing", node)
    return _big(reader, what, args[0], _ranges(reader, what, args[1:], node), node)


def _big(
    reader: Elaborator, what: str, body: ast.expr, ranges: list[Bound], node: ast.Call
) -> Term:
    if not ranges:
        return as_field(reader.reals().term(body))
    *inner, bound = ranges

    def summand(term: Term) -> Term:
        scope = reader.scope.with_term(bound.name, term)
        return _big(reader.within(scope), what, body, inner, node)

    lower, upper = infinite(bound.lower), infinite(bound.upper)
    if upper > 0:
        if what == "Product":
            raise reader.fail("an infinite product is not known here", node)
        return _series(reader, bound, summand, both=lower < 0)
    if lower or upper:
        raise reader.fail("a sum goes from a number up, or from -oo to oo", node)
    kind, collection = whole_range(reader, bound)
    f = function(bound.name, kind, summand)
    assert f.kind.result is not None
    of = f.kind.result
    name = "Finset.sum" if what == "Sum" else "Finset.prod"
    return call(name, kind.node, of.node, _HIDDEN, collection, f, kind=of)


def whole_range(reader: Elaborator, bound: Bound) -> tuple[Kind, Term]:
    """The finite range of a sum, of natural numbers where both ends are."""
    reader = reader.integers()
    lower = reader.term(bound.lower)
    if lower.kind is NAT:
        upper = bound.upper
        if (
            isinstance(upper, ast.BinOp)
            and isinstance(upper.op, ast.Sub)
            and isinstance(upper.right, ast.Constant)
            and upper.right.value == 1
        ):
            beyond = reader.term(upper.left)
            if beyond.kind is NAT:
                return NAT, _interval("Finset.Ico", NAT, lower, beyond)
        end = reader.term(upper)
        if end.kind is NAT:
            return NAT, _interval("Finset.Icc", NAT, lower, end)
    ends = reader.whole(bound.lower), reader.whole(bound.upper)
    return INT, _interval("Finset.Icc", INT, *ends)


def _interval(name: str, kind: Kind, a: Term, b: Term) -> Term:
    return call(name, kind.node, _HIDDEN, _HIDDEN, a, b, kind=kind)


def _series(reader: Elaborator, bound: Bound, summand: Summand, *, both: bool) -> Term:
    """A sum without end, over the natural numbers."""
    if both:
        upward = _tsum(summand, lambda k: k)
        downward = _tsum(summand, lambda k: -integer(k + numeral(1, NAT)))
        return add(upward, downward)
    start = reader.integers().term(bound.lower)
    if start.kind is NAT:
        return _tsum(summand, lambda k: k + start)
    first = reader.whole(bound.lower)
    return _tsum(summand, lambda k: integer(k) + first)


def _tsum(summand: Summand, at: Summand) -> Term:
    f = function("k", NAT, lambda k: summand(at(k)))
    assert f.kind.result is not None
    of = f.kind.result
    every = call("SummationFilter.unconditional", NAT.node)
    return call("tsum", of.node, NAT.node, _HIDDEN, _HIDDEN, f, every, kind=of)


def integral(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    """``Integral``; the last range is the outermost."""
    if not args:
        raise reader.fail("Integral of nothing", node)
    return _integral(reader, args[0], _ranges(reader, "Integral", args[1:], node))


def _integral(reader: Elaborator, body: ast.expr, ranges: list[Bound]) -> Term:
    if not ranges:
        return as_field(reader.reals().term(body))
    *inner, bound = ranges

    def integrand(term: Term) -> Term:
        return _integral(reader.within(reader.scope.with_term(bound.name, term)), body, inner)

    f = function(bound.name, REAL, integrand)
    assert f.kind.result is not None
    of = f.kind.result
    name = "Special.complexIntegral" if of is COMPLEX else "Special.integral"
    lower, upper = infinite(bound.lower), infinite(bound.upper)
    if lower < 0 < upper:
        return call(f"{name}OverLine", f, kind=of)
    if upper > 0:
        return call(f"{name}From", f, reader.real(bound.lower), kind=of)
    if lower < 0:
        return call(f"{name}UpTo", f, reader.real(bound.upper), kind=of)
    ends = reader.real(bound.lower), reader.real(bound.upper)
    return call(name, f, *ends, kind=of)


def derivative(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    """``Derivative(f, x)``, ``Derivative(f, x, 2)`` and ``Derivative(f, x, y)``."""
    if len(args) < 2:
        raise reader.fail("Derivative takes an expression and a variable", node)
    orders: list[tuple[ast.Name, int]] = []
    for arg in args[1:]:
        parts = arg.elts if isinstance(arg, ast.Tuple) else [arg]
        for part in parts:
            if isinstance(part, ast.Name):
                orders.append((part, 1))
            elif isinstance(part, ast.Constant) and type(part.value) is int and orders:
                if part.value > _HIGHEST_ORDER:
                    raise reader.fail(f"a derivative of an order above {_HIGHEST_ORDER}", part)
                orders[-1] = (orders[-1][0], part.value)
            else:
                raise reader.fail("a derivative is taken in a variable, by its name", part)
    return _derivative(reader, args[0], orders)


def _derivative(reader: Elaborator, body: ast.expr, orders: list[tuple[ast.Name, int]]) -> Term:
    if not orders:
        return reader.real(body)
    *inner, (variable, order) = orders
    at = as_field(reader.term(variable))
    if at.kind is COMPLEX:
        raise reader.fail("a complex derivative is not known here", variable)

    def value(x: Term) -> Term:
        scope = reader.scope.with_term(variable.id, x)
        return _derivative(reader.within(scope), body, inner)

    f = function(variable.id, REAL, value)
    kinds: list[Node] = [REAL.node, _HIDDEN, REAL.node]
    if order == 1:
        return call("deriv", *kinds, *[_HIDDEN] * 3, f, at, kind=REAL)
    n = numeral(order, NAT)
    return call("iteratedDeriv", *kinds, *[_HIDDEN] * 2, n, f, at, kind=REAL)


def substituted(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Value:
    """``Subs(f, x, a)``: `f` with `a` in place of `x`."""
    if len(args) != 3 or not isinstance(args[1], ast.Name):
        raise reader.fail("Subs takes an expression, a variable and a value", node)
    value = reader.term(args[2])
    return reader.within(reader.scope.with_term(args[1].id, value)).value(args[0])


def limit(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    """A limit in the middle of a formula: known where a closed form shows it."""
    f, source = approached(reader, args, node)
    return call("Special.limit", f, source, kind=REAL)


def approached(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> tuple[Term, Term]:
    """The function of a ``Limit(f, x, a)`` and the filter along which its variable goes."""
    if len(args) != 3 or not isinstance(args[1], ast.Name):
        raise reader.fail("Limit takes an expression, a variable and where it goes", node)
    name, to = args[1].id, args[2]
    declared = reader.scope.terms.get(name)
    whole = declared is not None and declared.kind in (NAT, INT)
    kind = NAT if whole and infinite(to) > 0 else REAL

    def value(x: Term) -> Term:
        return reader.within(reader.scope.with_term(name, x)).real(args[0])

    f = function(name, kind, value)
    if end := infinite(to):
        return f, call("Filter.atTop" if end > 0 else "Filter.atBot", kind.node, _HIDDEN)
    point = reader.real(to)
    alone = call("Singleton.singleton", REAL.node, _SETS, _HIDDEN, point)
    return f, call(
        "nhdsWithin", REAL.node, _HIDDEN, point, call("Compl.compl", _SETS, _HIDDEN, alone)
    )


def limit_is(reader: Elaborator, node: ast.Call, value: Term | int) -> Term:
    """``Limit(f, x, a) = value`` as a proposition; the value may be ``±oo``, given as ±1."""
    f, source = approached(reader, node.args, node)
    if isinstance(value, int):
        target = call("Filter.atTop" if value > 0 else "Filter.atBot", REAL.node, _HIDDEN)
    else:
        target = call("nhds", REAL.node, _HIDDEN, value)
    assert f.kind.result is not None
    return call("Filter.Tendsto", domain(f), REAL.node, f, source, target)
