"""The derivations of `pade`: against other means, and with wrong parts."""

from collections.abc import Callable
from typing import Any

import mpmath as mp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from book.derivations import pade
from pycheck.checks.derivation import vanishes
from pycheck.checks.outcomes import Derivation
from tests.book.derivations.derived import results, value


@given(theta=st.floats(1e3, 1e6), T=st.floats(1, 1e6))
@settings(max_examples=30)
def test_against_a_library_approximant(theta: float, T: float) -> None:
    p, q = mp.pade([mp.mpf(1), -mp.mpf(1), mp.mpf(1) / 2], 1, 1)
    z = T * mp.sqrt(2) / theta
    library = float(mp.polyval(p[::-1], z) / mp.polyval(q[::-1], z))
    assert value(results(pade.expansion)["gamma_pade"], theta=theta, T=T) == pytest.approx(
        library, abs=1e-9
    )
    assert -1 < library < 1
    assert value(results(pade.horizon)["horizon"], theta=theta, gamma=library) == pytest.approx(
        T, rel=1e-6
    )


def test_error_coefficient_and_zero() -> None:
    assert value(results(pade.expansion)["error"]) == pytest.approx(-1 / 6 + 1 / 4)
    zero = value(results(pade.mobius)["zero_at"], theta=1e4)
    assert zero == pytest.approx(14142.1356)
    assert value(results(pade.expansion)["gamma_pade"], theta=1e4, T=zero) == pytest.approx(
        0, abs=1e-12
    )


@pytest.mark.parametrize(
    "wrong", [1 - pade.z, (3 - pade.z) / (3 + pade.z), (2 - pade.z) / (2 + 3 * pade.z)]
)
@pytest.mark.parametrize("derive", [pade.derive_expansion, pade.derive_mobius, pade.derive_horizon])
def test_another_approximant_is_not_the_prediction(
    derive: Callable[..., Derivation], wrong: Any
) -> None:
    assert derive(wrong).holds is False


def test_the_approximant_matches_a_rational_function_exactly() -> None:
    rational = (3 + 5 * pade.z) / (1 - 2 * pade.z)
    assert vanishes(pade.approximant(rational) - rational)
