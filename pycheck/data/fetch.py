"""Fetches the author's published data from their repository, at one commit, every hash known."""

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import pooch

from pycheck.errors import InputError
from pycheck.project import project_root

COMMIT = "e0d8cb601ea29af8a87b17472695624b6bfda239"
BASE_URL = f"https://raw.githubusercontent.com/karlesmarin/tafagent/{COMMIT}/data/"
ROOT_VARIABLE = "PYCHECK_PUBLISHED"
URL_VARIABLE = "PYCHECK_PUBLISHED_URL"
TIMEOUT_SECONDS = 30

Track = Callable[[Iterable[str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """How many files were brought, and how many were there already with the right hash."""

    root: Path
    brought: int
    kept: int


def known_files() -> dict[str, str]:
    """SHA-256 of every published file by its path in the folder."""
    text = (project_root() / "book" / "published_sha256.txt").read_text(encoding="utf-8")
    known = {}
    for line in text.splitlines():
        name, digest = line.split()
        known[name] = digest
    return known


def cache_root() -> Path:
    """Where fetched files lie: one folder a commit in the user's cache."""
    return Path(platformdirs.user_cache_dir("pycheck")) / "published" / COMMIT[:12]


def published_root() -> Path | None:
    """The folder of the published data, or None when they are not on this machine.

    The folder that the variable PYCHECK_PUBLISHED names, else the cache when it is complete.
    Raises `InputError` when the variable names no folder.
    """
    named = os.environ.get(ROOT_VARIABLE)
    if named:
        if not Path(named).is_dir():
            raise InputError(
                f"{ROOT_VARIABLE} names {named}, which is no folder; correct it or unset it"
            )
        return Path(named)
    root = cache_root()
    return None if missing_from(root) else root


def missing_from(root: Path) -> list[str]:
    """The published files that `root` lacks or holds with another content."""
    return [name for name, digest in known_files().items() if _sha256(root / name) != digest]


def _sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def fetch_published(
    root: Path | None = None, base_url: str | None = None, retries: int = 2, track: Track = iter
) -> Fetched:
    """Bring every published file into `root` (the cache by default), checking its SHA-256.

    Files that are there with the right hash are kept, so an interrupted fetch goes on where it
    stopped; a file appears under its name only when it is whole. `track` wraps the list of files
    to show progress. Raises `InputError` naming the file, the reason and the remedy.
    """
    target = cache_root() if root is None else root
    url = base_url or os.environ.get(URL_VARIABLE) or BASE_URL
    if not url.startswith(("http://", "https://")):
        raise InputError(f"{url} is no address to fetch from; give one with http:// or https://")
    pooch.get_logger().setLevel("ERROR")
    store = pooch.create(
        path=target,
        base_url=url.rstrip("/") + "/",
        registry=known_files(),
        retry_if_failed=retries,
    )
    download = pooch.HTTPDownloader(timeout=TIMEOUT_SECONDS)
    wanted = missing_from(target)
    for name in track(wanted):
        try:
            store.fetch(name, downloader=download)
        except (OSError, ValueError) as error:
            raise InputError(
                f"cannot fetch {name} from {url}: {_why(error)}; "
                "run `pycheck data fetch` again, it goes on where it stopped"
            ) from error
    return Fetched(target, len(wanted), len(store.registry) - len(wanted))


def _why(error: Exception) -> str:
    if isinstance(error, ValueError) and "does not match" in str(error):
        return "the file that came has another SHA-256 than the published one"
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status is not None:
        return f"the server answered {status}"
    strerror = getattr(error, "strerror", None)
    return strerror or f"no answer ({type(error).__name__})"
