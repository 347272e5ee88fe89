"""Outcomes of checks kept from one command to the next, for a person who asks for them.

An outcome is what a piece of work came to; verdicts are computed from them at every run. All lie
under one key of everything that they rest on (this package, all that is installed beside it, the
audit's claims, checks and proofs, the data, the seed): where any of it changes, also while the
audit runs, nothing that was kept is found. They lie in the user's own cache as pickles, which are
code: a file that somebody else could have written is not read.
"""

import contextlib
import os
import pickle
import platform
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import platformdirs

from pycheck.auditing.options import Options
from pycheck.data.sources import Source
from pycheck.errors import InputError, NotWritten
from pycheck.files import reason_of, write_atomically
from pycheck.project import CONFIG, Project

_PACKAGE = Path(__file__).parents[1]
_EVERY = 60.0
"""Seconds after which what is new is written, where a run takes longer."""
_MOST_STATES = 8
"""Of one audit: what was kept of older ones goes."""

_Entries = dict[str, tuple[datetime, bytes]]


class Store:
    """The kept outcomes of one state of an audit; `since` is when the oldest one used was found.

    `key` tells the state that it is in now.
    """

    def __init__(self, folder: Path, key: Callable[[], str]) -> None:
        self._key = key
        self._state = key()
        self._path = folder / f"{self._state}.pickle"
        self._kept = _read(self._path)
        self._new: _Entries = {}
        self._written = time.monotonic()
        self._writing = threading.Lock()
        self.since: datetime | None = None

    def get(self, piece: object) -> Any:
        """What a piece of work came to, or None."""
        found = self._kept.get(name_of(piece))
        if found is None:
            return None
        when, outcome = found
        try:
            kept = pickle.loads(outcome)
        except Exception:  # what it was made of is no longer there
            return None
        self.since = min(when, self.since or when)
        return kept

    def put(self, piece: object, outcome: object) -> None:
        """Keep what a piece came to, where it can be kept at all; written now and then.

        So a run that is killed loses a minute's work.
        """
        with contextlib.suppress(Exception):  # the audited code may return anything
            self._new[name_of(piece)] = datetime.now(UTC), pickle.dumps(outcome)
        if time.monotonic() - self._written > _EVERY:
            self.save()

    def save(self) -> None:
        """Write what is new beside what is there, if the audit is still in the same state."""
        with self._writing:
            self._written = time.monotonic()
            if self._new and self._key() == self._state:
                self._write()

    def _write(self) -> None:
        with contextlib.suppress(OSError, InputError, NotWritten):  # no audit is lost for it
            write_atomically(self._path, pickle.dumps({**_read(self._path), **self._new}))
            states = sorted(self._path.parent.glob("*.pickle"), key=lambda p: p.stat().st_mtime)
            for old in states[:-_MOST_STATES]:
                old.unlink(missing_ok=True)


def _kept_in(name: str) -> Path:
    """The folder of this name in the user's cache. Raises `InputError` where it cannot be made."""
    folder = Path(platformdirs.user_cache_dir("pycheck")) / "outcomes" / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise InputError(
            f"outcomes cannot be kept in {folder}: {reason_of(error)}; make that folder writable, "
            "or leave --cached out"
        ) from error
    return folder


def store_of(project: Project, sources: Iterable[Source], options: Options) -> Store:
    """What is kept of an audit as it is now. Raises `InputError` where nothing can be kept."""
    known = tuple(sources)
    name = sha256(str(project.root.resolve()).encode()).hexdigest()[:16]
    return Store(_kept_in(name), lambda: _key(_everything(project, known, options)))


def store_of_scans(plan: object) -> Store:
    """What is kept of formulas that were judged by a plan. Raises `InputError` as `store_of`."""
    return Store(_kept_in("scans"), lambda: _key((repr(plan).encode(), *_software())))


def _key(parts: Iterable[bytes]) -> str:
    digest = sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode() + part)
    return digest.hexdigest()


def _software() -> Iterator[bytes]:
    """This package, and all that is installed beside it."""
    yield platform.python_version().encode()
    yield " ".join(sorted(f"{d.name}=={d.version}" for d in distributions())).encode()
    yield from _folder(_PACKAGE)


def _everything(project: Project, sources: Iterable[Source], options: Options) -> Iterator[bytes]:
    yield f"{options.seed} {options.samples} {options.checks}".encode()
    yield from _software()
    with contextlib.suppress(OSError):
        yield (project.root / CONFIG).read_bytes()
    yield from _folder(project.claims)
    if project.checks is not None:
        yield from _folder(project.checks)
    if project.lean is not None:
        yield from _folder(project.lean / "lean")
    for source in sorted(sources, key=lambda source: source.name):
        yield source.name.encode()
        if source.root is not None:
            yield from _folder(source.root)


def _folder(root: Path) -> Iterator[bytes]:
    """Names and contents of all files, those behind links included; what tools leave apart."""
    seen = set()
    for place, folders, files in os.walk(root, followlinks=True):
        real = os.path.realpath(place)
        folders[:] = sorted(set(folders) - {".lake", "__pycache__"}) if real not in seen else []
        seen.add(real)
        for name in sorted(files):
            path = Path(place, name)
            if path.is_file() and not name.endswith(".pyc"):
                yield str(path.relative_to(root)).encode("utf-8", "surrogateescape")
                yield path.read_bytes()


def name_of(piece: object) -> str:
    """A name that two pieces of work have in common only where they are the same."""
    return f"{type(piece).__name__} {sha256(repr(piece).encode()).hexdigest()}"


def _read(path: Path) -> _Entries:
    """What a file of ours holds; nothing where it is damaged, or anybody else may write it."""
    try:
        found = path.stat()
        mine = found.st_uid == os.getuid() if hasattr(os, "getuid") else True
        if not mine or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return {}
        return {
            str(name): (when, bytes(outcome))
            for name, (when, outcome) in pickle.loads(path.read_bytes()).items()
            if isinstance(when, datetime)
        }
    except Exception:  # a damaged pickle may raise anything, and costs no more than a run
        return {}
