"""The derivations of `quantization`: against other means, and with wrong parts."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.derivations import quantization
from tests.book.derivations.derived import figures


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e2))
def test_half_a_step_is_the_largest_error(x: float, scale: float) -> None:
    exact = quantization.error(Fraction(x), Fraction(scale))
    assert exact <= Fraction(scale) / 2
    assert float(exact) == pytest.approx(abs(scale * np.rint(x / scale) - x), abs=1e-9)


def test_group_steps_by_numpy() -> None:
    weights = np.array([[7.0, 0.0], [3.0, 1.0]])
    whole, grouped = np.abs(weights).max() / 7, np.abs(weights).max(axis=1, keepdims=True) / 7
    errors = [np.abs(np.rint(weights / s) * s - weights).sum() for s in (whole, grouped)]
    found = figures(quantization.groups)
    assert errors == pytest.approx([found["error_per_tensor"], found["error_per_group"]])


@pytest.mark.parametrize("offset", [Fraction(0), Fraction(1, 3), Fraction(1)])
def test_truncation_is_off_by_more_than_half_a_step(offset: Fraction) -> None:
    assert not quantization.derive_half_step(offset).holds
