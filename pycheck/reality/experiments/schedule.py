"""How long a training goes on, and at what rate: warm-up, a constant rate, cool-down.

Nobody has to say beforehand how many steps there will be: the constant rate lasts until the loss is
flat, and only then the rate falls. An upper bound ends it in any case.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Point = tuple[int, float, float]
"""A step; the training loss averaged since the point before; the held-out loss. In nats a token."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`steps` bounds the whole training, its cool-down included.

    The loss is flat when the mean held-out loss of the last `flat_steps` steps is less than
    `flat_nats` below that of as many steps before, all at the constant rate.
    """

    steps: int
    warm_up: int = 100
    every: int = 200
    """Steps from one point of the curve to the next; fewer in a short training."""
    flat_steps: int = 2000
    flat_nats: float = 0.05
    tokens: int = 2048
    """Tokens a step, in whole contexts."""
    held_out: int = 32_768
    """Tokens that the held-out loss is measured on."""

    @property
    def spacing(self) -> int:
        """Steps between points of the curve: six points at least."""
        return min(self.every, max(1, self.steps // 6))

    def cools(self, step: int, curve: Sequence[Point]) -> bool:
        """Whether the rate falls after `step`: the loss is flat, or the bound is near."""
        return step + cool_down(step) >= self.steps or self.is_flat(curve)

    def is_flat(self, curve: Sequence[Point]) -> bool:
        """Whether the held-out loss at the constant rate has stopped falling."""
        last = curve[-1][0] if curve else 0
        if last < self.warm_up + 2 * self.flat_steps:
            return False
        recent = [loss for step, _, loss in curve if step > last - self.flat_steps]
        older = [
            loss
            for step, _, loss in curve
            if last - 2 * self.flat_steps < step <= last - self.flat_steps
        ]
        return float(np.mean(older) - np.mean(recent)) < self.flat_nats

    def rate(self, step: int, cooling_from: int | None) -> float:
        """Share of the learning rate at `step` (from 1): linear up, constant, linear down."""
        share = min(1.0, step / self.warm_up)
        if cooling_from is None:
            return share
        length = self.last(cooling_from) - cooling_from
        return share * (1 - (step - cooling_from - 1) / length)

    def last(self, cooling_from: int) -> int:
        """The last step of a training whose rate falls after the step `cooling_from`."""
        return min(self.steps, cooling_from + cool_down(cooling_from))


def cool_down(step: int) -> int:
    """Length of the cool-down after `step` steps: a quarter of them, a fifth of the whole."""
    return max(1, step // 4)
