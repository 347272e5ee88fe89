"""What is fetched, and where it lies: every file known by its hash."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import platformdirs

from pycheck.errors import InputError
from pycheck.files import read_text
from pycheck.project import DataEntry, Project


def cache_root(entry: DataEntry) -> Path:
    """Where the fetched files of a body lie: one folder a version in the user's cache."""
    return Path(platformdirs.user_cache_dir("pycheck")) / entry.name / (entry.version or "")


@dataclass(frozen=True, slots=True)
class Known:
    """What a file of a body must be: so many bytes, with this SHA-256."""

    size: int
    digest: str


_LINE = re.compile(r"(\S.*) ([0-9]{1,12}) ([0-9a-f]{64})")


def known_files(project: Project, entry: DataEntry) -> dict[str, Known]:
    """Every file of a body by its path in the folder.

    Raises `InputError` where the list cannot be read or a line of it is not ``NAME SIZE SHA256``.
    """
    path = project.root / (entry.files or "")
    known = {}
    for number, line in enumerate(read_text(path, "the list of files").splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if not found:
            raise InputError(
                f"{path}:{number}: not a name, its size in bytes and its SHA-256; correct this line"
            )
        name = PurePosixPath(found[1])
        if name.is_absolute() or ".." in name.parts or "\\" in found[1]:
            raise InputError(
                f"{path}:{number}: {found[1]} lies outside of the folder of the data; name a file "
                "within it"
            )
        known[found[1]] = Known(int(found[2]), found[3])
    return known


def missing_from(root: Path, project: Project, entry: DataEntry) -> list[str]:
    """The files of a body that `root` lacks or holds with another content."""
    known = known_files(project, entry)
    return [name for name, file in known.items() if not _is(root / name, file)]


def strange_in(root: Path, project: Project, entry: DataEntry) -> list[str]:
    """The files of a body that `root` holds with another content, and others of the same kinds."""
    known = known_files(project, entry)
    kinds = {Path(name).suffix for name in known}
    found = (path for path in sorted(root.rglob("*")) if path.suffix in kinds and path.is_file())
    names = (path.relative_to(root).as_posix() for path in found)
    return [n for n in names if n not in known or not _is(root / n, known[n])]


def _is(path: Path, file: Known) -> bool:
    try:
        stat = path.stat()
        if stat.st_size != file.size:  # and need not be read
            return False
        return _sha256_of(path, stat.st_size, stat.st_mtime_ns) == file.digest
    except OSError:
        return False


@cache
def _sha256_of(path: Path, size: int, changed: int) -> str:
    """The hash of a file, once a process for each state of it."""
    del size, changed
    return hashlib.sha256(path.read_bytes()).hexdigest()
