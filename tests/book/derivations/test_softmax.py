"""The derivations of `softmax`: against other means, and with wrong parts."""

import numpy as np
import pytest
from scipy import special, stats

from book.derivations import softmax
from tests.book.derivations.derived import derived, figures


def test_the_example_by_hand() -> None:
    scores = np.array([[1, 0], [0, 1], [1, 1]]) @ np.array([0, 2])
    weights = special.softmax(scores / np.sqrt(2))
    found = figures(softmax.by_hand)
    assert [found[f"weight_{i}"] for i in (1, 2, 3)] == pytest.approx(weights, rel=1e-14)


def test_scaled_logits_by_scipy() -> None:
    logits = np.array([0.3, 1.1, 0.9, -2.0])
    assert special.softmax(1000 * logits)[1] == pytest.approx(1)
    assert special.softmax(logits / 1e6) == pytest.approx(np.full(4, 0.25), abs=1e-6)
    tied = special.softmax(1000 * np.array([1.0, 1.0, 0.5]))
    assert tied[0] == pytest.approx(figures(softmax.saturation)["two_way_tie"])
    found = figures(softmax.soft_targets)
    for name, T in (("wrong_mass_cold", 1), ("wrong_mass_warm", 4)):
        assert found[name] == pytest.approx(special.softmax(np.array([0, -1, -2]) / T)[1:].sum())
    own, cooler = stats.entropy(special.softmax(logits)), special.softmax(logits / 0.8)
    assert stats.entropy(cooler) < own
    assert not derived(softmax.temperature).results["four_fifths_flattens"]
    entropies = [stats.entropy(special.softmax(logits / T)) for T in (0.1, 0.5, 1, 2, 10)]
    assert entropies == sorted(entropies)


def test_changing_the_attended_value_moves_the_output() -> None:
    found = figures(softmax.fidelity)
    weights, v1, v2 = np.array([0.01, 0.99]), np.array([3.0, 4.0]), np.array([0.001, 0.0])
    out = weights @ np.stack([v1, v2])
    removed = weights @ np.stack([v1, np.zeros(2)])
    assert np.linalg.norm(out - removed) == pytest.approx(found["removal"])
    changed = weights @ np.stack([v1, v2 + np.array([0, 1])])
    assert np.linalg.norm(out - changed) == pytest.approx(found["sensitivity_to_attended"])
