"""Causal language models that transformers reads: a folder of the Hugging Face format or a GGUF
file, and never a hub."""

import re
from contextlib import redirect_stderr
from dataclasses import replace
from functools import cache, partial
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from numpy.typing import NDArray

from pycheck.errors import InputError
from pycheck.reality.experiments.attention import first_line, return_weights
from pycheck.reality.experiments.ggml import is_gguf, open_gguf, refuse_left_out
from pycheck.reality.experiments.positions import Positions, declared, in_use, rescale
from pycheck.reality.experiments.subject import Subject

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
_PROBE = 8
"""Tokens of the sequence by which a model is tried before it is measured."""
_SHOWN = 3
_BUFFER = re.compile(r"(attn|attention)\.(masked_)?bias$|rotary_emb\.inv_freq$")
"""Masks and frequencies, which older versions saved among the weights."""


def hugging_face_subject(path: Path, rescaled_theta: float | None = None) -> Subject:
    """The causal language model in the folder or GGUF file `path`, with eager attention, in single
    precision.

    Raises `InputError` when transformers cannot read it from there alone, when the weights
    there are not those of its architecture, when it attends to later tokens, or when
    `rescaled_theta` is given and it has no RoPE base, or several.
    """
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    reader = open_gguf(path) if is_gguf(path) else None
    folder, options = _place(path)
    try:
        config = transformers.AutoConfig.from_pretrained(folder, **options)
        text = config.get_text_config()
        _refuse_vast(text)
        positions = declared(text)
        if rescaled_theta is not None:
            _rescale(text, positions, rescaled_theta, path)
        with redirect_stderr(StringIO()):  # a bar that dequantizing draws in a pipe as well
            network, report = transformers.AutoModelForCausalLM.from_pretrained(
                folder,
                config=config,
                attn_implementation="eager",
                output_loading_info=True,
                ignore_mismatched_sizes=True,  # so that the report names them
                **options,
            )
        refuse_mismatch(path, network, report)
        if reader is None:
            network = network.float()
        else:
            refuse_left_out(path, reader, network)
        network = network.eval()
        vocabulary = len(network.get_input_embeddings().weight)
        tokens = torch.arange(_PROBE)[None, :] % vocabulary
        try:
            return_weights(network, tokens)
            used = _used(network, tokens, positions, rescaled_theta)
        except InputError as error:
            raise InputError(f"{path}: {error}") from error
    except InputError:
        raise
    except Exception as error:  # whatever transformers stumbles on in a folder of anybody's
        raise InputError(
            f"cannot read a causal language model from {path}: {first_line(error)}"
        ) from error
    first = getattr(text, "bos_token_id", None)
    return Subject(
        name=path.resolve().name if reader is None else path.stem,
        network=network,
        encode=partial(_encode, path),
        vocabulary=vocabulary,
        first=first if isinstance(first, int) and 0 <= first < vocabulary else None,
        context=_context(text),
        theta=used.theta,
        rescaled_theta=None if rescaled_theta == used.theta else rescaled_theta,
        rope_scaling=used.scaling,
        packages=("torch", "transformers") + (() if reader is None else ("gguf",)),
    )


def _place(path: Path) -> tuple[Path, dict[str, Any]]:
    """The folder that transformers reads, and with which options."""
    if is_gguf(path):
        return path.parent, {**_FROM_DISK, "gguf_file": path.name}
    return path, _FROM_DISK


def refuse_mismatch(path: Path, network: Any, report: dict[str, Any]) -> None:
    """Raise `InputError` when a report of loading says that weights are not those of the network.

    transformers would fill what is missing with random numbers, and leave out what has no place.
    """
    missing = sorted(report["missing_keys"])
    unknown = sorted(k for k in report["unexpected_keys"] if not _BUFFER.search(k))
    shapes = [
        f"{key} is {tuple(there)}, not {tuple(wanted)}"
        for key, there, wanted in sorted(report["mismatched_keys"])
    ]
    said = (("missing", missing), ("without a place", unknown), ("of another shape", shapes))
    faults = [f"{len(names)} {what} ({_some(names)})" for what, names in said if names]
    if not faults:
        return
    prefix = _prefix(missing, unknown)
    remedy = f"take {prefix!r} off the names" if prefix else "save the whole model again"
    raise InputError(
        f"the weights in {path} are not those of a {type(network).__name__}: "
        f"{'; '.join(faults)}; {remedy}"
    )


def _some(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _prefix(missing: list[str], unknown: list[str]) -> str:
    """What stands before every missing name in the file; empty where that is not what is wrong."""
    found = next((u.removesuffix(m) for m in missing for u in unknown if u.endswith(m)), "")
    return found if {found + name for name in missing} <= set(unknown) else ""


def _rescale(config: Any, positions: Positions, theta: float, path: Path) -> None:
    without = "leave out --rescale-theta"
    if positions.several:
        bases = ", ".join(
            f"{kind} {table['rope_theta']:g}" for kind, table in positions.scaling.items()
        )
        raise InputError(f"{path} has a RoPE base for each kind of layer ({bases}); {without}")
    if positions.theta is None:
        raise InputError(f"the configuration of {path} has no RoPE base to rescale; {without}")
    rescale(config, theta)
    if declared(config).theta != theta:
        raise InputError(f"the code of transformers fixes the RoPE base of {path}; {without}")


def _used(network: Any, tokens: torch.Tensor, said: Positions, theta: float | None) -> Positions:
    """The positions that the network's attention turns by, as they were before a rescaling."""
    now = said if theta is None else replace(said, theta=theta)
    with torch.no_grad():
        found = in_use(network, tokens, now)
    if theta is not None and found.theta is None:
        raise InputError(
            "the model turns nothing by the RoPE base in its configuration; leave out "
            "--rescale-theta"
        )
    return said if found is now else found


def _context(config: Any) -> int:
    for name in ("max_position_embeddings", "max_seq_len"):
        length = getattr(config, name, None)
        if isinstance(length, int) and length > 0:
            return length
    return _NO_LIMIT


def _refuse_vast(config: Any) -> None:
    for name, most in _LARGEST.items():
        size = getattr(config, name, None)
        if isinstance(size, int) and not 0 < size <= most:
            raise ValueError(f"its configuration says {name} = {size}, not 1 to {most}")


@cache
def _encode(path: Path, text: str) -> NDArray[np.int64]:
    tokens = _tokenizer(path)(text, add_special_tokens=False)["input_ids"]
    return np.array(tokens, dtype=np.int64)


@cache
def _tokenizer(path: Path) -> Any:
    folder, options = _place(path)
    try:
        return transformers.AutoTokenizer.from_pretrained(folder, **options)
    except Exception as error:
        raise InputError(
            f"cannot read a tokenizer from {path}: {first_line(error)}; save one beside the "
            "model or measure on --corpus random"
        ) from error
