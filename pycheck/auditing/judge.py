"""From evidence to a judged claim: verdicts, errata, and what is not as the ledger expects."""

from collections.abc import Iterable, Iterator

from pycheck.auditing import algebra, reality
from pycheck.auditing.errata import erratum_evidence, unchecked_values
from pycheck.auditing.figures import with_figures
from pycheck.auditing.parts import parts_of, verdict_of
from pycheck.auditing.reality import Measured
from pycheck.auditing.results import (
    AlgebraSide,
    ClaimResult,
    ErratumResult,
    RealitySide,
    Surprise,
)
from pycheck.data.sources import Source
from pycheck.evidence import (
    AlgebraEvidence,
    AlgebraVerdict,
    Evidence,
    Finding,
    RealityEvidence,
    algebra_verdict,
    erratum_status,
)
from pycheck.ledger.schema import Claim, Erratum, EvidenceRef


def judge(
    claim: Claim,
    facts: algebra.AlgebraFacts,
    measured: Measured,
    present: tuple[Source, ...],
    absent: tuple[Source, ...],
    *,
    checked: bool = True,
) -> ClaimResult:
    """Both verdicts of a claim, its errata, and what is not as the ledger expects.

    `checked` is false where no code of the audit ran: then nothing that checks would decide can be
    compared with what the ledger expects.
    """
    proofs = algebra.evidence_of(claim, facts)
    data = reality.evidence_of(claim, measured, absent)
    parts = parts_of(claim, facts)
    verdict = verdict_of(parts.parts, proofs) if claim.parts else algebra_verdict(proofs)
    algebra_side = AlgebraSide(verdict, claim.expected.algebra, proofs)
    errata = tuple(
        _erratum(claim, e, facts, measured, absent, checked=checked) for e in claim.errata
    )
    surprises = list(_invalid(algebra_side))
    surprises += (Surprise("algebra", told) for told in parts.surprises)
    surprises += (s for e in errata for s in _failed(e))
    if checked:
        surprises += _unexpected_algebra(claim, algebra_side, facts)
        surprises += reality.surprises(claim, data, present)
        surprises += (_unexpected_erratum(e) for e in errata if not e.as_expected)
    return ClaimResult(
        claim=claim,
        algebra=algebra_side,
        reality=RealitySide(
            reality.verdict_of(claim, data), reality.expected_of(claim, present), data
        ),
        errata=errata,
        surprises=tuple(surprises),
        parts=parts.parts,
    )


# What sampling a proved statement must never come to, though it refutes nothing.
_ALARMING = ("vacuous", "disagrees so far", "conflict")


def _invalid(side: AlgebraSide) -> Iterator[Surprise]:
    for e in side.evidence:
        if e.finding is Finding.INVALID:
            told = f"{e.kind} {e.name} is no evidence: {e.detail}"
            yield Surprise("algebra", told, e.name if e.kind == "receipt" else "")
        if e.status in _ALARMING:
            yield Surprise("algebra", f"{e.kind} {e.name} says nothing for it: {e.detail}")


def _failed(result: ErratumResult) -> Iterator[Surprise]:
    """What did not run, whatever the erratum is without it."""
    for e in result.failed:
        if isinstance(e, AlgebraEvidence):  # measurements are the claim's, which tells of them
            yield Surprise("erratum", f"{result.erratum.id}: {e.kind} {e.name} {e.detail}")


def _unexpected_algebra(
    claim: Claim, side: AlgebraSide, facts: algebra.AlgebraFacts
) -> Iterator[Surprise]:
    if side.verdict is not side.expected:
        objections = [
            f"{e.kind} {e.name}: {e.detail}"
            for e in side.evidence
            if e.finding is Finding.REFUTES and side.expected is not AlgebraVerdict.REFUTED
        ]
        because = f" ({'; '.join(objections)})" if objections else ""
        told = f"verdict {side.verdict}, the ledger expects {side.expected}{because}"
        yield Surprise("algebra", told)
    if claim.kind != "measured":
        for name in algebra.unchecked_values(claim, facts):
            told = f"the stated value {name!r} is one that no check of the claim arrives at"
            yield Surprise("algebra", told)
    for text, values in unchecked_values(claim, facts):
        told = f"{text} states what no check arrives at: {', '.join(values)}"
        yield Surprise("erratum", told)


def _erratum(
    claim: Claim,
    erratum: Erratum,
    facts: algebra.AlgebraFacts,
    measured: Measured,
    absent: tuple[Source, ...],
    *,
    checked: bool,
) -> ErratumResult:
    data = reality.evidence_of(claim, measured, absent)
    algebra_against, algebra_for = erratum_evidence(claim, erratum, facts)
    against: tuple[Evidence, ...] = (*algebra_against, *_measured(erratum.against, data))
    speaking_for: tuple[Evidence, ...] = (*algebra_for, *_measured(erratum.evidence_for, data))
    corrected = with_figures(erratum, data, facts.runs, ran=checked)
    return ErratumResult(
        erratum=erratum.model_copy(update={"corrected": corrected}),
        claim=claim.id,
        against=against,
        evidence_for=speaking_for,
        status=erratum_status(against, speaking_for),
    )


def _measured(
    references: Iterable[EvidenceRef], data: Iterable[RealityEvidence]
) -> tuple[RealityEvidence, ...]:
    names = [r.name for r in references if r.kind == "measurement"]
    return tuple(e for e in data if e.name in names)


def _unexpected_erratum(result: ErratumResult) -> Surprise:
    erratum = result.erratum
    told = f"{erratum.id} is {result.status}, the ledger expects {erratum.expected}"
    sides = (("against", result.against), ("for", result.evidence_for))
    said = [f"{side} {e.kind} {e.name} {e.says}: {e.detail}" for side, es in sides for e in es]
    return Surprise("erratum", f"{told}: {'; '.join(said) or 'it has no evidence'}")
