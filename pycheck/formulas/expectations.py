"""Expectations of random variables, written out as integrals and sums by their laws."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from pycheck.formulas import cases, independence
from pycheck.formulas.independence import Factor
from pycheck.formulas.laws import LAWS
from pycheck.formulas.syntax import Side, expression, nearest
from pycheck.formulas.terms import add, as_field, conjunction, multiply, subtract
from pycheck.statements.language.trees import Elided
from pycheck.statements.writing import NAT, REAL, Term, call, function
from pycheck.statements.writing import number as numeral

if TYPE_CHECKING:
    from pycheck.formulas.elaborate import Elaborator

NAMES = ("E", "Var", "Cov", "P")
_HIDDEN = Elided()
_HIGHEST_MOMENT = 8
_TABLE = re.compile(
    r"^\s*P\((?P<name>\w+)\s*=\s*(?P<value>.+?)\)\s*=\s*(?P<weight>.+?)"
    r"\s+for\s+(?P<index>\w+)\s+in\s+(?P<lower>.+?)\.\.(?P<upper>.+)$"
)


@dataclass(frozen=True)
class Law:
    """The law of a random variable: a named one, or the values of a table with their weights."""

    name: str
    arguments: tuple[ast.expr, ...]
    side: Side
    bound: frozenset[str] = frozenset(LAWS)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The texts in it."""
        return (self.side,)


@dataclass(frozen=True)
class TableLaw:
    """``P(X = value) = weight`` for an index that goes over a range."""

    index: str
    value: Side
    weight: Side
    lower: Side
    upper: Side

    @property
    def sides(self) -> tuple[Side, ...]:
        """The texts in it."""
        return self.value, self.weight, self.lower, self.upper

    @property
    def bound(self) -> frozenset[str]:
        """The names that it binds."""
        return frozenset({self.index})


AnyLaw = Law | TableLaw
Laws = Mapping[str, AnyLaw]


def law(side: Side) -> Law:
    """The law that a text like ``Normal(mu, sigma)`` names."""
    match side.node:
        case ast.Call(func=ast.Name(id=name), args=args):
            if name not in LAWS:
                hint = nearest(name, LAWS)
                raise side.source.error(f"the law {name!r} is unknown{hint}", side.node)
            known = LAWS[name].parameters
            if len(args) != len(known):
                raise side.source.error(f"{name} takes {', '.join(known)}", side.node)
            return Law(name, tuple(args), side)
    raise side.source.error("a law is written like Normal(mu, sigma)", side.node)


def table(text: str) -> tuple[str, TableLaw] | None:
    """A law given by a table, ``P(X = x(i)) = p(i) for i in 1..n``."""
    said = _TABLE.match(text)
    if said is None:
        return None
    parts = [expression(said[k]) for k in ("value", "weight", "lower", "upper")]
    return said["name"], TableLaw(said["index"], *parts)


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
    degrees = [independence.degree(f) for f in random]
    if moments is None or not all(degrees) or sum(degrees) > _HIGHEST_MOMENT:
        return None
    given = _given(reader, of)
    moment = _valid(reader, of, given, as_field(reader.derived(moments(sum(degrees)), given)))
    return reduce(multiply, [*fixed, moment])


def _given(reader: Elaborator, of: Law) -> dict[str, Term]:
    """The parameters of a law."""
    own = reader.of(of.side)
    return dict(zip(LAWS[of.name].parameters, map(own.real, of.arguments), strict=True))


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
    conditions: list[ast.expr] = list(args)
    for keyword in node.keywords:
        name = ast.copy_location(ast.Name(keyword.arg or ""), node)
        equal = ast.Call(ast.Name("Eq"), [name, keyword.value], [])
        conditions.append(ast.copy_location(equal, node))
    if not conditions:
        raise reader.fail("P takes a condition", node)

    def indicator(inner: Elaborator) -> Term:
        held = conjunction([cases.condition(inner, condition) for condition in conditions])
        return call("ite", REAL.node, held, _HIDDEN, one, zero, kind=REAL)

    return _expectation(reader, indicator, conditions)


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
    given = _given(reader, of)
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
