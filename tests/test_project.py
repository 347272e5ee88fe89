"""An audit is a folder with an audit.toml: which one is found, and what it may say."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

import pycheck
from pycheck.auditing.document import as_document
from pycheck.auditing.options import Options
from pycheck.auditing.results import Audit
from pycheck.errors import InputError
from pycheck.project import find_project, included_project, load_project
from tests.command import pycheck_command
from tests.included import NAMESPACE, PROJECT
from tests.library import renamed_library

SMALL = """
title = 'A small paper'
text = 'a paper of one page'
claims = 'claims'
checks = 'checks'

[[data]]
name = 'mine'
title = 'three numbers'
path = 'numbers'
"""
CLAIMS = """
[[section]]
id = 'intro'
title = 'Introduction'

[[claim]]
id = 'intro.sum'
title = 'The sum'
kind = 'number'
statement = 'It is 3.'
derivations = ['sums.of_two']
measurements = ['counts.of_lines']
states = { total = '3' }
[claim.expected]
algebra = 'derived'
reality = { mine = 'reproduced' }
[[claim.errata]]
id = 'Note-1'
title = 'Off by one'
printed = 'It is 4.'
corrected = 'It is 3.'
printed_states = { total = '4' }
corrected_states = { total = '3' }
"""
DERIVATION = '''
from pathlib import Path

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

Path(__file__).with_name("ran").write_text("yes")


@check
def of_two() -> Derivation:
    """One and two."""
    w = Working()
    w.equal("Add.", sp.Integer(1) + 2, 3)
    return w.done(total=sp.Integer(1) + 2)
'''
MEASUREMENT = '''
from pycheck.checks.measurement import Reading, compare, measurement


@measurement
def of_lines(source):
    """How many lines the file has."""
    count = len((source.root / "n.txt").read_text().splitlines())
    return Reading(compare((count, count), 3, 3), f"{count} lines", count)
'''


@pytest.fixture
def small(tmp_path: Path) -> Path:
    root = tmp_path / "paper"
    for folder in ("claims", "checks/derivations", "checks/measurements", "numbers"):
        (root / folder).mkdir(parents=True)
    (root / "audit.toml").write_text(SMALL)
    (root / "claims" / "all.toml").write_text(CLAIMS)
    (root / "checks" / "derivations" / "sums.py").write_text(DERIVATION)
    (root / "checks" / "measurements" / "counts.py").write_text(MEASUREMENT)
    (root / "numbers" / "n.txt").write_text("1\n2\n3\n")
    return root


def test_an_audit_of_ones_own_without_lean(small: Path) -> None:
    result = pycheck.audit(options=Options(project=small))
    assert result.surprises == ()
    (claim,) = result.claims
    assert (claim.algebra.verdict, claim.reality.verdict) == ("derived", "reproduced")
    assert [(e.erratum.id, e.status) for e in result.errata] == [("Note-1", "confirmed")]
    assert result.trust.startswith("Nothing here is proved")


def test_the_verdicts_of_ones_own_audit_can_come_out_otherwise(small: Path) -> None:
    (small / "numbers" / "n.txt").write_text("1\n")
    text = CLAIMS.replace("\nstates = { total = '3' }", "\nstates = { total = '5' }")
    (small / "claims" / "all.toml").write_text(text)
    result = pycheck.audit(options=Options(project=small))
    (claim,) = result.claims
    assert (claim.algebra.verdict, claim.reality.verdict) == ("refuted", "contradicted")
    assert {s.kind for _, s in result.surprises} == {"algebra", "reality"}


def test_an_unfounded_erratum_is_found_out(small: Path) -> None:
    text = CLAIMS.replace("printed_states = { total = '4' }", "printed_states = { total = '3' }")
    text = text.replace("corrected_states = { total = '3' }", "corrected_states = { total = '4' }")
    (small / "claims" / "all.toml").write_text(text)
    result = pycheck.audit(options=Options(project=small))
    assert result.errata[0].status == "unfounded"
    assert [s.kind for _, s in result.surprises] == ["erratum"]


def test_the_command_audits_the_folder_it_stands_in_and_none_above(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)
    outcome = pycheck_command("audit", "--jobs", "1", "--format", "json")
    document = json.loads(outcome.out)
    assert (outcome.code, document["title"]) == (0, "A small paper")
    assert document["sections"] == [{"id": "intro", "title": "Introduction"}]
    monkeypatch.chdir(small / "checks")
    assert find_project().title == included_project().title


def test_a_report_without_lean_has_no_page_of_declarations(small: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    outcome = pycheck_command("report", "--project", str(small), "-o", str(site), "--jobs", "1")
    assert outcome.code == 0
    assert (site / "claim" / "intro.sum.html").is_file()
    assert not (site / "declarations.html").exists()
    for page in site.rglob("*.html"):
        assert "declarations.html" not in page.read_text(encoding="utf-8")
    assert "A small paper" in (site / "index.html").read_text(encoding="utf-8")


def test_no_code_of_an_audit_runs_without_leave(small: Path) -> None:
    ran = small / "checks" / "derivations" / "ran"
    outcome = pycheck_command("audit", "--project", str(small), "--no-checks", "--jobs", "1")
    assert (outcome.code, ran.exists()) == (0, False)
    result = pycheck.audit(options=Options(project=small, checks=False))
    assert result.claims[0].algebra.evidence[0].detail.startswith("not run")
    assert result.claims[0].algebra.verdict == "none"
    pycheck.audit(options=Options(project=small))
    assert ran.exists()


def test_without_checks_the_receipts_are_looked_at_all_the_same(project_copy: Path) -> None:
    options = Options(project=project_copy, checks=False, samples=0)
    good = pycheck.audit(["ch22.fisher"], options=options)
    assert good.surprises == ()
    path = project_copy / "lean" / NAMESPACE / "Family" / "PowerLaw.lean"
    path.write_bytes(path.read_bytes() + b"\n")
    stale = pycheck.audit(["ch22.fisher"], options=options)
    assert any("stale" in s.reason for _, s in stale.surprises)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title = 'A small paper'", "", "title: Field required"),
        ("claims = 'claims'", "claims = '/etc'", "claims: String should match"),
        ("claims = 'claims'", "claims = 'a/../../b'", "claims: String should match"),
        ("claims = 'claims'", "claim = 'claims'", "unknown key 'claim'; did you mean 'claims'?"),
        ("checks = 'checks'", "lean = '.'", "`lean` and `namespace` go together"),
        ("path = 'numbers'", "", "give `path`, or `url`"),
        ("path = 'numbers'", "path = 'numbers'\nurl = 'http://x'", "have no `url`"),
        ("name = 'mine'", "name = 'Mine!'", "data.0.name"),
        ("title = 'A small paper'", "title = ", "is not TOML"),
    ],
)
def test_a_mistake_in_audit_toml_is_one_line(small: Path, old: str, new: str, says: str) -> None:
    path = small / "audit.toml"
    path.write_text(SMALL.replace(old, new, 1))
    with pytest.raises(InputError, match=re.escape(says)) as caught:
        load_project(small)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_no_audit_is_one_line(tmp_path: Path) -> None:
    for folder, says in ((tmp_path, "holds neither"), (tmp_path / "gone", "is no folder")):
        outcome = pycheck_command("audit", "--project", str(folder))
        assert outcome.code == 2
        assert says in outcome.err
        assert outcome.err.count("\n") == 1


def _renamed(root: Path, to: str) -> None:
    """The audit that comes with pycheck, its library under another name."""
    for name in ("book", "data"):
        source = PROJECT.root / name
        shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    config = (PROJECT.root / "audit.toml").read_text("utf-8")
    (root / "audit.toml").write_text(config.replace(NAMESPACE, to), encoding="utf-8")
    renamed_library(root, to)


def test_a_library_of_another_name_is_audited_alike(tmp_path: Path) -> None:
    _renamed(tmp_path, "Decay")
    ids = ["ch22.fisher", "ch22.heat-capacity-quarter", "ch06.count"]
    ours = pycheck.audit(ids, options=Options(samples=2))
    theirs = pycheck.audit(ids, options=Options(samples=2, project=tmp_path))
    assert theirs.surprises == ()
    assert theirs.claims == ours.claims
    outcome = pycheck_command("lean", "sample", "sum_prob", "--n", "2", "--project", str(tmp_path))
    assert outcome.code == 0
    assert "sum_prob" in outcome.out
    assert "Decay.sum_prob" not in outcome.out
    assert pycheck_command("lean", "verify", "--project", str(tmp_path)).code == 0
    (tmp_path / "audit.toml").unlink()
    assert find_project(tmp_path).namespace == "Decay"


CARRIED = """
[[claim]]
id = 'sums.twice'
title = 'Twice the sum of the first n numbers'
kind = 'identity'
statement = '$2(1 + 2 + \\cdots + n) = n(n + 1)$.'
[[claim.part]]
formula = '2*Sum(k, (k, 1, n)) = n*(n + 1)'
where = ['n natural']
lean = ['two_mul_causal_pairs']
[claim.expected]
algebra = 'proved'
"""


def test_a_new_audit_names_a_theorem_of_its_own_library(tmp_path: Path) -> None:
    root = tmp_path / "mine"
    assert pycheck_command("init", str(root)).code == 0
    renamed_library(root, "Paper")
    with (root / "audit.toml").open("a") as file:
        file.write("lean = '.'\nnamespace = 'Paper'\n")
    claims = root / "claims" / "paper.toml"
    claims.write_text(claims.read_text("utf-8") + CARRIED, "utf-8")
    options = Options(project=root, samples=2)
    result = pycheck.audit("sums.twice", options=options)
    assert (result.surprises, result.claims[0].algebra.verdict) == ((), "proved")
    wrong = CARRIED.replace("n*(n + 1)'", "n*(n + 2)'")
    claims.write_text(claims.read_text("utf-8").replace(CARRIED, wrong), "utf-8")
    told = [s.reason for _, s in pycheck.audit("sums.twice", options=options).surprises]
    assert any("theorem two_mul_causal_pairs disagrees" in reason for reason in told)


def test_a_receipt_outside_the_namespace_is_never_found(project_copy: Path) -> None:
    """A decoy of a theorem's short name counts for nothing, whatever it claims to prove."""
    path = project_copy / "lean" / "receipts.json"
    document = json.loads(path.read_text("utf-8"))
    decoy = dict(next(r for r in document["receipts"] if r["name"].endswith(".sum_prob")))
    decoy["name"] = "decoy_of_ours"
    document["receipts"].append(decoy)
    document["replayed"] += 1
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    outcome = pycheck_command("lean", "verify", "--project", str(project_copy))
    assert outcome.code == 1
    assert "decoy_of_ours is not a declaration of the library" in " ".join(outcome.out.split())
    from pycheck.receipts import load_receipts

    with pytest.raises(InputError, match="has no receipt of a declaration 'decoy_of_ours'"):
        load_receipts(project_copy, NAMESPACE).find("decoy_of_ours")


def test_the_current_folder_is_left_as_it_was(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small)
    before = sorted(os.listdir(small))
    pycheck.audit(options=Options())
    assert sorted(os.listdir(small)) == before


def _derivation(steps: str, total: str) -> str:
    head, _, _ = DERIVATION.partition('    w.equal("Add."')
    return f"{head}    {steps}\n    return w.done(total={total})\n"


def _rewritten(small: Path, derivation: str) -> Audit:
    (small / "checks" / "derivations" / "sums.py").write_text(derivation)
    return pycheck.audit(options=Options(project=small))


def test_the_audit_counts_the_steps_that_are_checked(small: Path) -> None:
    steps = 'w.definition("One."); w.remark("Two."); w.equal("Add.", sp.Integer(1) + 2, 3)'
    result = _rewritten(small, _derivation(steps, "3"))
    (evidence,) = result.claims[0].algebra.evidence
    assert (evidence.finding, evidence.steps) == ("supports", (1, 3))
    assert evidence.detail == "1 of 3 steps checked; total = 3"
    (shown,) = as_document(result)["claims"][0]["algebra"]["evidence"]
    assert shown["steps"] == {"checked": 1, "of": 3}
    page = pycheck_command("show", "intro.sum", "--project", str(small)).out
    assert "1. [definition] One." in page
    assert "3. Add." in page


def test_a_derivation_of_notes_supports_nothing(small: Path) -> None:
    steps = 'w.definition("One and two."); w.remark("They make three.", "1 + 2 = 3")'
    result = _rewritten(small, _derivation(steps, "3"))
    (evidence,) = result.claims[0].algebra.evidence
    assert (evidence.finding, evidence.detail) == ("undecided", "no step of it is checked")
    assert {s.kind for _, s in result.surprises} >= {"algebra"}


def test_a_result_that_is_typed_is_no_result(small: Path) -> None:
    result = _rewritten(small, _derivation('w.equal("Add.", sp.Integer(2) + 2, 4)', "3"))
    assert any("total" in surprise.reason for _, surprise in result.surprises)
    page = pycheck_command("show", "intro.sum", "--project", str(small)).out
    assert "total: no checked step arrives at it, so it is no result" in page
