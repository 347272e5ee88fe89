"""Runs of distances against all of them, and against a power law."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.reality.reduction import over_runs, runs_of


@given(st.integers(1, 3000))
def test_runs_cover_every_distance_once(reach: int) -> None:
    covered = [d for m, half in runs_of(reach) for d in range(m - half, m + half + 1)]
    assert covered == list(range(1, reach + 1))
    assert all(half <= 0.08 * (m - half) for m, half in runs_of(reach))


def test_means_over_runs() -> None:
    rows = np.array([np.arange(1, 301), np.ones(300)], dtype=float)
    runs = runs_of(300)
    means = over_runs(rows, runs)
    assert means[0] == pytest.approx([middle for middle, _ in runs])
    assert means[1] == pytest.approx(1)
    bump = np.zeros(300)
    bump[99] = 1
    (where,) = np.flatnonzero(over_runs(bump, runs))
    middle, half = runs[where]
    assert middle - half <= 100 <= middle + half
    assert over_runs(bump, runs)[where] == pytest.approx(1 / (2 * half + 1))


@pytest.mark.parametrize("gamma", [0.3, 1.0, 2.0])
def test_the_slope_of_a_power_law_stays(gamma: float) -> None:
    runs = runs_of(1024)
    used = np.array([m >= 10 for m, _ in runs])
    middles = np.array([m for m, _ in runs])[used]
    means = over_runs(np.arange(1, 1025, dtype=np.float64) ** -gamma, runs)[used]
    assert np.polyfit(np.log(middles), np.log(means), 1)[0] == pytest.approx(-gamma, abs=2e-3)
