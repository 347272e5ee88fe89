"""The tables of intervals and laws in the docs are the measured ones, and hold what is promised."""

import json
from typing import Any

import pytest

from tests.included import PROJECT

TEXT = (PROJECT.root / "docs" / "reality.md").read_text(encoding="utf-8")
RESULTS = json.loads(
    (PROJECT.root / "bench" / "results" / "recovery.json").read_text(encoding="utf-8")
)


def holding(row: dict[str, Any]) -> str:
    covered = row["coverage"]
    student, ours = covered["Student"], covered["correlated"]
    wider = row["width over Student's"]
    return f"| {row['errors']} | {row['points']} | {student:.1%} | {ours:.1%} | {wider:.1f} |"


def preferring(row: dict[str, Any]) -> str:
    covered = row["coverage"]["profile likelihood"]
    right = row["preferred"].get(row["law"], 0)
    noise = ", ".join(f"{sd:g}" for sd in row["seed_sd"])
    return f"| {row['law']} | {row['points']} | {noise} | {covered:.1%} | {right:.0%} |"


@pytest.mark.parametrize("row", RESULTS["correlated"], ids=lambda row: str(row["errors"]))
def test_the_table_of_intervals_is_the_measured_one(row: dict[str, Any]) -> None:
    assert holding(row) in TEXT
    assert row["coverage"]["correlated"] >= 0.9
    if row["errors"] == "independent":
        assert row["width over Student's"] < 2


@pytest.mark.parametrize("row", RESULTS["cases"], ids=lambda row: f"{row['law']}-{row['points']}")
def test_the_table_of_laws_is_the_measured_one(row: dict[str, Any]) -> None:
    assert preferring(row) in TEXT
