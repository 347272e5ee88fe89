"""`pycheck lean`: the proofs and their receipts."""

import importlib
import json
from dataclasses import asdict
from pathlib import Path

import click

from pycheck.cli.groups import Group
from pycheck.cli.options import project_option
from pycheck.cli.streams import say
from pycheck.files import write_atomically
from pycheck.notation.words import counted


class _LeanGroup(Group):
    """Imports `sample` when it is asked for: it pays for libraries that the others do without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), "sample"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "sample":
            return super().get_command(ctx, cmd_name)
        command = importlib.import_module("pycheck.cli.lean.sample").sample
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_LeanGroup)
def lean() -> None:
    """The Lean proofs and the receipts of what they prove."""


@lean.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@project_option
def verify(form: str, project: Path | None) -> int:
    """Check every receipt against the Lean sources; exit 1 unless all are valid."""
    from pycheck.cli.lean.receipts import as_json, print_report
    from pycheck.cli.screen import print_document
    from pycheck.project import find_project
    from pycheck.receipts import check_receipts, load_receipts

    audited = find_project(project)
    book = load_receipts(audited.proofs, audited.namespace)
    verification = check_receipts(book, audited.proofs)
    if form == "json":
        print_document(json.dumps(as_json(book, verification), ensure_ascii=False, indent=1))
    else:
        print_report(book, verification)
    return 0 if verification.holds else 1


@lean.command()
@project_option
def build(project: Path | None) -> int:
    """Fetch Mathlib's cached build and build the proofs with Lake."""
    from pycheck.project import find_project
    from pycheck.receipts import record

    try:
        record.build(find_project(project).proofs)
    except record.LakeFailure as error:
        return _failed(error)
    return 0


@lean.command(name="record")
@click.option("--check", is_flag=True, help="Only compare with the recorded ones; write nothing.")
@project_option
def record_command(check: bool, project: Path | None) -> int:
    """Make the receipts anew from the built proofs and write lean/receipts.json.

    With --check, exit 1 where they differ from the recorded ones (the text of signatures aside).
    """
    from pycheck.cli.lean.receipts import print_report
    from pycheck.project import find_project
    from pycheck.receipts import check_receipts, load_receipts, record

    audited = find_project(project)
    library = (audited.proofs, audited.namespace)
    try:
        if check:
            recorded = load_receipts(*library)
            fresh = record.export_like(recorded, *library)
            return _print_differences(list(record.differences(recorded, fresh)))
        book = record.record(*library)
    except record.LakeFailure as error:
        return _failed(error)
    verification = check_receipts(book, audited.proofs)
    print_report(book, verification)
    return 0 if verification.holds else 1


@lean.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("lean-trace.jsonl"),
    show_default=True,
    help="The JSON-lines file, one theorem a line.",
)
@project_option
def trace(out: Path, project: Path | None) -> None:
    """Extract tactic states and premises of every theorem with LeanDojo."""
    from pycheck.project import find_project
    from pycheck.receipts.trace import trace as trace_proofs

    proofs = trace_proofs(find_project(project).proofs)
    lines = [json.dumps(asdict(proof), ensure_ascii=False) for proof in proofs]
    write_atomically(out, "".join(f"{line}\n" for line in lines))
    say(f"{counted(len(lines), 'theorem')} traced to {out}")


def _failed(error: Exception) -> int:
    say(f"error: {error}", err=True)
    return 1


def _print_differences(differences: list[str]) -> int:
    for difference in differences:
        say(difference)
    if differences:
        print(
            f"{counted(len(differences), 'difference')}; "
            "build the proofs and run `pycheck lean record`"
        )
        return 1
    print("the receipts are as recorded")
    return 0
