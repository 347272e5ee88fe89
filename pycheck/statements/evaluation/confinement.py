"""The few values to which a proposition confines one of its variables.

``∃ n, n * n = 2`` need only be looked for below 2, and ``∀ n, n ∣ 14 → p n`` says nothing of any
number above 14: then both are decided, and not only looked at on a grid.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any, Protocol

from flint import fmpq

from pycheck.statements.evaluation.inversion import (
    Backward,
    Ends,
    backward,
    divisors_between,
    ends_of_value,
)
from pycheck.statements.evaluation.polynomials import (
    polynomial_reader,
    rational_roots,
    real_roots,
)
from pycheck.statements.evaluation.spans import EVERYTHING, MOST_POINTS, Span, points_of_kind
from pycheck.statements.language.forms import (
    Comparison,
    Relation,
    comparison,
    head_name,
    membership,
)
from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import (
    App,
    Lam,
    Node,
    Pi,
    Var,
    count_variable,
    free_variables,
)
from pycheck.statements.language.types import Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values.operations import size
from pycheck.statements.values.sets import Interval

_MOST_IN_SUBSETS = 10

Confined = Callable[[Any], Span]
_NEGATED = {
    Relation.LE: Relation.GT,
    Relation.LT: Relation.GE,
    Relation.GE: Relation.LT,
    Relation.GT: Relation.LE,
    Relation.NE: Relation.EQ,
}


class Compiler(Protocol):
    """What makes trees functions of environments, and knows the library."""

    library: Library

    def compile(self, node: Node) -> Callable[[Any], Any]:
        """A function from environments to the value of a tree."""

    def is_proposition(self, node: Node) -> bool:
        """Whether a type is a proposition."""


class Confinement:
    """Where the variable of a quantifier can lie if what stands below it holds, or fails.

    What is found may be too wide, and is never too narrow. The variable is bound `index` binders
    outside of `body`; those between have no values.
    """

    def __init__(self, body: Node, compiler: Compiler, *, holds: bool, index: int = 0) -> None:
        self._compiler = compiler
        self._codes: dict[int, tuple[Node, Callable[[Any], Any] | None]] = {}
        self._confined = self._read(body, index, holds)

    def span(self, env: tuple[Any, ...]) -> Span:
        """Where the variable can lie."""
        return EVERYTHING if self._confined is None else self._confined(env)

    def points(self, env: tuple[Any, ...], kind: Type) -> Sequence[Any] | None:
        """All values of a type that the variable can have; None where they are not few."""
        return points_of_kind(self.span(env), kind)

    def _read(self, node: Node, index: int, holds: bool) -> Confined | None:
        """What a proposition says of the variable that is `index` binders further out."""
        if isinstance(node, Pi):
            return self._quantified(node, index, holds)
        if not isinstance(node, App):
            return None
        written = self._compiler.library.expand(node)
        rest = None if written is None else self._read(written, index, holds)
        return _meet(self._applied(node, index, holds), rest)

    def _applied(self, node: App, index: int, holds: bool) -> Confined | None:
        name = head_name(node)
        match name:
            case "Not":
                return self._read(node.args[0], index, not holds)
            case "And" | "Or":
                first, second = (self._read(part, index, holds) for part in node.args[:2])
                return _meet(first, second) if (name == "And") is holds else _join(first, second)
            case "Iff":
                # One side holds and the other one does not.
                first, second = (self._read(part, index, True) for part in node.args[:2])
                return None if holds else _join(first, second)
            case "Exists" if holds and isinstance(node.args[-1], Lam):
                return self._read(node.args[-1].body, index + 1, True)
            case "Membership.mem" if holds:
                return self._member(node, index)
            case "HasSubset.Subset" if holds:
                return self._subset(node, index)
            case "Dvd.dvd" if holds:
                return self._divisor(node, index)
            case "Nat.Prime" if holds and node.args[-1] == Var(index):
                return lambda _: Span(lower=2)
        related = comparison(node)
        if related is None:
            return None
        relation = related.relation if holds else _NEGATED.get(related.relation)
        if relation is None or relation is Relation.NE:
            return None
        return self._related(related, relation, index)

    def _quantified(self, node: Pi, index: int, holds: bool) -> Confined | None:
        if holds:
            return None
        rest = self._read(node.body, index + 1, False)
        if self._compiler.is_proposition(node.type):
            return _meet(self._read(node.type, index, True), rest)
        return rest

    def _value(self, index: int) -> Callable[[Any, Node], Any]:
        """Values of the parts of a tree in which no variable from `index` inwards occurs."""

        def value(env: Any, node: Node) -> Any:
            found = self._codes.get(id(node))
            if found is None:
                closed = all(i > index for i in free_variables(node))
                found = self._codes[id(node)] = (
                    node,
                    self._compiler.compile(node) if closed else None,
                )
            code = found[1]
            if code is None:
                return None
            try:
                return code((*env, *(None,) * (index + 1)))
            except Undecided:
                return None

        return value

    def _related(self, related: Comparison, relation: Relation, index: int) -> Confined | None:
        value = self._value(index)
        parts: list[Confined] = []
        for side, other, read in (
            (related.left, related.right, relation),
            (related.right, related.left, relation.flipped),
        ):
            if not count_variable(side, index) or count_variable(other, index):
                continue
            rest = backward(side, index, value)
            if rest is not None:
                parts.append(_from_ends(rest, other, read, value))
        rooted = self._roots(related, relation, index)
        return _meet(_all_of(parts), rooted)

    def _roots(self, related: Comparison, relation: Relation, index: int) -> Confined | None:
        """A polynomial relation leaves the roots, or what lies between them."""
        sides = (related.left, related.right)
        if not any(count_variable(side, index) for side in sides):
            return None
        if head_name(related.kind) == "Complex":
            return None
        value = self._value(index)
        whole = head_name(related.kind) in ("Nat", "Int")
        read_left, read_right = (polynomial_reader(side, index) for side in sides)
        if read_left is None or read_right is None:
            return None

        def confined(env: Any) -> Span:
            def evaluate(part: Node) -> Any:
                found = value(env, part)
                if found is None:
                    raise Undecided("a part without a value")
                return found

            left, right = read_left(evaluate), read_right(evaluate)
            if left is None or right is None or (left - right).degree() < 1:
                return EVERYTHING
            difference = left - right
            roots = rational_roots(difference)
            if relation is Relation.EQ:
                if whole:
                    return Span(only=tuple(int(x.p) for x in roots if x.q == 1))
                others = [
                    x for x in real_roots(difference) if not any(x.contains(q) for q in roots)
                ]
                return Span(only=(*roots, *others))
            return _between_roots(difference, relation)

        return confined

    def _member(self, node: App, index: int) -> Confined | None:
        found = membership(node)
        if found is None or count_variable(found.collection, index):
            return None
        value, collection = self._value(index), found.collection
        rest = backward(found.element, index, value)
        itself = found.element == Var(index)

        def confined(env: Any) -> Span:
            inside = value(env, collection)
            if isinstance(inside, Interval):
                ends = (ends_of_value(inside.lower)[0], ends_of_value(inside.upper)[1])
                return rest(env, ends) if rest else EVERYTHING
            if not isinstance(inside, range | frozenset):
                return EVERYTHING
            if itself and size(inside) <= MOST_POINTS:
                return Span(only=tuple(inside))
            if rest is None or not all(isinstance(x, int) for x in inside):
                return EVERYTHING
            if not inside:
                return Span(only=())
            return rest(env, (fmpq(min(inside)), fmpq(max(inside))))

        return confined

    def _subset(self, node: App, index: int) -> Confined | None:
        small, large = node.args[-2:]
        if small != Var(index) or count_variable(large, index):
            return None
        value = self._value(index)

        def confined(env: Any) -> Span:
            items = value(env, large)
            if not isinstance(items, range | frozenset) or size(items) > _MOST_IN_SUBSETS:
                return EVERYTHING
            sizes = range(len(items) + 1)
            return Span(only=tuple(frozenset(c) for k in sizes for c in combinations(items, k)))

        return confined

    def _divisor(self, node: App, index: int) -> Confined | None:
        divisor, of = node.args[-2:]
        if not count_variable(divisor, index) or head_name(node.args[0]) not in ("Nat", "Int"):
            return None
        value = self._value(index)
        rest = backward(divisor, index, value)
        signed = head_name(node.args[0]) == "Int"

        def confined(env: Any) -> Span:
            number = value(env, of)
            if not isinstance(number, int) or number == 0 or rest is None:
                return EVERYTHING
            if divisor == Var(index):
                return divisors_between((fmpq(number), fmpq(number)), signed=signed)
            return rest(env, (fmpq(-abs(number)), fmpq(abs(number))))

        return confined


def _from_ends(
    rest: Backward, other: Node, relation: Relation, value: Callable[[Any, Node], Any]
) -> Confined:
    def confined(env: Any) -> Span:
        low, high = ends_of_value(value(env, other))
        ends: Ends = (low, high)
        if relation in (Relation.LE, Relation.LT):
            ends = (None, high)
        elif relation in (Relation.GE, Relation.GT):
            ends = (low, None)
        return EVERYTHING if ends == (None, None) else rest(env, ends)

    return confined


def _between_roots(difference: Any, relation: Relation) -> Span:
    """The whole numbers at which a polynomial can be below, or above, zero."""
    leading = difference[difference.degree()]
    size = max((abs(difference[i] / leading) for i in range(difference.degree())), default=fmpq(0))
    bound = int(size.ceil()) + 1  # of all roots (Cauchy)
    positive_right = leading > 0
    positive_left = positive_right == (difference.degree() % 2 == 0)
    wants_positive = relation in (Relation.GE, Relation.GT)
    upper = None if positive_right == wants_positive else bound
    lower = None if positive_left == wants_positive else -bound
    return Span(lower, upper)


def _all_of(parts: list[Confined]) -> Confined | None:
    result: Confined | None = None
    for part in parts:
        result = _meet(result, part)
    return result


def _meet(one: Confined | None, other: Confined | None) -> Confined | None:
    if one is None or other is None:
        return one or other
    first, second = one, other
    return lambda env: first(env).meet(second(env))


def _join(one: Confined | None, other: Confined | None) -> Confined | None:
    if one is None or other is None:
        return None
    first, second = one, other
    return lambda env: first(env).join(second(env))
