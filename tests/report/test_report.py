"""The site without a browser: what its pages say, and whether they are whole."""

import html
import json
import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import click
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.cli.main import main
from pycheck.errors import InputError
from pycheck.report.folder import MARKER, replaced
from pycheck.report.library import Library
from pycheck.report.maths import formula, prose
from pycheck.report.mutation import load_scores
from pycheck.report.reproduce import recipes
from pycheck.report.server import serve_folder
from tests import needs
from tests.command import pycheck_command
from tests.included import PROJECT, ledger, receipts
from tests.report.conftest import Page
from tests.report.drawn import pictures_here


def test_every_claim_has_its_page(pages: dict[str, Page]) -> None:
    for claim in ledger().claims:
        assert claim.id in pages[f"claim/{claim.id}.html"].text


def test_every_internal_link_and_anchor_exists(site: Path, pages: dict[str, Page]) -> None:
    broken = []
    for name, page in pages.items():
        for address in page.addresses:
            parts = urlsplit(address)
            assert not parts.scheme, f"{name} leaves the site: {address}"
            assert not parts.netloc, f"{name} leaves the site: {address}"
            target = (site / name).parent / unquote(parts.path) if parts.path else site / name
            where = target.resolve().relative_to(site.resolve()).as_posix()
            anchor = unquote(parts.fragment)
            if not target.is_file() or (anchor and anchor not in pages[where].ids):
                broken.append((name, address))
    assert broken == []


OUTWARD = (
    *("https://dlmf.nist.gov/", "https://arxiv.org/abs/", "https://www.rfc-editor.org/rfc/"),
    *("https://leanprover-community.github.io/mathlib4_docs/", "https://github.com/"),
)


def test_other_hosts_are_linked_and_nothing_is_loaded_from_them(
    site: Path, pages: dict[str, Page]
) -> None:
    linked = [address for page in pages.values() for address in page.outward]
    assert all(any(a.startswith(host) for a in linked) for host in OUTWARD[:4])
    for page in pages.values():
        assert [a for a in page.outward if not a.startswith(OUTWARD)] == []
    allowed = ("http://www.w3.org/", "https://www.w3.org/")  # names of XML vocabularies
    for path in site.rglob("*"):
        if path.suffix in (".css", ".js"):
            found = re.findall(r"(?:https?:)?//[\w.]+\.\w+/?", path.read_text(encoding="utf-8"))
            urls = [url for url in found if url.startswith("http") and not url.startswith(allowed)]
            assert urls == [], path


def test_markup_parses_strictly(pages: dict[str, Page]) -> None:
    parser = needs.tool("tinyhtml5.parser")
    chosen = [n for n in pages if "/" not in n]
    chosen += [f"claim/{name}.html" for name in (*PROJECT.front, "ch16.atlas", "ch22.hostile")]
    chosen += [next(n for n in pages if n.startswith("lean/"))]
    for name in chosen:
        strict = parser.HTMLParser()
        strict.parse(pages[name].source)
        assert strict.errors == [], name


def test_ids_are_unique_and_images_described(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert [i for i, count in page.ids.items() if count > 1] == [], name
        assert page.images_without_alt == 0, name
        assert page.tags["h1"] == 1, name


def test_sizes(site: Path) -> None:
    assert (site / "index.html").stat().st_size < 500_000
    assert max(p.stat().st_size for p in (site / "claim").iterdir()) < 200_000


def test_hostile_text_stays_text(site: Path, pages: dict[str, Page]) -> None:
    page = pages["claim/ch22.hostile.html"]
    assert '<script>alert(1)</script> & "quotes"' in page.text
    assert "<img src=x onerror=alert(2)>" in page.text
    assert r"\frac{1}{" in page.text
    assert page.tags["script"] == 2
    assert page.tags["img"] == page.tags["b"] == page.tags["i"] == 0
    for each in pages.values():
        assert each.handlers == []
        assert not [a for a in each.addresses if a.lower().startswith("javascript")]
    assert "</script" not in (site / "static/index.js").read_text(encoding="utf-8")


@given(st.text(alphabet=st.characters(exclude_characters="$`", exclude_categories=["Cs"])))
def test_prose_without_marks_is_escaped_text(text: str) -> None:
    assert html.unescape(prose(text)) == text
    assert "<" not in prose(text)


_PIECES = [
    *(r"\frac", "{", "}", "^", "_", "x", "<", "&", r"\left(", r"\right)", r"\href{a}{b}", " "),
    *(r"\text{<b>}", r"\unknown", r"\sum_{k}", '"', "'", r"\color{red}", r"\\"),
]
_LATEX = st.lists(st.sampled_from(_PIECES), max_size=8).map("".join)


@given(_LATEX)
def test_a_formula_is_plain_mathml_or_code(latex: str) -> None:
    tree = ET.fromstring(str(formula(latex)))
    assert tree.tag in ("math", "code")
    for element in tree.iter():
        names = set(element.attrib)
        assert not {"href", "style", "class", "id", "src"} & names
        assert not [name for name in names if name.startswith("on")]
    if tree.tag == "code":
        assert tree.text in (latex, None)
    else:
        assert tree.get("alttext") == latex


def test_a_fraction_in_mathml() -> None:
    tree = ET.fromstring(str(formula(r"\frac{1}{12} \log N")))
    fraction = tree.find(".//mfrac")
    assert fraction is not None
    assert [e.text for e in fraction.iter("mn")] == ["1", "12"]
    assert [e.text for e in tree.iter("mi")] == ["log", "N"]
    assert tree.find(".//mspace") is not None  # log N, not logN
    assert str(formula(r"\frac{1}{")) == r"<code>\frac{1}{</code>"


def test_every_formula_of_the_ledger_can_be_set() -> None:
    for claim in ledger().claims:
        texts = [claim.statement, claim.title, *claim.assumptions]
        for erratum in claim.errata:
            texts += [erratum.title, erratum.printed, erratum.corrected]
        for text in texts:
            for latex in re.findall(r"\$([^$]+)\$", text):
                assert str(formula(latex)).startswith("<math"), (claim.id, latex)


def test_the_front_page_counts_as_the_audit_does(site: Path, pages: dict[str, Page]) -> None:
    audit = json.loads((site / "audit.json").read_text(encoding="utf-8"))
    index = pages["index.html"]
    assert f"{len(audit['claims'])} statements of the text" in index.text
    rows = re.findall(r'<tr data-section="(\w+)" data-kind="(\w+)"(.*?)>', index.source)
    assert len(rows) == len(audit["claims"])
    for side in ("algebra", "reality"):
        shown = Counter(re.findall(rf'data-{side}="([\w ]+)"', "".join(r[2] for r in rows)))
        assert dict(shown) == audit["summary"][side]
    for claim in audit["claims"]:
        for erratum in claim["errata"]:
            assert index.ids[erratum["id"]] == pages["errata.html"].ids[erratum["id"]] == 1


def test_claim_pages_show_the_evidence(site: Path, pages: dict[str, Page]) -> None:
    audit = json.loads((site / "audit.json").read_text(encoding="utf-8"))
    for claim in audit["claims"]:
        page = pages[f"claim/{claim['id']}.html"]
        for side in ("algebra", "reality"):
            for evidence in claim[side]["evidence"]:
                assert evidence["name"] in page.text, (claim["id"], evidence["name"])
        if claim["kind"] != "prose":
            assert f"pycheck show {claim['id']}" in page.text


def test_lean_lines_are_the_declared_ones(pages: dict[str, Page]) -> None:
    for receipt in receipts().receipts[::23]:
        source = html.unescape(pages[f"{receipt.source}.html"].source)
        _, _, rest = source.partition(f'id="L{receipt.line}">')
        first = re.search(r"(?:theorem|lemma|def|abbrev|structure) (\S+)", rest)
        assert first is not None
        assert first.group(1).endswith(receipt.name.rpartition(".")[2])


def test_a_verdict_that_is_not_expected_is_on_the_page(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    (ledger / "one.toml").write_text(
        """
[[chapter]]
number = 22
title = 'The dictionary'
[[claim]]
id = 'ch22.fisher'
title = 'Fisher'
kind = 'identity'
statement = 'Stated.'
lean = ['fisher_eq_heatCapacity_div_sq']
[claim.expected]
algebra = 'proved'
"""
    )
    outcome = pycheck_command(
        *("report", "-o", str(tmp_path / "site"), "--ledger", str(ledger)),
        *("--samples", "2", "--jobs", "1"),
    )
    assert outcome.code == 1
    assert outcome.out == ""
    assert "unexpected: ch22.fisher: algebra" in outcome.err
    front, claim = (Page(tmp_path / "site" / n) for n in ("index.html", "claim/ch22.fisher.html"))
    assert "Not as the ledger expects" in front.text
    assert "Not as the ledger expects" in claim.text
    assert "true at 2 points of its own hypotheses" in claim.text
    declarations = Page(tmp_path / "site" / "declarations.html")
    assert "sampled: true at 2 points of its own hypotheses" in declarations.text


def _library() -> Library:
    return Library(receipts(), ledger().claims)


def test_the_graph_is_that_of_the_receipts() -> None:
    library = _library()
    book = library.book
    names = {*book.short_names}
    assert set(library.uses) == names
    direct = {
        (book.short(r.name), book.short(u))
        for r in book.receipts
        for u in r.uses
        if u in book.by_name and u != r.name
    }
    assert direct <= set(library.uses.edges)
    assert nx.transitive_closure(library.reduced).edges == nx.transitive_closure(library.uses).edges
    crossing = sum(library.module_of[a] != library.module_of[b] for a, b in library.uses.edges)
    assert library.between_modules.size(weight="uses") == crossing


def test_claims_are_attached_to_what_they_name() -> None:
    library = _library()
    for claim in library.claims:
        for name in (*claim.lean, *claim.negations, *claim.lemmas):
            assert claim.id in {a.claim for a in library.attached[name]}


_PRINT_MAP = """
from tests.report.conftest import Page
from tests.included import receipts
from pycheck.report.graph import module_map
from pycheck.report.library import Library
print(module_map(Library(receipts(), ())))
"""


def test_the_map_of_files_is_the_same_in_every_process() -> None:
    maps = {
        subprocess.run(
            [sys.executable, "-c", _PRINT_MAP],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert len(maps) == 1


def _commands() -> Iterator[str]:
    for claim in ledger().claims:
        yield from (r.command for r in recipes(claim, PROJECT))
    for picture in pictures_here():
        yield picture.command
        yield from re.findall(r"`(pycheck [^`]*)`", picture.caption)


def test_every_command_on_the_site_is_one() -> None:
    for text in dict.fromkeys(_commands()):
        program, *words = text.split()
        assert program == "pycheck"
        command: click.Command = main
        while isinstance(command, click.Group):
            found = command.get_command(click.Context(command), words[0])
            assert found is not None, text
            command, words = found, words[1:]
        command.make_parser(click.Context(command)).parse_args(words)  # raises on an unknown option


@pytest.mark.parametrize(
    "command", sorted({c for c in _commands() if c.startswith("pycheck enclose")})
)
def test_enclosing_commands_run(command: str) -> None:
    outcome = pycheck_command(*command.split()[1:])
    assert outcome.code == 0
    assert outcome.out.strip()


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "thesis.tex").write_text("x")
    with pytest.raises(InputError, match="not empty and no site"), replaced(target):
        pass
    assert [p.name for p in tmp_path.rglob("*")] == ["mine", "thesis.tex"]
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="is a file"), replaced(tmp_path / "file"):
        pass


def test_a_site_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with replaced(target) as folder:
        (folder / "old.html").write_text("old")
    with pytest.raises(FileNotFoundError), replaced(target) as folder:
        (folder / "missing" / "new.html").write_text("half")
    assert sorted(p.name for p in target.iterdir()) == ["old.html", MARKER]
    with replaced(target) as folder:
        (folder / "new.html").write_text("new")
    assert sorted(p.name for p in target.iterdir()) == ["new.html", MARKER]
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_the_command_refuses_before_it_audits(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("x")
    outcome = pycheck_command("report", "-o", str(tmp_path))
    assert outcome.code == 2
    assert outcome.err.startswith("error: ")
    assert "give an empty or a new folder" in outcome.err
    assert outcome.err.count("\n") == 1


def test_serving_is_local(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("hello")
    told: Queue[str] = Queue()
    thread = threading.Thread(target=serve_folder, args=(tmp_path, 0, told.put), daemon=True)
    thread.start()
    address = told.get(timeout=20)
    assert address.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert answer.read() == b"hello"
    with pytest.raises(HTTPError, match="404"):
        urllib.request.urlopen(f"{address}%00", timeout=20)
    port = urlsplit(address).port
    assert port is not None
    with pytest.raises(InputError, match="--port"):
        serve_folder(tmp_path, port, told.put)


def test_mutation_scores(tmp_path: Path) -> None:
    assert load_scores(None) == {}
    path = tmp_path / "scores.json"
    assert load_scores(path) == {}
    row = {"name": "Library.x", "status": "decided", "made": 5, "killed": 3}
    row |= {"equivalent": [{"change": "a", "reason": "b"}], "survivors": [{"change": "c"}]}
    path.write_text(json.dumps({"theorems": [row]}))
    told = str(load_scores(path)["Library.x"])
    assert told == "3 of 5 mutants refuted by samples, 1 equivalent to the statement, 1 survive"
    path.write_text("{}")
    with pytest.raises(InputError, match="mutation_scores"):
        load_scores(path)
