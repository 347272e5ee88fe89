"""What becomes of the parts of a claim: which theorem carries each, what its formula comes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pycheck.auditing.algebra import AlgebraFacts, receipt_evidence
from pycheck.auditing.results import PartResult, TheoremRelation
from pycheck.carrying.compare import Relation
from pycheck.carrying.parts import PartOutcome
from pycheck.evidence import AlgebraEvidence, AlgebraVerdict, Finding
from pycheck.ledger.parts import Part
from pycheck.ledger.schema import Claim

Carried = Literal["same", "by reading", ""]
_CHECKED: Mapping[str, AlgebraVerdict] = {
    "derived": AlgebraVerdict.DERIVED,
    "refuted": AlgebraVerdict.REFUTED,
    "conflict": AlgebraVerdict.CONFLICT,
}
_IN_WORDS = Relation("by reading", 0, "the part is in words")
_UNSAMPLED = ("undecided", "not evaluable")


@dataclass(frozen=True, slots=True)
class Judged:
    """The parts of a claim with the verdict that they come to, and what is unexpected of them."""

    parts: tuple[PartResult, ...]
    surprises: tuple[str, ...]


def parts_of(claim: Claim, facts: AlgebraFacts) -> Judged:
    """Judge every part of a claim."""
    results, surprises = [], []
    for number, part in enumerate(claim.parts, 1):
        outcome = facts.parts.get((claim.id, number))
        result = _result(part, outcome, facts)
        results.append(result)
        surprises += [f"part {number}: {told}" for told in _surprises(part, result, outcome, facts)]
    return Judged(tuple(results), tuple(surprises))


def _result(part: Part, outcome: PartOutcome | None, facts: AlgebraFacts) -> PartResult:
    found = dict(outcome.theorems) if outcome else dict.fromkeys(part.lean, _IN_WORDS)
    theorems = tuple(
        TheoremRelation(name, r.relation, r.points, r.reason, receipt_evidence(name, facts))
        for name, r in found.items()
    )
    check = outcome.check if outcome else None
    word = check.verdict if check else ""
    carried = _carried(theorems)
    if outcome and outcome.empty:
        verdict, carried = AlgebraVerdict.NONE, ""
    elif word in ("refuted", "conflict"):
        verdict = AlgebraVerdict.CONFLICT if carried else _CHECKED[word]
    elif carried:
        verdict = AlgebraVerdict.PROVED
    else:
        verdict = _CHECKED.get(word, AlgebraVerdict.NONE)
    return PartResult(
        part=part,
        read=outcome.read if outcome else part.text,
        definitions=outcome.definitions if outcome else (),
        verdict=verdict,
        check=check,
        theorems=theorems,
        carried=carried,
        empty=outcome.empty if outcome else "",
    )


def _carried(theorems: Sequence[TheoremRelation]) -> Carried:
    relations = {t.relation for t in theorems if t.receipt.finding is Finding.SUPPORTS}
    if "same" in relations:
        return "same"
    return "by reading" if "by reading" in relations else ""


def _surprises(
    part: Part, result: PartResult, outcome: PartOutcome | None, facts: AlgebraFacts
) -> Iterator[str]:
    if result.empty:
        yield f"the formula says nothing: {result.empty}"
    for theorem in result.theorems:
        if theorem.relation in ("disagrees", "assumes more"):
            yield f"theorem {theorem.name} {theorem.relation}: {theorem.reason}"
        sample = facts.samples.get(theorem.name)
        if sample and sample.status in _UNSAMPLED and not sample.points and not part.unsampled:
            yield (
                f"theorem {theorem.name} has no sample that satisfies its hypotheses "
                f"({sample.reason}); accept it with `unsampled` and a reason"
            )
    if outcome is None:
        return
    for name, relation in facts.definitions.items():
        uses = any(d.startswith((f"{name}(", f"{name} ")) for d in outcome.definitions)
        if uses and relation.relation == "disagrees":
            yield f"the definition of {name} is not that of its constant: {relation.reason}"


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
