"""The derivations of `normalization`: against other means, and with wrong parts."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import sympy as sp

from book.derivations import normalization


def uncentred(values: Sequence[Any]) -> list[Any]:
    """LayerNorm that forgets to subtract the mean above the bar."""
    centre = sum(values) / sp.Integer(len(values))
    spread = sum(x**2 for x in values) / sp.Integer(len(values)) - centre**2
    return [x / sp.sqrt(spread) for x in values]


def test_norms_by_numpy() -> None:
    x = [3.0, -1.0, 4.0, 1.5]
    expected = (np.array(x) - np.mean(x)) / np.std(x)
    assert [float(v) for v in normalization.layer_norm(x)] == pytest.approx(expected)


def test_layer_norm_needs_its_centring() -> None:
    assert not normalization.derive_norms(uncentred).holds
