"""Formulas as books print them: what is right is never refuted, and a plausible slip mostly is."""

import tomllib
from pathlib import Path

import pytest

from pycheck.formulas.checking import Outcome, outcomes
from pycheck.formulas.printing import shown
from pycheck.formulas.statement import read_formula

FILE = Path(__file__).with_name("printed.toml")
ENTRIES = tomllib.loads(FILE.read_text(encoding="utf-8"))["formula"]
# Followed integrals, of which sympy knows no closed form either.
OPEN = frozenset({"Fourier transform with a complex exponential"})
CASES = [
    pytest.param(entry, id=entry["id"], marks=[pytest.mark.slow] if entry.get("slow") else [])
    for entry in ENTRIES
]


def judged(text: str, where: tuple[str, ...]) -> Outcome:
    """What sampling says, and what closed forms add where it has not decided."""
    last = None
    for last in outcomes(text, where, n=12, seed=0):
        if last.verdict not in ("disagrees so far", "undecided"):
            break
    assert last is not None
    return last


@pytest.mark.parametrize("entry", CASES)
def test_what_is_right_is_not_refuted(entry: dict[str, str]) -> None:
    outcome = judged(entry["corrected"], tuple(entry.get("where", ())))
    assert outcome.verdict == "unrefuted", outcome
    assert outcome.samples


@pytest.mark.parametrize("entry", CASES)
def test_a_slip_is_refuted(entry: dict[str, str]) -> None:
    outcome = judged(entry["printed"], tuple(entry.get("where", ())))
    if entry["id"] in OPEN:
        assert outcome.verdict == "disagrees so far", outcome
    else:
        assert outcome.verdict == "refuted", outcome
        assert outcome.values is not None


def test_few_slips_are_left_open_and_all_is_printed_back() -> None:
    assert len(ENTRIES) > 250
    assert {entry["id"] for entry in ENTRIES} >= OPEN
    assert len(OPEN) <= len(ENTRIES) / 20
    printed = set()
    for entry in ENTRIES:
        for which in ("printed", "corrected"):
            text = shown(read_formula(entry[which], entry.get("where", ())))
            assert text
            printed.add((tuple(entry.get("where", ())), text))
    assert len(printed) == 2 * len(ENTRIES)
