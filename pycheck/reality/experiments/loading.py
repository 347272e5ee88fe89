"""Loads a model to measure: a checkpoint of ours, one of Hugging Face's, or a packaged one."""

from dataclasses import replace
from pathlib import Path

import torch

from pycheck.errors import InputError
from pycheck.reality.experiments.checkpoint import Checkpoint, is_checkpoint, load_checkpoint
from pycheck.reality.experiments.digests import weights_sha256
from pycheck.reality.experiments.ggml import is_gguf
from pycheck.reality.experiments.huggingface import hugging_face_subject
from pycheck.reality.experiments.packaged import PACKAGED, Packaged, packaged
from pycheck.reality.experiments.subject import Subject
from pycheck.reality.experiments.vocabulary import encode, first_token

_NORMS = {"pre": "", "post": ", post-norm"}


def load_subject(path: Path, rescaled_theta: float | None = None) -> Subject:
    """The model in the folder or GGUF file `path`, or the packaged one of that name, with its RoPE
    base changed to `rescaled_theta` if given.

    Raises `InputError` when there is no model that can be read, or one without RoPE where a base is
    given.
    """
    known = packaged(path)
    if known is not None:
        return _packaged_subject(known, rescaled_theta)
    if is_gguf(path) and path.is_file():
        return _known(hugging_face_subject(path, rescaled_theta), path)
    if not path.is_dir():
        raise InputError(
            f"{path} is neither a folder with a model, nor a GGUF file, nor one of "
            f"{', '.join(PACKAGED)}; check the path"
        )
    if is_checkpoint(path):
        return _known(own_subject(load_checkpoint(path), rescaled_theta), path)
    return _known(hugging_face_subject(path, rescaled_theta), path)


def _known(subject: Subject, path: Path) -> Subject:
    return replace(subject, weights_sha256=weights_sha256(path))


def _packaged_subject(known: Packaged, rescaled_theta: float | None) -> Subject:
    """A packaged model, on one thread, so that its digits do not depend on how many there are."""
    path = known.find()
    torch.set_num_threads(1)
    subject = _known(hugging_face_subject(path, rescaled_theta), path)
    if subject.weights_sha256 != known.sha256:
        raise InputError(
            f"{path} is not the file of {known.package} {known.version}; run make pretrained"
        )
    return subject


def own_subject(checkpoint: Checkpoint, rescaled_theta: float | None = None) -> Subject:
    """One of our own models, its weights unchanged, its positions rescaled if asked."""
    decoder, tokenizer = checkpoint.decoder, checkpoint.tokenizer
    config = decoder.config
    if config.theta is None and rescaled_theta is not None:
        raise InputError(
            "the model turns nothing by the RoPE base, for it has no positions; measure it without "
            "--rescale-theta"
        )
    decoder.set_explicit_attention(True)
    decoder.theta = config.theta if rescaled_theta is None else rescaled_theta
    description = checkpoint.description
    training = description.training
    return Subject(
        name=f"pycheck decoder {config.layers}x{config.width}{_NORMS[config.norm]}",
        network=decoder,
        encode=lambda text: encode(tokenizer, text),
        vocabulary=tokenizer.get_vocab_size(),
        first=first_token(tokenizer),
        context=config.context,
        theta=config.theta,
        rescaled_theta=None if rescaled_theta == config.theta else rescaled_theta,
        seed=training.seed,
        stopped_at=None if training.ended else training.steps,
        command=description.command,
        learnt_sha256=description.corpus.sha256,
    )
