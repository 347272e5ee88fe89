"""Trained decoders on disk: weights (safetensors), vocabulary and a description."""

import dataclasses
import json
from pathlib import Path
from typing import Annotated, Any, Self

import safetensors.torch
import torch
from pydantic import BaseModel, Field, model_validator
from safetensors import SafetensorError
from tokenizers import Tokenizer

from pycheck.errors import InputError
from pycheck.files import read_text, write_atomically
from pycheck.reality.experiments.model import Decoder, ModelConfig, Norm
from pycheck.reality.experiments.train import TrainedModel
from pycheck.reality.experiments.vocabulary import FIRST_TOKEN

_FORMAT = "pycheck-decoder"
_DESCRIPTION = "config.json"
_WEIGHTS = "model.safetensors"
_VOCABULARY = "tokenizer.json"
_MOST_ROWS = 2**16


# Larger ones would fill the memory before anybody sees that there are no weights for them.
_Length = Annotated[int, Field(strict=True, gt=0, le=2**20)]
_Size = Annotated[int, Field(strict=True, gt=0, le=2**12)]


class _Sizes(BaseModel):
    vocabulary: _Length
    context: _Length
    theta: Annotated[float, Field(gt=1, allow_inf_nan=False)] | None
    layers: _Size
    heads: _Size
    width: _Size
    norm: Norm

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.width % (2 * self.heads):
            raise ValueError(f"{self.heads} heads have no even share of a width of {self.width}")
        if self.layers * self.width > _MOST_ROWS:
            raise ValueError(f"{self.layers} layers of width {self.width} are too many")
        return self


class _Training(BaseModel):
    seed: int
    steps: int
    ended: bool


class _Text(BaseModel):
    sha256: str


class Description(BaseModel):
    """What later steps need of the description that a model was saved with."""

    model: _Sizes
    training: _Training
    corpus: _Text
    command: str


@dataclasses.dataclass(frozen=True, slots=True)
class Checkpoint:
    """A decoder read from disk, with the description it was saved with."""

    decoder: Decoder
    tokenizer: Tokenizer
    description: Description


def is_checkpoint(folder: Path) -> bool:
    """Whether `folder` holds one of our own models (and not, say, a Hugging Face one)."""
    path = folder / _DESCRIPTION
    if not path.is_file():
        return False
    try:
        document = json.loads(read_text(path, "model description"))
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("format") == _FORMAT


def refuse_occupied(folder: Path) -> None:
    """Raise `InputError` when `folder` already holds a model."""
    if (folder / _DESCRIPTION).exists():
        raise InputError(f"{folder} already holds a model; choose another folder for --out")


def save_checkpoint(folder: Path, model: TrainedModel, provenance: dict[str, Any]) -> None:
    """Write the files of a model into `folder`, the description last."""
    write_atomically(folder / _WEIGHTS, safetensors.torch.save(model.decoder.state_dict()))
    write_atomically(folder / _VOCABULARY, model.tokenizer.to_str())
    description = {
        "format": _FORMAT,
        "version": 2,
        "model": dataclasses.asdict(model.decoder.config),
        "training": dataclasses.asdict(model.report),
        **provenance,
    }
    write_atomically(folder / _DESCRIPTION, json.dumps(description, indent=1) + "\n")


def load_checkpoint(folder: Path) -> Checkpoint:
    """Read a model that `save_checkpoint` wrote. Raises `InputError` when files are damaged."""
    text = read_text(folder / _DESCRIPTION, "model description")
    remedy = f"train it again with: pycheck experiment train --out {folder}"
    try:
        description = Description.model_validate_json(text)
        decoder = Decoder(ModelConfig(**description.model.model_dump()))
        decoder.load_state_dict(safetensors.torch.load_file(folder / _WEIGHTS))
        tokenizer = _tokenizer(read_text(folder / _VOCABULARY, "vocabulary"))
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError(f"the model in {folder} is damaged ({reason}); {remedy}") from error
    torch.set_num_threads(1)
    return Checkpoint(decoder.eval(), tokenizer, description)


def _tokenizer(text: str) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_str(text)
    except Exception as error:  # tokenizers raises no narrower class
        raise ValueError(f"vocabulary: {error}") from error
    if tokenizer.token_to_id(FIRST_TOKEN) is None:
        raise ValueError(f"vocabulary: it has no token {FIRST_TOKEN}")
    return tokenizer
