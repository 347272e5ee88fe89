"""The derivations of `imprint`: against other means, and with wrong parts."""

import math

import pytest
import sympy as sp

from book.derivations import imprint
from tests.book.derivations.derived import figures


@pytest.mark.parametrize("constant", [math.pi, math.e, -0.3])
def test_the_identity_in_floating_point(constant: float) -> None:
    product = -1 / (2 * constant) * 2 * constant
    assert figures(imprint.any_constant)["product"] == pytest.approx(product)
    assert figures(imprint.slope)["slope"] == pytest.approx(-1 / math.tau)


def test_half_a_turn_is_another_slope() -> None:
    assert not imprint.derive_slope(-1 / sp.pi).holds
