"""Pictures of what was measured: the atlas and the sweeps of theta, one of each body of data."""

from collections.abc import Iterator, Mapping

from pycheck.data.sources import Source
from pycheck.pictures.picture import Picture, Row, picture
from pycheck.plots import plot_atlas, plot_theta
from pycheck.reality.fitted import Fitted, fitted_models, pade
from pycheck.reality.sources import found_in
from pycheck.reality.sweeps import Sweep, sweeps_of

_PATHS = {"own": " data/profiles", "published": ""}


@picture
def of_the_data(sources: Mapping[str, Source]) -> Iterator[Picture]:
    """An atlas and a sweep of each body of data that has what they need."""
    for source in sources.values():
        if items := fitted_models(source):
            yield _atlas(source, items)
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
        header=("model", "corpus", "theta", "gamma", "95 % from", "to", "R²"),
        rows=tuple(_row(item) for item in items),
        command=f"pycheck plot atlas{_PATHS[source.name]} -o atlas.svg",
        claims=("ch16.atlas", "ch16.the-median", "ch23.order", "ch21.susceptibility"),
        draw=lambda: plot_atlas(items),
    )


def _row(item: Fitted) -> Row:
    low, high = item.fit.interval
    theta = item.profile.used_theta
    return (
        item.profile.model,
        item.profile.corpus,
        "–" if theta is None else f"{theta:g}",
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
            "and the dotted curve that the book predicts from theta and the context length."
        ),
        caption=(
            f"Measured on {source.title}: one trained model, its base $\\theta$ rescaled without "
            "further training."
        ),
        header=("model", "theta", "gamma", "95 % from", "to", "predicted"),
        rows=tuple(row for sweep in found for row in _sweep_rows(sweep)),
        command=f"pycheck plot theta{_PATHS[source.name]} -o theta.svg",
        claims=("ch19.theta-monotone", "ch17.independence", "ch15.pade"),
        draw=lambda: plot_theta(found),
    )


def _sweep_rows(sweep: Sweep) -> Iterator[Row]:
    for item in sweep.items:
        low, high = item.fit.interval
        theta = item.profile.used_theta or float("inf")
        yield (
            sweep.model,
            f"{theta:g}",
            f"{item.fit.gamma:.4f}",
            f"{low:.3f}",
            f"{high:.3f}",
            f"{pade(theta, item.profile.context):.4f}",
        )
