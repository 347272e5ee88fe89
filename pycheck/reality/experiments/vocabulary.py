"""A byte-level BPE vocabulary, learnt from the training text alone."""

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

FIRST_TOKEN = "<first>"
"""Stands at position 0 of every sequence, in training and in measuring."""


def learn_vocabulary(text: str, size: int) -> Tokenizer:
    """Byte-level BPE with at most `size` tokens; the same text gives the same vocabulary."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[FIRST_TOKEN],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(text.splitlines(keepends=True), trainer)
    return tokenizer


def first_token(tokenizer: Tokenizer) -> int:
    """The id of `FIRST_TOKEN`."""
    token: int | None = tokenizer.token_to_id(FIRST_TOKEN)
    assert token is not None
    return token


def encode(tokenizer: Tokenizer, text: str) -> NDArray[np.int64]:
    """Token ids of `text`, without a first token."""
    parts = tokenizer.encode_batch_fast(text.splitlines(keepends=True))
    return np.array([token for part in parts for token in part.ids], dtype=np.int64)


def draw_windows(
    tokens: NDArray[np.int64], count: int, length: int, rng: np.random.Generator, first: int | None
) -> NDArray[np.int64]:
    """`count` windows of `length` tokens at random places, shape (count, length).

    With `first`, it stands at position 0 and the window of text is one token shorter.
    """
    size = length if first is None else length - 1
    starts = rng.integers(0, len(tokens) - size + 1, size=count)
    windows: NDArray[np.int64] = tokens[starts[:, None] + np.arange(size)]
    if first is None:
        return windows
    return np.concatenate([np.full((count, 1), first, dtype=np.int64), windows], axis=1)
