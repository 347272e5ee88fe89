"""``pycheck report``: the audit as a site."""

from pathlib import Path

import click

from pycheck.auditing.options import Options
from pycheck.cli.options import audit_options, cached_option, data_option
from pycheck.cli.screen import progress
from pycheck.cli.streams import say


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="The folder of the site; an older site there is replaced.",
)
@click.option("--serve", is_flag=True, help="Serve the site on this machine until interrupted.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@cached_option
@data_option
@audit_options
@click.pass_context
def report(
    ctx: click.Context,
    output: Path,
    serve: bool,
    port: int,
    options: Options,
) -> None:
    """Write the whole audit as a static site; exit 1 when a verdict is not as expected.

    The site needs no network and no server: open its index.html in a browser.
    """
    from pycheck.report.site import build_site

    with progress("auditing") as tell:
        result = build_site(output, options, tell)
    say(f"wrote {output / 'index.html'}", err=True)
    for claim, reason in result.surprises:
        say(f"unexpected: {claim}: {reason}", err=True)
    if serve:
        from pycheck.report.server import serve_folder

        serve_folder(output, port, lambda address: click.echo(f"serving {address}", err=True))
    ctx.exit(1 if result.surprises else 0)
