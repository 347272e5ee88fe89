"""The derivations of `fisher`: against other means, and with wrong parts."""

from collections.abc import Callable
from typing import Any

import mpmath as mp
import pytest
import sympy as sp
from hypothesis import given, settings

from book.derivations import _moments, fisher
from pycheck.checks.outcomes import Derivation
from tests.book.derivations.derived import (
    LONG,
    contexts,
    exponents,
    results,
    value,
    variance_of_log,
)

powers = tuple(sp.Integer(d) ** -_moments.gamma for d in (1, 2, 3))
logs = tuple(sp.log(d) for d in (1, 2, 3))


def _fisher_gap(weights: list[Any], energies: list[Any], power: int) -> Any:
    gap = fisher.expected_squared_score(weights) - fisher.heat_capacity(weights, energies) / (
        _moments.gamma**power
    )
    return gap.subs(_moments.gamma, sp.Rational(3, 2)).evalf()


@given(gamma=exponents, length=contexts)
@settings(max_examples=15)
def test_ratio_from_numerical_derivatives(gamma: float, length: int) -> None:
    distances = range(1, length + 1)

    def log_p(g: Any, d: int) -> Any:
        return -g * mp.log(d) - mp.log(sum(mp.mpf(k) ** -g for k in distances))

    def energy(temperature: Any) -> Any:
        return sum(mp.exp(log_p(1 / temperature, d)) * mp.log(d) for d in distances)

    score_squared = sum(
        mp.exp(log_p(gamma, d)) * mp.diff(lambda g, d=d: log_p(g, d), gamma) ** 2 for d in distances
    )
    capacity = mp.diff(energy, 1 / mp.mpf(gamma))
    ratio = value(results(fisher.any_context)["ratio"], gamma=gamma)
    assert float(score_squared / capacity) == pytest.approx(ratio, rel=1e-5)


@given(gamma=exponents)
@settings(max_examples=15)
def test_fisher_at_two(gamma: float) -> None:
    derived = value(results(fisher.small_contexts)["fisher_at_two"], gamma=gamma)
    assert derived == pytest.approx(variance_of_log(gamma, LONG[:2]), rel=1e-9)


def test_all_four_roads_give_the_same_ratio() -> None:
    found = {
        results(derivation)["ratio"]
        for derivation in (
            fisher.small_contexts,
            fisher.any_context,
            fisher.no_cutoff,
            fisher.curvature_of_the_free_energy,
        )
    }
    assert found == {sp.Symbol("gamma") ** -2}


def test_the_right_pair_has_no_gap() -> None:
    assert abs(_fisher_gap(list(powers), list(logs), 2)) < 1e-12


@pytest.mark.parametrize("power", [0, 1, 3])
def test_another_power_of_gamma_has_one(power: int) -> None:
    assert abs(_fisher_gap(list(powers), list(logs), power)) > 1e-2


def test_another_energy_has_one() -> None:
    distances = [sp.Integer(d) for d in (1, 2, 3)]
    assert abs(_fisher_gap(list(powers), distances, 2)) > 1e-2


def test_another_family_has_one() -> None:
    weights = [sp.exp(-(_moments.gamma**2) * log) for log in logs]
    assert abs(_fisher_gap(weights, list(logs), 2)) > 1e-2


@pytest.mark.parametrize(
    "derive",
    [
        fisher.derive_any_context,
        fisher.derive_no_cutoff,
        fisher.derive_curvature_of_the_free_energy,
    ],
)
def test_a_wrong_derivative_of_the_moments_is_noticed(derive: Callable[..., Derivation]) -> None:
    assert derive(lambda e: 2 * _moments.rate(e)).holds is False
