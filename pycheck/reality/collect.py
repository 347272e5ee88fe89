"""Finds the profiles in files and folders; what is left out is listed with its reason."""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pycheck.errors import InputError
from pycheck.files import clean, reason_of
from pycheck.reality.arrays import ARRAYS, read_arrays
from pycheck.reality.given import Given
from pycheck.reality.profiles import Profile, parse_profile, read_json
from pycheck.reality.published import NotAProfile, read_published
from pycheck.reality.tables import TABLES, plain_document, read_table

_SUFFIXES = (".json", *TABLES, *ARRAYS)
_NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Found:
    """A profile and where it came from: a path, and ``#key`` where the file holds several.

    `layer` and `head` count from 0 where it is that of a part of a model.
    """

    source: str
    profile: Profile
    layer: int | None = None
    head: int | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why, in one line."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Collection:
    """The profiles of some files and folders, in the order of their paths."""

    found: tuple[Found, ...]
    skipped: tuple[Skipped, ...]


def collect(paths: Iterable[Path], given: Given = _NOTHING) -> Collection:
    """All profiles in `paths`. A folder is searched to its depth; hidden files are no data.

    `given` says what a file does not say itself.

    A file that holds no valid profile is skipped with its reason, and so is the second of two
    equal profiles. Raises `InputError` when a path does not exist or a folder cannot be listed.
    """
    found: list[Found] = []
    seen: dict[tuple[object, ...], str] = {}
    files, skipped = _files(paths)
    for file in files:
        try:
            profiles = _profiles_in(file, given)
        except InputError as error:
            skipped.append(Skipped(_shown(file), _reason(error, file)))
            continue
        for key, profile in profiles:
            source = f"{_shown(file)}#{_shown(key)}" if key else _shown(file)
            first = seen.setdefault(_identity(profile), source)
            if first == source:
                found.append(Found(source, profile))
            else:
                skipped.append(Skipped(source, f"the same profile as {first}"))
    return Collection(tuple(found), tuple(skipped))


def _files(paths: Iterable[Path]) -> tuple[list[Path], list[Skipped]]:
    """The files in `paths`, each once, and the folders below them that cannot be listed."""
    files: dict[Path, None] = {}
    closed: list[Skipped] = []
    for path in paths:
        if _is_folder(path):
            inside, below = _inside(path)
            files.update(dict.fromkeys(inside))
            closed += below
        else:
            files[path] = None
    return list(files), closed


def _is_folder(path: Path) -> bool:
    """Whether `path` is a folder. Raises `InputError` where there is nothing, or none may look."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        reason = "does not exist" if missing else f"cannot be read: {reason_of(error)}"
        raise InputError(f"{path} {reason}; give a profile or a folder of profiles") from error


def _inside(folder: Path) -> tuple[list[Path], list[Skipped]]:
    files: list[Path] = []
    closed: list[Skipped] = []

    def refused(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise InputError(
                f"cannot list {folder}: {reason_of(error)}; check its permissions"
            ) from error
        closed.append(Skipped(_shown(error.filename), f"cannot be listed: {reason_of(error)}"))

    for where, _, names in os.walk(folder, onerror=refused):
        files += (Path(where, name) for name in names if not name.startswith("."))
    return sorted(files), closed


def _profiles_in(file: Path, given: Given) -> list[tuple[str, Profile]]:
    if not _is_regular(file):
        raise NotAProfile("not a regular file")
    suffix = file.suffix.lower()
    if suffix in ARRAYS:
        return list(read_arrays(file, given))
    if suffix in TABLES:
        return list(read_table(file, given))
    if suffix != ".json":
        raise NotAProfile(f"not one of the files that are read: {', '.join(_SUFFIXES)}")
    document = read_json(file)
    if isinstance(document, dict):
        if document.get("format") == "pycheck-profile":
            return [("", parse_profile(given.filled(document, (), ""), str(file)))]
        if "format" not in document and {"distances", "attention"} <= set(document):
            return [("", plain_document(document, str(file), given))]
    return list(read_published(document, file))


def _is_regular(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError as error:  # a path that is too long, say
        raise NotAProfile(f"cannot be read: {reason_of(error)}") from error


def _shown(path: Path | str) -> str:
    """A path as it is told: on one line, whatever its name may hold."""
    return clean(str(path)).replace("\n", "\ufffd")


def _reason(error: InputError, file: Path) -> str:
    return " ".join(str(error).replace(f"{file} ", "", 1).split())


def _identity(profile: Profile) -> tuple[object, ...]:
    return (
        profile.model,
        profile.corpus,
        profile.used_theta,
        profile.intervention,
        profile.seeds,
        profile.distances,
        profile.attention,
    )
