"""The committed trainings that generalize late: how they were made, and that they are whole."""

import importlib.metadata
import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from pycheck.reality.readings import load_readings
from tests import needs
from tests.command import pycheck_command
from tests.included import PROJECT

READINGS = PROJECT.root / "data" / "profiles" / "grokking.readings.json"


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
