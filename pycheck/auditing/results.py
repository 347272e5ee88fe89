"""What an audit returns: typed, comparable, and the only thing that tables and pages read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pycheck.evidence import (
    AlgebraEvidence,
    AlgebraVerdict,
    RealityEvidence,
    RealityVerdict,
)
from pycheck.ledger.schema import Claim, Erratum


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

    `stands` is false when algebra evidence that the ledger names does not say what the erratum
    needs, or when it is called confirmed and names no evidence. Measurements are shown with it and
    do not decide: their verdict is the claim's reality.
    """

    erratum: Erratum
    claim: str
    against: tuple[AlgebraEvidence | RealityEvidence, ...]
    evidence_for: tuple[AlgebraEvidence | RealityEvidence, ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """One claim with its two verdicts; `surprises` says what is not as the ledger expects."""

    claim: Claim
    algebra: AlgebraSide
    reality: RealitySide
    errata: tuple[ErratumResult, ...]
    surprises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of a selection of claims.

    `checks` holds the runs of derivations and enclosures by ``kind:name``; `trust` is the sentence
    on what a receipt rests on; `problems` are faults of the record of the proofs that belong to no
    single receipt; `remedy` is what to do about data that are not there, or empty.
    """

    claims: tuple[ClaimResult, ...]
    checks: Mapping[str, CheckRun]
    trust: str
    problems: tuple[str, ...]
    remedy: str

    @property
    def surprises(self) -> tuple[tuple[str, str], ...]:
        """Every (claim id or ``receipts``, reason) that is not as it should be."""
        of_claims = [(c.claim.id, reason) for c in self.claims for reason in c.surprises]
        return (*(("receipts", problem) for problem in self.problems), *of_claims)

    @property
    def errata(self) -> tuple[ErratumResult, ...]:
        """All errata of the selection, in the order of their numbers."""
        found = [e for c in self.claims for e in c.errata]
        return tuple(sorted(found, key=lambda e: int(e.erratum.id[1:])))

    def summary(self) -> dict[str, dict[str, int]]:
        """How many claims have which verdict, prose apart."""
        checkable = [c for c in self.claims if c.claim.kind != "prose"]
        return {
            "claims": {
                "checkable": len(checkable),
                "prose": len(self.claims) - len(checkable),
                "unexpected": sum(bool(c.surprises) for c in self.claims),
            },
            "algebra": dict(Counter(str(c.algebra.verdict) for c in checkable)),
            "reality": dict(Counter(str(c.reality.verdict) for c in checkable)),
        }
