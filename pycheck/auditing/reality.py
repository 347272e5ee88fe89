"""What models do: from measurements on the bodies of data that are there to evidence on a claim."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pycheck.auditing.results import Surprise
from pycheck.auditing.work import MeasureWork
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import RealityEvidence, RealityVerdict, reality_verdict
from pycheck.ledger.schema import Claim

Measured = Mapping[tuple[str, str], tuple[RealityEvidence, ...]]
"""The outcomes of measurements by (claim id, name of the measurement)."""


def planned_measurements(
    claims: Iterable[Claim], sources: Iterable[Source], folder: Path | None
) -> Mapping[MeasureWork, Sequence[str]]:
    """Every measurement that the claims name, on every body of data that is there, once for all
    claims that state the same figures, with the ids of these claims.

    Only a measured claim states figures about models; the values of an algebraic one stay with
    algebra. None where `folder`, the checks' own, is None: then no code of the audit may run.
    """
    if folder is None:
        return {}
    asked: dict[MeasureWork, list[str]] = defaultdict(list)
    present = tuple(sources)
    for claim in claims:
        for name in claim.measurements:
            for source in present:
                asked[MeasureWork(folder, name, source, _figures(claim))].append(claim.id)
    return asked


def measured_alone(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims that are measured, without their errata: those speak of the text's own data.

    Raises `InputError` where none of the claims is.
    """
    found = tuple(c.model_copy(update={"errata": ()}) for c in claims if c.measurements)
    if not found:
        raise InputError("no claim in this selection is measured; leave out --data, or name others")
    return found


def _figures(claim: Claim) -> tuple[tuple[str, str], ...]:
    return tuple(claim.states.items()) if claim.kind == "measured" else ()


def bears(claim: Claim) -> bool:
    """Whether data could bear on the claim at all."""
    return claim.kind == "measured" or bool(claim.measurements)


def evidence_of(
    claim: Claim, measured: Measured, absent: Iterable[Source]
) -> tuple[RealityEvidence, ...]:
    """All reality evidence of a claim; bodies of data that are absent say how to get them."""
    found: list[RealityEvidence] = []
    for name in claim.measurements:
        found += measured.get((claim.id, name), ())
        found += (
            RealityEvidence(
                name,
                source.name,
                RealityVerdict.UNMEASURED,
                f"the {source.name} data are not on this machine: {source.remedy}",
            )
            for source in absent
        )
    return tuple(found)


def verdict_of(claim: Claim, evidence: Iterable[RealityEvidence]) -> RealityVerdict:
    """The verdict of a claim over all bodies of data."""
    return reality_verdict((e.verdict for e in evidence), bears=bears(claim))


def expected_of(claim: Claim, present: Iterable[Source]) -> RealityVerdict | None:
    """The verdict that the ledger expects of the bodies of data that are there; None where a
    person brought them along."""
    names = tuple(source.name for source in present if not source.given)
    if present and not names:
        return None
    wanted = claim.expected.reality
    return reality_verdict((wanted[s] for s in names if s in wanted), bears=bears(claim))


def surprises(
    claim: Claim, evidence: Iterable[RealityEvidence], present: Iterable[Source]
) -> tuple[Surprise, ...]:
    """Where a body of data that is there says something else than the ledger expects of it."""
    items = tuple(evidence)
    found = []
    for source in (s.name for s in present if not s.given):
        got = verdict_of(claim, (e for e in items if e.source == source))
        wanted = claim.expected.reality.get(source, RealityVerdict.UNMEASURED)
        if bears(claim) and got is not wanted:
            reasons = "; ".join(e.detail for e in items if e.source == source)
            told = f"{source} data say {got}, the ledger expects {wanted}: {reasons}"
            found.append(Surprise("reality", told))
    for e in items:
        if e.failed:
            told = f"measurement {e.name} on {e.source} data {e.detail}"
            found.append(Surprise("reality", told))
    return tuple(found)
