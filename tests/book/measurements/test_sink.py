"""The measurements of `sink` on data whose answer is known."""

import numpy as np
import pytest

from pycheck.checks.measurement import judged
from pycheck.evidence import RealityVerdict
from pycheck.reality.profiles import Profile
from tests.book.measurements.made import (
    CONTRADICTED,
    REPRODUCED,
    UNDECIDED,
    Make,
    measure,
    profile,
    swept,
)


@pytest.mark.parametrize(
    ("slope", "verdict"), [(0.01, REPRODUCED), (0.6, CONTRADICTED), (-0.6, CONTRADICTED)]
)
def test_sink_independence(make: Make, slope: float, verdict: RealityVerdict) -> None:
    rng = np.random.default_rng(6)
    profiles: list[Profile] = []
    for index in range(6):
        gammas = [0.7, 0.8, 0.9, 1.0]
        sinks = [0.4 + slope * (g - 0.85) + rng.normal(0, 0.002) for g in gammas]
        profiles += swept(gammas, index, sinks=sinks)
    evidence = measure("sink.independence", make(profiles))
    assert evidence.verdict is verdict
    assert evidence.estimate == pytest.approx(slope, abs=0.02)
    (compared,) = evidence.compared
    assert judged(compared) is verdict
    assert compared.claimed == pytest.approx((-0.016 / 0.25, 0.016 / 0.25))
    assert not compared.ours


def test_models_without_a_sink_cannot_show_its_independence(make: Make) -> None:
    profiles = [p for i in range(6) for p in swept([0.7, 0.8, 0.9], i, sinks=[0.0005] * 3)]
    evidence = measure("sink.independence", make(profiles))
    assert evidence.verdict is UNDECIDED
    assert "no sink" in evidence.detail


def test_waves_are_no_peak(make: Make) -> None:
    rng = np.random.default_rng(3)
    profiles = []
    for i in range(8):
        row = 0.5 / np.arange(1, 257) ** 0.7 * np.exp(0.3 * np.cos(np.arange(256)))
        row = np.maximum(row, 0.02) * rng.uniform(0.7, 1.3, 256)
        row /= row.sum()
        profiles.append(profile(i, 0.8, last_query=tuple(row), context=256, distances=(1, 8, 64)))
    assert measure("sink.u_shape", make(profiles)).verdict is CONTRADICTED


@pytest.mark.parametrize(("far", "verdict"), [(0.2, REPRODUCED), (0.0001, CONTRADICTED)])
def test_u_shape(make: Make, far: float, verdict: RealityVerdict) -> None:
    row = np.array([0.1] + [0.1 / d for d in range(1, 100)])
    row[-4:] = far
    profiles = [
        profile(i, 0.8, last_query=tuple(row / 2), context=100, distances=(1, 2, 4, 8, 16, 32))
        for i in range(8)
    ]
    assert measure("sink.u_shape", make(profiles)).verdict is verdict


def test_two_points_exclude_a_proportional_sink_only_with_small_errors(make: Make) -> None:
    profiles = [p for i in range(6) for p in swept([0.7, 0.8, 0.9], i, sinks=[0.0005] * 3)]
    detail = measure("sink.independence", make(profiles)).detail
    needed = float(detail.rsplit("below ", 1)[1])
    rng = np.random.default_rng(7)
    before, after = rng.normal((0.371, 0.387), needed, (200_000, 2)).T
    spread = float((after - before / 0.75).std())
    assert 1.96 * spread == pytest.approx(0.371 / 0.75 - 0.387, rel=0.02)
