"""``pycheck audit``, ``show`` and ``errata``."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from pycheck.auditing.results import Audit
from pycheck.auditing.run import Options
from pycheck.auditing.run import audit as run_audit
from pycheck.cli.options import audit_options
from pycheck.cli.screen import console, print_document, progress


@click.command()
@click.option("--claim", "claims", multiple=True, metavar="ID", help="Only this claim (repeat).")
@click.option("--section", "--chapter", help="Only this section: its id, label or number.")
@click.option("--errata", "errata_only", is_flag=True, help="Only claims with an erratum.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "junit", "markdown"]),
    default="table",
    show_default=True,
)
@audit_options
@click.pass_context
def audit(
    ctx: click.Context,
    claims: tuple[str, ...],
    section: str | None,
    errata_only: bool,
    form: str,
    options: Options,
) -> None:
    """Compute every verdict; exit 0 when all are what the ledger expects, 1 when one is not."""
    with progress("auditing") as tell:
        result = run_audit(
            claims,
            section=section,
            errata_only=errata_only,
            options=options,
            progress=tell,
        )
    _PRINTERS[form](result)
    if not any(claim.parts for claim in result.ledger.claims):
        click.echo(
            "no claim of this ledger has parts, so the theorems that it names are believed; "
            "docs/ledger.md says how to write formulas",
            err=True,
        )
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
    from pycheck.auditing.junit import as_junit

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
@click.option(
    "--text",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your copy of the text: show the sentences that the claim answers.",
)
@audit_options
@click.pass_context
def show(
    ctx: click.Context,
    claim: str,
    file: Path | None,
    options: Options,
) -> None:
    """Print one claim with all of its evidence, the derivations step by step."""
    from pycheck.cli.places import own_copy, sentences_of
    from pycheck.cli.tables import claim_page

    result = run_audit((claim,), options=options)
    screen = console()
    if file is not None:
        copy = sentences_of(file, result.ledger)
        shown = result.claims[0].claim
        screen.print(own_copy(shown, copy))
        for erratum in shown.errata:
            screen.print(own_copy(erratum, copy))
        screen.print()
    for part in claim_page(result, result.claims[0]):
        screen.print(part)
    ctx.exit(1 if result.surprises else 0)


@click.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@audit_options
@click.pass_context
def errata(
    ctx: click.Context,
    form: str,
    options: Options,
) -> None:
    """List what is printed, what is right, and the evidence against the one and for the other."""
    with progress("errata") as tell:
        result = run_audit(errata_only=True, options=options, progress=tell)
    if form == "json":
        from pycheck.auditing.document import errata_document

        print_document(json.dumps(errata_document(result), indent=1, ensure_ascii=False))
    else:
        from pycheck.cli.tables import erratum_pages

        screen = console()
        for part in erratum_pages(result):
            screen.print(part)
    ctx.exit(0 if all(e.as_expected for e in result.errata) else 1)
