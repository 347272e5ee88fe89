"""`pycheck data`: the bodies of data of an audit on this machine."""

import sys
from pathlib import Path

import click

from pycheck.cli.groups import Group
from pycheck.cli.options import project_option
from pycheck.cli.streams import say


@click.group(cls=Group)
def data() -> None:
    """The data that measured claims are tested against."""


@data.command()
@click.option(
    "--url",
    metavar="URL",
    help="Fetch from this address instead of the one in audit.toml "
    "(the variable PYCHECK_<NAME>_URL does the same).",
)
@click.option(
    "--to",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    help="Put the files here instead of the user's cache; set PYCHECK_<NAME> to use them.",
)
@project_option
def fetch(url: str | None, root: Path | None, project: Path | None) -> None:
    """Fetch the data that the audit names, each file checked by its SHA-256.

    Files that are there already are kept, so an interrupted fetch goes on where it stopped.
    """
    from tqdm import tqdm

    from pycheck.data.fetch import fetch as bring
    from pycheck.data.fetch import fetchable
    from pycheck.errors import InputError
    from pycheck.project import find_project

    audited = find_project(project)
    entries = fetchable(audited)
    if not entries:
        raise InputError(f"the audit in {audited.root} names no data to fetch; nothing is missing")
    if len(entries) > 1 and (url or root):
        raise InputError("several bodies of data are fetched; use their variables in place of this")
    for entry in entries:
        fetched = bring(
            audited,
            entry,
            root,
            url,
            track=lambda names: tqdm(
                names,
                desc="fetching",
                unit="file",
                file=sys.stderr,
                disable=not sys.stderr.isatty(),
            ),
        )
        say(
            f"{fetched.root}: {fetched.brought} files fetched, {fetched.kept} were there; "
            "every SHA-256 is right"
        )


@data.command()
@project_option
def where(project: Path | None) -> None:
    """Print the folder of each body of data that is on this machine."""
    from pycheck.data.sources import FETCH, present_sources, sources_of
    from pycheck.errors import InputError
    from pycheck.project import find_project

    audited = find_project(project)
    fetched = {entry.name for entry in audited.data if entry.path is None}
    present = present_sources(audited)
    absent = [name for name in sources_of(audited) if name in fetched and name not in present]
    if absent:
        raise InputError(f"the {absent[0]} data are not on this machine; run `{FETCH}`")
    for name, source in present.items():
        if name in fetched:
            say(str(source.root))
