"""The entry point: which command lives where, and how an error reaches a person."""

import importlib
import os
import sys

import click

from pycheck.cli.streams import NOT_WRITTEN, OutputLost, abandon, guard, tell
from pycheck.errors import InputError, NotWritten
from pycheck.processes import Terminated, unwind_on_sigterm

_COMMANDS = {
    "audit": "pycheck.cli.audit:audit",
    "show": "pycheck.cli.audit:show",
    "check": "pycheck.cli.check:check",
    "errata": "pycheck.cli.audit:errata",
    "doctor": "pycheck.cli.doctor:doctor",
    "lean": "pycheck.cli.lean.group:lean",
    "enclose": "pycheck.cli.instruments.enclose:enclose",
    "measure": "pycheck.cli.instruments.measure:measure",
    "data": "pycheck.cli.data:data",
    "experiment": "pycheck.cli.instruments.experiment:experiment",
    "plot": "pycheck.cli.instruments.plot:plot",
    "text": "pycheck.cli.text:text",
    "report": "pycheck.cli.report:report",
}


class _LazyGroup(click.Group):
    """Imports a command when it is asked for, so that none pays for another's libraries."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pycheck")
def main() -> None:
    """Audit the mathematics of a text, claim by claim.

    Algebra proved and reality measured are kept apart: every claim has two verdicts.
    """


def run() -> None:
    """Run the command line; README.md has the table of exit codes."""
    guard()
    unwind_on_sigterm()
    try:
        code = _result()
        sys.stdout.flush()
    except OutputLost as lost:
        if not lost.nobody_reads:
            tell(f"error: the output could not be written: {lost.reason}")
        abandon()
        code = lost.code
    sys.exit(code)


def _refuse_a_gone_folder() -> None:
    """Libraries ask for the current folder while they are imported."""
    try:
        os.getcwd()
    except OSError as error:
        raise InputError("the current folder is gone; change to another one") from error


def _result() -> int:
    """The exit code of the command that is asked for."""
    try:
        _refuse_a_gone_folder()
        code = main.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except (InputError, click.ClickException) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        tell(f"error: {message}")
        return 2
    except NotWritten as error:
        tell(f"error: {error}")
        return NOT_WRITTEN
    except OSError as error:
        tell(f"error: {error.filename or 'a file'}: {error.strerror or error}; check the path")
        return 2
    except click.Abort:
        tell("interrupted")
        return 130
    except Terminated:
        tell("terminated")
        return 143
    return code if isinstance(code, int) else 0
