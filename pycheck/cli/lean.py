"""`pycheck lean`: the proofs and their receipts."""

import importlib
import importlib.util
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pycheck.project import project_root

if TYPE_CHECKING:
    from pycheck.algebra.receipts import ReceiptBook, Verification
    from pycheck.algebra.receipts.verify import State

C = TypeVar("C", bound=Callable[..., Any])

_STATES: tuple["State", ...] = ("valid", "stale", "invalid")


class _LeanGroup(click.Group):
    """Imports `sample` when it is asked for: it pays for libraries that the others do without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), "sample"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "sample" or importlib.util.find_spec("pycheck.cli.lean_sample") is None:
            return super().get_command(ctx, cmd_name)
        command = importlib.import_module("pycheck.cli.lean_sample").sample
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_LeanGroup)
def lean() -> None:
    """The Lean proofs and the receipts of what they prove."""


def _project_option(command: C) -> C:
    return click.option(
        "--project",
        "root",
        type=click.Path(path_type=Path),
        default=project_root,
        show_default="this checkout",
        help="The folder that holds lakefile.lean and lean/.",
    )(command)


@lean.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@_project_option
def verify(form: str, root: Path) -> int:
    """Check every receipt against the Lean sources; exit 1 unless all are valid."""
    from pycheck.algebra.receipts import inspect, load_receipts

    book = load_receipts(root)
    verification = inspect(book, root)
    if form == "json":
        print(json.dumps(_as_json(book, verification), ensure_ascii=False, indent=1))
    else:
        _print_table(book, verification)
    return 0 if verification.holds else 1


@lean.command()
@_project_option
def build(root: Path) -> int:
    """Fetch Mathlib's cached build and build the proofs with Lake."""
    from pycheck.algebra.receipts import record

    try:
        record.build(root)
    except record.LakeFailure as error:
        return _failed(error)
    return 0


@lean.command(name="record")
@click.option("--check", is_flag=True, help="Only compare with the recorded ones; write nothing.")
@_project_option
def record_command(check: bool, root: Path) -> int:
    """Make the receipts anew from the built proofs and write lean/receipts.json.

    With --check, exit 1 where they differ from the recorded ones (the text of signatures aside).
    """
    from pycheck.algebra.receipts import inspect, load_receipts, record

    try:
        if check:
            return _report_differences(load_receipts(root), record.export(root))
        book = record.record(root)
    except record.LakeFailure as error:
        return _failed(error)
    verification = inspect(book, root)
    _print_table(book, verification)
    return 0 if verification.holds else 1


@lean.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("lean-trace.jsonl"),
    show_default=True,
    help="The JSON-lines file, one theorem a line.",
)
@_project_option
def trace(out: Path, root: Path) -> None:
    """Extract tactic states and premises of every theorem with LeanDojo."""
    from dataclasses import asdict

    from pycheck.algebra.receipts.trace import trace as trace_proofs
    from pycheck.files import write_atomically

    lines = [json.dumps(asdict(proof), ensure_ascii=False) for proof in trace_proofs(root)]
    write_atomically(out, "".join(f"{line}\n" for line in lines))
    print(f"{len(lines)} theorems traced to {out}")


def _failed(error: Exception) -> int:
    click.echo(f"error: {error}", err=True)
    return 1


def _report_differences(recorded: "ReceiptBook", fresh: "ReceiptBook") -> int:
    from pycheck.algebra.receipts.record import differences

    found = list(differences(recorded, fresh))
    for difference in found:
        print(difference)
    if found:
        print(f"{len(found)} differences; build the proofs and run `pycheck lean record`")
    else:
        print(f"{len(fresh.receipts)} receipts, as recorded")
    return 1 if found else 0


def _as_json(book: "ReceiptBook", verification: "Verification") -> dict[str, Any]:
    """The interface that ``docs/receipts.md`` describes."""
    from pycheck.algebra.receipts import trust_sentence

    statuses = verification.statuses
    return {
        "schema": 1,
        "holds": verification.holds,
        "toolchain": book.toolchain,
        "mathlib": book.mathlib,
        "imports": book.imports,
        "trust": trust_sentence(book),
        "summary": _totals(verification),
        "problems": list(verification.problems),
        "receipts": [
            {
                "name": receipt.name,
                "module": receipt.module,
                "state": statuses[receipt.name].state,
                "reasons": list(statuses[receipt.name].reasons),
            }
            for receipt in book.receipts
        ],
    }


def _print_table(book: "ReceiptBook", verification: "Verification") -> None:
    from rich.console import Console
    from rich.table import Table

    from pycheck.algebra.receipts import trust_sentence

    modules: dict[str, Counter[str]] = {}
    for receipt in book.receipts:
        states = modules.setdefault(receipt.module, Counter())
        states[verification.statuses[receipt.name].state] += 1
    table = Table("module")
    for heading in ("receipts", *_STATES):
        table.add_column(heading, justify="right")
    for module, states in sorted(modules.items()):
        counts = (str(states[state] or "") for state in _STATES)
        table.add_row(module.removeprefix("AttentionDecay."), str(states.total()), *counts)
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(table)
    for problem in verification.problems:
        console.print(f"problem: {problem}")
    for name, status in verification.statuses.items():
        if more := [reason for reason in status.reasons if reason not in verification.problems]:
            console.print(f"{status.state}: {name}: {'; '.join(more)}")
    totals = _totals(verification)
    console.print(", ".join(f"{n} {state}" for state, n in totals.items()))
    console.print(trust_sentence(book))


def _totals(verification: "Verification") -> dict[str, int]:
    totals = Counter(status.state for status in verification.statuses.values())
    return {state: totals[state] for state in _STATES}
