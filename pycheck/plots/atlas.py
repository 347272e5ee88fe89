"""The exponents of many models."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from pycheck.pictures.style import COLOURS, in_style, plain
from pycheck.plots.labels import GAMMA
from pycheck.reality.fitted import Fitted, corpora, trained_model
from pycheck.reality.profiles import Profile


@in_style
def plot_atlas(items: Sequence[Fitted]) -> Figure:
    """Every trained model's exponent with its 95 % interval.

    One row a trained model, one column a corpus, models in the order of their mean exponent.
    """
    groups = sorted(corpora(items).items())
    means: dict[tuple[object, ...], list[float]] = {}
    profiles: dict[tuple[object, ...], Profile] = {}
    for item in items:
        means.setdefault(trained_model(item.profile), []).append(item.fit.gamma)
        profiles.setdefault(trained_model(item.profile), item.profile)
    order = sorted(means, key=lambda model: float(np.mean(means[model])))
    row = {model: index for index, model in enumerate(order)}
    size = (3 + 2.6 * len(groups), 1.9 + 0.19 * len(order))
    figure = Figure(figsize=size, layout="constrained")
    columns = figure.subplots(1, len(groups), sharey=True, sharex=True, squeeze=False)[0]
    for axes, (corpus, group) in zip(columns, groups, strict=True):
        for item in group:
            low, high = item.fit.interval
            y = row[trained_model(item.profile)]
            below = item.fit.gamma < 1
            colour = COLOURS[1] if below else COLOURS[2]
            axes.plot([low, high], [y, y], color=colour, linewidth=1.2)
            face = colour if below else "white"
            axes.plot(item.fit.gamma, y, "o", color=colour, markerfacecolor=face, markersize=4)
        gammas = np.array([item.fit.gamma for item in group])
        axes.axvline(1, color="0", linewidth=0.8)
        axes.axvline(float(np.median(gammas)), color="0.4", linestyle="--", linewidth=1)
        axes.set_title(
            f"{plain(corpus)}: {(gammas < 1).sum()} of {len(gammas)} below 1\n"
            f"median {np.median(gammas):.3f} (dashed)"
        )
        axes.set_xlabel(GAMMA)
    columns[0].set_yticks(range(len(order)), _names([profiles[model] for model in order]))
    columns[0].set_ylim(-0.7, len(order) - 0.3)
    ends = [end for item in items for end in item.fit.interval]
    columns[0].set_xlim(min(0.05, *ends) - 0.05, max(1.5, *ends) + 0.05)
    figure.supxlabel("filled: γ below 1; open: 1 or above; lines: 95 % intervals")
    return figure


def _names(profiles: Sequence[Profile]) -> list[str]:
    """A name a row: the model's, and its base and length where several share it."""
    shared = Counter(profile.model for profile in profiles)
    return [
        plain(profile.model + (_trained(profile) if shared[profile.model] > 1 else ""))
        for profile in profiles
    ]


def _trained(profile: Profile) -> str:
    theta = "" if profile.theta is None else f", θ = {profile.theta:g}"
    return f"{theta}, T = {profile.context}"
