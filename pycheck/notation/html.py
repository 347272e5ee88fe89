"""A table for a notebook, with everything in it escaped."""

from collections.abc import Iterable, Sequence
from html import escape


def html_table(
    rows: Iterable[Sequence[str]], heads: Sequence[str] = (), *, caption: str = ""
) -> str:
    """`rows` under `heads`; without heads the first cell of a row is its name."""
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    if heads:
        told += _row(heads, "th")
        return f"<table>{told}{''.join(_row(row, 'td') for row in rows)}</table>"
    named = (f"<tr><th>{escape(row[0])}</th>{_cells(row[1:], 'td')}</tr>" for row in rows)
    return f"<table>{told}{''.join(named)}</table>"


def _row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{_cells(cells, tag)}</tr>"


def _cells(cells: Sequence[str], tag: str) -> str:
    return "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells)
