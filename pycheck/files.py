"""Reading with one clear error, writing without half-written files."""

import errno
import json
import os
import re
import shutil
import stat
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pycheck.errors import InputError, NotWritten

MAX_BYTES = 64 * 2**20
"""No file that is read as text or as a source is larger."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG)
_MOST_DIGITS = 4000
_SCRATCH = ".tmp"
_REMEDY = "check the path and its permissions"
# Line breaks and tabs apart: a terminal would obey them, or show what follows in another order.
_ORDER = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROL = {c: "\ufffd" for c in (*range(32), *range(127, 160), *_ORDER) if chr(c) not in "\n\t"}
# An escape that may stand for a character of these: of JSON and TOML the others are harmless.
_ESCAPE = re.compile(r'(?<!\\)(?:\\\\)*\\[^\\"/nt]')


def clean(text: str) -> str:
    """A text without control characters, and without halves of characters that no file can hold."""
    return text.translate(_CONTROL).encode("utf-8", "replace").decode("utf-8")


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
        raise InputError(f"cannot read {what} {path}: {reason_of(error)}; {remedy}") from error


def reason_of(error: Exception) -> str:
    """Why a path cannot be used, in the system's words."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


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


def load_json(text: str) -> Any:
    """The JSON document in a text, cleaned.

    Raises `KeyTwiceError`, ValueError or RecursionError for what is none, whatever a library has
    told Python about numbers of thousands of digits.
    """
    return cleaned(json.loads(text, object_pairs_hook=unique, parse_int=_whole), text)


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"a number has {len(digits)} digits")
    return int(digits)


def parse_json(text: str, where: str, remedy: str) -> Any:
    """The JSON document in a text, cleaned; `InputError` where there is none, or a key twice."""
    try:
        return load_json(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is not JSON ({error}); {remedy}") from error


def cleaned(document: Any, text: str) -> Any:
    """A document with every string cleaned, where its `text` has escapes that may ask for it."""
    return _cleaned(document) if "\\" in text and _ESCAPE.search(text) else document


def _cleaned(document: Any) -> Any:
    match document:
        case str():
            return clean(document)
        case dict():
            return {clean(key): _cleaned(value) for key, value in document.items()}
        case list():
            return [_cleaned(part) for part in document]
    return document


def parse_toml(text: str) -> dict[str, Any]:
    """The TOML document in a text; raises `tomllib.TOMLDecodeError`, whatever is wrong."""
    try:
        document: dict[str, Any] = cleaned(tomllib.loads(text), text)
        return document
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("it is nested too deeply") from error
    except ValueError as error:
        raise tomllib.TOMLDecodeError("a number has too many digits") from error


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write `content` to `path` so that a reader sees the old file or the new one, never a part.

    The content goes to a temporary file in the same folder, which then takes the name of `path`; a
    link is written through. Raises `InputError` when the folder cannot be written, `NotWritten`
    when the disk takes no more.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    with writing(path):
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(target)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=scratch(target), suffix=_SCRATCH)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(name, 0o644)
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What is written to `path` in the body fails with one clear line."""
    try:
        with filling(path):
            yield
    except OSError as error:
        raise InputError(
            f"cannot write {path}: {error.strerror}; choose a folder that you can write"
        ) from error


@contextmanager
def filling(path: Path) -> Iterator[None]:
    """A disk that takes no more is told; any other error is the body's own."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise NotWritten(f"cannot write {path}: {error.strerror}") from error


def scratch(target: Path) -> str:
    """How the names of this process's temporary files beside `target` begin."""
    return f".{target.name[:100]}.{os.getpid()}."


def remove_leftovers(target: Path) -> None:
    """Remove what processes that were killed have left beside `target`."""
    mine = re.compile(rf"\.{re.escape(target.name[:100])}\.(\d+)\.\w+\.(?:tmp|old)")
    for path in target.parent.iterdir():
        found = mine.fullmatch(path.name)
        if found and not _runs(int(found[1])):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass  # somebody else's
    return True
