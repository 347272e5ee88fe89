"""Values that satisfy several equations together, exactly or at any precision.

The equations are polynomials in the numbers of a statement and in square roots. A Gröbner basis
gives one polynomial in one of them; where its root is no fraction, the others must be polynomials
in that root. Where the equations leave a choice, simple numbers are tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from flint import arb, ctx

from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.trees import Const, Node
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.bases import Polynomial, Value, basis_of, is_impossible, solve
from pycheck.statements.sampling.fractions import Ring, equations_of
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared
from pycheck.statements.values.work import limited

_WHOLE = (Const("Nat"), Const("Int"))
_SCALARS = (*_WHOLE, Const("Real"), Const("Rat"))
_ENOUGH = 12
_MOST_UNKNOWNS = 6


@dataclass(frozen=True, slots=True)
class Preset:
    """Values of some variables, and the hypotheses that they satisfy by construction."""

    values: Mapping[int, Any]
    made: frozenset[int]


def solutions(prepared: Prepared) -> list[Preset]:
    """Values of the numbers of a statement that satisfy the equations among its hypotheses."""
    found: list[Preset] = []
    with ctx.workprec(BASE_PRECISION), limited():
        prepared.machine.forget()
        try:
            system = _System(prepared)
            for values in system.solved():
                found.append(Preset(values, frozenset(system.made)))
                if len(found) == _ENOUGH:
                    break
        except Undecided:
            pass
    return found


def contradict(prepared: Prepared) -> bool:
    """Whether equations among the hypotheses have no solution, not even in complex numbers."""
    with ctx.workprec(BASE_PRECISION), limited():
        prepared.machine.forget()
        try:
            return _System(prepared, least=1).is_impossible()
        except Undecided:
            return False


class _System:
    def __init__(self, prepared: Prepared, least: int = 2) -> None:
        self.prepared = prepared
        self.made: list[int] = []
        statement = prepared.statement
        scalars = {b.position for b in statement.variables if b.type in _SCALARS}
        asked = [h for h in statement.hypotheses if h.mentions and h.mentions <= scalars]
        mentioned = sorted({p for h in asked for p in h.mentions})
        if not least <= len(mentioned) <= _MOST_UNKNOWNS:
            raise Undecided("no system of a few numbers")
        self.ring = Ring(tuple(mentioned))
        for h in asked:
            if self._reads(h):
                self.made.append(h.position)

    def _reads(self, h: Binder) -> bool:
        variables = {h.position - 1 - p: p for p in h.mentions}
        code, env = self.prepared.code, (None,) * h.position

        def evaluate(node: Node) -> Any:
            try:
                return code(node)(env)
            except (TypeError, AttributeError) as error:
                raise Undecided("it depends on another variable") from error

        return equations_of(self.ring, h.type, variables, evaluate)

    def is_impossible(self) -> bool:
        """Whether the equations, each of which follows from the hypotheses, have no solution."""
        ring = self.ring
        if any(not root.squared for root in ring.roots):
            return False
        if any(any(any(e[ring.first_root :]) for e in p.to_dict()) for p in ring.divisors):
            return False
        basis = basis_of([p.to_dict() for p in ring.equations if not p.is_zero()], ring.places.stop)
        return basis is not None and is_impossible(basis)

    def solved(self) -> Iterator[dict[int, Any]]:
        """Values by position; a variable that no equation confines has none."""
        ring = self.ring
        equations = [p.to_dict() for p in ring.equations if not p.is_zero()]
        if not self.made or not equations:
            return
        basis = basis_of(equations, ring.places.stop)
        if basis is None or is_impossible(basis):
            return
        # Of a lexicographic basis, what mentions no root is one of what follows for the others.
        without = [p for p in basis if not any(any(e[: ring.places.start]) for e in p)]
        for values in solve(without, ring.places.stop, {}):
            if self._are_of_their_types(values) and self._is_sound(values):
                yield self._of_variables(values)

    def _of_variables(self, values: dict[int, "Value"]) -> dict[int, Any]:
        found: dict[int, Any] = {}
        for place, position in zip(self.ring.places, self.ring.positions, strict=True):
            value = values.get(place)
            if value is not None:
                exact = value.exact
                whole = self._type(position) in _WHOLE
                given = value.solved() if exact is None else int(exact.p) if whole else exact
                found[position] = given
        return found

    def _type(self, position: int) -> Node:
        return self.prepared.statement.binders[position].type

    def _are_of_their_types(self, values: dict[int, "Value"]) -> bool:
        for place, position in zip(self.ring.places, self.ring.positions, strict=True):
            value, kind = values.get(place), self._type(position)
            if value is None or kind == Const("Real"):
                continue
            exact = value.exact
            if exact is None or (kind in _WHOLE and exact.q != 1):
                return False
            if kind == Const("Nat") and exact < 0:
                return False
        return True

    def _is_sound(self, values: dict[int, "Value"]) -> bool:
        """Whether the equations hold with the roots that are not negative.

        They hold for some choice of the signs. It is this one where all others are seen to fail,
        or say the same.
        """
        numbers = {place: arb(value.at()) for place, value in values.items()}
        choices = [
            signs
            for signs in product((1, -1), repeat=len(self.ring.roots))
            if self._may_hold(signs, dict(numbers))
        ]
        plus = (1,) * len(self.ring.roots)
        return plus in choices and all(map(self._says_the_same, choices))

    def _says_the_same(self, signs: tuple[int, ...]) -> bool:
        """Whether every equation is the same, or its negative, with these signs of the roots."""
        first = self.ring.first_root
        for p in self.ring.equations:
            turned = {
                powers: c * prod(s**e for s, e in zip(signs, powers[first:], strict=False))
                for powers, c in p.to_dict().items()
            }
            plain = dict(p.to_dict())
            if turned not in (plain, {powers: -c for powers, c in plain.items()}):
                return False
        return True

    def _may_hold(self, signs: tuple[int, ...], numbers: dict[int, arb]) -> bool:
        ring = self.ring
        for place, (sign, root) in enumerate(zip(signs, ring.roots, strict=True)):
            above, below = _at(root.above.to_dict(), numbers), _at(root.below.to_dict(), numbers)
            if above is None or below is None or 0 in below:
                return False
            inside = (above / below) ** 2 if root.squared else above / below
            if not inside >= 0:
                return False
            if sign < 0 and inside == 0:
                return False  # the same root once more
            numbers[ring.first_root + place] = sign * inside.sqrt()
        for p in ring.divisors:
            value = _at(p.to_dict(), numbers)
            if value is not None and 0 in value:
                return False
        at_all = (_at(p.to_dict(), numbers) for p in ring.equations)
        return all(value is None or 0 in value for value in at_all)


def _at(polynomial: Polynomial, numbers: dict[int, arb]) -> arb | None:
    """The value of a polynomial; None where one of its variables has none."""
    total = arb(0)
    for powers, coefficient in polynomial.items():
        term = arb(coefficient)
        for place, power in enumerate(powers):
            if power and place not in numbers:
                return None
            if power:
                term *= numbers[place] ** power
        total += term
    return total
