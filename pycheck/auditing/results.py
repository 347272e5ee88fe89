"""What an audit returns: typed, comparable, and the only thing that tables and pages read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pycheck.data.sources import Source
from pycheck.evidence import (
    AlgebraEvidence,
    AlgebraVerdict,
    ErratumStatus,
    Evidence,
    RealityEvidence,
    RealityVerdict,
)
from pycheck.ledger.loader import Ledger, natural
from pycheck.ledger.schema import Claim, Erratum, EvidenceRef
from pycheck.project import Project
from pycheck.receipts import ReceiptBook, ReceiptStatus


@dataclass(frozen=True, slots=True)
class Surprise:
    """Something that is not as it should be, and which part of the audit says so."""

    kind: Literal["algebra", "reality", "erratum", "receipts"]
    reason: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}"


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One run of a derivation or an enclosure, as text: what ``pycheck show`` prints."""

    name: str
    holds: bool | None
    steps: tuple[tuple[str, str], ...] = ()  # (sentence, LaTeX)
    detail: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    results: tuple[tuple[str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class AlgebraSide:
    """What follows from the definitions, and what the ledger expects of it."""

    verdict: AlgebraVerdict
    expected: AlgebraVerdict
    evidence: tuple[AlgebraEvidence, ...]


@dataclass(frozen=True, slots=True)
class RealitySide:
    """What models do, and what the ledger expects of the data that are there."""

    verdict: RealityVerdict
    expected: RealityVerdict
    evidence: tuple[RealityEvidence, ...]


@dataclass(frozen=True, slots=True)
class ErratumResult:
    """An erratum with the evidence against what is printed and for what is right.

    `status` is what this evidence says; `as_expected` is false where the ledger expects another
    status and the data that decide are at hand.
    """

    erratum: Erratum
    claim: str
    against: tuple[Evidence, ...]
    evidence_for: tuple[Evidence, ...]
    status: ErratumStatus

    @property
    def as_expected(self) -> bool:
        """Whether the evidence says what the ledger expects, as far as it is at hand."""
        return self.status in (self.erratum.expected, ErratumStatus.NOT_DECIDED_HERE)


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """One claim with its two verdicts; `surprises` says what is not as the ledger expects."""

    claim: Claim
    algebra: AlgebraSide
    reality: RealitySide
    errata: tuple[ErratumResult, ...]
    surprises: tuple[Surprise, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of a selection of claims, with everything that it was computed from.

    `receipts` is None where the audit has no Lean project; `statuses` are those of all receipts by
    full name. `checks` holds the runs of derivations and enclosures, `sources` the bodies of data
    that are on this machine. `trust` is the sentence on what a receipt rests on; `problems` are
    faults of the record of the proofs that belong to no single receipt; `remedy` is what to do
    about data that are not there, or empty.
    """

    project: Project
    ledger: Ledger
    claims: tuple[ClaimResult, ...]
    receipts: ReceiptBook | None
    statuses: Mapping[str, ReceiptStatus]
    checks: Mapping[EvidenceRef, CheckRun]
    sources: Mapping[str, Source]
    trust: str
    problems: tuple[str, ...]
    remedy: str

    @property
    def surprises(self) -> tuple[tuple[str, Surprise], ...]:
        """Every surprise with the id of the claim, or ``receipts``, that it is about."""
        of_record = (("receipts", Surprise("receipts", problem)) for problem in self.problems)
        return (*of_record, *((c.claim.id, s) for c in self.claims for s in c.surprises))

    @property
    def errata(self) -> tuple[ErratumResult, ...]:
        """All errata of the selection, in the order of their numbers."""
        found = [e for c in self.claims for e in c.errata]
        return tuple(sorted(found, key=lambda e: natural(e.erratum.id)))

    def summary(self) -> dict[str, dict[str, int]]:
        """How many claims have which verdict, prose apart, and how many errata which status."""
        checkable = [c for c in self.claims if c.claim.checkable]
        return {
            "claims": {
                "checkable": len(checkable),
                "prose": len(self.claims) - len(checkable),
                "unexpected": sum(bool(c.surprises) for c in self.claims),
            },
            "algebra": dict(Counter(str(c.algebra.verdict) for c in checkable)),
            "reality": dict(Counter(str(c.reality.verdict) for c in checkable)),
            "errata": dict(Counter(str(e.status) for e in self.errata)),
            "claims answer": _answers(c.claim for c in checkable),
            "errata answer": _answers(e.erratum for e in self.errata),
        }


def _answers(entries: Iterable[Claim | Erratum]) -> dict[str, int]:
    """How many entries answer a sentence, go beyond the text, or are about a data file."""
    return dict(Counter(entry.answers for entry in entries if entry.answers))
