"""The terminal: one console for tables, one for progress, and the marks of the verdicts."""

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from pycheck.auditing.pool import Progress as Tell
from pycheck.files import clean
from pycheck.notation.spelling import spelled

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
        return _Screen(highlight=False)
    asked = os.environ.get("COLUMNS", "")
    width = int(asked) if re.fullmatch("[0-9]{1,4}", asked) else 0
    return _Screen(width=max(width, _NARROWEST) if width else _WIDTH_OF_A_PIPE, highlight=False)


class _Screen(Console):
    """A console that spells what its encoding lacks before it lays out lines and tables."""

    def print(self, *objects: Any, **how: Any) -> None:
        super().print(*(_in_reach(item, self.encoding) for item in objects), **how)


def _in_reach(item: Any, encoding: str) -> Any:
    """A renderable in characters of the encoding."""
    match item:
        case str():
            return spelled(item, encoding)
        case Text():
            return _respelled(item, encoding)
        case Group():
            return Group(*(_in_reach(part, encoding) for part in item.renderables))
        case Padding():
            inside = _in_reach(item.renderable, encoding)
            return Padding(inside, (item.top, item.right, item.bottom, item.left))
        case Table():
            item.title = _in_reach(item.title, encoding)
            for column in item.columns:
                column.header = _in_reach(column.header, encoding)
                column._cells = [_in_reach(cell, encoding) for cell in column.cells]
    return item


def _respelled(text: Text, encoding: str) -> Text:
    """A text in characters of the encoding, part by part where its style changes."""
    if spelled(text.plain, encoding) == text.plain:
        return text
    found = Text(style=text.style, no_wrap=text.no_wrap, overflow=text.overflow)
    places = {place for span in text.spans for place in (span.start, span.end)}
    for part in text.divide(sorted(places - {0, len(text)})):
        found.append(spelled(part.plain, encoding), part.spans[0].style if part.spans else "")
    return found


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
