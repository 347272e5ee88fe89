"""A model that can be measured, whoever made it: our own checkpoints and Hugging Face's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Subject:
    """A network whose attention modules return their weights, and how to feed it.

    Token ids are 0 .. `vocabulary` - 1; `first` is the id that starts every sequence, None where
    the model has no such token. `theta` is the RoPE base of the training, None without rotary
    positions or with a base for each kind of layer; `rope_scaling` as in a profile.
    """

    name: str
    network: Any
    encode: Callable[[str], NDArray[np.int64]]
    vocabulary: int
    first: int | None
    context: int
    """Longest sequence in tokens that the model was made for."""
    theta: float | None
    rescaled_theta: float | None = None
    rope_scaling: dict[str, Any] = field(default_factory=dict)
    seed: int | None = None
    """Seed of the training, where it is known."""
    stopped_at: int | None = None
    """Step of the training after which the model was saved, where it went on."""
    command: str = ""
    """Command of the training, where it is known."""
    weights_sha256: str = ""
    """Digest of the file or files of the weights."""
    packages: tuple[str, ...] = ("torch", "transformers")
    """What has read the model and runs it; their versions go into its profile."""
    learnt_sha256: str = ""
    """Digest of the corpus that the model was trained on, where it is known."""
