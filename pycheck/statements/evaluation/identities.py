"""Relations between polynomials and fractions that hold, or fail, for every number.

``∀ x, 10 x² - x - 24 = (5 x - 8) (2 x + 3)`` is decided by the coefficients, and not by looking at
points.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import fmpq, fmpq_poly

from pycheck.statements.evaluation.polynomials import (
    never,
    polynomial_of,
    rational_roots,
    real_roots,
)
from pycheck.statements.language.forms import (
    Comparison,
    Relation,
    comparison,
    head_name,
    negated,
    operation,
)
from pycheck.statements.language.trees import Node, Pi, Var, count_variable, free_variables
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values.work import spend

_FIELDS = frozenset({"Real", "Rat"})
_HIGHEST = 40
_CONTRARY = {
    Relation.EQ: Relation.NE,
    Relation.NE: Relation.EQ,
    Relation.LE: Relation.GT,
    Relation.LT: Relation.GE,
    Relation.GE: Relation.LT,
    Relation.GT: Relation.LE,
}
Value = Callable[[Any, Node], Any]


@dataclass(frozen=True, slots=True)
class Fraction:
    """A quotient of polynomials; at a zero of one of `divisors` Lean's value is another."""

    above: fmpq_poly
    below: fmpq_poly
    divisors: tuple[fmpq_poly, ...] = ()


class Identity:
    """``∀ x, guards → left relation right`` over the reals or the rational numbers."""

    def __init__(self, body: Node, compiled: Callable[[Node], Callable[[Any], Any]]) -> None:
        depth = 0
        while isinstance(body, Pi):
            body, depth = body.body, depth + 1
        self._depth = depth
        self._codes: dict[int, tuple[Node, Callable[[Any], Any] | None]] = {}
        self._compiled = compiled
        found = comparison(body)
        reads = found is not None and head_name(found.kind) in _FIELDS
        self._related: Comparison | None = (
            found if found and reads and _mentions(found, depth) else None
        )

    def holds(self, env: tuple[Any, ...], body: Callable[[Any], Any]) -> bool:
        """Whether it certainly holds at every number; `body` says what it says at one."""
        if self._related is None:
            return False
        spend(20)
        related, index = self._related, self._depth

        def evaluate(node: Node) -> Any:
            value = self._value(env, node)
            if value is None:
                raise Undecided("a part without a value")
            return value

        if related.relation is Relation.EQ:
            return self._is_identity(related, evaluate, body)
        left = polynomial_of(related.left, index, evaluate)
        right = polynomial_of(related.right, index, evaluate)
        if left is None or right is None:
            return False
        return never(left - right, _CONTRARY[related.relation])

    def _is_identity(
        self, related: Comparison, evaluate: Callable[[Node], Any], body: Callable[[Any], Any]
    ) -> bool:
        left = fraction_of(related.left, self._depth, evaluate)
        right = fraction_of(related.right, self._depth, evaluate)
        if left is None or right is None or left.above * right.below != right.above * left.below:
            return False
        singular: set[tuple[int, int]] = set()
        for divisor in (*left.divisors, *right.divisors):
            roots = rational_roots(divisor)
            if len(roots) < len(real_roots(divisor)):
                return False
            singular |= {(int(x.p), int(x.q)) for x in roots}
        truths = (body(fmpq(p, q)) for p, q in sorted(singular))
        return all(truth.value is True and truth.certain for truth in truths)

    def _value(self, env: tuple[Any, ...], node: Node) -> Any:
        found = self._codes.get(id(node))
        if found is None:
            closed = all(i > self._depth for i in free_variables(node))
            found = self._codes[id(node)] = (node, self._compiled(node) if closed else None)
        code = found[1]
        return None if code is None else code((*env, *(None,) * (self._depth + 1)))


def _mentions(found: Comparison, index: int) -> bool:
    return any(count_variable(side, index) > 0 for side in (found.left, found.right))


def fraction_of(node: Node, index: int, evaluate: Callable[[Node], Any]) -> Fraction | None:
    """A term as a quotient of polynomials in a variable; None where it is none."""
    if node == Var(index) or not count_variable(node, index):
        plain = polynomial_of(node, index, evaluate)
        return None if plain is None else Fraction(plain, fmpq_poly([1]))
    if inner := negated(node):
        found = fraction_of(inner, index, evaluate)
        return found and Fraction(-found.above, found.below, found.divisors)
    sign = operation(node)
    if sign is None:
        return None
    left = fraction_of(sign.left, index, evaluate)
    right = fraction_of(sign.right, index, evaluate)
    if left is None or right is None:
        return None
    if max(p.degree() for f in (left, right) for p in (f.above, f.below)) > _HIGHEST:
        return None
    return _combined(sign.name, left, right)


def _combined(name: str, left: Fraction, right: Fraction) -> Fraction | None:
    divisors = (*left.divisors, *right.divisors)
    match name:
        case "HAdd.hAdd" | "HSub.hSub":
            other = right.above if name == "HAdd.hAdd" else -right.above
            above = left.above * right.below + other * left.below
            return Fraction(above, left.below * right.below, divisors)
        case "HMul.hMul":
            return Fraction(left.above * right.above, left.below * right.below, divisors)
        case "HDiv.hDiv":
            if right.above.degree() < 0:
                return Fraction(fmpq_poly([0]), fmpq_poly([1]), divisors)
            more = (right.above,) if right.above.degree() > 0 else ()
            return Fraction(left.above * right.below, left.below * right.above, (*divisors, *more))
        case "HPow.hPow" if right.above.degree() <= 0 and right.below.degree() == 0:
            number = right.above[0] / right.below[0]
            if number.q == 1 and 0 <= number.p * max(left.above.degree(), 1) <= _HIGHEST:
                power = int(number.p)
                return Fraction(left.above**power, left.below**power, divisors)
    return None
