"""What an audit returns: typed, comparable, and the only thing that tables and pages read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pycheck.checks.outcomes import StepKind
from pycheck.data.sources import Source
from pycheck.evidence import (
    AlgebraEvidence,
    AlgebraVerdict,
    ErratumStatus,
    Evidence,
    RealityEvidence,
    RealityVerdict,
    decides,
)
from pycheck.formulas.outcome import Outcome
from pycheck.ledger.loader import Ledger, natural
from pycheck.ledger.parts import Part
from pycheck.ledger.schema import Claim, Erratum, EvidenceRef
from pycheck.notation.html import html_table
from pycheck.notation.words import counted
from pycheck.project import Project
from pycheck.receipts import ReceiptBook, ReceiptStatus

if TYPE_CHECKING:
    from pycheck.carrying.reading import Reader


@dataclass(frozen=True, slots=True)
class Surprise:
    """Something that is not as it should be, and which part of the audit says so.

    `receipt` names the receipt that does not count, where that is what is told.
    """

    kind: Literal["algebra", "reality", "erratum", "receipts"]
    reason: str
    receipt: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}"

    def is_about(self, erratum: str) -> bool:
        """Whether it tells of the erratum of this id."""
        return self.kind == "erratum" and self.reason.startswith((f"{erratum} ", f"{erratum}:"))


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One run of a derivation or an enclosure, as text: what ``pycheck show`` prints."""

    name: str
    holds: bool | None
    steps: tuple[tuple[str, str, StepKind], ...] = ()  # (sentence, LaTeX, what it is)
    detail: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    results: tuple[tuple[str, str], ...] = ()
    typeset: tuple[tuple[str, str], ...] = ()  # (name, LaTeX of the exact value)
    typed: tuple[str, ...] = ()  # names of results at which no checked step arrived
    error: str = ""

    @property
    def checked(self) -> int:
        """How many steps were decided, rather than defined or remarked."""
        return sum(kind == "checked" for _, _, kind in self.steps)


@dataclass(frozen=True, slots=True)
class TheoremRelation:
    """A theorem that is said to carry a part: what it is to the part's formula, and its receipt.

    `points` counts the samples at which both were compared.
    """

    name: str
    relation: Literal["same", "assumes more", "disagrees", "by reading"]
    points: int
    reason: str
    receipt: AlgebraEvidence


@dataclass(frozen=True, slots=True)
class PartResult:
    """One part of a claim with its verdict.

    `read` is its formula as it was understood, `check` what ``pycheck check`` says of it (None of
    words), `carried` how a theorem carries it. `empty` says why the formula says nothing.
    """

    part: Part
    read: str
    definitions: tuple[str, ...]
    verdict: AlgebraVerdict
    check: Outcome | None
    theorems: tuple[TheoremRelation, ...]
    carried: Literal["same", "by reading", ""]
    empty: str = ""

    @property
    def in_print(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Its definitions and its conditions as they read in print."""
        from pycheck.formulas.printing import conditions_shown

        said = conditions_shown((*self.definitions, *self.part.where))
        return said[: len(self.definitions)], said[len(self.definitions) :]


@dataclass(frozen=True, slots=True)
class AlgebraSide:
    """What follows from the definitions, and what the ledger expects of it."""

    verdict: AlgebraVerdict
    expected: AlgebraVerdict
    evidence: tuple[AlgebraEvidence, ...]


@dataclass(frozen=True, slots=True)
class RealitySide:
    """What models do, and what the ledger expects of the data that are there.

    `expected` is None of data that a person brought along.
    """

    verdict: RealityVerdict
    expected: RealityVerdict | None
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
    def undecided(self) -> tuple[Evidence, ...]:
        """The measurements among its evidence that decide nothing: they are on neither side."""
        return tuple(e for e in (*self.against, *self.evidence_for) if not decides(e))

    @property
    def deciding_against(self) -> tuple[Evidence, ...]:
        """What is named against the printed text, and decides."""
        return tuple(e for e in self.against if decides(e))

    @property
    def deciding_for(self) -> tuple[Evidence, ...]:
        """What is named for the corrected text, and decides."""
        return tuple(e for e in self.evidence_for if decides(e))

    @property
    def failed(self) -> tuple[Evidence, ...]:
        """What did not run, so that nobody knows what it would say."""
        return tuple(e for e in (*self.against, *self.evidence_for) if e.failed)

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
    parts: tuple[PartResult, ...] = ()

    def __repr__(self) -> str:
        return f"<ClaimResult {self.claim.id}: {self.algebra.verdict}, {self.reality.verdict}>"

    @property
    def formulas(self) -> int:
        """How many of its parts are formulas."""
        return sum(p.part.formula is not None for p in self.parts)

    @property
    def proved(self) -> str:
        """How much of it is proved: ``2 of 3``, ``1 of 3 by reading``; empty without parts."""
        carried = [p for p in self.parts if p.carried]
        if not carried:
            return ""
        told = f"{len(carried)} of {len(self.parts)}" if len(carried) < len(self.parts) else ""
        reading = sum(p.carried == "by reading" for p in carried)
        read = f"{reading} of {len(self.parts)} by reading" if reading else ""
        return ", ".join(filter(None, (told, read)))


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of a selection of claims, with everything that it was computed from.

    `receipts` is None where the audit has no Lean project; `statuses` are those of all receipts by
    full name. `checks` holds the runs of derivations and enclosures, `sources` the bodies of data
    that are on this machine. `trust` is the sentence on what a receipt rests on; `problems` are
    faults of the record of the proofs that belong to no single receipt; `remedy` is what to do
    about data that are not there, or empty. `kept_since` is when the oldest outcome was found that
    was not found now, None where all were.
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
    kept_since: datetime | None = None

    @property
    def given(self) -> tuple[Source, ...]:
        """The bodies of data that a person brought along, of which nothing is expected."""
        return tuple(source for source in self.sources.values() if source.given)

    @property
    def counted(self) -> str:
        """How many claims and errata there are, and how many are not as expected, in words."""
        summary = self.summary()["claims"]
        unexpected = summary["unexpected"] + len(self.problems)
        return (
            f"{counted(summary['checkable'], 'checkable claim')}, "
            f"{counted(summary['prose'], 'prose question')}, "
            f"{counted(len(self.errata), 'erratum', 'errata')}; not as expected: {unexpected}"
        )

    def __repr__(self) -> str:
        return f"<Audit of {self.project.title!r}: {self.counted}>"

    def _repr_html_(self) -> str:
        """A row a claim, for a notebook."""
        rows = (
            (
                found.claim.id,
                found.claim.title,
                str(found.algebra.verdict) if found.claim.checkable else "prose",
                str(found.reality.verdict) if found.claim.checkable else "",
                ", ".join(f"{e.erratum.id} {e.status}" for e in found.errata),
            )
            for found in self.claims
        )
        heads = ("claim", "title", "algebra", "reality", "errata")
        return html_table(rows, heads, caption=self.counted)

    def reader(self) -> "Reader | None":
        """What tells the lines to read before a theorem is trusted; None without proofs."""
        from pycheck.carrying.reading import Reader

        root = self.project.lean
        return Reader(self.receipts, root) if self.receipts and root else None

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
                "without formulas": sum(not c.formulas for c in checkable),
                "parts": sum(len(c.parts) for c in checkable),
                "parts in words": sum(len(c.parts) - c.formulas for c in checkable),
                "parts by reading": sum(
                    p.carried == "by reading" for c in checkable for p in c.parts
                ),
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
