"""Mean attention by distance."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from pycheck.pictures.style import axes_of, curve, in_style
from pycheck.plots.labels import ATTENTION, DISTANCE, legend_below, refuse_too_many, told_apart
from pycheck.reality.collect import Found
from pycheck.reality.fit import seed_variance
from pycheck.reality.laws import Array
from pycheck.reality.profiles import Profile

DENSE = 40
"""Points beyond which not every one has a marker."""


@in_style
def plot_profiles(items: Sequence[Found]) -> Figure:
    """Mean attention weight by distance in tokens, both axes logarithmic.

    One profile alone has bars, two standard errors over its seeds; those of several would hide each
    other. Raises `InputError` for more profiles than can be told apart.
    """
    refuse_too_many(len(items), "profiles", "give fewer files, or use `pycheck plot atlas`")
    common, names = told_apart(
        [item.profile for item in items], fallback=[item.source for item in items]
    )
    figure, axes = axes_of(DISTANCE, ATTENTION)
    axes.set_xscale("log")
    axes.set_yscale("log")
    for index, (item, name) in enumerate(zip(items, names, strict=True)):
        profile = item.profile
        look = curve(index)
        if len(profile.distances) > DENSE:
            look |= {"markevery": (0.012 * index, 0.12)}  # along the curve
        bars = _error_bars(profile) if len(items) == 1 else None
        axes.errorbar(
            profile.distances,
            profile.attention,
            yerr=bars,
            capsize=2,
            label=name if bars is None else "mean over seeds; bars: 2 standard errors",
            **look,
        )
    axes.set_title(common or "Mean attention weight by distance", wrap=True)
    if any(names) or bars is not None:
        legend_below(figure, names)
    return figure


def _error_bars(profile: Profile) -> list[Array] | None:
    variance = seed_variance(profile)
    if variance is None:
        return None
    attention = np.asarray(profile.attention)
    factor = np.exp(2 * np.sqrt(variance))
    return [attention - attention / factor, attention * factor - attention]
