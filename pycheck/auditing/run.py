"""Runs an audit: load, check the ledger's names, find out, judge."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pycheck.auditing import algebra, reality
from pycheck.auditing.judge import judge
from pycheck.auditing.options import SAMPLES, Options
from pycheck.auditing.pool import Pool, Progress
from pycheck.auditing.reality import Measured
from pycheck.auditing.results import Audit
from pycheck.auditing.work import (
    CHECKS,
    DEFINITIONS,
    MEASUREMENTS,
    PARTS,
    SAMPLINGS,
    SampleWork,
)
from pycheck.carrying.work import DefinitionWork, PartWork, Wanted
from pycheck.checks.registry import declared
from pycheck.checks.stated import readable as readable_value
from pycheck.data.sources import Source, given_source, sources_of
from pycheck.errors import InputError
from pycheck.evidence import RealityEvidence
from pycheck.ledger.loader import Known, Ledger, check_references, load_ledger
from pycheck.ledger.parts import Definition, Part
from pycheck.ledger.schema import Claim
from pycheck.project import Project, find_project
from pycheck.receipts import (
    ReceiptBook,
    Verification,
    check_receipts,
    load_receipts,
    trust_sentence,
)

if TYPE_CHECKING:
    from pycheck.auditing.store import Store

_CHUNKS_A_JOB = 6
_NAMES_A_CHUNK = 8
_NO_PROOFS = "Nothing here is proved: the audit names no Lean project."
_NOT_ASKED = "Nothing here is proved: no claim that was asked for can be checked."


def audit(
    claims: str | Sequence[str] = (),
    *,
    section: str | None = None,
    errata_only: bool = False,
    data: Path | str | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Gather the evidence on a selection of claims (by default all) and compute their verdicts.

    `claims` are ids of claims, or of errata for the claims that carry them, or one such id;
    `section` is the id or label of one; `errata_only` keeps the claims that carry an erratum;
    `data` is a folder of one's own to measure, `Options.data`; `progress` is called with (pieces of
    work done, all pieces). Raises `InputError` for an id or a section that does not exist, for a
    selection of nothing, and for a project, a ledger, receipts or data that cannot be used.
    """
    options = options or Options()
    if data is not None:
        options = replace(options, data=Path(data))
    ids = (claims,) if isinstance(claims, str) else tuple(claims)
    project = _project(options)
    ledger = load_ledger(project.claims)
    selection = _select(ledger, ids, section, errata_only=errata_only)
    book, record = _proofs(project, selection, ledger)
    sources = sources_of(project)
    _check_names(ledger, selection, book, project, sources)
    _check_formulas(ledger, selection)
    if options.data is not None:
        given = given_source(options.data, project)
        selection, sources = reality.measured_alone(selection), {given.name: given}
    present = {name: source for name, source in sources.items() if source.present}
    store = _store(project, present.values(), options) if options.cached else None
    facts, measured = find_out(
        selection,
        ledger.definitions,
        project,
        (book, record),
        tuple(present.values()),
        options,
        progress,
        store,
    )
    absent = tuple(source for name, source in sources.items() if name not in present)
    results = tuple(
        judge(claim, facts, measured, tuple(present.values()), absent, checked=options.checks)
        for claim in selection
    )
    return Audit(
        project=project,
        ledger=ledger,
        claims=results,
        receipts=book,
        statuses=record.statuses,
        checks={check: outcome.run for check, outcome in facts.checks.items()},
        sources=present,
        trust=_trust(project, book),
        problems=record.problems,
        remedy="; ".join(f"{s.name} data absent: {s.remedy}" for s in absent),
        kept_since=store.since if store else None,
    )


def _trust(project: Project, book: ReceiptBook | None) -> str:
    if book is not None:
        return trust_sentence(book)
    return _NO_PROOFS if project.lean is None else _NOT_ASKED


def _store(project: Project, sources: Iterable[Source], options: Options) -> "Store":
    from pycheck.auditing.store import store_of

    return store_of(project, sources, options)


def _project(options: Options) -> Project:
    project = find_project(options.project)
    if options.ledger is not None:
        project = replace(project, claims=options.ledger)
    return project


def _proofs(
    project: Project, claims: Sequence[Claim], ledger: Ledger
) -> tuple[ReceiptBook | None, Verification]:
    """The receipts and what holds of them; None where there are none, or none is asked for."""
    asked = any(claim.checkable or claim.errata for claim in claims)
    if project.lean is None or not (asked or len(claims) == len(ledger.claims)):
        return None, Verification({}, ())
    book = load_receipts(project.lean, project.namespace)
    return book, check_receipts(book, project.lean)


def _check_names(
    ledger: Ledger,
    claims: Sequence[Claim],
    book: ReceiptBook | None,
    project: Project,
    sources: Mapping[str, Source],
) -> None:
    known: Known = {
        "declaration": lambda: book.short_names if book else (),
        "derivation": lambda: declared(project.checks, "derivation"),
        "enclosure": lambda: declared(project.checks, "enclosure"),
        "measurement": lambda: declared(project.checks, "measurement"),
        "body of data": lambda: sources,
    }
    check_references(ledger, claims, known)
    if book:
        _refuse_what_proves_nothing(ledger, claims, book)


def _check_formulas(ledger: Ledger, claims: Iterable[Claim]) -> None:
    """Read every formula and stated value, so that none is found unreadable half-way."""
    for claim in claims:
        errata = (values for e in claim.errata for values in (e.printed_states, e.corrected_states))
        for value in (v for values in (claim.states, *errata) for v in values.values()):
            try:
                readable_value(value)
            except InputError as error:
                place = ledger.places[claim.id].of(value)
                raise InputError(f"{place}: {claim.id}: {error}") from error
        for _, part in algebra.planned_parts((claim,)):
            from pycheck.carrying.meant import readable

            try:
                readable(part, ledger.definitions)
            except InputError as error:
                place = ledger.places[claim.id].of(part.text)
                raise InputError(f"{place}: {claim.id}: {error}; see docs/formulas.md") from error


def _refuse_what_proves_nothing(ledger: Ledger, claims: Sequence[Claim], book: ReceiptBook) -> None:
    """Refuse a definition where a theorem is asked for: its receipt would count as a proof."""
    for claim in claims:
        named = [r.name for e in claim.errata for r in e.references if r.kind == "receipt"]
        named += [name for e in claim.errata for name in e.theorems]
        for name in (*claim.declarations, *claim.negations, *named):
            if (kind := book.find(name).kind) != "theorem":
                raise InputError(
                    f"{ledger.places[claim.id].of(name)}: {claim.id}: {name!r} is a {kind}, which "
                    "proves nothing; name a theorem"
                )


def _select(
    ledger: Ledger, ids: Sequence[str], section: str | None, *, errata_only: bool
) -> tuple[Claim, ...]:
    chosen: Iterable[Claim] = ledger.claims
    if ids:
        chosen = {claim.id: claim for claim in map(ledger.carrier, ids)}.values()
    if section is not None:
        inside = {claim.id for claim in ledger.of_section(section)}
        chosen = [claim for claim in chosen if claim.id in inside]
    selection = tuple(claim for claim in chosen if claim.errata or not errata_only)
    if not selection:
        raise InputError(
            "no claim is in this selection, so nothing would be audited; ask for fewer conditions"
        )
    return selection


def find_out(
    claims: tuple[Claim, ...],
    definitions: tuple[Definition, ...],
    project: Project,
    proofs: tuple[ReceiptBook | None, Verification],
    present: tuple[Source, ...],
    options: Options,
    progress: Progress | None,
    store: "Store | None" = None,
) -> tuple[algebra.AlgebraFacts, Measured]:
    """Run every check, sample and measurement once, in `options.jobs` processes."""
    book, record = proofs
    folder = project.checks if options.checks else None
    defined = _planned_definitions(claims, definitions, project, options)
    samples = _planned_samples(claims, project, options)
    checks = algebra.planned_checks(claims, folder)
    measures = reality.planned_measurements(claims, present, folder)
    parts = algebra.planned_parts(claims)
    pieces = len(defined) + len(samples) + len(checks) + len(measures) + len(parts)
    worth = -(-pieces // options.pieces_a_process)
    workers = min(options.jobs, worth) if options.jobs > 1 else 0
    with Pool(workers, options.seconds, pieces, progress, store) as pool:
        compared = pool.submit(DEFINITIONS, defined)
        sampled = pool.submit(SAMPLINGS, samples)
        checked = pool.submit(CHECKS, checks)
        read = pool.submit(MEASUREMENTS, measures)
        relations = dict(zip((d.name for d in defined), compared(), strict=True))
        same = tuple(name for name, r in relations.items() if r.relation == "same")
        judged = pool.submit(PARTS, _part_work(parts, definitions, same, project, options))
        facts = algebra.AlgebraFacts(
            receipts=book,
            statuses=record.statuses,
            parts={outcome.part: outcome for outcome in judged()},
            definitions=relations,
            samples={o.name: o for part in sampled() for o in part},
            checks={outcome.check: outcome for outcome in checked()},
        )
        measured: dict[tuple[str, str], tuple[RealityEvidence, ...]] = defaultdict(tuple)
        for piece, evidence in zip(measures, read(), strict=True):
            measured[piece.claim, piece.name] += (evidence,)
    if store:
        store.save()
    return facts, measured


def _planned_definitions(
    claims: tuple[Claim, ...],
    definitions: tuple[Definition, ...],
    project: Project,
    options: Options,
) -> list[DefinitionWork]:
    """The definitions on which the formulas rest and that name a constant of the library."""
    formulas = [part for _, part in algebra.planned_parts(claims) if part.formula is not None]
    if project.lean is None or not formulas:
        return []
    from pycheck.carrying.meant import resting

    known = {d.name: d for d in definitions}
    needed = {d.name for part in formulas for d in resting(part, known)}
    return [
        DefinitionWork(project.lean, project.namespace, definitions, d.name, options.seed)
        for d in definitions
        if d.name in needed and d.lean is not None
    ]


def _part_work(
    parts: Sequence[tuple[Wanted, Part]],
    definitions: tuple[Definition, ...],
    same: tuple[str, ...],
    project: Project,
    options: Options,
) -> list[PartWork]:
    if not parts:
        return []
    from pycheck.carrying.meant import resting

    n = options.samples or SAMPLES
    known = {d.name: d for d in definitions}
    work = []
    for wanted, part in parts:
        under = {d.name for d in resting(part, known)} if part.formula is not None else set()
        own = tuple(name for name in same if name in under)
        work.append(
            PartWork(
                project.lean, project.namespace, definitions, own, wanted, part, n, options.seed
            )
        )
    return work


def _planned_samples(
    claims: tuple[Claim, ...], project: Project, options: Options
) -> list[SampleWork]:
    if not options.samples or project.lean is None:
        return []
    names = algebra.planned_samples(claims)
    chunks = min(max(1, options.jobs) * _CHUNKS_A_JOB, -(-len(names) // _NAMES_A_CHUNK))
    if options.cached:  # a theorem is kept by itself, whatever else was asked for
        chunks = len(names)
    parts = (names[i::chunks] for i in range(chunks))
    return [
        SampleWork(
            project.lean,
            project.namespace,
            part,
            options.samples,
            options.seed,
            options.drawn_only,
        )
        for part in parts
        if part
    ]
