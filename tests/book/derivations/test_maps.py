"""The derivations of `maps`: against other means, and with wrong parts."""

from typing import Any

import numpy as np
import pytest
import sympy as sp

from book.derivations import maps
from tests.book.derivations.derived import results


def test_a_causal_mask_sees_order() -> None:
    assert results(maps.a_causal_mask_sees_order)["order_shows"] == sp.true
    scores = np.random.default_rng(1).normal(size=(3, 3))
    values = np.random.default_rng(2).normal(size=3)

    def outputs(order: list[int], causal: bool) -> dict[int, float]:
        found = {}
        for place, token in enumerate(order):
            seen = order[: place + 1] if causal else order
            a = np.exp(scores[token, seen])
            found[token] = float(a @ values[seen] / a.sum())
        return found

    assert outputs([0, 1, 2], False) == pytest.approx(outputs([1, 0, 2], False))
    assert outputs([0, 1, 2], True) != pytest.approx(outputs([1, 0, 2], True))


def test_rows_without_a_softmax_do_not_sum_to_one() -> None:
    assert maps.derive_rows_sum(lambda s: [sp.exp(v) for v in s]).holds is False


def test_with_positions_attention_sees_order() -> None:
    def biased(scores: Any, values: Any) -> Any:
        return maps.attend([score + j for j, score in enumerate(scores)], values)

    assert maps.derive_order_blind(biased).holds is False
