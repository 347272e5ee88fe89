"""``pycheck scan``: judge every displayed formula of a text, or of a package's docstrings."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pycheck.cli import limits
from pycheck.notation.words import counted

if TYPE_CHECKING:
    from pycheck.texts.displayed import Displayed
    from pycheck.texts.scan import Scanned

_SAVE_EVERY = 20


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--package",
    "packages",
    multiple=True,
    metavar="NAME",
    help="Scan the docstrings of an installed package; it is imported and its functions are "
    "called, so its code runs.",
)
@click.option("--n", "count", type=limits.SAMPLES, default=100, show_default=True)
@click.option("--seed", type=limits.SEED, default=0, show_default=True)
@click.option(
    "--seconds",
    type=limits.SECONDS,
    default=600.0,
    show_default=True,
    help="Stop a formula after this time; the work that is allowed ends much earlier.",
)
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="EARLIER.json",
    help="What this earlier scan found wrong does not count.",
)
@click.option("--all", "everything", is_flag=True, help="List every formula.")
@click.option("--jobs", type=limits.JOBS, help="Processes.  [default: all cores]")
@click.option(
    "--cached",
    is_flag=True,
    help="Keep what each formula comes to, though the command be stopped, and use what was kept.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "github"]),
    default="table",
    show_default=True,
)
def scan(
    paths: tuple[Path, ...],
    packages: tuple[str, ...],
    count: int,
    seed: int,
    seconds: float,
    baseline: Path | None,
    everything: bool,
    jobs: int | None,
    cached: bool,
    form: str,
) -> int:
    """Judge every displayed formula of texts (.tex, .md, .rst, .ipynb), link by link.

    A formula is refuted only where it fails under every natural reading of its letters. Exit code
    1: one is, or differs from the code that it describes, and the baseline does not hold it.
    docs/texts.md says what is read and judged.
    """
    from pycheck.auditing.store import store_of_scans
    from pycheck.cli.screen import print_document
    from pycheck.texts import scan as scans
    from pycheck.texts.judging import Plan

    if not paths and not packages:
        raise click.UsageError("give a text, such as paper.tex, or --package NAME")
    known = scans.baseline(baseline) if baseline else None
    formulas = list(_formulas(paths, packages))
    plan = Plan(count, seed, seconds)
    store = store_of_scans(plan) if cached else None
    found: list[Scanned] = []
    try:
        with click.progressbar(
            scans.scan(formulas, plan, jobs=jobs or os.cpu_count() or 1, kept=store),
            length=len(formulas),
            label="judging",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as stream:
            for number, links in enumerate(stream, 1):
                found += links
                if store is not None and number % _SAVE_EVERY == 0:
                    store.save()
    finally:
        if store is not None:
            store.save()
    fresh = scans.new(found, known) if known is not None else [i for i in found if i.is_wrong]
    if form == "json":
        print_document(json.dumps(scans.document(found), ensure_ascii=False, indent=2))
    elif form == "github":
        for item in fresh:
            click.echo(scans.annotation(item))
    else:
        _print(found, fresh, everything)
        if store is not None and store.since:
            click.echo(f"what was kept is used, since {store.since:%Y-%m-%d %H:%M} UTC")
    return int(bool(fresh))


def _formulas(paths: Sequence[Path], packages: Sequence[str]) -> Iterator["Displayed"]:
    """The formulas of files, of all texts in folders, and of docstrings."""
    from pycheck.texts.displayed import displayed, of_package
    from pycheck.texts.scan import SUFFIXES

    for path in paths:
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES and p.is_file()):
                yield from displayed(file)
        else:
            yield from displayed(path)
    for name in packages:
        yield from of_package(name)


def _print(found: Sequence["Scanned"], fresh: Sequence["Scanned"], everything: bool) -> None:
    from rich.markup import escape
    from rich.table import Table

    from pycheck.cli.screen import console
    from pycheck.texts import scan as scans

    screen = console()
    said = scans.summary(found)
    differ = sum(item.finding.verdict == "differs from the code" for item in found)
    screen.print(
        f"{counted(said['found'], 'formula')}: {said['read']} read, {said['decided']} decided, "
        f"{said['refuted']} refuted" + (f", {differ} unlike the code" if differ else "")
    )
    wrong = [item for item in found if item.is_wrong]
    listed = found if everything else wrong
    if listed:
        table = Table("place", "formula", "verdict", "remark")
        for item in listed:
            finding = item.finding
            remark = finding.told.removeprefix(finding.verdict).removeprefix(": ")
            if item.is_wrong and item not in fresh:
                remark = f"{remark} (in the baseline)"
            style = "bold red" if item.is_wrong else ""
            label = f" {item.formula.label}" if item.formula.label else ""
            table.add_row(
                escape(item.formula.place + label),
                escape("  or  ".join(finding.read) or item.formula.latex),
                f"[{style}]{finding.verdict}[/]" if style else finding.verdict,
                escape(remark),
            )
        screen.print(table)
    for verdict, reasons in scans.reasons(found).items():
        if not everything and verdict not in scans.WRONG:
            told = "; ".join(
                f"{n} {escape(why) or 'without a reason'}" for why, n in reasons.most_common()
            )
            screen.print(f"{verdict}: {reasons.total()} ({told})", soft_wrap=True)
    if not everything and len(found) > len(wrong):
        screen.print("--all lists every formula")
