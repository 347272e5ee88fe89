"""Builds the site: everything that is known about the claims, as pages."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

from book.pictures.data import interval_pictures, reality_pictures
from book.pictures.theory import algebra_pictures
from pycheck.auditing.document import as_document
from pycheck.auditing.results import Audit, CheckRun, ClaimResult
from pycheck.auditing.run import Options, audit
from pycheck.evidence import AlgebraEvidence
from pycheck.ledger.loader import Ledger, load_ledger
from pycheck.pictures.picture import Picture, of_claim
from pycheck.project import project_root
from pycheck.reality.sources import available_sources
from pycheck.receipts import Receipt, load_receipts, verify
from pycheck.receipts.checkout import read_source, sha256
from pycheck.report import graph
from pycheck.report.descriptions import descriptions
from pycheck.report.folder import refuse_foreign, replaced
from pycheck.report.library import Library
from pycheck.report.mutation import Score, load_scores
from pycheck.report.rendering import environment
from pycheck.report.reproduce import recipes
from pycheck.report.search import search_index
from pycheck.report.words import ALGEBRA_WORDS, REALITY_WORDS

CORE = ("ch22.fisher", "ch22.heat-capacity-coefficient", "ch21.polylog-normalization")

Progress = Callable[[int, int], None]


def build_site(target: Path, options: Options, progress: Progress | None = None) -> Audit:
    """Audit the whole ledger and write the site to the folder `target`.

    The folder is replaced as a whole when the site is finished. Raises `InputError` as the audit
    does, and where `target` holds anything that is no site of pycheck.
    """
    refuse_foreign(target)
    result = audit(options=options, progress=progress)
    write_site(target, result, options)
    return result


def write_site(target: Path, result: Audit, options: Options) -> None:
    """Write the site of an audit that was made with `options`."""
    site = Site(result, load_ledger(options.ledger), options.root or project_root())
    with replaced(target) as folder:
        site.write(folder)


@dataclass(frozen=True, slots=True)
class Proof:
    """A declaration that a claim rests on."""

    receipt: Receipt
    evidence: AlgebraEvidence
    role: str


@dataclass(frozen=True, slots=True)
class Part:
    """A derivation or an enclosure with its run."""

    evidence: AlgebraEvidence
    run: CheckRun | None


@dataclass(frozen=True)
class Site:
    """The pages of one audit."""

    audit: Audit
    ledger: Ledger
    root: Path

    @cached_property
    def library(self) -> Library:
        """The Lean library with the claims that stand on it."""
        return Library(load_receipts(self.root), tuple(c.claim for c in self.audit.claims))

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """All pictures of the theory and of the data that are here."""
        return (
            *algebra_pictures(),
            *reality_pictures(available_sources()),
            *interval_pictures(self.audit.claims),
        )

    @cached_property
    def scores(self) -> Mapping[str, Score]:
        """The recorded mutation scores."""
        return load_scores(self.root)

    @cached_property
    def templates(self) -> jinja2.Environment:
        """The templates with what every page needs."""
        constants = {
            "trust": self.audit.trust,
            "version": version("pycheck"),
            "here": "",
            "algebra_words": list(ALGEBRA_WORDS.items()),
            "reality_words": list(REALITY_WORDS.items()),
            "algebra_meaning": ALGEBRA_WORDS,
            "reality_meaning": REALITY_WORDS,
            "described": descriptions(),
        }
        return environment(self.library.module_of, constants)

    def write(self, folder: Path) -> None:
        """Write every page, picture and file below `folder`."""
        for path, text in self.pages():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        for picture in self.pictures:
            picture.write(folder)
        for item in (files("pycheck.report") / "static").iterdir():
            (folder / "static" / item.name).write_bytes(item.read_bytes())

    def pages(self) -> Iterator[tuple[str, str]]:
        """Every text file with its path below the root of the site."""
        yield "index.html", self._index()
        for position, item in enumerate(self.audit.claims):
            yield f"claim/{item.claim.id}.html", self._claim(position, item)
        yield "declarations.html", self._declarations()
        yield "graph.html", self._graph()
        yield "pictures.html", self._pictures()
        yield "search.html", self._render("search.html")
        for source in sorted({receipt.source for receipt in self.library.book.receipts}):
            yield f"{source}.html", self._source(source)
        yield "static/index.js", search_index(self.audit, self.library)
        yield "audit.json", json.dumps(as_document(self.audit), ensure_ascii=False, indent=1)

    def _render(self, template: str, depth: int = 0, **values: Any) -> str:
        return self.templates.get_template(template).render(up="../" * depth, **values)

    def _index(self) -> str:
        by_chapter: dict[int, list[ClaimResult]] = defaultdict(list)
        for item in self.audit.claims:
            by_chapter[item.claim.chapter].append(item)
        by_id = {item.claim.id: item for item in self.audit.claims}
        return self._render(
            "index.html",
            audit=self.audit,
            known=by_id,
            summary=self.audit.summary(),
            cores=[by_id[name] for name in CORE if name in by_id],
            chapters=[(number, self.ledger.title(number)) for number in sorted(by_chapter)],
            by_chapter=by_chapter,
            kinds=sorted({item.claim.kind for item in self.audit.claims}),
        )

    def _claim(self, position: int, item: ClaimResult) -> str:
        claims = [c.claim for c in self.audit.claims]
        evidence = item.algebra.evidence
        return self._render(
            "claim.html",
            depth=1,
            item=item,
            claim=item.claim,
            chapter=self.ledger.title(item.claim.chapter),
            receipts=self._proofs(item),
            derivations=self._parts(evidence, "derivation"),
            enclosures=self._parts(evidence, "enclosure"),
            samples=[e for e in evidence if e.kind == "sample"],
            scores=[(r.name, self.scores[r.name]) for r in evidence if self._scored(r)],
            pictures=of_claim(self.pictures, item.claim.id),
            recipes=recipes(item.claim, self.library.book),
            before=claims[position - 1] if position else None,
            after=claims[position + 1] if position + 1 < len(claims) else None,
        )

    def _scored(self, evidence: AlgebraEvidence) -> bool:
        return evidence.kind == "receipt" and evidence.name in self.scores

    def _proofs(self, item: ClaimResult) -> list[Proof]:
        negations = set(item.claim.refuted_by)
        return [
            Proof(
                self.library.book.find(e.name),
                e,
                "states the negation" if e.name in negations else "states the claim",
            )
            for e in item.algebra.evidence
            if e.kind == "receipt"
        ]

    def _parts(self, evidence: tuple[AlgebraEvidence, ...], kind: str) -> list[Part]:
        return [
            Part(e, self.audit.checks.get(f"{kind}:{e.name}")) for e in evidence if e.kind == kind
        ]

    def _declarations(self) -> str:
        return self._render(
            "declarations.html",
            here="declarations",
            library=self.library,
            states=verify(self.library.book, self.root),
            sampled=self._sampled(),
        )

    def _sampled(self) -> Mapping[str, str]:
        """What sampling said of each declaration that a claim names."""
        said: dict[str, str] = defaultdict(lambda: "not sampled in this audit")
        for item in self.audit.claims:
            said |= {
                e.name: f"sampled: {e.detail}" for e in item.algebra.evidence if e.kind == "sample"
            }
        for name, score in self.scores.items():
            said[name] = f"{said[name]}; {score}"
        return said

    def _graph(self) -> str:
        modules = self.library.modules
        return self._render(
            "graph.html",
            here="graph",
            library=self.library,
            map=graph.module_map(self.library),
            alone=graph.alone(self.library),
            arcs={module.name: graph.arcs_of(self.library, module) for module in modules},
            box_size=graph.BOX,
            claims_on=graph.claims_on,
        )

    def _pictures(self) -> str:
        known = {item.claim.id for item in self.audit.claims}
        return self._render("pictures.html", here="pictures", pictures=self.pictures, known=known)

    def _source(self, source: str) -> str:
        content = read_source(self.root, source)
        module = next(m for m in self.library.modules if m.receipts[0].source == source)
        return self._render(
            "source.html",
            depth=source.count("/"),
            source=source,
            lines=content.decode("utf-8", errors="replace").splitlines(),
            as_recorded=sha256(content) == self.library.book.sources.get(source),
            module=module.name,
        )
