"""What a statement offers for each of its numbers: edges, telling points, and how far to go."""

from typing import Any

from flint import fmpq

from pycheck.statements.evaluation.reach import Reach, reach
from pycheck.statements.evaluation.statement import Binder
from pycheck.statements.language.trees import Const
from pycheck.statements.language.types import NAT, RAT, REAL
from pycheck.statements.sampling import strategies
from pycheck.statements.sampling.critical import comparisons, turning
from pycheck.statements.sampling.domains import Domain
from pycheck.statements.sampling.equations import SCALARS
from pycheck.statements.sampling.landmarks import around, written
from pycheck.statements.sampling.state import Prepared, State
from pycheck.statements.sampling.strategies import Offer

_WHOLE = (Const("Nat"), Const("Int"))


class Offers:
    """The numbers worth trying for each variable of a statement, found once."""

    def __init__(self, prepared: Prepared, lengths: set[int], coarse: bool) -> None:
        statement = prepared.statement
        library = prepared.machine.library
        self._lengths = lengths
        self._coarse = coarse
        numbers = [b for b in statement.variables if b.type in SCALARS]
        reaches = {b.position: reach(statement, b, library) for b in numbers}
        self.only_numbers = len(numbers) == len(statement.variables) and not statement.types
        """Whether the statement has no other variables than numbers."""
        if not self.only_numbers or Reach.NEAR in reaches.values():
            # What is costly anyway is not made more so.
            reaches = {p: r if r is Reach.FAR else Reach.NEAR for p, r in reaches.items()}
        self._reaches = reaches
        self._compared = () if coarse else comparisons(statement)
        marks = () if coarse else written(statement, prepared.machine)
        self._written = around(tuple((int(x.p), int(x.q)) for x in marks))

    def of(self, state: State, binder: Binder, kind: Any, domain: Domain) -> Offer:
        """What may be drawn for a number, given those that are known.

        Raises `Empty` where the domain has nothing.
        """
        telling = turning(state, binder, self._compared) if self._compared else []
        how_far = self._reaches.get(binder.position, Reach.NEAR)
        if kind in (REAL, RAT):
            return strategies.offered_reals(
                domain,
                coarse=self._coarse,
                telling=telling,
                written=self._written,
                others=[x for x in state.env if type(x) is fmpq],
                reach=how_far,
            )
        return strategies.offered_integers(
            domain,
            least=0 if kind is NAT else None,
            length=binder.position in self._lengths,
            coarse=self._coarse,
            telling=telling,
            written=self._written,
            others=[] if self._coarse else _whole_values(state, binder),
            reach=how_far,
        )


def _whole_values(state: State, binder: Binder) -> list[int]:
    """The values of the other whole numbers that are known, a length only for a length."""
    return [
        x
        for b, x in zip(state.statement.binders, state.env, strict=True)
        if b.type in _WHOLE and b.position != binder.position and type(x) is int
    ]
