"""``pycheck audit``, ``show`` and ``errata``."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import click

from pycheck.auditing.results import Audit
from pycheck.auditing.run import SAMPLES, SEED, Options
from pycheck.auditing.run import audit as run_audit
from pycheck.cli.screen import console, print_document, progress

_folder = click.Path(path_type=Path)


def workers(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that runs an audit."""
    for option in (
        click.option("--jobs", type=click.IntRange(1), help="Processes.  [default: all cores]"),
        click.option(
            "--samples",
            type=click.IntRange(0),
            default=SAMPLES,
            show_default=True,
            help="Samples of each proved statement; 0 for none.",
        ),
        click.option("--seed", type=int, default=SEED, show_default=True, help="Of the samples."),
        click.option("--ledger", type=_folder, help="A folder of ledger files in place of ours."),
        click.option("--root", type=_folder, help="A folder with lean/ in place of ours."),
    ):
        command = option(command)
    return command


def options_of(
    jobs: int | None, samples: int, seed: int, ledger: Path | None, root: Path | None
) -> Options:
    """What `workers` chose, as the options of an audit."""
    jobs = jobs or os.cpu_count() or 1
    return Options(samples=samples, seed=seed, jobs=jobs, ledger=ledger, root=root)


@click.command()
@click.option("--claim", "claims", multiple=True, metavar="ID", help="Only this claim (repeat).")
@click.option("--chapter", type=int, help="Only this chapter.")
@click.option("--errata", "errata_only", is_flag=True, help="Only claims with an erratum.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "junit", "markdown"]),
    default="table",
    show_default=True,
)
@workers
@click.pass_context
def audit(
    ctx: click.Context,
    claims: tuple[str, ...],
    chapter: int | None,
    errata_only: bool,
    form: str,
    jobs: int | None,
    samples: int,
    seed: int,
    ledger: Path | None,
    root: Path | None,
) -> None:
    """Compute every verdict; exit 0 when all are what the ledger expects, 1 when one is not."""
    with progress("auditing") as tell:
        result = run_audit(
            claims,
            chapter=chapter,
            errata_only=errata_only,
            options=options_of(jobs, samples, seed, ledger, root),
            progress=tell,
        )
    _PRINTERS[form](result)
    ctx.exit(1 if result.surprises else 0)


def _print_table(result: Audit) -> None:
    from pycheck.cli.tables import audit_tables

    screen = console()
    for part in audit_tables(result, screen.width):
        screen.print(part)


def _print_json(result: Audit) -> None:
    from pycheck.auditing.document import as_document

    print_document(json.dumps(as_document(result), indent=1, ensure_ascii=False))


def _print_junit(result: Audit) -> None:
    from pycheck.auditing.document import as_junit

    print_document(as_junit(result))


def _print_markdown(result: Audit) -> None:
    from pycheck.cli.markdown import as_markdown

    print_document(as_markdown(result))


_PRINTERS: dict[str, Callable[[Audit], None]] = {
    "table": _print_table,
    "json": _print_json,
    "junit": _print_junit,
    "markdown": _print_markdown,
}


@click.command()
@click.argument("claim", metavar="ID")
@workers
@click.pass_context
def show(
    ctx: click.Context,
    claim: str,
    jobs: int | None,
    samples: int,
    seed: int,
    ledger: Path | None,
    root: Path | None,
) -> None:
    """Print one claim with all of its evidence, the derivations step by step."""
    from pycheck.cli.tables import claim_page

    result = run_audit((claim,), options=options_of(jobs or 1, samples, seed, ledger, root))
    screen = console()
    for part in claim_page(result, result.claims[0], root):
        screen.print(part)
    ctx.exit(1 if result.surprises else 0)


@click.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@workers
@click.pass_context
def errata(
    ctx: click.Context,
    form: str,
    jobs: int | None,
    samples: int,
    seed: int,
    ledger: Path | None,
    root: Path | None,
) -> None:
    """List what is printed, what is right, and the evidence against the one and for the other."""
    with progress("errata") as tell:
        result = run_audit(
            errata_only=True, options=options_of(jobs, samples, seed, ledger, root), progress=tell
        )
    if form == "json":
        from pycheck.auditing.document import SCHEMA, erratum_document

        document = {"schema": SCHEMA, "errata": [erratum_document(e) for e in result.errata]}
        print_document(json.dumps(document, indent=1, ensure_ascii=False))
    else:
        from pycheck.cli.tables import erratum_pages

        screen = console()
        for part in erratum_pages(result):
            screen.print(part)
    ctx.exit(0 if all(e.stands for e in result.errata) else 1)
