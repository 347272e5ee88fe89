"""Probabilities of simple events, such as ``X <= c`` and ``|X| > c``, by distribution functions.

An event is simple where one random variable stands in it, linearly.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from pycheck.formulas import independence
from pycheck.formulas.densities import Continuous, Discrete
from pycheck.formulas.laws import LAWS
from pycheck.formulas.terms import add, as_field, divide, multiply, subtract
from pycheck.formulas.variables import Law, TableLaw
from pycheck.statements.language.trees import Elided
from pycheck.statements.writing import REAL, Term, call
from pycheck.statements.writing import number as numeral

if TYPE_CHECKING:
    from pycheck.formulas.elaborate import Elaborator

_HIDDEN = Elided()
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}


class Event(NamedTuple):
    """A law with its parameters, and the slope and the rest of a linear expression in it."""

    reader: Elaborator
    law: Continuous | Discrete
    given: dict[str, Term]
    slope: Term
    sign: int
    """The sign of the slope where it is a number; 0 where it is not."""
    rest: Term


def probability(reader: Elaborator, condition: ast.expr) -> tuple[Law, Term] | None:
    """The probability of a simple event, with the law that it rests on; None for others."""
    random = independence.random_names(reader, condition)
    if len(random) != 1:
        return None
    of = reader.scope.laws[random[0]]
    if isinstance(of, TableLaw):
        return None
    found = _of(reader, condition, of)
    return None if found is None else (of, found)


def _of(reader: Elaborator, condition: ast.expr, of: Law) -> Term | None:
    match condition:
        case ast.Compare(
            left=ast.Call(func=ast.Name(id="Abs"), args=[u]), ops=[op], comparators=[v]
        ):
            return _absolute(reader, u, op, v, of)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _TURNED:
            event = _event(reader, ast.BinOp(left, ast.Sub(), right), of)
            return None if event is None else _signed(event, type(op))
        case ast.Compare(left=low, ops=[first, second], comparators=[middle, high]) if (
            {type(first), type(second)} <= {ast.Lt, ast.LtE}
            and not independence.random_names(reader, low)
            and not independence.random_names(reader, high)
        ):
            below = _event(reader, ast.BinOp(middle, ast.Sub(), high), of)
            above = _event(reader, ast.BinOp(middle, ast.Sub(), low), of)
            if below is None or above is None:
                return None
            not_above = ast.LtE if isinstance(first, ast.Lt) else ast.Lt
            return _positive(subtract(_signed(below, type(second)), _signed(above, not_above)))
        case ast.Call(func=ast.Name(id="Eq"), args=[left, right]):
            event = _event(reader, ast.BinOp(left, ast.Sub(), right), of)
            return None if event is None else _at(event)
    return None


def _absolute(reader: Elaborator, u: ast.expr, op: ast.cmpop, v: ast.expr, of: Law) -> Term | None:
    if type(op) not in _TURNED or independence.random_names(reader, v):
        return None
    above = _event(reader, ast.BinOp(u, ast.Sub(), v), of)
    below = _event(reader, ast.BinOp(u, ast.Add(), v), of)
    if above is None or below is None:
        return None
    inner = isinstance(op, ast.Lt | ast.GtE)
    within = subtract(
        _signed(above, ast.Lt if inner else ast.LtE), _signed(below, ast.LtE if inner else ast.Lt)
    )
    within = _positive(within)
    outside = isinstance(op, ast.Gt | ast.GtE)
    return subtract(numeral(1, REAL), within) if outside else within


def parameters(reader: Elaborator, of: Law) -> dict[str, Term]:
    """The parameters of a law by their names."""
    own = reader.of(of.side)
    return dict(zip(LAWS[of.name].parameters, map(own.real, of.arguments), strict=True))


def _event(reader: Elaborator, node: ast.expr, of: Law) -> Event | None:
    law = LAWS[of.name]
    known = isinstance(law, Discrete) or law.below
    return affine(reader, node, of) if known else None


def affine(reader: Elaborator, node: ast.expr, of: Law) -> Event | None:
    """A linear expression in a random variable; None for any other."""
    slope = rest = numeral(0, REAL)
    signs: list[int] = []
    for monomial in independence.monomials(reader, node):
        fixed = numeral(1, REAL)
        sign, degree = 1, 0
        for factor in monomial:
            if factor.names:
                if independence.degree(factor) != 1:
                    return None
                degree += 1
            else:
                fixed = multiply(fixed, factor.reader.real(factor.node))
                sign = -sign if _is_minus_one(factor.node) else 0
        if degree > 1:
            return None
        if degree:
            slope = add(slope, fixed)
            signs.append(sign)
        else:
            rest = add(rest, fixed)
    if not signs:
        return None
    known = signs[0] if len(signs) == 1 else 0
    return Event(reader, LAWS[of.name], parameters(reader, of), slope, known, rest)


def _is_minus_one(node: ast.expr) -> bool:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
            return True
    return False


def _signed(event: Event, op: type[ast.cmpop]) -> Term:
    """The probability that ``slope X + rest`` stands so to zero."""
    bound = divide(-event.rest, event.slope)
    upward, downward = _bounded(event, op, bound), _bounded(event, _TURNED[op], bound)
    if event.sign:
        return upward if event.sign > 0 else downward
    zero = numeral(0, REAL)
    nothing = numeral(1, REAL) / zero
    otherwise = call("ite", REAL.node, event.slope < zero, _HIDDEN, downward, nothing, kind=REAL)
    return call("ite", REAL.node, event.slope > zero, _HIDDEN, upward, otherwise, kind=REAL)


def _bounded(event: Event, op: type[ast.cmpop], bound: Term) -> Term:
    below = _below(event, bound, strict=op in (ast.Lt, ast.GtE))
    return below if op in (ast.Lt, ast.LtE) else subtract(numeral(1, REAL), below)


def _below(event: Event, bound: Term, *, strict: bool) -> Term:
    """The distribution function; without the bound itself where it is `strict`."""
    reader, law = event.reader, event.law
    given = {**event.given, "c": bound}
    if isinstance(law, Continuous):
        return as_field(reader.derived(law.below, given))
    last = f"ceiling(c - {law.start}) - 1" if strict else f"floor(c - {law.start})"
    if law.upper != "oo":
        last = f"floor(Min({last}, {law.upper}))"
    return as_field(reader.derived(f"Sum({law.weight}, (k, 0, {last}))", given))


def _at(event: Event) -> Term:
    """The probability of one value."""
    law, reader = event.law, event.reader
    if isinstance(law, Continuous):
        return numeral(0, REAL)
    bound = divide(-event.rest, event.slope)
    given = {**event.given, "c": bound}
    top = "" if law.upper == "oo" else f", c - {law.start} <= {law.upper}"
    condition = f"And(Eq(floor(c), c), c >= {law.start}{top})"
    weight = f"Subs({law.weight}, k, c - {law.start})"
    return as_field(reader.derived(f"Piecewise(({weight}, {condition}), (0, True))", given))


def _positive(x: Term) -> Term:
    return call("Max.max", REAL.node, _HIDDEN, x, numeral(0, REAL), kind=REAL)
