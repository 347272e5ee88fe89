"""Loads a model to measure: one of our own checkpoints, or one of Hugging Face's."""

from pathlib import Path

from pycheck.errors import InputError
from pycheck.reality.experiments.checkpoint import Checkpoint, is_checkpoint, load_checkpoint
from pycheck.reality.experiments.huggingface import hugging_face_subject
from pycheck.reality.experiments.subject import Subject
from pycheck.reality.experiments.vocabulary import encode, first_token


def load_subject(path: Path, rescaled_theta: float | None = None) -> Subject:
    """The model in the folder `path`, with its RoPE base changed to `rescaled_theta` if given.

    Raises `InputError` when the folder holds no model that can be read, or one without RoPE where
    a base is given.
    """
    if not path.is_dir():
        raise InputError(f"{path} is not a folder with a model; check the path")
    if is_checkpoint(path):
        return own_subject(load_checkpoint(path), rescaled_theta)
    return hugging_face_subject(path, rescaled_theta)


def own_subject(checkpoint: Checkpoint, rescaled_theta: float | None = None) -> Subject:
    """One of our own models, its weights unchanged, its positions rescaled if asked."""
    decoder, tokenizer = checkpoint.decoder, checkpoint.tokenizer
    config = decoder.config
    decoder.set_explicit_attention(True)
    decoder.theta = config.theta if rescaled_theta is None else rescaled_theta
    description = checkpoint.description
    return Subject(
        name=f"pycheck decoder {config.layers}x{config.width}",
        network=decoder,
        encode=lambda text: encode(tokenizer, text),
        vocabulary=tokenizer.get_vocab_size(),
        first=first_token(tokenizer),
        context=config.context,
        theta=config.theta,
        rescaled_theta=None if rescaled_theta == config.theta else rescaled_theta,
        seed=description.training.seed,
        command=description.command,
        learnt_sha256=description.corpus.sha256,
    )
