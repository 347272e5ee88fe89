"""What all measurements say of the published data, of no data, and of data made for them."""

from pathlib import Path

import pytest

from pycheck.checks.measurement import judged, worst
from pycheck.data.sources import Source
from pycheck.evidence import RealityVerdict
from tests.book.measurements.made import (
    CONTRADICTED,
    REPRODUCED,
    UNDECIDED,
    UNMEASURED,
    Make,
    measure,
    profile,
)
from tests.checks_of import checks_of


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("atlas.phase_a", UNDECIDED),
        ("atlas.smoothing_side", REPRODUCED),
        ("atlas.two_corpora", REPRODUCED),
        ("compressing.cost", UNDECIDED),
        ("compressing.soft_decay", UNDECIDED),
        ("compressing.windows", CONTRADICTED),
        ("course.to_the_edge", CONTRADICTED),
        ("extension.beyond_length", REPRODUCED),
        ("extension.gamma_rule", CONTRADICTED),
        ("extension.rescaled", REPRODUCED),
        ("fits.quality", CONTRADICTED),
        ("passkeys.foretold", CONTRADICTED),
        ("passkeys.native_retrieves", UNDECIDED),
        ("prediction.pade_error", UNDECIDED),
        ("seeds.same_weights", CONTRADICTED),
        ("seeds.stray", REPRODUCED),
        ("sink.independence", UNMEASURED),
        ("sink.u_shape", UNMEASURED),
        ("spread.back_distances", UNDECIDED),
        ("spread.fisher", REPRODUCED),
        ("spread.heat_capacity_phase_a", UNDECIDED),
        ("theta.control", UNDECIDED),
        ("theta.monotone", UNDECIDED),
        ("thermal.entropies", CONTRADICTED),
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
    for number in evidence.compared:
        low, high = number.interval or (number.value, number.value)
        assert low <= number.value <= high
        assert number.claimed[0] <= number.claimed[1]
    if evidence.estimate is not None:
        own = [(number.value, number.interval) for number in evidence.compared]
        assert (evidence.estimate, evidence.interval) in own


# The retrieval within the trained length is contradicted only by every reading of its claim, and of
# the tests of a response one can only fail to find it; they are tested apart.
APART = {"passkeys.native_retrieves", "theta.control", "theta.monotone"}


@pytest.mark.parametrize(
    "name",
    sorted(set(checks_of("measurement")) - APART),
)
def test_the_numbers_that_are_shown_are_those_that_decide(author: Source, name: str) -> None:
    evidence = measure(name, author)
    if evidence.compared:
        assert evidence.verdict is worst([judged(number) for number in evidence.compared])
    else:
        assert evidence.verdict in (UNDECIDED, UNMEASURED)


def test_every_measurement_is_unmeasured_without_data(tmp_path: Path) -> None:
    for source in (Source("published", None, "fetch them"), Source("own", tmp_path / "gone", "do")):
        for name in checks_of("measurement"):
            evidence = measure(name, source)
            assert evidence.verdict is UNMEASURED
            assert source.remedy in evidence.detail or name.startswith("sink.")


def test_power_law_profiles_are_described(make: Make) -> None:
    straight = make([profile(i, 0.8, 0.001) for i in range(8)], "own")
    assert measure("spread.fisher", straight).verdict is REPRODUCED
    assert measure("spread.back_distances", straight).verdict is UNDECIDED
    assert measure("window.d90", straight).verdict is REPRODUCED


@pytest.mark.parametrize(
    ("name", "rate"),
    [("spread.fisher", 0.006), ("spread.fisher", 0.002), ("window.d90", 0.006)],
)
def test_exponential_profiles_are_not_described(make: Make, name: str, rate: float) -> None:
    source = make([profile(i, 0, 0.001, rate=rate) for i in range(8)], "own")
    assert measure(name, source).verdict is CONTRADICTED
