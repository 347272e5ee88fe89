"""What samplers keep of a model's next-token laws (Ch. 12, 29)."""

from collections.abc import Sequence

import numpy as np

from book.measurements._readings import Number, asked, by_sequence, per, read
from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.readings import Table

FIXED = 50
"""Tokens that a fixed number of candidates keeps, as samplers commonly do."""
RARE = 0.05
"""Share of the positions that is not rare."""


@measurement
def nucleus(source: Source) -> Reading:
    """Whether the nucleus is one token at some positions of a text and many at others.

    At more than a twentieth of the positions it must be one token, and at more than a twentieth
    over fifty, so that no fixed number serves both.
    """

    def numbers(table: Table) -> Sequence[Number]:
        size = table.column("nucleus")
        found = []
        for label, holds in (("one token", size == 1), (f"over {FIXED}", size > FIXED)):
            values = per(table.column("sequence"), holds.astype(float))
            found.append(Number(asked("share of the positions", RARE, 1, label=label), values))
        return found

    def told(_model: str, table: Table) -> str:
        low, middle, high = np.percentile(table.column("nucleus"), [10, 50, 90])
        return f"sizes {low:.0f}, {middle:.0f} and {high:.0f} at the 10th, 50th and 90th percentile"

    return read(source, "positions", numbers, told)


@measurement
def min_p(source: Source) -> Reading:
    """Whether min-p admits fewer absurd tokens than the nucleus at temperatures above one.

    Absurd is here what lies beyond the most probable tokens that hold 0.99 at temperature one. The
    probability of sampling one from the nucleus must be larger than from what min-p keeps.
    """

    def numbers(table: Table) -> Sequence[Number]:
        temperature = table.column("temperature")
        found = []
        for hot in np.unique(temperature[temperature > 1]):
            rows = temperature == hot
            nucleus, kept = (
                by_sequence(table, f"{name}_absurd", rows) for name in ("nucleus", "min_p")
            )
            quantity = "probability of an absurd sample, nucleus less min-p"
            less = nucleus - kept
            found.append(Number(asked(quantity, 0, 1, label=f"temperature {hot:g}"), less))
        return found

    def told(_model: str, table: Table) -> str:
        temperature = table.column("temperature")
        sizes = [
            f"{hot:g}: {np.exp(table.column('nucleus')[temperature == hot].mean()):.0f} and "
            f"{np.exp(table.column('min_p')[temperature == hot].mean()):.0f}"
            for hot in np.unique(temperature)
        ]
        return (
            f"tokens kept by nucleus and min-p (geometric means) at temperature {'; '.join(sizes)}"
        )

    return read(source, "candidates", numbers, told)
