"""Sentences of a text, their hashes, and those that the included ledger names."""

import hashlib
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pycheck.ledger.schema import Claim
from pycheck.ledger.sentences import digest, normalized, sentences, split
from tests.command import pycheck_command as run
from tests.included import PROJECT, ledger

_BESIDE = PROJECT.root.parent / "shared" / "seed" / "exercise-solutions.txt"
TEXT = Path(os.environ.get("PYCHECK_TEXT", _BESIDE))
COPY = "9.1 Ch. 1 · Sums\n- Adding. One and one\nis “two”. See Ch. 3, e.g. the end.\n- Why? No.\n"
HEADINGS = {"ch01": ("Adding", "Why?")}


def test_a_text_is_cut_at_sections_headings_and_sentences() -> None:
    found = [(s.section, s.heading, s.text) for s in sentences(COPY, HEADINGS)]
    assert found == [
        ("ch01", "Adding", "One and one is “two”."),
        ("ch01", "Adding", "See Ch. 3, e.g. the end."),
        ("ch01", "Why?", "No."),
    ]


def test_the_hash_is_of_the_normalized_sentence() -> None:
    expected = hashlib.sha256(b'a "fine" well-known end.').hexdigest()
    assert digest("a \u201c\ufb01ne\u201d  well\u2011kn\u00adown\nend.") == expected
    assert digest('A "fine" well-known end.') != expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (r"It is \(a. B\). So it is.", 2),
        ("About 2.5 of it, i.e. Half. Yes!", 2),
        ("a\n- B\n- C", 3),
    ],
)
def test_mathematics_and_abbreviations_end_no_sentence(text: str, count: int) -> None:
    assert len(split(text)) == count


@given(st.text())
def test_normalizing_twice_changes_nothing_and_splitting_loses_nothing(text: str) -> None:
    once = normalized(text)
    assert normalized(once) == once
    assert "".join("".join(split(once)).split()) == "".join(once.split())


def test_an_entry_answers_one_kind_of_thing() -> None:
    entry = {"id": "a.b", "title": "t", "kind": "number", "statement": "s"}
    assert Claim.model_validate(entry).answers is None
    for fields in ({"sentences": ["0" * 63]}, {"beyond_text": True, "data_file": "x"}):
        with pytest.raises(ValidationError):
            Claim.model_validate({**entry, **fields})


def test_every_checkable_claim_and_erratum_says_what_it_answers() -> None:
    entries = [e for claim in ledger().claims for e in (claim, *claim.errata) if claim.checkable]
    assert [e.id for e in entries if e.answers is None] == []


def test_every_hash_is_that_of_one_sentence_under_its_heading() -> None:
    if not TEXT.is_file():
        pytest.skip("the audited text is not here: set PYCHECK_TEXT to a copy of it")
    headings: dict[str, list[str]] = {}
    for claim in ledger().claims:
        if claim.question:
            headings.setdefault(claim.section_id, []).append(claim.question)
    found = sentences(TEXT.read_text(encoding="utf-8"), headings)
    times = Counter(sentence.digest for sentence in found)
    at = {sentence.digest: (sentence.section, sentence.heading) for sentence in found}
    assert set(at.values()) == {(s, h) for s, under in headings.items() for h in under}
    for claim in ledger().claims:
        for entry in (claim, *claim.errata):
            assert [d for d in entry.sentences if times[d] != 1] == [], entry.id
            if entry.sentences:
                here = ELSEWHERE.get(entry.id, {(claim.section_id, claim.question)})
                assert {at[d] for d in entry.sentences} == here, entry.id


# Their sentences stand under several headings, or under another one than the claim's.
ELSEWHERE = {
    "ch16.atlas": {("ch16", "Reading the map"), ("ch16", "The median")},
    "E4": {("ch16", "Reading the map"), ("ch16", "The median")},
    "E5": {("ch17", "The control"), ("ch19", "Honesty")},
    "E17": {("ch08", "θ and reach"), ("ch15", "The slope")},
    "E34": {("ch16", "Reading the map")},
    "E40": {("ch19", "Honesty")},
}


def test_show_says_where_a_copy_has_another_sentence(tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text("1 Ch. 1 · X\nThe cost of connecting distant words. Another.\n")
    shown = run("show", "ch01.quadratic", "--no-checks", "--samples", "0", "--text", str(copy))
    assert shown.code == 0, shown.err
    assert "no sentence of your copy has the hash" in " ".join(shown.out.split())
    copy.write_text("nothing")
    assert run("text", str(copy)).code == 2


def test_text_lists_sentences_with_their_hashes(tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text("1 Ch. 1 · X\nThe cost of connecting distant words. One more. Another.\n")
    listed = run("text", str(copy), "--find", "ANOTHER").out.splitlines()
    assert [line.split()[0] for line in listed] == [hashlib.sha256(b"Another.").hexdigest()]
