"""The entry point: which command lives where, and how an error reaches a person."""

import importlib
import io
import os
import sys

import click

from pycheck.errors import InputError

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
_NOBODY_READS = 141  # what a shell reports of a program that SIGPIPE ended


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

    def invoke(self, ctx: click.Context) -> object:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            # The reader went away (`pycheck audit | head`): nobody is left to hear, and no exit
            # code of ours may claim that a verdict was as expected, or was not.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(_NOBODY_READS)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pycheck")
def main() -> None:
    """Audit the mathematics of a text, claim by claim.

    Algebra proved and reality measured are kept apart: every claim has two verdicts.
    """


def run() -> None:
    """Run the command line.

    Exit codes: 0 as expected, 1 a verdict is not, 2 bad input; 130 interrupted, 141 nobody reads.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a character shows a question mark, never a traceback.
            stream.reconfigure(errors="replace")
    try:
        code = main.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except (InputError, click.ClickException) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        print(f"error: {' '.join(message.split())}", file=sys.stderr)
        sys.exit(2)
    except click.Abort:
        print("interrupted", file=sys.stderr)
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)
