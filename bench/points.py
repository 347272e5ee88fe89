"""Random points at which the conditions of a formula hold, for those who check by numbers.

The same points are given to every tool. The conditions are evaluated by mpmath, whose own road,
both sides at every point, is here too.
"""

import ast
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath

from bench.dialects import MPMATH, Dialect
from bench.translating import CannotState, Translator, called, exact
from pycheck.formulas.conditions import free_names
from pycheck.formulas.names import NAMES
from pycheck.formulas.statement import Formula
from pycheck.formulas.syntax import Relations, expression

COUNT = 20
DIGITS = 30
TOLERANCE = 1e-10
_LONGEST = 12
_TRIES = 4000
_PRIMES = (2, 3, 5, 7, 11)
_SMOOTH = "{0}*sin(t + {1}) + {2}*t**3"


@dataclass(frozen=True)
class Point:
    """A value for every name: a number, a pair (re, im), a table from index 0, or a law."""

    numbers: Mapping[str, Fraction]
    pairs: Mapping[str, tuple[Fraction, Fraction]]
    tables: Mapping[str, tuple[Fraction, ...]]
    smooth: Mapping[str, str]

    def assignments(self, dialect: Dialect, formula: Formula) -> list[str]:
        """The statements of a language that give the names their values."""
        lines = []
        for name, number in self.numbers.items():
            lines.append(dialect.assigned.format(called(name), exact(number, dialect)))
        for name, pair in self.pairs.items():
            re, im = (exact(part, dialect) for part in pair)
            text = f"({re}+{im}*{dialect.constants['I']})"
            lines.append(dialect.assigned.format(called(name), text))
        for name, values in self.tables.items():
            table = dialect.table.format(",".join(exact(v, dialect) for v in values))
            lines.append(dialect.table_at.format(called(name), "k", table))
        for name, law in self.smooth.items():
            side = expression(law)
            text = Translator(dialect, formula, {"t": "bt"}).value(side.node, side)
            lines.append(dialect.function.format(called(name), "bt", text))
        return lines


def points(formula: Formula, count: int = COUNT, seed: int = 0) -> list[Point]:
    """Up to `count` points; fewer where few of those that were drawn satisfy the conditions.

    Raises `CannotState` where the conditions have no words in mpmath.
    """
    chance = random.Random(seed)
    found: list[Point] = []
    if not (formula.conditions.domains or formula.families or formula.assumed_real):
        count = 1
    for _ in range(_TRIES):
        point = _scaled(_drawn(formula, chance), formula)
        if point is not None and _satisfies(point, formula):
            found.append(point)
        if len(found) == count:
            break
    return found


def _drawn(formula: Formula, chance: random.Random) -> Point:
    conditions = formula.conditions
    if conditions.laws or conditions.recurrences:
        raise CannotState("a law or a recurrence")

    def real() -> Fraction:
        return Fraction(chance.randint(-4096, 4096), 1024)

    numbers, pairs = {}, {}
    for name in (*conditions.domains, *formula.assumed_real):
        domain = conditions.domains.get(name, "real")
        if domain == "complex":
            pairs[name] = real(), real()
        elif domain == "prime":
            numbers[name] = Fraction(chance.choice(_PRIMES))
        elif domain in ("integer", "natural"):
            numbers[name] = Fraction(chance.randint(0 if domain == "natural" else -3, 6))
        else:
            numbers[name] = real()
    tables, smooth = {}, {}
    for name in formula.families:
        if conditions.arities.get(name, 1) != 1:
            raise CannotState("a family with several indices")
        domain = conditions.families.get(name, "real")
        if domain == "smooth":
            # Fractions with a bracket, as the language writes them.
            smooth[name] = _SMOOTH.format(*(f"({real()})" for _ in range(3)))
        elif domain == "real":
            positive = _is_positive(name, formula)
            tables[name] = tuple(
                abs(real()) + Fraction(1, 1024) if positive else real() for _ in range(_LONGEST)
            )
        else:
            tables[name] = tuple(Fraction(chance.randint(0, 6)) for _ in range(_LONGEST))
    return Point(numbers, pairs, tables, smooth)


def _is_positive(name: str, formula: Formula) -> bool:
    """Whether a condition says so of the whole family; a draw would seldom hit it."""
    for said in formula.conditions.relations:
        match said.sides[0].node, said.signs, said.sides[1].node:
            case ast.Call(func=ast.Name(id=family)), (">",), ast.Constant(value=0):
                if family == name:
                    return True
    return False


def _scaled(point: Point, formula: Formula) -> Point | None:
    """The point with tables that have the sum one where a condition says so."""
    for said in formula.conditions.relations:
        match said.sides[0].node, said.signs, said.sides[1].node:
            case (
                ast.Call(
                    func=ast.Name(id="Sum"),
                    args=[
                        ast.Call(func=ast.Name(id=family)),
                        ast.Tuple(elts=[_, ast.Constant(value=int(low)), ast.Name(id=n)]),
                    ],
                ),
                ("=",),
                ast.Constant(value=1),
            ) if family in point.tables and n in point.numbers:
                table = point.tables[family]
                total = sum(table[low : int(point.numbers[n]) + 1])
                if total == 0:
                    return None
                tables = {**point.tables, family: tuple(v / total for v in table)}
                point = Point(point.numbers, point.pairs, tables, point.smooth)
    return point


def _satisfies(point: Point, formula: Formula) -> bool:
    scope = namespace(point, formula)
    return all(_holds(said, formula, scope) for said in formula.conditions.relations)


def _holds(said: Relations, formula: Formula, scope: Mapping[str, Any]) -> bool:
    """Whether a relation holds; one of a family for every index.  Equality up to rounding."""
    known = {*formula.conditions.domains, *formula.assumed_real, *formula.conditions.definitions}
    names = {n for side in said.sides for n in free_names(side.node)}
    indices = sorted(names - known - {*formula.families} - NAMES)
    translator = Translator(MPMATH, formula, {i: called(i, "b") for i in indices})
    sides = [translator.value(side.node, side) for side in said.sides]
    for k in range(_LONGEST if indices else 1):
        here = {**scope, **{called(i, "b"): mpmath.mpf(k) for i in indices}}
        try:
            values = [eval(side, here) for side in sides]
            links = zip(values, said.signs, values[1:], strict=False)
            if not all(_related(left, sign, right) for left, sign, right in links):
                return False
        except (ValueError, ZeroDivisionError, TypeError, mpmath.libmp.NoConvergence):
            return False
    return True


def _related(left: Any, sign: str, right: Any) -> bool:
    near = abs(left - right) <= mpmath.mpf(10) ** (5 - DIGITS) * (1 + abs(left))
    if sign in ("=", "!="):
        return bool(near) is (sign == "=")
    return bool(
        {"<": left < right, "<=": left <= right, ">": left > right}.get(sign, left >= right)
    )


def namespace(point: Point, formula: Formula) -> dict[str, Any]:
    """What the text of mpmath's dialect may mention; built from parsed formulas alone."""
    words = {name: getattr(mpmath, name) for name in dir(mpmath) if not name.startswith("_")}
    words |= {"max": max, "min": min, "int": int, "quad": _integral}
    scope: dict[str, Any] = {**words, "__builtins__": {}}
    for line in point.assignments(MPMATH, formula):
        exec(line, scope)
    return scope


def _integral(integrand: Callable[[Any], Any], ends: Sequence[Any]) -> Any:
    """mpmath's quadrature where its own estimate of the error is small."""
    value, error = mpmath.quad(integrand, ends, error=True)
    if not error <= TOLERANCE * max(1, abs(value)):
        raise ValueError(f"an integral with an error of {error}")
    return value
