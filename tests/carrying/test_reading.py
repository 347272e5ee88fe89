"""What must be read to trust a theorem, against the sources read by eye."""

from pycheck.carrying.reading import Reader
from pycheck.receipts.source import passage
from tests.included import PROJECT, receipts

READER = Reader(receipts(), PROJECT.proofs)


def _names(theorem: str) -> list[str]:
    return [receipts().short(d.receipt.name) for d in READER.reading(theorem).definitions]


def test_definitions_are_followed_to_the_bottom() -> None:
    # fisher names prob, which names weight and partition, which names distances.
    assert _names("fisher_eq_varLog") == [
        *("distances", "expect", "fisher", "meanLog", "partition", "prob", "varLog", "weight"),
    ]
    assert _names("two_mul_causal_pairs") == []


def test_a_definition_comes_with_its_body() -> None:
    reading = READER.reading("fisher_eq_varLog")
    texts = {receipts().short(d.receipt.name): d.text for d in reading.definitions}
    assert texts["partition"] == (
        "noncomputable def partition (N : ℕ) (γ : ℝ) : ℝ := ∑ d ∈ distances N, weight γ d"
    )
    told = [line for text in texts.values() for line in text.split("\n")]
    assert reading.lines == len(reading.statement.split("\n")) + len(told)
    assert str(reading) == f"its statement and 8 definitions, {reading.lines} lines"
    assert not any("/--" in line or line.startswith("theorem") for line in told)


def test_a_passage_ends_where_the_next_command_begins() -> None:
    text = "/-- One.\nTwo. -/\n@[simp]\ndef a :=\n  1 +\n\n  2\n\n/-- B. -/\ndef b := 3\nend\n"
    assert passage(text, 1) == "def a :=\n  1 +\n\n  2"
    assert passage(text, 9) == "def b := 3"
    assert passage(text, 99) == ""


def test_every_definition_of_the_library_has_a_body() -> None:
    for receipt in receipts().receipts:
        if receipt.kind == "definition":
            text = (PROJECT.proofs / receipt.source).read_text(encoding="utf-8")
            body = passage(text, receipt.line)
            assert "def " in body or "abbrev " in body or "instance" in body, receipt.name
