"""Growth with the claims: the committed figures, their table, and what the bench copies."""

import json
from pathlib import Path

import pytest

from bench import growth
from pycheck.auditing.algebra import AlgebraFacts
from pycheck.auditing.results import CheckRun
from pycheck.auditing.work import CheckOutcome, CheckWork, MeasureWork
from pycheck.data.sources import Source
from pycheck.ledger.loader import load_ledger
from pycheck.ledger.schema import EvidenceRef, Side
from tests.included import PROJECT, ledger

TEXT = (PROJECT.root / "docs" / "commands.md").read_text(encoding="utf-8")
RESULTS = json.loads(growth.RESULTS.read_text(encoding="utf-8"))
NOW = {row["times"]: row for row in RESULTS["rows"] if row["side"] == "now"}


def test_the_table_is_the_measured_one() -> None:
    assert "\n".join(growth.table(RESULTS)) in TEXT


@pytest.mark.parametrize("step", list(NOW[1]["seconds"]))
def test_no_step_grows_faster_than_the_claims(step: str) -> None:
    first, last = NOW[1], NOW[10]
    assert last["claims"] == 10 * first["claims"]
    assert last["seconds"][step] <= 12 * first["seconds"][step]


def test_a_measurement_is_made_once_for_all_copies() -> None:
    assert NOW[10]["measurements"] == NOW[1]["measurements"]


def test_the_copies_are_claims_under_ids_of_their_own(tmp_path: Path) -> None:
    copied = load_ledger(growth.ledger_of(2, tmp_path))
    ids = [claim.id for claim in copied.claims]
    originals = [name for name in ids if growth.COPY not in name]
    assert originals == [claim.id for claim in ledger().claims]
    assert len(set(ids)) == len(ids) == 2 * len(originals)
    assert len(copied.errata) == 2 * len(ledger().errata)
    for claim in copied.claims:
        assert claim.section_id == claim.id.partition(".")[0]
        twin = copied.find(claim.id.removesuffix(f"{growth.COPY}2"))
        assert (claim.title, claim.parts, claim.states) == (twin.title, twin.parts, twin.states)


def test_a_copy_has_the_outcome_of_its_original() -> None:
    check, values = EvidenceRef("derivation", "a.b"), (("x", "1"),)
    original, copy = Side("ch01.a"), Side(f"ch01.a{growth.COPY}3")
    outcome = CheckOutcome(check, CheckRun("a.b", True), {original: (("x", True),)})
    kept = growth.Kept(AlgebraFacts(None, {}, {check: outcome}), {})
    found = kept.get(CheckWork(Path(), check, ((original, values), (copy, values))))
    assert found.agreements == {original: (("x", True),), copy: (("x", True),)}
    with pytest.raises(KeyError):
        kept.get(MeasureWork(Path(), "a.b", Source("own", None), ()))
