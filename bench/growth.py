"""How the cost of an audit grows with its claims: ``python -m bench.growth [--before CHECKOUT]``.

Makes a ledger of four and of ten times the claims of the text (copies under new ids, with their
errata), and counts the processor seconds of what is not itself a check: reading the ledger, looking
up what it names, planning the work, judging, the tables of `pycheck audit --all`, the JSON, the
pages of the site on all claims, and a page of a claim, of which some are written. The checks are
run once, before; each copy gets the outcomes of its original.

Each size runs in a process of its own, as often as is asked, and the least is kept; the collector
of garbage rests. With --before the same runs on an earlier working tree, with the same outcomes.
"""

import argparse
import gc
import io
import json
import os
import pickle
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console

from pycheck.auditing.algebra import AlgebraFacts
from pycheck.auditing.document import as_document
from pycheck.auditing.judge import judge
from pycheck.auditing.opened import Opened
from pycheck.auditing.options import Options
from pycheck.auditing.reality import planned_measurements
from pycheck.auditing.results import Audit
from pycheck.auditing.run import find_out
from pycheck.auditing.work import CheckWork, MeasureWork, SampleWork
from pycheck.carrying.work import DefinitionWork, PartWork
from pycheck.cli.tables import audit_tables
from pycheck.evidence import RealityEvidence
from pycheck.files import write_atomically
from pycheck.ledger.schema import Side
from pycheck.project import included_project
from pycheck.report.site import Site

RESULTS = Path(__file__).parent / "results" / "growth.json"
HERE = Path(__file__).parent.parent
TIMES, COPY = (1, 4, 10), ".copy"
SAMPLES, JOBS, WIDTH, WRITTEN = 2, 2, 120, 24
_COPIED = re.compile(re.escape(COPY) + r"\d+")
_ID = re.compile(r"(?m)^(id = '[^']+)'$")
Stated = tuple[tuple[str, str], ...]
T = TypeVar("T")


def ledger_of(times: int, folder: Path) -> Path:
    """The ledger of the text so many times over, each copy of a claim under an id of its own."""
    for path in sorted(included_project().claims.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        start = text.find("[[claim]]")
        claims = text[start:] if start >= 0 else ""
        copies = (_ID.sub(rf"\g<1>{COPY}{n}'", claims) for n in range(2, times + 1))
        (folder / path.name).write_text("\n".join([text, *copies]), encoding="utf-8")
    return folder


@dataclass
class Kept:
    """What the pieces of work on the text's own claims came to, for them and for their copies.

    `measured` has the evidence by the measurement, the body of data and the stated figures;
    `seconds` is what looking up took, `measurements` how many of the pieces are such.
    """

    facts: AlgebraFacts
    measured: Mapping[tuple[str, str, Stated], RealityEvidence]
    seconds: float = 0.0
    measurements: int = 0

    def get(self, piece: object) -> Any:
        """What the piece came to, or that of the claim of which this one is a copy."""
        begun = time.process_time()
        found = self._of(piece)
        self.measurements += isinstance(piece, MeasureWork)
        self.seconds += time.process_time() - begun
        return found

    def _of(self, piece: object) -> Any:
        match piece:
            case PartWork(wanted=(name, number)):
                return replace(self.facts.parts[_plain(name), number], part=piece.wanted)
            case CheckWork():
                found = self.facts.checks[piece.check]
                own = {side: found.agreements.get(_original(side), ()) for side, _ in piece.stated}
                return replace(found, agreements=own)
            case MeasureWork():
                return self.measured[piece.name, piece.source.name, piece.states]
            case DefinitionWork():
                return self.facts.definitions[piece.name]
            case SampleWork():
                return tuple(self.facts.samples[name] for name in piece.names)
        raise AssertionError(piece)

    def put(self, piece: object, outcome: object) -> None:
        """Nothing is new."""

    def save(self) -> None:
        """Nothing is written."""


def _plain(name: str) -> str:
    return _COPIED.sub("", name)


def _original(side: Side) -> Side:
    return replace(side, claim=_plain(side.claim), erratum=_plain(side.erratum))


@dataclass(frozen=True, slots=True)
class Run:
    """Processor seconds of one audit by what they were spent on, and how much there was of it.

    `links` are those between claims whose proofs use each other.
    """

    times: int
    claims: int
    pieces: int
    measurements: int
    links: int
    seconds: dict[str, float]


def audited(folder: Path, times: int, kept: Kept) -> Run:
    """Audit a ledger with outcomes that are kept, and count what each step takes."""
    options = Options(samples=SAMPLES, jobs=JOBS, ledger=folder)
    seconds: dict[str, float] = {}

    def counting(name: str, step: Callable[[], T]) -> T:
        gc.collect()
        gc.disable()
        begun = time.process_time()
        found = step()
        seconds[name] = time.process_time() - begun
        gc.enable()
        return found

    opened = counting("ledger", lambda: Opened(options))
    book, record = opened.proofs
    claims, bodies = opened.ledger.claims, opened.sources.values()
    present, absent = (tuple(s for s in bodies if s.present is here) for here in (True, False))
    counting("names", lambda: opened.refuse_mistakes(claims))
    told: list[int] = []
    facts, measured = counting(
        "planning",
        lambda: find_out(
            claims,
            opened.ledger.definitions,
            opened.project,
            (book, record),
            present,
            options,
            lambda _, total: told.append(total),
            kept,  # type: ignore[arg-type]
        ),
    )
    seconds["planning"] -= kept.seconds
    results = counting(
        "judging", lambda: tuple(judge(c, facts, measured, present, absent) for c in claims)
    )
    audit = Audit(
        project=opened.project,
        ledger=opened.ledger,
        claims=results,
        receipts=book,
        statuses=record.statuses,
        checks={check: outcome.run for check, outcome in facts.checks.items()},
        sources={source.name: source for source in present},
        trust=opened.trust(book),
        problems=record.problems,
        remedy="",
    )

    def tables() -> None:
        screen = Console(file=io.StringIO(), width=WIDTH)
        for part in audit_tables(audit, WIDTH):
            screen.print(part)

    counting("tables", tables)
    counting("JSON", lambda: json.dumps(as_document(audit), ensure_ascii=False, indent=1))
    site = Site(audit, options)

    def pages_on_all() -> int:
        assert all((site._index(), site._render("errata.html"), site._pictures()))
        return site.library.between_claims.number_of_edges() if site.library else 0

    between = counting("pages on all claims", pages_on_all)
    some = range(0, len(claims), len(claims) // WRITTEN)
    counting("a claim's page", lambda: [site._claim(n, results[n]) for n in some])
    seconds["a claim's page"] /= len(some)
    return Run(times, len(claims), told[-1], kept.measurements, between, seconds)


def outcomes(folder: Path) -> Kept:
    """Run every check of the text once."""
    options = Options(samples=SAMPLES, jobs=JOBS, ledger=folder)
    opened = Opened(options)
    claims = opened.ledger.claims
    present = tuple(source for source in opened.sources.values() if source.present)
    facts, measured = find_out(
        claims, opened.ledger.definitions, opened.project, opened.proofs, present, options, None
    )
    asked = planned_measurements(claims, present, opened.project.checks)
    evidence = {
        (work.name, work.source.name, work.states): next(
            e for e in measured[asking[0], work.name] if e.source == work.source.name
        )
        for work, asking in asked.items()
    }
    return Kept(replace(facts, receipts=None), evidence)


def _in(checkout: Path, folder: Path, times: int, repeats: int) -> dict[str, Any]:
    """The cheapest of some runs in a checkout, each in a process of its own."""
    runs = []
    for _ in range(repeats):
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(folder), str(times)],
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": str(checkout)},
            stdout=subprocess.PIPE,
            check=True,
        )
        runs.append(json.loads(done.stdout))
    least = {step: min(run["seconds"][step] for run in runs) for step in runs[0]["seconds"]}
    return {**runs[0], "seconds": least}


def _one(folder: Path, times: int) -> None:
    facts, measured = pickle.loads((folder / "outcomes.pickle").read_bytes())
    kept = Kept(AlgebraFacts(**facts), measured)
    run = audited(folder / str(times), times, kept)
    print(json.dumps(asdict(run)))


def table(document: dict[str, Any]) -> list[str]:
    """The docs' table: a row a step; seconds at each size, and the last over the first."""
    told = dict.fromkeys(row["side"] for row in document["rows"])
    sides = {side: [row for row in document["rows"] if row["side"] == side] for side in told}
    heads = [
        head
        for side, rows in sides.items()
        for head in (*(f"{side}, {row['times']}x" for row in rows), "ratio")
    ]
    lines = [f"| step | {' | '.join(heads)} |", "|" + " --- |" * (1 + len(heads))]
    for step in document["rows"][0]["seconds"]:
        cells = []
        for rows in sides.values():
            seconds = [row["seconds"][step] for row in rows]
            cells += [*(f"{s:.2f}" for s in seconds), f"{seconds[-1] / seconds[0]:.1f}"]
        lines.append(f"| {step} | {' | '.join(cells)} |")
    return lines


def main() -> None:
    """Make the ledgers, run the checks once, count, print the table and save the numbers."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--before", type=Path, metavar="CHECKOUT")
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--one", nargs=2, metavar=("FOLDER", "TIMES"), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.one:
        _one(Path(asked.one[0]), int(asked.one[1]))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for times in TIMES:
            (folder / str(times)).mkdir()
            ledger_of(times, folder / str(times))
        kept = outcomes(folder / "1")
        # The earlier working tree may build the same facts in another way.
        plain = {each.name: getattr(kept.facts, each.name) for each in fields(AlgebraFacts)}
        (folder / "outcomes.pickle").write_bytes(pickle.dumps((plain, kept.measured)))
        sides = {"before": asked.before.resolve()} if asked.before else {}
        rows = [
            {"side": side, **_in(checkout, folder, times, asked.repeats)}
            for side, checkout in {**sides, "now": HERE}.items()
            for times in TIMES
        ]
    document = {"repeats": asked.repeats, "rows": rows}
    print("\n".join(table(document)))
    write_atomically(RESULTS, json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
