"""A systematic search of the small numbers that satisfy the hypotheses of a statement.

Each variable in turn gets every value that the hypotheses leave to it, where these are few, and the
small ones otherwise. So equations between whole numbers are solved, every small case is looked at,
and where nothing was left out and nothing found the hypotheses contradict each other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flint import arb, ctx, fmpq, fmpq_poly

from pycheck.statements.evaluation.confinement import Confinement
from pycheck.statements.evaluation.polynomials import (
    Reader,
    polynomial_reader,
    rational_roots,
    real_roots,
)
from pycheck.statements.evaluation.spans import EVERYTHING, Span, points_of_kind
from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.forms import Comparison, equation
from pycheck.statements.language.trees import (
    Const,
    Node,
    constants,
    count_variable,
)
from pycheck.statements.language.truth import Truth
from pycheck.statements.language.types import INT, NAT, RAT, REAL, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling.isolate import isolate
from pycheck.statements.sampling.sampler import Sample
from pycheck.statements.sampling.samples import Solved
from pycheck.statements.sampling.small import (
    FRACTIONS,
    below_more,
    powers_of_bases,
    small_values,
)
from pycheck.statements.sampling.state import BASE_PRECISION, Prepared
from pycheck.statements.values.work import TOO_MUCH, TooMuchWork, limited, spend

_KINDS: dict[Node, Type] = {
    Const("Nat"): NAT,
    Const("Int"): INT,
    Const("Rat"): RAT,
    Const("Real"): REAL,
}
# How many cases are looked at, in boxes that grow: the first counterexample found is a small one.
_BOXES = (30, 300, 2000)
_STEPS = 150_000
_EACH = 5000
# What takes so long, or is decided so seldom, that small cases are not gone through.
_COSTLY = frozenset(
    {
        "Filter.Tendsto",
        "tsum",
        "HasSum",
        "Summable",
        "HasDerivAt",
        "deriv",
        "iteratedDeriv",
        "intervalIntegral",
        "Special.integral",
        "Special.integralFrom",
        "Special.integralUpTo",
        "Special.integralOverLine",
        "Special.complexIntegral",
        "Special.complexIntegralFrom",
        "Special.complexIntegralUpTo",
        "Special.complexIntegralOverLine",
        "Special.limit",
        "MeasureTheory.integral",
    }
)
_ENOUGH = 24


@dataclass(slots=True)
class Found:
    """What a search came to; `complete` says that no other values satisfy the hypotheses."""

    samples: list[Sample] = field(default_factory=list)
    counterexample: Sample | None = None
    complete: bool = False


def searchable(prepared: Prepared) -> bool:
    """Whether all variables are numbers of which small ones can be gone through."""
    statement = prepared.statement
    kinds = {b.type for b in statement.variables}
    if statement.types or not kinds or not kinds <= set(_KINDS):
        return False
    parts = (statement.conclusion, *(h.type for h in statement.hypotheses))
    for name in set().union(*map(constants, parts)):
        definition = prepared.machine.library.definition(name)
        if name in _COSTLY or (definition is not None and definition.heavy):
            return False
    return bool(kinds - {Const("Real"), Const("Rat")}) or any(
        equation(h.type) for h in statement.hypotheses
    )


def search(prepared: Prepared) -> Found:
    """The small values that satisfy the hypotheses, up to the first at which the rest is false."""
    found = Found()
    with ctx.workprec(BASE_PRECISION), limited(_STEPS):
        try:
            for box in _BOXES:
                looking = _Search(prepared, box)
                found = looking.run()
                if found.counterexample or found.complete or not looking.was_cut:
                    break
        except TooMuchWork:
            found.complete = False
    return found


class _Search:
    def __init__(self, prepared: Prepared, box: int) -> None:
        self.prepared = prepared
        self.statement = prepared.statement
        self.box = box
        self.left = 4 * box
        self.was_cut = False
        """Whether a variable did not get all of its values."""
        self.found = Found()
        self.fractions = (*FRACTIONS, *powers_of_bases(self.statement))
        self.raw: list[Any] = [None] * len(self.statement.binders)
        self.env: list[Any] = [None] * len(self.statement.binders)
        self.order: list[int] = []
        self.made: dict[int, int] = {}
        """Of each variable that an equation gave: the position of that hypothesis."""
        self._confinements: dict[tuple[int, int, tuple[int, ...]], Confinement] = {}
        self._readers: dict[tuple[int, int], list[Reader]] = {}

    def run(self) -> Found:
        positions = tuple(b.position for b in self.statement.variables)
        try:
            finished = self._extend(positions)
        except _Stop:
            finished = False
        self.found.complete = finished and not self.was_cut
        return self.found

    def _extend(self, left: tuple[int, ...]) -> bool:
        """Give values to the variables that are `left`; False where something was left open."""
        self.left -= 1
        if self.left < 0:
            self.was_cut = True
            raise _Stop
        if not left:
            return self._look()
        spend(40)
        self.made = {p: h for p, h in self.made.items() if p not in left}
        position, values = self._next(left)
        rest = tuple(p for p in left if p != position)
        known = True
        for raw in values:
            self._settle(position, raw)
            if self._fails(position, rest):
                continue
            known = self._extend(rest) and known
        self._forget(position)
        return known

    def _settle(self, position: int, raw: Any) -> None:
        if not self.order or self.order[-1] != position:
            self.order.append(position)
        self.raw[position] = raw
        self.prepared.machine.forget()
        self.env[position] = raw.realise(self.env) if isinstance(raw, Solved) else raw

    def _forget(self, position: int) -> None:
        if self.order and self.order[-1] == position:
            self.order.pop()
        self.raw[position] = self.env[position] = None
        self.made.pop(position, None)

    def _next(self, left: tuple[int, ...]) -> tuple[int, Sequence[Any]]:
        """The variable with the fewest values, and these."""
        best: tuple[int, Sequence[Any]] | None = None
        spans = {p: self._span(p, left) for p in left}
        for p in left:
            kind = self._kind(p)
            solved = self._solutions(p, left) if kind is REAL else None
            values = points_of_kind(spans[p], kind) if solved is None else solved
            if values is None or any(isinstance(x, arb) for x in values):
                continue
            if best is None or len(values) < len(best[1]):
                best = (p, values)
        if best is not None and len(best[1]) <= max(self.box, 60):
            return best
        self.was_cut = True
        whole = [p for p in left if self._kind(p) in (NAT, INT)]
        if whole:
            size = max(int(self.box ** (1 / len(whole))), 2)
            return whole[0], small_values(spans[whole[0]], self._kind(whole[0]), size)
        return left[0], self.fractions

    def _kind(self, position: int) -> Type:
        return _KINDS[self.statement.binders[position].type]

    def _span(self, position: int, left: tuple[int, ...]) -> Span:
        span = EVERYTHING
        for h in self.statement.hypotheses:
            if position in h.mentions:
                confinement = self._confinement(h, position, left)
                span = span.meet(confinement.span(tuple(self.env[: h.position])))
        return span

    def _confinement(self, h: Binder, position: int, left: tuple[int, ...]) -> Confinement:
        """What a hypothesis says of a variable while the others that are left have no values."""
        others = tuple(p for p in left if p != position and p in h.mentions)
        key = (h.position, position, others)
        found = self._confinements.get(key)
        if found is None:
            moved = {h.position - 1 - p: i for i, p in enumerate((*others, position))}
            body = below_more(h.type, moved, len(moved))
            machine = self.prepared.machine
            found = Confinement(body, machine, holds=True, index=len(others))
            self._confinements[key] = found
        return found

    def _solutions(self, position: int, left: tuple[int, ...]) -> list[Any] | None:
        """What an equation gives to a real variable once all others in it have values."""
        for h in self.statement.hypotheses:
            found = equation(h.type)
            if found is None or position not in h.mentions or h.mentions & set(left) - {position}:
                continue
            index, env = h.position - 1 - position, tuple(self.env[: h.position])

            def evaluate(node: Node, env: tuple[Any, ...] = env) -> Any:
                return self.prepared.code(node)(env)

            difference = self._difference(h, found, index, evaluate)
            if difference is not None:
                if difference.degree() < 1:
                    continue
                rational = rational_roots(difference)
                balls = [
                    i
                    for i, x in enumerate(real_roots(difference))
                    if not any(x.contains(q) for q in rational)
                ]
                self.made[position] = h.position
                return [*rational, *(_root(difference, i) for i in balls)]
            if (value := self._isolated(h, position)) is not None:
                return [value]
        return None

    def _difference(
        self, h: Binder, found: Comparison, index: int, evaluate: Callable[[Node], Any]
    ) -> fmpq_poly | None:
        """The difference of the sides of an equation as a polynomial; None where it is none."""
        key = (h.position, index)
        if key not in self._readers:
            sides = [polynomial_reader(side, index) for side in (found.left, found.right)]
            read = [side for side in sides if side is not None]
            self._readers[key] = read if len(read) == 2 else []
        values = [read(evaluate) for read in self._readers[key]]
        known = [value for value in values if value is not None]
        return known[0] - known[1] if len(known) == 2 else None

    def _isolated(self, h: Binder, position: int) -> Any:
        """The number that an equation gives where it mentions the variable once."""
        found = equation(h.type)
        assert found is not None
        index = h.position - 1 - position
        sides = [side for side in (found.left, found.right) if count_variable(side, index)]
        if len(sides) != 1 or count_variable(sides[0], index) != 1:
            return None
        side = sides[0]
        other = found.right if side is found.left else found.left
        code = self.prepared.code

        def solve(env: list[Any]) -> Any:
            prefix = tuple(env[: h.position])
            target = code(other)(prefix)
            return isolate(side, index, found.relation, target, lambda n: code(n)(prefix))[1]

        try:
            value = solve(self.env)
        except Undecided:
            return None
        self.was_cut = True  # a power is inverted as on positive numbers
        self.made[position] = h.position
        return value if type(value) is fmpq else Solved(solve)

    def _fails(self, position: int, left: tuple[int, ...]) -> bool:
        """Whether a hypothesis about the last variable, with no other left, certainly fails."""
        for h in self.statement.hypotheses:
            if position not in h.mentions or h.mentions & set(left):
                continue
            truth = self._truth(self.prepared.code(h.type), tuple(self.env[: h.position]))
            if truth.value is False and not truth.evidence:
                return True
        return False

    def _look(self) -> bool:
        """Look at what the statement says of the values; no other sample may be missed."""
        for h in self.statement.hypotheses:
            if h.mentions:
                continue
            truth = self._truth(self.prepared.code(h.type), tuple(self.env[: h.position]))
            if truth.value is False:
                return True
        sample = Sample(tuple(self.raw), tuple(self.order), frozenset(self.made.values()))
        truth = self._truth(self.prepared.conclusion, tuple(self.env))
        if truth.value is False and not truth.evidence:
            self.found.counterexample = sample
            raise _Stop
        if len(self.found.samples) < _ENOUGH:
            self.found.samples.append(sample)
        return False

    def _truth(self, code: Any, env: tuple[Any, ...]) -> Truth:
        self.prepared.machine.forget()
        try:
            with limited(_EACH):
                truth: Truth = code(env)
        except TooMuchWork:
            spend(1)  # raises where it is the whole search that has taken too long
            return Truth(None, TOO_MUCH)
        except Undecided as undecided:
            return Truth(None, undecided.reason)
        except RecursionError:
            return Truth(None, "too deep a recursion")
        return truth


class _Stop(Exception):
    pass


def _root(polynomial: Any, place: int) -> Solved:
    return Solved(lambda _: real_roots(polynomial)[place], f"root {place + 1}")


def cases(found: Found) -> Iterator[Sample]:
    """The samples of a search, a counterexample first."""
    if found.counterexample is not None:
        yield found.counterexample
    yield from found.samples
