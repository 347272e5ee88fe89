"""The algebra evidence of an erratum: against what is printed, and for what is right."""

from collections.abc import Iterable

from pycheck.auditing.algebra import (
    AlgebraFacts,
    all_checks_of,
    carries,
    check_evidence,
    checks_of,
    denies,
    formulas_of,
    opposed,
    reached,
    receipt_evidence,
    sides_of,
)
from pycheck.carrying.work import PartOutcome, Relation
from pycheck.evidence import AlgebraEvidence, Finding
from pycheck.ledger.schema import Claim, Erratum, EvidenceRef, Side

_OF_FORMULAS = {
    "derived": Finding.SUPPORTS,
    "refuted": Finding.REFUTES,
    "conflict": Finding.INVALID,
}


def unchecked_values(claim: Claim, facts: AlgebraFacts) -> tuple[tuple[Side, tuple[str, ...]], ...]:
    """(Printed or corrected text, values) where no check of the claim arrives at the values."""
    known = reached(all_checks_of(claim), facts)
    sides = [side for erratum in claim.errata for side in sides_of(claim, erratum).items()]
    missed = ((side, tuple(v for v in values if v not in known)) for side, values in sides)
    return tuple((side, values) for side, values in missed if values)


def erratum_evidence(
    claim: Claim, erratum: Erratum, facts: AlgebraFacts
) -> tuple[tuple[AlgebraEvidence, ...], tuple[AlgebraEvidence, ...]]:
    """The algebra evidence against what is printed and for what is right.

    Named references come first; then every check of the claim that arrives at a printed or a
    corrected value. Against the printed text, evidence *refutes*.
    """
    (printed, printed_states), (corrected, corrected_states) = sides_of(claim, erratum).items()

    def referenced(references: Iterable[EvidenceRef]) -> list[AlgebraEvidence]:
        return [
            _receipt_of_erratum(r.name, claim, facts)
            if r.kind == "receipt"
            else check_evidence(r, facts, corrected, corrected_states)
            for r in references
            if r.kind != "measurement"
        ]

    against = [opposed(e) for e in referenced(erratum.against)]
    speaking_for = referenced(erratum.evidence_for)
    for check in checks_of(claim):
        compared = facts.checks[check].agreements if check in facts.checks else {}
        if compared.get(printed):
            against.append(check_evidence(check, facts, printed, printed_states))
        if compared.get(corrected):
            speaking_for.append(check_evidence(check, facts, corrected, corrected_states))
    for side, formulas in formulas_of(claim, erratum).items():
        printing = side.text == "printed"
        found = against if printing else speaking_for
        for n in range(1, len(formulas) + 1):
            outcome = facts.parts[str(side), n]
            found.append(_formula_evidence(outcome))
            found += [_theorem_of_formula(*each, facts) for each in outcome.theorems]
            found += [opposed(_theorem_of_formula(*each, facts)) for each in outcome.denials]
    return _once(against), _once(speaking_for)


def _receipt_of_erratum(name: str, claim: Claim, facts: AlgebraFacts) -> AlgebraEvidence:
    """A receipt that an erratum names: none where its theorem carries nothing of the claim."""
    if carries(name, claim, facts) or denies(name, claim, facts):
        return receipt_evidence(name, facts)
    detail = "it is found to carry no part of the claim, and is none that refutes it"
    return AlgebraEvidence("receipt", name, Finding.INVALID, detail)


def _theorem_of_formula(name: str, relation: Relation, facts: AlgebraFacts) -> AlgebraEvidence:
    """A receipt that carries a formula, or denies it; none where its theorem is another one."""
    if relation.relation in ("same", "by reading"):
        return receipt_evidence(name, facts)
    detail = f"its theorem {relation.relation}: {relation.reason}"
    return AlgebraEvidence("receipt", name, Finding.INVALID, detail)


def _formula_evidence(outcome: PartOutcome) -> AlgebraEvidence:
    """What the check of a formula says of it."""
    check = outcome.check
    assert check is not None  # errata have no parts in words
    if why := outcome.failed:
        return AlgebraEvidence("formula", outcome.read, Finding.INVALID, why, failed=True)
    finding = _OF_FORMULAS.get(check.verdict, Finding.UNDECIDED)
    return AlgebraEvidence("formula", outcome.read, finding, check.told, status=check.verdict)


def _once(evidence: Iterable[AlgebraEvidence]) -> tuple[AlgebraEvidence, ...]:
    """The evidence without repeats of the same check."""
    return tuple({(e.kind, e.name): e for e in evidence}.values())
