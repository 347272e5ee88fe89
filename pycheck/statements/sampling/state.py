"""A sample under construction: which variables have values, and what the hypotheses say of them."""

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import strategies as st

from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.instances import unread
from pycheck.statements.evaluation.statement import Binder, Statement
from pycheck.statements.language.trees import Node, is_call, walk
from pycheck.statements.language.truth import Truth
from pycheck.statements.mathlib.rows import Code
from pycheck.statements.sampling.isolate import Evaluate
from pycheck.statements.sampling.samples import Solved

Draw = Callable[[st.SearchStrategy[Any]], Any]

BASE_PRECISION = 128


class Prepared:
    """A statement with the code of its hypotheses and its conclusion."""

    def __init__(self, statement: Statement, machine: Machine) -> None:
        self.statement = statement
        self.machine = machine
        self.conclusion = machine.compile(statement.conclusion)
        self.unread = unread(statement, machine.library)
        """Why a sample may break a hypothesis that the tree leaves out; empty where it cannot."""
        self.premises: dict[object, bool] = {}
        """Of each implication in the conclusion that was evaluated: whether its premise held."""
        self.agreeing = 0
        """How many samples there were so far with a conclusion that only agrees."""
        self._of_series: dict[int, bool] = {}
        self._codes: dict[int, tuple[Node, Code]] = {}

    def speaks_of_series(self, hypothesis: Binder) -> bool:
        """Whether a hypothesis says that a series converges; it is looked through once."""
        known = self._of_series.get(hypothesis.position)
        if known is None:
            expand = self.machine.library.expand
            known = self._of_series[hypothesis.position] = any(
                is_call(inner, "Summable")
                for part in walk(hypothesis.type)
                for inner in walk(expand(part) or part)
            )
        return known

    def code(self, node: Node) -> Code:
        """The compiled tree, compiled once; the node is kept, so that its identity is its own."""
        found = self._codes.get(id(node))
        if found is None:
            found = self._codes[id(node)] = (node, self.machine.compile(node))
        return found[1]


class State:
    """The values drawn so far: `raw` as they are kept, `env` at the current precision."""

    def __init__(self, prepared: Prepared, draw: Draw, coarse: bool) -> None:
        self.prepared = prepared
        self.statement = prepared.statement
        self.draw = draw
        self.coarse = coarse
        size = len(self.statement.binders)
        self.raw: list[Any] = [None] * size
        self.env: list[Any] = [None] * size
        self.order: list[int] = []
        self.defined: set[int] = set()
        """Positions of the hypotheses that hold because a variable was made from them."""
        self._truths: dict[tuple[int, ...], tuple[Truth, tuple[Any, ...]]] = {}
        self.known: set[int] = {b.position for b in self.statement.binders if b.role != "variable"}
        self.known -= {b.position for b in self.statement.types}
        prepared.machine.forget()

    def settle(self, position: int, raw: Any) -> None:
        """Give a variable its value."""
        if position not in self.known:
            self.order.append(position)
            self.known.add(position)
        self.raw[position] = raw
        self.env[position] = raw.realise(self.env) if isinstance(raw, Solved) else raw

    def ready(self, binder: Binder) -> list[Binder]:
        """The hypotheses about the variable in which everything else is known."""
        known = self.known | {binder.position}
        return [
            h
            for h in self.statement.hypotheses
            if binder.position in h.mentions and h.mentions <= known
        ]

    def evaluator(self, hypothesis: Binder, inner: Iterable[Any] = ()) -> Evaluate:
        """Values of trees in the context of a hypothesis, below binders with values `inner`."""
        env = (*self.env[: hypothesis.position], *inner)
        return lambda node: self.prepared.code(node)(env)

    def type_of(self, binder: Binder) -> Any:
        """The type of a variable as a value."""
        return self.prepared.code(binder.type)(tuple(self.env[: binder.position]))

    def truth(self, hypothesis: Binder) -> Truth:
        """Whether a hypothesis holds; of the same values it is asked once."""
        env = tuple(self.env[: hypothesis.position])
        key = (hypothesis.position, *map(id, env))
        found = self._truths.get(key)
        if found is None:
            # The values are kept, so that the identities in the key stay theirs.
            found = self._truths[key] = (self.prepared.code(hypothesis.type)(env), env)
        return found[0]

    def refresh(self) -> None:
        """Compute the deferred values again."""
        realise(self.raw, self.order, self.env)


def realise(raw: list[Any], order: Iterable[int], env: list[Any]) -> None:
    """Fill the environment with the values of a sample at the current precision."""
    for position in order:
        value = raw[position]
        env[position] = value.realise(env) if isinstance(value, Solved) else value
