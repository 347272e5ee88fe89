"""The derivations of `entropy`: against other means, and with wrong parts."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from book.derivations import entropy
from pycheck.checks.derivation import vanishes
from tests.book.derivations.derived import exponents, results


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


def test_the_constraint_makes_the_law() -> None:
    d = entropy.d
    mean_distance = entropy.stationary(d)
    mean_square = entropy.stationary(d**2)
    assert vanishes(mean_distance / mean_distance.subs(d, 1) - sp.exp(entropy.gamma * (1 - d)))
    assert vanishes(mean_square / mean_square.subs(d, 1) - sp.exp(entropy.gamma * (1 - d**2)))


def test_a_budget_of_distance_is_no_power_law() -> None:
    assert entropy.derive_lagrange(entropy.d).holds is False
