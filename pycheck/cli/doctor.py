"""``pycheck doctor``: what is installed, what is recorded, what is missing."""

import importlib.metadata
import platform
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape
from rich.table import Table

from pycheck.cli.options import project_option
from pycheck.cli.screen import console
from pycheck.errors import how_to_get
from pycheck.version import __version__

if TYPE_CHECKING:
    from pycheck.project import Project

_OPTIONAL = {
    "lean-dojo": "lean",
    "leancert": "leancert",
    "torch": "models",
    "transformers": "models",
}

_LIBRARIES = ("sympy", "python-flint", "mpmath", "numpy", "scipy", "hypothesis", "pydantic")


@click.command()
@project_option
@click.pass_context
def doctor(ctx: click.Context, project: Path | None) -> None:
    """Report versions, receipts and data; exit 1 when a receipt is not valid."""
    from pycheck.ledger.loader import load_ledger
    from pycheck.project import find_project
    from pycheck.receipts import check_receipts, load_receipts, trust_sentence

    table = Table(show_header=False, box=None)
    table.add_row("pycheck", __version__)
    table.add_row("Python", platform.python_version())
    for name in _LIBRARIES:
        table.add_row(name, importlib.metadata.version(name))
    for name, extra in _OPTIONAL.items():
        table.add_row(name, _version(name) or escape(f"absent: {how_to_get(extra)}"))
    lake = shutil.which("lake") or "absent: `pycheck lean build` says how to get it"
    table.add_row("lake", lake)
    audited = find_project(project)
    table.add_row("audit", escape(f"{audited.title}, at {audited.root}"))
    holds = True
    if audited.lean is not None:
        book = load_receipts(audited.lean, audited.namespace)
        record = check_receipts(book, audited.lean)
        holds = record.holds
        states = [status.state for status in record.statuses.values()]
        receipts = ", ".join(f"{states.count(s)} {s}" for s in dict.fromkeys(states))
        table.add_row("receipts", receipts)
        for problem in record.problems:
            table.add_row("", f"[red]{escape(problem)}[/red]")
        table.add_row("", trust_sentence(book))
    ledger = load_ledger(audited.claims)
    checkable = sum(claim.checkable for claim in ledger.claims)
    table.add_row("ledger", f"{checkable} claims, {len(ledger.claims) - checkable} prose")
    table.add_row("data", escape(_data(audited)))
    console().print(table)
    ctx.exit(0 if holds else 1)


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _data(project: "Project") -> str:
    from pycheck.data.sources import sources_of

    return ", ".join(
        f"{s.name} at {s.root}" if s.present else f"{s.name} absent"
        for s in sources_of(project).values()
    )
