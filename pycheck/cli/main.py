"""The entry point: which command lives where, and how an error reaches a person."""

import importlib
import os
import sys

import click

from pycheck.cli.streams import NOT_WRITTEN, OutputLost, abandon, guard, tell
from pycheck.errors import InputError, NotWritten
from pycheck.processes import Terminated, unwind_on_sigterm

# Where each command is, and what `--help` says of it: listing them imports none.
_COMMANDS = {
    "audit": ("pycheck.cli.audit:audit", "What is wrong with the text, on one screen."),
    "show": ("pycheck.cli.audit:show", "One claim or one erratum with all of its evidence."),
    "errata": ("pycheck.cli.audit:errata", "Printed, right, and the evidence on both sides."),
    "check": ("pycheck.cli.check:check", "Judge a printed formula, or a file of them."),
    "doctor": ("pycheck.cli.doctor:doctor", "Report versions, receipts and data."),
    "lean": ("pycheck.cli.lean.group:lean", "The Lean proofs and their receipts."),
    "enclose": (
        "pycheck.cli.instruments.enclose:enclose",
        "Enclose a quantity of a power law in a ball.",
    ),
    "measure": (
        "pycheck.cli.instruments.measure:measure",
        "Fit the decay exponent of measured profiles.",
    ),
    "data": ("pycheck.cli.data:data", "Fetch the data of measured claims, or say where they are."),
    "experiment": (
        "pycheck.cli.instruments.experiment:experiment",
        "Train small models; measure how far models look back.",
    ),
    "plot": (
        "pycheck.cli.instruments.plot:plot",
        "Draw profiles, fits, estimates, pictures of an audit.",
    ),
    "text": ("pycheck.cli.text:text", "List the sentences of your copy of the text."),
    "report": ("pycheck.cli.report:report", "Write the whole audit as a static site."),
}


class _LazyGroup(click.Group):
    """Imports a command when it is asked for, so that none pays for another's libraries."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in _COMMANDS.items()])


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
