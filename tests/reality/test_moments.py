"""Profiles as distributions over distance, against closed forms and plain sums."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.reality.moments import OverDistance, of_power_law, of_profile, total_variation
from pycheck.reality.profiles import Profile


def profile(distances: list[int], attention: list[float]) -> Profile:
    return Profile(
        model="m",
        corpus="c",
        context=distances[-1],
        distances=tuple(distances),
        attention=tuple(attention),
        measured_by="t",
        method="t",
    )


@given(st.floats(0.05, 2.5), st.integers(2, 400))
def test_variance_of_log_distance_is_the_second_derivative_of_log_z(gamma: float, n: int) -> None:
    def log_z(g: mpmath.mpf) -> mpmath.mpf:
        return mpmath.log(sum(mpmath.mpf(d) ** -g for d in range(1, n + 1)))

    expected = mpmath.diff(log_z, mpmath.mpf(gamma), 2, h=mpmath.mpf(10) ** -12)
    assert of_power_law(gamma, 1, n).var_log() == pytest.approx(float(expected), rel=1e-6)


def test_a_power_law_profile_is_its_own_law() -> None:
    distances = [10, 20, 50, 100, 500, 2000]
    measured = of_profile(profile(distances, [0.3 * d**-0.7 for d in distances]))
    law = of_power_law(0.7, 10, 2000)
    assert measured.p == pytest.approx(law.p, rel=1e-9)
    assert measured.window(0.9) == law.window(0.9)
    assert measured.back_moments() == pytest.approx(law.back_moments())


def test_interpolation_passes_through_the_measured_points() -> None:
    measured = of_profile(profile([2, 8, 32], [0.5, 0.1, 0.05]))
    at = {int(d): p for d, p in zip(measured.distances, measured.p, strict=True)}
    assert at[8] / at[2] == pytest.approx(0.2)
    assert at[32] / at[8] == pytest.approx(0.5)
    assert at[4] / at[2] == pytest.approx(np.sqrt(0.2))


def test_a_later_start_is_the_same_law_on_fewer_distances() -> None:
    base = profile([1, 4, 16, 64], [0.9 * d**-1.2 for d in (1, 4, 16, 64)])
    assert of_profile(base, 10).p == pytest.approx(of_power_law(1.2, 10, 64).p)
    assert of_profile(base, 1).p == pytest.approx(of_power_law(1.2, 1, 64).p)


def test_a_window_is_the_first_distance_that_holds_the_share() -> None:
    uniform = of_power_law(0, 1, 10)
    assert uniform.window(0.9) == 9
    assert uniform.window(0.91) == 10
    assert uniform.window(1.0) == 10
    assert uniform.share_within(9) == pytest.approx(0.9)
    assert uniform.share_within(0.5) == 0


def test_back_distances_approach_the_exponential_law() -> None:
    gamma = 0.3
    first, second = of_power_law(gamma, 1, 3_000_000).back_moments()
    assert first == pytest.approx(1 / (1 - gamma), rel=1e-3)
    assert second == pytest.approx(2 / (1 - gamma) ** 2, rel=3e-3)


def test_the_variance_is_a_plain_sum() -> None:
    law = of_power_law(1.3, 3, 7)
    logs = [np.log(d) for d in range(3, 8)]
    weights = [d**-1.3 for d in range(3, 8)]
    mean = sum(w * x for w, x in zip(weights, logs, strict=True)) / sum(weights)
    square = sum(w * x * x for w, x in zip(weights, logs, strict=True)) / sum(weights)
    assert law.var_log() == pytest.approx(square - mean**2)
    assert law.length == 7


def test_total_variation_is_the_mass_that_has_to_move() -> None:
    a, b = of_power_law(0, 1, 4), of_power_law(0, 1, 4)
    assert total_variation(a, b) == 0
    b = OverDistance(b.distances, np.array([0.45, 0.25, 0.25, 0.05]))
    assert total_variation(a, b) == pytest.approx(0.2)
