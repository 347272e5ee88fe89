"""Least squares in closed form against statsmodels, quantiles against scipy.stats."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.stattools import durbin_watson as their_durbin_watson

from pycheck.reality.diagnostics import residual_diagnostics
from pycheck.reality.fit import fit_power
from pycheck.reality.intervals import share_interval
from pycheck.reality.regression import (
    chance_of_at_least,
    correlation,
    durbin_watson,
    f_quantile,
    mean_interval,
    regress,
    student_half,
    student_p,
)

SEEDS = st.integers(0, 2**32 - 1)


def _problem(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    points, columns = int(rng.integers(6, 30)), int(rng.integers(2, 4))
    x = np.sort(rng.uniform(0, 5, points))
    design = np.column_stack([x**k for k in range(columns)])
    return design, rng.normal(-x, 0.3), rng.uniform(0.2, 5, points)


@given(SEEDS)
def test_fit_is_that_of_statsmodels(seed: int) -> None:
    design, y, weights = _problem(seed)
    ours, theirs = regress(design, y, weights), sm.WLS(y, design, weights=weights).fit()
    assert ours.coefficients == pytest.approx(theirs.params, rel=1e-9, abs=1e-9)
    assert ours.errors == pytest.approx(theirs.bse, rel=1e-9)
    assert ours.residuals == pytest.approx(theirs.resid, rel=1e-9, abs=1e-9)
    assert ours.r2 == pytest.approx(theirs.rsquared, abs=1e-9)
    half = student_half(float(ours.errors[1]), ours.dof)
    low, high = theirs.conf_int(0.05)[1]
    assert (ours.coefficients[1] - half, ours.coefficients[1] + half) == pytest.approx((low, high))


@given(SEEDS)
def test_influence_is_that_of_statsmodels(seed: int) -> None:
    design, y, weights = _problem(seed)
    root = np.sqrt(weights)
    ours = regress(design, y, weights)
    theirs = sm.OLS(y * root, design * root[:, None]).fit().get_influence()
    assert ours.leverage == pytest.approx(theirs.hat_matrix_diag, rel=1e-8)
    assert ours.cook == pytest.approx(theirs.cooks_distance[0], rel=1e-8)
    assert ours.studentized == pytest.approx(theirs.resid_studentized_internal, rel=1e-8)
    assert durbin_watson(ours.residuals) == pytest.approx(their_durbin_watson(ours.residuals))


def test_what_does_not_vary_has_no_r2() -> None:
    design = np.column_stack([np.ones(5), np.arange(5.0)])
    assert not np.isfinite(regress(design, np.zeros(5), np.ones(5)).r2)


@given(st.integers(1, 60), st.floats(0.5, 0.999), st.floats(-8, 8))
def test_quantiles_are_those_of_scipy(dof: int, level: float, t: float) -> None:
    assert student_half(2.0, dof, level) == pytest.approx(2 * stats.t.ppf((1 + level) / 2, dof))
    assert student_p(t, dof) == pytest.approx(2 * stats.t.sf(abs(t), dof))
    assert f_quantile(level, 1, dof) == pytest.approx(stats.f.ppf(level, 1, dof))


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=20).filter(lambda v: np.ptp(v) > 1e-3))
def test_interval_of_a_mean_is_that_of_scipy(values: list[float]) -> None:
    array = np.array(values)
    theirs = stats.t.interval(0.95, len(values) - 1, array.mean(), stats.sem(array))
    assert mean_interval(array) == pytest.approx(theirs)


@given(SEEDS, st.integers(4, 40))
def test_correlation_is_that_of_scipy(seed: int, pairs: int) -> None:
    x, noise = np.random.default_rng(seed).normal(size=(2, pairs))
    y = 0.5 * x + noise
    theirs = stats.pearsonr(x, y)
    r, interval, chance = correlation(x, y)
    assert r == pytest.approx(theirs.statistic)
    assert interval == pytest.approx(tuple(theirs.confidence_interval()))
    assert chance == pytest.approx(theirs.pvalue)


@given(st.integers(1, 60), st.data())
def test_shares_are_those_of_scipy(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    theirs = stats.binomtest(count, of, 0.05, alternative="greater")
    assert chance_of_at_least(count, of, 0.05) == pytest.approx(theirs.pvalue)
    exact = stats.binomtest(count, of).proportion_ci(0.95, "exact")
    assert share_interval(count, of) == pytest.approx((exact.low, exact.high))


def test_points_on_a_line_divide_by_nothing() -> None:
    d = np.arange(1.0, 7.0)
    fit = fit_power(d, np.zeros(6))
    assert (fit.gamma, fit.interval) == (0, (0, 0))
    found = residual_diagnostics(d, np.zeros(6), fit)
    assert np.isnan(found.durbin_watson)
    assert correlation(d, 2 * d)[0] == pytest.approx(1)


def test_two_points_have_no_error() -> None:
    assert not np.isfinite(fit_power(np.array([1.0, 2.0]), np.array([0.0, -1.0])).stderr)
