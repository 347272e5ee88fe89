"""One profile with what was fitted to it."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pycheck.pictures.style import COLOURS, DASHES, SHADE, in_style
from pycheck.plots.labels import ATTENTION, DISTANCE, titled
from pycheck.reality.fit import (
    Points,
    PowerFit,
    fit_power,
    fit_profile,
    likelihood_weights,
    points_of,
)
from pycheck.reality.laws import LAWS, Array, LawFit, compare_laws
from pycheck.reality.profiles import Profile
from pycheck.reality.regression import student_half

DENSE = 40
"""Points beyond which each is a dot."""


@in_style
def plot_fit(profile: Profile) -> Figure:
    """A profile, its power law with a 95 % band, the other laws, and what the power law leaves.

    The fit is weighted, as that of every law; the title has the exponent with equal weights too,
    which `pycheck measure` and the atlas call gamma. Raises `InputError` when there are too few
    distances.
    """
    points = points_of(profile)
    weights = likelihood_weights(points)
    fit = fit_power(points.distances, points.y, weights)
    laws = compare_laws(points.distances, points.y, weights, points.scatter)
    figure = Figure(figsize=(6.5, 6.4), layout="constrained")
    top, bottom = figure.subplots(2, sharex=True, height_ratios=(3, 1))
    top.set_xscale("log")
    top.set_yscale("log")
    _draw_points(top, profile, points)
    _draw_laws(top, points, fit, laws)
    top.set_title(f"{titled(profile)}\n{_exponents(profile, points, fit)}", wrap=True)
    top.set_ylabel(ATTENTION)
    top.legend(fontsize=8, title_fontsize=8)
    bottom.axhline(1, color=COLOURS[1], linewidth=1.2)
    bottom.plot(points.distances, np.exp(fit.residuals), "o", color="0", markersize=4)
    bottom.set_ylabel("measured / law\n(dimensionless)")
    bottom.set_xlabel(DISTANCE)
    return figure


def _exponents(profile: Profile, points: Points, fit: PowerFit) -> str:
    plain = fit_profile(profile)
    equal = f"γ = {_with_interval(plain)}, equal weights (as pycheck measure)"
    if points.variance is None or points.variance.max() == 0:
        return f"drawn: {equal}"
    return f"drawn: γ = {_with_interval(fit)}, weighted by the seeds' variance\n{equal}"


def _with_interval(fit: PowerFit) -> str:
    low, high = fit.interval
    return f"{fit.gamma:.3f} (95 % {low:.3f} to {high:.3f})"


def _draw_points(axes: Axes, profile: Profile, points: Points) -> None:
    distances, attention = np.asarray(profile.distances), np.asarray(profile.attention)
    shown = np.full(len(distances), points.pooled) | (distances < profile.fit_from)
    dense = len(distances) > DENSE
    if shown.any():
        axes.plot(
            distances[shown],
            attention[shown],
            "." if dense else "o",
            markerfacecolor="none",
            color="0.5",
            markersize=1.5 if dense else 4,
            label="measured" if points.pooled else "measured, not in the fit",
        )
    error = None if points.variance is None else 2 * np.sqrt(points.variance)
    a = np.exp(points.y)
    yerr = None if error is None else [a - a * np.exp(-error), a * np.exp(error) - a]
    used = "pooled, in the fit" if points.pooled else "measured, in the fit"
    axes.errorbar(
        points.distances,
        a,
        yerr=yerr,
        fmt="o",
        color="0",
        markersize=4,
        capsize=2,
        label=used if yerr is None else f"{used}; bars: 2 standard errors over seeds",
    )


def _draw_laws(axes: Axes, points: Points, fit: PowerFit, laws: Sequence[LawFit]) -> None:
    d = np.geomspace(points.distances[0], points.distances[-1], 200)
    by_name = {law.name: (index, law) for index, law in enumerate(LAWS)}
    line, half = _band(points, fit, d)
    axes.fill_between(
        d,
        np.exp(line - half),
        np.exp(line + half),
        color=SHADE,
        alpha=0.3,
        linewidth=0,
        zorder=0,
        label="95 % band of the power law",
    )
    for law_fit in laws:
        index, law = by_name[law_fit.law]
        axes.plot(
            d,
            np.exp(law.log_attention(d, law_fit.parameters)),
            color=COLOURS[1 + index],
            linestyle=DASHES[index],
            linewidth=1.8 if index == 0 else 1.2,
            label=f"{law_fit.law}, Akaike weight {law_fit.weight:.2f}",
        )


def _band(points: Points, fit: PowerFit, d: Array) -> tuple[Array, Array]:
    """The fitted line in log attention and half its 95 % confidence band."""
    w = fit.weights / fit.weights.sum()
    centre = float(w @ points.log_distances)
    spread = float(w @ (points.log_distances - centre) ** 2)
    relative = np.sqrt(1 + (np.log(d) - centre) ** 2 / spread)
    error_of_mean = fit.error * np.sqrt(spread)
    half = student_half(float(error_of_mean), fit.dof) * relative
    return fit.log_a - fit.gamma * np.log(d), half
