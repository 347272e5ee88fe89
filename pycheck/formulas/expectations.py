"""Expectations of random variables, written out as integrals and sums by their laws."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pycheck.formulas import cases
from pycheck.formulas.syntax import Side, expression, nearest
from pycheck.formulas.terms import add, as_field, divide, multiply, power, subtract
from pycheck.statements.language.trees import Const, Elided
from pycheck.statements.writing import NAT, REAL, Term, call, function
from pycheck.statements.writing import number as numeral

if TYPE_CHECKING:
    from pycheck.formulas.elaborate import Elaborator

NAMES = ("E", "Var", "Cov", "P")
_HIDDEN = Elided()
_TABLE = re.compile(
    r"^\s*P\((?P<name>\w+)\s*=\s*(?P<value>.+?)\)\s*=\s*(?P<weight>.+?)"
    r"\s+for\s+(?P<index>\w+)\s+in\s+(?P<lower>.+?)\.\.(?P<upper>.+)$"
)
_ARGUMENTS = {
    "Normal": 2,
    "Bernoulli": 1,
    "Uniform": 2,
    "Exponential": 1,
    "Poisson": 1,
    "Binomial": 2,
}


@dataclass(frozen=True)
class Law:
    """The law of a random variable: a named one, or the values of a table with their weights."""

    name: str
    arguments: tuple[ast.expr, ...]
    side: Side
    bound: frozenset[str] = frozenset(_ARGUMENTS)

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
            if name not in _ARGUMENTS:
                hint = nearest(name, _ARGUMENTS)
                raise side.source.error(f"the law {name!r} is unknown{hint}", side.node)
            if len(args) != _ARGUMENTS[name]:
                raise side.source.error(f"{name} takes {_ARGUMENTS[name]} arguments", side.node)
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
    first = args[0]
    if name == "E":
        return _expectation(reader, lambda r: r.real(first), [first])
    second = args[-1]
    mean = _expectation(reader, lambda r: r.real(first), [first])
    other = _expectation(reader, lambda r: r.real(second), [second])

    def product(inner: Elaborator) -> Term:
        return multiply(inner.real(first), inner.real(second))

    joint = _expectation(reader, product, [first, second])
    return subtract(joint, multiply(mean, other))


def _probability(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    one, zero = numeral(1, REAL), numeral(0, REAL)
    conditions: list[ast.expr] = list(args)
    for keyword in node.keywords:
        name = ast.copy_location(ast.Name(keyword.arg or ""), node)
        equal = ast.Call(ast.Name("Eq"), [name, keyword.value], [])
        conditions.append(ast.copy_location(equal, node))
    if len(conditions) != 1:
        raise reader.fail("P takes one condition", node)
    (condition,) = conditions

    def indicator(inner: Elaborator) -> Term:
        held = cases.condition(inner, condition)
        return call("ite", REAL.node, held, _HIDDEN, one, zero, kind=REAL)

    return _expectation(reader, indicator, [condition])


def _expectation(
    reader: Elaborator, value: Callable[[Elaborator], Term], parts: list[ast.expr]
) -> Term:
    """The expectation of a value, in which each random variable is independent of the others."""
    mentioned = {n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name)}
    random = [name for name in reader.scope.laws if name in mentioned]
    return _over(reader, value, random)


def _over(reader: Elaborator, value: Callable[[Elaborator], Term], random: list[str]) -> Term:
    if not random:
        return value(reader)
    name, *rest = random
    of = reader.scope.laws[name]

    def at(x: Term) -> Term:
        return _over(reader.within(reader.scope.with_term(name, x)), value, rest)

    if isinstance(of, TableLaw):
        return _over_table(reader, of, at)
    law_reader = reader.of(of.side)
    given = [law_reader.real(a) for a in of.arguments]
    return _BY_LAW[of.name](at, given)


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


def _r(n: int) -> Term:
    return numeral(n, REAL)


def _exp(x: Term) -> Term:
    return call("Real.exp", x, kind=REAL)


def _normal(at: Callable[[Term], Term], given: list[Term]) -> Term:
    mean, deviation = given

    def integrand(x: Term) -> Term:
        scaled = divide(subtract(x, mean), deviation)
        density = _exp(-divide(multiply(scaled, scaled), _r(2)))
        return multiply(at(x), density)

    pi = Term(REAL, lambda _: Const("Real.pi"))
    root = call("Real.sqrt", multiply(_r(2), pi), kind=REAL)
    total = call("Special.integralOverLine", function("x", REAL, integrand), kind=REAL)
    return divide(total, multiply(deviation, root))


def _bernoulli(at: Callable[[Term], Term], given: list[Term]) -> Term:
    (p,) = given
    return add(multiply(p, at(_r(1))), multiply(subtract(_r(1), p), at(_r(0))))


def _uniform(at: Callable[[Term], Term], given: list[Term]) -> Term:
    a, b = given
    total = call("Special.integral", function("x", REAL, at), a, b, kind=REAL)
    return divide(total, subtract(b, a))


def _exponential(at: Callable[[Term], Term], given: list[Term]) -> Term:
    (rate,) = given

    def integrand(x: Term) -> Term:
        return multiply(at(x), multiply(rate, _exp(-multiply(rate, x))))

    f = function("x", REAL, integrand)
    return call("Special.integralFrom", f, _r(0), kind=REAL)


def _poisson(at: Callable[[Term], Term], given: list[Term]) -> Term:
    (rate,) = given

    def summand(k: Term) -> Term:
        weight = divide(power(rate, k), call("Special.factorial", as_field(k), kind=REAL))
        return multiply(at(as_field(k)), multiply(weight, _exp(-rate)))

    every = call("SummationFilter.unconditional", NAT.node)
    f = function("k", NAT, summand)
    return call("tsum", REAL.node, NAT.node, _HIDDEN, _HIDDEN, f, every, kind=REAL)


def _binomial(at: Callable[[Term], Term], given: list[Term]) -> Term:
    n, p = given

    def summand(k: Term) -> Term:
        x = as_field(k)
        ways = call("Special.binomial", n, x, kind=REAL)
        weight = multiply(power(p, x), power(subtract(_r(1), p), subtract(n, x)))
        return multiply(at(x), multiply(ways, weight))

    top = call("Nat.floor", REAL.node, *[_HIDDEN] * 3, n, kind=NAT)
    over = call("Finset.Icc", NAT.node, _HIDDEN, _HIDDEN, numeral(0, NAT), top)
    f = function("k", NAT, summand)
    return call("Finset.sum", NAT.node, REAL.node, _HIDDEN, over, f, kind=REAL)


_BY_LAW: Mapping[str, Callable[[Callable[[Term], Term], list[Term]], Term]] = {
    "Normal": _normal,
    "Bernoulli": _bernoulli,
    "Uniform": _uniform,
    "Exponential": _exponential,
    "Poisson": _poisson,
    "Binomial": _binomial,
}
