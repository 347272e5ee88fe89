"""A displayed formula of a text: where it stands, what it says, and what its author remarks on it.

A *remark* is a comment of the text that begins with ``pycheck:``. It says what a formula assumes
(``where``), what a name in it means (``let``), that it defines something (``definition``) or that
it is not to be judged (``skip``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pycheck.errors import InputError
from pycheck.formulas.latex.tokens import Macros

Kind = Literal["where", "let", "definition", "skip"]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment ``pycheck: KIND TEXT`` of a text, and the line of the text on which it begins."""

    kind: Kind
    text: str
    """Conditions, ``name(arguments) = formula``, nothing, or a reason: as `kind` says."""
    line: int


@dataclass(frozen=True, slots=True)
class Displayed:
    r"""One displayed formula.

    `latex` is the source without its environment, ``\label``, ``\tag``, ``\nonumber``, ``\notag``
    and the punctuation behind it. A chain of several rows of an alignment keeps its ``&`` and
    ``\\``.
    """

    place: str
    """``FILE:LINE`` of the first line of the formula itself, ``FILE:cell N:LINE`` in a notebook,
    ``package.module.object:LINE`` in a docstring, without the line where it is not known."""
    label: str
    latex: str
    macros: Macros
    """Those that the document defines."""
    remarks: tuple[Remark, ...]
    """Those in force: of the whole text, then of this formula alone."""
    not_read: str = ""
    """Why the source cannot be a formula, for example an environment that never ends."""
    owner: str = ""
    """The importable name of what a docstring describes, for example ``scipy.stats.norm``."""


def displayed(path: Path) -> Iterator[Displayed]:
    """Every displayed formula of a file, in its order.

    Raises `InputError` for a file that cannot be read, a kind of file that is not known, or a
    remark that is none.
    """
    match path.suffix.lower():
        case ".tex" | ".ltx":
            from pycheck.texts.tex import of_tex

            return of_tex(path)
        case ".rst":
            from pycheck.texts.rest import of_rest

            return of_rest(path)
        case ".md" | ".markdown":
            from pycheck.texts.markdown import of_markdown

            return of_markdown(path)
        case ".ipynb":
            from pycheck.texts.notebooks import of_notebook

            return of_notebook(path)
    raise InputError(
        f"cannot read formulas from {path}: give a .tex, .md, .rst or .ipynb file; the docstrings "
        "of Python are those of an installed package"
    )


def of_package(name: str) -> Iterator[Displayed]:
    """Every displayed formula of the docstrings of an installed package, which is imported.

    Raises `InputError` for a package that is not installed or a remark that is none.
    """
    from pycheck.texts.docstrings import of_docstrings

    return of_docstrings(name)
