"""Profiles of models: which text, which seeds, and what is averaged."""

import importlib.metadata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pycheck.errors import InputError
from pycheck.reality.experiments.attention import measure_attention
from pycheck.reality.experiments.corpus import Corpus
from pycheck.reality.experiments.precision import DoublePrecision
from pycheck.reality.experiments.subject import Subject
from pycheck.reality.experiments.vocabulary import draw_windows
from pycheck.reality.profiles import Profile
from pycheck.reality.reduction import (
    AttentionMeans,
    each_row,
    head_rows,
    means_by_distance,
    over_runs,
    rounded_row,
    runs_of,
)

RANDOM = "random"
"""The name of the corpus of uniformly random tokens."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured: `corpus` None for random tokens, `context` and `sequences` in tokens and
    sequences a seed, `seeds` of the text that is drawn, `heads` whether every head is kept, `rows`
    whether every sequence is, `pooled` whether layers, heads and sequences are kept at runs of
    distances instead of at each, `double` whether all is calculated in double precision."""

    corpus: Corpus | None
    context: int
    sequences: int
    seeds: tuple[int, ...]
    heads: bool = False
    rows: bool = False
    pooled: bool = False
    double: bool = False


def profile_of(subjects: Sequence[Subject], plan: Plan, command: str) -> Profile:
    """The profile of models that differ in nothing but the seed of their training.

    With one model the seeds of the profile are those of the text (`plan.seeds`), unless one draw of
    it meets a known seed of the training; with several they are those of the training, and every
    model sees the same text. Raises `InputError` when the
    models differ in something else, or the text or a model is too short for the context.
    """
    _check_alike(subjects)
    if plan.context > subjects[0].context:
        raise InputError(
            f"a context of {plan.context} tokens is more than the {subjects[0].context} that "
            f"{subjects[0].name} was made for; choose a smaller --context"
        )
    if len(subjects) > 1 and len(plan.seeds) > 1:
        raise InputError(
            "several --model and several --seed at once; give one --seed, which draws the text "
            "that all models meet"
        )
    if len(subjects) == 1 and (len(plan.seeds) > 1 or subjects[0].seed is None):
        seeds, kind = plan.seeds, "prompts"
        measured = [_measure(subjects[0], plan, seed) for seed in seeds]
    else:
        seeds, kind = tuple(s.seed or 0 for s in subjects), "training"
        measured = [_measure(subject, plan, plan.seeds[0]) for subject in subjects]
    profile = _assemble(subjects, plan, [means for means, _ in measured], seeds, kind, command)
    losses = tuple(round(loss, 4) for _, loss in measured if loss is not None)
    whole = losses if len(losses) == len(measured) else ()
    return profile.model_copy(update={"losses": whole})


def _check_alike(subjects: Sequence[Subject]) -> None:
    kinds = {
        (
            *(s.name, s.theta, s.rescaled_theta, s.context, s.vocabulary, s.learnt_sha256),
            s.stopped_at,
        )
        for s in subjects
    }
    if len(kinds) > 1:
        raise InputError(
            "several --model must differ only in the seed of their training, but these differ in "
            "kind, base theta, context, corpus or step; measure them one by one"
        )
    seeds = [s.seed for s in subjects]
    if len(subjects) > 1 and (None in seeds or len(set(seeds)) < len(seeds)):
        raise InputError(
            "several --model must have different, known seeds of training; measure them one by one"
        )


def _measure(subject: Subject, plan: Plan, seed: int) -> tuple[AttentionMeans, float | None]:
    rng = np.random.default_rng(seed)
    if plan.corpus is None:
        sequences = _random_sequences(subject, plan, rng)
    else:
        tokens = text_tokens(subject, plan.corpus, plan.context)
        sequences = draw_windows(tokens, plan.sequences, plan.context, rng, subject.first)
    label = f"{subject.name} seed {seed}"
    if not plan.double:
        return measure_attention(subject.network, sequences, label)
    with DoublePrecision():
        return measure_attention(subject.network.double(), sequences, label)


def _random_sequences(subject: Subject, plan: Plan, rng: np.random.Generator) -> NDArray[np.int64]:
    ids = np.setdiff1d(np.arange(subject.vocabulary), [subject.first])
    sequences = rng.choice(ids, size=(plan.sequences, plan.context))
    if subject.first is not None:
        sequences[:, 0] = subject.first
    return sequences


def text_tokens(subject: Subject, corpus: Corpus, context: int) -> NDArray[np.int64]:
    """The tokens of a corpus that a model did not learn. Raises `InputError` where they are too
    few, or the model has no embedding for one."""
    learnt = corpus.sha256 == subject.learnt_sha256
    tokens = subject.encode(corpus.held_out_text if learnt else corpus.text)
    if len(tokens) and tokens.max() >= subject.vocabulary:
        raise InputError(
            f"the tokenizer of {subject.name} gives the token {tokens.max()}, and the model has "
            f"embeddings for {subject.vocabulary} tokens; save its own tokenizer beside it, or "
            "measure on --corpus random"
        )
    if len(tokens) < context:
        raise InputError(
            f"corpus {corpus.name} has {len(tokens)} tokens to measure on, less than one "
            f"context of {context}; give a longer text or a smaller --context"
        )
    return tokens


def _assemble(
    subjects: Sequence[Subject],
    plan: Plan,
    means: list[AttentionMeans],
    seeds: tuple[int, ...],
    kind: str,
    command: str,
) -> Profile:
    shared = means_by_distance(means, "measure a smaller --context")
    per_seed = np.stack([m.by_distance for m in means]).mean(axis=(1, 2))
    sinks = [float(m.on_first.mean()) for m in means]
    runs = runs_of(per_seed.shape[1]) if plan.pooled else ()
    subject = subjects[0]
    fields = {
        **shared,
        "model": subject.name,
        "corpus": RANDOM if plan.corpus is None else plan.corpus.name,
        "corpus_sha256": "" if plan.corpus is None else plan.corpus.sha256,
        "theta": subject.theta,
        "rescaled_theta": subject.rescaled_theta,
        "rope_scaling": subject.rope_scaling,
        "context": plan.context,
        "step": subject.stopped_at,
        "attention_sd": rounded_row(per_seed.std(axis=0, ddof=1)) if len(seeds) > 1 else None,
        "seeds": seeds,
        "seed_kind": kind,
        "per_seed": tuple(rounded_row(r) for r in per_seed),
        **(_pooled_layers(means, runs) if runs else {}),
        "heads": head_rows(means, runs) if plan.heads else (),
        **(each_row(means, runs) if plan.rows else {}),
        "sink_mass_per_seed": rounded_row(sinks),
        "measured_by": "pycheck experiment profile",
        "method": _method(plan, per_seed.shape[1]),
        "command": " && ".join([*(s.command for s in subjects if s.command), command]),
        "weights_sha256": tuple(s.weights_sha256 for s in subjects if s.weights_sha256),
        "software": _software(subject, plan),
    }
    return Profile.model_validate(fields)


def _pooled_layers(
    means: Sequence[AttentionMeans], runs: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    layers = np.mean([m.by_distance for m in means], axis=(0, 2))
    return {
        "layers": tuple(map(rounded_row, over_runs(layers, runs))),
        "pooled_distances": tuple(middle for middle, _ in runs),
    }


def _method(plan: Plan, reach: int) -> str:
    return (
        f"softmax weights, not renormalised, averaged over heads, layers, the query positions "
        f"{reach + 1} to {plan.context - 1} and {plan.sequences} sequences a seed"
    )


def _software(subject: Subject, plan: Plan) -> dict[str, str]:
    versions = {name: importlib.metadata.version(name) for name in subject.packages}
    return versions | (plan.corpus.versions if plan.corpus else {})
