"""The derivations of `averages`: against numbers, and with wrong parts."""

import numpy as np
import pytest

from book.derivations import averages
from tests.book.derivations.derived import results, value


def test_removal_renormalizes() -> None:
    scores, values = np.array([np.log(99), 0.0]), np.array([[0.0, 0.0], [1.0, 0.0]])
    weights = np.exp(scores) / np.exp(scores).sum()
    moved = np.linalg.norm(values[1] - weights @ values)
    assert value(results(averages.removal)["move_when_removed"]) == pytest.approx(moved)


def test_a_value_set_to_zero_is_no_removal() -> None:
    zeroed = averages._rest / (1 + averages._odds)
    assert averages.derive_removal(zeroed).holds is False


@pytest.mark.parametrize("gamma", [0.7, 1, 1.3])
def test_a_row_of_attention_amplifies_no_frequency(gamma: float) -> None:
    d = np.arange(1.0, 2001.0)
    row = d**-gamma / (d**-gamma).sum()
    gains = [abs(row @ np.exp(1j * u * d)) for u in np.linspace(0, np.pi, 101)]
    assert max(gains) == pytest.approx(value(results(averages.amplification)["largest_gain"]))


@pytest.mark.parametrize("gamma", [1.01, 1.3, 2.5])
@pytest.mark.parametrize("window", [1, 3, 50])
def test_share_outside_a_window(gamma: float, window: int) -> None:
    weights = np.arange(1.0, 100_001.0) ** -gamma
    outside = weights[window:].sum() / weights.sum()
    assert outside <= window ** (1 - gamma)
    assert averages.share_outside().holds
