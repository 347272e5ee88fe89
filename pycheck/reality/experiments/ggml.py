"""GGUF files: what has to hold before transformers may turn one into a network.

transformers passes over tensors that it has no place for, and over metadata that it does not know.
Both would leave another model than the file's, so such a file is refused.
"""

import importlib
from pathlib import Path
from typing import Any

from pycheck.errors import InputError, how_to_get

_NEEDED = ("gguf", "accelerate")
_ARCHITECTURE = "llama"
"""The one architecture whose metadata transformers takes over whole."""
_SCALING = f"{_ARCHITECTURE}.rope.scaling."


def is_gguf(path: Path) -> bool:
    """Whether `path` is named as a GGUF file."""
    return path.suffix.lower() == ".gguf"


def open_gguf(path: Path) -> Any:
    """A reader of the file at `path`, whose metadata transformers is known to take over whole.

    Raises `InputError` when a package is missing, the file is no GGUF or it is of another kind.
    """
    for name in _NEEDED:
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise InputError(
                f"GGUF files need the package {name}, which is not installed; "
                f"run {how_to_get('pretrained')}"
            ) from error
    from gguf import GGUFReader

    try:
        reader = GGUFReader(path)
        fields = {name: field.contents() for name, field in reader.fields.items() if _told(name)}
    except Exception as error:  # whatever the reader stumbles on in a file of anybody's
        raise InputError(f"{path} is no readable GGUF file; get it again") from error
    architecture = fields.get("general.architecture")
    if architecture != _ARCHITECTURE:
        raise InputError(
            f"{path} is of architecture {architecture}; of GGUF files those of {_ARCHITECTURE} are "
            "read; give the model's folder in the Hugging Face format"
        )
    scaling = {name: value for name, value in fields.items() if name.startswith(_SCALING)}
    if scaling and scaling.get(f"{_SCALING}type") != "none":
        raise InputError(
            f"{path} scales its rotary positions ({', '.join(sorted(scaling))}), which "
            "transformers does not read; give the model's folder in the Hugging Face format"
        )
    return reader


def _told(name: str) -> bool:
    return name == "general.architecture" or name.startswith(_SCALING)


def refuse_left_out(path: Path, reader: Any, network: Any) -> None:
    """Raise `InputError` unless the network holds as many numbers as the tensors of the file."""
    there = sum(int(tensor.n_elements) for tensor in reader.tensors)
    used = sum(parameter.numel() for parameter in network.parameters())
    if there != used:
        raise InputError(
            f"{path} holds {there} weights in {len(reader.tensors)} tensors, and the "
            f"{type(network).__name__} made of it {used}; give the model's folder in the Hugging "
            "Face format"
        )
