"""A sink in a profile is told, and a profile without one is left alone."""

from typing import Any

import numpy as np
import pytest

from pycheck.reality.cautions import cautions
from pycheck.reality.collect import collect
from pycheck.reality.profiles import Profile
from tests.included import PROJECT


def profile(**fields: Any) -> Profile:
    made = {
        "model": "m",
        "corpus": "c",
        "context": 256,
        "distances": (1, 2, 4, 8, 16, 32, 64, 128),
        "attention": tuple(0.2 / d for d in (1, 2, 4, 8, 16, 32, 64, 128)),
        "measured_by": "t",
        "method": "t",
    }
    return Profile.model_validate({**made, **fields})


def over_all_queries(sink: float, length: int) -> Profile:
    """Means over every query, as a plain script takes them: the first token is among the keys."""
    back = np.abs(np.arange(length)[:, None] - np.arange(length)[None, :])
    weights = np.tril(1.0 / (1 + back))
    weights[:, 0] = 0
    weights *= (1 - sink) / np.maximum(weights.sum(axis=1, keepdims=True), 1)
    weights[:, 0] += sink
    reach = range(1, length)
    means = tuple(float(np.diagonal(weights, -d).mean()) for d in reach)
    return profile(context=length, distances=tuple(reach), attention=means)


def test_a_sink_in_the_tail_is_told() -> None:
    said = list(cautions(over_all_queries(0.08, 64)))
    assert len(said) == 3
    assert said[0].startswith("attention adds up to 1.2")
    assert said[1].startswith("distance 63 in 64 tokens has the first token for its only key")
    assert said[2].startswith("attention rises ")
    assert "to 63, as it does where the first token is among the keys" in said[2]


def test_up_to_half_the_context_nothing_is_said() -> None:
    assert list(cautions(profile())) == []
    rising = (*profile().attention[:-1], 0.1)
    assert list(cautions(profile(attention=rising))) == []
    assert len(list(cautions(profile(attention=rising, context=200)))) == 1


def test_more_attention_than_a_query_has_is_told() -> None:
    (said,) = cautions(profile(attention=[1 / d for d in profile().distances]))
    assert said.startswith("attention adds up to 1.992 over the distances")


@pytest.mark.parametrize(("factor", "lines"), [(1.5, 0), (4.0, 1)])
def test_one_seed_that_stands_apart_is_told(factor: float, lines: int) -> None:
    row = profile().attention
    stray = (*row[:-1], row[-1] * factor)
    said = list(cautions(profile(context=200, seeds=(3, 5, 8), per_seed=(row, stray, row))))
    assert len(said) == lines
    assert all(line.startswith("seed 5 gives 4 times the median") for line in said)


def test_our_own_profiles_as_trained_have_none() -> None:
    found = collect([PROJECT.root / "data" / "profiles"]).found
    warned = [item.profile for item in found if list(cautions(item.profile))]
    assert len(found) > 20
    assert all(profile.rescaled_theta is not None for profile in warned)
