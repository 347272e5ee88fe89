"""Runs an audit: load, check the ledger's names, find out, judge."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pycheck.auditing import algebra, reality
from pycheck.auditing.judge import Measured, judge
from pycheck.auditing.results import Audit
from pycheck.auditing.work import SampleOutcome, SampleWork, run_check, run_sample
from pycheck.checks.measurement import registry as measurements
from pycheck.checks.outcomes import registry
from pycheck.errors import InputError
from pycheck.evidence import RealityEvidence
from pycheck.ledger.loader import Ledger, check_references, load_ledger
from pycheck.ledger.schema import Claim
from pycheck.project import project_root
from pycheck.reality.sources import SOURCES, available_sources
from pycheck.receipts import ReceiptBook, ReceiptStatus, inspect, load_receipts, trust_sentence

SAMPLES = 12
SEED = 20260101
_CHUNKS_A_JOB = 6

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What an audit looks at and how.

    `samples` is the number of samples a proved statement (0: none), `jobs` the number of processes;
    `ledger` and `root` default to those that come with pycheck.
    """

    samples: int = SAMPLES
    seed: int = SEED
    jobs: int = 1
    ledger: Path | None = None
    root: Path | None = None


def audit(
    claims: Sequence[str] = (),
    *,
    chapter: int | None = None,
    errata_only: bool = False,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Gather the evidence on a selection of claims (by default all) and compute their verdicts.

    `claims` are ids, `chapter` a number, `errata_only` keeps the claims that carry an erratum;
    `progress` is called with (pieces of work done, all pieces). Raises `InputError` for an id or a
    chapter that does not exist, for a selection of nothing, and for a ledger or receipts that
    cannot be used.
    """
    options = options or Options()
    root = options.root or project_root()
    ledger = load_ledger(options.ledger)
    book = load_receipts(root)
    _check_names(ledger, book)
    _refuse_what_proves_nothing(ledger, book)
    selection = _select(ledger, claims, chapter, errata_only=errata_only)
    present = available_sources()
    record = inspect(book, root)
    facts, measured = find_out(selection, record.statuses, root, tuple(present), options, progress)
    absent = tuple(name for name in SOURCES if name not in present)
    results = tuple(judge(claim, facts, measured, tuple(present), absent) for claim in selection)
    named = [f"{kind}:{name}" for kind, name in facts.checks]
    return Audit(
        claims=results,
        checks=dict(zip(named, (o.run for o in facts.checks.values()), strict=True)),
        trust=trust_sentence(book),
        problems=record.problems,
        remedy=f"{', '.join(absent)} data absent: {reality.REMEDY}" if absent else "",
    )


def _check_names(ledger: Ledger, book: ReceiptBook) -> None:
    check_references(
        ledger,
        declarations=[r.short_name for r in book.receipts],
        derivations=registry("derivations"),
        enclosures=registry("enclosures"),
        measurements=measurements(),
        sources=SOURCES,
    )


def _refuse_what_proves_nothing(ledger: Ledger, book: ReceiptBook) -> None:
    """Refuse a definition where a theorem is asked for: its receipt would count as a proof."""
    for claim in ledger.claims:
        references = [r for e in claim.errata for r in (*e.against, *e.evidence_for)]
        receipts = [r.removeprefix("receipt:") for r in references if r.startswith("receipt:")]
        for name in (*claim.lean, *claim.refuted_by, *receipts):
            if (kind := book.find(name).kind) != "theorem":
                raise InputError(
                    f"{ledger.places[claim.id].of(name)}: {claim.id}: {name!r} is a {kind}, which "
                    "proves nothing; name a theorem"
                )


def _select(
    ledger: Ledger, ids: Sequence[str], chapter: int | None, *, errata_only: bool
) -> tuple[Claim, ...]:
    chosen: Iterable[Claim] = map(ledger.find, dict.fromkeys(ids)) if ids else ledger.claims
    if chapter is not None:
        of_chapter = {claim.id for claim in ledger.of_chapter(chapter)}
        chosen = [claim for claim in chosen if claim.id in of_chapter]
    selection = tuple(claim for claim in chosen if claim.errata or not errata_only)
    if not selection:
        raise InputError(
            "no claim is in this selection, so nothing would be audited; ask for fewer conditions"
        )
    return selection


def find_out(
    claims: tuple[Claim, ...],
    receipts: Mapping[str, ReceiptStatus],
    root: Path,
    present: tuple[str, ...],
    options: Options,
    progress: Progress | None,
) -> tuple[algebra.AlgebraFacts, Measured]:
    """Run every check, sample and measurement once, in `options.jobs` processes."""
    samples: list[SampleWork] = []
    if options.samples:
        names = algebra.planned_samples(claims)
        chunks = max(1, options.jobs * _CHUNKS_A_JOB)
        parts = (names[i::chunks] for i in range(chunks))
        samples = [SampleWork(root, p, options.samples, options.seed) for p in parts if p]
    checks = algebra.planned_checks(claims)
    measures = reality.planned_measurements(claims, present)
    work: list[tuple[Callable[[Any], Any], Any]] = [(run_sample, w) for w in samples]
    work += [(run_check, w) for w in checks]
    work += [(_run_measurement, w) for w in measures]
    outcomes = _run_all(work, options.jobs, progress)
    n, m = len(samples), len(samples) + len(checks)
    sampled: list[SampleOutcome] = [o for part in outcomes[:n] for o in part]
    measured: dict[tuple[str, str], tuple[RealityEvidence, ...]] = defaultdict(tuple)
    for piece, evidence in zip(measures, outcomes[m:], strict=True):
        measured[piece.claim, piece.name] += (evidence,)
    facts = algebra.AlgebraFacts(
        receipts=receipts,
        checks={(o.work.kind, o.work.name): o for o in outcomes[n:m]},
        samples={o.name: o for o in sampled},
    )
    return facts, measured


def _run_measurement(work: reality.MeasureWork) -> RealityEvidence:
    return measurements()[work.name](available_sources()[work.source], dict(work.states))


def _run_all(
    work: Sequence[tuple[Callable[[Any], Any], Any]], jobs: int, progress: Progress | None
) -> list[Any]:
    """The outcomes in the order of the work."""
    tell = progress or (lambda _done, _total: None)
    outcomes: list[Any] = [None] * len(work)
    if jobs == 1:
        for i, (function, argument) in enumerate(work):
            outcomes[i] = function(argument)
            tell(i + 1, len(work))
        return outcomes
    # Spawned processes start alike on every platform and inherit no half-used library state.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures: dict[Future[Any], int] = {
            pool.submit(function, argument): i for i, (function, argument) in enumerate(work)
        }
        for done, future in enumerate(as_completed(futures), start=1):
            outcomes[futures[future]] = future.result()
            tell(done, len(work))
    return outcomes
