"""The terminal: one console for tables, one for progress, and the marks of the verdicts."""

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pycheck.auditing.pool import Progress as Tell
from pycheck.files import clean

_WIDTH_OF_A_PIPE = 140
_NARROWEST = 40

# Algebra's marks are angular, reality's are round: the two never look alike, in colour or in grey.
ALGEBRA_MARKS = {
    "proved": "■",
    "proved in part": "◪",
    "derived": "◧",
    "refuted": "✗",
    "conflict": "‼",
    "none": "□",
}
REALITY_MARKS = {
    "reproduced": "●",
    "contradicted": "⊗",
    "undecided": "◐",
    "unmeasured": "○",
    "not applicable": "·",
}
_COLOURS = {
    "proved": "green",
    "proved in part": "cyan",
    "derived": "cyan",
    "refuted": "red",
    "conflict": "bold red",
    "reproduced": "green",
    "contradicted": "red",
    "undecided": "yellow",
}


def console() -> Console:
    """Standard output; a pipe is wide enough for the tables, or as wide as COLUMNS says."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    asked = os.environ.get("COLUMNS", "")
    width = int(asked) if re.fullmatch("[0-9]{1,4}", asked) else 0
    return Console(width=max(width, _NARROWEST) if width else _WIDTH_OF_A_PIPE, highlight=False)


def print_document(text: str) -> None:
    """Print JSON, XML or Markdown for a program: UTF-8, whatever the terminal's encoding is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    text = clean(text)
    print(text, end="" if text.endswith("\n") else "\n")


def mark(verdict: str, *, reality: bool = False) -> str:
    """A verdict with its mark and colour, in rich's markup."""
    symbol = (REALITY_MARKS if reality else ALGEBRA_MARKS)[verdict]
    colour = _COLOURS.get(verdict, "dim")
    return f"[{colour}]{symbol} {verdict}[/{colour}]"


@contextmanager
def progress(label: str) -> Iterator[Tell]:
    """A progress bar on standard error, shown on a terminal only."""
    err = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
