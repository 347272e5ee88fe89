"""The measurements of `fits` on data whose answer is known."""

import numpy as np
import pytest

from book.measurements.fits import relative_error
from pycheck.reality.fit import fit_power
from pycheck.reality.regression import student_half
from tests.book.measurements.made import CONTRADICTED, D, Make, measure, profile


def test_exponential_profiles_contradict_the_power_law(make: Make) -> None:
    source = make([profile(i, 0, rate=0.004 + 0.0002 * i) for i in range(10)])
    evidence = measure("fits.quality", source)
    assert evidence.verdict is CONTRADICTED
    assert evidence.numbers["ahead of exponential"] == 0


@pytest.mark.parametrize(("curvature", "upward"), [(0.06, 10), (-0.06, 0)])
def test_a_rejected_straight_line_is_told_with_its_direction(
    make: Make, curvature: float, upward: int
) -> None:
    logs = np.log(np.asarray(D, dtype=float))
    rows = (
        np.exp(-2 - 1.2 * logs + curvature * logs**2 + np.random.default_rng(i).normal(0, 0.02, 9))
        for i in range(10)
    )
    source = make([profile(i, 1, attention=tuple(row)) for i, row in enumerate(rows)])
    numbers = measure("fits.quality", source).numbers
    assert (numbers["straight line rejected"], numbers["bent upward"]) == (10, upward)


def test_relative_error_is_what_a_regression_prints() -> None:
    rng = np.random.default_rng(8)
    d = np.asarray(D, dtype=float)
    fit = fit_power(d, -1 - 0.8 * np.log(d) + rng.normal(0, 0.3, len(d)))
    half = student_half(fit.stderr, fit.dof)
    assert relative_error(fit.r2, len(d)) == pytest.approx(half / fit.gamma, rel=1e-9)
