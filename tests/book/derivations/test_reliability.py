"""The derivations of `reliability`: against other means, and with wrong parts."""

import numpy as np
import pytest
from scipy import optimize

from book.derivations import reliability
from tests.book.derivations.derived import figures


def test_reliability_by_simulation_and_linear_programming() -> None:
    rng = np.random.default_rng(5)
    chains = (rng.random((100_000, 10)) < 0.9).all(axis=1)
    assert chains.mean() == pytest.approx(figures(reliability.compound)["ten_steps"], abs=0.005)
    found = figures(reliability.pass_k)
    alike = (rng.random((200_000, 8)) < 0.61).all(axis=1)
    assert alike.mean() == pytest.approx(found["if_all_tasks_alike"], abs=0.001)
    # The least variance of success rates on a grid with pass^1 = 0.61 and pass^8 = 0.25.
    grid = np.linspace(0, 1, 401)
    least = optimize.linprog(
        grid**2, A_eq=np.stack([np.ones_like(grid), grid, grid**8]), b_eq=[1, 0.61, 0.25]
    )
    assert least.status == 0
    deviation = np.sqrt(least.fun - 0.61**2)
    bound = figures(reliability.least_spread)["least_deviation_of_tasks"]
    assert bound == pytest.approx(deviation, abs=1e-4)
    assert bound <= deviation
