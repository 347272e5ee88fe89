"""What seeds say, against other formulas and against profiles in which one of them is hit."""

import numpy as np
import pytest
from scipy import stats

from pycheck.reality.fit import fit_profile
from pycheck.reality.laws import Array
from pycheck.reality.profiles import Profile
from pycheck.reality.seeds import median_fit, seed_interval, stray_seeds

D = np.array([10.0, 20, 30, 50, 100, 200, 500, 1000, 2000])


def profile(rows: Array, seeds: tuple[int, ...] = ()) -> Profile:
    return Profile(
        model="m",
        corpus="c",
        context=int(D[-1]),
        distances=tuple(map(int, D)),
        attention=tuple(rows.mean(axis=0)),
        seeds=seeds,
        per_seed=tuple(map(tuple, rows)),
        measured_by="t",
        method="t",
    )


def law(gammas: Array) -> Array:
    return np.asarray(np.exp(-2 - np.outer(gammas, np.log(D))))


def test_seed_interval_is_students_over_the_seeds_exponents() -> None:
    gammas = np.array([0.7, 0.75, 0.83, 0.78])
    interval = seed_interval(profile(law(gammas)))
    expected = stats.t.interval(0.95, 3, gammas.mean(), gammas.std(ddof=1) / 2)
    assert interval == pytest.approx(expected)
    assert seed_interval(profile(law(gammas[:2]))) is None


def test_the_median_does_not_follow_one_seed() -> None:
    rows = law(np.full(3, 0.9))
    rows[2, -1] *= 30
    hit = profile(rows, seeds=(42, 123, 7))
    robust = median_fit(hit)
    assert robust is not None
    assert robust.gamma == pytest.approx(0.9)
    assert fit_profile(hit).gamma < 0.8
    (stray,) = stray_seeds(hit)
    assert (stray.seed, stray.distance) == (7, 2000)
    assert stray.ratio == pytest.approx(30)
    assert median_fit(profile(rows[1:])) is None


@pytest.mark.parametrize(("factor", "found"), [(2.9, 0), (3.1, 1)])
def test_a_seed_stands_apart_above_three_times_the_median(factor: float, found: int) -> None:
    rows = law(np.full(3, 0.9))
    rows[0, 4] *= factor
    assert len(stray_seeds(profile(rows))) == found
    assert all(stray.seed == 0 for stray in stray_seeds(profile(rows)))
    assert stray_seeds(profile(rows[:2])) == ()
