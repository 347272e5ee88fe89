"""``pycheck lean sample``: evaluate the proved statements themselves on samples."""

import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pycheck.cli import limits
from pycheck.cli.options import PIECES_A_PROCESS, project_option
from pycheck.cli.streams import say
from pycheck.notation.words import counted

if TYPE_CHECKING:
    from pycheck.project import Project
    from pycheck.receipts import ReceiptBook
    from pycheck.statements.reports import TheoremReport

_EVERY = 60.0
"""Seconds between two lines about how far a run is, where no bar can be shown."""


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--n", "count", type=limits.SAMPLES, default=20, show_default=True)
@click.option("--seed", type=limits.SEED, default=0, show_default=True)
@click.option(
    "--precision",
    type=click.IntRange(32, 2048),
    default=128,
    show_default=True,
    help="Bits to begin with; they double until a sample is decided.",
)
@click.option(
    "--tree",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Sample the statements of a JSON file of trees instead; they need no proof.",
)
@click.option(
    "--certificates",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep the programs that decide samples once more; they need nothing but mpmath.",
)
@click.option("--mutants", is_flag=True, help="Sample mutants of each statement too (slow).")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@click.option(
    "--jobs",
    type=limits.JOBS,
    help="Processes.  [default: all cores, at least 2; fewer for few theorems]",
)
@click.option(
    "--cached",
    is_flag=True,
    help="Keep what each theorem comes to, though the command be stopped, and use what was kept.",
)
@project_option
def sample(
    names: tuple[str, ...],
    count: int,
    seed: int,
    precision: int,
    tree: Path | None,
    certificates: Path | None,
    mutants: bool,
    form: str,
    jobs: int | None,
    cached: bool,
    project: Path | None,
) -> int:
    """Evaluate the statements that Lean proved on samples, from their own trees.

    NAME is a theorem of the library; the namespace may be left out. Without one, all are sampled.
    Exit code 1: a sample refutes a statement, or two roads to its value disagree.
    """
    from pycheck.cli.screen import print_document
    from pycheck.project import find_project
    from pycheck.receipts import load_receipts
    from pycheck.statements.loose import read_statements, sample_loose

    if tree and (names or mutants or jobs or cached):
        raise click.UsageError(
            "--tree takes neither names nor --mutants, --jobs or --cached; name statements in FILE"
        )
    loose = read_statements(tree) if tree else ()
    audited = find_project(project)
    book = load_receipts(audited.proofs, audited.namespace)
    if loose:
        stream = sample_loose(book, loose, n=count, seed=seed, precision=precision)
    else:
        plan = _Plan(count, seed, precision, mutants)
        stream = _sampled(audited, book, names, plan, jobs, cached)
    total = len(loose or names) or sum(r.kind == "theorem" for r in book.receipts)
    with click.progressbar(
        _said(stream, total),
        length=total,
        label="sampling",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as reports:
        found = list(reports)
    if certificates:
        _keep(certificates, found)
    if form == "json":
        document = {
            "schema": 2,
            "kind": "samples",
            "theorems": [report.as_json() for report in found],
        }
        print_document(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _print_table(found, book)
    return int(any(report.status in ("refuted", "conflict") for report in found))


@dataclass(frozen=True, slots=True)
class _Plan:
    count: int
    seed: int
    precision: int
    mutants: bool


def _sampled(
    audited: "Project",
    book: "ReceiptBook",
    names: Sequence[str],
    plan: _Plan,
    jobs: int | None,
    cached: bool,
) -> Iterator["TheoremReport"]:
    """The reports of theorems of the library, of all where none is named."""
    from pycheck.auditing.options import Options
    from pycheck.auditing.store import store_of
    from pycheck.auditing.theorems import TheoremWork, sample_theorems
    from pycheck.statements.reports import theorems_of

    work = [
        TheoremWork(
            audited.proofs,
            audited.namespace,
            name,
            plan.count,
            plan.seed,
            plan.precision,
            plan.mutants,
        )
        for name in theorems_of(book, names or None)
    ]
    worth = len(work) if jobs else -(-len(work) // PIECES_A_PROCESS)
    asked = jobs or max(2, os.cpu_count() or 1)
    workers = min(asked, worth)
    store = store_of(audited, (), Options(samples=plan.count, seed=plan.seed)) if cached else None
    return sample_theorems(work, workers if workers > 1 else 0, store)


def _said(reports: Iterator["TheoremReport"], total: int) -> Iterator["TheoremReport"]:
    """The reports; where no bar can be shown, a line a minute says how many there are."""
    said = time.monotonic()
    for count, report in enumerate(reports, start=1):
        if not sys.stderr.isatty() and time.monotonic() - said > _EVERY:
            said = time.monotonic()
            say(f"sampling: {count} of {counted(total, 'theorem')}", err=True)
        yield report


def _keep(folder: Path, reports: Sequence["TheoremReport"]) -> None:
    """Write the program of each counterexample, and those of samples that agreed."""
    from pycheck.files import write_atomically

    for report in reports:
        name = re.sub(r"[^\w.-]", "_", report.name)
        found = report.counterexample
        if found and found.program:
            kind = "conflict" if report.status == "conflict" else "counterexample"
            write_atomically(folder / f"{name}.{kind}.py", found.program)
        elif report.second_road:
            for number, source in enumerate(report.second_road.sources, start=1):
                write_atomically(folder / f"{name}.{number}.py", source)


def _print_table(reports: Sequence["TheoremReport"], book: "ReceiptBook") -> None:
    from rich.table import Table

    from pycheck.cli.screen import console

    mutated = any(report.mutants for report in reports)
    columns = [
        "theorem",
        "status",
        "points",
        "programs",
        *(["mutants killed"] if mutated else []),
        "remark",
    ]
    table = Table(*columns)
    for report in reports:
        found = report.counterexample
        remark = report.reason
        if report.numbers:
            point, value = report.numbers[-1]
            remark = f"{remark}; {value} at {point}"
        if found is not None:
            values = ", ".join(f"{name} = {value}" for name, value in found.values.items())
            remark = f"at {values or 'every sample'}: {found.reason}".rstrip(": ")
        score = report.mutants
        road = report.second_road
        confirmed = f"{road.confirmed}/{road.programs}" if road else ""
        cells = [book.short(report.name), _told(report), str(report.points), confirmed]
        if mutated:
            cells.append(f"{score.killed}/{score.made}" if score else "")
        table.add_row(*cells, remark)
    screen = console()
    screen.print(table)
    for report in reports:
        for survivor in report.mutants.survivors if report.mutants else ():
            why = survivor.shown_equivalent or survivor.remark
            parts = (f"survives: {book.short(report.name)}: {survivor.change}", why)
            screen.print("; ".join(filter(None, parts)), soft_wrap=True, markup=False)
    told = Counter(_told(report) for report in reports)
    summary = ", ".join(f"{count} {status}" for status, count in told.items())
    screen.print(f"{counted(len(reports), 'theorem')}: {summary or 'none'}")


def _told(report: "TheoremReport") -> str:
    return (
        f"{report.status} so far"
        if report.status == "unrefuted" and report.so_far
        else report.status
    )
