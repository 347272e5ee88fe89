"""How pictures are drawn and written: told apart by line and marker, grey, the same every time."""

import io
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pycheck.errors import InputError
from pycheck.files import write_atomically

GREYS = ("0.0", "0.45", "0.25", "0.6")
MARKERS = "osD^vP*X"
DASHES: tuple[str | tuple[int, tuple[int, ...]], ...] = (
    "-",
    "--",
    "-.",
    ":",
    (0, (6, 1, 1, 1, 1, 1)),
)
_STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "0.85",
    "legend.framealpha": 0.0,
    "svg.fonttype": "none",
    "svg.hashsalt": "pycheck",
}


def styled() -> AbstractContextManager[None]:
    """Draw in this style inside the context."""
    return mpl.rc_context(_STYLE)


def axes_of(x: str, y: str) -> tuple[Figure, Axes]:
    """A figure with one pair of axes, named `x` and `y`."""
    with styled():
        figure = Figure(figsize=(6.5, 4.2), layout="constrained")
        axes = figure.subplots()
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return figure, axes


def save(figure: Figure, path: Path) -> None:
    """Write `figure` as PNG or SVG, by the name of `path`: the same bytes every time.

    Raises `InputError` for another ending or a folder that cannot be written.
    """
    form = path.suffix.lower().lstrip(".")
    if form not in ("png", "svg"):
        raise InputError(f"{path} is neither .png nor .svg; choose one of the two")
    metadata = {"Date": None} if form == "svg" else {"Software": None}
    buffer = io.BytesIO()
    with styled():
        figure.savefig(buffer, format=form, dpi=150, metadata=metadata)
    write_atomically(path, buffer.getvalue())
