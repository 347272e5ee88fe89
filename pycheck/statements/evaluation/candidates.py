"""The few values to which conditions confine a variable, so that all of them can be looked at.

Whole numbers are confined by a finite set, by bounds on both sides, or by a polynomial equation;
real numbers by a polynomial equation whose roots are all rational.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pycheck.statements.evaluation.polynomials import polynomial_of, rational_roots, real_roots
from pycheck.statements.language.forms import (
    Comparison,
    Relation,
    comparison,
    equation,
    membership,
)
from pycheck.statements.language.trees import Node, Var, count_variable
from pycheck.statements.language.types import INT, NAT, RAT, REAL
from pycheck.statements.language.undecided import Undecided

MOST_POINTS = 1000

Code = Callable[[tuple[Any, ...]], Any]
Compile = Callable[[Node], Code]


class Condition(NamedTuple):
    """What is said of a variable, `depth` binders further in than the variable itself."""

    node: Node
    depth: int


class _Bound(NamedTuple):
    is_upper: bool
    step: int
    code: Code


class Candidates:
    """The values that conditions leave to a variable, where they are few."""

    def __init__(self, conditions: Iterable[Condition], compiled: Compile) -> None:
        self._compiled = compiled
        self._sets: list[Code] = []
        self._bounds: list[_Bound] = []
        self._equations: list[tuple[Comparison, int]] = []
        for node, depth in conditions:
            self._note(node, depth)

    def _note(self, node: Node, depth: int) -> None:
        found, related = membership(node), comparison(node)
        if found and found.element == Var(depth) and not count_variable(found.collection, depth):
            self._sets.append(self._outside(found.collection, depth))
        elif related and (bound := _bound(related, depth)) is not None:
            is_upper, limit = bound
            step = int(related.relation.is_strict) * (-1 if is_upper else 1)
            self._bounds.append(_Bound(is_upper, step, self._outside(limit, depth)))
        elif (equal := equation(node)) and count_variable(node, depth):
            self._equations.append((equal, depth))

    def _outside(self, node: Node, depth: int) -> Code:
        """The value of a term without the variable, as a function of what lies outside of it."""
        code, below = self._compiled(node), (None,) * (depth + 1)
        return lambda env: code((*env, *below))

    def __call__(self, env: tuple[Any, ...], kind: Any) -> Any:
        """All values of the type that satisfy the conditions are among these; None: unknown."""
        if kind is NAT or kind is INT:
            for code in self._sets:
                found = _value_or_none(code, env)
                if isinstance(found, range | frozenset) and len(found) <= MOST_POINTS:
                    return found
            known = [(b.is_upper, b.step, _value_or_none(b.code, env)) for b in self._bounds]
            if (few := _few(kind, known)) is not None:
                return few
        if kind in (NAT, INT, REAL, RAT):
            return next(filter(lambda roots: roots is not None, self._roots(env, kind)), None)
        return None

    def _roots(self, env: tuple[Any, ...], kind: Any) -> Iterable[Any]:
        for equal, depth in self._equations:
            below = (*env, *(None,) * (depth + 1))

            def evaluate(node: Node, below: tuple[Any, ...] = below) -> Any:
                return self._compiled(node)(below)

            left = polynomial_of(equal.left, depth, evaluate)
            right = polynomial_of(equal.right, depth, evaluate)
            if left is None or right is None:
                continue
            difference = left - right
            if difference.degree() < 1:
                if difference.degree() == 0:
                    yield ()
                continue
            rational = rational_roots(difference)
            if kind is NAT or kind is INT:
                least = 0 if kind is NAT else None
                whole = [int(x.p) for x in rational if x.q == 1]
                yield [n for n in whole if least is None or n >= least]
            elif kind is RAT or len(real_roots(difference)) == len(rational):
                yield rational


def _bound(related: Comparison, index: int) -> tuple[bool, Node] | None:
    """What an order says of the variable: whether it is below something, and what that is."""
    if related.relation in (Relation.EQ, Relation.NE):
        return None
    is_less = related.relation in (Relation.LT, Relation.LE)
    for side, other, is_upper in (
        (related.left, related.right, is_less),
        (related.right, related.left, not is_less),
    ):
        if side == Var(index) and not count_variable(other, index):
            return is_upper, other
    return None


def _few(kind: Any, bounds: list[tuple[bool, int, Any]]) -> range | None:
    """The whole numbers within bounds, each with the step that makes it one that is reached."""
    known = [(is_upper, step + value) for is_upper, step, value in bounds if type(value) is int]
    upper = min((value for is_upper, value in known if is_upper), default=None)
    least = [0] if kind is NAT else []
    lower = max((value for is_upper, value in known if not is_upper), default=None)
    lower = max([*least, *([lower] if lower is not None else [])], default=None)
    if lower is None or upper is None or upper - lower >= MOST_POINTS:
        return None
    return range(lower, upper + 1)


def _value_or_none(code: Code, env: tuple[Any, ...]) -> Any:
    try:
        return code(env)
    except (Undecided, TypeError):  # what bounds it has no value here
        return None
