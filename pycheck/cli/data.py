"""`pycheck data`: the author's published data on this machine."""

import sys
from pathlib import Path

import click


@click.group()
def data() -> None:
    """The published data that measured claims are tested against."""


@data.command()
@click.option(
    "--url",
    metavar="URL",
    help="Fetch from this address instead of the author's repository "
    "(the variable PYCHECK_PUBLISHED_URL does the same).",
)
@click.option(
    "--to",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    help="Put the files here instead of the user's cache; set PYCHECK_PUBLISHED to use them.",
)
def fetch(url: str | None, root: Path | None) -> None:
    """Fetch the author's published data at a fixed commit, checking every SHA-256.

    Files that are there already are kept, so an interrupted fetch goes on where it stopped.
    """
    from tqdm import tqdm

    from pycheck.data.fetch import fetch_published

    fetched = fetch_published(
        root,
        url,
        track=lambda names: tqdm(
            names, desc="fetching", unit="file", file=sys.stderr, disable=not sys.stderr.isatty()
        ),
    )
    click.echo(
        f"{fetched.root}: {fetched.brought} files fetched, {fetched.kept} were there; "
        "every SHA-256 is right"
    )


@data.command()
def where() -> None:
    """Print the folder of the published data, if they are on this machine."""
    from pycheck.data.fetch import published_root
    from pycheck.errors import InputError

    root = published_root()
    if root is None:
        raise InputError("the published data are not on this machine; run `pycheck data fetch`")
    click.echo(str(root))
