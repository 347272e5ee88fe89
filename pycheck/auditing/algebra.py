"""What follows from the definitions: from receipts, checks and samples to evidence on a claim."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pycheck.auditing.results import CheckRun
from pycheck.auditing.work import CheckOutcome, CheckWork, SampleOutcome, SideStates
from pycheck.carrying.work import PartOutcome, Relation, Wanted
from pycheck.evidence import AlgebraEvidence, AlgebraKind, Finding
from pycheck.ledger.fields import States
from pycheck.ledger.parts import Formula, Part
from pycheck.ledger.schema import Claim, Erratum, EvidenceRef, Side
from pycheck.notation.words import worded
from pycheck.receipts import ReceiptBook, ReceiptStatus

NOT_RUN = "not run: the checks of this audit were switched off"

_OPPOSITE = {Finding.SUPPORTS: Finding.REFUTES, Finding.REFUTES: Finding.SUPPORTS}
_CHECKS: Mapping[str, AlgebraKind] = {"derivation": "derivation", "enclosure": "enclosure"}


@dataclass(frozen=True)
class AlgebraFacts:
    """Everything that was found out before any claim is judged.

    `statuses` are those of the receipts by full name. A check that is not in `checks` was not run.
    """

    receipts: ReceiptBook | None
    statuses: Mapping[str, ReceiptStatus]
    checks: Mapping[EvidenceRef, CheckOutcome] = field(default_factory=dict)
    samples: Mapping[str, SampleOutcome] = field(default_factory=dict)
    parts: Mapping[Wanted, PartOutcome] = field(default_factory=dict)
    definitions: Mapping[str, Relation] = field(default_factory=dict)

    @cached_property
    def runs(self) -> Mapping[EvidenceRef, CheckRun]:
        """The runs of the checks."""
        return {check: outcome.run for check, outcome in self.checks.items()}


def checks_of(claim: Claim) -> tuple[EvidenceRef, ...]:
    """The derivations and enclosures of a claim."""
    derivations = (EvidenceRef("derivation", name) for name in claim.derivations)
    return (*derivations, *(EvidenceRef("enclosure", name) for name in claim.enclosures))


def all_checks_of(claim: Claim) -> tuple[EvidenceRef, ...]:
    """The derivations and enclosures that a claim or one of its errata names, each once."""
    named = (r for e in claim.errata for r in e.references if r.kind in _CHECKS)
    return tuple(dict.fromkeys((*checks_of(claim), *named)))


def planned_checks(claims: Iterable[Claim], folder: Path | None) -> tuple[CheckWork, ...]:
    """Each check that the claims and their errata name, once, with all values to compare.

    None where `folder`, the checks' own, is None: then no code of the audit may run.
    """
    if folder is None:
        return ()
    asked: dict[EvidenceRef, list[SideStates]] = defaultdict(list)
    for claim in claims:
        stated = [(side, tuple(values.items())) for side, values in _sides(claim).items()]
        for check in all_checks_of(claim):
            asked[check] += stated
    return tuple(CheckWork(folder, check, tuple(stated)) for check, stated in asked.items())


def _sides(claim: Claim) -> Mapping[Side, States]:
    """All that states values: the claim, and both texts of each erratum."""
    sides = {Side(claim.id): claim.states}
    for erratum in claim.errata:
        sides |= sides_of(claim, erratum)
    return sides


def sides_of(claim: Claim, erratum: Erratum) -> dict[Side, States]:
    """What both texts of an erratum state."""
    return {
        Side(claim.id, erratum.id, "printed"): erratum.printed_states,
        Side(claim.id, erratum.id, "corrected"): erratum.corrected_states,
    }


def planned_parts(claims: Iterable[Claim]) -> tuple[tuple[Wanted, Part], ...]:
    """The parts of the claims, and the formulas of both texts of their errata as parts."""
    found: list[tuple[Wanted, Part]] = []
    for claim in claims:
        found += [((claim.id, n), part) for n, part in enumerate(claim.parts, 1)]
        for erratum in claim.errata:
            for side, formulas in formulas_of(claim, erratum).items():
                found += [((str(side), n), f.part) for n, f in enumerate(formulas, 1)]
    return tuple(found)


def formulas_of(claim: Claim, erratum: Erratum) -> dict[Side, tuple[Formula, ...]]:
    """The formulas of both texts of an erratum."""
    return {
        Side(claim.id, erratum.id, "printed"): erratum.printed_formulas,
        Side(claim.id, erratum.id, "corrected"): erratum.corrected_formulas,
    }


def planned_samples(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The declarations that the claims name, once each, in a fixed order."""
    return tuple(sorted({name for c in claims for name in (*c.declarations, *c.negations)}))


def evidence_of(claim: Claim, facts: AlgebraFacts) -> tuple[AlgebraEvidence, ...]:
    """All algebra evidence of a claim.

    Of the theorems that its parts name only those count that are found to carry one.
    """
    stating = [name for name in claim.declarations if carries(name, claim, facts)]
    found = [receipt_evidence(name, facts) for name in stating]
    denying = [name for name in claim.negations if denies(name, claim, facts)]
    found += [opposed(receipt_evidence(name, facts)) for name in denying]
    found += [
        check_evidence(check, facts, Side(claim.id), claim.states) for check in checks_of(claim)
    ]
    samples = [e for name in stating if (e := sample_evidence(name, facts))]
    samples += [
        _objection_to_negation(e) for name in denying if (e := sample_evidence(name, facts))
    ]
    return (*found, *samples)


def carries(name: str, claim: Claim, facts: AlgebraFacts) -> bool:
    """Whether a theorem is found to carry a part of the claim; one that states it as a whole is."""
    if not claim.parts:
        return True
    for number, part in enumerate(claim.parts, 1):
        if name in part.lean:
            related = dict(facts.parts[claim.id, number].theorems).get(name)
            if related is not None and related.relation in ("same", "by reading"):
                return True
    return False


def denies(name: str, claim: Claim, facts: AlgebraFacts) -> bool:
    """Whether a theorem is found to deny a part of the claim, or states the whole's negation."""
    outcomes = (facts.parts[claim.id, n] for n in range(1, len(claim.parts) + 1))
    found = (dict(outcome.denials).get(name) for outcome in outcomes)
    return not claim.parts or any(r is not None and r.relation == "same" for r in found)


def _objection_to_negation(sample: AlgebraEvidence) -> AlgebraEvidence:
    """What samples of the negation say of the claim: a counterexample speaks for it.

    Samples that agree with the negation refute nothing, since a sample can object, never confirm.
    """
    if sample.finding is Finding.REFUTES:
        return opposed(sample)
    return replace(sample, finding=Finding.UNDECIDED)


def opposed(evidence: AlgebraEvidence) -> AlgebraEvidence:
    """The same evidence, where what it speaks for is the negation."""
    return replace(evidence, finding=_OPPOSITE.get(evidence.finding, evidence.finding))


def receipt_evidence(name: str, facts: AlgebraFacts) -> AlgebraEvidence:
    """What the receipt of a declaration says of the statement that it proves."""
    assert facts.receipts is not None  # the names of declarations are checked before
    status = facts.statuses[facts.receipts.find(name).name]
    if status.state == "valid":
        detail = "proved in Lean; source, toolchain, Mathlib, axioms and kernel replay as recorded"
        return AlgebraEvidence("receipt", name, Finding.SUPPORTS, detail)
    detail = f"{status.state}: {'; '.join(status.reasons)}"
    return AlgebraEvidence("receipt", name, Finding.INVALID, detail)


def check_evidence(
    check: EvidenceRef, facts: AlgebraFacts, asker: Side, states: States
) -> AlgebraEvidence:
    """What a derivation or enclosure says of a side that states these values."""
    evidence = _judged(check, facts, asker, states)
    outcome = facts.checks.get(check)
    if outcome is None or not outcome.run.steps:
        return evidence
    return replace(evidence, steps=(outcome.run.checked, len(outcome.run.steps)))


def _judged(
    check: EvidenceRef, facts: AlgebraFacts, asker: Side, states: States
) -> AlgebraEvidence:
    kind, name = _CHECKS[check.kind], check.name
    outcome = facts.checks.get(check)
    if outcome is None:
        return AlgebraEvidence(kind, name, Finding.UNDECIDED, NOT_RUN)
    run = outcome.run
    if run.error:
        told = f"did not run: {run.error}"
        return AlgebraEvidence(kind, name, Finding.INVALID, told, failed=True)
    compared = outcome.agreements.get(asker, ())
    arrived = dict(run.results)
    wrong = [n for n, agreed in compared if agreed is False]
    if wrong:
        from pycheck.checks.literals import one_line_of

        detail = "; ".join(
            f"{worded(n)} is {arrived[n]}, stated is {one_line_of(states[n])}" for n in wrong
        )
        return AlgebraEvidence(kind, name, Finding.REFUTES, detail)
    if run.holds is False:
        return AlgebraEvidence(kind, name, Finding.REFUTES, run.detail or "a residual remains")
    if run.holds is None or any(agreed is None for _, agreed in compared):
        return AlgebraEvidence(
            kind, name, Finding.UNDECIDED, run.detail or "the enclosure is too wide to decide"
        )
    detail = _success(run, [n for n, _ in compared])
    return AlgebraEvidence(kind, name, Finding.SUPPORTS, detail)


def _success(run: CheckRun, compared: Sequence[str]) -> str:
    summary = run.detail or f"{run.checked} of {len(run.steps)} steps checked"
    return "; ".join(
        [summary, *(f"{worded(n)} = {value}" for n, value in run.results if n in compared)]
    )


def sample_evidence(name: str, facts: AlgebraFacts) -> AlgebraEvidence | None:
    """What sampling a declaration's own statement says; None where it was not sampled."""
    outcome = facts.samples.get(name)
    if outcome is None:
        return None
    if outcome.failed:
        return AlgebraEvidence("sample", name, Finding.INVALID, outcome.reason, failed=True)
    if outcome.status == "refuted":
        finding, detail = Finding.REFUTES, f"false at {outcome.counterexample}"
    elif outcome.status == "unrefuted" and not outcome.so_far:
        finding = Finding.SUPPORTS
        points = f"{outcome.points} point{'s' * (outcome.points != 1)}"
        detail = f"true at {points} of its own hypotheses"
        detail = f"{detail}; {outcome.reason}" if outcome.reason else detail
    else:
        told = "unrefuted so far" if outcome.status == "unrefuted" else outcome.status
        where = f" at {outcome.counterexample}" if outcome.counterexample else ""
        finding, detail = Finding.UNDECIDED, f"{told}{where}: {outcome.reason}"
    return AlgebraEvidence("sample", name, finding, detail, status=outcome.status)


def unchecked_values(claim: Claim, facts: AlgebraFacts) -> tuple[str, ...]:
    """Names of stated values that no check of the claim arrives at."""
    known = reached(checks_of(claim), facts)
    return tuple(name for name in claim.states if name not in known)


def reached(checks: Iterable[EvidenceRef], facts: AlgebraFacts) -> set[str]:
    """The names of the results at which checks arrive."""
    return {name for check in checks for name, _ in facts.checks[check].run.results}
