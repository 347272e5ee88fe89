"""The tiled kernel beside the softmax of whole rows, in single precision (Ch. 18)."""

from collections.abc import Sequence

from book.measurements._readings import TOLERANCE, Number, asked, by_sequence, read
from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.readings import Table

SOME = 0.01
"""Share of the outputs that must differ for a difference to be there."""


@measurement
def bits(source: Source) -> Reading:
    """Whether outputs of the tiled kernel differ from those of whole rows in their last bits.

    On the queries, keys and values of a model: at least one output in a hundred.
    """

    def numbers(table: Table) -> Sequence[Number]:
        differ = 1 - by_sequence(table, "same")
        return (Number(asked("share of the outputs that differ", SOME, 1), differ),)

    return read(source, "kernels", numbers)


@measurement
def quality(source: Source) -> Reading:
    """Whether the tiled kernel is as near to double precision as the softmax of whole rows.

    Its error over the other's: at most a tenth more.
    """

    def numbers(table: Table) -> Sequence[Number]:
        ratio = by_sequence(table, "tiled") / by_sequence(table, "dense")
        quantity = "error of the tiled kernel over that of whole rows"
        return (Number(asked(quantity, 0, 1 + TOLERANCE), ratio, ratio=True),)

    return read(source, "kernels", numbers)
