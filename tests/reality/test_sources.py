"""The profiles of a body of data, one a trained model."""

from pathlib import Path

import numpy as np
import pytest

from pycheck.data.sources import Source
from pycheck.reality.collect import collect
from pycheck.reality.fitted import fitted
from pycheck.reality.profiles import write_profile
from pycheck.reality.sources import by_training_seed, found_in, models_of
from tests.book.measurements.made import D, profile
from tests.included import PROJECT


def test_training_seeds_are_models_of_their_own(tmp_path: Path) -> None:
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
    write_profile(tmp_path / "mean.json", mean)
    assert models_of(Source("own", tmp_path)) == apart


def test_our_own_committed_profiles_are_valid_and_say_how_they_came_to_be() -> None:
    root = PROJECT.root / "data" / "profiles"
    assert found_in(Source("own", root))
    left_out = [Path(item.source).name for item in collect([root]).skipped]
    assert left_out == ["grokking.readings.json"]
    assert all(item.profile.command for item in found_in(Source("own", root)))
