"""What RMSNorm leaves out: the mean of the stream (Ch. 7)."""

from collections.abc import Sequence

import numpy as np

from book.measurements._readings import TOLERANCE, Number, asked, by_sequence, read
from book.measurements.first_token import changed
from pycheck.checks.measurement import Reading, measurement
from pycheck.data.sources import Source
from pycheck.reality.readings import Table, tables_of


@measurement
def centred(source: Source) -> Reading:
    """Whether a model trained with RMSNorm does the same when every input is centred.

    Perplexity with centred inputs over the model's own, within a tenth.
    """

    def numbers(table: Table) -> Sequence[Number]:
        rise = changed(table, "loss", "centred") - changed(table, "loss", "nothing")
        bounds = (1 / (1 + TOLERANCE), 1 + TOLERANCE)
        quantity = "perplexity with centred inputs over the model's own"
        return (Number(asked(quantity, *bounds), np.exp(rise), ratio=True),)

    shares = {
        model: by_sequence(table, "mean_share").mean()
        for model, table in tables_of(source, "stream").items()
    }

    def told(model: str, _table: Table) -> str:
        return f"the squared mean is {shares[model]:.2%} of the mean square of the stream"

    return read(source, "stream changed", numbers, told)
