"""Formulas of the language compared as sympy's expressions, in which no function means anything."""

import ast
from collections.abc import Callable, Mapping
from operator import add, mul, sub, truediv
from typing import Any

import sympy as sp

from pycheck.formulas.syntax import Relations

_SIGNS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
    ast.Div: truediv,
    ast.Pow: pow,
}
_BINDERS = ("Sum", "Product", "Integral")


def same(one: Relations, other: Relations) -> bool:
    """Whether two formulas are the same up to arithmetic and the names of bound variables."""
    if one.signs != other.signs:
        return False
    pairs = zip(one.sides, other.sides, strict=True)
    return all(_equal(_expression(a.node, {}), _expression(b.node, {})) for a, b in pairs)


def _equal(one: sp.Basic, other: sp.Basic) -> bool:
    return bool(one == other or sp.expand(one - other) == 0)


def _expression(node: ast.expr, bound: Mapping[str, sp.Symbol]) -> sp.Expr:
    def inside(part: ast.expr) -> sp.Expr:
        return _expression(part, bound)

    match node:
        case ast.Constant(value=bool(value)):
            return sp.Symbol(str(value))
        case ast.Constant(value=value):
            return sp.Rational(str(value))
        case ast.Name(id=name):
            known = {"pi": sp.pi, "oo": sp.oo} | dict(bound)
            return known.get(name, sp.Symbol(name, positive=True))
        case ast.UnaryOp(op=op, operand=operand):
            return -inside(operand) if isinstance(op, ast.USub) else inside(operand)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = inside(left), inside(right)
            return _SIGNS[type(op)](a, b)
        case ast.Call(func=ast.Name(id=name), args=args) if name in _BINDERS:
            return _bound(name, args, bound)
        case ast.Call(func=ast.Name(id="Limit" | "Subs" as name), args=[body, ast.Name(id=x), at]):
            fresh = sp.Symbol(f"bound {len(bound)}", positive=True)
            held = _expression(body, {**bound, x: fresh})
            return sp.Function(name)(held, fresh, inside(at))
        case ast.Call(func=ast.Name(id=name), args=args):
            read = [inside(arg) for arg in args]
            if name == "root":
                return read[0] ** (1 / read[1])
            return {"exp": sp.exp, "sqrt": sp.sqrt}.get(name, sp.Function(f"the {name}"))(*read)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return sp.Function("row")(*map(inside, parts))
        case ast.Compare(left=left, ops=ops, comparators=others):
            said = " ".join(type(op).__name__ for op in ops)
            return sp.Function(said)(inside(left), *map(inside, others))
    raise AssertionError(ast.dump(node))


def _bound(name: str, args: list[ast.expr], bound: Mapping[str, sp.Symbol]) -> sp.Expr:
    body, *ranges = args
    inner = dict(bound)
    parts: list[sp.Expr] = []
    for part in reversed(ranges):
        assert isinstance(part, ast.Tuple)
        variable, low, high = part.elts
        assert isinstance(variable, ast.Name)
        ends = [_expression(end, inner) for end in (low, high)]
        inner[variable.id] = sp.Symbol(f"bound {len(inner)}", positive=True)
        parts += [inner[variable.id], *ends]
    return sp.Function(f"the {name}")(_expression(body, inner), *parts)
