"""``pycheck check``: judge a printed formula, or a file of them."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pycheck.cli import limits
from pycheck.cli.streams import say
from pycheck.notation.words import counted

if TYPE_CHECKING:
    from pycheck.formulas.api import Check


@click.command()
@click.argument("formula", metavar="FORMULA|FILE.toml")
@click.option("--where", multiple=True, metavar="CONDITION", help="Such as 'x > 0'; repeatable.")
@click.option("--latex", is_flag=True, help="FORMULA is LaTeX, read as docs/latex.md says.")
@click.option(
    "--bind",
    multiple=True,
    metavar="NAME=PACKAGE.MODULE:FUNCTION",
    help="Hold FORMULA against a function, whose code is run for it: docs/code.md.",
)
@click.option("--n", "count", type=limits.SAMPLES, default=100, show_default=True)
@click.option("--seed", type=limits.SEED, default=0, show_default=True)
@click.option(
    "--seconds",
    type=limits.SECONDS,
    default=60.0,
    show_default=True,
    help="Stop a formula after this time; it is undecided then.",
)
@click.option(
    "--certificate",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.py",
    help="Keep the program that finds the counterexample again; it needs mpmath alone.",
)
@click.option(
    "--lean",
    is_flag=True,
    help="Print a formula as a theorem of Lean 4 and Mathlib, without a verdict.",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
def check(
    formula: str,
    where: tuple[str, ...],
    bind: tuple[str, ...],
    count: int,
    seed: int,
    seconds: float,
    certificate: Path | None,
    lean: bool,
    form: str,
    latex: bool,
) -> int:
    """Judge FORMULA, written as in sympy with = or another relation, or the formulas of a file.

    Exit code 1: a formula is refuted, or differs from the code, that was not expected to be, or the
    other way round. The language is described in docs/formulas.md.
    """
    from pycheck.cli.screen import print_document
    from pycheck.formulas.api import check as check_one
    from pycheck.formulas.api import check_file, read_file

    if lean and bind:
        raise click.UsageError("--lean judges nothing; leave --bind out")
    if latex and lean and form == "table":
        raise click.UsageError(
            "--lean prints what is in the language; with --latex add --format json"
        )
    if lean and form == "table":
        return _print_lean(formula, where)
    if formula.endswith(".toml") and not latex:
        if where or certificate or bind:
            raise click.UsageError(
                "--where, --bind and --certificate belong to a formula; in a file write `where`"
            )
        entries = read_file(Path(formula))
        total = sum(len(list(entry.formulas())) for entry in entries)
        with click.progressbar(
            check_file(entries, n=count, seed=seed, seconds=seconds),
            length=total,
            label="checking",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as stream:
            found = list(stream)
    else:
        bound = _bound(bind)
        found = [
            check_one(formula, where, latex=latex, bind=bound, n=count, seed=seed, seconds=seconds)
        ]
        if certificate:
            _keep((*found[0].readings, found[0])[0], certificate)
    if form == "json":
        rows = [item.as_json() | (_lean_fields(item) if lean else {}) for item in found]
        document = {"schema": 1, "kind": "check", "formulas": rows}
        print_document(json.dumps(document, ensure_ascii=False, indent=2))
    elif formula.endswith(".toml") and not latex:
        _print_table(found)
    else:
        _print_one(found[0])
    return int(not all(item.as_expected for item in found))


def _bound(bind: tuple[str, ...]) -> dict[str, str]:
    """The names of --bind with their functions."""
    found: dict[str, str] = {}
    for text in bind:
        name, sign, target = (part.strip() for part in text.partition("="))
        if not (name and sign and target):
            raise click.UsageError(f"--bind {text}: write NAME=PACKAGE.MODULE:FUNCTION")
        if name in found:
            raise click.UsageError(f"--bind: {name} is bound twice")
        found[name] = target
    return found


def _print_lean(formula: str, where: tuple[str, ...]) -> int:
    """Print a formula as a theorem; exit code 1 where Mathlib lacks a function of it."""
    from pycheck.formulas.api import to_lean
    from pycheck.statements.lean.mathlib import Lacking

    if formula.endswith(".toml"):
        raise click.UsageError("--lean prints one formula; for a file add --format json")
    try:
        click.echo(to_lean(formula, where))
    except Lacking as error:
        click.echo(f"Mathlib lacks {error}")
        return 1
    return 0


def _lean_fields(item: "Check") -> dict[str, str | None]:
    """The formula as a theorem, or null and why."""
    from pycheck.errors import InputError
    from pycheck.statements.lean.mathlib import Lacking

    try:
        return {"lean": item.lean()}
    except Lacking as error:
        return {"lean": None, "lean_lacks": str(error)}
    except InputError:
        return {"lean": None}


def _keep(item: "Check", path: Path) -> None:
    """Write the program of a counterexample; without one there is nothing to keep."""
    from pycheck.files import write_atomically

    if item.outcome.program:
        write_atomically(path, item.outcome.program)
    else:
        say(f"no program was written to {path}: {item.verdict}", err=True)


def _print_one(item: "Check") -> None:
    from rich.text import Text

    from pycheck.cli.screen import console
    from pycheck.formulas.api import told_point
    from pycheck.formulas.printing import conditions_shown, name_shown

    outcome = item.outcome
    screen = console()
    for reading in item.readings or (item,):
        screen.print(Text(f"read: {reading.read}"))
    for told in item.told:
        screen.print(Text(told, style="dim"))
    if len(item.readings) > 1 and outcome.verdict != "undecided":
        screen.print(Text("the same verdict under each reading", style="dim"))
    if outcome.where:
        screen.print(Text(f"where {'; '.join(conditions_shown(outcome.where))}"))
    if outcome.assumed_real:
        screen.print(
            Text(f"taken as real: {', '.join(map(name_shown, outcome.assumed_real))}", style="dim")
        )
    points = f" at {counted(outcome.samples, 'point')}" if outcome.verdict == "unrefuted" else ""
    screen.print(Text(f"{outcome.verdict}{points}", style="bold"))
    confirmed = f"confirmed by {item.third_road}" if item.third_road else ""
    for text in (outcome.reason, told_point(outcome), confirmed):
        if text:
            screen.print(Text(text))
    if outcome.holds_under:
        (under,) = conditions_shown((outcome.holds_under,))
        screen.print(Text(f"it holds for {under}, as far as sampled"))


def _print_table(found: Sequence["Check"]) -> None:
    from rich.markup import escape
    from rich.table import Table

    from pycheck.cli.screen import console
    from pycheck.formulas.api import told_point

    table = Table("id", "which", "formula", "verdict", "remark")
    for item in found:
        outcome = item.outcome
        told = "" if item.verdict == "conflict" else told_point(outcome)
        remark = told or outcome.reason
        if outcome.holds_under:
            remark = f"{remark}; holds for {outcome.holds_under}"
        if item.third_road:
            remark = f"{remark}; confirmed by {item.third_road}"
        verdict = item.verdict if item.as_expected else f"[bold red]{item.verdict}[/bold red]"
        table.add_row(item.id, item.which, escape(item.read), verdict, escape(remark))
    screen = console()
    screen.print(table)
    counts = ", ".join(f"{n} {word}" for word, n in Counter(i.verdict for i in found).items())
    unexpected = sum(not item.as_expected for item in found)
    screen.print(f"{counted(len(found), 'formula')}: {counts}; not as expected: {unexpected}")
