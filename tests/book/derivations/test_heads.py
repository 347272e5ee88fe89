"""The derivations of `heads`: against other means, and with wrong parts."""

from typing import Any

import numpy as np
import pytest

from book.derivations import heads


class Counted:
    """A number that counts its multiplications."""

    made = 0

    def __mul__(self, other: "Counted") -> "Counted":
        Counted.made += 1
        return self

    def __add__(self, other: "Counted") -> "Counted":
        return self


def counted_matrix(rows: int, columns: int) -> Any:
    return np.full((rows, columns), Counted())


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


def test_heads_of_full_width_cost_more() -> None:
    assert not heads.derive_cost(lambda model, _heads: model).holds
