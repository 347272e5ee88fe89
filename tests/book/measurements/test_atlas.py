"""The measurements of `atlas` on data whose answer is known."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from book.measurements.atlas import beside_printed
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import RealityVerdict
from pycheck.reality.fitted import fitted
from pycheck.reality.intervals import share_interval
from pycheck.reality.profiles import Profile
from pycheck.reality.rules import decide
from pycheck.reality.sources import models_of
from tests.book.measurements.made import CONTRADICTED, REPRODUCED, UNDECIDED, Make, measure, profile


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


def twice(gammas: Any, error: float = 0.001) -> list[Profile]:
    """Each model on two corpora, whose exponents differ by errors of that size."""
    rng = np.random.default_rng(8)
    return [
        profile(i, float(g + rng.normal(0, error)), 0.001, corpus=corpus)
        for corpus in ("one", "two")
        for i, g in enumerate(gammas)
    ]


def normal_models(share: float, median: float, models: int) -> Any:
    """Exponents at the quantiles of the normal law with this median and share below 1."""
    z = stats.norm.ppf((np.arange(models) + 0.5) / models)
    return median + (1 - median) / stats.norm.ppf(share) * z


@pytest.mark.parametrize(
    ("share", "median", "models", "verdict"),
    [
        (38 / 42, 0.885, 800, REPRODUCED),
        (38 / 42, 0.885, 28, UNDECIDED),
        (0.6, 0.885, 800, CONTRADICTED),
        (38 / 42, 0.6, 28, CONTRADICTED),
    ],
)
def test_the_atlas_comes_out_every_way(
    share: float, median: float, models: int, verdict: RealityVerdict
) -> None:
    units = [[g - 0.001, g + 0.001] for g in normal_models(share, median, models)]
    reading = decide(beside_printed(units, 38 / 42, 0.885), "told", models)
    assert reading.verdict is verdict
    if verdict is not CONTRADICTED:
        assert ("too few" in reading.detail) == (verdict is UNDECIDED)


def test_errors_of_the_exponents_do_not_contradict_a_true_atlas(make: Make) -> None:
    """By corpus some 70 % lie below 1, as published; 38 of 42 are true."""
    source = make(twice(normal_models(38 / 42, 0.885, 60), error=0.185))
    evidence = measure("atlas.phase_a", source)
    raw = float(evidence.numbers["one: below 1"]) / 60
    assert share_interval(round(raw * 60), 60)[1] < 38 / 42
    assert evidence.verdict is UNDECIDED
    assert evidence.numbers["spread within models"] == pytest.approx(0.185, rel=0.2)


def test_models_measured_once_do_not_decide_the_atlas(make: Make) -> None:
    evidence = measure("atlas.phase_a", make([profile(i, 1.5) for i in range(12)]))
    assert (evidence.verdict, evidence.compared) == (UNDECIDED, ())
    assert "0 models were measured on two corpora or more" in evidence.detail


def test_our_own_models_cannot_decide_the_atlas(make: Make) -> None:
    found = make(twice([1.5] * 12))
    assert measure("atlas.phase_a", found).verdict is CONTRADICTED
    own = Source("own", found.root, "do")
    assert measure("atlas.phase_a", own).verdict is UNDECIDED


def test_a_claim_without_its_literals_is_an_input_error(make: Make) -> None:
    source = make([profile(1, 0.8)])
    with pytest.raises(InputError, match="states no 'count'"):
        measure("atlas.phase_a", source, {})
    with pytest.raises(InputError, match="which is no number"):
        measure("atlas.phase_a", source, {"count": "many", "of": "42", "median": "1"})


@pytest.mark.parametrize(
    ("gammas", "verdict"),
    [
        (np.linspace(0.4, 0.9, 12), REPRODUCED),
        (np.linspace(1.2, 1.6, 12), CONTRADICTED),
        (np.linspace(0.6, 1.4, 12), UNDECIDED),
    ],
)
def test_the_smoothing_side_is_counted(make: Make, gammas: Any, verdict: RealityVerdict) -> None:
    source = make([profile(i, float(g), 0.001) for i, g in enumerate(gammas)])
    evidence = measure("atlas.smoothing_side", source)
    assert evidence.verdict is verdict
    assert evidence.numbers["below 1"] == sum(g < 1 for g in gammas)


def test_what_holds_for_all_models_still_has_an_interval(make: Make) -> None:
    evidence = measure("atlas.smoothing_side", make([profile(i, 0.6) for i in range(5)]))
    assert evidence.estimate == 1
    assert evidence.interval == pytest.approx((0.025 ** (1 / 5), 1))
    assert evidence.verdict is UNDECIDED


def test_averaged_over_the_corpora_four_models_lie_at_one_or_above(author: Source) -> None:
    evidence = measure("atlas.phase_a", author)
    assert evidence.verdict is UNDECIDED
    assert evidence.numbers["mean of corpora: 1 or above"] == 4
    assert evidence.numbers["mean of corpora: models"] == 28
    gammas: dict[str, list[float]] = {}
    for item in fitted(models_of(author)):
        gammas.setdefault(item.profile.model, []).append(item.fit.gamma)
    means = [np.mean(values) for values in gammas.values() if len(values) == 2]
    assert evidence.numbers["mean of corpora: median gamma"] == pytest.approx(np.median(means))


def test_two_corpora_of_the_author_hardly_agree(author: Source) -> None:
    evidence = measure("atlas.two_corpora", author)
    assert evidence.verdict is REPRODUCED
    assert evidence.estimate == pytest.approx(0.28, abs=0.005)
    assert evidence.numbers["same side of 1"] == 17


def test_exponents_that_agree_on_two_corpora_are_told(make: Make) -> None:
    evidence = measure("atlas.two_corpora", make(twice(np.linspace(0.5, 1.3, 12), 0)))
    assert evidence.verdict is CONTRADICTED
    assert evidence.numbers["same side of 1"] == 12
