"""Puts a finished site in place: a reader sees the old one or the new one, never a part."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pycheck.errors import InputError
from pycheck.files import filling, remove_leftovers, scratch, writing

MARKER = "pycheck-site"
"""A file that says that a folder was written by pycheck and may be replaced by it."""


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """An empty folder to write a site into, which takes the place of `target` at the end.

    It lies next to `target`, at the end of a link, and is removed when the body raises. Raises
    `InputError` where `target` holds anything that pycheck did not write, or its parent cannot be
    written.
    """
    target = Path(os.path.realpath(target))
    refuse_foreign(target)
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(target)
        work = Path(tempfile.mkdtemp(dir=target.parent, prefix=scratch(target), suffix=".tmp"))
    try:
        with filling(target):
            yield work
        with writing(target):
            (work / MARKER).write_text("This folder is written by `pycheck report`.\n")
            work.chmod(0o755)
            _swap(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def refuse_foreign(target: Path) -> None:
    """Raise `InputError` unless `target` is absent, empty, or a site that pycheck wrote."""
    if not target.exists():
        return
    if not target.is_dir():
        raise InputError(f"{target} is a file; give a folder for the site")
    if any(target.iterdir()) and not (target / MARKER).is_file():
        raise InputError(
            f"{target} is not empty and no site of pycheck; give an empty or a new folder"
        )


def _swap(work: Path, target: Path) -> None:
    old = work.with_suffix(".old")
    if target.exists():
        target.rename(old)
    work.rename(target)
    shutil.rmtree(old, ignore_errors=True)
