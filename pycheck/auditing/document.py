"""The audit as a JSON document, the interface that ``docs/audit.schema.json`` describes."""

from typing import Any

from pycheck.auditing.results import Audit, ClaimResult, ErratumResult
from pycheck.evidence import AlgebraEvidence, Evidence, RealityEvidence
from pycheck.ledger.schema import Claim, Erratum

SCHEMA = 2


def as_document(audit: Audit) -> dict[str, Any]:
    """The audit as the JSON document of schema version 2."""
    return {
        "schema": SCHEMA,
        "kind": "audit",
        "title": audit.project.title,
        "text": audit.project.text,
        "sections": [{"id": s.id, "title": s.title} for s in audit.ledger.sections],
        "claims": [_claim(c) for c in audit.claims],
        "summary": audit.summary(),
        "trust": audit.trust,
        "problems": list(audit.problems),
        "remedy": audit.remedy,
    }


def errata_document(audit: Audit) -> dict[str, Any]:
    """The errata alone, in the same shape as within the audit."""
    return {
        "schema": SCHEMA,
        "kind": "errata",
        "errata": [_erratum(e, audit.ledger.find(e.claim)) for e in audit.errata],
    }


def _claim(result: ClaimResult) -> dict[str, Any]:
    return {
        "id": result.claim.id,
        "section": result.claim.section_id,
        "title": result.claim.title,
        "kind": result.claim.kind,
        "place": _place(result.claim, result.claim),
        "parts": [],
        "algebra": {
            "verdict": str(result.algebra.verdict),
            "expected": str(result.algebra.expected),
            "carried": None,
            "of": None,
            "evidence": [_algebra(e) for e in result.algebra.evidence],
        },
        "reality": {
            "verdict": str(result.reality.verdict),
            "expected": str(result.reality.expected),
            "evidence": [_reality(e) for e in result.reality.evidence],
        },
        "errata": [_erratum(e, result.claim) for e in result.errata],
        "surprises": [{"kind": s.kind, "reason": s.reason} for s in result.surprises],
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
        "against": [_evidence(e) for e in result.against],
        "for": [_evidence(e) for e in result.evidence_for],
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
    }


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
    }
