"""The tables on our own models: their numbers, on profiles whose answer is known."""

import numpy as np
import pytest

from bench import own_models
from pycheck.reality.profiles import Profile

CONTEXT, DISTANCES = 64, tuple(range(1, 33))
QUERIES = range(CONTEXT // 2 + 1, CONTEXT)


def models(gammas: tuple[float, ...], sinks: tuple[float, ...]) -> Profile:
    """Exact power laws, one a training seed."""
    rows = np.array([[0.1 * d**-g for d in DISTANCES] for g in gammas])
    return Profile(
        model="made",
        corpus="text",
        context=CONTEXT,
        distances=DISTANCES,
        attention=tuple(rows.mean(axis=0)),
        seeds=tuple(range(len(gammas))),
        seed_kind="training",
        per_seed=tuple(map(tuple, rows)),
        sink_mass=float(np.mean(sinks)),
        sink_mass_per_seed=sinks,
        losses=(2.0,) * len(gammas),
        fit_from=10,
        measured_by="made",
        method="made",
    )


def test_a_uniform_attention_has_a_sink_of_one() -> None:
    """A query at position p, counted from 0, sees p + 1 tokens, the first among them."""
    share = sum(1 / len(range(p + 1)) for p in QUERIES) / len(QUERIES)
    profile = models((0.5, 0.5), (share, 3 * share))
    assert own_models._sinks(profile) == pytest.approx([1, 3])
    assert own_models._sinks(own_models._of_seed(profile, 1)) == pytest.approx([3])


def test_a_mean_has_students_interval_over_seeds() -> None:
    """Of 0.6, 0.8, 1.0: t at 97.5 % with two degrees of freedom, 4.3027, times 0.2 / √3."""
    loss, gamma, extremes, _ = own_models._means(models((0.6, 0.8, 1.0), (0.1, 0.1, 0.1)))
    assert (loss, extremes) == ("2.000", "0.60 to 1.00")
    assert gamma == "0.80 (0.30 to 1.30)"


def test_one_model_has_no_interval() -> None:
    _, gamma, _, sink = own_models._means(models((0.7,), (0.02,)))
    assert (gamma, "to" in sink) == ("0.70", False)
