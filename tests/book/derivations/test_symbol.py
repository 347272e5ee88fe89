"""The derivation of the symbol of a row of attention, and a wrong one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from book.derivations import symbol


def test_a_row_damps_every_wave() -> None:
    assert symbol.at_most_one().holds
    assert not symbol.derive_at_most_one(-1).holds


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=20), st.floats(-10, 10))
def test_the_symbol_by_numbers(weights: list[float], u: float) -> None:
    row = np.array(weights) / sum(weights)
    assert abs(np.sum(row * np.exp(1j * u * np.arange(len(row))))) <= 1 + 1e-12
