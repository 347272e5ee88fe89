"""The derivations of `feed_forward`: against other means, and with wrong parts."""

import numpy as np
import pytest

from book.derivations import feed_forward
from tests.book.derivations.derived import figures


def test_worked_counts() -> None:
    ffn = figures(feed_forward.parameters)
    assert ffn["total"] == 2 * 1024 * 4096 == 2**23


def test_collapse_by_numpy() -> None:
    rng = np.random.default_rng(4)
    first, second, x = rng.normal(size=(8, 3)), rng.normal(size=(2, 8)), rng.normal(size=(3, 5))
    assert second @ (first @ x) == pytest.approx((second @ first) @ x)

    def with_relu(value: float) -> float:
        return float(np.ones(2) @ np.clip(np.array([1, -1]) * value, 0, None))

    gap = with_relu(1) + with_relu(-1) - with_relu(0)
    assert figures(feed_forward.collapse)["relu_gap"] == gap


def test_a_linear_activation_leaves_two_layers_one() -> None:
    assert not feed_forward.derive_collapse(lambda value: 3 * value).holds
