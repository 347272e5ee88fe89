"""What models do: from measurements on the bodies of data that are there to evidence on a claim."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pycheck.evidence import RealityEvidence, RealityVerdict, reality_verdict
from pycheck.ledger.schema import Claim

REMEDY = "pycheck data fetch"


@dataclass(frozen=True, slots=True)
class MeasureWork:
    """Test one claim with one measurement on one body of data."""

    claim: str
    name: str
    source: str
    states: tuple[tuple[str, str], ...]


def planned_measurements(
    claims: Iterable[Claim], sources: Iterable[str]
) -> tuple[MeasureWork, ...]:
    """Every measurement that the claims name, on every body of data that is there.

    Only a measured claim states figures about models; the values of an algebraic one stay with
    algebra.
    """
    present = tuple(sources)
    return tuple(
        MeasureWork(claim.id, name, source, _figures(claim))
        for claim in claims
        for name in claim.measurements
        for source in present
    )


def _figures(claim: Claim) -> tuple[tuple[str, str], ...]:
    return tuple(claim.states.items()) if claim.kind == "measured" else ()


def bears(claim: Claim) -> bool:
    """Whether data could bear on the claim at all."""
    return claim.kind == "measured" or bool(claim.measurements)


def evidence_of(
    claim: Claim,
    measured: Mapping[tuple[str, str], tuple[RealityEvidence, ...]],
    absent: Iterable[str],
) -> tuple[RealityEvidence, ...]:
    """All reality evidence of a claim; bodies of data that are absent say how to get them.

    `measured` holds the outcomes by (claim id, name of the measurement).
    """
    found: list[RealityEvidence] = []
    for name in claim.measurements:
        found += measured.get((claim.id, name), ())
        found += (
            RealityEvidence(
                name,
                source,
                RealityVerdict.UNMEASURED,
                f"the {source} data are not on this machine: run `{REMEDY}`",
            )
            for source in absent
        )
    return tuple(found)


def verdict_of(claim: Claim, evidence: Iterable[RealityEvidence]) -> RealityVerdict:
    """The verdict of a claim over all bodies of data."""
    return reality_verdict((e.verdict for e in evidence), bears=bears(claim))


def expected_of(claim: Claim, present: Iterable[str]) -> RealityVerdict:
    """The verdict that the ledger expects of the bodies of data that are there."""
    wanted = claim.expected.reality
    return reality_verdict((wanted[s] for s in present if s in wanted), bears=bears(claim))


def surprises(
    claim: Claim, evidence: Iterable[RealityEvidence], present: Iterable[str]
) -> tuple[str, ...]:
    """Where a body of data that is there says something else than the ledger expects of it."""
    items = tuple(evidence)
    found = []
    for source in present:
        got = verdict_of(claim, (e for e in items if e.source == source))
        wanted = claim.expected.reality.get(source, RealityVerdict.UNMEASURED)
        if bears(claim) and got is not wanted:
            reasons = "; ".join(e.detail for e in items if e.source == source)
            found.append(
                f"reality: {source} data say {got}, the ledger expects {wanted}: {reasons}"
            )
    return tuple(found)
