"""The derivations of `attention_cost`: against other means, and with wrong parts."""

import numpy as np
import pytest

from book.derivations import attention_cost
from tests.book.derivations.derived import Counted, counted_matrix, figures


def test_reassociation_by_numpy() -> None:
    rng = np.random.default_rng(2)
    q, k = rng.random((2, 50, 4))
    v = rng.normal(size=(50, 4))
    dense = (q @ k.T) / (q @ k.T).sum(axis=1, keepdims=True) @ v
    state, total = k.T @ v, k.sum(axis=0)
    assert (q @ state) / (q @ total)[:, None] == pytest.approx(dense)
    assert figures(attention_cost.reassociation)["linear_when_length_doubles"] == 2
    masked = np.tril(q @ k.T) @ v
    running = np.cumsum(k[:, :, None] * v[:, None, :], axis=0)
    assert np.einsum("ij,ijk->ik", q, running) == pytest.approx(masked)


@pytest.mark.parametrize("length", [2, 4])
def test_linear_attention_really_multiplies_less(length: int) -> None:
    width = 3
    q, k, v = (counted_matrix(length, width) for _ in range(3))
    Counted.made = 0
    _ = (q @ k.T) @ v
    assert Counted.made == 2 * length**2 * width
    Counted.made = 0
    _ = q @ (k.T @ v)
    assert Counted.made == 2 * length * width**2


def test_the_state_has_an_orientation() -> None:
    assert not attention_cost.derive_reassociation(lambda q, k, v: q * (v.T * k)).holds
