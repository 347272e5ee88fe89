"""The audit as JSON and as JUnit XML: interfaces, described in ``docs/audit.schema.json``."""

import xml.etree.ElementTree as ET
from typing import Any

from pycheck.auditing.results import Audit, ClaimResult, ErratumResult
from pycheck.evidence import AlgebraEvidence, RealityEvidence, RealityVerdict

SCHEMA = 1


def as_document(audit: Audit) -> dict[str, Any]:
    """The audit as the JSON document of schema version 1."""
    return {
        "schema": SCHEMA,
        "claims": [_claim(c) for c in audit.claims],
        "summary": audit.summary()
        | {"errata": {"listed": len(audit.errata), "stand": sum(e.stands for e in audit.errata)}},
        "trust": audit.trust,
        "problems": list(audit.problems),
        "remedy": audit.remedy,
    }


def _claim(result: ClaimResult) -> dict[str, Any]:
    return {
        "id": result.claim.id,
        "chapter": result.claim.chapter,
        "title": result.claim.title,
        "kind": result.claim.kind,
        "algebra": {
            "verdict": str(result.algebra.verdict),
            "expected": str(result.algebra.expected),
            "evidence": [_algebra(e) for e in result.algebra.evidence],
        },
        "reality": {
            "verdict": str(result.reality.verdict),
            "expected": str(result.reality.expected),
            "evidence": [_reality(e) for e in result.reality.evidence],
        },
        "errata": [erratum_document(e) for e in result.errata],
        "surprises": list(result.surprises),
    }


def erratum_document(result: ErratumResult) -> dict[str, Any]:
    """One erratum as JSON: printed, corrected, and the evidence on both sides."""
    return {
        "id": result.erratum.id,
        "claim": result.claim,
        "title": result.erratum.title,
        "status": result.erratum.status,
        "printed": result.erratum.printed,
        "corrected": result.erratum.corrected,
        "stands": result.stands,
        "against": [_evidence(e) for e in result.against],
        "for": [_evidence(e) for e in result.evidence_for],
    }


def _evidence(evidence: AlgebraEvidence | RealityEvidence) -> dict[str, Any]:
    if isinstance(evidence, AlgebraEvidence):
        return _algebra(evidence)
    return _reality(evidence)


def _algebra(evidence: AlgebraEvidence) -> dict[str, Any]:
    return {
        "kind": evidence.kind,
        "name": evidence.name,
        "verdict": str(evidence.finding),
        "detail": evidence.detail,
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


def as_junit(audit: Audit) -> str:
    """The audit as JUnit XML: two test cases a claim, one suite a chapter; no data is a skip.

    A fault of the record of the proofs is a failure in a suite of its own.
    """
    root = ET.Element("testsuites", name="pycheck audit")
    if audit.problems:
        counted = {"tests": "1", "failures": "1", "skipped": "0"}
        suite = ET.SubElement(root, "testsuite", name="receipts", attrib=counted)
        case = ET.SubElement(suite, "testcase", classname="receipts", name="record")
        ET.SubElement(case, "failure", message=audit.problems[0]).text = "\n".join(audit.problems)
    chapters = dict.fromkeys(c.claim.chapter for c in audit.claims)
    for chapter in chapters:
        claims = [c for c in audit.claims if c.claim.chapter == chapter and c.claim.kind != "prose"]
        suite = ET.SubElement(root, "testsuite", name=f"chapter {chapter}")
        counts = {"tests": 0, "failures": 0, "skipped": 0}
        for result in claims:
            _junit_claim(suite, result, counts)
        suite.attrib.update({k: str(v) for k, v in counts.items()})
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _junit_claim(suite: ET.Element, result: ClaimResult, counts: dict[str, int]) -> None:
    for side in ("algebra", "reality"):
        counts["tests"] += 1
        case = ET.SubElement(suite, "testcase", classname=result.claim.id, name=side)
        prefix = f"{side}: "
        reasons = [s.removeprefix(prefix) for s in result.surprises if s.startswith(prefix)]
        if reasons:
            counts["failures"] += 1
            ET.SubElement(case, "failure", message=reasons[0]).text = "\n".join(reasons)
        elif side == "reality" and result.reality.verdict in (
            RealityVerdict.UNMEASURED,
            RealityVerdict.NOT_APPLICABLE,
        ):
            counts["skipped"] += 1
            ET.SubElement(case, "skipped", message=str(result.reality.verdict))
