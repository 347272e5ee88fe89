"""Outcomes of checks kept from one command to the next, for a person who asks for them.

An outcome is what a piece of work came to; verdicts are computed from them at every run. All lie
under one key of everything that they rest on (this package, its libraries, the audit's claims,
checks and proofs, the data, the seed): where any of it changes, nothing that was kept is found.
They lie in the user's own cache as pickles, which are code: a file that somebody else could have
written is not read.
"""

import os
import pickle
import platform
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import platformdirs

from pycheck.auditing.options import LIBRARIES, Options
from pycheck.data.sources import Source
from pycheck.files import write_atomically
from pycheck.project import Project

_PACKAGE = Path(__file__).parents[1]


class Store:
    """The kept outcomes of one state of an audit; `since` is when the oldest one used was found."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: dict[str, tuple[datetime, Any]] = _read(path)
        self._new: dict[str, tuple[datetime, Any]] = {}
        self.since: datetime | None = None

    def get(self, piece: object) -> Any:
        """What a piece of work came to, or None."""
        when, outcome = self._kept.get(_name(piece), (None, None))
        if when is not None and (self.since is None or when < self.since):
            self.since = when
        return outcome

    def put(self, piece: object, outcome: object) -> None:
        """Keep what a piece came to."""
        self._new[_name(piece)] = datetime.now(UTC), outcome

    def save(self) -> None:
        """Write what is new beside what is there; what was kept of an earlier state goes."""
        if not self._new:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(self._path, pickle.dumps({**_read(self._path), **self._new}))
        for other in self._path.parent.glob("*.pickle"):
            if other != self._path:
                other.unlink(missing_ok=True)


def store_of(project: Project, sources: Iterable[Source], options: Options) -> Store:
    """What is kept of an audit as it is now."""
    digest = sha256()
    for part in _everything(project, sources, options):
        digest.update(f"{len(part)}:".encode() + part)
    place = sha256(str(project.root.resolve()).encode()).hexdigest()[:16]
    folder = Path(platformdirs.user_cache_dir("pycheck")) / "outcomes" / place
    return Store(folder / f"{digest.hexdigest()}.pickle")


def _everything(project: Project, sources: Iterable[Source], options: Options) -> Iterator[bytes]:
    yield f"{platform.python_version()} {options.seed} {options.samples} {options.checks}".encode()
    yield from (f"{name} {version(name)}".encode() for name in LIBRARIES)
    yield from _folder(_PACKAGE, ".py")
    yield from _folder(project.claims, ".toml")
    if project.checks is not None:
        yield from _folder(project.checks, ".py")
    if project.lean is not None:
        yield from _folder(project.lean / "lean", "")
    for source in sorted(sources, key=lambda source: source.name):
        yield source.name.encode()
        if source.root is not None:
            yield from _folder(source.root, "")


def _folder(root: Path, suffix: str) -> Iterator[bytes]:
    for path in sorted(root.rglob(f"*{suffix}")):
        if path.is_file() and ".lake" not in path.parts and "__pycache__" not in path.parts:
            yield str(path.relative_to(root)).encode()
            yield path.read_bytes()


def _name(piece: object) -> str:
    return f"{type(piece).__name__} {sha256(repr(piece).encode()).hexdigest()}"


def _read(path: Path) -> dict[str, tuple[datetime, Any]]:
    """What a file of ours holds; nothing where it is damaged, or anybody else may write it."""
    try:
        found = path.stat()
        mine = found.st_uid == os.getuid() if hasattr(os, "getuid") else True
        if not mine or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return {}
        kept = pickle.loads(path.read_bytes())
        return kept if isinstance(kept, dict) else {}
    except Exception:  # a damaged pickle may raise anything, and costs no more than a run
        return {}
