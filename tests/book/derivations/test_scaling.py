"""The derivations of `scaling`: against other means, and with wrong parts."""

import mpmath
import numpy as np
import pytest
import sympy as sp
from scipy import optimize

from book.derivations import scaling
from tests.book.derivations.derived import derived, figures


@pytest.mark.parametrize(("alpha", "beta"), [(0.34, 0.28), (0.5, 0.5), (0.2, 0.7)])
def test_the_split_by_numerical_minimisation(alpha: float, beta: float) -> None:
    A, B = 406.4, 410.7

    def best_model(compute: float) -> float:
        def loss(t: float) -> float:
            return float(A * np.exp(-alpha * t) + B * (compute / np.exp(t)) ** -beta)

        return float(np.exp(optimize.minimize_scalar(loss, bracket=(5, 25), tol=1e-12).x))

    growth = best_model(1e21) / best_model(1e20)
    exponent = derived(scaling.split).results["model_exponent"]
    symbols = {s.name: s for s in exponent.free_symbols}
    expected = float(exponent.subs({symbols["alpha"]: alpha, symbols["beta"]: beta}))
    assert np.log10(growth) == pytest.approx(expected, abs=1e-4)


def test_kaplan_factors_by_mpmath() -> None:
    found = figures(scaling.kaplan)
    with mpmath.workdps(30):
        assert float(mpmath.mpf(10) ** mpmath.mpf("0.73")) == found["model_factor"]
        assert float(mpmath.mpf(10) ** mpmath.mpf("0.27")) == found["data_factor"]
    assert f"{found['data_factor']:.2f}" == "1.86"


def test_tokens_of_an_overtrained_model() -> None:
    llama = figures(scaling.overtraining)
    assert llama["tokens_per_parameter"] == pytest.approx(15e12 / 8e9, rel=1e-15)
    assert llama["times_the_rule"] == 93.75


def test_an_uneven_exponent_is_not_the_optimum() -> None:
    A, B, alpha, beta, C = sp.symbols("A B alpha beta C", positive=True)
    swapped = (alpha * A / (beta * B)) ** (1 / (alpha + beta)) * C ** (alpha / (alpha + beta))
    assert not scaling.derive_split(swapped).holds
