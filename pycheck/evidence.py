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
    PROVED_IN_PART = "proved in part"
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


class ErratumStatus(StrEnum):
    """What the evidence at hand says of an erratum."""

    CONFIRMED = "confirmed"  # it decides against the printed text
    UNFOUNDED = "unfounded"  # it bears the printed text out
    OPEN = "open"  # it does not decide, or decides both ways
    NOT_DECIDED_HERE = "not decided here"  # the data that would decide are not on this machine


class Rule(StrEnum):
    """By which rule a number decides; how often each errs is in docs/verdicts.md."""

    RANGE = "interval in a range"
    SHARE = "share"
    RESPONSE = "slope or monotone response"
    FIT = "lack of fit"
    POINT = "point with a margin"


class Finding(StrEnum):
    """What one piece of algebra evidence says of a claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    UNDECIDED = "undecided"  # evaluated, but evaluation cannot decide it
    INVALID = "invalid"  # stale, tampered with or missing: no evidence at all


AlgebraKind = Literal["receipt", "derivation", "enclosure", "sample", "formula"]


@dataclass(frozen=True, slots=True)
class AlgebraEvidence:
    """One receipt, derivation, enclosure, sampled statement or formula, and what it says."""

    kind: AlgebraKind
    name: str
    finding: Finding
    detail: str
    status: str = ""
    """Of a sample and a formula: what sampling came to, in its own words."""
    steps: tuple[int, int] | None = None
    """Of a derivation: how many of its steps are checked, and how many it has."""
    failed: bool = False
    """Whether what it comes from did not come to an end; `detail` says why."""

    @property
    def says(self) -> str:
        """The finding in a word."""
        return str(self.finding)


@dataclass(frozen=True, slots=True)
class Compared:
    """A number that a measurement decides by, beside the range that it must lie in.

    `interval` is its interval of `level`, None where the number itself is compared: 95 %, or more
    where a claim has several parts that are to hold together in 95 %. `claimed` is that range,
    least and largest value, the same where one value is claimed; `ours` says that its bounds are a
    reading of ours, because the text gives none. `margin` is how far from the range a value still
    agrees with it. `label` tells apart numbers of one quantity; `unit` is that of value, interval
    and range, empty for a pure number. `rule` names how the number was made and decides.
    """

    quantity: str
    value: float
    interval: tuple[float, float] | None
    claimed: tuple[float, float]
    label: str = ""
    unit: str = ""
    ours: bool = False
    rule: Rule = Rule.RANGE
    margin: float = 0.0
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class RealityEvidence:
    """One measurement on one body of data, and what it says of a claim.

    `verdict` is never `NOT_APPLICABLE`; `source` is the name of the body of data.
    `interval` is the 95 % interval of `estimate` where the measurement has one number; `compared`
    are all numbers that decide.
    """

    name: str
    source: str
    verdict: RealityVerdict
    detail: str
    estimate: float | None = None
    interval: tuple[float, float] | None = None
    numbers: Mapping[str, float | int | str] = field(default_factory=dict)
    failed: bool = False
    """Whether the measurement did not come to an end; `detail` says why."""
    kind: Literal["measurement"] = "measurement"
    compared: tuple[Compared, ...] = ()

    @property
    def says(self) -> str:
        """The verdict in a word."""
        return str(self.verdict)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules by which its numbers decide, each once."""
        return tuple(dict.fromkeys(number.rule for number in self.compared))


Evidence = AlgebraEvidence | RealityEvidence


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


_AGREES = {True: Finding.REFUTES, False: Finding.SUPPORTS}
_MEASURED = {True: RealityVerdict.CONTRADICTED, False: RealityVerdict.REPRODUCED}


def erratum_status(against: Iterable[Evidence], speaking_for: Iterable[Evidence]) -> ErratumStatus:
    """What the evidence against what is printed and for what is right says of an erratum.

    Evidence *against* speaks of the printed text, so that it agrees with the erratum where it
    refutes or contradicts. One piece of algebra that does not agree leaves the erratum open, for
    algebra can always be had; data that do not decide are passed over, and so are formulas, but for
    one that is printed and holds wherever it was tried, or is right and disagrees so far.
    """
    sides = [(e, True) for e in against] + [(e, False) for e in speaking_for]
    agrees = [e for e, refuting in sides if _stance(e, refuting=refuting) is True]
    disagrees = [e for e, refuting in sides if _stance(e, refuting=refuting) is False]
    silent = [(e, refuting) for e, refuting in sides if _stance(e, refuting=refuting) is None]
    if disagrees:
        return ErratumStatus.OPEN if agrees else ErratumStatus.UNFOUNDED
    if any(_leaves_open(e, refuting=refuting) for e, refuting in silent):
        return ErratumStatus.OPEN
    if agrees:
        return ErratumStatus.CONFIRMED
    absent = [e for e, _ in silent if e.says == RealityVerdict.UNMEASURED]
    return ErratumStatus.NOT_DECIDED_HERE if absent else ErratumStatus.OPEN


def _leaves_open(evidence: Evidence, *, refuting: bool) -> bool:
    """Whether evidence that does not decide keeps an erratum from being confirmed."""
    if isinstance(evidence, RealityEvidence):
        return False
    against_it = "unrefuted" if refuting else "disagrees so far"
    return evidence.kind != "formula" or evidence.status == against_it


def decides(evidence: Evidence) -> bool:
    """Whether evidence says anything, either way."""
    return _stance(evidence, refuting=True) is not None


def _stance(evidence: Evidence, *, refuting: bool) -> bool | None:
    """Whether evidence agrees with the erratum; None where it does not decide."""
    if isinstance(evidence, AlgebraEvidence):
        decided = {_AGREES[refuting]: True, _AGREES[not refuting]: False}
        return decided.get(evidence.finding)
    measured = {_MEASURED[refuting]: True, _MEASURED[not refuting]: False}
    return measured.get(evidence.verdict)
