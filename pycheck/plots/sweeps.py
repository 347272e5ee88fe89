"""The exponent when the base of a trained model is rescaled."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pycheck.pictures.style import axes_of, curve, in_style
from pycheck.plots.labels import BASE, GAMMA, legend_below, refuse_too_many, told_apart
from pycheck.reality.fitted import pade
from pycheck.reality.sweeps import Sweep

_DOTS: tuple[tuple[int, tuple[int, ...]], ...] = ((0, (1, 1)), (0, (4, 2)), (0, (3, 1, 1, 1)))


@in_style
def plot_theta(found: Sequence[Sweep]) -> Figure:
    """Measured exponent against the base, with 95 % intervals, and what base and context predict.

    One prediction a context length T in tokens. Raises `InputError` for more sweeps than can be
    told apart.
    """
    refuse_too_many(len(found), "sweeps", "give fewer files")
    common, names = told_apart([sweep.items[0].profile for sweep in found], swept=True)
    figure, axes = axes_of(BASE, GAMMA)
    axes.set_xscale("log")
    for index, (sweep, name) in enumerate(zip(found, names, strict=True)):
        low, high = np.array([item.fit.interval for item in sweep.items]).T
        axes.errorbar(
            sweep.thetas,
            sweep.gammas,
            yerr=[sweep.gammas - low, high - sweep.gammas],
            capsize=2,
            label=name or "measured",
            **curve(index),
        )
    _predictions(axes, found)
    axes.set_title(", ".join(filter(None, (common, "bars: 95 % intervals"))), wrap=True)
    legend_below(figure, names)
    return figure


def _predictions(axes: Axes, found: Sequence[Sweep]) -> None:
    """One line for each context length, over the bases that are measured."""
    thetas = np.concatenate([sweep.thetas for sweep in found])
    grid = np.geomspace(thetas.min(), thetas.max(), 200)
    contexts = sorted({item.profile.context for sweep in found for item in sweep.items})
    for index, context in enumerate(contexts):
        axes.plot(
            grid,
            [pade(theta, context) for theta in grid],
            color=str(0.35 + 0.25 * index / len(contexts)),
            linestyle=_DOTS[index % len(_DOTS)],
            linewidth=2,
            label=f"predicted from θ and T = {context} tokens",
        )
