"""``pycheck doctor``: what is installed, what is recorded, what is missing."""

import importlib.metadata
import platform
import shutil

import click
from rich.markup import escape
from rich.table import Table

from pycheck.cli.screen import console

_LIBRARIES = ("sympy", "python-flint", "mpmath", "numpy", "scipy", "hypothesis", "pydantic")
_OPTIONAL = {"lean-dojo": "lean", "torch": "models", "transformers": "models"}


@click.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Report versions, receipts and data; exit 1 when a receipt is not valid."""
    from pycheck.ledger.loader import load_ledger
    from pycheck.project import project_root
    from pycheck.receipts import inspect, load_receipts, trust_sentence

    table = Table(show_header=False, box=None)
    table.add_row("pycheck", importlib.metadata.version("pycheck"))
    table.add_row("Python", platform.python_version())
    for name in _LIBRARIES:
        table.add_row(name, importlib.metadata.version(name))
    for name, extra in _OPTIONAL.items():
        table.add_row(name, _version(name) or escape(f"absent: pip install 'pycheck[{extra}]'"))
    lake = shutil.which("lake") or "absent: `pycheck lean build` says how to get it"
    table.add_row("lake", lake)
    book = load_receipts(project_root())
    record = inspect(book, project_root())
    states = [status.state for status in record.statuses.values()]
    receipts = ", ".join(f"{states.count(s)} {s}" for s in dict.fromkeys(states))
    table.add_row("receipts", receipts)
    for problem in record.problems:
        table.add_row("", f"[red]{escape(problem)}[/red]")
    table.add_row("", trust_sentence(book))
    ledger = load_ledger()
    checkable = sum(claim.checkable for claim in ledger.claims)
    table.add_row("ledger", f"{checkable} claims, {len(ledger.claims) - checkable} prose")
    table.add_row("data", _data())
    console().print(table)
    ctx.exit(0 if record.holds else 1)


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _data() -> str:
    from pycheck.reality.sources import SOURCES, available_sources

    present = available_sources()
    return ", ".join(
        f"{name} at {present[name].root}" if name in present else f"{name} absent"
        for name in SOURCES
    )
