"""The options that several commands have in common."""

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from pycheck.auditing.options import SAMPLES, SECONDS, SEED, Options
from pycheck.cli import limits
from pycheck.cli.streams import say
from pycheck.errors import InputError
from pycheck.notation.words import counted

C = TypeVar("C", bound=Callable[..., Any])

_FOLDER = click.Path(path_type=Path)


def ids_like(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[str]:
    """The ids of claims and errata of the audit of this folder that begin so, for a shell."""
    from pycheck.ledger.loader import load_ledger
    from pycheck.project import find_project

    try:
        ledger = load_ledger(find_project(None).claims)
    except InputError:  # no place to tell it: nothing is completed
        return []
    ids = [claim.id for claim in ledger.claims] + [erratum.id for _, erratum in ledger.errata]
    return [name for name in ids if name.startswith(begun)]


def project_option(command: C) -> C:
    """Give a command the folder of the audit, as `project` (None: the one that is found)."""
    return click.option(
        "--project",
        type=_FOLDER,
        help="The folder of an audit (with audit.toml), or one with lean/ in place of ours.  "
        "[default: this folder if it is one, else the audit that comes with pycheck]",
    )(command)


PIECES_A_PROCESS = 24
"""A further process is begun for so much work, unless `--jobs` asks for it."""

_SHARED = (
    click.option(
        "--jobs",
        type=limits.JOBS,
        help="Processes; with 1, nothing is limited.  "
        "[default: all cores, at least 2; fewer for little work]",
    ),
    click.option(
        "--samples",
        type=limits.SAMPLES_OR_NONE,
        default=SAMPLES,
        show_default=True,
        help="Samples of each proved statement; 0 for none.",
    ),
    click.option(
        "--drawn-only",
        is_flag=True,
        help="Samples as they are drawn and no more: no programs that decide them once more, no "
        "small cases; faster, and finds less.",
    ),
    click.option(
        "--seed", type=limits.SEED, default=SEED, show_default=True, help="Of the samples."
    ),
    click.option(
        "--seconds",
        type=limits.SECONDS,
        default=SECONDS,
        show_default=True,
        help="Time of one check, measurement, theorem or formula, where --jobs is not 1.",
    ),
    click.option("--ledger", type=_FOLDER, help="A folder of claims in place of the audit's own."),
    click.option(
        "--no-checks",
        is_flag=True,
        help="Run no code of the audited folder: for an audit that you do not trust.",
    ),
    project_option,
)


cached_option = click.option(
    "--cached",
    is_flag=True,
    help="Use the outcomes of checks that an earlier --cached kept, where nothing has changed.",
)


data_option = click.option(
    "--data",
    type=_FOLDER,
    metavar="FOLDER",
    help="Measure this folder in place of the audit's own data; nothing is expected of it.",
)


def refuse_what_holds_no_profile(folder: Path) -> None:
    """Say how many files of a folder are left out. Raises `InputError` where all are."""
    from pycheck.reality.collect import collect

    found = collect([folder])
    first = found.skipped[0] if found.skipped else None
    if not found.found:
        why = f"; the first file: {first.source}: {first.reason}" if first else ""
        raise InputError(f"{folder} holds nothing to measure{why}; docs/reality.md has the formats")
    if first:
        count = counted(len(found.skipped), "file")
        say(f"{count} of {folder} left out: `pycheck measure {folder}` says why", err=True)


def audit_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared options, which reach it as one argument `options`."""

    @functools.wraps(command)
    def gathered(
        *arguments: Any,
        jobs: int | None,
        samples: int,
        seed: int,
        seconds: float,
        ledger: Path | None,
        project: Path | None,
        no_checks: bool,
        drawn_only: bool,
        cached: bool = False,
        data: Path | None = None,
        **named: Any,
    ) -> None:
        if data is not None:
            refuse_what_holds_no_profile(data)
        options = Options(
            samples=samples,
            seed=seed,
            seconds=seconds,
            jobs=jobs or max(2, os.cpu_count() or 1),
            pieces_a_process=1 if jobs else PIECES_A_PROCESS,
            ledger=ledger,
            project=project,
            checks=not no_checks,
            cached=cached,
            data=data,
            drawn_only=drawn_only,
        )
        command(*arguments, options=options, **named)

    shared: Callable[..., None] = gathered
    for option in _SHARED:
        shared = option(shared)
    return shared
