"""The options that every command which runs an audit has in common."""

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pycheck.auditing.run import SAMPLES, SEED, Options

_FOLDER = click.Path(path_type=Path)
_SHARED = (
    click.option("--jobs", type=click.IntRange(1), help="Processes.  [default: all cores]"),
    click.option(
        "--samples",
        type=click.IntRange(0),
        default=SAMPLES,
        show_default=True,
        help="Samples of each proved statement; 0 for none.",
    ),
    click.option("--seed", type=int, default=SEED, show_default=True, help="Of the samples."),
    click.option("--ledger", type=_FOLDER, help="A folder of ledger files in place of ours."),
    click.option("--root", type=_FOLDER, help="A folder with lean/ in place of ours."),
)


def audit_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared options, which reach it as one argument `options`."""

    @functools.wraps(command)
    def gathered(
        *arguments: Any,
        jobs: int | None,
        samples: int,
        seed: int,
        ledger: Path | None,
        root: Path | None,
        **named: Any,
    ) -> None:
        processes = jobs or os.cpu_count() or 1
        options = Options(samples=samples, seed=seed, jobs=processes, ledger=ledger, root=root)
        command(*arguments, options=options, **named)

    shared: Callable[..., None] = gathered
    for option in _SHARED:
        shared = option(shared)
    return shared
