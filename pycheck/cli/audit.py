"""``pycheck audit``, ``show`` and ``errata``."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pycheck.auditing.options import Options
from pycheck.cli.options import audit_options, cached_option, data_option, ids_like
from pycheck.cli.screen import console, print_document, progress
from pycheck.evidence import ErratumStatus
from pycheck.files import clean

if TYPE_CHECKING:
    from pycheck.auditing.results import Audit
    from pycheck.ledger.schema import Claim, Erratum


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=ids_like)
@click.option("--claim", "claims", multiple=True, metavar="ID", help="The same as an ID.")
@click.option("--section", "--chapter", help="Only this section: its id, label or number.")
@click.option("--errata", "errata_only", is_flag=True, help="Only claims with an erratum.")
@click.option("--all", "everything", is_flag=True, help="A row an erratum and a row a claim.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "junit", "markdown"]),
    default="table",
    show_default=True,
)
@data_option
@audit_options
@click.pass_context
def audit(
    ctx: click.Context,
    ids: tuple[str, ...],
    claims: tuple[str, ...],
    section: str | None,
    errata_only: bool,
    everything: bool,
    form: str,
    options: Options,
) -> None:
    """Compute every verdict; exit 0 when all are what the ledger expects, 1 when one is not.

    What is wrong with the text comes on one screen; for some claims (by their IDs, or those of
    errata), or with --all, there is a row for each. With --data the claims that are measured are
    asked of a folder of your own, and every verdict is as good as another: exit 0.
    """
    from pycheck.auditing.run import audit as run_audit

    chosen = (*ids, *claims)
    with progress("auditing") as tell:
        result = run_audit(
            chosen,
            section=section,
            errata_only=errata_only,
            options=options,
            progress=tell,
        )
    narrowed = chosen or section or errata_only or everything or options.data
    if form == "table" and not narrowed:
        _print_screen(result, options)
    else:
        _PRINTERS[form](result)
    if not any(claim.parts for claim in result.ledger.claims):
        click.echo(
            "no claim of this ledger has parts, so the theorems that it names are believed; "
            "docs/ledger.md says how to write formulas",
            err=True,
        )
    ctx.exit(1 if result.surprises else 0)


def _print_screen(result: "Audit", options: Options) -> None:
    from pycheck.cli.summary import one_screen

    given = {"--project": options.project, "--ledger": options.ledger}
    words = [word for name, path in given.items() if path for word in (name, str(path))]
    screen = console()
    for part in one_screen(result, f" {clean(shlex.join(words))}" if words else ""):
        screen.print(part)


def _print_table(result: "Audit") -> None:
    from pycheck.cli.tables import audit_tables

    screen = console()
    for part in audit_tables(result, screen.width):
        screen.print(part)


def _print_json(result: "Audit") -> None:
    from pycheck.auditing.document import as_document

    print_document(json.dumps(as_document(result), indent=1, ensure_ascii=False))


def _print_junit(result: "Audit") -> None:
    from pycheck.auditing.junit import as_junit

    print_document(as_junit(result))


def _print_markdown(result: "Audit") -> None:
    from pycheck.cli.markdown import as_markdown

    print_document(as_markdown(result))


_PRINTERS: "dict[str, Callable[[Audit], None]]" = {
    "table": _print_table,
    "json": _print_json,
    "junit": _print_junit,
    "markdown": _print_markdown,
}


@click.command()
@click.argument("name", metavar="ID", shell_complete=ids_like)
@click.option(
    "--text",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your copy of the text: show the sentences that the claim answers.",
)
@cached_option
@data_option
@audit_options
@click.pass_context
def show(
    ctx: click.Context,
    name: str,
    file: Path | None,
    options: Options,
) -> None:
    """Print one claim, or one erratum, with all of its evidence, the derivations step by step."""
    from pycheck.auditing.run import audit as run_audit
    from pycheck.cli.places import own_copy, sentences_of
    from pycheck.cli.summary import kept, unexpected
    from pycheck.cli.tables import claim_page, erratum_pages

    result = run_audit((name,), options=options)
    errata = [item for item in result.errata if item.erratum.id == name]
    screen = console()
    if file is not None:
        copy = sentences_of(file, result.ledger)
        claim = result.claims[0].claim
        entries: list[Claim | Erratum] = [item.erratum for item in errata]
        for entry in entries or [claim, *claim.errata]:
            screen.print(own_copy(entry, copy))
        screen.print()
    if errata:
        claim_of_it = f"its claim: pycheck show {errata[0].claim}"
        parts = [*erratum_pages(errata), claim_of_it, *unexpected(result)]
    else:
        parts = list(claim_page(result, result.claims[0]))
    for part in (*parts, *kept(result)):
        screen.print(part)
    ctx.exit(1 if result.surprises else 0)


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=ids_like)
@click.option(
    "--status",
    type=click.Choice([status.replace(" ", "-") for status in ErratumStatus]),
    help="Only those with this status.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@cached_option
@audit_options
@click.pass_context
def errata(
    ctx: click.Context,
    ids: tuple[str, ...],
    status: str | None,
    form: str,
    options: Options,
) -> None:
    """List what is printed, what is right, and the evidence against the one and for the other.

    All errata, or those of these IDs (an erratum, or a claim for all of its errata).
    """
    from pycheck.auditing.run import audit as run_audit

    with progress("errata") as tell:
        result = run_audit(ids, errata_only=True, options=options, progress=tell)
    asked = [e for e in result.errata if not ids or {e.erratum.id, e.claim} & set(ids)]
    chosen = [e for e in asked if status in (None, e.status.replace(" ", "-"))]
    if form == "json":
        from pycheck.auditing.document import errata_document

        document = errata_document(result, chosen)
        print_document(json.dumps(document, indent=1, ensure_ascii=False))
    else:
        from pycheck.cli.summary import kept
        from pycheck.cli.tables import erratum_pages

        screen = console()
        for part in (*erratum_pages(chosen), *kept(result)):
            screen.print(part)
    ctx.exit(0 if all(e.as_expected and not e.failed for e in asked) else 1)
