"""The displayed formulas of the Markdown cells of a Jupyter notebook."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from pycheck.errors import InputError
from pycheck.files import parse_json, read_text
from pycheck.texts.displayed import Displayed
from pycheck.texts.document import Document
from pycheck.texts.markdown import of_markdown_source

_REMEDY = "give a notebook that Jupyter has saved"


def of_notebook(path: Path) -> Iterator[Displayed]:
    """Every displayed formula of a notebook, with the number of its cell among all, from 1.

    Macros and remarks go on from cell to cell. Raises `InputError` for a file that is no notebook,
    or as `displayed` does.
    """
    text = read_text(path, "the notebook")
    document = Document(partial(_place, path, 1))
    for number, cell in enumerate(_cells(parse_json(text, str(path), _REMEDY), path), start=1):
        source = _source(cell, path, number)
        document.place = partial(_place, path, number)
        if cell.get("cell_type") == "markdown":
            yield from of_markdown_source(document, source)
        elif source.strip():
            document.top = False
    document.end()


def _place(path: Path, number: int, line: int) -> str:
    return f"{path}:cell {number}:{line}"


def _cells(notebook: Any, path: Path) -> list[dict[str, Any]]:
    """The cells in their order, which an old notebook keeps in worksheets."""
    sheets = [notebook]
    if isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):
        sheets = notebook["worksheets"]
    found: list[dict[str, Any]] = []
    for sheet in sheets:
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
            raise InputError(f"{path} is no notebook: it has no list of cells; {_REMEDY}")
        found += cells
    return found


def _source(cell: dict[str, Any], path: Path, number: int) -> str:
    source = cell.get("source", cell.get("input", ""))
    lines = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        raise InputError(f"{path}: cell {number} has a source that is no text; {_REMEDY}")
    return "".join(lines).replace("\r\n", "\n")
