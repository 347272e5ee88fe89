"""How the pictures of the site are drawn: told apart by line and marker, grey and no background."""

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

GREYS = ("0.0", "0.45", "0.25", "0.6")
MARKERS = "osD^vP*X"
DASHES: tuple[str | tuple[int, tuple[int, ...]], ...] = (
    "-",
    "--",
    "-.",
    ":",
    (0, (6, 1, 1, 1, 1, 1)),
)
_STYLE = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "0.85",
    "legend.framealpha": 0.0,
    "svg.fonttype": "none",
    "svg.hashsalt": "pycheck",
}


def axes_of(x: str, y: str) -> tuple[Figure, Axes]:
    """A figure with one pair of axes, named `x` and `y`."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(6.5, 4.2), layout="constrained")
        axes = figure.subplots()
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return figure, axes
