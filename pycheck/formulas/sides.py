"""Both sides of a formula at a sample, also of a chain, of matrices and of printed digits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import acb, arb, fmpq

from pycheck.formulas.elaborate import Elaborator, Scope
from pycheck.formulas.matrices import Matrix
from pycheck.formulas.statement import Formula, link
from pycheck.formulas.syntax import Side, UnreadableFormula, literal
from pycheck.formulas.terms import together
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.trees import Node
from pycheck.statements.sampling.decide import holds_at, sides_at, values_at
from pycheck.statements.sampling.sampler import Sample
from pycheck.statements.sampling.state import Prepared
from pycheck.statements.writing import Term

_MORE_DIGITS = 6


def sides(
    formula: Formula, prepared: Prepared, drawn: Sample, precision: int
) -> tuple[str, str] | None:
    """The sides of the first relation of a formula that is false at a sample, as texts."""
    at = _At(formula, prepared, drawn, precision)
    for left, sign, right in formula.relations.links:
        if len(formula.relations.signs) > 1 and at.holds(left, sign, right):
            continue
        try:
            return at.digits(left, right) if sign == "~" else at.sides(left, right)
        except UnreadableFormula:  # a limit that has a meaning only beside its value
            return None
    return None


@dataclass(frozen=True, slots=True)
class _At:
    """A formula at a sample, at a precision in bits."""

    formula: Formula
    prepared: Prepared
    drawn: Sample
    precision: int

    def holds(self, left: Side, sign: str, right: Side) -> bool:
        """Whether one relation holds there, or is undecided."""
        claim = self._conclusion(lambda scope: link(left, sign, right, scope))
        return holds_at(self.prepared, self.drawn, claim, self.precision)

    def digits(self, left: Side, right: Side) -> tuple[str, str] | None:
        """A number to a few more digits than those that are printed, and these."""

        def itself(scope: Scope) -> Term:
            value = Elaborator(left, scope).real(left.node)
            return value == value

        printed = literal(right.node, right)
        digits = sum(c.isdigit() for c in printed.lower().partition("e")[0]) + _MORE_DIGITS
        claim = self._conclusion(itself)
        found = values_at(self.prepared, self.drawn, 4 * digits + self.precision, claim)
        return None if found is None else (_number(found[0], digits), printed)

    def sides(self, left: Side, right: Side) -> tuple[str, str] | None:
        """Both sides as numbers, or as matrices of numbers."""
        shape = (1, 1)
        texts: list[tuple[str, str]] = []
        place = 0
        while place < shape[0] * shape[1]:
            entry = _Entry(left, right, place)
            found = sides_at(self.prepared, self.drawn, self.precision, self._conclusion(entry))
            if found is None:
                return None
            shape = entry.shape or shape
            texts.append(found)
            place += 1
        if not entry.shape:
            return texts[0]
        one, other = ([pair[k] for pair in texts] for k in (0, 1))
        return _matrix(one, shape[1]), _matrix(other, shape[1])

    def _conclusion(self, conclusion: Callable[[Scope], Term]) -> Node:
        """What a statement about the variables says, where these are in the sample."""
        node = self.formula.statement(conclusion)
        return take_apart(self.prepared.statement.name, node, self.prepared.machine).conclusion


class _Entry:
    """That both sides are equal, or one entry of them: then `shape` is known once it was asked."""

    def __init__(self, left: Side, right: Side, place: int) -> None:
        self.pair = left, right
        self.place = place
        self.shape: tuple[int, int] | None = None

    def __call__(self, scope: Scope) -> Term:
        one, other = (Elaborator(side, scope).value(side.node) for side in self.pair)
        if isinstance(one, Matrix) and isinstance(other, Matrix):
            self.shape = one.shape
            one, other = one.entries[self.place], other.entries[self.place]
        if isinstance(one, Matrix) or isinstance(other, Matrix):
            raise TypeError("a matrix beside a number")
        left, right = together(one, other)
        return left == right


def _number(value: Any, digits: int) -> str:
    ball = arb(value) if type(value) is fmpq else value
    return str(ball.str(digits, radius=False)) if isinstance(ball, arb | acb) else str(value)


def _matrix(entries: list[str], columns: int) -> str:
    rows = [entries[k : k + columns] for k in range(0, len(entries), columns)]
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in rows) + "]"
