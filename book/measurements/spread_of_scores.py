"""Whether a trained model's scores spread as those of independent entries do (Ch. 4)."""

from collections.abc import Sequence

import numpy as np

from book.measurements._readings import TOLERANCE, Number, asked, by_sequence, read
from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.laws import Array
from pycheck.reality.readings import Table


@measurement
def variance(source: Source) -> Reading:
    """Whether the variance of q.k grows like the number of dimensions, and is one after scaling.

    The slope of log variance on log dimensions, over subsets of a head's dimensions, and the
    standard deviation of what enters the softmax, both within a tenth of one.
    """

    def numbers(table: Table) -> Sequence[Number]:
        whole = table.column("dimensions") == table.column("dimensions").max()
        bounds = (1 - TOLERANCE, 1 + TOLERANCE)
        deviation = by_sequence(table, "scaled", whole)
        return (
            Number(asked("slope of log variance on log dimensions", *bounds), slopes(table)),
            Number(asked("standard deviation of the scaled scores", *bounds), deviation),
        )

    return read(source, "scores", numbers)


def slopes(table: Table) -> Array:
    """Least-squares slope of log variance on the logarithm of the dimensions, for each sequence,
    averaged over layers."""
    sequence, layer = table.column("sequence"), table.column("layer")
    x, y = np.log(table.column("dimensions")), table.column("log_variance")
    found = [
        np.mean(
            [
                np.polyfit(x[rows], y[rows], 1)[0]
                for at in np.unique(layer)
                if (rows := (sequence == unit) & (layer == at)).any()
            ]
        )
        for unit in np.unique(sequence)
    ]
    return np.array(found)
