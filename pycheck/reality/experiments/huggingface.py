"""Causal language models of the Hugging Face format, read from a folder and never from a hub."""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import transformers
from numpy.typing import NDArray

from pycheck.errors import InputError
from pycheck.reality.experiments.subject import Subject

_OTHER_NAMES = ("rope_theta", "rotary_emb_base")
"""Where configurations keep the RoPE base that do not have `rope_parameters`."""

_FROM_DISK = {"local_files_only": True, "trust_remote_code": False}
_LARGEST = {
    "num_hidden_layers": 2**10,
    "num_attention_heads": 2**10,
    "hidden_size": 2**16,
    "vocab_size": 2**22,
}
"""Sizes beyond every model that is known: building one would not end."""
_NO_LIMIT = 2**31
"""Context of a model whose positions have no end (ALiBi, say)."""


def hugging_face_subject(path: Path, rescaled_theta: float | None = None) -> Subject:
    """The causal language model in the folder `path`, with eager attention, in single precision.

    Raises `InputError` when transformers cannot read it from the folder alone, or when
    `rescaled_theta` is given and its configuration has no RoPE base.
    """
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    try:
        config = transformers.AutoConfig.from_pretrained(path, **_FROM_DISK)
        _refuse_vast(config)
        theta = rope_base(config)
        if rescaled_theta is not None:
            _set_rope_base(config, rescaled_theta, path)
        network = transformers.AutoModelForCausalLM.from_pretrained(
            path, config=config, attn_implementation="eager", **_FROM_DISK
        )
    except InputError:
        raise
    except Exception as error:  # whatever transformers stumbles on in a folder of anybody's
        raise InputError(
            f"cannot read a causal language model from {path}: {_first_line(error)}"
        ) from error
    first = getattr(config, "bos_token_id", None)
    return Subject(
        name=path.resolve().name,
        network=network.float().eval(),
        encode=partial(_encode, path),
        vocabulary=config.vocab_size,
        first=first if isinstance(first, int) and 0 <= first < config.vocab_size else None,
        context=getattr(config, "max_position_embeddings", None) or _NO_LIMIT,
        theta=theta,
        rescaled_theta=None if rescaled_theta == theta else rescaled_theta,
    )


def _refuse_vast(config: Any) -> None:
    for name, most in _LARGEST.items():
        size = getattr(config, name, None)
        if isinstance(size, int) and not 0 < size <= most:
            raise ValueError(f"its configuration says {name} = {size}, not 1 to {most}")


def rope_base(config: Any) -> float | None:
    """The RoPE base of a configuration, None where it has none or one for each kind of layer."""
    parameters = getattr(config, "rope_parameters", None)
    if isinstance(parameters, dict) and "rope_theta" in parameters:
        return float(parameters["rope_theta"])
    for name in _OTHER_NAMES:
        if isinstance(getattr(config, name, None), int | float):
            return float(getattr(config, name))
    return None


def _set_rope_base(config: Any, theta: float, path: Path) -> None:
    parameters = getattr(config, "rope_parameters", None)
    if isinstance(parameters, dict) and "rope_theta" in parameters:
        parameters["rope_theta"] = theta
        return
    for name in _OTHER_NAMES:
        if isinstance(getattr(config, name, None), int | float):
            setattr(config, name, theta)
            return
    raise InputError(
        f"the configuration of {path} has no RoPE base to rescale; leave out --rescale-theta"
    )


def _encode(path: Path, text: str) -> NDArray[np.int64]:
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(path, **_FROM_DISK)
    except Exception as error:
        raise InputError(
            f"cannot read a tokenizer from {path}: {_first_line(error)}; save one beside the "
            "model or measure on --corpus random"
        ) from error
    return np.array(tokenizer(text, add_special_tokens=False)["input_ids"], dtype=np.int64)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
