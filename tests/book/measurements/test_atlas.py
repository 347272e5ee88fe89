"""The measurements of `atlas` on data whose answer is known."""

from typing import Any

import numpy as np
import pytest

from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.evidence import RealityVerdict
from pycheck.reality.fitted import fitted
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
    gammas = np.linspace(0.5, 1.3, 12)
    twice = [
        profile(i, float(g), 0.001, corpus=corpus)
        for corpus in ("one", "two")
        for i, g in enumerate(gammas)
    ]
    evidence = measure("atlas.two_corpora", make(twice))
    assert evidence.verdict is CONTRADICTED
    assert evidence.numbers["same side of 1"] == 12
