"""Fetches a body of data from its address, every file by its hash."""

import errno
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pooch
import requests

from pycheck.data.cache import cache_root, known_files, missing_from
from pycheck.data.sources import FETCH, root_variable
from pycheck.errors import InputError
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
    pooch.get_logger().setLevel("ERROR")
    store = pooch.create(
        path=target,
        base_url=url.rstrip("/") + "/",
        registry={name: file.digest for name, file in known.items()},
        retry_if_failed=retries,
    )
    wanted = missing_from(target, project, entry)
    for name in track(wanted):
        try:
            store.fetch(name, downloader=_bounded(known[name].size))
        except (OSError, ValueError) as error:
            raise InputError(
                f"cannot fetch {name} from {url}: {_why(error)}; "
                f"run `{FETCH}` again, it goes on where it stopped"
            ) from error
    return Fetched(target, len(wanted), len(store.registry) - len(wanted))


def _bounded(size: int) -> Callable[[str, str, pooch.Pooch], None]:
    """Downloads a file of so many bytes in a bounded time."""

    def download(url: str, output_file: str, _store: pooch.Pooch) -> None:
        stop = time.monotonic() + LONGEST_SECONDS
        with (
            requests.get(url, stream=True, timeout=TIMEOUT_SECONDS) as answer,
            Path(output_file).open("wb") as out,
        ):
            answer.raise_for_status()
            # What has come, however little: a drop at a time must not hold out for ever.
            while chunk := answer.raw.read1(2**14, decode_content=True):
                out.write(chunk)
                if out.tell() > size:
                    raise OSError(errno.EFBIG, f"more than its {size} bytes came")
                if time.monotonic() > stop:
                    raise OSError(errno.ETIMEDOUT, f"it took more than {LONGEST_SECONDS} seconds")

    return download


def _why(error: Exception) -> str:
    if isinstance(error, ValueError) and "does not match" in str(error):
        return "the file that came has another SHA-256 than the published one"
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status is not None:
        return f"the server answered {status}"
    strerror = getattr(error, "strerror", None)
    return strerror or f"no answer ({type(error).__name__})"
