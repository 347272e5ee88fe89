"""The measurements of `theta` on data whose answer is known."""

import itertools

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import isotonic_regression

from book.measurements.theta import departure_p, departures, rising_p, tracking
from pycheck.checks.measurement import judged
from pycheck.data.sources import Source
from pycheck.evidence import RealityVerdict
from pycheck.reality.fitted import estimate, fitted, pade
from pycheck.reality.sweeps import sweeps_of
from tests.book.measurements.made import (
    CONTRADICTED,
    REPRODUCED,
    UNDECIDED,
    UNMEASURED,
    Make,
    measure,
    rising,
    swept,
)


def test_published_sweep_figures(author: Source) -> None:
    evidence = measure("theta.monotone", author)
    assert evidence.estimate == pytest.approx(0.15285955209288868, abs=1e-9)
    assert evidence.numbers["R2 of the prediction"] == pytest.approx(0.1443035834, abs=1e-9)


@pytest.mark.parametrize(
    ("gammas", "verdict"),
    [
        (rising(8), REPRODUCED),
        (rising(8)[::-1], CONTRADICTED),
        ([0.5, 0.9, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8], CONTRADICTED),
        ([0.5, 0.52, 0.54], UNMEASURED),
        ([0.5, 0.501, 0.4995, 0.5005], UNDECIDED),
    ],
)
def test_monotone_response(make: Make, gammas: list[float], verdict: RealityVerdict) -> None:
    noise = 0.05 if verdict is UNDECIDED else 0.001
    evidence = measure("theta.control", make(swept(gammas, noise=noise)))
    assert evidence.verdict is verdict
    if verdict is UNMEASURED:
        assert evidence.compared == ()
        return
    rises, departs = evidence.compared
    assert (rises.value, departs.value) == (
        evidence.numbers["p rising"],
        evidence.numbers["p departure"],
    )
    both = judged(rises) is REPRODUCED and judged(departs) is REPRODUCED
    assert both == (verdict is REPRODUCED)
    assert (judged(departs) is CONTRADICTED) == (verdict is CONTRADICTED)


def test_a_falling_response_departs_from_rising_ones_alone(make: Make) -> None:
    falling = measure("theta.control", make(swept(rising(8)[::-1]))).numbers
    assert float(falling["p departure"]) < 0.05 < float(falling["p departure either way"])
    assert falling["falling steps"] == 7


def test_a_hump_departs_from_rising_and_falling_responses(make: Make) -> None:
    hump = [0.1, 0.4, 0.7, 0.9, 0.8, 0.5, 0.3, 0.1]
    assert (
        float(measure("theta.control", make(swept(hump))).numbers["p departure either way"]) < 0.05
    )


def test_as_predicted_means_slope_one(make: Make) -> None:
    thetas = [1000.0 * 2**i for i in range(8)]
    along = [pade(t, 2000) * 1.0 + 0.1 for t in thetas]
    assert measure("theta.monotone", make(swept(along, noise=1e-5))).verdict is REPRODUCED
    scaled = [
        p.model_copy(update={"rope_scaling": {"rope_type": "linear"}})
        for p in swept(along, noise=1e-5)
    ]
    source = make(scaled, "scaled")
    assert measure("theta.monotone", source).verdict is UNMEASURED
    assert measure("theta.control", source).verdict is REPRODUCED
    half = fitted(swept([g / 2 for g in along], noise=1e-5))
    tracked, r2 = tracking(sweeps_of(item.profile for item in half))
    assert tracked.value == pytest.approx(0.5, abs=1e-3)
    assert judged(tracked) is CONTRADICTED
    assert r2 > 0.999


def test_the_permutation_test_is_exact() -> None:
    gammas = [0.7, 0.5, 0.6, 0.8, 0.65, 0.9]
    found = sweeps_of(swept(gammas, noise=1e-6))
    values = found[0].gammas
    pairs = list(itertools.combinations(range(6), 2))

    def score(order: tuple[int, ...]) -> int:
        return sum(values[order[j]] > values[order[i]] for i, j in pairs)

    observed = score(tuple(range(6)))
    scores = [score(order) for order in itertools.permutations(range(6))]
    assert rising_p(found) == pytest.approx(np.mean(np.array(scores) >= observed))
    expected = stats.kendalltau(range(6), values, method="exact", alternative="greater").pvalue
    assert rising_p(found) == pytest.approx(expected)


def test_two_sweeps_are_permuted_apart() -> None:
    found = sweeps_of(swept(rising(4), 0) + swept(rising(4), 1))
    assert len(found) == 2
    assert rising_p(found) == pytest.approx(1 / 24**2)


@pytest.mark.parametrize("size", [1, 3, 7])
def test_departures_are_those_of_scipys_isotonic_regression(size: int) -> None:
    rng = np.random.default_rng(1)
    errors, rows = rng.uniform(0.01, 1, size), rng.normal(size=(40, size))
    weights = errors**-2.0
    nearest = [isotonic_regression(row, weights=weights).x for row in rows]
    expected = [weights @ (row - near) ** 2 for row, near in zip(rows, nearest, strict=True)]
    np.testing.assert_allclose(departures(rows, errors), expected, rtol=1e-12, atol=1e-20)


def test_a_constant_response_departs_no_oftener_than_it_may() -> None:
    """Errors that might be correlated are taken to be larger than these are."""
    p_values = []
    for index in range(60):
        found = sweeps_of(swept([0.7] * 6, index, noise=0.2))
        p_values.append(departure_p(found))
    assert sum(p < 0.2 for p in p_values) <= 20
    assert 0.35 <= np.mean(p_values) <= 0.9


def test_the_slope_of_models_that_differ_has_the_interval_over_models(make: Make) -> None:
    """Points of one model agree to 0.001, and the models do not: many points are no evidence."""
    thetas = [1000.0 * 2**i for i in range(8)]
    slopes = [1.6, 0.4, 1.2, 0.9]
    profiles = [
        p
        for index, slope in enumerate(slopes)
        for p in swept([0.3 + slope * pade(t, 2000) for t in thetas], index)
    ]
    tracked, _ = tracking(sweeps_of(profiles))
    expected = stats.t.interval(0.975, 3, np.mean(slopes), stats.sem(slopes))
    assert tracked.value == pytest.approx(np.mean(slopes), abs=0.01)
    assert tracked.interval == pytest.approx(expected, abs=0.03)
    assert measure("theta.monotone", make(profiles)).verdict is UNDECIDED


def test_models_of_one_seed_are_one_in_an_interval() -> None:
    """Six models of three seeds: as many slopes as seeds, and no interval over six models."""
    thetas = [1000.0 * 2**i for i in range(6)]
    slopes = [1.6, 1.6, 0.4, 0.4, 1.2, 1.2]
    profiles = [
        p.model_copy(update={"seed_kind": "training", "seeds": (index // 2,)})
        for index, slope in enumerate(slopes)
        for p in swept([0.3 + slope * pade(t, 2000) for t in thetas], index)
    ]
    tracked, _ = tracking(sweeps_of(profiles))
    expected = stats.t.interval(0.975, 2, np.mean(slopes), stats.sem(slopes[::2]))
    assert tracked.interval == pytest.approx(expected, abs=0.05)
    items = fitted(profiles)
    assert estimate(items, [item.fit.gamma for item in items]) is None
    apart = fitted(p.model_copy(update={"seed_kind": "prompts"}) for p in profiles)
    found = estimate(apart, [item.fit.gamma for item in apart])
    assert found is not None
    assert found.models == 6
