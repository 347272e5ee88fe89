"""What is fetched, and where it lies: every file known by its hash."""

import hashlib
from functools import cache
from pathlib import Path

import platformdirs

from pycheck.errors import InputError
from pycheck.files import read_text
from pycheck.project import DataEntry, Project


def cache_root(entry: DataEntry) -> Path:
    """Where the fetched files of a body lie: one folder a version in the user's cache."""
    return Path(platformdirs.user_cache_dir("pycheck")) / entry.name / (entry.version or "")


def known_files(project: Project, entry: DataEntry) -> dict[str, str]:
    """SHA-256 of every file of a body by its path in the folder.

    Raises `InputError` where the list cannot be read or a line of it is not ``NAME SHA256``.
    """
    path = project.root / (entry.files or "")
    known = {}
    for number, line in enumerate(read_text(path, "the list of files").splitlines(), start=1):
        name, _, digest = line.rpartition(" ")
        if not name or len(digest) != 64:
            raise InputError(f"{path}:{number}: not a name and its SHA-256; correct this line")
        known[name.strip()] = digest
    return known


def missing_from(root: Path, project: Project, entry: DataEntry) -> list[str]:
    """The files of a body that `root` lacks or holds with another content."""
    known = known_files(project, entry)
    return [name for name, digest in known.items() if _sha256(root / name) != digest]


def strange_in(root: Path, project: Project, entry: DataEntry) -> list[str]:
    """The files of a body that `root` holds with another content, and others of the same kinds."""
    known = known_files(project, entry)
    kinds = {Path(name).suffix for name in known}
    found = (path for path in sorted(root.rglob("*")) if path.suffix in kinds and path.is_file())
    names = (path.relative_to(root).as_posix() for path in found)
    return [name for name in names if _sha256(root / name) != known.get(name)]


def _sha256(path: Path) -> str | None:
    try:
        stat = path.stat()
        return _sha256_of(path, stat.st_size, stat.st_mtime_ns)
    except OSError:
        return None


@cache
def _sha256_of(path: Path, size: int, changed: int) -> str:
    """The hash of a file, once a process for each state of it."""
    del size, changed
    return hashlib.sha256(path.read_bytes()).hexdigest()
