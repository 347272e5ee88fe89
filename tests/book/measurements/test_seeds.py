"""The measurements of `seeds` on data whose answer is known."""

import numpy as np
import pytest

from pycheck.data.sources import Source
from pycheck.evidence import RealityVerdict
from pycheck.reality.profiles import Profile
from pycheck.reality.published import AUTHOR
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


def seeded(index: int, place: int | None, factor: float = 20.0) -> Profile:
    """Three seeds of one law, the second of which is `factor` times it at one distance."""
    rows = np.exp(-2 - 0.9 * np.log(np.tile(np.asarray(D, dtype=float), (3, 1))))
    rows *= np.exp(np.random.default_rng(index).normal(0, 0.02, rows.shape))
    if place is not None:
        rows[1, place] *= factor
    return profile(
        index,
        0.9,
        attention=tuple(rows.mean(axis=0)),
        seeds=(1, 2, 3),
        per_seed=tuple(map(tuple, rows)),
    )


@pytest.mark.parametrize(
    ("place", "verdict"), [(-1, REPRODUCED), (0, CONTRADICTED), (None, UNDECIDED)]
)
def test_a_stray_seed_flattens_far_away_and_steepens_near(
    make: Make, place: int | None, verdict: RealityVerdict
) -> None:
    evidence = measure("seeds.stray", make([seeded(i, place) for i in range(8)]))
    assert evidence.verdict is verdict, evidence.detail
    assert evidence.numbers["with a stray seed"] == (0 if place is None else 8)
    assert evidence.numbers["smallest 1 by median"] == pytest.approx(0.9, abs=0.03)


def test_profiles_without_seeds_of_text_say_nothing_of_them(make: Make) -> None:
    assert measure("seeds.stray", make([profile(1, 0.9)])).verdict is UNMEASURED


@pytest.mark.parametrize(
    ("names", "verdict", "models"),
    [
        (("a/M", "a/M-hf", "a/N-hf"), CONTRADICTED, 2),
        (("a/M", "a/N-hf"), REPRODUCED, 2),
    ],
)
def test_converted_weights_are_no_second_model(
    make: Make, names: tuple[str, ...], verdict: RealityVerdict, models: int
) -> None:
    profiles = [profile(i, 0.9, model=name, measured_by=AUTHOR) for i, name in enumerate(names)]
    evidence = measure("seeds.same_weights", make(profiles))
    assert evidence.verdict is verdict
    assert evidence.numbers["models"] == models


def test_only_the_authors_files_are_asked_for_twins(make: Make) -> None:
    twins = [profile(1, 0.9, model="a/M"), profile(2, 0.9, model="a/M-hf")]
    assert measure("seeds.same_weights", make(twins)).verdict is UNMEASURED


def test_the_figures_of_the_published_files(author: Source) -> None:
    numbers = measure("seeds.stray", author).numbers
    assert (numbers["with a stray seed"], numbers["profiles"]) == (11, 56)
    assert numbers["smallest 1"] == pytest.approx(0.287, abs=5e-4)
    assert numbers["smallest 1 by median"] == pytest.approx(0.882, abs=5e-4)
    assert numbers["smallest with a stray seed"] == 3
    numbers = measure("seeds.same_weights", author).numbers
    assert (numbers["names"], numbers["models"]) == (28, 27)
    by_median = [float(numbers[f"{name} by median"]) for name in ("original", "converted")]
    assert by_median == pytest.approx([0.822, 0.835], abs=5e-4)
