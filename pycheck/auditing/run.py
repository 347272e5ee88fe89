"""Runs an audit: load, check the ledger's names, find out, judge."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pycheck.auditing import algebra, reality
from pycheck.auditing.judge import judge
from pycheck.auditing.opened import Opened
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
from pycheck.data.sources import Source, given_source
from pycheck.errors import InputError
from pycheck.evidence import RealityEvidence
from pycheck.ledger.loader import Ledger
from pycheck.ledger.parts import Definition, Part
from pycheck.ledger.schema import Claim
from pycheck.project import Project
from pycheck.receipts import ReceiptBook, Verification

if TYPE_CHECKING:
    from pycheck.auditing.store import Store

_CHUNKS_A_JOB = 6
_NAMES_A_CHUNK = 8


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
    opened = Opened(options)
    selection = _select(opened.ledger, ids, section, errata_only=errata_only)
    return audit_opened(opened, selection, options, progress)


def audit_opened(
    opened: Opened,
    selection: tuple[Claim, ...],
    options: Options,
    progress: Progress | None = None,
    pool: Pool | None = None,
) -> Audit:
    """Audit some claims of an audit that is open, in the processes of a pool that stays, if given.

    Raises `InputError` for a mistake in what the claims name and say, and for receipts or data that
    cannot be used.
    """
    project, ledger = opened.project, opened.ledger
    book, record = opened.proofs_of(selection)
    opened.refuse_mistakes(selection)
    sources = opened.sources
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
        pool,
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
        checks=facts.runs,
        sources=present,
        trust=opened.trust(book),
        problems=record.problems,
        remedy="; ".join(f"{s.name} data absent: {s.remedy}" for s in absent),
        kept_since=store.since if store else None,
    )


def _store(project: Project, sources: Iterable[Source], options: Options) -> "Store":
    from pycheck.auditing.store import store_of

    return store_of(project, sources, options)


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
    standing: Pool | None = None,
) -> tuple[algebra.AlgebraFacts, Measured]:
    """Run every check, sample and measurement once, in `options.jobs` processes.

    Or in a pool that is `standing`, and stays.
    """
    book, record = proofs
    folder = project.checks if options.checks else None
    defined = _planned_definitions(claims, definitions, project, options)
    kept = options.cached or standing is not None
    samples = _planned_samples(claims, project, options, each_alone=kept)
    checks = algebra.planned_checks(claims, folder)
    measures = reality.planned_measurements(claims, present, folder)
    parts = algebra.planned_parts(claims)
    pieces = len(defined) + len(samples) + len(checks) + len(measures) + len(parts)
    worth = -(-pieces // options.pieces_a_process)
    workers = min(options.jobs, worth) if options.jobs > 1 else 0
    own = Pool(workers, options.seconds, pieces, progress, store)
    with own if standing is None else nullcontext(standing) as pool:
        compared = pool.submit(DEFINITIONS, defined)
        sampled = pool.submit(SAMPLINGS, samples)
        checked = pool.submit(CHECKS, checks)
        read = pool.submit(MEASUREMENTS, tuple(measures))
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
        for (piece, asking), evidence in zip(measures.items(), read(), strict=True):
            for claim in asking:
                measured[claim, piece.name] += (evidence,)
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
    claims: tuple[Claim, ...], project: Project, options: Options, *, each_alone: bool
) -> list[SampleWork]:
    """The theorems in chunks, or `each_alone`: so one is kept, whatever else was asked for."""
    if not options.samples or project.lean is None:
        return []
    names = algebra.planned_samples(claims)
    chunks = min(max(1, options.jobs) * _CHUNKS_A_JOB, -(-len(names) // _NAMES_A_CHUNK))
    if each_alone:
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
