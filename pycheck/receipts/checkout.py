"""What the folder of a Lean project says of itself: its files, its toolchain, its Mathlib."""

import hashlib
from pathlib import Path

from pycheck.errors import InputError
from pycheck.files import read_text
from pycheck.receipts.book import read_json


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
    """Every Lean file of the library and the exporter, relative to `root`, folder by folder."""
    paths = (path.relative_to(root) for path in (root / "lean").rglob("*.lean"))
    return [path.as_posix() for path in sorted(paths, key=lambda path: path.parts)]


def read_source(root: Path, source: str) -> bytes:
    """The bytes of a Lean file, given relative to `root`."""
    try:
        return (root / source).read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot read the Lean file {root / source}: {error.strerror}; check its permissions"
        ) from error


def sha256(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hashes(root: Path) -> dict[str, str]:
    """The SHA-256 of every Lean file of the project in the folder `root`."""
    return {source: sha256(read_source(root, source)) for source in lean_files(root)}
