"""All readings of a model, in one document."""

import importlib.metadata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from pycheck.errors import InputError
from pycheck.reality.experiments.corpus import Corpus
from pycheck.reality.experiments.measure import text_tokens
from pycheck.reality.experiments.readings.activations import activations, stream
from pycheck.reality.experiments.readings.attending import refuse_other
from pycheck.reality.experiments.readings.beginning import first_token, windows
from pycheck.reality.experiments.readings.candidates import candidates
from pycheck.reality.experiments.readings.heads import induction
from pycheck.reality.experiments.readings.kernels import kernels
from pycheck.reality.experiments.readings.quantized import groups, weights
from pycheck.reality.experiments.readings.scores import scores
from pycheck.reality.experiments.readings.setting import Setting
from pycheck.reality.experiments.readings.values import values
from pycheck.reality.experiments.subject import Subject
from pycheck.reality.experiments.vocabulary import draw_windows
from pycheck.reality.readings import Readings, Table

KINDS: dict[str, Callable[[Setting], dict[str, Table]]] = {
    "induction": induction,
    "values": values,
    "beginning": first_token,
    "windows": windows,
    "scores": scores,
    "activations": activations,
    "stream": stream,
    "groups": groups,
    "weights": weights,
    "candidates": candidates,
    "kernels": kernels,
}
"""What can be read, by name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is read, on which text: `context` in tokens, `kinds` names of `KINDS`."""

    corpus: Corpus
    context: int
    sequences: int
    seed: int
    kinds: Sequence[str]


def readings_of(subject: Subject, choice: Choice, command: str) -> Readings:
    """The readings of a model. Raises `InputError` where the model cannot be seen from within, or
    the text or the model is too short."""
    if choice.context > subject.context:
        raise InputError(
            f"a context of {choice.context} tokens is more than the {subject.context} that "
            f"{subject.name} was made for; choose a smaller --context"
        )
    tokens = text_tokens(subject, choice.corpus, choice.context)
    rng = np.random.default_rng(choice.seed)
    text = draw_windows(tokens, choice.sequences, choice.context, rng, subject.first)
    refuse_other(subject.network, text[0])
    setting = Setting(subject, text, choice.seed)
    tables: dict[str, Table] = {}
    for kind in tqdm(choice.kinds, desc=subject.name, unit="kind", disable=None):
        tables |= KINDS[kind](setting)
    versions = {name: importlib.metadata.version(name) for name in subject.packages}
    return Readings(
        model=subject.name,
        weights_sha256=subject.weights_sha256,
        corpus=choice.corpus.name,
        corpus_sha256=choice.corpus.sha256,
        context=choice.context,
        sequences=choice.sequences,
        seed=choice.seed,
        tables=tables,
        measured_by="pycheck experiment readings",
        command=command,
        software=versions | choice.corpus.versions,
    )
