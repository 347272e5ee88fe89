"""Heads that look for an earlier occurrence (Ch. 5), what they need (Ch. 9), what needs them
(Ch. 30)."""

from collections.abc import Sequence

import numpy as np

from book.measurements._readings import Mask, Number, asked, by_sequence, read
from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.readings import Table, tables_of

MOST = 0.5
"""A head that looks for one token gives it more than it gives all others together."""


@measurement
def heads(source: Source) -> Reading:
    """Whether some head looks back to what followed the earlier occurrence, and whether the model
    then predicts it.

    Random strings are repeated. The head is chosen on strings of their own; its weight on the
    token after the earlier occurrence must be more than half, and the loss of the second pass at
    most half of that of the first.
    """

    def numbers(table: Table) -> Sequence[Number]:
        plain = removed(table, "nothing")
        left = by_sequence(table, "second_pass", plain) / by_sequence(table, "first_pass", plain)
        best = by_sequence(table, "best", plain)
        return (
            Number(asked("weight of the best head on what followed", MOST, 1), best),
            Number(asked("loss of the second pass over the first's", 0, 0.5), left, ratio=True),
        )

    return read(source, "removal", numbers)


@measurement
def composition(source: Source) -> Reading:
    """Whether induction heads are left without work when the heads that attend to the token before
    are switched off.

    Compared with as many other heads of the same layers switched off. Reproduced when more than
    half of the weight on what followed is surely lost.
    """

    def numbers(table: Table) -> Sequence[Number]:
        without = by_sequence(table, "follower", removed(table, "previous"))
        others = by_sequence(table, "follower", removed(table, "others for previous"))
        quantity = "weight of the induction heads without previous-token heads over that without "
        return (Number(asked(quantity + "others", 0, 0.5), without / others, ratio=True),)

    places = {m: _places(t) for m, t in tables_of(source, "heads").items()}
    return read(source, "removal", numbers, lambda model, _table: places[model])


def _places(table: Table, count: int = 8) -> str:
    """In which layers the heads with the largest weights are, layers counted from 1."""
    layers = table.column("layer")
    found = []
    for column, what in (("follower", "induction"), ("previous", "previous-token")):
        largest = np.argsort(-table.column(column), kind="stable")[:count]
        first, last = layers[largest].min() + 1, layers[largest].max() + 1
        found.append(f"{what} heads in layers {first:.0f} to {last:.0f}")
    return ", ".join(found)


@measurement
def learning(source: Source) -> Reading:
    """Whether what the model learns from its context goes through induction heads.

    The loss without them is compared with the loss without as many other heads of the same layers:
    in the second pass of random strings, and late in ordinary text, each over the loss with all
    heads.
    """

    def numbers(table: Table) -> Sequence[Number]:
        found = []
        for column, where in (("second_pass", "repeated strings"), ("text_late", "text")):
            without = by_sequence(table, column, removed(table, "induction"))
            others = by_sequence(table, column, removed(table, "others for induction"))
            quantity = "loss without other heads over that without induction heads"
            found.append(Number(asked(quantity, 0, 1, label=where), others / without, ratio=True))
        return found

    def told(_model: str, table: Table) -> str:
        losses = [
            by_sequence(table, "text_late", removed(table, name)).mean()
            for name in ("nothing", "induction", "others for induction")
        ]
        return (
            f"late in text {losses[0]:.3f} nats a token with all heads, {losses[1]:.3f} without "
            f"induction heads, {losses[2]:.3f} without others"
        )

    return read(source, "removal", numbers, told)


def removed(table: Table, name: str) -> Mask:
    """Rows in which those heads are switched off; draws of others count together."""
    found = [word == name or word.startswith(f"{name} ") for word in table.words("removed")]
    return np.asarray(found)
