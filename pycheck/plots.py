"""Pictures of profiles, fits, the atlas and sweeps, told apart by line and marker, not colour."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy import stats

from pycheck.errors import InputError
from pycheck.pictures.style import DASHES, GREYS, MARKERS, styled
from pycheck.reality.collect import Found
from pycheck.reality.fit import (
    Points,
    PowerFit,
    fit_power,
    likelihood_weights,
    points_of,
    seed_variance,
)
from pycheck.reality.fitted import Fitted, corpora, pade
from pycheck.reality.laws import LAWS, Array, Law, LawFit, compare_laws
from pycheck.reality.profiles import Profile
from pycheck.reality.sweeps import Sweep

MOST_CURVES = 8


def plot_profiles(items: Sequence[Found]) -> Figure:
    """Mean attention by distance, both axes logarithmic; bars are two standard errors over seeds.

    Raises `InputError` for more profiles than can be told apart.
    """
    _refuse_too_many(len(items), "profiles", "give fewer files, or use `pycheck plot atlas`")
    figure, axes = _axes("distance d (tokens)", "mean attention A(d)")
    for index, item in enumerate(items):
        profile = item.profile
        dense = len(profile.distances) > 40
        axes.errorbar(
            profile.distances,
            profile.attention,
            yerr=None if dense else _error_bars(profile),
            marker=None if dense else MARKERS[index],
            color=GREYS[index % len(GREYS)],
            linestyle=DASHES[index % len(DASHES)],
            markersize=4,
            linewidth=1,
            capsize=2,
            label=_title(profile),
        )
    axes.legend()
    return figure


def plot_fit(profile: Profile) -> Figure:
    """A profile, its power law with a 95 % band, the other laws, and what the power law leaves.

    Raises `InputError` when it has too few distances.
    """
    points = points_of(profile)
    weights = likelihood_weights(points)
    fit = fit_power(points.distances, points.y, weights)
    laws = compare_laws(points.distances, points.y, weights, points.scatter)
    with styled():
        figure = Figure(figsize=(6.5, 6), layout="constrained")
        top, bottom = figure.subplots(2, sharex=True, height_ratios=(3, 1))
    _draw_points(top, profile, points)
    _draw_laws(top, points, fit, laws)
    low, high = fit.interval
    top.set_title(f"{_title(profile)}\ngamma = {fit.gamma:.3f} ({low:.3f} to {high:.3f})")
    top.set_ylabel("mean attention A(d)")
    top.legend()
    bottom.axhline(1, color="0", linewidth=0.8)
    bottom.plot(points.distances, np.exp(fit.residuals), "o", color="0", markersize=4)
    bottom.set_ylabel("measured / fitted")
    bottom.set_xlabel("distance d (tokens)")
    top.set_xscale("log")
    top.set_yscale("log")
    return figure


def _draw_points(axes: Axes, profile: Profile, points: Points) -> None:
    axes.plot(
        profile.distances,
        profile.attention,
        "o" if len(profile.distances) <= 40 else ".",
        markerfacecolor="none",
        color="0.5",
        markersize=4 if len(profile.distances) <= 40 else 1,
        label="measured, not in the fit" if not points.pooled else "measured",
    )
    error = None if points.variance is None else 2 * np.sqrt(points.variance)
    a = np.exp(points.y)
    yerr = None if error is None else [a - a * np.exp(-error), a * np.exp(error) - a]
    axes.errorbar(
        points.distances,
        a,
        yerr=yerr,
        fmt="o",
        color="0",
        markersize=4,
        capsize=2,
        label="in the fit" if not points.pooled else "pooled, in the fit",
    )


def _draw_laws(axes: Axes, points: Points, fit: PowerFit, laws: Sequence[LawFit]) -> None:
    d = np.geomspace(points.distances[0], points.distances[-1], 200)
    by_name = {law.name: law for law in LAWS}
    for index, law_fit in enumerate(laws):
        axes.plot(
            d,
            np.exp(_predict(by_name[law_fit.law], law_fit, d)),
            color=GREYS[index % len(GREYS)],
            linestyle=DASHES[index],
            linewidth=1.8 if law_fit.law == "power law" else 1,
            label=f"{law_fit.law} ({law_fit.weight:.2f})",
        )
    line, half = _band(points, fit, d)
    axes.fill_between(d, np.exp(line - half), np.exp(line + half), color="0.85", zorder=0)


def _predict(law: Law, fit: LawFit, d: Array) -> Array:
    values = list(fit.parameters.values())
    if law.stretched:
        d, values = d ** values[-1], values[:-1]
    return np.asarray(law.design(d) @ np.array(values), dtype=float)


def _band(points: Points, fit: PowerFit, d: Array) -> tuple[Array, Array]:
    """The fitted line in log attention and half its 95 % confidence band."""
    w = fit.weights / fit.weights.sum()
    centre = float(w @ points.log_distances)
    spread = float(w @ (points.log_distances - centre) ** 2)
    relative = np.sqrt(1 + (np.log(d) - centre) ** 2 / spread)
    error_of_mean = fit.stderr * np.sqrt(spread)
    half = float(stats.t.ppf(0.975, fit.dof)) * error_of_mean * relative
    return fit.log_a - fit.gamma * np.log(d), half


def plot_atlas(items: Sequence[Fitted]) -> Figure:
    """Every model's exponent with its 95 % interval, one column a corpus, models in one order."""
    groups = sorted(corpora(items).items())
    means: dict[str, list[float]] = {}
    for item in items:
        means.setdefault(item.profile.model, []).append(item.fit.gamma)
    order = sorted(means, key=lambda model: float(np.mean(means[model])))
    row = {model: index for index, model in enumerate(order)}
    with styled():
        figure = Figure(
            figsize=(3 + 2.6 * len(groups), 1.4 + 0.19 * len(order)), layout="constrained"
        )
        columns = figure.subplots(1, len(groups), sharey=True, sharex=True, squeeze=False)[0]
    for axes, (corpus, group) in zip(columns, groups, strict=True):
        for item in group:
            low, high = item.fit.interval
            y = row[item.profile.model]
            axes.plot([low, high], [y, y], color="0.5", linewidth=1)
            face = "0" if item.fit.gamma < 1 else "white"
            axes.plot(item.fit.gamma, y, "o", color="0", markerfacecolor=face, markersize=4)
        gammas = np.array([item.fit.gamma for item in group])
        axes.axvline(1, color="0", linewidth=0.8)
        axes.axvline(float(np.median(gammas)), color="0.4", linestyle="--", linewidth=1)
        axes.set_title(
            f"{_plain(corpus)}: {(gammas < 1).sum()} of {len(gammas)} below 1\n"
            f"median {np.median(gammas):.3f} (dashed)"
        )
        axes.set_xlabel("gamma (filled: below 1)")
    columns[0].set_yticks(range(len(order)), [_plain(model) for model in order])
    columns[0].set_ylim(-0.7, len(order) - 0.3)
    ends = [end for item in items for end in item.fit.interval]
    columns[0].set_xlim(min(0.05, *ends) - 0.05, max(1.5, *ends) + 0.05)
    return figure


def plot_theta(found: Sequence[Sweep]) -> Figure:
    """Measured exponent against theta with 95 % intervals, and the prediction from theta and T.

    Raises `InputError` for more sweeps than can be told apart.
    """
    _refuse_too_many(len(found), "sweeps", "give fewer files")
    figure, axes = _axes("RoPE base theta", "gamma")
    axes.set_yscale("linear")
    for index, sweep in enumerate(found):
        thetas = np.array([item.profile.used_theta or np.nan for item in sweep.items])
        low, high = np.array([item.fit.interval for item in sweep.items]).T
        axes.errorbar(
            thetas,
            sweep.gammas,
            yerr=[sweep.gammas - low, high - sweep.gammas],
            marker=MARKERS[index],
            color=GREYS[index % len(GREYS)],
            linestyle=DASHES[index % len(DASHES)],
            markersize=4,
            capsize=2,
            linewidth=1,
            label=f"{_plain(sweep.model)}, {_trained(sweep)}",
        )
    first = found[0].items
    grid = np.geomspace(first[0].profile.used_theta or 1, first[-1].profile.used_theta or 1, 100)
    context = first[0].profile.context
    axes.plot(
        grid,
        [pade(theta, context) for theta in grid],
        color="0.45",
        linestyle=(0, (1, 1)),
        linewidth=2,
        label=f"predicted from theta and T = {context}",
    )
    axes.legend()
    return figure


def _refuse_too_many(curves: int, what: str, remedy: str) -> None:
    if curves > MOST_CURVES:
        raise InputError(
            f"{curves} {what}, and no more than {MOST_CURVES} can be told apart; {remedy}"
        )


def _trained(sweep: Sweep) -> str:
    theta = sweep.items[0].profile.theta
    return "measured" if theta is None else f"trained at {theta:g}"


def _axes(x: str, y: str) -> tuple[Figure, Axes]:
    with styled():
        figure = Figure(figsize=(6.5, 4.5), layout="constrained")
        axes = figure.subplots()
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return figure, axes


def _title(profile: Profile) -> str:
    theta = "" if profile.used_theta is None else f", theta {profile.used_theta:g}"
    note = f", {profile.intervention}" if profile.intervention else ""
    return _plain(f"{profile.model} ({profile.corpus}{theta}{note})")


def _plain(name: str) -> str:
    """A name as it stands: matplotlib would set what lies between two dollar signs as a formula."""
    return name.replace("$", r"\$")


def _error_bars(profile: Profile) -> list[Array] | None:
    variance = seed_variance(profile)
    if variance is None:
        return None
    attention = np.asarray(profile.attention)
    factor = np.exp(2 * np.sqrt(variance))
    return [attention - attention / factor, attention * factor - attention]
