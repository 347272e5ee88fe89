"""How pictures are drawn and written: by colour, line and marker, the same bytes every time."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pycheck.errors import InputError
from pycheck.files import write_atomically

COLOURS = (
    *("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"),
    "#8855FF",
)
"""Those of Okabe and Ito (2008), which colour-blind readers tell apart, but for their yellow, which
is too pale on white; a violet, chosen to be as far from the others, takes its place."""
SHADE = "#56B4E9"
"""Drawn thinly below what is measured."""
MARKERS = "osD^vP*X"
DASHES: tuple[str | tuple[int, tuple[int, ...]], ...] = (
    "-",
    "--",
    "-.",
    ":",
    (0, (6, 1, 1, 1, 1, 1)),
    (0, (8, 2)),
    (0, (3, 1, 1, 1)),
)
P = ParamSpec("P")

_STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.titlesize": 10,
    "figure.labelsize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "0.85",
    "legend.framealpha": 0.0,
    "svg.fonttype": "none",
    "svg.hashsalt": "pycheck",
}


def curve(index: int) -> dict[str, Any]:
    """Colour, line and marker of the curve `index`; no two of the first eight share a colour."""
    return {
        "color": COLOURS[index % len(COLOURS)],
        "linestyle": DASHES[index % len(DASHES)],
        "marker": MARKERS[index % len(MARKERS)],
        "markersize": 4,
        "linewidth": 1.2,
    }


def styled() -> AbstractContextManager[None]:
    """Draw in this style inside the context."""
    return mpl.rc_context(_STYLE)


def in_style(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draw a whole figure in this style."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with styled():
            return draw(*args, **kwargs)

    return drawn


def axes_of(x: str, y: str) -> tuple[Figure, Axes]:
    """A figure with one pair of axes, named `x` and `y`."""
    figure = Figure(figsize=(6.5, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return figure, axes


def plain(name: str) -> str:
    """A name as it stands: matplotlib would set what lies between two dollar signs as a formula."""
    return name.replace("$", r"\$")


def raised(exponent: object) -> str:
    """An exponent in superscript digits: 12 as ¹²."""
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


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
