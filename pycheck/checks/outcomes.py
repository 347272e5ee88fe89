"""What an independent check returns. A check takes no argument and never reads the Lean text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

StepKind = Literal["checked", "definition", "remark"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation: a sentence, and the formula it arrives at (LaTeX, may be empty).

    Only a `checked` step was decided by computer algebra. `reached` are the exact values at which
    it arrived; a definition and a remark reach none.
    """

    text: str
    latex: str
    kind: StepKind
    reached: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """A symbolic derivation from the definitions.

    `holds` says whether every residual that the derivation formed vanished (and every inequality
    came out); a derivation without a checked step decides nothing. `results` are what it says it
    arrived at, as exact sympy expressions; the audit compares those that a checked step did reach
    with what the ledger states, so a derivation never knows the stated value.
    """

    steps: tuple[Step, ...]
    holds: bool
    results: Mapping[str, Any] = field(default_factory=dict)

    @property
    def checked(self) -> tuple[Step, ...]:
        """The steps that were decided."""
        return tuple(step for step in self.steps if step.kind == "checked")

    @property
    def arrived(self) -> dict[str, Any]:
        """The results that a checked step reached: one that is only typed is no result."""
        reached = [value for step in self.checked for value in step.reached]
        return {n: v for n, v in self.results.items() if any(_is(v, r) for r in reached)}


def _is(value: Any, reached: Any) -> bool:
    """Whether two exact values are one object; truth is not the number one."""
    return type(value) is type(reached) and bool(value == reached)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A rigorous check in ball arithmetic.

    `holds` is None where balls cannot decide. `rows` is a table for people (its first row is the
    header); `results` are python-flint balls certain to contain the values of these names.
    """

    detail: str
    holds: bool | None
    rows: tuple[tuple[str, ...], ...] = ()
    results: Mapping[str, Any] = field(default_factory=dict)


F = TypeVar("F", bound=Callable[[], Derivation | Enclosure])


def check(function: F) -> F:
    """Mark a function as a check that the ledger may name."""
    return function
