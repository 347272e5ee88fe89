"""The parts of claims as pieces of work, and what comes of them: plain values, as processes share.

What does the work is `pycheck.carrying.parts`, which only the process that does it imports.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pycheck.formulas.outcome import Outcome
from pycheck.ledger.parts import Definition, Part

Wanted = tuple[str, int]
"""A part: the id of its claim, or the text of an erratum, and its number, from 1."""

SaysOfPart = Literal["same", "assumes more", "disagrees", "by reading"]
"""What the comparison of a theorem with a formula comes to."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a theorem is to a formula, at how many points they were compared, and why."""

    relation: SaysOfPart
    points: int = 0
    reason: str = ""


Related = tuple[tuple[str, Relation], ...]
"""Theorems with what each is to a formula."""


@dataclass(frozen=True, slots=True)
class DefinitionWork:
    """Compare the ledger's definition `name` with the constant that it names of the library."""

    root: Path
    namespace: str
    definitions: tuple[Definition, ...]
    name: str
    seed: int


@dataclass(frozen=True, slots=True)
class PartWork:
    """A part with everything that is needed to judge it; `root` is None without proofs.

    `same` are the definitions that are found to be those of the constants which they name.
    """

    root: Path | None
    namespace: str
    definitions: tuple[Definition, ...]
    same: tuple[str, ...]
    wanted: Wanted
    part: Part
    n: int
    seed: int


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """What a part comes to: the formula as it was read, its check, and each theorem's relation.

    `denials` are those of the theorems that are said to deny it. Words are not checked. `empty` is
    the reason why the formula says nothing at all, `failed` why it could not be judged, or empty.
    """

    part: Wanted
    read: str
    definitions: tuple[str, ...]
    check: Outcome | None
    theorems: Related
    empty: str = ""
    denials: Related = ()
    failed: str = ""


def failed_definition(_: DefinitionWork, reason: str) -> Relation:
    """What stands for a definition that could not be compared: its constant carries nothing."""
    return Relation("disagrees", 0, f"did not run: {reason}")


def failed_part(work: PartWork, reason: str) -> PartOutcome:
    """What stands for a part that could not be judged: nothing carries or checks it."""
    told, part = f"did not run: {reason}", work.part
    formula = part.formula
    check = None if formula is None else Outcome(formula, part.where, "undecided", told)
    return PartOutcome(work.wanted, part.text, (), check, (), failed=told)
