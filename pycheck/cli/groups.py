"""Groups of commands: their lines are told whole, a wrong name is answered with the nearest."""

import click

from pycheck.errors import did_you_mean

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Group(click.Group):
    """A group that cuts no line of its list, and knows commands that are not imported yet."""

    def lines(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Every command with what is said of it."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        return [(name, command.get_short_help_str(10_000)) for name, command in found if command]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, as wide as the terminal."""
        with formatter.section("Commands"):
            formatter.write_dl(self.lines(ctx))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but that every listed name may be the nearest one."""
        name, known = args[0], self.list_commands(ctx)
        missing = name not in known and not self.get_command(ctx, name)
        if missing and not name.startswith("-") and not ctx.resilient_parsing:
            remedy = did_you_mean(name, known) or f"; {ctx.command_path} --help lists them"
            raise click.UsageError(f"No such command {name!r}{remedy}", ctx)
        return super().resolve_command(ctx, args)
