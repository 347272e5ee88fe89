"""The second audit of this repository: formulas that readers reported, without Lean."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

import pycheck
from pycheck.auditing.options import Options
from pycheck.ledger.loader import load_ledger
from pycheck.ledger.schema import Erratum
from pycheck.project import load_project
from pycheck.report.site import build_site, write_site
from tests.included import PROJECT

ROOT = PROJECT.root / "examples" / "public-errata"
OPTIONS = Options(project=ROOT)
LEDGER = load_ledger(load_project(ROOT).claims)
# What takes a second or less; `make slow` audits them all.
QUICK = (
    "calculus.chain-rule-power",
    "calculus.inverse-cube-root",
    "calculus.quadratic-gradient",
    "calculus.basel",
    "probability.gamma-tail-printed-digits",
    "models.online-softmax-rescaling",
    "models.q-learning-step",
)


def _stated(erratum: Erratum, text: str) -> list[tuple[str, tuple[str, ...]]]:
    formulas = erratum.printed_formulas if text == "printed" else erratum.corrected_formulas
    return [(f.formula, f.where) for f in formulas]


def test_a_claim_is_a_report_with_the_formulas_that_pycheck_check_has() -> None:
    file = tomllib.loads((ROOT / "formulas.toml").read_text(encoding="utf-8"))
    reported = {entry["id"]: entry for entry in file["formula"]}
    assert len(LEDGER.claims) == len(LEDGER.errata) == 14
    for claim, erratum in LEDGER.errata:
        entry = reported[claim.id.partition(".")[2]]
        where = tuple(entry.get("where", ()))
        assert _stated(erratum, "printed") == [(entry["printed"], where)]
        right = entry.get("corrected")
        assert _stated(erratum, "corrected") == ([(right, where)] if right else [])
        (part,) = claim.parts
        assert (part.formula, part.where) == (right or entry["printed"], where)
        assert entry["source"].startswith(claim.references)


def test_what_was_reported_is_judged_and_has_a_site(tmp_path: Path) -> None:
    result = pycheck.audit(QUICK, options=OPTIONS)
    assert result.surprises == ()
    assert {e.erratum.id: str(e.status) for e in result.errata} == {
        "R1": "confirmed",
        "R2": "confirmed",
        "R3": "unfounded",
        "R5": "confirmed",
        "R9": "confirmed",
        "R12": "confirmed",
        "R14": "confirmed",
    }
    assert {str(c.algebra.verdict) for c in result.claims} == {"derived", "none"}
    chosen = tuple(claim for claim in LEDGER.claims if claim.id in QUICK)
    write_site(tmp_path, replace(result, ledger=replace(LEDGER, claims=chosen)), OPTIONS)
    assert len(list((tmp_path / "claim").glob("*.html"))) == len(QUICK)
    errata = (tmp_path / "errata.html").read_text(encoding="utf-8")
    assert all(f'id="{item.erratum.id}"' in errata for item in result.errata)
    assert not (tmp_path / "declarations.html").exists()


@pytest.mark.slow
def test_all_that_was_reported_is_judged_and_has_a_site(tmp_path: Path) -> None:
    result = build_site(tmp_path / "site", replace(OPTIONS, jobs=2))
    assert result.surprises == ()
    statuses = [str(e.status) for e in result.errata]
    assert (statuses.count("confirmed"), statuses.count("unfounded")) == (13, 1)
    assert len(list((tmp_path / "site" / "claim").glob("*.html"))) == 14
