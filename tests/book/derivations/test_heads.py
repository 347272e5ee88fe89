"""The derivations of `heads`: against other means, and with wrong parts."""

import numpy as np
import pytest

from book.derivations import heads
from tests.book.derivations.derived import Counted, counted_matrix, figures


def test_slices_by_numpy() -> None:
    slices = figures(heads.split)
    assert slices["heads_16"] == np.split(np.zeros(1024), 16)[0].size
    assert slices["heads_8"] == np.split(np.zeros(1024), 8)[0].size


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_heads_really_multiply_as_often_as_one(count: int) -> None:
    tokens, model = 3, 6
    width = model // count
    x = counted_matrix(tokens, model)
    Counted.made = 0
    for _ in range(count):
        q, k, v = (x @ counted_matrix(model, width) for _ in range(3))
        _ = ((q @ k.T) @ v) @ counted_matrix(width, model)
    assert Counted.made == heads.head_multiply_adds(tokens, model, model)


def test_heads_of_full_width_cost_more() -> None:
    assert not heads.derive_cost(lambda model, _heads: model).holds
