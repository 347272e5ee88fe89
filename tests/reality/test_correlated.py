"""Intervals for correlated errors against integration by brute force, limits, and simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pycheck.reality import correlated
from pycheck.reality.correlated import slope_half, student_error
from pycheck.reality.laws import Array

X = np.log(np.array([30.0, 50, 100, 200, 500, 1000, 2000]))
ONES = np.ones_like(X)


def errors(rng: np.random.Generator, length: float, smooth: bool) -> Array:
    """Errors of variance 0.0225 whose correlation has this length in x; 0 for none."""
    apart = np.abs(X[:, None] - X)
    if length == 0:
        covariance = np.eye(len(X))
    elif smooth:
        covariance = np.exp(-((apart / length) ** 2) / 2)
    else:
        covariance = np.exp(-apart / length)
    return 0.15 * rng.multivariate_normal(np.zeros(len(X)), covariance, method="eigh")


@pytest.mark.parametrize(
    ("length", "smooth", "least", "most"),
    [(0, False, 0.94, 1), (1, False, 0.92, 1), (3, False, 0.87, 0.98), (1.5, True, 0.88, 0.98)],
)
def test_it_holds_where_students_interval_does_not(
    length: float, smooth: bool, least: float, most: float
) -> None:
    rng = np.random.default_rng(5)
    ours, widths, students = [], [], []
    for _ in range(400):
        y = 0.85 * X + errors(rng, length, smooth)
        line = stats.linregress(X, y)
        half, student = slope_half(X, y, ONES), stats.t.ppf(0.975, 5) * line.stderr
        ours.append(abs(line.slope - 0.85) <= half)
        students.append(abs(line.slope - 0.85) <= student)
        widths.append(half / student)
    assert least <= np.mean(ours) <= most
    if length:
        assert np.mean(students) < 0.88
    else:
        assert np.median(widths) < 2


def mixture(y: Array, weights: Array, half: float) -> float:
    """P(|slope - estimate| > half), the log scale of the errors integrated numerically."""
    design = np.column_stack([np.ones_like(X), X])
    logs = np.linspace(-12, 6, 4001)
    total = outside = 0.0
    for covariance, prior in zip(*correlated._covariances(X), strict=True):
        v = covariance / np.sqrt(np.outer(weights, weights))
        inverse = np.linalg.inv(v)
        information = design.T @ inverse @ design
        residual = y - design @ np.linalg.solve(information, design.T @ inverse @ y)
        squares = residual @ inverse @ residual
        determinants = np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1]
        loglik = -(len(y) - 2) * logs - squares / 2 * np.exp(-2 * logs) - determinants / 2
        posterior = prior * np.exp(loglik - 60)
        weighted = np.linalg.pinv(design * np.sqrt(weights)[:, None])[1] * np.sqrt(weights)
        spread = np.sqrt(weighted @ v @ weighted)
        total += posterior.sum()
        outside += posterior @ (2 * stats.norm.sf(half / spread / np.exp(logs)))
    return outside / total


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_posterior_of_the_slope_s_error(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y = 0.85 * X + errors(rng, seed, smooth=seed > 1)
    for weights in (ONES, rng.uniform(0.3, 3, len(X))):
        half = slope_half(X, y, weights)
        assert mixture(y, weights, half) == pytest.approx(0.05, abs=1e-4)


def test_with_independent_errors_alone_it_is_students(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correlated, "_covariances", lambda x: (np.eye(len(x))[None], np.ones(1)))
    y = 2 * X[1:] + np.random.default_rng(1).normal(0, 1, len(X) - 1)
    line = stats.linregress(X[1:], y)
    half = slope_half(X[1:], y, ONES[1:])
    correlated._family.cache_clear()
    assert half == pytest.approx(stats.t.ppf(0.975, 4) * line.stderr)
    assert student_error(half, 4) == pytest.approx(line.stderr)


@given(st.floats(-3, 3), st.floats(-2, 2), st.floats(0.01, 100), st.integers(0, 50))
def test_a_line_added_moves_nothing_and_a_scale_scales(
    slope: float, level: float, scale: float, seed: int
) -> None:
    y = np.random.default_rng(seed).normal(0, 1, len(X))
    half = slope_half(X, y, ONES)
    assert slope_half(X, level + slope * X + scale * y, ONES) == pytest.approx(
        scale * half, rel=1e-6
    )


def test_without_a_degree_of_freedom_nothing_is_known() -> None:
    assert slope_half(X[:2], X[:2], ONES[:2]) == np.inf
    assert student_error(np.inf, 0) == np.inf
