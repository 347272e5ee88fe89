"""The optional extra `models`: PyTorch and what reads and writes models."""

import importlib
from collections.abc import Sequence

from pycheck.errors import InputError, how_to_get

_NEEDED = ("torch", "tokenizers", "safetensors", "transformers")


def require_models_extra(needed: Sequence[str] = _NEEDED) -> None:
    """Raise `InputError` with the remedy unless these parts of the extra `models` are installed."""
    for name in needed:
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise InputError(
                f"experiments need the package {name}, which is not installed; "
                f"run {how_to_get('models')}"
            ) from error
