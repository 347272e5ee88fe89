"""The entry point: which command lives where, and how an error reaches a person."""

import importlib
import os
import sys

import click

from pycheck.cli.groups import HELP, Group
from pycheck.cli.streams import NOT_WRITTEN, OutputLost, abandon, guard, tell
from pycheck.errors import InputError, NotWritten
from pycheck.processes import Terminated, unwind_on_sigterm
from pycheck.version import __version__

# Where each command is, what `--help` says of it, and an example: listing them imports none.
_COMMANDS = {
    "audit": (
        "pycheck.cli.audit:audit",
        "What is wrong with the text, on one screen.",
        "pycheck audit --all",
    ),
    "show": (
        "pycheck.cli.audit:show",
        "One claim or one erratum with all of its evidence.",
        "pycheck show E6",
    ),
    "errata": (
        "pycheck.cli.audit:errata",
        "Printed, right, and the evidence on both sides.",
        "pycheck errata --status open",
    ),
    "check": (
        "pycheck.cli.check:check",
        "Judge a printed formula, or a file of them.",
        "pycheck check 'sqrt(x**2) = x'",
    ),
    "scan": (
        "pycheck.cli.scan:scan",
        "Judge every displayed formula of a text.",
        "pycheck scan paper.tex",
    ),
    "init": (
        "pycheck.cli.init:init",
        "Write an audit of your own to begin with.",
        "pycheck init my-audit",
    ),
    "doctor": (
        "pycheck.cli.doctor:doctor",
        "Report versions, receipts and data.",
        "pycheck doctor",
    ),
    "lean": (
        "pycheck.cli.lean.group:lean",
        "The Lean proofs and their receipts.",
        "pycheck lean verify",
    ),
    "enclose": (
        "pycheck.cli.instruments.enclose:enclose",
        "Enclose a quantity of a power law in a ball.",
        "pycheck enclose cv --gamma 1 --context 1e6 --digits 30",
    ),
    "measure": (
        "pycheck.cli.instruments.measure:measure",
        "Fit the decay exponent of measured profiles.",
        "pycheck measure data/profiles",
    ),
    "data": (
        "pycheck.cli.data:data",
        "Fetch the data of measured claims, or say where they are.",
        "pycheck data fetch",
    ),
    "experiment": (
        "pycheck.cli.instruments.experiment:experiment",
        "Train small models; measure how far models look back.",
        "pycheck experiment train --theta 10000 --context 256 --out m0",
    ),
    "plot": (
        "pycheck.cli.instruments.plot:plot",
        "Draw profiles, fits, estimates, pictures of an audit.",
        "pycheck plot atlas data/profiles -o atlas.svg",
    ),
    "text": (
        "pycheck.cli.text:text",
        "List the sentences of your copy of the text.",
        "pycheck text my-copy.txt",
    ),
    "report": (
        "pycheck.cli.report:report",
        "Write the whole audit as a static site.",
        "pycheck report -o site",
    ),
}


class _LazyGroup(Group):
    """Imports a command when it is asked for, so that none pays for another's libraries."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        place, _, example = _COMMANDS[cmd_name]
        module, _, name = place.partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        command.epilog = f"Example: {example}"
        return command

    def lines(self, _ctx: click.Context) -> list[tuple[str, str]]:
        return [(name, told) for name, (_, told, _) in _COMMANDS.items()]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Examples"):
            for _, _, example in _COMMANDS.values():
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")
        super().format_epilog(ctx, formatter)


@click.group(
    cls=_LazyGroup,
    context_settings=HELP,
    epilog="COMMAND --help says more of each.",
)
@click.version_option(__version__, package_name="pycheck")
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
