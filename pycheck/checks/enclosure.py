"""How a check in ball arithmetic is written down: a table for people, and what must hold in it.

A comparison of balls has three answers: certain, certainly not, and too wide to say. A check holds
where every requirement is certain; one requirement that certainly fails is enough to refute it, and
balls that cannot decide leave it undecided.
"""

from dataclasses import dataclass, field
from typing import Any

from flint import arb

from pycheck.checks.outcomes import Enclosure

TIGHT = 1e-15
"""How wide a result may be for its size: what is stated is compared with it."""


def shown(ball: arb, digits: int = 8) -> str:
    """The ball to a few digits, as people read it."""
    return str(ball.str(digits, radius=False))


@dataclass
class Working:
    """A check in the making: `header` names the columns of its table."""

    header: tuple[str, ...] = ()
    holds: bool | None = True
    _rows: list[tuple[str, ...]] = field(default_factory=list)
    _fault: str = ""

    def row(self, *cells: str | int | arb) -> None:
        """A line of the table; a ball is shown to a few digits."""
        self._rows.append(tuple(shown(c) if isinstance(c, arb) else str(c) for c in cells))

    def require(self, what: str, answer: bool | None) -> None:
        """Something that must hold; None where the balls cannot say."""
        if answer is True or self.holds is False:
            return
        if answer is False or self.holds is True:
            self.holds = answer
            self._fault = f"{'not so' if answer is False else 'not decided'}: {what}"

    def less(self, what: str, left: Any, right: Any) -> None:
        """``left < right`` must hold."""
        self.require(what, is_less(left, right))

    def at_most(self, what: str, left: Any, right: Any) -> None:
        """``left <= right`` must hold."""
        above = is_less(right, left)
        self.require(what, True if bool(left <= right) else (False if above else None))

    def vanishes(self, what: str, residual: arb, below: str) -> None:
        """A residual must be able to be 0, and be certainly smaller than the decimal `below`."""
        small = bool(residual.abs_upper() < arb(below))
        self.require(what, False if 0 not in residual else (True if small else None))

    def encloses(self, what: str, ball: arb, value: int, below: str) -> None:
        """A ball must contain a number, and have a radius below the decimal `below`."""
        tight = bool(ball.rad() < arb(below))
        self.require(what, False if value not in ball else (True if tight else None))

    def done(self, detail: str, **results: arb) -> Enclosure:
        """The outcome, with the balls that it arrived at.

        `detail` says what holds; where something does not, what that is takes its place. A result
        that is wider than `TIGHT` allows leaves the check undecided: nothing can be compared with
        it.
        """
        for name, ball in results.items():
            self.require(f"the result {name} to {TIGHT:g} of its size", is_tight(ball) or None)
        rows = (self.header, *self._rows) if self.header else ()
        return Enclosure(self._fault or detail, self.holds, rows, results)


def is_tight(ball: arb) -> bool:
    """Whether a result is narrow enough to be compared with a stated value: zero only exactly."""
    return ball.is_finite() and bool(ball.rad() <= abs(ball).lower() * TIGHT)


def is_less(left: Any, right: Any) -> bool | None:
    """Whether ``left < right``; None where the balls overlap."""
    if left < right:
        return True
    return False if left >= right else None
