"""Reading with one clear error, writing without half-written files."""

import json
import os
import stat
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from pycheck.errors import InputError

MAX_BYTES = 64 * 2**20
"""No file that is read as text or as a source is larger."""

_REMEDY = "check the path and its permissions"
# Line breaks and tabs apart; a terminal would obey the others.
_CONTROL = {c: "\ufffd" for c in (*range(32), *range(127, 160)) if chr(c) not in "\n\t"}


def read_bytes(path: Path, what: str, remedy: str = _REMEDY) -> bytes:
    """The content of a regular file of at most `MAX_BYTES`.

    Raises `InputError` naming `what` the file is, the path, the reason and the remedy.
    """
    try:
        # A pipe would never end, and so would a device: neither is opened.
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            reason = "it is a folder" if stat.S_ISDIR(found.st_mode) else "it is no regular file"
            raise InputError(f"cannot read {what} {path}: {reason}; {remedy}")
        if found.st_size > MAX_BYTES:
            raise InputError(
                f"cannot read {what} {path}: it has {found.st_size / 2**20:.0f} MiB, and "
                f"{MAX_BYTES // 2**20} MiB are read at most; give a smaller file"
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"cannot read {what} {path}: {reason}; {remedy}") from error


def read_text(path: Path, what: str, remedy: str = _REMEDY) -> str:
    """The UTF-8 text of `path`, its control characters replaced. Raises as `read_bytes` does."""
    try:
        text = read_bytes(path, what, remedy).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"cannot read {what} {path}: not UTF-8 text; {remedy}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)


class KeyTwiceError(ValueError):
    """A JSON object gives one key twice, so that two readers may see two documents."""


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of some pairs, for ``json.loads``; raises `KeyTwiceError`."""
    document: dict[str, Any] = {}
    for key, value in pairs:
        if key in document:
            raise KeyTwiceError(f"the key {key!r} occurs twice")
        document[key] = value
    return document


def parse_json(text: str, where: str, remedy: str) -> Any:
    """The JSON document in a text; `InputError` where there is none, or a key occurs twice."""
    try:
        return json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is not JSON ({error}); {remedy}") from error


def parse_toml(text: str) -> dict[str, Any]:
    """The TOML document in a text; raises `tomllib.TOMLDecodeError`, whatever is wrong."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("it is nested too deeply") from error
    except ValueError as error:
        raise tomllib.TOMLDecodeError("a number has too many digits") from error


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write `content` to `path` so that a reader sees the old file or the new one, never a part.

    The content goes to a temporary file in the same folder, which then takes the name of `path`.
    Raises `InputError` when the folder cannot be written.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            f"cannot write {path}: {error.strerror}; choose a folder that you can write"
        ) from error
