"""Finds the profiles in files and folders; what is left out is listed with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pycheck.errors import InputError
from pycheck.reality.profiles import Profile, parse_profile, read_json
from pycheck.reality.published import NotAProfile, read_published


@dataclass(frozen=True, slots=True)
class Found:
    """A profile and where it came from: a path, and ``#key`` where the file holds several."""

    source: str
    profile: Profile


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


def collect(paths: Iterable[Path]) -> Collection:
    """All profiles in `paths`. A folder is searched to its depth; hidden files are no data.

    A file that holds no valid profile is skipped with its reason, and so is the second of two
    equal profiles. Raises `InputError` when a path does not exist or a folder cannot be listed.
    """
    found: list[Found] = []
    skipped: list[Skipped] = []
    seen: dict[tuple[object, ...], str] = {}
    for file in _files(paths):
        try:
            profiles = _profiles_in(file)
        except InputError as error:
            skipped.append(Skipped(str(file), _reason(error, file)))
            continue
        for key, profile in profiles:
            source = f"{file}#{key}" if key else str(file)
            first = seen.setdefault(_identity(profile), source)
            if first == source:
                found.append(Found(source, profile))
            else:
                skipped.append(Skipped(source, f"the same profile as {first}"))
    return Collection(tuple(found), tuple(skipped))


def _files(paths: Iterable[Path]) -> list[Path]:
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            files.update(dict.fromkeys(_inside(path)))
        elif path.exists():
            files[path] = None
        else:
            raise InputError(f"{path} does not exist; give a profile or a folder of profiles")
    return list(files)


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(
            path
            for path in folder.rglob("*")
            if not path.is_dir() and not path.name.startswith(".")
        )
    except OSError as error:
        raise InputError(
            f"cannot list {folder}: {error.strerror}; check its permissions"
        ) from error


def _profiles_in(file: Path) -> list[tuple[str, Profile]]:
    if not file.is_file():
        raise NotAProfile("not a regular file")
    if file.suffix.lower() != ".json":
        raise NotAProfile("not a JSON file")
    document = read_json(file)
    if isinstance(document, dict) and document.get("format") == "pycheck-profile":
        return [("", parse_profile(document, str(file)))]
    return list(read_published(document, file))


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
