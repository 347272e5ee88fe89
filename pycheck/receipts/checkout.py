"""What the folder of a Lean project says of itself: its files, its toolchain, its Mathlib."""

import hashlib
import os
from itertools import islice
from pathlib import Path

from pycheck.errors import InputError
from pycheck.files import read_bytes, read_text
from pycheck.receipts.book import read_json

# A link to a folder above it would never end.
_MOST_FILES = 10_000
BUILD = ("lakefile.lean", "lake-manifest.json")
"""The files by which Lake finds what it builds."""


def toolchain(root: Path) -> str:
    """The Lean toolchain that the project in the folder `root` asks for."""
    return read_text(root / "lean-toolchain", "the Lean toolchain file").strip()


def mathlib_revision(root: Path) -> str:
    """The git revision of Mathlib in the Lake manifest of the project in the folder `root`."""
    path = root / "lake-manifest.json"
    remedy = "restore it, or run `lake update mathlib`"
    manifest = read_json(path, "Lake's manifest", remedy)
    packages = manifest.get("packages")
    for package in packages if isinstance(packages, list) else []:
        if isinstance(package, dict) and package.get("name") == "mathlib":
            return str(package.get("rev"))
    raise InputError(f"{path} names no package mathlib; {remedy}")


def lean_files(root: Path) -> list[str]:
    """Every Lean file of the library and the exporter, relative to `root`, folder by folder.

    A folder behind a link counts, as it does for Lean.
    """
    found = (
        Path(folder, name)
        for folder, _, names in os.walk(root / "lean", followlinks=True)
        for name in names
        if name.endswith(".lean")
    )
    paths = (path.relative_to(root) for path in islice(found, _MOST_FILES))
    return [path.as_posix() for path in sorted(paths, key=lambda path: path.parts)]


def read_source(root: Path, source: str) -> bytes:
    """The bytes of a Lean file, given relative to `root`."""
    return read_bytes(root / source, "the Lean file")


def sha256(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def build_hashes(root: Path) -> dict[str, str]:
    """The SHA-256 of the files by which Lake finds what it builds."""
    return {name: sha256(read_source(root, name)) for name in BUILD}


def hashes(root: Path) -> dict[str, str]:
    """The SHA-256 of every Lean file of the project in the folder `root`."""
    return {source: sha256(read_source(root, source)) for source in lean_files(root)}
