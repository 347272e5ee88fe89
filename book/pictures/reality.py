"""Pictures of what was measured: the atlas and the sweeps of theta, one of each body of data.

Their functions have the names of the commands that draw the same from any profiles.
"""

from collections.abc import Iterator, Mapping

from pycheck.data.sources import Source
from pycheck.pictures.picture import Picture, Row, picture
from pycheck.plots import plot_atlas, plot_theta
from pycheck.reality.fitted import Fitted, fitted_models, pade
from pycheck.reality.sources import found_in
from pycheck.reality.sweeps import Sweep, sweeps_of


@picture
def atlas(sources: Mapping[str, Source]) -> Iterator[Picture]:
    """The exponent of every model with its interval."""
    for source in sources.values():
        if items := fitted_models(source):
            yield _atlas(source, items)


@picture
def theta(sources: Mapping[str, Source]) -> Iterator[Picture]:
    """The exponent when the base of a trained model is rescaled."""
    for source in sources.values():
        if found := sweeps_of(item.profile for item in found_in(source)):
            yield _theta(source, found)


def _atlas(source: Source, items: tuple[Fitted, ...]) -> Picture:
    below = sum(item.fit.gamma < 1 for item in items)
    return Picture(
        name=f"atlas-{source.name}",
        title=f"The atlas of exponents ({source.name} data)",
        alt=(
            f"Exponent gamma of {len(items)} profiles with 95 % intervals, one row a model and one "
            f"column a corpus; {below} lie below 1 (filled points)."
        ),
        caption=(
            f"Measured on {source.title}. $\\gamma$ is fitted to mean attention by distance; the "
            "interval is that of the fit to one profile, 95 %."
        ),
        header=("model", "corpus", "θ", "T (tokens)", "γ", "95 % from", "to", "R²"),
        rows=tuple(_row(item) for item in items),
        command=f"pycheck plot atlas --data {source.name} -o atlas-{source.name}.svg",
        claims=("ch16.atlas", "ch16.the-median", "ch23.order", "ch21.susceptibility"),
        draw=lambda: plot_atlas(items),
    )


def _row(item: Fitted) -> Row:
    low, high = item.fit.interval
    base = item.profile.used_theta
    return (
        item.profile.model,
        item.profile.corpus,
        "–" if base is None else f"{base:g}",
        str(item.profile.context),
        f"{item.fit.gamma:.4f}",
        f"{low:.3f}",
        f"{high:.3f}",
        f"{item.fit.r2:.4f}",
    )


def _theta(source: Source, found: tuple[Sweep, ...]) -> Picture:
    return Picture(
        name=f"theta-{source.name}",
        title=f"The exponent when theta is rescaled ({source.name} data)",
        alt=(
            f"Measured gamma against the base theta for {len(found)} models with 95 % intervals, "
            "and the curve that the book predicts from theta and each context length."
        ),
        caption=(
            f"Measured on {source.title}: one trained model, its base $\\theta$ rescaled without "
            "further training."
        ),
        header=("model", "trained at", "T (tokens)", "θ", "γ", "95 % from", "to", "predicted"),
        rows=tuple(row for sweep in found for row in _sweep_rows(sweep)),
        command=f"pycheck plot theta --data {source.name} -o theta-{source.name}.svg",
        claims=("ch19.theta-monotone", "ch17.independence", "ch15.pade"),
        draw=lambda: plot_theta(found),
    )


def _sweep_rows(sweep: Sweep) -> Iterator[Row]:
    for item in sweep.items:
        low, high = item.fit.interval
        trained = item.profile.theta
        base = item.profile.used_theta or float("inf")
        yield (
            sweep.model,
            "–" if trained is None else f"{trained:g}",
            str(item.profile.context),
            f"{base:g}",
            f"{item.fit.gamma:.4f}",
            f"{low:.3f}",
            f"{high:.3f}",
            f"{pade(base, item.profile.context):.4f}",
        )
