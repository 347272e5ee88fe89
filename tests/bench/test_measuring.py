"""Many profiles: the committed figures, their tables, and what the bench makes and compares."""

import json
from pathlib import Path

import pytest

from bench import measuring
from pycheck.reality.exponents import measure
from tests import needs
from tests.included import PROJECT

TEXT = (PROJECT.root / "docs" / "commands.md").read_text(encoding="utf-8")
RESULTS = json.loads(measuring.RESULTS.read_text(encoding="utf-8"))


def test_the_tables_are_the_measured_ones() -> None:
    for line in (*measuring.table(RESULTS), *measuring.peer_table(RESULTS)):
        assert line in TEXT.splitlines()


def test_a_thousand_profiles_take_less_than_two_minutes_of_one_processor() -> None:
    now = [row for row in RESULTS["runs"] if row["side"] == "now"]
    assert {row["distances"] for row in now} == set(measuring.KINDS)
    shared = [row for row in now if row["distances"] == measuring.KINDS[0]]
    assert {row["format"] for row in shared} == set(measuring.FORMATS)
    assert all(row["profiles"] == 1000 and row["seconds"] < 120 for row in shared)


def test_the_peers_have_the_same_exponents() -> None:
    assert {row["fit"] for row in RESULTS["peers"]} == set(measuring.FITS)
    assert all(row["apart"] < 1e-9 for row in RESULTS["peers"])


@pytest.mark.parametrize("kind", measuring.KINDS)
def test_what_is_made_is_measured_and_compared(tmp_path: Path, kind: str) -> None:
    needs.tool("statsmodels")
    folder = measuring.write(tmp_path / "made", 2, 60, kind)
    found = measure([folder])
    assert found["skipped"] == []
    assert all(p["pooled"] and p["law"] for p in found["profiles"])
    rows = list(measuring.peers(folder, kind))
    assert [row["fit"] for row in rows] == list(measuring.FITS)
    assert all(row["apart"] < 1e-10 for row in rows)
    first, other = (tuple(s["fit_from"] for s in p["starts"]) for p in found["profiles"])
    assert (first == other) == (kind == "the same")


def test_another_exponent_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs.tool("statsmodels")
    folder = measuring.write(tmp_path / "made", 1, 30, "the same")
    monkeypatch.setitem(measuring.FITS, "numpy lstsq", lambda points: points.y[0])
    apart = {row["fit"]: row["apart"] for row in measuring.peers(folder, "the same")}
    assert apart["numpy lstsq"] > 1
    assert apart["statsmodels OLS"] < 1e-10
