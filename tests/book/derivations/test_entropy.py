"""The derivations of `entropy`: against other means, and with wrong parts."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from book.derivations import (
    entropy,
    partition,
)
from pycheck.checks.derivation import vanishes
from tests.book.derivations.derived import LONG, contexts, exponents, results, value, weights


@given(gamma=exponents, seed=st.integers(0, 10**6))
@settings(max_examples=30)
def test_every_admissible_neighbour_has_less(gamma: float, seed: int) -> None:
    d = np.arange(1, 7, dtype=np.float64)
    ratio = results(entropy.lagrange)["ratio"]
    p = sp.lambdify(sp.symbols("d gamma"), ratio, "numpy")(d, gamma)
    p /= p.sum()
    constraints = np.vstack([np.ones(6), np.log(d)])
    move = np.random.default_rng(seed).normal(size=6)
    move -= constraints.T @ np.linalg.solve(constraints @ constraints.T, constraints @ move)
    q = p + 0.3 * p.min() / np.abs(move).max() * move
    assert (q > 0).all()
    assert q @ np.log(d) == pytest.approx(p @ np.log(d))
    assert -(q @ np.log(q)) < -(p @ np.log(p))


@given(gamma=exponents, length=contexts)
@settings(max_examples=15)
def test_derivatives_of_the_partition_function(gamma: float, length: int) -> None:
    step = 1e-5
    log_z = [np.log((LONG[:length] ** -g).sum()) for g in (gamma - step, gamma + step)]
    mean = weights(gamma, length) @ np.log(LONG[:length])
    slope = value(results(partition.derivatives)["slope_over_mean"])
    assert (log_z[1] - log_z[0]) / (2 * step) == pytest.approx(slope * mean, rel=1e-6)


def test_the_constraint_makes_the_law() -> None:
    d = entropy.d
    mean_distance = entropy.stationary(d)
    mean_square = entropy.stationary(d**2)
    assert vanishes(mean_distance / mean_distance.subs(d, 1) - sp.exp(entropy.gamma * (1 - d)))
    assert vanishes(mean_square / mean_square.subs(d, 1) - sp.exp(entropy.gamma * (1 - d**2)))


def test_a_budget_of_distance_is_no_power_law() -> None:
    assert entropy.derive_lagrange(entropy.d).holds is False
