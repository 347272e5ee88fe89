"""Expectations of random variables, written out as integrals and sums by their laws."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING

from pycheck.formulas import cases, independence
from pycheck.formulas.events import affine, parameters, probability
from pycheck.formulas.independence import Factor
from pycheck.formulas.laws import LAWS
from pycheck.formulas.syntax import expression
from pycheck.formulas.terms import add, as_field, conjunction, multiply, subtract
from pycheck.formulas.variables import AnyLaw as AnyLaw
from pycheck.formulas.variables import Law
from pycheck.formulas.variables import Laws as Laws
from pycheck.formulas.variables import TableLaw as TableLaw
from pycheck.formulas.variables import law as law
from pycheck.formulas.variables import table as table
from pycheck.statements.language.trees import Elided
from pycheck.statements.writing import NAT, REAL, Term, call, function
from pycheck.statements.writing import number as numeral

if TYPE_CHECKING:
    from pycheck.formulas.elaborate import Elaborator

NAMES = ("E", "Var", "Cov", "P")
_HIDDEN = Elided()
_HIGHEST_MOMENT = 8


def called(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Term:
    """``E``, ``Var``, ``Cov`` and ``P`` of expressions in random variables."""
    if name == "P":
        return _probability(reader, args, node)
    if len(args) != (2 if name == "Cov" else 1):
        some = "two arguments" if name == "Cov" else "an argument"
        raise reader.fail(f"{name} takes {some}", node)
    first, second = args[0], args[-1]
    if name == "E":
        return _mean(reader, first)
    product = ast.copy_location(ast.BinOp(first, ast.Mult(), second), first)
    return subtract(_mean(reader, product), multiply(_mean(reader, first), _mean(reader, second)))


def _mean(reader: Elaborator, node: ast.expr) -> Term:
    """The expectation of an expression: of independent factors the product of theirs."""
    names = independence.random_names(reader, node)
    parts = independence.monomials(reader, node)
    if len(names) < 2 and any(_moment(reader, part) is None for part in parts):
        return _expectation(reader, lambda inner: inner.real(node), [node])
    return reduce(add, (_monomial(reader, factors) for factors in parts))


def _monomial(reader: Elaborator, factors: list[Factor]) -> Term:
    """The expectation of a product."""
    result = numeral(1, REAL)
    for names, group in independence.groups(factors):
        if (moment := _moment(reader, group)) is not None:
            result = multiply(result, moment)
            continue

        def value(inner: Elaborator, group: list[Factor] = group) -> Term:
            return reduce(multiply, (f.reader.within(inner.scope).real(f.node) for f in group))

        result = multiply(result, _over(reader, value, names))
    return result


def _moment(reader: Elaborator, factors: list[Factor]) -> Term | None:
    """The expectation of a power of one random variable where its law has it in closed form."""
    random = [f for f in factors if f.names]
    fixed = [f.reader.real(f.node) for f in factors if not f.names]
    names = {name for f in random for name in f.names}
    if not random:
        return reduce(multiply, fixed)
    of = reader.scope.laws[next(iter(names))]
    if len(names) > 1 or isinstance(of, TableLaw):
        return None
    moments = LAWS[of.name].moments
    if len(random) == 1 and (found := _exponential(reader, random[0], of)) is not None:
        return reduce(multiply, [*fixed, found])
    degrees = [independence.degree(f) for f in random]
    if moments is None or not all(degrees) or sum(degrees) > _HIGHEST_MOMENT:
        return None
    given = parameters(reader, of)
    moment = _valid(reader, of, given, as_field(reader.derived(moments(sum(degrees)), given)))
    return reduce(multiply, [*fixed, moment])


def _exponential(reader: Elaborator, factor: Factor, of: Law) -> Term | None:
    """The expectation of ``exp(t X + c)`` where the law has it in closed form."""
    match factor.node:
        case ast.Call(func=ast.Name(id="exp"), args=[exponent]):
            event = affine(factor.reader, exponent, of)
            text = LAWS[of.name].exponential
            if event is None or not text:
                return None
            given = {**event.given, "t": event.slope}
            value = as_field(reader.derived(text, given))
            rest = call("Real.exp", event.rest, kind=REAL)
            return _valid(reader, of, event.given, multiply(value, rest))
    return None


def _valid(reader: Elaborator, of: Law, given: dict[str, Term], value: Term) -> Term:
    """A value of a law, which has none where its parameters make no law."""
    side = expression(f"Piecewise((1, {LAWS[of.name].valid}), (1, True))").node
    assert isinstance(side, ast.Call)
    assert isinstance(side.args[0], ast.Tuple)
    held = cases.condition(reader.owning(given), side.args[0].elts[1])
    nothing = numeral(1, REAL) / numeral(0, REAL)
    return call("ite", REAL.node, held, _HIDDEN, value, nothing, kind=REAL)


def _probability(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    one, zero = numeral(1, REAL), numeral(0, REAL)
    if not args:
        raise reader.fail("P takes a condition", node)

    simple = [probability(reader, condition) for condition in args]
    laws = [id(found[0]) for found in simple if found is not None]
    if len(set(laws)) == len(args):
        return reduce(
            multiply,
            (
                _valid(reader, found[0], parameters(reader, found[0]), found[1])
                for found in simple
                if found is not None
            ),
        )

    def indicator(inner: Elaborator) -> Term:
        held = conjunction([cases.condition(inner, condition) for condition in args])
        return call("ite", REAL.node, held, _HIDDEN, one, zero, kind=REAL)

    return _expectation(reader, indicator, args)


def _expectation(
    reader: Elaborator, value: Callable[[Elaborator], Term], parts: list[ast.expr]
) -> Term:
    """The expectation of a value, in which each random variable is independent of the others."""
    random = [n for part in parts for n in independence.random_names(reader, part)]
    return _over(reader, value, list(dict.fromkeys(random)))


def _over(reader: Elaborator, value: Callable[[Elaborator], Term], random: list[str]) -> Term:
    if not random:
        return value(reader)
    name, *rest = random
    of = reader.scope.laws[name]

    def at(x: Term) -> Term:
        return _over(reader.within(reader.scope.with_term(name, x)), value, rest)

    if isinstance(of, TableLaw):
        return _over_table(reader, of, at)
    given = parameters(reader, of)
    return _valid(reader, of, given, LAWS[of.name].mean(at, given, reader.derived))


def _over_table(reader: Elaborator, of: TableLaw, at: Callable[[Term], Term]) -> Term:
    lower = reader.of(of.lower).natural(of.lower.node)
    upper = reader.of(of.upper).natural(of.upper.node)

    def summand(i: Term) -> Term:
        scope = reader.scope.with_term(of.index, i)
        weight = reader.of(of.weight).within(scope).real(of.weight.node)
        point = reader.of(of.value).within(scope).real(of.value.node)
        return multiply(weight, at(point))

    over = call("Finset.Icc", NAT.node, _HIDDEN, _HIDDEN, lower, upper)
    f = function(of.index, NAT, summand)
    return call("Finset.sum", NAT.node, REAL.node, _HIDDEN, over, f, kind=REAL)
