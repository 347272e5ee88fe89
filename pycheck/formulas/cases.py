"""Values by cases, and the conditions that tell them apart."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pycheck.formulas.terms import as_field, conjunction, together
from pycheck.statements.language.trees import Const, Elided
from pycheck.statements.writing import PROP, Term, call

if TYPE_CHECKING:
    from pycheck.formulas.elaborate import Elaborator

_HIDDEN = Elided()
_SIGNS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.NotEq: "!=",
}


def piecewise(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    """``Piecewise((value, condition), ..., (value, True))``."""
    branches = []
    for arg in args:
        if not isinstance(arg, ast.Tuple) or len(arg.elts) != 2:
            raise reader.fail("Piecewise takes pairs (value, condition)", arg)
        branches.append((arg.elts[0], arg.elts[1]))
    if not branches:
        raise reader.fail("Piecewise without a branch", node)
    last = branches[-1][1]
    if not (isinstance(last, ast.Constant) and last.value is True):
        raise reader.fail("the last condition of Piecewise must be True", last)
    result = as_field(reader.term(branches[-1][0]))
    for value, when in reversed(branches[:-1]):
        chosen, result = together(as_field(reader.term(value)), result)
        kind = result.kind
        held = condition(reader, when)
        result = call("ite", kind.node, held, _HIDDEN, chosen, result, kind=kind)
    return result


def condition(reader: Elaborator, node: ast.expr) -> Term:
    """A condition inside of a formula."""
    match node:
        case ast.Constant(value=bool(value)):
            return Term(PROP, lambda _: Const("True" if value else "False"))
        case ast.Compare(left=left, ops=ops, comparators=rest):
            sides = [left, *rest]
            parts = [
                reader.related(a, _SIGNS[type(op)], b)
                for a, op, b in zip(sides, ops, sides[1:], strict=False)
            ]
            return conjunction(parts)
        case ast.Call(func=ast.Name(id="Eq" | "Ne" as name), args=[a, b]):
            return reader.related(a, "=" if name == "Eq" else "!=", b)
        case ast.Call(func=ast.Name(id="isprime"), args=[arg]):
            return call("Nat.Prime", reader.natural(arg))
        case ast.Call(func=ast.Name(id="And"), args=args):
            return conjunction([condition(reader, arg) for arg in args])
        case ast.Call(func=ast.Name(id="Or"), args=[first, *rest]):
            result = condition(reader, first)
            for arg in rest:
                result = result | condition(reader, arg)
            return result
        case ast.Call(func=ast.Name(id="Not"), args=[arg]):
            return ~condition(reader, arg)
    raise reader.fail("no condition", node)
