"""From the binders and hypotheses of a statement to a Hypothesis strategy of its samples.

Types come first, then numbers, then functions and sets, and last what an equation determines.
Each hypothesis shapes the variable that comes last among those that it mentions.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flint import ctx, fmpq
from hypothesis import assume
from hypothesis import strategies as st

from pycheck.statements.evaluation.statement import Binder, Statement, is_length, is_vector_type
from pycheck.statements.language.trees import (
    App,
    Const,
    Pi,
    Var,
    constants,
    is_call,
)
from pycheck.statements.language.types import (
    COMPLEX,
    INT,
    NAT,
    RAT,
    REAL,
    Arrow,
    Equivalences,
    Finite,
    Finsets,
)
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling import orthogonal, strategies
from pycheck.statements.sampling.domains import Domain, constrain
from pycheck.statements.sampling.equations import (
    SCALARS,
    by_dependency,
    determined,
    root_of,
    solved_for,
)
from pycheck.statements.sampling.finite_sets import drawn_set
from pycheck.statements.sampling.functions import draw_function
from pycheck.statements.sampling.offers import Offers
from pycheck.statements.sampling.repair import repaired
from pycheck.statements.sampling.rows import FRESH, LISTED, PLACES, Row, Wish, rows
from pycheck.statements.sampling.samples import Solved, table_of
from pycheck.statements.sampling.state import BASE_PRECISION, Draw, Prepared, State
from pycheck.statements.sampling.systems import Preset
from pycheck.statements.values.work import ALLOWED, limited

_LARGEST_TYPE = 4
_NUMBERS = (NAT, INT, REAL, RAT)
_NEAR_WHOLE, _NEAR_REAL = 10, 100
_IN_ORDER = 2
# After the rows of wishes, half of the numbers are drawn afresh, and most of one or two alone,
# whose lists have been gone through.
_KINDS = {
    ordered: st.integers(0, FRESH + more).map(lambda kind: min(kind, FRESH))
    for ordered, more in ((False, 1), (True, 8))
}
_PLACES = st.integers(0, PLACES - 1)
# Steps that drawing one sample may take: its hypotheses are evaluated many times.
_DRAWING = 5 * ALLOWED


@dataclass(frozen=True, slots=True)
class Sample:
    """The values of a statement's variables that satisfy its hypotheses."""

    raw: tuple[Any, ...]
    order: tuple[int, ...]
    defined: frozenset[int] = frozenset()
    """Positions of the hypotheses that the sample was made from."""
    is_distant: bool = False
    """Whether a number lies far out, where evaluation may fail though it does not nearer by."""

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from another sample; a value that an equation gives follows from others."""
        return tuple("" if isinstance(v, Solved) and not v.choice else str(v) for v in self.raw)


class Sampler:
    """The plan of one statement: in which order its variables get their values."""

    def __init__(self, prepared: Prepared, presets: Sequence[Preset] = ()) -> None:
        self.prepared = prepared
        self.presets = presets
        statement = prepared.statement
        library = prepared.machine.library
        self.vectors = {
            b.position for b in statement.types if is_vector_type(statement, b, library)
        }
        self.lengths = {
            b.position
            for b in statement.variables
            if b.type == Const("Nat") and is_length(statement, b, library)
        }
        self.coarse = "Filter.Tendsto" in constants(statement.conclusion)
        self.solved = determined(statement)
        self.order = _order(statement, self.solved)
        self.wished = tuple(b.position for b in self.order if b.position not in self.solved)
        """The positions of the variables that are drawn by a wish."""
        self.offers = Offers(prepared, self.lengths, self.coarse)
        self.ordered = self.offers.only_numbers and len(self.wished) <= _IN_ORDER

    def strategy(self) -> st.SearchStrategy[Sample]:
        """Samples whose hypotheses hold."""
        return st.composite(lambda draw: self._sample(draw))()

    def rows(self, count: int, seed: int) -> tuple[Row, ...]:
        """The wishes of the first of `count` samples."""
        return rows(len(self.wished), count, seed, ordered=self.ordered)

    def _sample(self, draw: Draw) -> Sample:
        state = State(self.prepared, draw, self.coarse)
        wishes = {p: Wish(draw(_KINDS[self.ordered]), draw(_PLACES)) for p in self.wished}
        with ctx.workprec(BASE_PRECISION), limited(_DRAWING):
            try:
                self._draw_types(state)
                self._preset(state)
                for binder in self.order:
                    wish = wishes.get(binder.position)
                    if binder.position not in state.known:
                        state.settle(binder.position, self._drawn(state, binder, wish))
                holds = repaired(state, self.solved)
            except (Undecided, RecursionError):
                holds = False
        assume(holds)
        # A choice that no row of wishes has: Hypothesis shrinks only what is more than was given.
        draw(st.booleans())
        raw = tuple(state.raw)
        return Sample(raw, tuple(state.order), frozenset(state.defined), any(map(_distant, raw)))

    def _preset(self, state: State) -> None:
        """Give the variables of a system of equations the values of one of its solutions."""
        if self.presets:
            preset = state.draw(st.sampled_from(self.presets))
            for position, value in preset.values.items():
                state.settle(position, value)
            state.defined |= preset.made

    def _draw_types(self, state: State) -> None:
        statement = self.prepared.statement
        sizes: dict[int, int] = {}
        for binder in statement.types:
            if binder.position in self.vectors:
                width = state.draw(st.integers(0, 2))
                vectors = Arrow(Finite(width), REAL) if width else REAL
                state.settle(binder.position, vectors)
            else:
                sizes[binder.position] = state.draw(st.integers(1, _LARGEST_TYPE))
        for binder in statement.variables:
            if is_call(binder.type, "Equiv") and isinstance(binder.type, App):
                one, other = (_position(binder, arg) for arg in binder.type.args)
                sizes[other] = sizes[one]
        orthogonal.widen(statement, sizes)
        for position, size in sizes.items():
            state.settle(position, Finite(size))

    def _drawn(self, state: State, binder: Binder, wish: Wish | None) -> Any:
        """A value for the variable; where nothing is left for it, zeros before it become ones.

        A set is empty at length zero and an equation cannot be solved past a zero factor. One that
        has no inverse, or many solutions, leaves any number.
        """
        try:
            return self._draw(state, binder, wish)
        except Undecided:
            mentioned = {p for h in state.ready(binder) for p in h.mentions} - set(self.solved)
            zeros = [p for p in mentioned if state.raw[p] is not None and state.raw[p] == 0]
            for position in zeros:
                state.settle(position, type(state.raw[position])(1))
            if zeros:
                with suppress(Undecided):
                    return self._draw(state, binder, wish)
            if binder.position in self.solved:
                wish = Wish(state.draw(_KINDS[False]), state.draw(_PLACES))
                return self._number(state, binder, REAL, wish)
            raise

    def _draw(self, state: State, binder: Binder, wish: Wish | None) -> Any:
        kind = state.type_of(binder)
        if kind in _NUMBERS and (root := root_of(state, binder, kind)) is not None:
            return root
        if (equation_of := self.solved.get(binder.position)) is not None:
            solution = solved_for(state, binder, equation_of)
            state.defined.add(equation_of.position)
            return solution
        if kind in _NUMBERS:
            # A type of vectors may turn out to be that of the numbers.
            wish = wish or Wish(state.draw(_KINDS[False]), state.draw(_PLACES))
            return self._number(state, binder, kind, wish)
        if kind is COMPLEX:
            return state.draw(strategies.complex_numbers())
        if isinstance(kind, Finite):
            return _element(state, binder, kind)
        if isinstance(kind, Finsets):
            return drawn_set(state, binder, kind)
        if isinstance(kind, Equivalences):
            size = kind.domain.size if isinstance(kind.domain, Finite) else 0
            return tuple(state.draw(st.permutations(range(size))))
        if _is_vector(self.vectors, binder):
            numbers = strategies.reals(Domain(), self.coarse)
            return table_of(kind, lambda: state.draw(numbers))
        return draw_function(state, binder, kind, wish)

    def _number(self, state: State, binder: Binder, kind: Any, wish: Wish) -> Any:
        try:
            domain = self._domain(state, binder, linear=False)
            return self._number_in(state, binder, kind, domain, wish)
        except strategies.Empty:
            # Powers are inverted as on positive numbers, which may leave nothing.
            domain = self._domain(state, binder, linear=True)
            return self._number_in(state, binder, kind, domain, wish)

    def _domain(self, state: State, binder: Binder, *, linear: bool) -> Domain:
        domain = Domain()

        def choose(alternatives: int) -> int:
            return int(state.draw(st.integers(0, alternatives - 1)))

        for h in state.ready(binder):
            index = binder.index_in(h)
            constrain(domain, h.type, index, state.evaluator(h), choose, linear=linear)
        return domain

    def _number_in(
        self, state: State, binder: Binder, kind: Any, domain: Domain, wish: Wish
    ) -> Any:
        if domain.choices is not None:
            return _choice(state, domain, wish)
        if domain.fixed is not None:
            return _fixed(domain.fixed, kind)
        offer = self.offers.of(state, binder, kind, domain)
        if wish.kind == FRESH:
            return state.draw(offer.fresh())
        return offer.at(wish)


def _distant(value: Any) -> bool:
    """Whether a number is larger than most of those that every statement is tried at."""
    if type(value) is int:
        return abs(value) > _NEAR_WHOLE
    return type(value) is fmpq and abs(value) > _NEAR_REAL


def _fixed(value: Any, kind: Any) -> Any:
    """The value that an equation gives to a number of a type."""
    if kind is REAL or (kind is RAT and type(value) is fmpq):
        return value
    if kind is RAT:
        raise strategies.Empty("no fraction satisfies the equation")
    return _whole(value, kind)


def _whole(value: Any, kind: Any) -> int:
    """The value that an equation gives to a whole number."""
    if type(value) is fmpq and value.q == 1:
        value = int(value.p)
    if not isinstance(value, int) or (kind is NAT and value < 0):
        raise strategies.Empty("no whole number satisfies the equation")
    return value


def _position(binder: Binder, arg: Any) -> int:
    assert isinstance(arg, Var)
    return binder.position_of(arg.index)


def _is_vector(vectors: set[int], binder: Binder) -> bool:
    return isinstance(binder.type, Var) and binder.position_of(binder.type.index) in vectors


def _choice(state: State, domain: Domain, wish: Wish) -> int:
    items = [x for x in domain.choices[:64] if domain.admits(fmpq(x))]
    if not items:
        raise strategies.Empty("an empty set has no element")
    if wish.kind == FRESH:
        return int(items[state.draw(st.integers(0, len(items) - 1))])
    among = items if wish.kind == LISTED else [items[-1], items[0]]
    return int(among[wish.place % len(among)])


def _element(state: State, binder: Binder, kind: Finite) -> int:
    """An element of a finite type that satisfies what is said of it so far."""
    hypotheses = state.ready(binder)
    fitting = []
    for x in range(kind.size):
        state.env[binder.position] = x
        if all(state.truth(h).value is not False for h in hypotheses):
            fitting.append(x)
    among = fitting or range(kind.size)
    return among[state.draw(st.integers(0, len(among) - 1))]


def _order(statement: Statement, solved: dict[int, Binder]) -> list[Binder]:
    """Numbers and labels, then functions and sets, labels that depend on them, solved numbers."""

    def rank(b: Binder) -> int:
        if b.position in solved:
            return 3
        if b.type in SCALARS:
            return 0
        if isinstance(b.type, Var):
            return 0 if _named_by_a_rule(statement, b) else 2
        return 1

    first = sorted((b for b in statement.variables if rank(b) < 3), key=rank)
    return first + by_dependency(statement, solved)


def _named_by_a_rule(statement: Statement, b: Binder) -> bool:
    """Whether a hypothesis about every point compares with the value at this label."""
    return any(b.position in h.mentions and isinstance(h.type, Pi) for h in statement.hypotheses)
