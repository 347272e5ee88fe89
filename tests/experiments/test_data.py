"""The committed profiles and trainings: what they say, how they were made, what must add up."""

import importlib.metadata
import itertools
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from pycheck.reality.profiles import load_profile
from pycheck.reality.readings import load_readings
from tests import needs
from tests.command import pycheck_command
from tests.included import PROJECT

DATA = PROJECT.root / "data"
FILES = sorted((DATA / "profiles").glob("theta*.json"))
READINGS = DATA / "profiles" / "grokking.readings.json"
NAME = re.compile(r"theta(\d+)-context(\d+)-(docstrings|random)(?:-rescaled(\d+))?")
TRAINED = (
    ("100", "256"),
    ("1000", "256"),
    ("10000", "256"),
    ("100000", "256"),
    ("100", "512"),
    ("10000", "512"),
)
"""Base and context of the models, three seeds each."""


def by_name(name: str) -> Path:
    return DATA / "profiles" / f"{name}.json"


def test_there_is_a_profile_for_each_model_and_corpus() -> None:
    names = {path.stem for path in FILES}
    for theta, context in TRAINED:
        for corpus in ("docstrings", "random"):
            assert f"theta{theta}-context{context}-{corpus}" in names


@pytest.mark.parametrize("context", [256, 512])
def test_the_control_covers_four_orders_of_magnitude(context: int) -> None:
    for theta in (100, 10_000):
        rescaled = (DATA / "profiles").glob(f"theta{theta}-context{context}-*-rescaled*.json")
        bases = [profile.rescaled_theta for profile in map(load_profile, rescaled)]
        assert len(bases) >= 7
        assert min(filter(None, [theta, *bases])) == 100
        assert max(filter(None, bases)) == 1_000_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_profile_is_what_its_name_says_and_says_how_it_was_made(path: Path) -> None:
    match = NAME.fullmatch(path.stem)
    assert match is not None
    theta, context, corpus, rescaled = match.groups()
    profile = load_profile(path)
    assert profile.theta == float(theta)
    assert profile.rescaled_theta == (None if rescaled is None else float(rescaled))
    assert (profile.context, profile.corpus) == (int(context), corpus)
    assert profile.distances == tuple(range(1, int(context) // 2 + 1))
    assert profile.seeds == (0, 1, 2)
    assert profile.seed_kind == "training"
    for seed in profile.seeds:
        model = f"theta{theta}-context{context}-seed{seed}"
        assert f"--theta {theta} --context {context} --seed {seed} " in profile.command
        assert f"--out {model}" in profile.command
        assert f"--model {model}" in profile.command
    assert ("--rescale-theta" in profile.command) == (rescaled is not None)
    assert re.fullmatch("[0-9a-f]{64}", profile.corpus_sha256) or corpus == "random"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_weights_add_up(path: Path) -> None:
    profile = load_profile(path)
    assert profile.sink_mass is not None
    assert profile.self_mass is not None
    assert sum(profile.attention) + profile.sink_mass + profile.self_mass < 1
    assert sum(profile.last_query) == pytest.approx(1, abs=1e-3)
    for d, value in enumerate(profile.attention):
        assert value == pytest.approx(sum(r[d] for r in profile.per_seed) / 3, rel=1e-4)
        assert value == pytest.approx(
            sum(r[d] for r in profile.layers) / len(profile.layers), rel=1e-4
        )


def test_every_model_learnt_more_than_token_frequencies() -> None:
    trained = json.loads((DATA / "training.json").read_text(encoding="utf-8"))
    assert len(trained) == len(TRAINED) * 3
    digests = {record["corpus"]["sha256"] for record in trained.values()}
    assert len(digests) == 1
    assert load_profile(by_name("theta100-context256-docstrings")).corpus_sha256 in digests
    for record in trained.values():
        assert record["training"]["held_out"] < 0.7 * record["training"]["unigram"]


def test_trainings_are_whole_and_say_how_they_were_made() -> None:
    readings = load_readings(READINGS)
    course, held = readings.tables["grokking"], readings.tables["held norm"]
    seeds, decays, norms = range(6), (0.5, 0), (20, 35, 50, 70, 100)
    words = [("seed", seeds), ("decay", decays), ("norm", norms)]
    given = " ".join(f"--{name} {value}" for name, values in words for value in values)
    assert readings.command == (
        f"pycheck experiment grok {given} --prime 59 --steps 2500 --output {READINGS.name}"
    )
    made = zip(course.column("seed"), course.column("decay"), strict=True)
    assert Counter(made) == dict.fromkeys(itertools.product(seeds, decays), 52)
    ends = zip(held.column("seed"), held.column("held"), strict=True)
    assert Counter(ends) == dict.fromkeys(itertools.product(seeds, norms), 1)
    assert held.column("norm") == pytest.approx(held.column("held"), rel=1e-3)
    for seed, decay in itertools.product(seeds, decays):
        rows = (course.column("seed") == seed) & (course.column("decay") == decay)
        steps = course.column("step")[rows]
        assert (steps[0], steps[-1]) == (0, 2500)
        assert (np.diff(steps) > 0).all()
    assert {"torch", "numpy"} <= set(readings.software)


def test_a_seed_begins_alike_with_and_without_decay() -> None:
    course = load_readings(READINGS).tables["grokking"]
    first = course.column("step") == 0
    for name in course.columns.keys() - {"decay"}:
        with_decay, without = course.column(name)[first].reshape(-1, 2).T
        assert with_decay.tolist() == without.tolist()


@pytest.mark.slow
@pytest.mark.models
def test_a_training_gives_its_committed_rows_again(tmp_path: Path) -> None:
    needs.models("torch")
    committed = load_readings(READINGS)
    if importlib.metadata.version("torch") != committed.software["torch"]:
        pytest.skip(f"the readings were made with torch {committed.software['torch']}")
    path = tmp_path / "x.readings.json"
    words = ["experiment", "grok", "--seed", "3", "--decay", "0.5", "-o", str(path)]
    assert pycheck_command(*words).code == 0
    made, course = load_readings(path).tables["grokking"], committed.tables["grokking"]
    rows = (course.column("seed") == 3) & (course.column("decay") == 0.5)
    for name, column in made.columns.items():
        assert list(column) == course.column(name)[rows].tolist()


def test_the_data_stay_small() -> None:
    assert all(path.stat().st_size < 40_000 for path in (*FILES, READINGS))
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 3_000_000
