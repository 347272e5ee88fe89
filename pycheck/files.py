"""Reading with one clear error, writing without half-written files."""

import os
import tempfile
from pathlib import Path

from pycheck.errors import InputError


def read_text(path: Path, what: str, remedy: str = "check the path and its permissions") -> str:
    """The UTF-8 text of `path`.

    Raises `InputError` naming `what` the file is, the path, the reason and the remedy.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InputError(f"cannot read {what} {path}: {reason}; {remedy}") from error


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
