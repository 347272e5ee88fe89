"""The optional extra `models`: PyTorch and what reads and writes models."""

import importlib

from pycheck.errors import InputError, how_to_get

_NEEDED = ("torch", "tokenizers", "safetensors", "transformers")


def require_models_extra() -> None:
    """Raise `InputError` with the remedy unless the extra `models` is installed."""
    for name in _NEEDED:
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise InputError(
                f"experiments need the package {name}, which is not installed; "
                f"run {how_to_get('models')}"
            ) from error
