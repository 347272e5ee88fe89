"""Training of a small decoder: one seed fixes the initial weights and the order of the text."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from pycheck.reality.experiments.schedule import Point, Schedule
from pycheck.reality.experiments.vocabulary import (
    draw_windows,
    encode,
    first_token,
    learn_vocabulary,
)

VOCABULARY = 512
_LEARNING_RATE = 3e-3


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """Losses in nats a token; `unigram` is what token frequencies alone achieve on held-out text.

    `cooling_from` is the step after which the rate fell, None while it had not; `flat` says whether
    it fell because the held-out loss was flat, and not because the bound on the steps was near.
    """

    seed: int
    steps: int
    ended: bool
    """Whether these are all steps of the training, and not those up to a snapshot."""
    tokens_per_step: int
    held_out: float
    unigram: float
    cooling_from: int | None
    flat: bool
    curve: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A decoder, its vocabulary, and how the training went."""

    decoder: Decoder
    tokenizer: Tokenizer
    report: TrainingReport


class Training:
    """A training under way; `advance` makes one step of it.

    What `state` returns, given to `restore` of another training with the same arguments, makes the
    two go on alike, bit for bit. Raises `InputError` when the corpus is shorter than one context.
    """

    def __init__(
        self, corpus: Corpus, config: ModelConfig, *, seed: int, schedule: Schedule
    ) -> None:
        self.seed, self.schedule = seed, schedule
        self.tokenizer = learn_vocabulary(corpus.training_text, config.vocabulary)
        self._first = first_token(self.tokenizer)
        self._tokens = encode(self.tokenizer, corpus.training_text)
        self._held_out = encode(self.tokenizer, corpus.held_out_text)
        if min(len(self._tokens), len(self._held_out)) <= config.context:
            raise InputError(
                f"corpus {corpus.name} has {len(self._tokens)} tokens for training and "
                f"{len(self._held_out)} held out, no more than one context of {config.context}; "
                "give a longer text"
            )
        self._size = max(1, schedule.tokens // config.context)
        torch.set_num_threads(1)
        torch.manual_seed(seed)
        self.decoder = Decoder(config)
        self._optimiser = torch.optim.AdamW(
            self.decoder.parameters(),
            lr=_LEARNING_RATE,
            betas=(0.9, 0.95),
            weight_decay=0.1,
            foreach=True,
        )
        self._rng = np.random.default_rng(seed)
        self.step = 0
        self.curve: list[Point] = []
        self.cooling_from: int | None = None
        self._recent: list[float] = []

    @property
    def done(self) -> bool:
        """Whether the cool-down has ended."""
        return self.cooling_from is not None and self.step >= self.schedule.last(self.cooling_from)

    def advance(self) -> None:
        """One step of the optimiser, and a point of the curve where one is due."""
        self.step += 1
        config = self.decoder.config
        batch = draw_windows(self._tokens, self._size, config.context, self._rng, self._first)
        loss = next_token_loss(self.decoder.train(), torch.from_numpy(batch))
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.decoder.parameters(), 1.0, foreach=True)
        for group in self._optimiser.param_groups:
            group["lr"] = _LEARNING_RATE * self.schedule.rate(self.step, self.cooling_from)
        self._optimiser.step()
        self._recent.append(loss.item())
        if self.step % self.schedule.spacing == 0 or self.done:
            held_out = self._held_out_loss()
            self.curve.append((self.step, round(float(np.mean(self._recent)), 4), held_out))
            self._recent.clear()
        if self.cooling_from is None and self.schedule.cools(self.step, self.curve):
            self.cooling_from = self.step

    def _held_out_loss(self) -> float:
        """Loss on the same windows of held-out text for every model of one context."""
        context = self.decoder.config.context
        rounds = max(1, self.schedule.held_out // (self._size * context))
        rng = np.random.default_rng(0)
        losses = []
        with torch.no_grad():
            for _ in range(rounds):
                batch = draw_windows(self._held_out, self._size, context, rng, self._first)
                losses.append(next_token_loss(self.decoder, torch.from_numpy(batch)).item())
        return float(np.mean(losses))

    def model(self) -> TrainedModel:
        """The model as it is now."""
        at, _, held_out = self.curve[-1] if self.curve else (0, 0.0, 0.0)
        if at != self.step:
            held_out = self._held_out_loss()
        report = TrainingReport(
            seed=self.seed,
            steps=self.step,
            ended=self.done,
            tokens_per_step=self._size * self.decoder.config.context,
            held_out=held_out,
            unigram=_unigram_loss(self._tokens, self._held_out, self.decoder.config.vocabulary),
            cooling_from=self.cooling_from,
            flat=self.cooling_from is not None
            and self.schedule.is_flat([p for p in self.curve if p[0] <= self.cooling_from]),
            curve=tuple(self.curve),
        )
        return TrainedModel(self.decoder.eval(), self.tokenizer, report)

    def state(self) -> dict[str, Any]:
        """All that later steps depend on: tensors, and one JSON text."""
        course = {
            "step": self.step,
            "cooling_from": self.cooling_from,
            "curve": self.curve,
            "recent": self._recent,
            "order": self._rng.bit_generator.state,
        }
        return {
            "weights": self.decoder.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "random": torch.get_rng_state(),
            "course": json.dumps(course),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` returned. Raises KeyError, ValueError or RuntimeError."""
        course = json.loads(state["course"])
        self.decoder.load_state_dict(state["weights"])
        self._optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        self._rng.bit_generator.state = course["order"]
        self.step, self.cooling_from = course["step"], course["cooling_from"]
        self.curve = [(step, learnt, held_out) for step, learnt, held_out in course["curve"]]
        self._recent = course["recent"]


def run(training: Training, after_step: Callable[[Training], None] = lambda _: None) -> None:
    """Make all steps that are left; `after_step` is called after each.

    A bar on a terminal's standard error shows the progress.
    """
    label = f"train seed {training.seed}"
    total = training.schedule.steps
    with tqdm(
        desc=label, initial=training.step, total=total, unit="step", disable=None
    ) as progress:
        while not training.done:
            training.advance()
            after_step(training)
            progress.update()


def train(corpus: Corpus, config: ModelConfig, *, seed: int, schedule: Schedule) -> TrainedModel:
    """Train a decoder of `config`; bit for bit the same for the same arguments.

    `config.vocabulary` bounds the size of the vocabulary. Raises `InputError` when the corpus is
    shorter than one context.
    """
    training = Training(corpus, config, seed=seed, schedule=schedule)
    run(training)
    return training.model()


def next_token_loss(decoder: Decoder, batch: Tensor) -> Tensor:
    """Mean cross-entropy of each token given those before it, in nats; `batch` (size, length)."""
    logits = decoder(batch[:, :-1])
    return functional.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten())


def _unigram_loss(tokens: NDArray[np.int64], held_out: NDArray[np.int64], vocabulary: int) -> float:
    counts = np.bincount(tokens, minlength=vocabulary) + 1.0
    log_share = np.log(counts / counts.sum())
    return float(-log_share[held_out].mean())
