"""Runs an audit: load, check the ledger's names, find out, judge."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pycheck.auditing import algebra, reality
from pycheck.auditing.judge import judge
from pycheck.auditing.pool import Pool, Progress
from pycheck.auditing.reality import Measured
from pycheck.auditing.results import Audit
from pycheck.auditing.work import CHECKS, MEASUREMENTS, PARTS, SAMPLINGS, SampleWork
from pycheck.carrying.parts import PartsWork, readable
from pycheck.checks import literals
from pycheck.checks.registry import declared
from pycheck.data.sources import Source, present_sources, sources_of
from pycheck.errors import InputError
from pycheck.evidence import RealityEvidence
from pycheck.ledger.loader import Ledger, check_references, load_ledger
from pycheck.ledger.parts import Definition
from pycheck.ledger.schema import Claim
from pycheck.project import Project, find_project
from pycheck.receipts import (
    ReceiptBook,
    Verification,
    check_receipts,
    load_receipts,
    trust_sentence,
)

SAMPLES = 12
SEED = 20260101
SECONDS = 600.0
_CHUNKS_A_JOB = 6
_NO_PROOFS = "Nothing here is proved: the audit names no Lean project."


@dataclass(frozen=True, slots=True)
class Options:
    """What an audit looks at and how.

    `project` is the folder of the audit (by default the current one where it is one, else the
    audit that comes with pycheck), `ledger` a folder of claims in place of its own. `checks` says
    whether the audit's checks, which are code of that folder, may run. `samples` is the number of
    samples a proved statement (0: none), `jobs` the number of processes; where there are several,
    none spends more than `seconds` on one check, measurement, theorem or formula.
    """

    samples: int = SAMPLES
    seed: int = SEED
    jobs: int = 1
    seconds: float = SECONDS
    project: Path | None = None
    ledger: Path | None = None
    checks: bool = True


def audit(
    claims: str | Sequence[str] = (),
    *,
    section: str | None = None,
    errata_only: bool = False,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Gather the evidence on a selection of claims (by default all) and compute their verdicts.

    `claims` are ids of claims, or of errata for the claims that carry them, or one such id;
    `section` is the id or label of one; `errata_only` keeps the claims that carry an erratum;
    `progress` is called with (pieces of work done, all pieces). Raises `InputError` for an id or a
    section that does not exist, for a selection of nothing, and for a project, a ledger or receipts
    that cannot be used.
    """
    options = options or Options()
    ids = (claims,) if isinstance(claims, str) else tuple(claims)
    project = _project(options)
    ledger = load_ledger(project.claims)
    book, record = _proofs(project)
    sources = sources_of(project)
    _check_names(ledger, book, project, sources)
    _check_formulas(ledger)
    selection = _select(ledger, ids, section, errata_only=errata_only)
    present = present_sources(project)
    facts, measured = find_out(
        selection,
        ledger.definitions,
        project,
        (book, record),
        tuple(present.values()),
        options,
        progress,
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
        trust=trust_sentence(book) if book else _NO_PROOFS,
        problems=record.problems,
        remedy="; ".join(f"{s.name} data absent: {s.remedy}" for s in absent),
    )


def _project(options: Options) -> Project:
    project = find_project(options.project)
    if options.ledger is not None:
        project = replace(project, claims=options.ledger)
    return project


def _proofs(project: Project) -> tuple[ReceiptBook | None, Verification]:
    if project.lean is None:
        return None, Verification({}, ())
    book = load_receipts(project.lean, project.namespace)
    return book, check_receipts(book, project.lean)


def _check_names(
    ledger: Ledger, book: ReceiptBook | None, project: Project, sources: Mapping[str, Source]
) -> None:
    check_references(
        ledger,
        declarations=book.short_names if book else (),
        derivations=declared(project.checks, "derivation"),
        enclosures=declared(project.checks, "enclosure"),
        measurements=declared(project.checks, "measurement"),
        sources=sources,
    )
    if book:
        _refuse_what_proves_nothing(ledger, book)


def _check_formulas(ledger: Ledger) -> None:
    """Read every formula and stated value, so that none is found unreadable half-way."""
    for claim in ledger.claims:
        errata = (values for e in claim.errata for values in (e.printed_states, e.corrected_states))
        for value in (v for values in (claim.states, *errata) for v in values.values()):
            try:
                literals.readable(value)
            except InputError as error:
                place = ledger.places[claim.id].of(value)
                raise InputError(f"{place}: {claim.id}: {error}") from error
        for _, part in algebra.planned_parts((claim,)):
            try:
                readable(part, ledger.definitions)
            except InputError as error:
                place = ledger.places[claim.id].of(part.text)
                raise InputError(f"{place}: {claim.id}: {error}; see docs/formulas.md") from error


def _refuse_what_proves_nothing(ledger: Ledger, book: ReceiptBook) -> None:
    """Refuse a definition where a theorem is asked for: its receipt would count as a proof."""
    for claim in ledger.claims:
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
) -> tuple[algebra.AlgebraFacts, Measured]:
    """Run every check, sample and measurement once, in `options.jobs` processes."""
    book, record = proofs
    folder = project.checks if options.checks else None
    samples = _planned_samples(claims, project, options)
    checks = algebra.planned_checks(claims, folder)
    measures = reality.planned_measurements(claims, present, folder)
    parts = _planned_parts(claims, definitions, project, options)
    pieces = len(parts) + len(samples) + len(checks) + len(measures)
    with Pool(options.jobs, options.seconds, pieces, progress) as pool:
        judged = pool.submit(PARTS, parts)
        sampled = pool.submit(SAMPLINGS, samples)
        checked = pool.submit(CHECKS, checks)
        read = pool.submit(MEASUREMENTS, measures)
        outcomes = judged()
        facts = algebra.AlgebraFacts(
            receipts=book,
            statuses=record.statuses,
            parts={outcome.part: outcome for found in outcomes for outcome in found.parts},
            definitions={name: rel for found in outcomes for name, rel in found.definitions},
            samples={o.name: o for part in sampled() for o in part},
            checks={outcome.check: outcome for outcome in checked()},
        )
        measured: dict[tuple[str, str], tuple[RealityEvidence, ...]] = defaultdict(tuple)
        for piece, evidence in zip(measures, read(), strict=True):
            measured[piece.claim, piece.name] += (evidence,)
    return facts, measured


def _planned_parts(
    claims: tuple[Claim, ...],
    definitions: tuple[Definition, ...],
    project: Project,
    options: Options,
) -> list[PartsWork]:
    parts = algebra.planned_parts(claims)
    chunks = max(1, options.jobs * _CHUNKS_A_JOB)
    return [
        PartsWork(
            project.lean,
            project.namespace,
            definitions,
            tuple(chosen),
            options.samples or SAMPLES,
            options.seed,
        )
        for i in range(chunks)
        if (chosen := parts[i::chunks])
    ]


def _planned_samples(
    claims: tuple[Claim, ...], project: Project, options: Options
) -> list[SampleWork]:
    if not options.samples or project.lean is None:
        return []
    names = algebra.planned_samples(claims)
    chunks = max(1, options.jobs * _CHUNKS_A_JOB)
    parts = (names[i::chunks] for i in range(chunks))
    return [
        SampleWork(project.lean, project.namespace, part, options.samples, options.seed)
        for part in parts
        if part
    ]
