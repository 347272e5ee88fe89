"""What is lost with little mass (Ch. 20)."""

from collections.abc import Sequence

from book.measurements._readings import Number, asked, by_sequence, read
from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.readings import Table


@measurement
def least(source: Source) -> Reading:
    """Whether the least attended tokens carry more than their mass.

    For each query the tokens of least weight that hold together at most a tenth: their mass over
    their share of weight times norm, and over the relative change of the head's output without
    them.
    """

    def numbers(table: Table) -> Sequence[Number]:
        mass = by_sequence(table, "mass")
        return (
            Number(
                asked("mass over influence of the least attended", 0, 1),
                mass / by_sequence(table, "influence"),
                ratio=True,
            ),
            Number(
                asked("mass over the change of the output without them", 0, 1),
                mass / by_sequence(table, "move"),
                ratio=True,
            ),
        )

    def told(_model: str, table: Table) -> str:
        mass, move = by_sequence(table, "mass").mean(), by_sequence(table, "move").mean()
        return f"{mass:.1%} of the mass dropped changes a head's output by {move:.1%}"

    return read(source, "least mass", numbers, told)
