"""The measurements of `fits` on data whose answer is known."""

import numpy as np
import pytest

from book.measurements.fits import relative_error
from pycheck.data.sources import Source
from pycheck.evidence import RealityVerdict
from pycheck.reality.fit import fit_power
from pycheck.reality.profiles import Profile
from pycheck.reality.regression import student_half
from tests.book.measurements.made import (
    CONTRADICTED,
    REPRODUCED,
    UNDECIDED,
    UNMEASURED,
    D,
    Make,
    measure,
    profile,
)


def seeded(index: int, curvature: float = 0.0, noise: float = 0.03) -> Profile:
    """Three seeds about a law that bends, with R^2 above 0.98."""
    logs = np.log(np.asarray(D, dtype=float))
    rng = np.random.default_rng(index)
    rows = np.exp(-2 - 0.9 * logs + curvature * logs**2 + rng.normal(0, noise, (3, len(logs))))
    return profile(
        index,
        0.9,
        attention=tuple(rows.mean(axis=0)),
        seeds=(1, 2, 3),
        per_seed=tuple(map(tuple, rows)),
    )


@pytest.mark.parametrize(("curvature", "verdict"), [(0.0, REPRODUCED), (-0.05, CONTRADICTED)])
def test_a_high_r2_is_worth_what_the_seeds_say(
    make: Make, curvature: float, verdict: RealityVerdict
) -> None:
    profiles = [seeded(i, curvature) for i in range(40)]
    evidence = measure("fits.quality", make(profiles))
    assert evidence.verdict is verdict, evidence.detail
    assert evidence.numbers["high R2"] == 40
    few = measure("fits.quality", Source("few", None))
    assert few.verdict is UNMEASURED


def test_a_few_models_or_none_with_seeds_decide_nothing(make: Make) -> None:
    source = make([seeded(i, -0.05) for i in range(4)])
    assert measure("fits.quality", source).verdict is UNDECIDED


@pytest.mark.parametrize(("curvature", "upward"), [(0.06, 10), (-0.06, 0)])
def test_a_rejected_straight_line_is_told_with_its_direction(
    make: Make, curvature: float, upward: int
) -> None:
    evidence = measure("fits.quality", make([seeded(i, curvature) for i in range(10)]))
    numbers = evidence.numbers
    assert (numbers["straight line rejected"], numbers["bent upward"]) == (10, upward)
    assert numbers["lack of fit, Bonferroni"] == 10


def test_the_published_laws_that_the_seeds_reject(author: Source) -> None:
    numbers = measure("fits.quality", author).numbers
    assert (numbers["profiles"], numbers["lack of fit"]) == (56, 30)
    assert numbers["lack of fit, Bonferroni"] == 19
    assert (numbers["high R2"], numbers["high R2 rejected"]) == (32, 18)


def test_relative_error_is_what_a_regression_prints() -> None:
    rng = np.random.default_rng(8)
    d = np.asarray(D, dtype=float)
    fit = fit_power(d, -1 - 0.8 * np.log(d) + rng.normal(0, 0.3, len(d)))
    half = student_half(fit.stderr, fit.dof)
    assert relative_error(fit.r2, len(d)) == pytest.approx(half / fit.gamma, rel=1e-9)
