"""Formulas that readers reported: what was printed wrong is refuted, what is right is not."""

import tomllib
from pathlib import Path

import pytest

from pycheck.formulas.checking import outcomes
from pycheck.formulas.outcome import Outcome

FILE = Path(__file__).parents[2] / "examples/public-errata/formulas.toml"
ENTRIES = tomllib.loads(FILE.read_text(encoding="utf-8"))["formula"]


def _is_wrong(entry: dict[str, str], which: str) -> bool:
    return which == "printed" and "corrected" in entry


FORMULAS = [
    (f"{entry['id']}-{which}", entry[which], tuple(entry.get("where", ())), _is_wrong(entry, which))
    for entry in ENTRIES
    for which in ("printed", "corrected")
    if which in entry
]


def judged(text: str, where: tuple[str, ...]) -> Outcome:
    *_, last = outcomes(text, where, n=30, seed=0)
    return last


@pytest.mark.parametrize(
    ("text", "where", "wrong"),
    [case[1:] for case in FORMULAS],
    ids=[case[0] for case in FORMULAS],
)
def test_a_reported_formula(text: str, where: tuple[str, ...], wrong: bool) -> None:
    outcome = judged(text, where)
    if wrong:
        assert outcome.verdict == "refuted", outcome
        assert outcome.values is not None
    else:
        assert outcome.verdict in ("derived", "unrefuted"), outcome
