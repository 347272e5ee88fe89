"""The derivations of `sampling`: against other means, and with wrong parts."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from book.derivations import sampling
from tests.book.derivations.derived import figures


@given(
    st.lists(st.integers(1, 50), min_size=1, max_size=12),
    st.fractions(0, 1).filter(lambda p: p > 0),
)
def test_nucleus_is_the_first_cumulative_sum_that_reaches_the_mass(
    counts: list[int], mass: Fraction
) -> None:
    law = [Fraction(c, sum(counts)) for c in counts]
    largest = sorted(counts, reverse=True)
    reached = [k for k in range(1, len(law) + 1) if sum(largest[:k]) >= mass * sum(counts)]
    assert sampling.nucleus_size(law, mass) == reached[0]


def test_min_p_widens_with_temperature() -> None:
    found = figures(sampling.min_p_when_hot)
    for T in (1, 4):
        law = special.softmax(-np.arange(10) / T)
        assert found[f"min_p_at_{T}"] == np.sum(law >= 0.1 * law.max())
        assert found[f"nucleus_at_{T}"] == np.searchsorted(np.cumsum(law), 0.9) + 1
