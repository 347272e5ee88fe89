"""Pictures of what was measured: the atlas and the sweeps of theta, one of each body of data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from matplotlib.figure import Figure

from book.measurements.theta import Sweep, sweeps_of
from pycheck.auditing.results import ClaimResult
from pycheck.evidence import RealityEvidence
from pycheck.ledger.schema import Claim
from pycheck.pictures.picture import Picture, Row
from pycheck.pictures.style import axes_of
from pycheck.plots import plot_atlas, plot_theta
from pycheck.reality.fitted import Fitted, fitted_models, pade
from pycheck.reality.sources import Source
from pycheck.report.descriptions import descriptions

_WHOSE = {
    "own": "small models that we trained ourselves",
    "published": "the author's published files",
}
_PATHS = {"own": " data/profiles", "published": ""}


def reality_pictures(sources: Mapping[str, Source]) -> Iterator[Picture]:
    """An atlas and a sweep of each body of data that has what they need."""
    for source in sources.values():
        if items := fitted_models(source):
            yield _atlas(source.name, items)
        if found := sweeps_of(item.profile for item in source.found):
            yield _theta(source.name, found)


def _atlas(source: str, items: tuple[Fitted, ...]) -> Picture:
    below = sum(item.fit.gamma < 1 for item in items)
    return Picture(
        name=f"atlas-{source}",
        title=f"The atlas of exponents ({source} data)",
        alt=(
            f"Exponent gamma of {len(items)} profiles with 95 % intervals, one row a model and one "
            f"column a corpus; {below} lie below 1 (filled points)."
        ),
        caption=(
            f"Measured on {_WHOSE[source]}. $\\gamma$ is fitted to mean attention by distance; the "
            "interval is that of the fit to one profile, 95 %."
        ),
        header=("model", "corpus", "theta", "gamma", "95 % from", "to", "R²"),
        rows=tuple(_row(item) for item in items),
        command=f"pycheck plot atlas{_PATHS[source]} -o atlas.svg",
        claims=("ch16.atlas", "ch16.the-median", "ch23.levy-range", "ch21.susceptibility"),
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


def _theta(source: str, found: tuple[Sweep, ...]) -> Picture:
    return Picture(
        name=f"theta-{source}",
        title=f"The exponent when theta is rescaled ({source} data)",
        alt=(
            f"Measured gamma against the base theta for {len(found)} models with 95 % intervals, "
            "and the dotted curve that the book predicts from theta and the context length."
        ),
        caption=(
            f"Measured on {_WHOSE[source]}: one trained model, its base $\\theta$ rescaled without "
            "further training."
        ),
        header=("model", "theta", "gamma", "95 % from", "to", "predicted"),
        rows=tuple(row for sweep in found for row in _sweep_rows(sweep)),
        command=f"pycheck plot theta{_PATHS[source]} -o theta.svg",
        claims=("ch17.theta-control", "ch19.theta-monotone", "ch17.independence", "ch15.pade"),
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


def interval_pictures(claims: Iterable[ClaimResult]) -> Iterator[Picture]:
    """One picture for each claim whose measurements have intervals."""
    for item in claims:
        evidence = tuple(e for e in item.reality.evidence if e.interval and e.estimate is not None)
        if evidence:
            yield _interval(item.claim, evidence)


def _interval(claim: Claim, evidence: tuple[RealityEvidence, ...]) -> Picture:
    rows = tuple(_interval_row(e) for e in evidence)
    return Picture(
        name=f"interval-{claim.id}",
        title=f"Estimates: {claim.title}",
        alt="; ".join(
            f"{name}: {value}, 95 % from {low} to {high}" for name, value, low, high in rows
        ),
        caption=" ".join(dict.fromkeys(_about(e) for e in evidence)),
        header=("measurement", "estimate", "95 % from", "to"),
        rows=rows,
        command=f"pycheck show {claim.id}",
        claims=(claim.id,),
        draw=lambda: _draw_intervals(evidence),
    )


def _about(evidence: RealityEvidence) -> str:
    return descriptions().get(f"{evidence.kind}:{evidence.name}", "")


def _interval_row(evidence: RealityEvidence) -> Row:
    low, high = evidence.interval or (0.0, 0.0)
    name = f"{evidence.name} on {evidence.source} data"
    return (name, f"{evidence.estimate:.4g}", f"{low:.4g}", f"{high:.4g}")


def _draw_intervals(evidence: Sequence[RealityEvidence]) -> Figure:
    figure, axes = axes_of("estimate with its 95 % interval", "")
    figure.set_size_inches(6.5, 0.9 + 0.45 * len(evidence))
    for y, e in enumerate(reversed(evidence)):
        low, high = e.interval or (0.0, 0.0)
        axes.plot([low, high], [y, y], color="0.45", linewidth=1.5)
        axes.plot([low, low, high, high], [y] * 4, "|", color="0.45", markersize=9)
        axes.plot([e.estimate or 0.0], [y], "o", color="0", markersize=6)
    names = [f"{e.name} ({e.source})" for e in reversed(evidence)]
    axes.set_yticks(range(len(evidence)), names)
    axes.set_ylim(-0.6, len(evidence) - 0.4)
    return figure
