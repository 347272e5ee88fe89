"""Pictures of what was measured: the estimates of a claim with their intervals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from matplotlib.figure import Figure

from pycheck.auditing.results import ClaimResult
from pycheck.evidence import RealityEvidence
from pycheck.ledger.schema import Claim
from pycheck.pictures.picture import Picture, Row
from pycheck.pictures.style import axes_of


def interval_pictures(
    claims: Iterable[ClaimResult], described: Mapping[str, str]
) -> Iterator[Picture]:
    """One picture for each claim whose measurements have intervals.

    `described` says what each check is about, by ``kind:name``.
    """
    for item in claims:
        evidence = tuple(e for e in item.reality.evidence if e.interval and e.estimate is not None)
        if evidence:
            yield _interval(item.claim, evidence, described)


def _interval(
    claim: Claim, evidence: tuple[RealityEvidence, ...], described: Mapping[str, str]
) -> Picture:
    def about(e: RealityEvidence) -> str:
        return described.get(f"{e.kind}:{e.name}", "")

    rows = tuple(_interval_row(e) for e in evidence)
    return Picture(
        name=f"interval-{claim.id}",
        title=f"Estimates: {claim.title}",
        alt="; ".join(
            f"{name}: {value}, 95 % from {low} to {high}" for name, value, low, high in rows
        ),
        caption=" ".join(dict.fromkeys(about(e) for e in evidence)),
        header=("measurement", "estimate", "95 % from", "to"),
        rows=rows,
        command=f"pycheck show {claim.id}",
        claims=(claim.id,),
        draw=lambda: _draw_intervals(evidence),
    )


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
