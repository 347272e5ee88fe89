"""What is measured on the author's experiments, on files whose answer is known."""

import json
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from book.measurements import compressing, course, extension
from book.measurements._proportions import Share, difference
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import RealityVerdict
from tests import needs
from tests.book.measurements import author_files as files
from tests.book.measurements.made import (
    CONTRADICTED,
    REPRODUCED,
    UNDECIDED,
    UNMEASURED,
    Make,
    measure,
    profile,
)

ALL, HALF, NONE = (50, 50, 50, 50), (50, 48, 30, 25), (0, 0, 0, 0)
FALLS = (50, 50, 44, 5)
GAMMAS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1)
AUTHORS = (
    "compressing.cost",
    "compressing.soft_decay",
    "compressing.windows",
    "course.to_the_edge",
    "extension.beyond_length",
    "extension.gamma_rule",
    "extension.rescaled",
    "passkeys.foretold",
    "passkeys.native_retrieves",
    "thermal.entropies",
)


def _rule(rule: float, four: float = 1.1, sixteen: float = 3.0) -> dict[str, Any]:
    ppl = {"alpha_1": 1.0, "alpha_4": four, "alpha_16": sixteen, "alpha_opt": rule}
    return files.extending({"alpha_1": FALLS, "alpha_4": ALL}, ppl)


CASES: dict[str, dict[RealityVerdict, dict[str, Any]]] = {
    "extension.beyond_length": {
        REPRODUCED: files.extending({"alpha_1": FALLS, "alpha_4": ALL}),
        CONTRADICTED: files.extending({"alpha_1": (20, 5, 50, 50), "alpha_4": ALL}),
        UNDECIDED: files.extending({"alpha_1": (50, 46, 44, 45), "alpha_4": ALL}),
    },
    "extension.rescaled": {
        REPRODUCED: files.extending({"alpha_1": FALLS, "alpha_4": ALL}),
        CONTRADICTED: files.extending({"alpha_1": FALLS, "alpha_4": NONE}),
        UNDECIDED: files.extending({"alpha_1": FALLS, "alpha_4": HALF}),
    },
    "passkeys.native_retrieves": {
        REPRODUCED: files.extending({"alpha_1": ALL}, written=ALL, keys=1.0),
        CONTRADICTED: files.extending({"alpha_1": NONE}),
        UNDECIDED: files.extending({"alpha_1": ALL}),
    },
    "passkeys.foretold": {
        REPRODUCED: files.foretold(0.9, 0.1),
        CONTRADICTED: files.foretold(0.0, 0.0),
        UNDECIDED: files.foretold(0.55, 0.1),
    },
    "extension.gamma_rule": {
        REPRODUCED: _rule(1.0),
        CONTRADICTED: _rule(8.0),
    },
    "course.to_the_edge": {
        REPRODUCED: files.trained({1: 0.6, 20: 0.8, 50: 0.9, 100: 0.98}),
        CONTRADICTED: files.trained({1: 0.6, 20: 1.0, 50: 0.9, 100: 0.7}),
        UNDECIDED: files.trained({1: 0.7, 20: 0.75, 50: 0.72, 100: 0.74}, noise=0.3),
    },
    "compressing.cost": {
        REPRODUCED: files.costs(GAMMAS, -2.0),
        CONTRADICTED: files.costs(GAMMAS, 2.0),
        UNDECIDED: files.costs(GAMMAS[:3], -2.0),
    },
    "compressing.windows": {
        REPRODUCED: files.costs(GAMMAS, 1.0),
        CONTRADICTED: files.costs((0.9, 1.1, 1.2), 1.0, (700, 2048, 2048)),
    },
    "compressing.soft_decay": {
        REPRODUCED: files.decays(-0.5, 0.1),
        CONTRADICTED: files.decays(0.5, 0.1),
        UNDECIDED: files.decays(-0.2, 0.2),
        UNMEASURED: files.decays(-0.5, 0.1, "SOFT_DECAY_LOSES"),
    },
    "thermal.entropies": {
        REPRODUCED: files.thermodynamics(1.0),
        CONTRADICTED: files.thermodynamics(0.2),
    },
}


def test_every_measurement_has_its_cases() -> None:
    assert sorted(CASES) == sorted(AUTHORS)


@pytest.mark.parametrize(
    ("name", "verdict"), [(name, verdict) for name, cases in CASES.items() for verdict in cases]
)
def test_each_verdict_is_reached(tmp_path: Path, name: str, verdict: RealityVerdict) -> None:
    evidence = measure(name, files.body(tmp_path, CASES[name][verdict]))
    assert evidence.verdict is verdict, evidence.detail


@pytest.mark.parametrize("name", AUTHORS)
def test_other_data_have_no_such_file(make: Make, name: str) -> None:
    evidence = measure(name, make([profile(0, 0.8)], "own"))
    assert evidence.verdict is UNMEASURED
    assert "is not in it" in evidence.detail


@pytest.mark.parametrize("name", AUTHORS)
@pytest.mark.parametrize("damage", ["nothing", "list", "words"])
def test_a_damaged_file_is_one_line(tmp_path: Path, name: str, damage: str) -> None:
    made: Mapping[str, Any] = CASES[name][CONTRADICTED]
    file = extension.LONG if name == "extension.gamma_rule" else next(iter(made))
    broken = {"nothing": {}, "list": [[]], "words": "?"}[damage]
    source = files.body(tmp_path, {**made, file: broken})
    with pytest.raises(InputError) as caught:
        measure(name, source)
    assert str(tmp_path / file) in str(caught.value) or file in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "file", "keys"),
    [
        ("extension.beyond_length", "exp_b1/niah_v5_extended.json", ("models",)),
        ("extension.gamma_rule", "exp_b1/ntk_longseq_results.json", ("results", "alpha_16")),
        ("course.to_the_edge", course.FILE, ("checkpoints", "20")),
        ("course.to_the_edge", course.FILE, ("checkpoints", "20", "means")),
    ],
)
def test_a_hole_in_a_table_is_one_line(
    tmp_path: Path, name: str, file: str, keys: tuple[str, ...]
) -> None:
    made = json.loads(json.dumps(CASES[name][CONTRADICTED]))
    place = made[file]
    for key in keys[:-1]:
        place = place[key]
    if isinstance(place[keys[-1]], list):
        place[keys[-1]].pop()
    elif len(keys) > 1:
        del place[keys[-1]]
    else:
        place[keys[-1]] = {}
    with pytest.raises(InputError, match="fetch"):
        measure(name, files.body(tmp_path, made))


@settings(max_examples=40)
@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
def test_intervals_of_shares_are_those_of_statsmodels(a: int, n: int, b: int, m: int) -> None:
    proportion = needs.models("statsmodels.stats.proportion")
    one, other = Share(min(a, n), n), Share(min(b, m), m)
    wilson = proportion.proportion_confint(one.hits, n, 0.05, "wilson")
    assert one.wilson(0.95) == pytest.approx(wilson, abs=1e-9)
    newcombe = proportion.confint_proportions_2indep(
        one.hits, n, other.hits, m, method="newcomb", compare="diff", alpha=0.02
    )
    assert difference(one, other, 0.98) == pytest.approx(newcombe, abs=1e-9)


@given(st.floats(0, 3), st.floats(0, 3))
def test_growth_is_the_change_of_the_distance_from_one(a: float, b: float) -> None:
    expected = abs(b - 1) - abs(a - 1)
    assert course.growth(b - a, a + b) == pytest.approx(expected, abs=1e-12)
    side = np.sign(b - a) * np.sign(a + b - 2)
    assert expected == pytest.approx(side * min(abs(a + b - 2), abs(b - a)), abs=1e-12)


def test_the_rank_test_counts_all_orders() -> None:
    x = np.array([0.3, 0.9, 0.5, 1.2, 0.7])
    ys = [np.array([2.0, 1.0, 4.0, 0.5, 3.0]), np.array([5.0, 1.0, 4.0, 2.0, 3.0])]
    means = np.array(
        [np.mean([stats.spearmanr(o, y).statistic for y in ys]) for o in permutations(x)]
    )
    value, (low, high), chance = compressing.rank_test(x, ys)
    assert value == pytest.approx(np.mean([stats.spearmanr(x, y).statistic for y in ys]))
    assert chance == float(np.mean(means <= value + 1e-9))
    beyond = [float(np.mean(means >= value - 1e-9)), chance]
    assert (low > 0, high < 0) == (beyond[0] <= 0.025, beyond[1] <= 0.025)


def test_the_interval_of_the_rank_test_decides_as_the_test_does() -> None:
    rng = np.random.default_rng(5)
    x = np.arange(6.0)
    decided = 0
    for _ in range(40):
        y = x * rng.choice([-1.0, 0.0, 1.0]) + rng.normal(0, 1.5, 6)
        value, (low, high), chance = compressing.rank_test(x, [y])
        assert low <= value <= high
        assert (high < 0) is bool(chance <= 0.025)
        decided += high < 0 or low > 0
    assert 5 < decided < 35


def test_a_course_is_read_as_the_author_read_it(author: Source) -> None:
    """The exponents agree with the published ones, which the file has too."""
    document = json.loads((author.root or Path()).joinpath(course.FILE).read_text())
    logs = np.log(np.array(document["distances"], float))
    for row in document["checkpoints"].values():
        found = course.slope(logs, np.log(row["means"]))
        assert found.value == pytest.approx(row["gamma"], abs=1e-9)
        fit = stats.linregress(logs, np.log(row["means"]))
        assert found.half == pytest.approx(fit.stderr * stats.t.ppf(0.975, len(logs) - 2))


def test_figures_of_the_author(author: Source) -> None:
    """What was found by another program on the same files."""
    entropies = measure("thermal.entropies", author).numbers
    assert (entropies["rows"], entropies["too small"]) == (16, 16)
    assert entropies["least"] == pytest.approx(0.99, abs=0.005)
    assert entropies["largest"] == pytest.approx(5.075, abs=0.005)
    cost = measure("compressing.cost", author)
    for told in ("-0.43 at 64", "-0.14 at 128", "-0.21 at 512", "-0.71 at 768", "-0.61 at 1024"):
        assert told in cost.detail
    windows = measure("compressing.windows", author).numbers
    assert (windows["its window"], windows["window of that"]) == (1079, 841)
    assert measure("course.to_the_edge", author).numbers["nearer before"] == 8
    assert "1424.1" in measure("extension.beyond_length", author).detail
