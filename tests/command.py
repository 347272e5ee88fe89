"""Run the command line in this process and keep what a person would see."""

import contextlib
import io
import sys
from dataclasses import dataclass
from unittest import mock

from pycheck.cli.main import run


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exit code and both streams of one run."""

    code: int
    out: str
    err: str


def pycheck_command(*arguments: str) -> Outcome:
    """``pycheck ARGUMENTS`` with its exit code; a traceback fails the test that runs it."""
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with (
        mock.patch.object(sys, "argv", ["pycheck", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            run()
        except SystemExit as stop:
            code = stop.code
    return Outcome(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())
