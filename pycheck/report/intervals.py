"""Pictures of what was measured: the numbers that decide a claim, beside what is claimed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pycheck.auditing.results import ClaimResult
from pycheck.checks.measurement import judged, ranged
from pycheck.evidence import Compared, RealityEvidence, RealityVerdict
from pycheck.ledger.schema import Claim
from pycheck.pictures.picture import Picture, Row
from pycheck.pictures.style import COLOURS, SHADE, in_style, plain

Point = tuple[RealityEvidence, Compared]

_WHERE = {
    RealityVerdict.REPRODUCED: "inside",
    RealityVerdict.CONTRADICTED: "outside",
    RealityVerdict.UNDECIDED: "across an edge",
}


def interval_pictures(
    claims: Iterable[ClaimResult], described: Mapping[str, str]
) -> Iterator[Picture]:
    """One picture for each claim whose measurements compare a number with a range.

    `described` says what each check is about, by ``kind:name``.
    """
    for item in claims:
        evidence = [e for e in item.reality.evidence if e.compared]
        if evidence:
            yield _picture(item.claim, evidence, described)


def _points(evidence: Iterable[RealityEvidence]) -> tuple[Point, ...]:
    """Every number that decides, once a body of data, with the evidence that decides by it."""
    found: dict[tuple[str, Compared], RealityEvidence] = {}
    for e in evidence:
        for number in e.compared:
            if e.verdict is not RealityVerdict.UNDECIDED or (e.source, number) not in found:
                found[e.source, number] = e
    return tuple((e, number) for (_, number), e in found.items())


def _picture(
    claim: Claim, evidence: Sequence[RealityEvidence], described: Mapping[str, str]
) -> Picture:
    points = _points(evidence)
    rows = tuple(_row(e, number) for e, number in points)
    about = dict.fromkeys(described.get(f"{e.kind}:{e.name}", "") for e in evidence)
    said = "; ".join(f"`{e.name}` on {e.source} data: {e.says}" for e in evidence)
    return Picture(
        name=f"interval-{claim.id}",
        title=f"Estimates: {claim.title}",
        alt="; ".join(
            f"{quantity}, {of}: {value}, {level} from {low} to {high}, {where} of {claimed}"
            for quantity, of, value, low, high, level, claimed, _, where in rows
        ),
        caption=" ".join([*filter(None, about), f"Verdicts: {said}."]),
        header=("quantity", "of", "value", "from", "to", "interval", "range", "rule", "lies"),
        rows=rows,
        command=f"pycheck plot estimates {claim.id} -o interval-{claim.id}.svg",
        claims=(claim.id,),
        draw=lambda: _draw(points),
    )


def _row(evidence: RealityEvidence, number: Compared) -> Row:
    low, high = (f"{end:.4g}" for end in number.interval) if number.interval else ("–", "–")
    quantity = f"{number.quantity} ({number.unit})" if number.unit else number.quantity
    where = _WHERE[judged(number)]
    return (
        quantity,
        _of(evidence, number),
        f"{number.value:.4g}",
        low,
        high,
        f"{100 * number.level:.3g} %" if number.interval else "–",
        _range(number),
        str(number.rule),
        where,
    )


def _of(evidence: RealityEvidence, number: Compared) -> str:
    return f"{evidence.source} data" + (f": {number.label}" if number.label else "")


def _range(number: Compared) -> str:
    bounds = ranged(number)
    return f"{bounds}, bounds of ours" if number.ours else f"claimed: {bounds}"


@in_style
def _draw(points: Sequence[Point]) -> Figure:
    """One pair of axes a quantity and range, one row a number."""
    panels: dict[tuple[str, str, tuple[float, float], float], list[Point]] = {}
    for e, number in points:
        shared = (number.quantity, number.unit, number.claimed, number.margin)
        panels.setdefault(shared, []).append((e, number))
    heights = [0.75 + 0.28 * len(panel) for panel in panels.values()]
    figure = Figure(figsize=(6.5, 0.4 + sum(heights)), layout="constrained")
    columns = figure.subplots(len(panels), squeeze=False, height_ratios=heights)[:, 0]
    for axes, panel in zip(columns, panels.values(), strict=True):
        _panel(axes, panel)
    figure.supxlabel("filled: these data decide; open: they leave it open; lines: intervals")
    return figure


def _panel(axes: Axes, panel: Sequence[Point]) -> None:
    first = panel[0][1]
    low, high = first.claimed
    if low == high:
        axes.axvline(low, color=COLOURS[2], linestyle="--", linewidth=1.5)
    if low - first.margin < high + first.margin:
        axes.axvspan(low - first.margin, high + first.margin, color=SHADE, alpha=0.3, linewidth=0)
    mark = " and ".join(["dashed"] * (low == high) + ["shaded"] * (low < high or first.margin > 0))
    axes.set_title(f"{mark}: {_range(first)}", loc="left", fontsize=9)
    for y, (e, number) in enumerate(reversed(panel)):
        if number.interval:
            axes.plot(number.interval, [y, y], "|-", color="0.3", linewidth=1.5, markersize=8)
        face = "0" if e.verdict is not RealityVerdict.UNDECIDED else "white"
        axes.plot(number.value, y, "o", color="0", markerfacecolor=face, markersize=6)
    axes.set_yticks(range(len(panel)), [plain(_of(*point)) for point in reversed(panel)])
    axes.set_ylim(-0.6, len(panel) - 0.4)
    axes.set_xlabel(f"{plain(first.quantity)} ({plain(first.unit or 'dimensionless')})")
