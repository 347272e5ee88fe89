"""From evidence to a judged claim: verdicts, errata, and what is not as the ledger expects."""

from collections.abc import Iterable, Mapping

from pycheck.auditing import algebra, reality
from pycheck.auditing.results import AlgebraSide, ClaimResult, ErratumResult, RealitySide
from pycheck.evidence import (
    AlgebraEvidence,
    AlgebraVerdict,
    Finding,
    RealityEvidence,
    algebra_verdict,
)
from pycheck.ledger.schema import Claim, Erratum

_DECIDED = ("confirmed", "acknowledged")  # what these say, evidence has to say too

Measured = Mapping[tuple[str, str], tuple[RealityEvidence, ...]]
"""The outcomes of measurements by (claim id, name of the measurement)."""


def judge(
    claim: Claim,
    facts: algebra.AlgebraFacts,
    measured: Measured,
    present: tuple[str, ...],
    absent: tuple[str, ...],
) -> ClaimResult:
    """Both verdicts of a claim, its errata, and what is not as the ledger expects."""
    proofs = algebra.evidence_of(claim, facts)
    data = reality.evidence_of(claim, measured, absent)
    algebra_side = AlgebraSide(algebra_verdict(proofs), claim.expected.algebra, proofs)
    errata = tuple(_erratum(claim, e, facts, measured) for e in claim.errata)
    return ClaimResult(
        claim=claim,
        algebra=algebra_side,
        reality=RealitySide(
            reality.verdict_of(claim, data), reality.expected_of(claim, present), data
        ),
        errata=errata,
        surprises=(
            *_algebra_surprises(claim, algebra_side, facts),
            *reality.surprises(claim, data, present),
            *(_fallen(e) for e in errata if not e.stands),
        ),
    )


def _algebra_surprises(
    claim: Claim, side: AlgebraSide, facts: algebra.AlgebraFacts
) -> tuple[str, ...]:
    found = [
        f"algebra: {e.kind} {e.name} is no evidence: {e.detail}"
        for e in side.evidence
        if e.finding is Finding.INVALID
    ]
    if side.verdict is not side.expected:
        objections = [
            f"{e.kind} {e.name}: {e.detail}"
            for e in side.evidence
            if e.finding is Finding.REFUTES and side.expected is not AlgebraVerdict.REFUTED
        ]
        because = f" ({'; '.join(objections)})" if objections else ""
        found.insert(
            0, f"algebra: verdict {side.verdict}, the ledger expects {side.expected}{because}"
        )
    if claim.kind != "measured":
        found += [
            f"algebra: the stated value {name!r} is one that no check of the claim arrives at"
            for name in algebra.unchecked_values(claim, facts)
        ]
    found += [
        f"algebra: no check arrives at what {side} states: {', '.join(values)}"
        for side, values in algebra.unchecked_values_of_errata(claim, facts)
    ]
    return tuple(found)


def _erratum(
    claim: Claim,
    erratum: Erratum,
    facts: algebra.AlgebraFacts,
    measured: Measured,
) -> ErratumResult:
    against, speaking_for = algebra.erratum_evidence(claim, erratum, facts)
    names_evidence = bool(against or speaking_for or erratum.against or erratum.evidence_for)
    return ErratumResult(
        erratum=erratum,
        claim=claim.id,
        against=(*against, *_measured(claim, erratum.against, measured)),
        evidence_for=(*speaking_for, *_measured(claim, erratum.evidence_for, measured)),
        stands=(
            (names_evidence or erratum.status not in _DECIDED)
            and all(e.finding is Finding.REFUTES for e in against)
            and all(e.finding is Finding.SUPPORTS for e in speaking_for)
        ),
    )


def _measured(
    claim: Claim,
    references: Iterable[str],
    measured: Measured,
) -> tuple[RealityEvidence, ...]:
    names = [r.removeprefix("measurement:") for r in references if r.startswith("measurement:")]
    return tuple(e for name in names for e in measured.get((claim.id, name), ()))


def _fallen(result: ErratumResult) -> str:
    wrong: list[AlgebraEvidence] = [
        e
        for items, wanted in (
            (result.against, Finding.REFUTES),
            (result.evidence_for, Finding.SUPPORTS),
        )
        for e in items
        if isinstance(e, AlgebraEvidence) and e.finding is not wanted
    ]
    reasons = "; ".join(f"{e.kind} {e.name} {e.finding}: {e.detail}" for e in wrong)
    reasons = reasons or f"it is {result.erratum.status} and names no evidence"
    return f"algebra: erratum {result.erratum.id} does not stand: {reasons}"
