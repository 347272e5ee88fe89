"""The few functions on a finite type to which a proposition confines one.

``∃ p : Fin k → ℕ, … ∀ i, p i ∣ n + i`` need only be looked for among the functions whose value at
each point divides what it must.
"""

from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from typing import Any

from pycheck.statements.evaluation.confinement import Compiler, Confinement
from pycheck.statements.language.forms import applied_to
from pycheck.statements.language.quantifiers import conjuncts
from pycheck.statements.language.trees import (
    Node,
    Pi,
    Var,
    children,
    count_variable,
    lift,
    rebuild,
)
from pycheck.statements.language.types import Arrow, Finite
from pycheck.statements.values.work import spend

_MOST = 2000
_LONGEST = 20


class Choices:
    """Functions of which every value is one that conditions at its point leave."""

    def __init__(self, body: Node, compiler: Compiler) -> None:
        self._confined = [
            Confinement(condition, compiler, holds=True)
            for part in conjuncts(body)
            if (condition := _at_each_point(part)) is not None
        ]

    def functions(self, env: tuple[Any, ...], kind: Arrow) -> Sequence[Callable[[Any], Any]] | None:
        """All functions that the conditions leave; None where they are not few."""
        if not isinstance(kind.domain, Finite) or kind.domain.size > _LONGEST:
            return None
        values: list[Sequence[Any]] = []
        for i in range(kind.domain.size):
            # The function itself has no value here, the point has one.
            found = (c.points((*env, None, i), kind.codomain) for c in self._confined)
            known = [points for points in found if points is not None]
            if not known:
                return None
            values.append(min(known, key=len))
        many = prod(map(len, values))
        if many > _MOST:
            return None
        spend(10 * many)
        return [_Choice(chosen) for chosen in product(*values)]


class _Choice:
    """A function on the first natural numbers."""

    def __init__(self, values: tuple[Any, ...]) -> None:
        self.values = values

    def __call__(self, i: int) -> Any:
        return self.values[i]


def _at_each_point(part: Node) -> Node | None:
    """``q (f i)`` of ``∀ i, q (f i)``, with the value in place of the function as a variable."""
    if not isinstance(part, Pi):
        return None
    replaced = _replaced(lift(part.body, 1), 0)
    return None if count_variable(replaced, 2) else replaced


def _replaced(node: Node, depth: int) -> Node:
    """The tree with the value of the function `depth + 2` at the point before it a variable."""
    if applied_to(node, depth + 2) == (Var(depth + 1),):
        return Var(depth)
    parts = children(node)
    return rebuild(node, [_replaced(part, depth + below) for part, below in parts])
