"""Expressions in independent random variables, taken apart into sums of products."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pycheck.formulas.elaborate import Elaborator

_MOST = 60
_HIGHEST = 4


class Factor(NamedTuple):
    """A part of a product with the text that it stands in, and its random variables."""

    reader: Elaborator
    node: ast.expr
    names: frozenset[str]


Monomial = list[Factor]


class _TooMany(Exception):
    """More products than are worth it."""


def random_names(reader: Elaborator, node: ast.expr) -> list[str]:
    """The random variables in an expression, also in the definitions that it names."""
    found: set[str] = set()
    left = [node]
    seen: set[str] = set()
    scope = reader.scope
    while left:
        for part in ast.walk(left.pop()):
            if isinstance(part, ast.Name) and part.id not in seen:
                seen.add(part.id)
                if part.id in scope.laws:
                    found.add(part.id)
                elif part.id in scope.definitions:
                    left.append(scope.definitions[part.id].body.node)
    return [name for name in scope.laws if name in found]


def monomials(reader: Elaborator, node: ast.expr) -> list[Monomial]:
    """The expression as a sum of products; as one product where there are too many."""
    try:
        return _apart(reader, node)
    except _TooMany:
        return [[_factor(reader, node)]]


def groups(factors: Monomial) -> list[tuple[list[str], list[Factor]]]:
    """The factors of a product by the random variables that they share."""
    found: list[tuple[set[str], list[Factor]]] = []
    for factor in factors:
        names, members = set(factor.names), [factor]
        apart = []
        for other, others in found:
            if other & names or not (other or names):
                names |= other
                members = [*others, *members]
            else:
                apart.append((other, others))
        found = [*apart, (names, members)]
    return [(sorted(names), members) for names, members in found]


def degree(factor: Factor) -> int:
    """The degree of a factor that is a power of a random variable, 0 for any other."""
    match factor.node:
        case ast.Name():
            return 1
        case ast.BinOp(left=ast.Name(id=name), op=ast.Pow(), right=ast.Constant(value=int(n))):
            return n if name in factor.names else 0
    return 0


def _factor(reader: Elaborator, node: ast.expr) -> Factor:
    return Factor(reader, node, frozenset(random_names(reader, node)))


def _apart(reader: Elaborator, node: ast.expr) -> list[Monomial]:
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _few([*_apart(reader, left), *_apart(reader, right)])
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            minus = _factor(reader, _minus_one(node))
            negative = [[minus, *part] for part in _apart(reader, right)]
            return _few([*_apart(reader, left), *negative])
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            minus = _factor(reader, _minus_one(node))
            return [[minus, *part] for part in _apart(reader, operand)]
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _times(_apart(reader, left), _apart(reader, right))
        case ast.BinOp(left=left, op=ast.Div(), right=right) if not random_names(reader, right):
            one = ast.copy_location(ast.Constant(1), right)
            inverse = ast.copy_location(ast.BinOp(one, ast.Div(), right), right)
            return _times(_apart(reader, left), [[_factor(reader, inverse)]])
        case ast.BinOp(left=base, op=ast.Pow(), right=ast.Constant(value=int(n))) if (
            1 <= n <= _HIGHEST and random_names(reader, base) and not isinstance(base, ast.Name)
        ):
            parts = once = _apart(reader, base)
            for _ in range(n - 1):
                parts = _times(parts, once)
            return parts
        case ast.Name(id=name) if name in reader.scope.definitions:
            definition = reader.scope.definitions[name]
            if not definition.arguments and random_names(reader, node):
                return _apart(reader.of(definition.body), definition.body.node)
    return [[_factor(reader, node)]]


def _times(one: list[Monomial], other: list[Monomial]) -> list[Monomial]:
    return _few([[*a, *b] for a in one for b in other])


def _few(parts: list[Monomial]) -> list[Monomial]:
    if len(parts) > _MOST:
        raise _TooMany
    return parts


def _minus_one(node: ast.expr) -> ast.expr:
    one = ast.copy_location(ast.Constant(1), node)
    return ast.copy_location(ast.UnaryOp(ast.USub(), one), node)
