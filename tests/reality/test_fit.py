"""Exponents, laws, intervals and diagnostics against other formulas and other libraries."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import curve_fit

from pycheck.errors import InputError
from pycheck.reality.collect import Found
from pycheck.reality.diagnostics import (
    curvature_test,
    influence,
    residual_diagnostics,
    start_sensitivity,
)
from pycheck.reality.exponents import measure_profile
from pycheck.reality.fit import (
    Points,
    fit_power,
    fit_profile,
    likelihood_weights,
    points_of,
    pool,
    seed_variance,
)
from pycheck.reality.intervals import (
    bootstrap_interval,
    cluster_bootstrap,
    profile_interval,
    share_interval,
)
from pycheck.reality.laws import (
    LAWS,
    LEAST_SCATTER,
    POWER_LAW,
    Array,
    akaike_weights,
    compare_laws,
    fit_law,
    printed_scatter,
)
from pycheck.reality.profiles import Profile

D = np.array([10.0, 20, 30, 50, 100, 200, 500, 1000, 2000])
ONES = np.ones_like(D)
BY_NAME = {law.name: law for law in LAWS}
TRUE = {
    "power law": {"log_a": -2.0, "gamma": 0.8},
    "exponential": {"log_a": -5.0, "rate": 0.004},
    "stretched exponential": {"log_a": -3.0, "scale": 0.25, "power": 0.4},
    "log-normal": {"log_a": -4.0, "slope": -0.3, "curvature": 0.12},
    "power law with cutoff": {"log_a": -2.5, "gamma": 0.6, "rate": 0.002},
    "power law with floor": {"log_a": -2.0, "gamma": 1.2, "reach": 300.0},
    "broken power law": {"log_a": -2.0, "gamma": 1.3, "gamma_far": 0.4, "break": 105.0},
}
FORMULAS: dict[str, Callable[..., Array]] = {
    "power law": lambda d, a, g: a - g * np.log(d),
    "exponential": lambda d, a, r: a - r * d,
    "stretched exponential": lambda d, a, s, p: a - s * d**p,
    "log-normal": lambda d, a, s, c: a - s * np.log(d) - c * np.log(d) ** 2,
    "power law with cutoff": lambda d, a, g, r: a - g * np.log(d) - r * d,
    "power law with floor": lambda d, a, g, r: a + g * np.log(1 / d + 1 / r),
    "broken power law": lambda d, a, g, f, b: np.where(
        d < b, a - g * np.log(d), a - g * np.log(b) - f * np.log(d / b)
    ),
}


def noisy(seed: int, sd: float = 0.2, gamma: float = 0.8) -> Array:
    return np.asarray(-2 - gamma * np.log(D) + np.random.default_rng(seed).normal(0, sd, len(D)))


def profile(rows: Array, fit_from: int = 1, distances: Array = D) -> Profile:
    return Profile(
        model="m",
        corpus="c",
        context=int(distances[-1]),
        distances=tuple(int(d) for d in distances),
        attention=tuple(rows.mean(axis=0)),
        seeds=tuple(range(len(rows))),
        per_seed=tuple(map(tuple, rows)),
        fit_from=fit_from,
        measured_by="t",
        method="t",
    )


def weights(seed: int) -> Iterator[Array]:
    yield ONES
    yield np.random.default_rng(seed).uniform(0.2, 5, len(D))


@pytest.mark.parametrize("seed", range(4))
def test_equal_weights_are_scipys_linear_regression(seed: int) -> None:
    y = noisy(seed)
    ours, theirs = fit_power(D, y), stats.linregress(np.log(D), y)
    assert ours.gamma == pytest.approx(-theirs.slope, rel=1e-12)
    assert ours.log_a == pytest.approx(theirs.intercept, rel=1e-12)
    assert ours.r2 == pytest.approx(theirs.rvalue**2, rel=1e-10)
    assert ours.stderr == pytest.approx(theirs.stderr, rel=1e-9)
    assert sum(ours.interval) / 2 == pytest.approx(ours.gamma)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", list(TRUE))
def test_every_law_agrees_with_a_general_optimiser(name: str, seed: int) -> None:
    truth = TRUE[name]
    formula = FORMULAS[name]
    y = formula(D, *truth.values()) + np.random.default_rng(seed).normal(0, 0.02, len(D))
    for w in weights(seed):
        ours = fit_law(BY_NAME[name], D, y, w)
        theirs, _ = curve_fit(
            formula, D, y, p0=list(truth.values()), sigma=1 / np.sqrt(w), maxfev=20000
        )
        reached = float(w @ (y - formula(D, *theirs)) ** 2)
        if name == "broken power law":  # whose residuals have many minima
            assert ours.rss <= reached * (1 + 1e-5)
            continue
        assert ours.rss == pytest.approx(reached, rel=1e-5)
        assert list(ours.parameters.values()) == pytest.approx(list(theirs), rel=0.02, abs=1e-4)


@pytest.mark.parametrize("name", list(TRUE))
def test_exact_data_give_the_parameters_back_and_the_law_wins(name: str) -> None:
    d = np.geomspace(5, 2000, 20)
    noise = 1e-6 * np.cos(np.arange(20) * 2.4)
    y = FORMULAS[name](d, *TRUE[name].values()) + noise
    fits = compare_laws(d, y, np.ones_like(d))
    assert fits[0].law == name
    assert fits[0].parameters == pytest.approx(TRUE[name], rel=1e-3)
    assert sum(fit.weight for fit in fits) == pytest.approx(1)


def named_by_its_law(attention: Array, distances: Array) -> tuple[str, bool | None]:
    """The law of a profile with these means, and whether a straight line is rejected."""
    made = profile(attention[None, :], distances=distances)
    found = measure_profile(Found("made", made.model_copy(update={"per_seed": (), "seeds": ()})))
    return found["law"], found["law_rejected"]


@pytest.mark.parametrize("digits", [2, 3, 4, 5, 6, None])
@pytest.mark.parametrize("gamma", [0.8, 1.0])
@pytest.mark.parametrize("last", [20, 32, 300])
def test_rounding_ranks_no_law(last: int, gamma: float, digits: int | None) -> None:
    d = np.arange(1.0, last + 1)
    exact = d**-gamma
    printed = exact if digits is None else np.array([float(f"{a:.{digits}g}") for a in exact])
    assert named_by_its_law(printed, d) == ("power law", False)


def test_a_law_within_printed_digits_is_still_found() -> None:
    d = np.arange(1.0, 21)
    for law, a in [
        ("exponential", 0.2 * np.exp(-0.1 * d)),
        ("power law with cutoff", 0.2 * d**-0.5 * np.exp(-0.1 * d)),
        ("log-normal", 0.2 * d**-0.5 * np.exp(-0.1 * np.log(d) ** 2)),
    ]:
        assert named_by_its_law(np.array([float(f"{x:.4g}") for x in a]), d)[0] == law


def test_a_bend_too_small_for_another_law_rejects_the_line() -> None:
    d = np.array([1.0, 2, 4, 8, 16, 32, 64])
    wave = 0.03 * np.cos(np.pi * np.arange(7))
    bent = 0.2 * d**-0.8 * np.exp(0.02 * np.log(d) ** 2 + wave)
    assert named_by_its_law(bent, d) == ("power law", True)
    assert named_by_its_law(0.2 * d**-0.8 * np.exp(wave), d) == ("power law", False)


def test_what_printed_digits_leave() -> None:
    assert printed_scatter([1 / 3, 2 / 3]) == LEAST_SCATTER
    assert printed_scatter([0.25, 0.1]) == pytest.approx(
        np.sqrt((0.005 / 0.25) ** 2 / 2 + (0.005 / 0.1) ** 2 / 2)
    )
    assert printed_scatter([0.1234, 0.01234]) == pytest.approx(0.00005 / 0.1234)


def test_a_rising_tail_gets_no_negative_rate() -> None:
    y = -2 - 0.5 * np.log(D) + 0.001 * D
    cutoff = fit_law(BY_NAME["power law with cutoff"], D, y, ONES)
    power = fit_law(POWER_LAW, D, y, ONES)
    assert cutoff.parameters["rate"] == 0
    assert cutoff.rss == pytest.approx(power.rss)
    assert cutoff.aicc > power.aicc


@pytest.mark.parametrize("seed", range(3))
def test_aicc_is_the_normal_likelihood_with_its_penalty(seed: int) -> None:
    y = noisy(seed)
    for w in weights(seed):
        fit = fit_law(POWER_LAW, D, y, w)
        sd = np.sqrt(fit.rss / len(D) / w)
        loglik = stats.norm.logpdf(y, fit.fitted, sd).sum()
        n, k = len(D), 3
        expected = -2 * loglik + 2 * k + 2 * k * (k + 1) / (n - k - 1)
        assert fit.aicc == pytest.approx(expected, rel=1e-9)


def test_too_few_points_for_a_law_exclude_it() -> None:
    y = noisy(1)[:5]
    fits = {fit.law: fit for fit in compare_laws(D[:5], y, ONES[:5])}
    assert np.isinf(fits["log-normal"].aicc)
    assert fits["log-normal"].weight == 0
    assert fits["power law"].weight > 0
    assert list(akaike_weights([np.inf, np.inf])) == [0, 0]
    assert akaike_weights([0.0, 2.0])[0] == pytest.approx(1 / (1 + np.exp(-1)))


@pytest.mark.parametrize("seed", range(3))
def test_profile_likelihood_of_a_line_is_students_interval(seed: int) -> None:
    y = noisy(seed)
    for w in weights(seed):
        fit = fit_power(D, y, w)
        expected = fit.gamma + stats.t.ppf([0.025, 0.975], fit.dof) * fit.stderr
        assert profile_interval(POWER_LAW, "gamma", D, y, w) == pytest.approx(expected, rel=1e-6)


@given(st.floats(0.05, 2.5))
def test_the_interval_of_an_exact_law_is_a_point(gamma: float) -> None:
    d = np.unique(np.geomspace(10, 1000, 23).round())
    low, high = profile_interval(POWER_LAW, "gamma", d, -gamma * np.log(d) - 1, 1 / d)
    assert (low, high) == pytest.approx((gamma, gamma), abs=1e-10)


def test_profile_interval_ends_where_the_likelihood_ratio_is_critical() -> None:
    law = BY_NAME["stretched exponential"]
    d = np.geomspace(5, 2000, 16)
    formula = FORMULAS[law.name]
    y = formula(d, *TRUE[law.name].values()) + np.random.default_rng(3).normal(0, 0.05, 16)
    low, high = profile_interval(law, "power", d, y, np.ones(16))
    best = fit_law(law, d, y, np.ones(16)).rss
    critical = stats.f.ppf(0.95, 1, 13)
    for power in (low, high):
        line = stats.linregress(d**power, y)
        rss = float(((y - line.intercept - line.slope * d**power) ** 2).sum())
        assert (rss / best - 1) * 13 == pytest.approx(critical, rel=1e-4)
    assert low < 0.4 < high


def test_bounded_intervals_stop_at_the_bound() -> None:
    y = noisy(5, sd=0.3)
    law = BY_NAME["power law with cutoff"]
    low, high = profile_interval(law, "rate", D, y, ONES)
    assert low >= 0
    assert high >= low
    short = D[:5]
    power = profile_interval(BY_NAME["stretched exponential"], "power", short, y[:5], ONES[:5])
    assert 0.05 <= power[0] <= power[1] <= 1


def test_intervals_of_gamma_cover_it() -> None:
    rng = np.random.default_rng(11)
    d = D[2:]
    inside = dict.fromkeys(("profile", "bootstrap"), 0)
    for _ in range(400):
        y = -2 - 0.8 * np.log(d) + rng.normal(0, 0.15, len(d))
        low, high = profile_interval(POWER_LAW, "gamma", d, y, np.ones(len(d)))
        inside["profile"] += low <= 0.8 <= high
        low, high = bootstrap_interval(d, y, np.ones(len(d)), resamples=399)
        inside["bootstrap"] += low <= 0.8 <= high
    # 400 trials at 95 %: fewer than 360 or all 400 would happen once in many thousands.
    assert 365 <= inside["profile"] <= 396
    assert 355 <= inside["bootstrap"] <= 398


def test_share_interval_is_clopper_pearson() -> None:
    low, high = share_interval(20, 28)
    assert stats.binom.sf(19, 28, low) == pytest.approx(0.025, rel=1e-6)
    assert stats.binom.cdf(20, 28, high) == pytest.approx(0.025, rel=1e-6)


def test_cluster_bootstrap_knows_that_twins_are_one() -> None:
    values = list(np.random.default_rng(2).normal(0, 1, 25))
    single = cluster_bootstrap([[v] for v in values], lambda a: float(a.mean()))
    twins = cluster_bootstrap([[v, v] for v in values], lambda a: float(a.mean()))
    assert twins == pytest.approx(single)
    half = (single[1] - single[0]) / 2
    assert half == pytest.approx(1.96 * np.std(values) / 5, rel=0.15)


@given(st.floats(0.01, 3), st.floats(-10, 0), st.integers(3, 9))
def test_an_exact_power_law_is_recovered(gamma: float, log_a: float, n: int) -> None:
    fit = fit_power(D[:n], log_a - gamma * np.log(D[:n]))
    assert fit.gamma == pytest.approx(gamma, rel=1e-9, abs=1e-9)
    assert fit.log_a == pytest.approx(log_a, abs=1e-8)


def test_seed_variance_ignores_a_common_shift() -> None:
    base = np.exp(noisy(1))
    shifted = np.array([base, base * 2, base * 0.5])
    variance = seed_variance(profile(shifted))
    assert variance is not None
    assert variance == pytest.approx(np.zeros(len(D)), abs=1e-20)


def test_seeds_that_disagree_at_a_distance_count_for_less_there() -> None:
    rng = np.random.default_rng(4)
    sd = np.where(D > 1500, 0.8, 0.02)
    rows = np.exp(-2 - 0.8 * np.log(D) + rng.normal(0, 1, (3, len(D))) * sd)
    points = points_of(profile(rows))
    w = likelihood_weights(points)
    assert w.argmin() == len(D) - 1
    weighted, equal = fit_power(points.distances, points.y, w), fit_profile(profile(rows))
    assert abs(weighted.gamma - 0.8) < abs(equal.gamma - 0.8)


def test_without_seeds_all_weights_are_equal() -> None:
    assert likelihood_weights(Points(D, noisy(1), None, pooled=False)) == pytest.approx(ONES)


def test_scatter_far_above_the_seeds_variance_levels_the_weights() -> None:
    points = Points(D, noisy(1, sd=1.0), np.linspace(1e-6, 1e-4, len(D)), pooled=False)
    w = likelihood_weights(points)
    assert w.max() / w.min() < 1.01


def test_many_distances_are_pooled_without_moving_an_exact_exponent() -> None:
    d = np.arange(1.0, 256)
    points = pool(d, -1 - 0.9 * np.log(d), None)
    assert points.pooled
    assert len(points.y) <= 24
    assert fit_power(points.distances, points.y).gamma == pytest.approx(0.9)
    steps = np.diff(points.log_distances)
    assert steps.max() < 3 * np.median(steps)


def test_a_start_beyond_the_profile_is_an_error() -> None:
    rows = np.exp(np.array([noisy(1)] * 2))
    with pytest.raises(InputError, match="too few distances of at least 1000: 2; a fit needs 3"):
        points_of(profile(rows), 1000)


@pytest.mark.parametrize("seed", range(2))
def test_influence_is_leaving_out_and_cooks_formula(seed: int) -> None:
    y = noisy(seed)
    for w in weights(seed):
        rows = influence(D, y, w)
        fit = fit_power(D, y, w)
        x = np.column_stack([np.ones_like(D), -np.log(D)])
        information = x.T @ (x * w[:, None])
        s2 = float(w @ fit.residuals**2) / fit.dof
        for i, row in enumerate(rows):
            keep = np.arange(len(D)) != i
            slope = np.polyfit(np.log(D[keep]), y[keep], 1, w=np.sqrt(w[keep]))[0]
            assert row.gamma_without == pytest.approx(-slope, rel=1e-9)
            shift = np.linalg.solve(
                x[keep].T @ (x[keep] * w[keep, None]), x[keep].T @ (w[keep] * y[keep])
            ) - np.array([fit.log_a, fit.gamma])
            assert row.cook == pytest.approx(shift @ information @ shift / 2 / s2, rel=1e-7)


def test_curvature_test_is_the_f_test_of_nested_models() -> None:
    y = noisy(3)
    _, p_value = curvature_test(D, y, ONES)
    line = np.polyfit(np.log(D), y, 1, full=True)[1][0]
    bent = np.polyfit(np.log(D), y, 2, full=True)[1][0]
    dof = len(D) - 3
    expected = stats.f.sf((line - bent) / (bent / dof), 1, dof)
    assert p_value == pytest.approx(expected, rel=1e-6)
    assert curvature_test(D[:3], y[:3], ONES[:3]) == (None, None)


def test_residual_diagnostics_see_a_bend_that_r2_does_not() -> None:
    y = -2 - 0.2 * np.log(D) - 0.06 * np.log(D) ** 2
    fit = fit_power(D, y)
    seen = residual_diagnostics(D, y, fit)
    assert fit.r2 > 0.97
    assert seen.curvature_p is not None
    assert seen.curvature_p < 1e-6
    assert seen.curvature == pytest.approx(0.06, rel=1e-6)
    assert seen.durbin_watson < 1.5
    assert seen.largest_factor == pytest.approx(np.exp(np.abs(fit.residuals).max()))


def test_starts_run_until_three_points_are_left() -> None:
    rows = np.exp(np.array([noisy(1), noisy(2)]))
    starts = start_sensitivity(profile(rows))
    assert [s.fit_from for s in starts] == [int(d) for d in D[:-2]]
    assert [s.points for s in starts] == list(range(9, 2, -1))
    for start, following in itertools.pairwise(starts):
        assert start.fit_from < following.fit_from
    for start in starts:
        used = start.fit_from <= D
        line = np.polyfit(np.log(D[used]), np.log(rows.mean(axis=0))[used], 1)
        assert start.gamma == pytest.approx(-line[0], rel=1e-9)
