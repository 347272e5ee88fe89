"""Trainings that may be stopped at any moment and go on as if they had not been."""

import dataclasses
import io
from collections.abc import Collection
from pathlib import Path
from typing import Any

import torch

from pycheck.errors import InputError
from pycheck.files import read_bytes, write_atomically
from pycheck.reality.experiments.checkpoint import save_checkpoint
from pycheck.reality.experiments.corpus import Corpus
from pycheck.reality.experiments.model import ModelConfig
from pycheck.reality.experiments.schedule import Schedule
from pycheck.reality.experiments.train import TrainedModel, Training, run

_STATE = "training.pt"
_WHAT = "unfinished training"
_EVERY = 50
"""Steps from one state that is kept to the next."""


def train_in(
    folder: Path,
    training: Training,
    corpus: Corpus,
    provenance: dict[str, Any],
    snapshots: Collection[int] = (),
    every: int = _EVERY,
) -> TrainedModel:
    """Go on with `training` to its end and save the model in `folder`.

    After each of the steps `snapshots` the model as it is then is saved below it, in ``stepN``;
    after `every` so many steps the state is kept, from which `resumed` goes on.
    """

    def keep(training: Training) -> None:
        if training.step in snapshots:
            save_checkpoint(folder / f"step{training.step}", training.model(), provenance)
        if training.step % every == 0:
            keep_state(folder, training, corpus)

    run(training, keep)
    model = training.model()
    save_checkpoint(folder, model, provenance)
    (folder / _STATE).unlink(missing_ok=True)
    return model


def resumed(
    folder: Path, corpus: Corpus, config: ModelConfig, *, seed: int, schedule: Schedule
) -> Training:
    """The training that was interrupted in `folder`, where it stood; a new one where none was.

    Raises `InputError` when the one in `folder` has other arguments or is damaged.
    """
    path = folder / _STATE
    training = Training(corpus, config, seed=seed, schedule=schedule)
    if not path.exists():
        return training
    remedy = f"remove {path} to begin again"
    try:
        known = torch.load(io.BytesIO(read_bytes(path, _WHAT)), weights_only=True)
        found = known["arguments"]
    except InputError:
        raise
    except Exception as error:  # whatever the readers of its parts raise
        raise _damaged(path, error, remedy) from error
    asked = _arguments(training, corpus)
    for name, value in asked.items():
        if found.get(name) != value:
            raise InputError(
                f"the {_WHAT} in {folder} has {name} {found.get(name)}, not {value}; choose "
                f"another folder for --out, or {remedy}"
            )
    try:
        training.restore(known["state"])
    except (KeyError, ValueError, RuntimeError, TypeError) as error:
        raise _damaged(path, error, remedy) from error
    return training


def _damaged(path: Path, error: Exception, remedy: str) -> InputError:
    reason = " ".join(str(error).split())[:200]
    return InputError(f"the {_WHAT} {path} is damaged ({reason}); {remedy}")


def keep_state(folder: Path, training: Training, corpus: Corpus) -> None:
    """Write where a training stands, so that `resumed` can go on from there."""
    kept = io.BytesIO()
    document = {"arguments": _arguments(training, corpus), "state": training.state()}
    torch.save(document, kept)
    write_atomically(folder / _STATE, kept.getvalue())


def _arguments(training: Training, corpus: Corpus) -> dict[str, Any]:
    """What an unbroken run would have been given, and the versions that fix its digits."""
    return {
        **dataclasses.asdict(training.decoder.config),
        **dataclasses.asdict(training.schedule),
        "seed": training.seed,
        "corpus": corpus.sha256,
        "torch": str(torch.__version__),
    }
