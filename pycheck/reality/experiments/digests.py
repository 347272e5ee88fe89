"""The digest by which the weights of a model are known."""

import hashlib
from pathlib import Path

_KINDS = ("*.safetensors", "*.bin")
_BLOCK = 2**20


def weights_sha256(path: Path) -> str:
    """SHA-256 of the file `path`, or of the files of weights in the folder, one after another.

    They are taken in the order of their names; a folder without any has no digest.
    """
    kinds = (sorted(path.glob(kind)) for kind in _KINDS)
    files = [path] if path.is_file() else next(filter(None, kinds), [])
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest() if files else ""
