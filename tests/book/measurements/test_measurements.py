"""Each measurement on data whose answer is known, and on the published files."""

import itertools
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from book.measurements.fits import relative_error
from book.measurements.quoted import equal_tasks_beta
from book.measurements.theta import departure_p, rising_p, tracking
from pycheck.checks.measurement import compare, evidence_of, worst
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import RealityEvidence, RealityVerdict
from pycheck.reality.collect import collect
from pycheck.reality.fit import fit_power
from pycheck.reality.fitted import fitted, pade
from pycheck.reality.profiles import Profile, write_profile
from pycheck.reality.sources import by_training_seed, found_in, models_of
from pycheck.reality.sweeps import sweeps_of
from tests.checks_of import checks_of
from tests.included import PROJECT

REPRODUCED, CONTRADICTED = RealityVerdict.REPRODUCED, RealityVerdict.CONTRADICTED
UNDECIDED, UNMEASURED = RealityVerdict.UNDECIDED, RealityVerdict.UNMEASURED

STATES: dict[str, Mapping[str, str]] = {
    "atlas.phase_a": {"count": "38", "of": "42", "median": "0.885"},
    "prediction.pade_error": {"error_low": "0.20", "error_high": "0.22"},
    "sink.independence": {
        "gamma_from": "0.75",
        "gamma_to": "1.0",
        "sink_from": "0.371",
        "sink_to": "0.387",
    },
    "quoted.pass_k": {"first_try": "0.61", "k": "8", "all_k": "0.25"},
}
D = (10, 20, 30, 50, 100, 200, 500, 1000, 2000)

Make = Callable[..., Source]


def measure(name: str, source: Source, states: Mapping[str, str] | None = None) -> RealityEvidence:
    wanted = STATES.get(name, {}) if states is None else states
    return evidence_of(name, checks_of("measurement")[name], source, wanted)


def profile(index: int, gamma: float, noise: float = 0.02, **fields: Any) -> Profile:
    distances = np.asarray(fields.get("distances", D), dtype=float)
    rng = np.random.default_rng(index)
    bend = fields.pop("rate", 0.0) * distances
    attention = np.exp(-2 - gamma * np.log(distances) - bend + rng.normal(0, noise, len(distances)))
    return Profile.model_validate(
        {
            "model": f"model-{index}",
            "corpus": "text",
            "theta": 10000.0,
            "context": 2000,
            "distances": D,
            "attention": tuple(attention),
            "measured_by": "t",
            "method": "t",
            **fields,
        }
    )


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def build(profiles: list[Profile], name: str = "published") -> Source:
        root = tmp_path / "profiles"
        root.mkdir()
        for index, item in enumerate(profiles):
            write_profile(root / f"{index:03}.json", item)
        return Source(name, root, "fetch them")

    return build


@pytest.fixture(scope="module")
def author(published: Path) -> Source:
    return Source("published", published, "fetch them")


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("atlas.phase_a", CONTRADICTED),
        ("atlas.levy_range", CONTRADICTED),
        ("atlas.near_the_boundary", UNDECIDED),
        ("fits.quality", REPRODUCED),
        ("prediction.pade_error", UNDECIDED),
        ("prediction.decomposition", UNDECIDED),
        ("quoted.imprint", UNMEASURED),
        ("quoted.pass_k", UNMEASURED),
        ("sink.independence", UNMEASURED),
        ("sink.u_shape", UNMEASURED),
        ("spread.back_distances", REPRODUCED),
        ("spread.fisher", REPRODUCED),
        ("spread.heat_capacity_phase_a", UNDECIDED),
        ("theta.control", UNDECIDED),
        ("theta.monotone", CONTRADICTED),
        ("window.d90", REPRODUCED),
    ],
)
def test_what_the_published_data_say(author: Source, name: str, verdict: RealityVerdict) -> None:
    evidence = measure(name, author)
    assert evidence.verdict is verdict, evidence.detail
    assert (evidence.name, evidence.source) == (name, "published")
    assert evidence.detail
    assert "\n" not in evidence.detail
    if evidence.interval is not None:
        assert evidence.estimate is not None
        assert evidence.interval[0] <= evidence.estimate <= evidence.interval[1]
    assert measure(name, author) == evidence


def test_every_measurement_is_unmeasured_without_data(tmp_path: Path) -> None:
    for source in (Source("published", None, "fetch them"), Source("own", tmp_path / "gone", "do")):
        for name in checks_of("measurement"):
            evidence = measure(name, source)
            assert evidence.verdict is UNMEASURED
            assert source.remedy in evidence.detail or name.startswith(("quoted.", "sink."))


def test_published_figures_of_the_atlas(author: Source) -> None:
    numbers = measure("atlas.phase_a", author).numbers
    gammas = {
        corpus: [
            p_fit.fit.gamma for p_fit in fitted(models_of(author)) if p_fit.profile.corpus == corpus
        ]
        for corpus in ("mongo", "random")
    }
    assert (numbers["mongo: below 1"], numbers["mongo: models"]) == (19, 28)
    assert (numbers["random: below 1"], numbers["random: models"]) == (20, 28)
    for corpus, values in gammas.items():
        assert numbers[f"{corpus}: median gamma"] == pytest.approx(np.median(values))


def test_published_sweep_figures(author: Source) -> None:
    evidence = measure("theta.monotone", author)
    assert evidence.estimate == pytest.approx(0.15285955209288868, abs=1e-9)
    assert evidence.numbers["R2 of the prediction"] == pytest.approx(0.1443035834, abs=1e-9)


def test_an_atlas_that_agrees_cannot_be_called_contradicted(make: Make) -> None:
    gammas = np.concatenate([np.linspace(0.7, 0.99, 27), [1.05, 1.1, 1.2]])
    source = make([profile(i, float(g), 0.001) for i, g in enumerate(gammas)])
    median = f"{np.median(gammas):.3f}"
    agreed = measure("atlas.phase_a", source, {"count": "27", "of": "30", "median": median})
    assert agreed.verdict is UNDECIDED
    against = measure("atlas.phase_a", source, {"count": "10", "of": "30", "median": median})
    assert against.verdict is CONTRADICTED
    far = measure("atlas.phase_a", source, {"count": "27", "of": "30", "median": "0.5"})
    assert far.verdict is CONTRADICTED


def test_our_own_models_cannot_decide_the_atlas(make: Make) -> None:
    source = make([profile(i, 1.5) for i in range(12)], "own")
    assert measure("atlas.phase_a", source).verdict is UNDECIDED


def test_a_claim_without_its_literals_is_an_input_error(make: Make) -> None:
    source = make([profile(1, 0.8)])
    with pytest.raises(InputError, match="states no 'count'"):
        measure("atlas.phase_a", source, {})
    with pytest.raises(InputError, match="which is no number"):
        measure("atlas.phase_a", source, {"count": "many", "of": "42", "median": "1"})


@pytest.mark.parametrize(
    ("gammas", "verdict"),
    [
        (np.linspace(1.2, 1.6, 12), REPRODUCED),
        (np.linspace(0.4, 0.9, 12), CONTRADICTED),
        (np.linspace(0.6, 1.4, 12), UNDECIDED),
        (np.linspace(3.2, 3.6, 12), CONTRADICTED),
    ],
)
def test_levy_range_counts(make: Make, gammas: Any, verdict: RealityVerdict) -> None:
    source = make([profile(i, float(g), 0.001) for i, g in enumerate(gammas)])
    evidence = measure("atlas.levy_range", source)
    assert evidence.verdict is verdict
    assert evidence.numbers["with an index"] == sum(1 < g < 3 for g in gammas)


def test_what_holds_for_all_models_still_has_an_interval(make: Make) -> None:
    evidence = measure("atlas.levy_range", make([profile(i, 1.4) for i in range(5)]))
    assert evidence.estimate == 1
    assert evidence.interval == pytest.approx((0.025 ** (1 / 5), 1))
    assert evidence.verdict is UNDECIDED


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
    half = (fit.interval[1] - fit.interval[0]) / 2
    assert relative_error(fit.r2, len(d)) == pytest.approx(half / fit.gamma, rel=1e-9)


def test_pade_error_by_hand(make: Make) -> None:
    z = 2000 * math.sqrt(2) / 10000
    predicted = (2 - z) / (2 + z)
    assert pade(10000, 2000) == pytest.approx(predicted)
    exact = [profile(i, predicted / 1.21, 1e-6) for i in range(8)]
    beyond = [profile(100, 1.3, 1e-6)]
    evidence = measure("prediction.pade_error", make(exact + beyond))
    assert evidence.estimate == pytest.approx(0.21, abs=1e-4)
    assert evidence.verdict is REPRODUCED
    assert evidence.numbers["Phase B predicted too small"] == 1


def test_our_own_models_do_not_decide_the_error_over_the_books(make: Make) -> None:
    source = make([profile(i, 0.4, 1e-6) for i in range(8)], "own")
    evidence = measure("prediction.pade_error", source)
    assert evidence.verdict is UNDECIDED
    assert evidence.estimate == pytest.approx(pade(10000, 2000) / 0.4 - 1, abs=1e-3)


def test_the_parts_of_gamma_are_never_identified(make: Make) -> None:
    source = make([profile(i // 2, 0.8, corpus=f"c{i % 2}") for i in range(12)])
    numbers = measure("prediction.decomposition", source).numbers
    assert (numbers["equations"], numbers["rank"], numbers["unknowns"]) == (12, 6, 18)


def swept(
    gammas: list[float], index: int = 0, noise: float = 0.001, sinks: list[float] | None = None
) -> list[Profile]:
    thetas = [1000.0 * 2**i for i in range(len(gammas))]
    masses: list[float | None] = [None] * len(gammas) if sinks is None else list(sinks)
    return [
        profile(1000 * index + i, g, noise, model=f"m{index}", rescaled_theta=t, sink_mass=s)
        for i, (g, t, s) in enumerate(zip(gammas, thetas, masses, strict=True))
    ]


def rising(n: int) -> list[float]:
    return [0.5 + 0.05 * i for i in range(n)]


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
    assert measure("theta.control", make(swept(gammas, noise=noise))).verdict is verdict


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
    half = fitted(swept([g / 2 for g in along], noise=1e-5))
    slope, (low, high), r2 = tracking(sweeps_of(item.profile for item in half))
    assert slope == pytest.approx(0.5, abs=1e-3)
    assert low < slope < high < 0.9
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


def test_departure_is_calibrated_for_a_constant_response() -> None:
    p_values = []
    for index in range(60):
        found = sweeps_of(swept([0.7] * 6, index, noise=0.2))
        p_values.append(departure_p(found))
    assert 1 <= sum(p < 0.2 for p in p_values) <= 24
    assert np.mean(p_values) == pytest.approx(0.5, abs=0.15)


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
        profiles.append(profile(i, 0.8, last_query=tuple(row), context=256, distances=(1, 8, 64)))
    assert measure("sink.u_shape", make(profiles)).verdict is CONTRADICTED


@pytest.mark.parametrize(("far", "verdict"), [(0.2, REPRODUCED), (0.0001, CONTRADICTED)])
def test_u_shape(make: Make, far: float, verdict: RealityVerdict) -> None:
    row = np.array([0.1] + [0.1 / d for d in range(1, 100)])
    row[-4:] = far
    profiles = [
        profile(i, 0.8, last_query=tuple(row), context=100, distances=(1, 2, 4, 8, 16, 32))
        for i in range(8)
    ]
    assert measure("sink.u_shape", make(profiles)).verdict is verdict


def test_power_law_profiles_are_described(make: Make) -> None:
    straight = make([profile(i, 0.8, 0.001) for i in range(8)], "own")
    assert measure("spread.fisher", straight).verdict is REPRODUCED
    assert measure("spread.back_distances", straight).verdict is REPRODUCED
    assert measure("window.d90", straight).verdict is REPRODUCED


@pytest.mark.parametrize(
    ("name", "rate"),
    [("spread.fisher", 0.006), ("spread.fisher", 0.002), ("window.d90", 0.006)],
)
def test_exponential_profiles_are_not_described(make: Make, name: str, rate: float) -> None:
    source = make([profile(i, 0, 0.001, rate=rate) for i in range(8)], "own")
    assert measure(name, source).verdict is CONTRADICTED


def test_windows_alone_hardly_tell_an_exponential_law(make: Make) -> None:
    """Why the share inside an exponential law's windows is told beside the verdict."""
    source = make([profile(i, 0, 0.0001, rate=0.0005) for i in range(8)], "own")
    evidence = measure("window.d90", source)
    assert evidence.verdict is REPRODUCED
    assert evidence.numbers["share of an exponential law"] == pytest.approx(0.9, abs=0.002)
    assert abs((evidence.estimate or 0) - 0.9) > 0.01


def test_back_distances_of_a_cut_off_law_are_not_exponential(make: Make) -> None:
    source = make([profile(i, 0.3, 0.001, rate=0.0015) for i in range(8)], "own")
    assert all(item.fit.gamma < 1 for item in fitted(models_of(source)))
    assert measure("spread.back_distances", source).verdict is CONTRADICTED


def test_heat_capacity_needs_profiles_long_enough(make: Make) -> None:
    distances = tuple(int(d) for d in np.geomspace(10, 2000000, 24))
    long = [
        profile(i, 0.01, 0.0005, distances=distances, context=2000000, corpus="text")
        for i in range(6)
    ]
    evidence = measure("spread.heat_capacity_phase_a", make(long, "own"))
    assert evidence.numbers["long enough"] == 6
    assert evidence.verdict is REPRODUCED


def test_pass_k_arithmetic() -> None:
    evidence = measure("quoted.pass_k", Source("own", Path("nowhere")))
    assert evidence.numbers["independent"] == pytest.approx(0.61**8)
    total = equal_tasks_beta(0.61, 8, 0.25)
    assert stats.beta(0.61 * total, 0.39 * total).moment(8) == pytest.approx(0.25, rel=1e-9)


def test_training_seeds_are_models_of_their_own(make: Make) -> None:
    rows = tuple(
        tuple(np.exp(-1 - g * np.log(np.asarray(D, dtype=float)))) for g in (0.5, 0.6, 0.7)
    )
    mean = profile(
        1,
        0.6,
        seeds=(4, 5, 6),
        seed_kind="training",
        per_seed=rows,
        attention=rows[0],
        sink_mass=0.2,
        sink_mass_per_seed=(0.1, 0.2, 0.3),
    )
    apart = by_training_seed(mean)
    assert [p.model for p in apart] == ["model-1, seed 4", "model-1, seed 5", "model-1, seed 6"]
    assert [p.sink_mass for p in apart] == [0.1, 0.2, 0.3]
    assert not any(p.layers or p.last_query or p.per_seed for p in apart)
    assert [f.fit.gamma for f in fitted(apart)] == pytest.approx([0.5, 0.6, 0.7])
    assert by_training_seed(profile(1, 0.6)) == (profile(1, 0.6),)
    assert models_of(make([mean])) == apart


def test_compare_has_three_answers() -> None:
    assert compare((0.2, 0.3), 0.1, 0.4) is REPRODUCED
    assert compare((0.2, 0.3), 0.25, 0.4) is UNDECIDED
    assert compare((0.2, 0.3), 0.35, 0.4) is CONTRADICTED
    assert worst([REPRODUCED, UNDECIDED]) is UNDECIDED
    assert worst([REPRODUCED, CONTRADICTED, UNDECIDED]) is CONTRADICTED
    assert worst([REPRODUCED]) is REPRODUCED


def test_our_own_committed_profiles_are_valid_and_say_how_they_came_to_be() -> None:
    root = PROJECT.root / "data" / "profiles"
    assert found_in(Source("own", root))
    assert collect([root]).skipped == ()
    assert all(item.profile.command for item in found_in(Source("own", root)))
