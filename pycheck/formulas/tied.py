"""A formula one side of which is a function of somebody's code: its points and its own values.

The points are exactly floating-point numbers at which every condition certainly holds, and so are
the arguments there: the code is asked of the very numbers of which the formula speaks.
"""

import ast
import random
from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from flint import acb, arb, ctx, fmpq

from pycheck.formulas.statement import Formula, link, read_formula
from pycheck.formulas.syntax import Side, UnreadableFormula, split
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Node
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.decide import doubt, values_at
from pycheck.statements.sampling.runs import Plan, first_samples
from pycheck.statements.sampling.sampler import Sample
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared
from pycheck.statements.values import approximate
from pycheck.statements.values.partial import Mode, reading
from pycheck.statements.values.work import ALLOWED, limited
from pycheck.statements.writing import INT, NAT, REAL

Number = int | float
_FINEST = 1024
_KNOWN, _SMALL = 100, 2.0**-1000
"""Bits of a value that are known, or the radius of its ball."""
_WHOLE = (1, 2, 3, 4, 5, 0, 6, 8, 10, -1, -2, -3, 7, 9, 13, 20, *range(11, 13), *range(14, 20))
_HALVES = (*map(Fraction, (1, 2, 3, 0, -1)), Fraction(1, 2), Fraction(3, 2), Fraction(1, 4))
_HALVES += tuple(Fraction(p, q) for p, q in ((3, 4), (-1, 2), (5, 2), (4, 1), (-2, 1), (5, 1)))
_HALVES += tuple(Fraction(p, 8) for p in (1, 3, 5, 7, -3, 11, 64, 100))
_TRIED, _ENOUGH = 600, 10
_BITS = 2**10


@dataclass(frozen=True, slots=True)
class Point:
    """A point: values by name, what the code is called with, and how large the numbers are."""

    values: Mapping[str, Fraction]
    arguments: tuple[Number, ...]
    sample: Sample

    @property
    def size(self) -> int:
        """Small for simple numbers."""
        return sum(
            v.numerator.bit_length() + v.denominator.bit_length() + (v < 0)
            for v in self.values.values()
        )

    @property
    def shown(self) -> dict[str, str]:
        """The values as texts, exactly."""
        return {name: str(value) for name, value in self.values.items()}


@dataclass(frozen=True, slots=True)
class Tied:
    """``f(arguments) = own`` with conditions on the names of both."""

    formula: Formula
    """The own side with the arguments behind it, without the function."""
    arguments: tuple[str, ...]
    calls_left: bool

    @property
    def own(self) -> Side:
        """The side that is no call."""
        return self.formula.relations.sides[0]


def called(text: str, name: str) -> tuple[list[str], str, bool]:
    """The arguments of the call, the other side, and whether the call is on the left.

    Raises `UnreadableFormula` where one side is no call of `name`, or the other one has it.
    """
    relations = split(text)
    if relations.signs != ("=",):
        raise UnreadableFormula(f"{name} is bound: it stands in one equation", text, 0)
    for calls_left, (side, other) in ((True, relations.sides), (False, relations.sides[::-1])):
        match side.node:
            case ast.Call(func=ast.Name(id=called_), args=args) if called_ == name and args:
                inside = {n.id for part in (*args, other.node) for n in _names(part)}
                if name in inside:
                    break
                return [ast.unparse(arg) for arg in args], other.text, calls_left
    everywhere = {n.id for side in relations.sides for n in _names(side.node)}
    if name not in everywhere:
        raise UnreadableFormula(f"{name} is bound, and is not in the formula", text, 0)
    raise UnreadableFormula(
        f"{name} is bound: one side is {name}(...), and it stands nowhere else", text, 0
    )


def declared(text: str, name: str) -> str:
    """The condition that makes `name` an unknown function, as it is called in a formula."""
    arguments, _, _ = called(text, name)
    return f"{name}({', '.join(f'x{place}' for place in range(len(arguments)))}) smooth"


def _names(node: ast.AST) -> Iterator[ast.Name]:
    return (part for part in ast.walk(node) if isinstance(part, ast.Name))


def tied(text: str, where: Sequence[str], name: str) -> Tied:
    """Read a formula one side of which is a call of `name`.

    Raises `UnreadableFormula`, also where something in it is no real or whole number.
    """
    arguments, own, calls_left = called(text, name)
    formula = read_formula(" = ".join((f"({own})", *(f"({a})" for a in arguments))), where)
    if formula.families or formula.conditions.laws:
        raise UnreadableFormula(f"{name} is bound: all names are of numbers", text, 0)
    if not all(kind in (REAL, NAT, INT) for _, kind in formula.declared.variables()):
        raise UnreadableFormula(f"{name} is bound: all numbers are real or whole", text, 0)
    return Tied(formula, tuple(arguments), calls_left)


class Evaluator:
    """The points of a formula, and the values of its own side at them."""

    def __init__(self, tied: Tied) -> None:
        self.tied = tied
        machine = Machine(Library(), Mode.READER)
        self.prepared = Prepared(take_apart("formula", tied.formula.node, machine), machine)
        self.variables = tied.formula.declared.variables()
        self.own, *self.arguments = (self._itself(s) for s in tied.formula.relations.sides)
        self.guessed = ""

    def _itself(self, side: Side) -> Node:
        """The conclusion that a side is itself."""
        node = self.tied.formula.statement(lambda scope: link(side, "=", side, scope))
        return take_apart("formula", node, self.prepared.machine).conclusion

    def points(self, n: int, seed: int) -> list[Point]:
        """Up to `n` points, the simplest first."""
        found: dict[tuple[Fraction, ...], Point] = {}
        with reading(Mode.READER):
            for values in self._candidates(n, seed, found):
                if len(found) >= n:
                    break
                if values not in found and (point := self._point(values)) is not None:
                    found[values] = point
        return sorted(found.values(), key=lambda point: point.size)

    def _candidates(self, n: int, seed: int, found: Sized) -> Iterator[tuple[Fraction, ...]]:
        """Values of the variables: simple ones, drawn ones, then those that satisfy equations."""
        draw = random.Random(seed)
        lists = [_HALVES if kind is REAL else tuple(map(Fraction, _WHOLE)) for _, kind in
                 self.variables]  # fmt: skip
        grid = sorted(
            product(*(known[:9] for known in lists)) if len(lists) <= 3 else (),
            key=lambda values: sum(v.numerator.bit_length() + v.denominator for v in values),
        )
        for values in grid:
            if len(found) >= n // 3:
                break
            yield values
        yield from draw.sample(grid, min(len(grid), n // 3))
        drawn = (
            tuple(_drawn(draw, known, kind is REAL) for known, (_, kind) in
                  zip(lists, self.variables, strict=True))
            for _ in range(_TRIED)
        )  # fmt: skip
        yield from drawn
        if len(found) >= _ENOUGH:
            return
        with limited(_TRIED * ALLOWED):
            samples = first_samples(self.prepared, Plan(2 * n, seed, BASE_PRECISION), n)
        for sample in samples:
            exact = [_exact(sample.raw[b.position]) for b in self.prepared.statement.variables]
            if all(value is not None for value in exact):
                yield tuple(_short(value) for value in exact if value is not None)

    def _point(self, values: tuple[Fraction, ...]) -> Point | None:
        """The point with these values, where the conditions hold and the arguments are floats."""
        statement = self.prepared.statement
        raw: list[Any] = [None] * len(statement.binders)
        for binder, value, (_, kind) in zip(
            statement.variables, values, self.variables, strict=True
        ):
            if kind is NAT and value < 0:
                return None
            raw[binder.position] = (
                fmpq(value.numerator, value.denominator) if kind is REAL else int(value)
            )
        sample = Sample(tuple(raw), tuple(b.position for b in statement.variables))
        if self.doubted(sample):
            return None
        arguments = [self._argument(sample, node) for node in self.arguments]
        if any(argument is None for argument in arguments):
            return None
        named = {name: value for (name, _), value in zip(self.variables, values, strict=True)}
        return Point(named, tuple(a for a in arguments if a is not None), sample)

    def doubted(self, sample: Sample) -> bool:
        """Whether a condition is not certain at a sample."""
        try:
            with limited():
                return bool(doubt(self.prepared, sample))
        except Undecided:
            return True

    def _argument(self, sample: Sample, node: Node) -> Number | None:
        """What the code is called with; None where it is no float."""
        value = self._value(sample, node)
        if isinstance(value, int):
            return value if abs(value) < 2**53 else None
        exact = _exact(value)
        if exact is None or abs(exact) > 2**1000 or Fraction(float(exact)) != exact:
            return None
        return float(exact)

    def _value(self, sample: Sample, node: Node, precision: int = BASE_PRECISION) -> Any:
        try:
            with approximate.watching() as guessed:
                found = values_at(self.prepared, sample, precision, node)
        except (Undecided, RecursionError):
            return None
        if guessed:
            self.guessed = guessed[0]
            return None
        return None if found is None else found[0]

    def value(self, point: Point) -> arb | None:
        """The own side at a point, to thirty digits; None where it has no real value there."""
        bits = BASE_PRECISION
        with reading(Mode.READER):
            while bits <= _FINEST:
                with ctx.workprec(bits):  # a fraction becomes a ball at this precision
                    ball = _ball(self._value(point.sample, self.own, bits))
                if ball is None:
                    return None
                if ball.is_exact() or ball.rel_accuracy_bits() >= _KNOWN or ball.rad() < _SMALL:
                    return ball
                bits *= 2
        return None


def _ball(value: Any) -> arb | None:
    if isinstance(value, acb):
        value = value.real if value.imag == 0 else None
    ball = arb(value) if isinstance(value, int | fmpq | arb) else None
    return ball if ball is not None and ball.is_finite() else None


def _exact(value: Any) -> Fraction | None:
    """A number as a fraction, where it is known exactly."""
    if isinstance(value, acb):
        value = value.real if value.imag == 0 else None
    if isinstance(value, arb) and value.is_exact() and value.is_finite():
        mantissa, exponent = value.man_exp()
        return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    if isinstance(value, int):
        return Fraction(value)
    return Fraction(int(value.p), int(value.q)) if isinstance(value, fmpq) else None


def _short(value: Fraction) -> Fraction:
    """A number near to it of a few bits."""
    if value.denominator & (value.denominator - 1) == 0 or value == 0:
        return value
    scale = Fraction(2) ** (10 - int(value.numerator.bit_length() - value.denominator.bit_length()))
    return Fraction(round(value * scale)) / scale


def _drawn(draw: random.Random, known: Sequence[Fraction], is_real: bool) -> Fraction:
    kind = draw.random()
    if kind < 0.5 or not is_real:
        return known[min(int(draw.expovariate(0.25)), len(known) - 1)]
    low, high = ((0, 1), (0, 8), (-8, 8))[int(6 * (kind - 0.5))]
    return Fraction(draw.randint(low * _BITS, high * _BITS), _BITS)
