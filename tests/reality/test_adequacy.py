"""Lack of fit and likelihood ratios over sequences, against other roads and known answers."""

import numpy as np
import pytest
from scipy import stats

from pycheck.reality.adequacy import held_out_ratio, lack_of_fit
from pycheck.reality.laws import LAWS, POWER_LAW, Array, compare_laws
from pycheck.reality.profiles import Profile
from pycheck.reality.regression import rejected

D = np.array([10.0, 20, 30, 50, 100, 200, 500, 1000, 2000])
FLOOR = next(law for law in LAWS if law.name == "power law with floor")


def profile(logs: Array, rows: Array | None = None) -> Profile:
    attention = np.exp(logs)
    return Profile(
        model="m",
        corpus="c",
        context=int(D[-1]),
        distances=tuple(map(int, D)),
        attention=tuple(attention.mean(axis=0)),
        per_seed=tuple(map(tuple, attention)),
        rows=() if rows is None else tuple(map(tuple, np.exp(rows))),
        measured_by="t",
        method="t",
    )


def seeds(rng: np.random.Generator, curvature: float = 0.0) -> Array:
    x = np.log(D)
    shifts = rng.normal(0, 0.3, (3, 1))
    return np.asarray(-2 - 0.8 * x + curvature * x**2 + shifts + rng.normal(0, 0.1, (3, len(D))))


def test_it_is_the_f_test_of_nested_regressions() -> None:
    """Against all seeds and distances as one analysis of variance, by two least squares."""
    logs = seeds(np.random.default_rng(1))
    found = lack_of_fit(profile(logs))
    assert found is not None
    y, n = logs.ravel(), len(D)
    seed, distance = np.eye(3).repeat(n, axis=0), np.tile(np.eye(n), (3, 1))
    line = np.column_stack([seed, np.tile(np.log(D), 3)])
    free = np.column_stack([seed, distance[:, 1:]])
    small, large = (float(np.linalg.lstsq(x, y, rcond=None)[1][0]) for x in (line, free))
    f = (small - large) / (n - 2) / (large / (2 * (n - 1)))
    assert found.f == pytest.approx(f)
    assert found.dof == (n - 2, 2 * (n - 1))
    assert found.p == pytest.approx(stats.f.sf(f, n - 2, 2 * (n - 1)))


def test_it_has_its_level_and_finds_a_bend() -> None:
    rng = np.random.default_rng(2)
    level = [lack_of_fit(profile(seeds(rng))) for _ in range(300)]
    bent = [lack_of_fit(profile(seeds(rng, -0.05))) for _ in range(50)]
    assert 0.02 <= np.mean([test is not None and test.p < 0.05 for test in level]) <= 0.09
    assert np.mean([test is not None and test.p < 0.05 for test in bent]) > 0.9
    assert lack_of_fit(profile(seeds(rng)[:1])) is None


@pytest.mark.parametrize(("floor", "favoured"), [(3e-4, True), (0.0, False)])
def test_held_out_sequences_tell_a_floor(floor: float, favoured: bool) -> None:
    rng = np.random.default_rng(3)
    rows = np.log(0.3 * D**-1.2 + floor) + rng.normal(0, 0.1, (12, len(D)))
    ratio = held_out_ratio(profile(seeds(rng), rows), FLOOR, POWER_LAW)
    assert ratio is not None
    assert ratio.sequences == 12
    assert (ratio.favouring == 12) == favoured
    assert (ratio.p < 0.01 and ratio.t > 0) == favoured
    other = held_out_ratio(profile(seeds(rng), rows), POWER_LAW, FLOOR)
    assert other is not None
    assert other.t == pytest.approx(-ratio.t)
    assert held_out_ratio(profile(seeds(rng), rows[:4]), FLOOR, POWER_LAW) is None


@pytest.mark.parametrize("kind", ["floor", "broken", "bent"])
def test_a_profile_that_bends_upward_is_no_power_law(kind: str) -> None:
    d = np.geomspace(5, 2000, 24)
    bends = {
        "floor": np.log(0.2 * d**-1.2 + 3e-4),
        "broken": -2 - 1.3 * np.log(np.minimum(d, 100)) - 0.4 * np.log(np.maximum(d / 100, 1)),
        "bent": -2 - 1.5 * np.log(d) + 0.08 * np.log(d) ** 2,
    }
    y = bends[kind] + np.random.default_rng(4).normal(0, 0.02, len(d))
    best = compare_laws(d, y, np.ones_like(d))[0]
    named = {"floor": "power law with floor", "broken": "broken power law", "bent": "log-normal"}
    assert best.law == named[kind]
    assert best.weight > 0.9


@pytest.mark.parametrize("seed", range(4))
def test_false_discoveries_are_those_of_scipy(seed: int) -> None:
    p = np.random.default_rng(seed).uniform(0, 1, 30) ** (1 + 2 * seed)
    assert rejected(list(p)) == list(stats.false_discovery_control(p) <= 0.05)
