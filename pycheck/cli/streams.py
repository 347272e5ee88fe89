"""Standard output and standard error that say when they cannot be written."""

import errno
import io
import os
import sys
from typing import Any, BinaryIO

import click

from pycheck.files import clean
from pycheck.notation.spelling import spelled

NOT_WRITTEN = 74  # EX_IOERR of sysexits.h
NOBODY_READS = 141  # what a shell reports of a program that SIGPIPE ended


class OutputLost(Exception):
    """Output could not be written. No OSError: libraries take those for something else."""

    def __init__(self, error: OSError | None) -> None:
        self.nobody_reads = error is not None and error.errno == errno.EPIPE
        self.reason = (error.strerror if error else None) or "it is closed"
        super().__init__(self.reason)

    @property
    def code(self) -> int:
        """The exit code."""
        return NOBODY_READS if self.nobody_reads else NOT_WRITTEN


class _Checked(io.BufferedIOBase):
    """A stream of bytes that raises `OutputLost`; without one below it every byte is lost."""

    name = "standard output"

    def __init__(self, below: BinaryIO | None) -> None:
        self._below = below

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self._below is None:
            raise OutputLost(None)
        try:
            return self._below.write(data)
        except OSError as error:
            raise OutputLost(error) from error

    def flush(self) -> None:
        if self._below is not None:
            try:
                self._below.flush()
            except OSError as error:
                raise OutputLost(error) from error

    def fileno(self) -> int:
        if self._below is None:
            raise OSError(errno.EBADF, "it is closed")
        return self._below.fileno()

    def isatty(self) -> bool:
        return self._below is not None and self._below.isatty()


class _Spelling(io.TextIOWrapper):
    """Text for a terminal that may lack characters: what has a spelling is spelled."""

    def write(self, text: str) -> int:
        super().write(spelled(text, self.encoding))
        return len(text)


def guard() -> None:
    """Put standard output under guard; a terminal that lacks a character spells it, γ as gamma.

    A stream that somebody else has put in its place stays as it is.
    """
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(_Checked(None), encoding="utf-8")
    elif sys.stdout is sys.__stdout__ and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()
        sys.stdout = _Spelling(
            _Checked(sys.stdout.buffer),
            encoding=sys.stdout.encoding,
            errors="replace",
            line_buffering=sys.stdout.line_buffering,
        )
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="replace")


def abandon() -> None:
    """Write nothing more to standard output: what is left in it is lost."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (to the end)


def say(message: str, *, err: bool = False) -> None:
    """One line, whatever the names in it hold."""
    click.echo(clean(message).replace("\n", "\ufffd"), err=err)


def tell(message: str) -> None:
    """One line on standard error, as far as anybody can hear it."""
    try:
        print(clean(" ".join(message.split())), file=sys.stderr, flush=True)
    except (OSError, ValueError, AttributeError):
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (to the end)
