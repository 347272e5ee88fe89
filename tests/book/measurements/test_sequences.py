"""The measurements over sequences and heads, on profiles whose answer is known."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from pycheck.checks.measurement import judged, worst
from pycheck.evidence import RealityVerdict
from pycheck.reality.fitted import pade
from pycheck.reality.profiles import Profile
from tests.book.measurements.made import (
    CONTRADICTED,
    REPRODUCED,
    STATES,
    UNDECIDED,
    UNMEASURED,
    Make,
    measure,
    profile,
)

AT = (1, 2, 4, 7, 10, 13, 17, 23, 30, 40, 55, 75, 100, 130, 180, 250)
CONTEXT = 512


def kept(
    near: Sequence[float], far: Sequence[float], sinks: Sequence[float], **fields: Any
) -> Profile:
    """A profile of sequences with these exponents before and after distance 50, and sink masses."""
    d = np.array(AT, dtype=float)
    slopes = np.array([np.array(near), np.array(far)])
    rows = 0.05 * np.where(
        d <= 50,
        d ** -slopes[0][:, None],
        50 ** -slopes[0][:, None] * (d / 50) ** -slopes[1][:, None],
    )
    return profile(
        0,
        0.8,
        distances=AT,
        context=CONTEXT,
        fit_from=10,
        rows=tuple(map(tuple, rows)),
        sink_mass_rows=tuple(sinks),
        **fields,
    )


def drawn(mean: float, spread: float, count: int = 12, seed: int = 0) -> list[float]:
    return [float(v) for v in np.random.default_rng(seed).normal(mean, spread, count)]


SINKS = drawn(0.25, 0.01)


def decides(evidence: Any, verdict: RealityVerdict) -> None:
    assert evidence.verdict is verdict, evidence.detail
    assert worst([judged(number) for number in evidence.compared]) is verdict


@pytest.mark.parametrize(
    ("sinks", "verdict"),
    [(SINKS, REPRODUCED), ([1e-4] * 12, CONTRADICTED), ([0.25, 1e-4] * 6, UNDECIDED)],
)
def test_u_shape(make: Make, sinks: list[float], verdict: RealityVerdict) -> None:
    gammas = drawn(0.8, 0.05)
    decides(measure("sequences.u_shape", make([kept(gammas, gammas, sinks)])), verdict)


def test_a_profile_that_rises_towards_the_middle_has_no_near_arm(make: Make) -> None:
    falling = drawn(-0.3, 0.05)
    decides(measure("sequences.u_shape", make([kept(falling, falling, SINKS)])), CONTRADICTED)


@pytest.mark.parametrize(
    ("sinks", "verdict"),
    [(SINKS, REPRODUCED), (drawn(1 / 512, 1e-4), CONTRADICTED), ([0.4, 0.005] * 6, UNDECIDED)],
)
def test_first_token(make: Make, sinks: list[float], verdict: RealityVerdict) -> None:
    gammas = drawn(0.8, 0.05)
    evidence = measure("sequences.first_token", make([kept(gammas, gammas, sinks)]))
    decides(evidence, verdict)
    assert evidence.estimate == pytest.approx(np.median(sinks) * CONTEXT)


@pytest.mark.parametrize(
    ("near", "far", "verdict"),
    [
        (0.8, 0.8, REPRODUCED),
        (1.0, 0.6, CONTRADICTED),
        (0.6, 1.0, CONTRADICTED),
        (0.85, 0.75, UNDECIDED),
    ],
)
def test_near_and_far(make: Make, near: float, far: float, verdict: RealityVerdict) -> None:
    item = kept(drawn(near, 0.05), drawn(far, 0.05, seed=1), SINKS)
    evidence = measure("sequences.near_and_far", make([item]))
    decides(evidence, verdict)
    assert evidence.estimate == pytest.approx(near - far, abs=0.05)


def test_one_kind_of_text_that_answers_no_contradicts(make: Make) -> None:
    gammas = drawn(0.8, 0.02)
    plain = kept(gammas, gammas, SINKS)
    bent = kept(drawn(1.1, 0.02), drawn(0.6, 0.02), SINKS, corpus="random")
    evidence = measure("sequences.near_and_far", make([plain, bent]))
    decides(evidence, CONTRADICTED)
    assert [number.label for number in evidence.compared] == ["text, N = 512", "random, N = 512"]


def headed(spread: float, mean: float = 0.8) -> Profile:
    gammas = np.random.default_rng(5).normal(mean, spread, (8, 4))
    heads = 0.1 * np.array(AT, dtype=float) ** -gammas[:, :, None]
    heads = np.minimum(heads, 1)
    unseen = (0.0,) * len(AT)
    rows = tuple((*(tuple(map(float, head)) for head in layer), unseen) for layer in heads)
    return kept(drawn(0.8, 0.05), drawn(0.8, 0.05), SINKS, heads=rows)


@pytest.mark.parametrize(("spread", "verdict"), [(0.4, REPRODUCED), (0.02, CONTRADICTED)])
def test_views(make: Make, spread: float, verdict: RealityVerdict) -> None:
    evidence = measure("sequences.views", make([headed(spread)]))
    decides(evidence, verdict)
    assert evidence.estimate == pytest.approx(spread, rel=0.25)
    assert "8 layers" in evidence.detail


@pytest.mark.parametrize(
    ("mean", "spread", "verdict"),
    [(0.0, 0.4, REPRODUCED), (-0.3, 0.01, REPRODUCED), (0.8, 0.05, UNDECIDED)],
)
def test_not_monotone(make: Make, mean: float, spread: float, verdict: RealityVerdict) -> None:
    decides(measure("sequences.not_monotone", make([headed(spread, mean)])), verdict)


def test_hundreds_of_layers_of_falling_heads_show_that_none_rises(make: Make) -> None:
    item = headed(0.05)
    evidence = measure(
        "sequences.not_monotone", make([item.model_copy(update={"heads": item.heads * 60})])
    )
    decides(evidence, CONTRADICTED)


THETAS = (2000.0, 4000.0, 6000.0, 10_000.0, 20_000.0)


def sweep(gamma: Any, sink: Any, count: int = 12) -> list[Profile]:
    """One model at five bases: `gamma` of the prediction, `sink` of gamma, each sequence with a
    level of its own."""
    level = drawn(0, 0.05, count)
    found = []
    for index, theta in enumerate(THETAS):
        noise = drawn(0, 0.002, count, seed=index + 10)
        gammas = [gamma(pade(theta, CONTEXT)) + a + e for a, e in zip(level, noise, strict=True)]
        masses = [sink(g - a) + a / 5 for g, a in zip(gammas, level, strict=True)]
        rescaled = {} if theta == 10_000 else {"rescaled_theta": theta}
        found.append(kept(gammas, gammas, masses, corpus=f"text {count}", **rescaled))
    return found


@pytest.mark.parametrize(
    ("slope", "verdict"), [(1, REPRODUCED), (0, CONTRADICTED), (-2, CONTRADICTED)]
)
def test_prediction(make: Make, slope: float, verdict: RealityVerdict) -> None:
    data = make(sweep(lambda p: 0.8 + slope * (p - 0.8), lambda _: 0.3))
    evidence = measure("sequences.prediction", data)
    decides(evidence, verdict)
    assert evidence.estimate == pytest.approx(slope, abs=0.05)


@pytest.mark.parametrize(
    ("slope", "verdict"), [(0, REPRODUCED), (0.3, CONTRADICTED), (-0.3, CONTRADICTED)]
)
def test_sink(make: Make, slope: float, verdict: RealityVerdict) -> None:
    data = make(sweep(lambda p: 0.8 + 2 * (p - 0.8), lambda g: 0.3 + slope * (g - 0.8)))
    evidence = measure("sequences.sink", data, STATES["sink.independence"])
    decides(evidence, verdict)
    assert evidence.estimate == pytest.approx(slope, abs=0.02)
    assert evidence.numbers["proportional slope"] == pytest.approx(0.3 / 0.8, rel=0.2)


def test_few_bases_and_few_sequences_decide_nothing(make: Make) -> None:
    data = make([*sweep(lambda p: p, lambda _: 0.3)[:3], *sweep(lambda p: p, lambda _: 0.3, 4)])
    evidence = measure("sequences.prediction", data)
    assert evidence.verdict is UNDECIDED
    assert "4 independent of one another" in evidence.detail


def test_profiles_without_rows_say_nothing(make: Make) -> None:
    data = make([profile(i, 0.8) for i in range(6)])
    for name in ("u_shape", "first_token", "near_and_far", "views", "not_monotone", "prediction"):
        assert measure(f"sequences.{name}", data).verdict is UNMEASURED
