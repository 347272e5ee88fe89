"""Numbers in few bits: groups, outliers, and weights after training (Ch. 35)."""

from collections.abc import Sequence

import numpy as np

from book.measurements._readings import TOLERANCE, Number, asked, by_sequence, per, read
from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.laws import Array
from pycheck.reality.readings import Table

GROUP = 32
"""Numbers that share a scale where they are coded in groups."""


@measurement
def groups(source: Source) -> Reading:
    """Whether a scale a group reduces the error against one scale a tensor, in four bits.

    Error with groups of 32 over that with one scale: keys, values and pieces of the embedding. The
    weights of a model that comes in four bits with a scale a group would say nothing.
    """

    def numbers(table: Table) -> Sequence[Number]:
        what, group = table.words("what"), table.column("group")
        found = []
        for name in np.unique(what):
            fine = by_sequence(table, "error", (what == name) & (group == GROUP))
            whole = by_sequence(table, "error", (what == name) & (group == 0))
            quantity = "error with groups of 32 over that with one scale"
            found.append(Number(asked(quantity, 0, 1, label=str(name)), fine / whole, ratio=True))
        return found

    def told(_model: str, table: Table) -> str:
        largest = table.column("of_bound").max()
        return f"the largest error of all is {largest:.4f} of half a step"

    return read(source, "groups", numbers, told)


@measurement
def outliers(source: Source) -> Reading:
    """Whether a few dimensions of the activations spoil the range of the others.

    The input of every linear map in eight bits with a scale a token: the error of all dimensions
    but the hundredth part with the largest activations, with the scale of these alone over that
    with the scale of all. Reproduced when surely more than a bit is lost: below a half.
    """

    def numbers(table: Table) -> Sequence[Number]:
        loss = np.log(table.column("error_without") / table.column("error"))
        ratios = np.exp(per(table.column("sequence"), loss))
        quantity = "error with the largest dimensions apart over that with them"
        return (Number(asked(quantity, 0, 0.5), ratios, ratio=True),)

    def told(_model: str, table: Table) -> str:
        kinds = table.words("input")
        lost = np.log(table.column("error") / table.column("error_without"))
        said = [f"{kind} {np.exp(lost[kinds == kind].mean()):.1f}" for kind in np.unique(kinds)]
        first = (table.column("at") == 0).mean()
        return (
            f"the error grows by the factor ({', '.join(said)}); the largest activation stands at "
            f"the first token in {first:.0%} of these inputs"
        )

    return read(source, "activations", numbers, told)


@measurement
def after_training(source: Source) -> Reading:
    """Whether eight bits a weight are enough after training, and four are not.

    One scale a tensor. Perplexity in eight bits within a tenth of the model's own; the model's own
    over that in four bits below 1/1.1. No model is quantized in training here.
    """

    def numbers(table: Table) -> Sequence[Number]:
        eight, four = (_perplexity(table, bits, 0) for bits in (8, 4))
        return (
            Number(
                asked(
                    "perplexity over the model's own",
                    1 / (1 + TOLERANCE),
                    1 + TOLERANCE,
                    label="eight bits",
                ),
                eight,
                ratio=True,
            ),
            Number(
                asked(
                    "the model's own perplexity over it",
                    0,
                    1 / (1 + TOLERANCE),
                    label="four bits",
                ),
                1 / four,
                ratio=True,
            ),
        )

    def told(_model: str, table: Table) -> str:
        grouped = [
            f"{bits} bits {np.exp(np.log(_perplexity(table, bits, GROUP)).mean()):.3g}"
            for bits in (8, 4, 3, 2)
        ]
        return f"with a scale for every {GROUP} weights the factors are {', '.join(grouped)}"

    return read(source, "weights", numbers, told)


def _perplexity(table: Table, bits: int, group: int) -> Array:
    """Perplexity over that of the model as it is, for each sequence."""
    coded = (table.column("bits") == bits) & (table.column("group") == group)
    plain = table.column("bits") == 32
    rise = by_sequence(table, "loss", coded) - by_sequence(table, "loss", plain)
    return np.asarray(np.exp(rise), dtype=float)
