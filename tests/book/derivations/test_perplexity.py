"""The derivations of `perplexity`: against other means, and with wrong parts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from book.derivations import perplexity
from tests.book.derivations.derived import figures


def test_perplexities_by_scipy() -> None:
    found = figures(perplexity.of_a_model)
    truth = np.array([0.5, 0.5])
    for name, model in (
        ("uniform_model", [1 / 3, 1 / 3]),
        ("non_uniform_model", [2 / 3, 1 / 6]),
        ("confidently_wrong_model", [8 / 9, 1 / 18]),
    ):
        nats = stats.entropy(truth) + float(np.sum(special.rel_entr(truth, model)))
        assert found[name] == pytest.approx(np.exp(nats))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8).filter(lambda p: sum(p) > 0.01))
def test_entropy_perplexity_never_exceeds_the_count(weights: list[float]) -> None:
    assert np.exp(stats.entropy(weights)) <= len(weights) * (1 + 1e-12)
