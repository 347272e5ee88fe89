"""A displayed formula of a text: where it stands, what it says, and what its author remarks on it.

A *remark* is a comment of the text that begins with ``pycheck:``. It says what a formula assumes
(``where``), what a name in it means (``let``), that it defines something (``definition``) or that
it is not to be judged (``skip``).
"""

from dataclasses import dataclass
from typing import Literal

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
