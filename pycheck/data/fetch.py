"""Fetches a body of data from its address, every file by its hash."""

import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import requests
from urllib3.exceptions import HTTPError

from pycheck.data.cache import Known, cache_root, known_files, missing_from
from pycheck.data.sources import FETCH, root_variable
from pycheck.errors import InputError
from pycheck.files import write_atomically
from pycheck.project import DataEntry, Project

TIMEOUT_SECONDS = 30
"""Without any answer."""
LONGEST_SECONDS = 300
"""Of one file."""

Track = Callable[[Iterable[str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """How many files were brought, and how many were there already with the right hash."""

    root: Path
    brought: int
    kept: int


def fetchable(project: Project) -> tuple[DataEntry, ...]:
    """The bodies of data of an audit that are fetched."""
    return tuple(entry for entry in project.data if entry.path is None)


def fetch(
    project: Project,
    entry: DataEntry,
    root: Path | None = None,
    base_url: str | None = None,
    *,
    retries: int = 2,
    track: Track = iter,
) -> Fetched:
    """Bring every file of a body into `root` (the cache by default), checking its SHA-256.

    Files that are there with the right hash are kept, so an interrupted fetch goes on where it
    stopped; a file appears under its name only when it is whole. `track` wraps the list of files
    to show progress. Raises `InputError` naming the file, the reason and the remedy.
    """
    target = cache_root(entry) if root is None else root
    url = base_url or os.environ.get(f"{root_variable(entry)}_URL") or entry.url or ""
    if not url.startswith(("http://", "https://")):
        raise InputError(f"{url} is no address to fetch from; give one with http:// or https://")
    known = known_files(project, entry)
    wanted = missing_from(target, project, entry)
    for name in track(wanted):
        address = f"{url.rstrip('/')}/{name}"
        write_atomically(target / name, _fetched(name, address, known[name], retries))
    return Fetched(target, len(wanted), len(known) - len(wanted))


def _fetched(name: str, url: str, file: Known, retries: int) -> bytes:
    """The content of a file, tried so many times more where it does not come."""
    for left in reversed(range(retries + 1)):
        try:
            content = _download(url, file.size)
            if hashlib.sha256(content).hexdigest() != file.digest:
                raise ValueError("the file that came has another SHA-256 than the published one")
            return content
        except (OSError, ValueError, HTTPError) as error:
            if not left:
                raise InputError(
                    f"cannot fetch {name} from {url}: {_why(error)}; "
                    f"run `{FETCH}` again, it goes on where it stopped"
                ) from error
    raise AssertionError


def _download(url: str, size: int) -> bytes:
    """What is there, of at most so many bytes, in a bounded time."""
    stop = time.monotonic() + LONGEST_SECONDS
    found = bytearray()
    with requests.get(url, stream=True, timeout=TIMEOUT_SECONDS) as answer:
        answer.raise_for_status()
        # What has come, however little: a drop at a time must not hold out for ever.
        while chunk := answer.raw.read1(2**14, decode_content=True):
            found += chunk
            if len(found) > size:
                raise OSError(errno.EFBIG, f"more than its {size} bytes came")
            if time.monotonic() > stop:
                raise OSError(errno.ETIMEDOUT, f"it took more than {LONGEST_SECONDS} seconds")
    return bytes(found)


def _why(error: Exception) -> str:
    if type(error) is ValueError:
        return str(error)
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status is not None:
        return f"the server answered {status}"
    strerror = getattr(error, "strerror", None)
    return strerror or f"no answer ({type(error).__name__})"
