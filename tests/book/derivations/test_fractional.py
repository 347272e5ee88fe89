"""The derivations of `fractional`: against other means, and with wrong parts."""

from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from book.derivations import fractional
from tests.book.derivations.derived import results, value


@pytest.mark.parametrize("gamma", [0.3, 0.7])
def test_kernel_scales_with_the_derived_power(gamma: float) -> None:
    def transform(u: float) -> Any:
        return mp.quadosc(lambda x: x**-gamma * mp.cos(u * x), [0, mp.inf], omega=u)

    exponent = value(results(fractional.symbol_of_the_kernel)["exponent"], gamma=gamma)
    assert float(mp.log(transform(2) / transform(1), 2)) == pytest.approx(exponent, abs=1e-6)


def test_levy_range() -> None:
    found = results(fractional.levy_range)
    inside = [g for g in np.linspace(0.05, 4, 400) if 0 < g - 1 < 2]
    assert value(found["lower"]) <= min(inside) < max(inside) <= value(found["upper"])


def test_another_order_is_noticed() -> None:
    assert fractional.derive_order((fractional.gamma - 1) / 3).holds is False


def test_with_another_levy_map_phase_a_would_have_an_index() -> None:
    derivation = fractional.derive_levy_range(fractional.gamma)
    assert derivation.holds is False
    assert derivation.results["phase_a_has_an_index"] == sp.true
