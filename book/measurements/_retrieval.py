"""The author's trials of retrieval by length, as shares."""

from collections.abc import Iterator, Mapping

from pycheck.data.sources import Source
from pycheck.errors import InputError

from ._author import Choices, Retriever, Trials, read
from ._proportions import Share

CHOICES = "exp_b1/niah_v5_extended.json"
UNSCALED = "alpha_1"
TWICE = 2
HALF = 0.5
"""Retrieval that is called working, ours: more often than not."""
UNIT = "fraction of trials"


def models_in(source: Source) -> Mapping[str, Retriever]:
    """The models that chose among ten, by name. Raises `InputError` where there is none."""
    models = read(source, CHOICES, Choices).models
    if not models:
        raise InputError(f"{CHOICES} holds no model; fetch it again")
    return models


def pairs(models: Mapping[str, Retriever], factor: str) -> Iterator[tuple[str, Share, Share]]:
    """Name, retrieval at the trained length as trained, and at twice it with `factor`."""
    for name, model in models.items():
        inside = model.alphas[UNSCALED].at(model.T_train)
        yield name, share(inside), share(model.alphas[factor].at(TWICE * model.T_train))


def share(trials: Trials) -> Share:
    """Hits among trials."""
    return Share(trials.correct, trials.total)


def within(results: Mapping[str, Trials], length: int) -> Share:
    """All trials within so many tokens. Raises `InputError` where there are none."""
    inside = [trials for n, trials in results.items() if int(n) <= length]
    if not inside:
        raise InputError(f"no trials within {length} tokens; fetch the data again")
    return Share(sum(t.correct for t in inside), sum(t.total for t in inside))
