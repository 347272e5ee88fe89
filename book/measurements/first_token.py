"""The sink from within: what its mass carries (Ch. 4), what stands there (Ch. 13, 33), what windows
lose with it (Ch. 17), and the entry of the stream that makes it (Ch. 39)."""

from collections.abc import Sequence

import numpy as np

from book.measurements._readings import TOLERANCE, Number, asked, by_sequence, read
from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.laws import Array
from pycheck.reality.readings import Table


@measurement
def influence(source: Source) -> Reading:
    """Whether the first token, where it is attended most, carries less than its mass.

    Over the layers in which most heads attend to it more than to any other token: its value's norm
    over the others', and its share of the sum of weight times norm over its share of the weight.
    """

    def numbers(table: Table) -> Sequence[Number]:
        sink = table.column("largest") > 0.5
        if not sink.any():
            return ()
        norm = by_sequence(table, "norm", sink)
        carried = by_sequence(table, "influence", sink) / by_sequence(table, "mass", sink)
        return (
            Number(asked("norm of the first value over the others'", 0, 1), norm, ratio=True),
            Number(asked("influence over mass of the first token", 0, 1), carried, ratio=True),
        )

    def told(_model: str, table: Table) -> str:
        sink = table.column("largest") > 0.5
        layers = len(np.unique(table.column("layer")[sink]))
        return f"{layers} of {len(np.unique(table.column('layer')))} layers have such a sink"

    return read(source, "first token", numbers, told)


@measurement
def place(source: Source) -> Reading:
    """Whether the sink belongs to the place and not to the token, and whether its value matters.

    With a random token in the first place the sink must hold at least half its mass; with the
    first value read by no later query, or the first token hidden from them, perplexity must stay
    within a tenth.
    """

    def numbers(table: Table) -> Sequence[Number]:
        mass = changed(table, "mass", "a random token in its place") / changed(
            table, "mass", "nothing"
        )
        bounds = (1 / (1 + TOLERANCE), 1 + TOLERANCE)
        found = [Number(asked("sink mass with a random first token over its own", 0.5, 2), mass)]
        for name in ("value silenced", "hidden"):
            quantity = "perplexity over the unchanged model's"
            values = _perplexity(table, name)
            found.append(Number(asked(quantity, *bounds, label=name), values, ratio=True))
        return found

    def told(_model: str, table: Table) -> str:
        elsewhere = [_geometric(_perplexity(table, f"{n} elsewhere")) for n in _DONE]
        return (
            f"the same done to a token in the middle changes perplexity by {elsewhere[0]:.3f} and "
            f"{elsewhere[1]:.3f}"
        )

    return read(source, "beginning", numbers, told)


_DONE = ("value silenced", "hidden")


def changed(table: Table, column: str, name: str) -> Array:
    """A column for each sequence, where that was changed."""
    return by_sequence(table, column, table.words("change") == name)


def _perplexity(table: Table, name: str) -> Array:
    rise = changed(table, "loss", name) - changed(table, "loss", "nothing")
    return np.asarray(np.exp(rise), dtype=float)


def _geometric(values: Array) -> float:
    return float(np.exp(np.log(values).mean()))


@measurement
def windows(source: Source) -> Reading:
    """Whether trimming a context to a window hurts less where the first tokens are kept.

    Perplexity with the first four tokens and a quarter of the window, over that with the whole
    window and without them: fewer keys in all, so that their number is no reason.
    """

    def numbers(table: Table) -> Sequence[Number]:
        widths = np.unique(table.column("window"))
        found = []
        for window in widths:
            kept, without = _loss(table, window / 4, initial=True), _loss(table, window)
            if len(kept) and len(without):
                found.append(
                    Number(
                        asked(
                            "perplexity with first tokens and a quarter of the window over that "
                            "without",
                            0,
                            1,
                            label=f"window {window:.0f}",
                        ),
                        np.exp(kept - without),
                        ratio=True,
                    )
                )
        return found

    def told(_model: str, table: Table) -> str:
        gains = []
        for window in np.unique(table.column("window")):
            kept, without = _loss(table, window, initial=True), _loss(table, window)
            if len(kept) and len(without):
                gains.append(f"{_geometric(np.exp(kept - without)):.2f} (window {window:.0f})")
        return f"with first tokens and the same window the factor is {', '.join(gains)}"

    return read(source, "windows", numbers, told)


def _loss(table: Table, window: float, *, initial: bool = False) -> Array:
    whole = table.column("window").max()
    rows = (table.column("window") == window) & ((table.column("initial") > 0) == initial)
    return by_sequence(table, "loss", rows) if rows.any() and window < whole else np.array([])


@measurement
def massive(source: Source) -> Reading:
    """Whether the sink goes with the massive entries of the stream at the first token.

    Its mass with these entries set to zero, over its mass with as many other entries set to zero.
    """

    def numbers(table: Table) -> Sequence[Number]:
        mass = changed(table, "mass", "massive") / changed(table, "mass", "others")
        quantity = "sink mass without massive entries over that without others"
        return (Number(asked(quantity, 0, 0.5), mass, ratio=True),)

    def told(_model: str, table: Table) -> str:
        entries = changed(table, "entries", "massive")
        return (
            f"{np.median(entries):.0f} entries are massive (median over sequences); with all "
            f"entries the sink holds {changed(table, 'mass', 'nothing').mean():.3f}"
        )

    return read(source, "stream changed", numbers, told)
