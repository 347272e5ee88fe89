"""The audit as a JSON document, the interface that ``docs/audit.schema.json`` describes."""

from collections.abc import Iterable
from typing import Any

from pycheck.auditing.results import Audit, ClaimResult, ErratumResult, PartResult, TheoremRelation
from pycheck.carrying.reading import Reader
from pycheck.evidence import AlgebraEvidence, Compared, Evidence, RealityEvidence
from pycheck.formulas.outcome import Outcome
from pycheck.ledger.schema import Claim, Erratum

SCHEMA = 2


def as_document(audit: Audit) -> dict[str, Any]:
    """The audit as the JSON document of schema version 2."""
    reader = audit.reader()
    return {
        "schema": SCHEMA,
        "kind": "audit",
        "title": audit.project.title,
        "text": audit.project.text,
        "sections": [{"id": s.id, "title": s.title} for s in audit.ledger.sections],
        "claims": [_claim(c, reader) for c in audit.claims],
        "summary": audit.summary(),
        "trust": audit.trust,
        "problems": list(audit.problems),
        "remedy": audit.remedy,
        "kept_since": _kept(audit),
    }


def errata_document(audit: Audit, errata: Iterable[ErratumResult]) -> dict[str, Any]:
    """Some errata of an audit alone, in the same shape as within it."""
    return {
        "schema": SCHEMA,
        "kind": "errata",
        "errata": [_erratum(e, audit.ledger.find(e.claim)) for e in errata],
        "kept_since": _kept(audit),
    }


def _kept(audit: Audit) -> str | None:
    return audit.kept_since.isoformat(timespec="seconds") if audit.kept_since else None


def _claim(result: ClaimResult, reader: Reader | None) -> dict[str, Any]:
    return {
        "id": result.claim.id,
        "section": result.claim.section_id,
        "title": result.claim.title,
        "kind": result.claim.kind,
        "place": _place(result.claim, result.claim),
        "parts": [_part(p, reader) for p in result.parts],
        "algebra": {
            "verdict": str(result.algebra.verdict),
            "expected": str(result.algebra.expected),
            "carried": sum(bool(p.carried) for p in result.parts) if result.parts else None,
            "of": len(result.parts) or None,
            "evidence": [_algebra(e) for e in result.algebra.evidence],
        },
        "reality": {
            "verdict": str(result.reality.verdict),
            "expected": result.reality.expected and str(result.reality.expected),
            "evidence": [_reality(e) for e in result.reality.evidence],
        },
        "errata": [_erratum(e, result.claim) for e in result.errata],
        "surprises": [{"kind": s.kind, "reason": s.reason} for s in result.surprises],
    }


def _part(result: PartResult, reader: Reader | None) -> dict[str, Any]:
    """A part with its formula or its words, its theorems, and what its check says."""
    part, check = result.part, result.check
    said = {"formula": part.formula} if part.formula is not None else {"words": part.words}
    return {
        **said,
        "read": result.read,
        "where": list(part.where),
        "definitions": list(result.definitions),
        "verdict": str(result.verdict),
        "carried": result.carried or None,
        "theorems": [_theorem(t, reader) for t in result.theorems],
        "evidence": [_checked(result, check)] if check else [],
    }


def _theorem(theorem: TheoremRelation, reader: Reader | None) -> dict[str, Any]:
    reading = reader.reading(theorem.name) if reader else None
    reads = {
        "definitions": [d.receipt.name for d in reading.definitions] if reading else [],
        "lines": reading.lines if reading else 0,
    }
    return {
        "name": theorem.name,
        "relation": theorem.relation,
        "points": theorem.points,
        "reason": theorem.reason,
        "reads": reads,
    }


_CHECKS = {"derived": "supports", "refuted": "refutes"}


def _checked(result: PartResult, check: Outcome) -> dict[str, Any]:
    """What ``pycheck check`` says of a part's formula, as a piece of evidence."""
    detail = result.empty or check.reason or f"{check.verdict} at {check.samples} points"
    return {
        "kind": "check",
        "name": result.read,
        "verdict": _CHECKS.get(check.verdict, "undecided"),
        "detail": detail,
        "status": check.verdict,
    }


def _place(entry: Claim | Erratum, carrier: Claim) -> dict[str, Any]:
    """Where the claim stands, or the one that carries the erratum, and what it answers."""
    return {
        "section": carrier.section_id,
        "heading": carrier.question,
        "sentences": list(entry.sentences),
        "beyond_text": entry.beyond_text,
        "data_file": entry.data_file,
    }


def _erratum(result: ErratumResult, carrier: Claim) -> dict[str, Any]:
    """One erratum: printed, corrected, and the evidence on both sides."""
    return {
        "id": result.erratum.id,
        "claim": result.claim,
        "title": result.erratum.title,
        "place": _place(result.erratum, carrier),
        "status": str(result.status),
        "expected": str(result.erratum.expected),
        "reading": result.erratum.reading,
        "printed": result.erratum.printed,
        "corrected": result.erratum.corrected,
        "against": [_evidence(e) for e in result.deciding_against],
        "for": [_evidence(e) for e in result.deciding_for],
        "undecided": [_evidence(e) for e in result.undecided],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    if isinstance(evidence, AlgebraEvidence):
        return _algebra(evidence)
    return _reality(evidence)


def _algebra(evidence: AlgebraEvidence) -> dict[str, Any]:
    return {
        "kind": evidence.kind,
        "name": evidence.name,
        "verdict": str(evidence.finding),
        "detail": evidence.detail,
        **({"status": evidence.status} if evidence.status else {}),
        **(_steps(*evidence.steps) if evidence.steps else {}),
    }


def _steps(checked: int, of: int) -> dict[str, Any]:
    return {"steps": {"checked": checked, "of": of}}


def _reality(evidence: RealityEvidence) -> dict[str, Any]:
    return {
        "kind": evidence.kind,
        "name": evidence.name,
        "verdict": str(evidence.verdict),
        "detail": evidence.detail,
        "source": evidence.source,
        "estimate": evidence.estimate,
        "interval": list(evidence.interval) if evidence.interval else None,
        "numbers": dict(evidence.numbers),
        "compared": [_compared(number) for number in evidence.compared],
    }


def _compared(number: Compared) -> dict[str, Any]:
    return {
        "quantity": number.quantity,
        "of": number.label,
        "unit": number.unit,
        "value": number.value,
        "interval": list(number.interval) if number.interval else None,
        "level": number.level,
        "range": list(number.claimed),
        "margin": number.margin,
        "rule": str(number.rule),
        "ours": number.ours,
    }
