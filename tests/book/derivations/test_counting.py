"""The derivations of `counting`: against other means, and with wrong parts."""

import numpy as np

from book.derivations import counting
from tests.book.derivations.derived import figures


def test_worked_counts() -> None:
    table = figures(counting.embedding_table)
    assert table["width_768"] == np.empty((50_000, 768), dtype=np.uint8).size
    assert table["width_4096"] == 204.8e6
