"""Training of a small decoder: one seed fixes the initial weights and the order of the text."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from pycheck.errors import InputError
from pycheck.reality.experiments.corpus import Corpus
from pycheck.reality.experiments.model import Decoder, ModelConfig
from pycheck.reality.experiments.vocabulary import (
    draw_windows,
    encode,
    first_token,
    learn_vocabulary,
)

VOCABULARY = 512
_TOKENS_PER_STEP = 2048
_LEARNING_RATE = 3e-3
_HELD_OUT_TOKENS = 32_768
_CURVE_POINTS = 20


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """Losses in nats a token; `unigram` is what token frequencies alone achieve on held-out text.

    `curve` has (step, training loss averaged since the point before).
    """

    seed: int
    steps: int
    tokens_per_step: int
    held_out: float
    unigram: float
    curve: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A decoder, its vocabulary, and how the training went."""

    decoder: Decoder
    tokenizer: Tokenizer
    report: TrainingReport


def train(corpus: Corpus, config: ModelConfig, *, seed: int, steps: int) -> TrainedModel:
    """Train a decoder of `config` for `steps` steps; bit for bit the same for the same arguments.

    `config.vocabulary` bounds the size of the vocabulary. A bar on a terminal's standard error
    shows the progress. Raises `InputError` when the corpus is shorter than one context.
    """
    tokenizer = learn_vocabulary(corpus.training_text, config.vocabulary)
    tokens = encode(tokenizer, corpus.training_text)
    held_out = encode(tokenizer, corpus.held_out_text)
    if min(len(tokens), len(held_out)) <= config.context:
        raise InputError(
            f"corpus {corpus.name} has {len(tokens)} tokens for training and {len(held_out)} held "
            f"out, no more than one context of {config.context}; give a longer text"
        )
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    decoder = Decoder(config)
    first = first_token(tokenizer)
    curve = _optimise(decoder, tokens, first, seed, steps)
    report = TrainingReport(
        seed=seed,
        steps=steps,
        tokens_per_step=_batch_size(config) * config.context,
        held_out=_held_out_loss(decoder, held_out, first),
        unigram=_unigram_loss(tokens, held_out, config.vocabulary),
        curve=curve,
    )
    return TrainedModel(decoder, tokenizer, report)


def _optimise(
    decoder: Decoder, tokens: NDArray[np.int64], first: int, seed: int, steps: int
) -> tuple[tuple[int, float], ...]:
    rng = np.random.default_rng(seed)
    optimiser = torch.optim.AdamW(
        decoder.parameters(), lr=_LEARNING_RATE, betas=(0.9, 0.95), weight_decay=0.1
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
    every = max(1, steps // _CURVE_POINTS)
    curve, recent = [], []
    decoder.train()
    for step in tqdm(range(1, steps + 1), desc=f"train seed {seed}", unit="step", disable=None):
        batch = draw_windows(
            tokens, _batch_size(decoder.config), decoder.config.context, rng, first
        )
        loss = next_token_loss(decoder, torch.from_numpy(batch))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(decoder.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        recent.append(loss.item())
        if step % every == 0:
            curve.append((step, round(float(np.mean(recent)), 4)))
            recent.clear()
    decoder.eval()
    return tuple(curve)


def next_token_loss(decoder: Decoder, batch: Tensor) -> Tensor:
    """Mean cross-entropy of each token given those before it, in nats; `batch` (size, length)."""
    logits = decoder(batch[:, :-1])
    return functional.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten())


def _batch_size(config: ModelConfig) -> int:
    return max(1, _TOKENS_PER_STEP // config.context)


def _rate(step: int, steps: int) -> float:
    """Share of the learning rate: linear rise over 5 % of the steps, then half a cosine to 10 %."""
    rise = max(1, steps // 20)
    if step < rise:
        return (step + 1) / rise
    return 0.55 + 0.45 * math.cos(math.pi * (step - rise) / max(1, steps - rise))


def _held_out_loss(decoder: Decoder, held_out: NDArray[np.int64], first: int) -> float:
    """Loss on the same windows of held-out text for every model of one context."""
    size = _batch_size(decoder.config)
    rounds = max(1, _HELD_OUT_TOKENS // (size * decoder.config.context))
    rng = np.random.default_rng(0)
    losses = []
    with torch.no_grad():
        for _ in range(rounds):
            batch = draw_windows(held_out, size, decoder.config.context, rng, first)
            losses.append(next_token_loss(decoder, torch.from_numpy(batch)).item())
    return float(np.mean(losses))


def _unigram_loss(tokens: NDArray[np.int64], held_out: NDArray[np.int64], vocabulary: int) -> float:
    counts = np.bincount(tokens, minlength=vocabulary) + 1.0
    log_share = np.log(counts / counts.sum())
    return float(-log_share[held_out].mean())
