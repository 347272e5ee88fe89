"""Training of a small network on addition modulo a prime, and what it shows on the way.

The setting of Power et al. 2022 (arXiv:2201.02177), with the large first weights of Liu et al. 2022
(arXiv:2210.01117). A network without layers that compare places: the logits of a + b are
U relu(W (e_a + e_b)), so that (a, b) and (b, a) are one pair and no test pair is a training pair in
another order.
"""

import importlib.metadata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from pycheck.reality.readings import Readings, Table

EMBEDDING = 32
HIDDEN = 256
RATE = 0.01
START = 8.0
"""First weights have this many times the deviation that keeps the variance of what they map."""
SHARE = 0.5
"""Of the pairs that are learnt; the others are the test."""
POINTS = 52
"""How many steps are recorded, nearly in a geometric sequence."""
LARGEST = 5
"""How many frequencies count as the circuit's."""

COURSE, HELD = "grokking", "held norm"
"""Names of the tables."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a network shows after `step` steps.

    Losses in nats a pair, accuracies as fractions; `norm` is the root of the sum of all squared
    weights; `fourier` is `fourier_share` of the embedding, which knows of no test pair.
    """

    step: int
    training_loss: float
    test_loss: float
    training_accuracy: float
    test_accuracy: float
    norm: float
    fourier: float


_MEANING = {
    "step": "of the optimiser, all training pairs each",
    "training_loss": "nats a pair",
    "test_loss": "nats a pair, over the pairs that are not learnt",
    "training_accuracy": "fraction of the training pairs",
    "test_accuracy": "fraction of the test pairs",
    "norm": "root of the sum of all squared weights",
    "fourier": f"share of the power of the embedding, over the residues, in its {LARGEST} largest "
    "frequencies, the constant left out",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is trained: every seed with every decay, and with every norm held and no decay.

    `prime` is at least 13, so that there are more frequencies than count as the circuit's; `decay`
    is that of AdamW, which takes `RATE` times it off every weight a step.
    """

    prime: int
    seeds: Sequence[int]
    decays: Sequence[float]
    norms: Sequence[float]
    steps: int

    @property
    def pairs(self) -> int:
        """How many unordered pairs there are."""
        return self.prime * (self.prime + 1) // 2


def fourier_share(embedding: NDArray[np.float64], largest: int = LARGEST) -> float:
    """The share of the power of `embedding` (residues, dimensions) in its `largest` frequencies.

    Power is that of the discrete Fourier transform along the residues, over all dimensions; the
    constant is left out. A single cosine has share 1, many dimensions of white noise `largest` over
    the number of frequencies.
    """
    power = (np.abs(np.fft.rfft(embedding, axis=0)[1:]) ** 2).sum(axis=1)
    return float(np.sort(power)[-largest:].sum() / power.sum())


class Network:
    """The network, its pairs and its optimiser; `advance` makes a step, `point` looks at it."""

    def __init__(
        self, prime: int, seed: int, *, decay: float = 0.0, norm: float | None = None
    ) -> None:
        torch.set_num_threads(1)
        draws = torch.Generator().manual_seed(seed)
        pairs = torch.combinations(torch.arange(prime), with_replacement=True)
        order = torch.randperm(len(pairs), generator=draws)
        learnt = round(SHARE * len(pairs))
        self._pairs = (pairs[order[:learnt]], pairs[order[learnt:]])
        self._sums = tuple(both.sum(dim=1) % prime for both in self._pairs)
        shapes = ((prime, EMBEDDING), (EMBEDDING, HIDDEN), (HIDDEN, prime))
        spreads = (START / EMBEDDING**0.5, START / EMBEDDING**0.5, START / HIDDEN**0.5)
        self.weights = [
            torch.randn(*shape, generator=draws) * spread
            for shape, spread in zip(shapes, spreads, strict=True)
        ]
        self._norm, self.step = norm, 0
        self._hold()
        for weight in self.weights:
            weight.requires_grad_()
        self._optimiser = torch.optim.AdamW(
            self.weights, lr=RATE, betas=(0.9, 0.98), weight_decay=decay, foreach=True
        )

    def _hold(self) -> None:
        if self._norm is not None:
            with torch.no_grad():
                by = self._norm / self._length()
                for weight in self.weights:
                    weight.mul_(by)

    def _length(self) -> Tensor:
        return torch.stack([weight.square().sum() for weight in self.weights]).sum().sqrt()

    def _logits(self, pairs: Tensor) -> Tensor:
        embedding, inner, outer = self.weights
        seen = embedding @ inner
        return functional.relu(seen[pairs[:, 0]] + seen[pairs[:, 1]]) @ outer

    def advance(self) -> None:
        """One step on all training pairs; a norm that is held is put back."""
        loss = functional.cross_entropy(self._logits(self._pairs[0]), self._sums[0])
        self._optimiser.zero_grad()
        loss.backward()
        self._optimiser.step()
        self._hold()
        self.step += 1

    def point(self) -> Point:
        """What the network shows now."""
        with torch.no_grad():
            (learnt, known), (tested, right) = map(self._seen, self._pairs, self._sums)
            embedding = self.weights[0].detach().double().numpy()
            return Point(
                step=self.step,
                training_loss=learnt,
                test_loss=tested,
                training_accuracy=known,
                test_accuracy=right,
                norm=self._length().item(),
                fourier=fourier_share(embedding),
            )

    def _seen(self, pairs: Tensor, sums: Tensor) -> tuple[float, float]:
        """Loss and accuracy on some pairs."""
        logits = self._logits(pairs)
        right = (logits.argmax(dim=1) == sums).double().mean()
        return functional.cross_entropy(logits, sums).item(), right.item()


def recorded(steps: int) -> tuple[int, ...]:
    """The steps that are recorded of a training of so many: the first, the last and, from a 250th
    part on, steps in a geometric sequence."""
    found = np.geomspace(max(1.0, steps / 250), steps, POINTS - 1)
    return (0, *sorted({round(step) for step in found.tolist()}))


def course(network: Network, steps: int, after_step: Callable[[], object]) -> Iterator[Point]:
    """The recorded points of a training; `after_step` is called after each step."""
    for step in recorded(steps):
        while network.step < step:
            network.advance()
            after_step()
        yield network.point()


def readings_of(plan: Plan, command: str) -> Readings:
    """All trainings of `plan`, bit for bit the same for the same plan and versions, on one thread.

    A bar on a terminal's standard error shows the progress.
    """
    rows: list[tuple[float, ...]] = []
    held: list[tuple[float, ...]] = []
    trainings = len(plan.seeds) * (len(plan.decays) + len(plan.norms))
    with tqdm(desc="grok", total=trainings * plan.steps, unit="step", disable=None) as progress:
        for seed in plan.seeds:
            for decay in plan.decays:
                network = Network(plan.prime, seed, decay=decay)
                points = course(network, plan.steps, progress.update)
                rows += [(seed, decay, *astuple(point)) for point in points]
            for norm in plan.norms:
                network = Network(plan.prime, seed, norm=norm)
                *_, last = course(network, plan.steps, progress.update)
                held.append((seed, norm, *astuple(last)))
    tables = {
        COURSE: _table(
            "a training and a recorded step",
            {"decay": f"of AdamW with rate {RATE:g}"},
            rows,
        )
    }
    if held:
        said = {"held": "norm that was put back after every step; no decay"}
        tables[HELD] = _table("a training with its norm held, after its last step", said, held)
    return Readings(
        model=f"two layers, {EMBEDDING} and {HIDDEN} wide",
        corpus=f"addition modulo {plan.prime}",
        context=2,
        sequences=plan.pairs,
        seed=min(plan.seeds),
        tables=tables,
        measured_by="pycheck experiment grok",
        command=command,
        software={name: importlib.metadata.version(name) for name in ("torch", "numpy")},
    )


def _table(rows: str, own: dict[str, str], values: Sequence[tuple[float, ...]]) -> Table:
    """The seed, what is varied, and the fields of a point: losses with three digits, the rest with
    four."""
    meaning = {"seed": "fixes the first weights and which pairs are learnt"} | own | _MEANING
    columns = zip(*values, strict=True)
    shown: dict[str, tuple[float, ...] | tuple[str, ...]] = {
        name: tuple(float(f"{value:.{3 if name.endswith('loss') else 4}g}") for value in column)
        for name, column in zip(meaning, columns, strict=True)
    }
    return Table(rows=rows, meaning=meaning, columns=shown)
