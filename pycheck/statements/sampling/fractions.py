"""Terms in several variables as quotients of polynomials, and equations as polynomials."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpq_poly

from pycheck.statements.evaluation.polynomials import rational_roots
from pycheck.statements.language.forms import (
    absolute,
    cast,
    equation,
    head_name,
    inverted,
    negated,
    operation,
)
from pycheck.statements.language.trees import App, Node, Pi, Var, free_variables
from pycheck.statements.language.undecided import Undecided

_ROOTS = 6  # how many square roots and absolute values are replaced by unknowns
_BOUND = 2  # how many bound variables an equation for all numbers may have
_HIGHEST = 12
_NUMBERS = frozenset({"Real", "Rat", "Nat", "Int"})
_ROUNDED = frozenset({("HSub.hSub", "Nat"), ("HDiv.hDiv", "Nat"), ("HDiv.hDiv", "Int")})

Evaluate = Callable[[Node], Any]
Quotient = tuple[fmpq_mpoly, fmpq_mpoly]


@dataclass(frozen=True, slots=True)
class Root:
    """The square root of a quotient, or its absolute value, which is that of its square."""

    above: fmpq_mpoly
    below: fmpq_mpoly
    squared: bool


@dataclass(slots=True)
class Ring:
    """Polynomials in some variables of a statement, in roots of their polynomials, and in bound
    variables; the later ones are eliminated last."""

    positions: tuple[int, ...]
    roots: list[Root] = field(default_factory=list)
    equations: list[fmpq_mpoly] = field(default_factory=list)
    divisors: list[fmpq_mpoly] = field(default_factory=list)
    context: Any = None

    def __post_init__(self) -> None:
        names = [f"b{i}" for i in range(_BOUND)] + [f"r{i}" for i in range(_ROOTS)]
        names += [f"v{p}" for p in self.positions]
        self.context = fmpq_mpoly_ctx.get(names, Ordering.lex)

    def bound(self, depth: int) -> fmpq_mpoly:
        """A bound variable."""
        return self._generator(depth)

    def variable(self, position: int) -> fmpq_mpoly:
        """A variable of the statement."""
        return self._generator(_BOUND + _ROOTS + self.positions.index(position))

    @property
    def places(self) -> range:
        """The places of the variables among the generators; those of the roots stand before."""
        return range(_BOUND + _ROOTS, _BOUND + _ROOTS + len(self.positions))

    @property
    def first_root(self) -> int:
        """The place of the first root among the generators; bound variables stand before."""
        return _BOUND

    def root_of(self, above: fmpq_mpoly, below: fmpq_mpoly, *, squared: bool) -> fmpq_mpoly:
        """The square root of a quotient, or its absolute value, as a further unknown."""
        root = Root(above, below, squared)
        if root not in self.roots:
            if len(self.roots) == _ROOTS:
                raise Undecided("too many roots in the equations")
            unknown = self._generator(_BOUND + len(self.roots))
            power = 2 if squared else 1
            self.equations.append(unknown**2 * below**power - above**power)
            self.divisors.append(below)
            self.roots.append(root)
        return self._generator(_BOUND + self.roots.index(root))

    def _generator(self, place: int) -> fmpq_mpoly:
        found: fmpq_mpoly = self.context.gens()[place]
        return found

    def constant(self, value: fmpq | int) -> fmpq_mpoly:
        """A number."""
        found: fmpq_mpoly = self.context.constant(fmpq(value))
        return found


def equations_of(ring: Ring, node: Node, variables: Mapping[int, int], evaluate: Evaluate) -> bool:
    """Add what a proposition says to the ring; False where it is no equation that can be read.

    `variables` gives the position of each free variable that is unknown.
    """
    if isinstance(node, App) and head_name(node) == "And":
        read = [equations_of(ring, part, variables, evaluate) for part in node.args]
        return all(read)
    depth = 0
    body = node
    bound: list[int] = []
    while isinstance(body, Pi):
        if head_name(body.type) in _NUMBERS:
            bound.append(depth)
        depth += 1
        body = body.body
    found = equation(body)
    if found is None or head_name(found.kind) not in _NUMBERS or len(bound) > _BOUND:
        return False
    reader = _Reader(ring, variables, depth, bound, evaluate)
    try:
        left, right = reader.read(found.left), reader.read(found.right)
    except Undecided:
        return False
    difference = left[0] * right[1] - right[0] * left[1]
    ring.divisors += [q[1] for q in (left, right)]
    ring.equations += list(_coefficients(ring, difference)) if bound else [difference]
    if len(bound) == depth == 1:
        # At a zero of a divisor Lean's quotient is zero, which is an equation of its own.
        for x in _zeros(ring, (left[1], right[1])):
            at = _Reader(ring, variables, depth, bound, evaluate, x)
            one, other = at.read(found.left), at.read(found.right)
            ring.equations.append(one[0] * other[1] - other[0] * one[1])
    return True


def _zeros(ring: Ring, divisors: tuple[fmpq_mpoly, ...]) -> list[fmpq]:
    """The rational numbers at which a divisor that has the bound variable alone vanishes."""
    found: list[fmpq] = []
    for divisor in divisors:
        powers = divisor.to_dict()
        if any(any(e[1:]) for e in powers) or divisor.is_constant():
            continue
        coefficients = [
            powers.get((n, *(0,) * (ring.places.stop - 1)), fmpq(0))
            for n in range(max(e[0] for e in powers) + 1)
        ]
        found += [x for x in rational_roots(fmpq_poly(coefficients)) if x not in found]
    return found


def _coefficients(ring: Ring, polynomial: fmpq_mpoly) -> Iterator[fmpq_mpoly]:
    """The coefficients of a polynomial in the bound variables: all are zero where it is."""
    parts: dict[Any, dict[Any, fmpq]] = {}
    for powers, coefficient in polynomial.to_dict().items():
        head, rest = powers[:_BOUND], powers[_BOUND:]
        parts.setdefault(head, {})[(0,) * _BOUND + rest] = coefficient
    for part in parts.values():
        yield ring.context.from_dict(part)


@dataclass(frozen=True, slots=True)
class _Reader:
    ring: Ring
    variables: Mapping[int, int]
    depth: int
    bound: list[int]
    evaluate: Evaluate
    at: fmpq | None = None

    def read(self, node: Node) -> Quotient:
        """A term as a quotient; raises `Undecided` where it is none."""
        one = self.ring.constant(1)
        if isinstance(node, Var):
            if node.index < self.depth:
                if self.at is not None:
                    return self.ring.constant(self.at), one
                place = self.depth - 1 - node.index
                return self.ring.bound(self.bound.index(place)), one
            position = self.variables.get(node.index - self.depth)
            if position is not None:
                return self.ring.variable(position), one
        if inner := cast(node):
            return self.read(inner)
        if inner := negated(node):
            above, below = self.read(inner)
            return -above, below
        if inner := inverted(node):
            above, below = self.read(inner)
            return self._over((one, one), (above, below))
        if inner := absolute(node):
            return self.ring.root_of(*self.read(inner), squared=True), one
        if head_name(node) == "Real.sqrt" and isinstance(node, App):
            return self.ring.root_of(*self.read(node.args[-1]), squared=False), one
        sign = operation(node)
        if sign is not None and (sign.name, head_name(sign.kind)) not in _ROUNDED:
            return self._combined(sign.name, self.read(sign.left), self.read(sign.right))
        return self._closed(node), one

    def _closed(self, node: Node) -> fmpq_mpoly:
        free = free_variables(node)
        if any(i < self.depth or i - self.depth in self.variables for i in free):
            raise Undecided("no polynomial")
        value = self.evaluate(node)
        if isinstance(value, int) or type(value) is fmpq:
            return self.ring.constant(value)
        raise Undecided("a number that is not exact")

    def _over(self, left: Quotient, right: Quotient) -> Quotient:
        if right[0].is_zero():  # in Lean the quotient is zero then
            return self.ring.constant(0), self.ring.constant(1)
        return left[0] * right[1], left[1] * right[0]

    def _combined(self, name: str, left: Quotient, right: Quotient) -> Quotient:
        if max(p.total_degree() for p in (*left, *right)) > _HIGHEST:
            raise Undecided("a polynomial of so high a degree")
        match name:
            case "HAdd.hAdd":
                return left[0] * right[1] + right[0] * left[1], left[1] * right[1]
            case "HSub.hSub":
                return left[0] * right[1] - right[0] * left[1], left[1] * right[1]
            case "HMul.hMul":
                return left[0] * right[0], left[1] * right[1]
            case "HDiv.hDiv":
                return self._over(left, right)
            case "HPow.hPow" if right[0].is_constant() and right[1].is_constant():
                exponent = right[0].leading_coefficient() if not right[0].is_zero() else fmpq(0)
                exponent = exponent / right[1].leading_coefficient()
                if exponent.q == 1 and 0 <= exponent.p <= _HIGHEST:
                    return left[0] ** int(exponent.p), left[1] ** int(exponent.p)
        raise Undecided("no polynomial")
