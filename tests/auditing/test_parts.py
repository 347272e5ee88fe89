"""What becomes of the parts of a claim, for every word that their formulas can come to."""

from collections.abc import Mapping

import pytest

from pycheck.auditing.algebra import AlgebraFacts
from pycheck.auditing.parts import Judged, parts_of, verdict_of
from pycheck.carrying.words import compare_words
from pycheck.carrying.work import PartOutcome, Relation, SaysOfPart
from pycheck.evidence import AlgebraEvidence, AlgebraVerdict, Finding
from pycheck.formulas.outcome import Outcome, Verdict
from pycheck.ledger.parts import Part
from pycheck.ledger.schema import Claim
from pycheck.receipts import check_receipts
from pycheck.statements.language.library import Library
from tests.included import NAMESPACE, PROJECT, receipts

STATUSES = check_receipts(receipts(), PROJECT.proofs).statuses
THEOREM = "sum_softmax"
FORMULA = {"formula": "Sum(Softmax(i), (i, 1, n)) = 1", "lean": (THEOREM,)}
BARE = {"formula": "Sum(Softmax(i), (i, 1, n)) = 1"}
WORDS = {"words": "a row sums to one", "lean": (THEOREM,), "of": ("softmax",)}
DERIVED = AlgebraEvidence("derivation", "d", Finding.SUPPORTS, "")
REFUTED = AlgebraEvidence("enclosure", "e", Finding.REFUTES, "")


def outcome(
    number: int, part: Part, word: Verdict | None, relation: SaysOfPart, samples: int = 20
) -> PartOutcome:
    check = word and Outcome(part.text, (), word, "told why", samples=samples)
    theorems = tuple((name, Relation(relation, 0, "told why")) for name in part.lean)
    return PartOutcome(("c.one", number), part.text, (), check or None, theorems)


def judged(
    *parts: tuple[Mapping[str, object], Verdict | None, SaysOfPart], samples: int = 20
) -> Judged:
    entries = [Part.model_validate(part) for part, _, _ in parts]
    claim = Claim.model_validate(
        {"id": "c.one", "title": "t", "kind": "identity", "statement": "s", "part": tuple(entries)}
    )
    outcomes = {
        ("c.one", n): outcome(n, part, word, relation, samples)
        for n, (part, (_, word, relation)) in enumerate(zip(entries, parts, strict=True), 1)
    }
    return parts_of(claim, AlgebraFacts(receipts(), STATUSES, parts=outcomes))


CHECKED = [
    ("unrefuted", "same", 20, "proved"),
    ("undecided", "same", 0, "proved"),
    ("unrefuted", "by reading", 20, "proved"),
    ("derived", "by reading", 0, "proved"),
    ("undecided", "by reading", 0, "none"),
    ("not evaluable", "by reading", 0, "none"),
    ("vacuous", "by reading", 0, "none"),
    ("vacuous", "same", 0, "none"),
    ("disagrees so far", "by reading", 20, "none"),
    ("disagrees so far", "same", 20, "none"),
    ("refuted", "same", 3, "conflict"),
    ("refuted", "disagrees", 3, "refuted"),
    ("derived", "disagrees", 20, "derived"),
    ("unrefuted", "assumes more", 20, "none"),
]


@pytest.mark.parametrize(("word", "relation", "samples", "verdict"), CHECKED)
def test_the_verdict_of_a_part(
    word: Verdict, relation: SaysOfPart, samples: int, verdict: str
) -> None:
    found = judged((FORMULA, word, relation), samples=samples)
    assert found.parts[0].verdict == verdict
    assert bool(found.parts[0].carried) is (verdict in ("proved", "conflict"))


@pytest.mark.parametrize(
    ("word", "relation"),
    [
        ("vacuous", "by reading"),
        ("vacuous", "same"),
        ("disagrees so far", "by reading"),
        ("unrefuted", "assumes more"),
        ("unrefuted", "disagrees"),
    ],
)
def test_what_speaks_against_a_part_with_a_theorem_is_unexpected(
    word: Verdict, relation: SaysOfPart
) -> None:
    assert judged((FORMULA, word, relation)).surprises


def test_a_definition_that_is_not_found_to_be_its_constant_is_unexpected() -> None:
    part = Part.model_validate(FORMULA)
    claim = Claim.model_validate(
        {"id": "c.one", "title": "t", "kind": "identity", "statement": "s", "part": (part,)}
    )
    rests = PartOutcome(
        ("c.one", 1), part.text, ("Softmax(i) = s(i)",), None, ((THEOREM, Relation("same", 9)),)
    )
    for relation, told in (("same", 0), ("by reading", 1), ("disagrees", 1)):
        facts = AlgebraFacts(
            receipts(),
            STATUSES,
            parts={("c.one", 1): rests},
            definitions={"Softmax": Relation(relation, 0, "why")},  # type: ignore[arg-type]
        )
        assert len(parts_of(claim, facts).surprises) == told


def verdict(
    *parts: tuple[Mapping[str, object], Verdict | None, SaysOfPart],
    evidence: tuple[AlgebraEvidence, ...] = (),
) -> AlgebraVerdict:
    return verdict_of(judged(*parts).parts, evidence)


HELD = (FORMULA, "unrefuted", "same")
READ = (WORDS, None, "by reading")
FALSE = (BARE, "refuted", "same")
SHOWN = (BARE, "derived", "same")
SILENT = (BARE, "unrefuted", "same")


@pytest.mark.parametrize(
    ("parts", "evidence", "expected"),
    [
        ((HELD, READ), (), "proved"),
        ((HELD, SILENT), (), "proved in part"),
        ((HELD, SHOWN), (DERIVED,), "proved in part"),
        ((SHOWN, SHOWN), (), "derived"),
        ((SHOWN, SILENT), (), "none"),
        ((SHOWN, SILENT), (DERIVED,), "derived"),
        # one false part makes the claim false, whatever else it says
        ((HELD, FALSE), (), "refuted"),
        ((SHOWN, FALSE), (), "refuted"),
        # but not against what supports the whole of it
        ((HELD, FALSE), (DERIVED,), "conflict"),
        ((HELD,), (REFUTED,), "conflict"),
        ((SHOWN,), (REFUTED,), "refuted"),
        (((FORMULA, "refuted", "same"),), (), "conflict"),
    ],
)
def test_the_verdict_of_a_claim_by_its_parts(
    parts: tuple[tuple[Mapping[str, object], Verdict | None, SaysOfPart], ...],
    evidence: tuple[AlgebraEvidence, ...],
    expected: str,
) -> None:
    assert verdict(*parts, evidence=evidence) == expected


def test_words_are_matched_with_theorems_that_rest_on_what_they_speak_of() -> None:
    def relations(constants: list[str], *theorems: str) -> list[str]:
        names = [f"{NAMESPACE}.{name}" for name in theorems]
        found = compare_words(constants, names, Library(receipts()))
        return [relation.relation for relation in found]

    softmax, merge = f"{NAMESPACE}.softmax", f"{NAMESPACE}.merge"
    assert relations([softmax], "sum_softmax") == ["by reading"]
    assert relations([merge], "sum_softmax") == ["disagrees"]
    assert relations([softmax, merge], "sum_softmax") == ["disagrees"]
    # together they rest on both, each on one
    assert relations([softmax, merge], "sum_softmax", "pairCount_lo") == ["by reading"] * 2
    assert relations([softmax], "sum_softmax", "pairCount_lo") == ["by reading", "disagrees"]
