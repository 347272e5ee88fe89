"""The derivations of `counting`: against other means, and with wrong parts."""

import numpy as np
import pytest

from book.derivations import counting, feed_forward, heads, scaling
from tests.book.derivations.derived import figures


def test_worked_counts() -> None:
    table = figures(counting.embedding_table)
    assert table["width_768"] == np.empty((50_000, 768), dtype=np.uint8).size
    assert table["width_4096"] == 204.8e6
    ffn = figures(feed_forward.parameters)
    assert ffn["total"] == 2 * 1024 * 4096 == 2**23
    slices = figures(heads.split)
    assert slices["heads_16"] == np.split(np.zeros(1024), 16)[0].size
    assert slices["heads_8"] == np.split(np.zeros(1024), 8)[0].size
    llama = figures(scaling.overtraining)
    assert llama["tokens_per_parameter"] == pytest.approx(15e12 / 8e9, rel=1e-15)
    assert llama["times_the_rule"] == 93.75
