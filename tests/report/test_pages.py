"""What a newcomer finds: the findings, the errata, what names mean, where a site comes from."""

import dataclasses
import hashlib
import json
import os
import pickle
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.auditing.options import Options
from pycheck.auditing.results import Audit
from pycheck.checks.registry import declared
from pycheck.errors import InputError
from pycheck.evidence import ErratumStatus
from pycheck.receipts import axioms_told, load_receipts
from pycheck.report.findings import findings_of
from pycheck.report.library import Library
from pycheck.report.links import mathlib, referenced
from pycheck.report.maths import formula, prose, typed
from pycheck.report.origin import EPOCH, build_date, commit_of, origin
from pycheck.report.proofs import Proofs
from tests.command import pycheck_command
from tests.included import PROJECT, ledger, receipts
from tests.report.conftest import Page


def test_the_front_page_begins_with_what_is_wrong(full: Audit, pages: dict[str, Page]) -> None:
    source = pages["index.html"].source
    found = source[source.index('id="findings"') : source.index('id="reading"')]
    assert source.index('id="findings"') < source.index('class="legend"')
    confirmed = [e.erratum for e in full.errata if e.status is ErratumStatus.CONFIRMED]
    lines = re.findall(r'<li id="([^"]+)">.*?href="errata\.html#([^"]+)"', found)
    assert len(lines) > 20
    assert lines == [(e.id, e.id) for e in confirmed[: len(lines)]]
    for further in confirmed[len(lines) :]:
        assert f'<a id="{further.id}" href="errata.html#{further.id}">' in found
    against = {"refuted", "contradicted", "conflict"}
    for item in full.claims:
        denied = {str(item.algebra.verdict), str(item.reality.verdict)} & against
        linked = f'href="claim/{item.claim.id}.html"' in found
        assert linked == bool(denied), item.claim.id


def test_findings_follow_the_verdicts(full: Audit) -> None:
    found = findings_of(full)
    assert sum(map(len, found.errata.values())) == len(full.errata)
    fewer = dataclasses.replace(
        full, claims=tuple(c for c in full.claims if c.algebra.verdict != "refuted")
    )
    assert "refuted" in {d.verdict for d in found.denied}
    assert "refuted" not in {d.verdict for d in findings_of(fewer).denied}
    assert findings_of(dataclasses.replace(full, claims=())).denied == ()


def test_the_errata_have_a_page(full: Audit, pages: dict[str, Page]) -> None:
    page = pages["errata.html"]
    counts = Counter(str(e.status) for e in full.errata)
    for status, count in counts.items():
        assert f"{count} {status}" in page.text
        assert page.ids[status.replace(" ", "-")] == 1
    for item in full.errata:
        section = ledger().section(ledger().find(item.claim).section_id).name
        row = re.search(rf'<tr><th scope="row"><a href="#{item.erratum.id}">.*?</tr>', page.source)
        assert row is not None
        for part in (f'data-status="{item.status}"', section, f"claim/{item.claim}.html"):
            assert part in row[0]
        head = re.search(rf'id="{item.erratum.id}">.*?<p class="meta">(.*?)</p>', page.source, re.S)
        assert head is not None
        told = re.sub(r"<[^>]*>", "", head[1])
        assert told.split(" · ")[0] == item.status
        assert told.split(" · ")[-1] == f"claim {item.claim}"


def test_a_claim_page_is_called_by_its_title(pages: dict[str, Page]) -> None:
    for claim in ledger().claims:
        title = re.search(r"<title>(.*?)</title>", pages[f"claim/{claim.id}.html"].source, re.S)
        assert title is not None
        assert title[1].endswith(f" · {claim.id} · pycheck")
        assert len(title[1]) > len(f" · {claim.id} · pycheck") + 5


def test_formulas_in_sentences_are_set(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        if not name.startswith("lean/") and "hostile" not in name:
            assert not re.search(r"\$[^$]*\\|\\(?:frac|log|gamma|to)\b", page.text), name


def test_definitions_are_on_the_page_of_the_claim(full: Audit, pages: dict[str, Page]) -> None:
    reader = full.reader()
    assert reader is not None
    item = next(c for c in full.claims if c.claim.id == "ch22.fisher")
    page = pages["claim/ch22.fisher.html"]
    needed = {
        definition.receipt.name: definition.text
        for e in item.algebra.evidence
        if e.kind == "receipt"
        for definition in reader.reading(e.name).definitions
    }
    assert len(needed) > 5
    positions = {}
    for name, text in needed.items():
        short = receipts().short(name)
        assert page.ids[f"means-{short}"] == 1
        assert " ".join(text.split()) in page.text, name
        positions[name] = page.source.index(f'id="means-{short}"')
    for name in needed:
        for used in set(receipts().find(name).uses) & needed.keys():
            assert positions[name] < positions[used]


def test_a_changed_source_is_what_is_shown(full: Audit, project_copy: Path) -> None:
    path = project_copy / receipts().find("weight").source
    path.write_text(path.read_text("utf-8").replace("def weight", "def weight /- changed -/"))
    moved = dataclasses.replace(full, project=dataclasses.replace(full.project, lean=project_copy))
    proofs = Proofs(moved, Library(receipts(), ledger().claims))
    meaning = proofs.meaning(receipts().find("weight"))
    assert meaning is not None
    assert "/- changed -/" in meaning.text
    assert proofs.meaning(receipts().find("fisher_eq_varLog")) is None


def test_definitions_as_mathematics(full: Audit) -> None:
    proofs = Proofs(full, Library(receipts(), ledger().claims))
    told = {r.name: proofs.meaning(r) for r in receipts().receipts if r.kind != "theorem"}
    mean = told["AttentionDecay.meanLog"]
    assert mean is not None
    assert mean.latex.startswith(r"\operatorname{meanLog}\left(N, \gamma\right) = ")
    for meaning in told.values():
        assert meaning is not None
        assert "x0" not in meaning.latex  # every variable has its name


def test_names_in_lean_lead_where_they_are_explained(full: Audit) -> None:
    proofs = Proofs(full, Library(receipts(), ledger().claims))
    receipt = receipts().find("tendsto_heatCapacity_one_div")
    text = "AttentionDecay.heatCapacity N Real.log Filter.Tendsto Real.sqrt <b>"
    linked = str(proofs.linked(text, receipt, "../"))
    assert '<a href="../declarations.html#heatCapacity">heatCapacity</a>' in linked
    assert f'href="{mathlib("Filter.Tendsto")}"' in linked
    assert "sqrt</a>" not in linked  # its tree does not mention it
    assert linked.endswith("&lt;b&gt;")


def test_the_axioms_of_a_declaration() -> None:
    book = receipts()
    plain = next(r for r in book.receipts if r.kind == "theorem" and not r.axioms)
    adding = next(r for r in book.receipts if r.kind == "theorem" and r.axioms)
    followed = book.model_copy(update={"imports": "followed"})
    refused = book.model_copy(update={"imports": "refused"})
    assert book.imports == "trusted"
    assert "not followed" in axioms_told(plain, book)
    assert axioms_told(adding, book).startswith("propext, and those that come through Mathlib")
    told = axioms_told(plain, followed)
    assert told == "at most Classical.choice, Quot.sound, propext, followed through Mathlib"
    assert "itself adds propext" in axioms_told(adding, followed)
    assert "for theorems alone" in axioms_told(book.find("weight"), followed)
    assert "refused" in axioms_told(plain, refused)


def test_no_page_says_that_there_are_no_axioms(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert not re.search(r"[Aa]xioms: none", page.text)
    listed = pages["declarations.html"].text.count("Axioms: ")
    assert listed == len(receipts().receipts)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("DLMF 25.12.10", "https://dlmf.nist.gov/25.12.E10"),
        ("DLMF 5.11", "https://dlmf.nist.gov/5.11"),
        ("Su et al. 2021 (arXiv:2104.09864)", "https://arxiv.org/abs/2104.09864"),
        ("RFC 3629", "https://www.rfc-editor.org/rfc/rfc3629"),
    ],
)
def test_a_reference_leads_to_what_it_names(text: str, address: str) -> None:
    linked = str(referenced(text))
    assert f'href="{address}"' in linked
    assert re.sub(r"<[^>]*>", "", linked) == text


@pytest.mark.parametrize(
    "text", ["Ch. 22", "DLMF 25", "DLMF 25.2.4.1", "DLMF 25.2(iv)", "arXiv:21.1", "<a href=x>"]
)
def test_what_is_not_certain_is_not_linked(text: str) -> None:
    assert "<a" not in str(referenced(text))


# --- where a site comes from


def test_the_date_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EPOCH, "86400")
    assert build_date() == "1970-01-02"
    monkeypatch.delenv(EPOCH)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", build_date())


@pytest.mark.parametrize("told", ["", "soon", "1e9", "9" * 30])
def test_a_date_that_is_none_is_one_line_before_the_audit(
    told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EPOCH, told)
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH"):
        build_date()
    outcome = pycheck_command("report", "-o", str(tmp_path / "site"))
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def _git(folder: Path, *command: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@b.invalid")
    done = subprocess.run(
        ["git", "-C", str(folder), *identity, *command], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_commit_and_whether_it_is_all(tmp_path: Path) -> None:
    assert commit_of(tmp_path) is None
    _git(tmp_path, "init", "-q")
    (tmp_path / "audit.toml").write_text("x")
    assert commit_of(tmp_path) is None  # a folder inside of another's checkout
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-q", "-m", "one")
    head = _git(tmp_path, "rev-parse", "HEAD")
    found = commit_of(tmp_path)
    assert found is not None
    assert (found.id, found.modified, found.address) == (head, False, "")
    assert str(found) == head[:12]
    (tmp_path / "new.toml").write_text("y")
    assert str(commit_of(tmp_path)) == f"{head[:12]}, modified"


def test_a_commit_is_linked_where_it_is_published(tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q")
    (tmp_path / "audit.toml").write_text("x")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-q", "-m", "one")
    head = _git(tmp_path, "rev-parse", "HEAD")
    _git(tmp_path, "remote", "add", "origin", "https://me:secret@github.com/some/where.git")
    assert (found := commit_of(tmp_path)) is not None
    assert found.address == ""
    _git(tmp_path, "update-ref", "refs/remotes/origin/main", head)
    assert (found := commit_of(tmp_path)) is not None
    assert found.address == f"https://github.com/some/where/commit/{head}"
    _git(tmp_path, "remote", "set-url", "origin", "https://notgithub.com/some/where")
    assert (found := commit_of(tmp_path)) is not None
    assert found.address == ""


def test_the_foot_says_what_a_site_was_built_with(
    full: Audit, pages: dict[str, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EPOCH, "0")
    facts = {f.name: f.value for f in origin(full, Options(samples=5, seed=77, checks=False))}
    assert facts["built on"] == "1970-01-01"
    assert facts["samples"] == "5 a statement, seed 77"
    assert facts["proofs"].startswith(receipts().toolchain)
    here = "each file by its hash" if "published" in full.sources else "not on the machine"
    assert here in facts["data “published”"]
    assert facts["data “own”"].endswith("included")
    assert "none were run" in facts["checks"]
    for page in pages.values():
        assert "samples 2 a statement, seed " in page.text


_HASH_PAGES = """
import hashlib, pickle, sys
from pycheck.auditing.options import Options
from pycheck.report.site import Site
audit = pickle.load(open(sys.argv[1], "rb"))
for path, text in Site(audit, Options()).pages():
    print(path, hashlib.sha256(text.encode()).hexdigest())
"""


def test_the_pages_are_the_same_in_every_process(full: Audit, tmp_path: Path) -> None:
    few = dataclasses.replace(full, claims=full.claims[:4] + full.claims[-4:])
    (tmp_path / "audit").write_bytes(pickle.dumps(few))

    def hashed(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", _HASH_PAGES, str(tmp_path / "audit")],
            env=os.environ | {"PYTHONHASHSEED": seed, EPOCH: "0"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    first, second = hashed("1"), hashed("77")
    assert first.count("\n") > len(few.claims)
    assert first == second


# --- what is shipped


def test_the_font_is_shipped_with_its_licence(site: Path) -> None:
    font = site / "static" / "maths.woff2"
    assert font.read_bytes()[:4] == b"wOF2"
    assert font.stat().st_size < 200_000
    assert "GUST Font License" in (site / "static" / "maths.LICENSE.txt").read_text("utf-8")
    style = (site / "static" / "style.css").read_text("utf-8")
    assert 'url("maths.woff2")' in style
    made = PROJECT.root / "docs" / "report.md"
    assert hashlib.sha256(font.read_bytes()).hexdigest() in made.read_text("utf-8")


def test_claims_use_each_other_as_their_theorems_do() -> None:
    library = Library(receipts(), ledger().claims)
    below = library.claims_below("ch22.heat-capacity-quarter")
    assert "ch22.heat-capacity-coefficient" in below  # refuted by what the other one proves
    assert "ch22.heat-capacity-quarter" not in library.claims_below(
        "ch22.heat-capacity-coefficient"
    )
    for claim in library.claims:
        names = {*claim.declarations, *claim.negations}
        reached = {n for name in names for n in nx.descendants(library.uses, name)}
        others = {
            c.id
            for c in library.claims
            if c.id != claim.id and reached & {*c.declarations, *c.negations}
        }
        assert set(library.claims_below(claim.id)) == others
        assert all(claim.id in library.claims_above(other) for other in others)


@pytest.mark.parametrize(
    ("text", "set_as"),
    [
        ("C_V = (log N)^2 / 12", "C<sub>V</sub> = (log N)<sup>2</sup> / 12"),
        ("gamma_E -> 10^(1/5)", "γ<sub>E</sub> → 10<sup>1/5</sup>"),
        ("m_(k+1) <= e^-L", "m<sub>k+1</sub> ≤ e<sup>-L</sup>"),
        ("24·γ_E²", "24·γ<sub>E</sub>²"),
        ("compress_validation.json and Li_s(z)", "compress_validation.json and Li_s(z)"),
        ("`x_1^2` is code", "<code>x_1^2</code> is code"),
        ("a^<b> x_<i>", "a^&lt;b&gt; x_&lt;i&gt;"),
        ("gammas, x ^ 2, 2^", "gammas, x ^ 2, 2^"),
    ],
)
def test_typed_mathematics_is_set(text: str, set_as: str) -> None:
    assert str(typed(text)) == set_as


@given(st.text(alphabet="ab^_(){}<>&\"'-1² gamma`$"))
def test_typed_text_is_harmless(text: str) -> None:
    tree = ET.fromstring(f"<p>{typed(text)}</p>")
    assert {e.tag for e in tree} <= {"sub", "sup", "code", "math"}


def test_displayed_sums_have_their_limits_below() -> None:
    latex = r"\left(\sum_{d=1}^N d\right) + \int_0^1 x + \lim_{x} y"
    shown = ET.fromstring(str(formula(latex, block=True)))
    inline = ET.fromstring(str(formula(latex)))
    assert [e[0].text for e in shown.iter("munderover")] == ["∑"]
    assert [e[0].text for e in shown.iter("munder")] == ["lim"]
    assert [e[0].text for e in shown.iter("msubsup")] == ["∫"]
    assert "∑" in [e[0].text for e in inline.iter("msubsup")]


@pytest.mark.parametrize(
    ("latex", "grows"), [(r"\left(N, k^{2}\right)", "false"), (r"\left(\frac{1}{2}\right)", "true")]
)
def test_brackets_grow_round_what_is_tall(latex: str, grows: str) -> None:
    brackets = [e for e in ET.fromstring(str(formula(latex))).iter("mo") if e.get("form")]
    assert len(brackets) == 2
    assert {e.get("stretchy") for e in brackets} == {grows}


def test_operators_are_set_as_such() -> None:
    tree = ET.fromstring(str(formula(r"\operatorname{Var} x \sim 1/2")))
    assert [e.text for e in tree.iter("mo")] == ["∼", "/"]
    assert "Var" in [e.text for e in tree.iter("mi")]


def test_a_record_that_turns_in_a_circle_is_drawn_without_it(project_copy: Path) -> None:
    path = project_copy / "lean" / "receipts.json"
    record = json.loads(path.read_text("utf-8"))
    weight = next(r for r in record["receipts"] if r["name"].endswith(".weight"))
    weight["uses"].append(f"{receipts().namespace}.prob")
    path.write_text(json.dumps(record), "utf-8")
    uses = Library(load_receipts(project_copy, receipts().namespace), ledger().claims).uses
    assert nx.is_directed_acyclic_graph(uses)
    assert Library(receipts(), ()).uses.has_edge("prob", "weight")
    assert not uses.has_edge("prob", "weight")
    assert uses.has_edge("expect", "prob")


def test_the_reality_card_says_what_each_body_of_data_tests(
    full: Audit, pages: dict[str, Page]
) -> None:
    measured = [c for c in full.claims if c.reality.evidence]
    assert measured
    checks = declared(PROJECT.checks, "measurement")
    for item in measured:
        page = pages[f"claim/{item.claim.id}.html"]
        start = page.source.index('class="board"')
        card = page.source[start : page.source.index("<h2>", start)]
        assert card.count("What the data test") == 1
        lines = [re.sub(r"<[^>]*>", "", line) for line in card.split('<span class="detail">')]
        for e in item.reality.evidence:
            about = re.sub(r"<[^>]*>", "", prose(checks[e.name].about))
            told = " ".join(line for line in lines if line.startswith(about))
            assert f"n {e.source} data: {e.verdict}" in told
