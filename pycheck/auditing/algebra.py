"""What follows from the definitions: from receipts, checks and samples to evidence on a claim."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pycheck.auditing.results import CheckRun
from pycheck.auditing.work import CheckOutcome, CheckWork, SampleOutcome, Stated
from pycheck.evidence import AlgebraEvidence, Finding
from pycheck.ledger.schema import Claim, Erratum
from pycheck.receipts import ReceiptStatus
from pycheck.receipts.book import NAMESPACE

CheckKind = Literal["derivation", "enclosure"]
CheckKey = tuple[CheckKind, str]

_OPPOSITE = {Finding.SUPPORTS: Finding.REFUTES, Finding.REFUTES: Finding.SUPPORTS}


@dataclass(frozen=True, slots=True)
class AlgebraFacts:
    """Everything that was found out before any claim is judged."""

    receipts: Mapping[str, ReceiptStatus]
    checks: Mapping[CheckKey, CheckOutcome] = field(default_factory=dict)
    samples: Mapping[str, SampleOutcome] = field(default_factory=dict)


def check_keys(claim: Claim) -> tuple[CheckKey, ...]:
    """The derivations and enclosures of a claim."""
    derivations: list[CheckKey] = [("derivation", name) for name in claim.derivations]
    return (*derivations, *(("enclosure", name) for name in claim.enclosures))


def planned_checks(claims: Iterable[Claim]) -> tuple[CheckWork, ...]:
    """Each check that the claims and their errata name, once, with all values to compare."""
    asked: dict[CheckKey, Stated] = {}
    for claim in claims:
        for key in dict.fromkeys((*check_keys(claim), *_checks_of_errata(claim))):
            asked[key] = asked.get(key, ()) + _statements(claim)
    return tuple(CheckWork(kind, name, stated) for (kind, name), stated in asked.items())


def _statements(claim: Claim) -> Stated:
    sides = [("claim", claim.states)]
    for erratum in claim.errata:
        sides += _sides(erratum)
    return tuple(((claim.id, side), tuple(values.items())) for side, values in sides)


def _checks_of_errata(claim: Claim) -> tuple[CheckKey, ...]:
    references = (r for e in claim.errata for r in (*e.against, *e.evidence_for))
    return tuple(key for r in references if (key := _as_check(r)))


def _as_check(reference: str) -> CheckKey | None:
    kind, _, name = reference.partition(":")
    if kind == "derivation":
        return "derivation", name
    return ("enclosure", name) if kind == "enclosure" else None


def _sides(erratum: Erratum) -> tuple[tuple[str, Mapping[str, str]], ...]:
    return (
        (f"{erratum.id} printed", erratum.printed_states),
        (f"{erratum.id} corrected", erratum.corrected_states),
    )


def planned_samples(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The declarations that the claims name, once each, in a fixed order."""
    return tuple(sorted({name for c in claims for name in (*c.lean, *c.refuted_by)}))


def evidence_of(claim: Claim, facts: AlgebraFacts) -> tuple[AlgebraEvidence, ...]:
    """All algebra evidence of a claim."""
    found = [receipt_evidence(name, facts) for name in claim.lean]
    found += [opposed(receipt_evidence(name, facts)) for name in claim.refuted_by]
    found += [
        check_evidence(key, facts, (claim.id, "claim"), claim.states) for key in check_keys(claim)
    ]
    samples = [e for name in claim.lean if (e := sample_evidence(name, facts))]
    samples += [
        _objection_to_negation(e)
        for name in claim.refuted_by
        if (e := sample_evidence(name, facts))
    ]
    return (*found, *samples)


def _objection_to_negation(sample: AlgebraEvidence) -> AlgebraEvidence:
    """What samples of the negation say of the claim: a counterexample speaks for it.

    Samples that agree with the negation refute nothing, since a sample can object, never confirm.
    """
    if sample.finding is Finding.REFUTES:
        return opposed(sample)
    return AlgebraEvidence(sample.kind, sample.name, Finding.UNDECIDED, sample.detail)


def opposed(evidence: AlgebraEvidence) -> AlgebraEvidence:
    """The same evidence, where what it speaks for is the negation."""
    finding = _OPPOSITE.get(evidence.finding, evidence.finding)
    return AlgebraEvidence(evidence.kind, evidence.name, finding, evidence.detail)


def receipt_evidence(name: str, facts: AlgebraFacts) -> AlgebraEvidence:
    """What the receipt of a declaration says of the statement that it proves."""
    status = facts.receipts[NAMESPACE + name]
    if status.state == "valid":
        detail = "proved in Lean; source, toolchain, Mathlib, axioms and kernel replay as recorded"
        return AlgebraEvidence("receipt", name, Finding.SUPPORTS, detail)
    detail = f"{status.state}: {'; '.join(status.reasons)}"
    return AlgebraEvidence("receipt", name, Finding.INVALID, detail)


def check_evidence(
    key: CheckKey, facts: AlgebraFacts, asker: tuple[str, str], states: Mapping[str, str]
) -> AlgebraEvidence:
    """What a derivation or enclosure says of a claim that states these values."""
    kind, name = key
    outcome = facts.checks[key]
    run = outcome.run
    if run.error:
        return AlgebraEvidence(kind, name, Finding.INVALID, f"did not run: {run.error}")
    compared = outcome.agreements.get(asker, ())
    arrived = dict(run.results)
    wrong = [n for n, agreed in compared if agreed is False]
    if wrong:
        detail = "; ".join(f"{n} is {arrived[n]}, stated is {states[n]}" for n in wrong)
        return AlgebraEvidence(kind, name, Finding.REFUTES, detail)
    if run.holds is False:
        return AlgebraEvidence(kind, name, Finding.REFUTES, run.detail or "a residual remains")
    if run.holds is None or any(agreed is None for _, agreed in compared):
        return AlgebraEvidence(
            kind, name, Finding.UNDECIDED, run.detail or "the enclosure is too wide to decide"
        )
    return AlgebraEvidence(kind, name, Finding.SUPPORTS, _success(run, [n for n, _ in compared]))


def _success(run: CheckRun, compared: Sequence[str]) -> str:
    summary = run.detail or f"{len(run.steps)} steps, every residual zero"
    return "; ".join([summary, *(f"{n} = {value}" for n, value in run.results if n in compared)])


def sample_evidence(name: str, facts: AlgebraFacts) -> AlgebraEvidence | None:
    """What sampling a declaration's own statement says; None where it was not sampled."""
    outcome = facts.samples.get(name)
    if outcome is None:
        return None
    if outcome.counterexample:
        detail = f"false at {outcome.counterexample}"
        return AlgebraEvidence("sample", name, Finding.REFUTES, detail)
    if outcome.status == "decided":
        detail = f"true on {outcome.samples} samples of its own hypotheses"
        return AlgebraEvidence("sample", name, Finding.SUPPORTS, detail)
    return AlgebraEvidence("sample", name, Finding.UNDECIDED, f"{outcome.status}: {outcome.reason}")


def unchecked_values(claim: Claim, facts: AlgebraFacts) -> tuple[str, ...]:
    """Names of stated values that no check of the claim arrives at."""
    reached = _reached(check_keys(claim), facts)
    return tuple(name for name in claim.states if name not in reached)


def unchecked_values_of_errata(
    claim: Claim, facts: AlgebraFacts
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(Erratum, printed or corrected values) where no check of the claim arrives at the values."""
    reached = _reached((*check_keys(claim), *_checks_of_errata(claim)), facts)
    sides = [side for erratum in claim.errata for side in _sides(erratum)]
    missed = ((name, tuple(v for v in values if v not in reached)) for name, values in sides)
    return tuple((name, values) for name, values in missed if values)


def _reached(keys: Iterable[CheckKey], facts: AlgebraFacts) -> set[str]:
    return {name for key in keys for name, _ in facts.checks[key].run.results}


def erratum_evidence(
    claim: Claim, erratum: Erratum, facts: AlgebraFacts
) -> tuple[tuple[AlgebraEvidence, ...], tuple[AlgebraEvidence, ...]]:
    """The algebra evidence against what is printed and for what is right.

    Named references come first; then every check of the claim that arrives at a printed or a
    corrected value. Against the printed text, evidence *refutes*.
    """
    printed, corrected = _sides(erratum)
    against = [
        opposed(e)
        for reference in erratum.against
        if (e := _referenced(claim, reference, facts, *corrected)) is not None
    ]
    speaking_for = [
        e
        for reference in erratum.evidence_for
        if (e := _referenced(claim, reference, facts, *corrected)) is not None
    ]
    for key in check_keys(claim):
        compared = facts.checks[key].agreements
        if compared.get((claim.id, printed[0])):
            against.append(check_evidence(key, facts, (claim.id, printed[0]), printed[1]))
        if compared.get((claim.id, corrected[0])):
            speaking_for.append(check_evidence(key, facts, (claim.id, corrected[0]), corrected[1]))
    return _once(against), _once(speaking_for)


def _referenced(
    claim: Claim, reference: str, facts: AlgebraFacts, side: str, states: Mapping[str, str]
) -> AlgebraEvidence | None:
    if key := _as_check(reference):
        return check_evidence(key, facts, (claim.id, side), states)
    kind, _, name = reference.partition(":")
    return receipt_evidence(name, facts) if kind == "receipt" else None


def _once(evidence: Iterable[AlgebraEvidence]) -> tuple[AlgebraEvidence, ...]:
    """The evidence without repeats of the same check."""
    return tuple({(e.kind, e.name): e for e in evidence}.values())
