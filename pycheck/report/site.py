"""Builds the site: everything that is known about the claims, as pages."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import jinja2

from pycheck.auditing.document import as_document
from pycheck.auditing.options import Options
from pycheck.auditing.results import Audit, CheckRun, ClaimResult
from pycheck.auditing.run import audit
from pycheck.auditing.sections import by_section
from pycheck.checks.registry import KINDS, declared, load
from pycheck.evidence import AlgebraEvidence
from pycheck.ledger.schema import EvidenceRef
from pycheck.pictures.picture import Picture, pictures_of
from pycheck.receipts.checkout import read_source, sha256
from pycheck.report import graph
from pycheck.report.findings import Findings, findings_of
from pycheck.report.folder import refuse_foreign, replaced
from pycheck.report.intervals import interval_pictures
from pycheck.report.library import Library
from pycheck.report.mutation import Score, load_scores
from pycheck.report.origin import build_date, origin
from pycheck.report.proofs import Proofs
from pycheck.report.rendering import environment
from pycheck.report.reproduce import recipes
from pycheck.report.search import search_index
from pycheck.report.words import ALGEBRA_WORDS, REALITY_WORDS
from pycheck.version import __version__

Progress = Callable[[int, int], None]


def build_site(target: Path, options: Options, progress: Progress | None = None) -> Audit:
    """Audit the whole ledger and write the site to the folder `target`.

    The folder is replaced as a whole when the site is finished. Raises `InputError` as the audit
    does, and where `target` holds anything that is no site of pycheck.
    """
    refuse_foreign(target)
    build_date()  # a wrong one is told before the audit
    result = audit(options=options, progress=progress)
    write_site(target, result, options)
    return result


def write_site(target: Path, result: Audit, options: Options) -> None:
    """Write the site of an audit that was run with `options`.

    Raises `InputError` where ``SOURCE_DATE_EPOCH`` is set and is no time.
    """
    with replaced(target) as folder:
        Site(result, options).write(folder)


@dataclass(frozen=True, slots=True)
class Part:
    """A derivation or an enclosure with its run."""

    evidence: AlgebraEvidence
    run: CheckRun | None


@dataclass(frozen=True)
class Site:
    """The pages of one audit, and the options that it was run with."""

    audit: Audit
    options: Options

    @cached_property
    def library(self) -> Library | None:
        """The Lean library with the claims that stand on it; None where nothing is proved."""
        book = self.audit.receipts
        return Library(book, tuple(c.claim for c in self.audit.claims)) if book else None

    @cached_property
    def proofs(self) -> Proofs | None:
        """The declarations of the library as pages show them; None where nothing is proved."""
        return Proofs(self.audit, self.library) if self.library else None

    @cached_property
    def findings(self) -> Findings:
        """What the audit found wrong."""
        return findings_of(self.audit)

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """All pictures of the audit's own making, and those of its estimates."""
        folder = self.audit.project.checks if self.options.checks else None
        own = (
            item
            for name in declared(folder, "picture")
            if folder is not None
            for item in pictures_of(load(folder, "picture", name), self.audit.sources)
        )
        return (*own, *interval_pictures(self.audit.claims, self.described))

    @cached_property
    def pictures_by_claim(self) -> Mapping[str, Sequence[Picture]]:
        """The pictures that belong to each claim."""
        found: dict[str, list[Picture]] = defaultdict(list)
        for picture in self.pictures:
            for claim in dict.fromkeys(picture.claims):
                found[claim].append(picture)
        return found

    @cached_property
    def described(self) -> Mapping[str, str]:
        """What each check is about, by ``kind:name``."""
        folder = self.audit.project.checks
        return {
            f"{kind}:{check.name}": check.about
            for kind in KINDS
            for check in declared(folder, kind).values()
        }

    @cached_property
    def scores(self) -> Mapping[str, Score]:
        """The recorded mutation scores by full name."""
        return load_scores(self.audit.project.mutation_scores)

    @cached_property
    def templates(self) -> jinja2.Environment:
        """The templates with what every page needs."""
        constants = {
            "project": self.audit.project,
            "proofs": self.proofs,
            "audit": self.audit,
            "summary": self.audit.summary(),
            "findings": self.findings,
            "section_of": {
                c.claim.id: self.audit.ledger.section(c.claim.section_id) for c in self.audit.claims
            },
            "origin": origin(self.audit, self.options),
            "version": __version__,
            "here": "",
            "algebra_words": list(ALGEBRA_WORDS.items()),
            "reality_words": list(REALITY_WORDS.items()),
            "algebra_meaning": ALGEBRA_WORDS,
            "reality_meaning": REALITY_WORDS,
            "described": self.described,
        }
        return environment(self.proofs, constants)

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
        yield "errata.html", self._render("errata.html", here="errata")
        for position, item in enumerate(self.audit.claims):
            yield f"claim/{item.claim.id}.html", self._claim(position, item)
        if self.library:
            yield from self._library(self.library)
        yield "pictures.html", self._pictures()
        yield "search.html", self._render("search.html")
        yield "static/index.js", search_index(self.audit, self.library)
        yield "audit.json", json.dumps(as_document(self.audit), ensure_ascii=False, indent=1)

    def _library(self, library: Library) -> Iterator[tuple[str, str]]:
        yield "declarations.html", self._declarations(library)
        yield "graph.html", self._graph(library)
        for source in sorted({receipt.source for receipt in library.book.receipts}):
            yield f"{source}.html", self._source(library, source)

    def _render(self, template: str, depth: int = 0, **values: Any) -> str:
        return self.templates.get_template(template).render(up="../" * depth, **values)

    def _index(self) -> str:
        sections = by_section(self.audit.claims)
        by_id = {item.claim.id: item for item in self.audit.claims}
        return self._render(
            "index.html",
            here="front",
            known=by_id,
            cores=[by_id[name] for name in self.audit.project.front if name in by_id],
            sections=[s for s in self.audit.ledger.sections if s.id in sections],
            by_section=sections,
            kinds=sorted({item.claim.kind for item in self.audit.claims}),
        )

    def _claim(self, position: int, item: ClaimResult) -> str:
        results = self.audit.claims
        evidence = item.algebra.evidence
        proved = list(self.proofs.of_claim(item)) if self.proofs else []
        return self._render(
            "claim.html",
            depth=1,
            item=item,
            claim=item.claim,
            section=self.audit.ledger.section(item.claim.section_id),
            proved=proved,
            meanings=self.proofs.meanings(proved) if self.proofs else [],
            derivations=self._parts(evidence, "derivation"),
            enclosures=self._parts(evidence, "enclosure"),
            samples=[e for e in evidence if e.kind == "sample"],
            below=self.library.claims_below(item.claim.id) if self.library else (),
            above=self.library.claims_above(item.claim.id) if self.library else (),
            scores=self._scored(evidence),
            pictures=self.pictures_by_claim.get(item.claim.id, ()),
            recipes=recipes(item.claim, self.audit.project),
            before=results[position - 1].claim if position else None,
            after=results[position + 1].claim if position + 1 < len(results) else None,
        )

    def _scored(self, evidence: tuple[AlgebraEvidence, ...]) -> list[tuple[str, Score]]:
        book = self.audit.receipts
        names = [e.name for e in evidence if e.kind == "receipt"]
        return [
            (name, self.scores[book.full(name)])
            for name in names
            if book and book.full(name) in self.scores
        ]

    def _parts(
        self, evidence: tuple[AlgebraEvidence, ...], kind: Literal["derivation", "enclosure"]
    ) -> list[Part]:
        return [
            Part(e, self.audit.checks.get(EvidenceRef(kind, e.name)))
            for e in evidence
            if e.kind == kind
        ]

    def _declarations(self, library: Library) -> str:
        return self._render(
            "declarations.html",
            here="declarations",
            library=library,
            states=self.audit.statuses,
            sampled=self._sampled(library),
        )

    def _sampled(self, library: Library) -> Mapping[str, str]:
        """What sampling said of each declaration that a claim names."""
        said: dict[str, str] = defaultdict(lambda: "not sampled in this audit")
        for item in self.audit.claims:
            said |= {
                e.name: f"sampled: {e.detail}" for e in item.algebra.evidence if e.kind == "sample"
            }
        for name, score in self.scores.items():
            short = library.book.short(name)
            said[short] = f"{said[short]}; {score}"
        return said

    def _graph(self, library: Library) -> str:
        return self._render(
            "graph.html",
            here="graph",
            library=library,
            map=graph.module_map(library),
            alone=graph.alone(library),
            arcs={module.name: graph.arcs_of(library, module) for module in library.modules},
            box_size=graph.BOX,
            claims_on=graph.claims_on,
        )

    def _pictures(self) -> str:
        known = {item.claim.id for item in self.audit.claims}
        return self._render("pictures.html", here="pictures", pictures=self.pictures, known=known)

    def _source(self, library: Library, source: str) -> str:
        content = read_source(self.audit.project.proofs, source)
        module = next(m for m in library.modules if m.receipts[0].source == source)
        return self._render(
            "source.html",
            depth=source.count("/"),
            source=source,
            lines=content.decode("utf-8", errors="replace").splitlines(),
            as_recorded=sha256(content) == library.book.sources.get(source),
            module=module.name,
        )
