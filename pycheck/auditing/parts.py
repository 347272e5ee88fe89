"""What becomes of the parts of a claim: which theorem carries each, what its formula comes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pycheck.auditing.algebra import AlgebraFacts, receipt_evidence
from pycheck.auditing.results import PartResult, TheoremRelation
from pycheck.carrying.work import PartOutcome
from pycheck.evidence import AlgebraEvidence, AlgebraVerdict, Finding
from pycheck.formulas.outcome import Outcome
from pycheck.ledger.parts import Part
from pycheck.ledger.schema import Claim

Carried = Literal["same", "by reading", ""]
_CHECKED: Mapping[str, AlgebraVerdict] = {
    "derived": AlgebraVerdict.DERIVED,
    "refuted": AlgebraVerdict.REFUTED,
    "conflict": AlgebraVerdict.CONFLICT,
}
_UNSAMPLED = ("undecided", "not evaluable")
# What a formula must not come to where a theorem is said to carry it.
_ALARMING = ("vacuous", "disagrees so far")


@dataclass(frozen=True, slots=True)
class Judged:
    """The parts of a claim with the verdict that they come to, and what is unexpected of them."""

    parts: tuple[PartResult, ...]
    surprises: tuple[str, ...]


def parts_of(claim: Claim, facts: AlgebraFacts) -> Judged:
    """Judge every part of a claim."""
    results, surprises = [], []
    for number, part in enumerate(claim.parts, 1):
        outcome = facts.parts[claim.id, number]
        result = _result(part, outcome, facts)
        results.append(result)
        surprises += [f"part {number}: {told}" for told in _surprises(part, result, outcome, facts)]
    return Judged(tuple(results), tuple(surprises))


def _result(part: Part, outcome: PartOutcome, facts: AlgebraFacts) -> PartResult:
    theorems = tuple(
        TheoremRelation(name, r.relation, r.points, r.reason, receipt_evidence(name, facts))
        for name, r in outcome.theorems
    )
    check = outcome.check
    word = check.verdict if check else ""
    carried = "" if outcome.empty else _carried(theorems, check)
    denied = any(
        relation.relation == "same" and receipt_evidence(name, facts).finding is Finding.SUPPORTS
        for name, relation in outcome.denials
    )
    if outcome.empty:
        verdict = AlgebraVerdict.NONE
    elif denied or word in ("refuted", "conflict"):
        both = carried or word == "conflict" or (denied and word == "derived")
        verdict = AlgebraVerdict.CONFLICT if both else AlgebraVerdict.REFUTED
    elif carried:
        verdict = AlgebraVerdict.PROVED
    else:
        verdict = _CHECKED.get(word, AlgebraVerdict.NONE)
    return PartResult(
        part=part,
        read=outcome.read,
        definitions=outcome.definitions,
        verdict=verdict,
        check=check,
        theorems=theorems,
        carried=carried,
        empty=outcome.empty,
    )


def _carried(theorems: Sequence[TheoremRelation], check: Outcome | None) -> Carried:
    """How a part is carried: by a theorem that is the same, else by one that the machine leaves.

    No theorem carries a formula that its own check finds vacuous or in disagreement, and what the
    machine leaves to be read carries only a formula that holds at samples.
    """
    relations = {t.relation for t in theorems if t.receipt.finding is Finding.SUPPORTS}
    if check and check.verdict in _ALARMING:
        return ""
    if "same" in relations:
        return "same"
    holds = check is None or check.verdict == "derived" or check.samples > 0
    return "by reading" if "by reading" in relations and holds else ""


def _surprises(
    part: Part, result: PartResult, outcome: PartOutcome, facts: AlgebraFacts
) -> Iterator[str]:
    if outcome.failed:
        yield outcome.failed
    if result.empty:
        yield f"the formula says nothing: {result.empty}"
    if part.lean and result.check and result.check.verdict in _ALARMING:
        yield f"the formula is {result.check.verdict}: {result.check.reason}"
    for name, relation in outcome.denials:
        if relation.relation != "same":
            yield f"theorem {name} is not found to deny it: {relation.reason}"
    for theorem in result.theorems:
        if theorem.relation in ("disagrees", "assumes more"):
            yield f"theorem {theorem.name} {theorem.relation}: {theorem.reason}"
        sample = facts.samples.get(theorem.name)
        if sample and sample.status in _UNSAMPLED and not sample.points and not part.unsampled:
            yield (
                f"theorem {theorem.name} has no sample that satisfies its hypotheses "
                f"({sample.reason}); accept it with `unsampled` and a reason"
            )
    for name, relation in facts.definitions.items():
        uses = any(d.startswith((f"{name}(", f"{name} ")) for d in result.definitions)
        if uses and relation.relation != "same":
            yield (
                f"the definition of {name} is not found to be that of its constant: "
                f"{relation.reason}"
            )


def verdict_of(parts: Sequence[PartResult], evidence: Sequence[AlgebraEvidence]) -> AlgebraVerdict:
    """The verdict of a claim by its parts and by what else bears on it as a whole.

    It is refuted where one part is, proved where every part is carried, and derived where every
    part is or where a derivation or an enclosure supports the whole. Evidence on both sides of the
    whole, or of one part, is a conflict.
    """
    verdicts = {result.verdict for result in parts}
    of_parts = {theorem.name for result in parts for theorem in result.theorems}
    whole = [e for e in evidence if e.kind != "receipt" and e.name not in of_parts]
    supported = any(e.finding is Finding.SUPPORTS for e in whole)
    refuted = any(e.finding is Finding.REFUTES for e in evidence)
    one_refuted = AlgebraVerdict.REFUTED in verdicts
    proved = AlgebraVerdict.PROVED in verdicts
    if AlgebraVerdict.CONFLICT in verdicts or (one_refuted and supported):
        return AlgebraVerdict.CONFLICT
    if refuted and (supported or proved):
        return AlgebraVerdict.CONFLICT
    if refuted or one_refuted:
        return AlgebraVerdict.REFUTED
    carried = [result for result in parts if result.carried]
    if len(carried) == len(parts):
        return AlgebraVerdict.PROVED
    if carried:
        return AlgebraVerdict.PROVED_IN_PART
    derived = all(result.verdict is AlgebraVerdict.DERIVED for result in parts)
    return AlgebraVerdict.DERIVED if derived or supported else AlgebraVerdict.NONE
