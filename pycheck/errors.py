"""The one error that a person's input can cause, and the nearest match for a wrong name."""

import difflib
from collections.abc import Iterable


class NotWritten(Exception):
    """Output could not be written, though there is nothing to correct in what was asked."""


class InputError(Exception):
    """Bad input: what is wrong, where, and what to do, in one line.

    The command line prints the message after ``error:`` and exits with code 2. Everything else
    that escapes is a defect of pycheck and keeps its traceback.
    """


def how_to_get(extra: str) -> str:
    """How an optional extra is installed: pycheck is not on the package index."""
    return f"pip install -e '.[{extra}]' in the checkout"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A suffix for an error message: the nearest known name, or nothing.

    >>> did_you_mean("fischer", ["fisher", "polylog"])
    "; did you mean 'fisher'?"
    >>> did_you_mean("zzz", ["fisher"])
    ''
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""
