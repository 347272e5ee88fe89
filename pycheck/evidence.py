"""The words of the audit: two kinds of evidence, two verdicts, and no way from one to the other.

`AlgebraEvidence` and `RealityEvidence` are different types with different vocabularies, and each
verdict is a function of its own kind alone. That is the rule of this project as a type error.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class AlgebraVerdict(StrEnum):
    """What follows from the definitions."""

    PROVED = "proved"
    DERIVED = "derived"
    REFUTED = "refuted"
    CONFLICT = "conflict"
    NONE = "none"


class RealityVerdict(StrEnum):
    """What models do."""

    REPRODUCED = "reproduced"
    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"
    UNMEASURED = "unmeasured"
    NOT_APPLICABLE = "not applicable"


class Finding(StrEnum):
    """What one piece of algebra evidence says of a claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    UNDECIDED = "undecided"  # evaluated, but evaluation cannot decide it
    INVALID = "invalid"  # stale, tampered with or missing: no evidence at all


@dataclass(frozen=True, slots=True)
class AlgebraEvidence:
    """One receipt, derivation, enclosure or sampled statement, and what it says of a claim."""

    kind: Literal["receipt", "derivation", "enclosure", "sample"]
    name: str
    finding: Finding
    detail: str


@dataclass(frozen=True, slots=True)
class RealityEvidence:
    """One measurement on one body of data, and what it says of a claim.

    `verdict` is never `NOT_APPLICABLE`; `source` is the body of data (``own``, ``published``).
    `interval` is the 95 % interval of `estimate` where the measurement has one number.
    """

    name: str
    source: str
    verdict: RealityVerdict
    detail: str
    estimate: float | None = None
    interval: tuple[float, float] | None = None
    numbers: Mapping[str, float | int | str] = field(default_factory=dict)
    kind: Literal["measurement"] = "measurement"


def algebra_verdict(evidence: Iterable[AlgebraEvidence]) -> AlgebraVerdict:
    """The verdict of all algebra evidence of one claim.

    Receipts count when all of them are valid and an independent check (a derivation or an
    enclosure, neither of which reads the Lean text) agrees with them. A sampled statement is not
    independent of the receipt that carries it: it can object, never confirm. Evidence on both sides
    is a conflict.
    """
    items = list(evidence)
    supports = {e.kind for e in items if e.finding is Finding.SUPPORTS}
    refutes = {e.kind for e in items if e.finding is Finding.REFUTES}
    invalid = {e.kind for e in items if e.finding is Finding.INVALID}
    if refutes:
        return AlgebraVerdict.CONFLICT if supports else AlgebraVerdict.REFUTED
    if supports & {"derivation", "enclosure"}:
        proved = "receipt" in supports and "receipt" not in invalid
        return AlgebraVerdict.PROVED if proved else AlgebraVerdict.DERIVED
    return AlgebraVerdict.NONE


def reality_verdict(verdicts: Iterable[RealityVerdict], *, bears: bool) -> RealityVerdict:
    """The verdict of all measurements of one claim; `bears` says whether data could bear on it.

    Bodies of data that decide in opposite directions leave the claim undecided.
    """
    if not bears:
        return RealityVerdict.NOT_APPLICABLE
    decided = {v for v in verdicts if v is not RealityVerdict.UNMEASURED}
    if not decided:
        return RealityVerdict.UNMEASURED
    sides = decided - {RealityVerdict.UNDECIDED}
    return sides.pop() if len(sides) == 1 else RealityVerdict.UNDECIDED
