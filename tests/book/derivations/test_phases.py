"""The derivations of `phases`: against other means, and with wrong parts."""

from collections.abc import Callable
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from book.derivations import phases
from tests.book.derivations.derived import LONG, results, value, variance_of_log


@pytest.mark.parametrize("gamma", [0.0, 0.2, 0.4])
def test_moments_summed(gamma: float) -> None:
    moment = results(phases.phase_a_moments)["moment"]
    p = LONG**-gamma
    p /= p.sum()
    back = np.log(LONG[-1] / LONG)
    for k in (1, 2, 3):
        assert p @ back**k == pytest.approx(value(moment, gamma=gamma, k=k), rel=0.03)


def test_spread_and_capacity_summed() -> None:
    variance = variance_of_log(0.3, LONG)
    capacity = results(phases.phase_a_heat_capacity)["heat_capacity"]
    spread = results(phases.chi_is_a_spread)["spread"]
    assert 0.09 * variance == pytest.approx(value(capacity, gamma=0.3), rel=0.01)
    assert variance**0.5 == pytest.approx(value(spread, gamma=0.3), rel=0.01)


@pytest.mark.parametrize("gamma", [2.5, 3.0])
def test_phase_b_summed(gamma: float) -> None:
    g = sp.Symbol("gamma")
    orders = {sp.Derivative(sp.zeta(g), (g, k)): mp.zeta(gamma, 1, k) for k in (1, 2)}
    capacity = results(phases.phase_b_heat_capacity)["heat_capacity"].xreplace(orders)
    summed = gamma**2 * variance_of_log(gamma, LONG)
    assert summed == pytest.approx(value(capacity, gamma=gamma), rel=1e-5)


def test_pole_of_the_curvature() -> None:
    epsilon = mp.mpf("1e-4")
    curvature = mp.diff(lambda s: mp.log(mp.zeta(s)), 1 + epsilon, 2, h=mp.mpf("1e-7"))
    pole = value(results(phases.phase_b_near_the_boundary)["pole"])
    assert float(curvature * epsilon**2) == pytest.approx(pole, abs=1e-3)


@pytest.mark.parametrize("x", [-3.0, 0.5, 4.0])
def test_crossover_at_a_context_of_ten_to_the_hundred(x: float) -> None:
    curve = results(phases.crossover)["curve"]
    with mp.workdps(60):
        length = mp.mpf(10) ** 100
        log_n = mp.log(length)

        def log_z(s: Any) -> Any:
            return mp.log(mp.zeta(s) - length ** (1 - s) / (s - 1))

        measured = mp.diff(log_z, 1 + x / log_n, 2) / log_n**2
    assert float(measured) == pytest.approx(value(curve, x=x), rel=0.05)


@pytest.mark.parametrize(
    "wrong", [lambda k: sp.factorial(k + 1) / phases.a**k, lambda k: 1 / phases.a ** (k + 1)]
)
def test_other_moments_are_not_those_of_the_exponential(wrong: Callable[[Any], Any]) -> None:
    assert phases.derive_phase_a_moments(wrong).holds is False


def test_chi_is_not_the_variance() -> None:
    wrong = phases.derive_chi_is_a_spread(lambda k: sp.factorial(k) / phases.a ** (2 * k))
    assert wrong.holds is False
