"""What an independent check returns. A check takes no argument and never reads the Lean text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation: a sentence, and the formula it arrives at (LaTeX, may be empty)."""

    text: str
    latex: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A symbolic derivation from the definitions.

    `holds` says whether every residual that the derivation formed vanished (and every inequality
    came out). `results` are the values it arrived at, as exact sympy expressions; the audit
    compares them with what the ledger states, so a derivation never knows the stated value.
    """

    steps: tuple[Step, ...]
    holds: bool
    results: Mapping[str, Any] = field(default_factory=dict)


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
