"""``pycheck init``: an audit to begin with."""

import os
import shlex
import shutil
import tempfile
from pathlib import Path

import click

from pycheck.cli.streams import say
from pycheck.errors import InputError
from pycheck.files import remove_leftovers, scratch, writing
from pycheck.project import CONFIG

_TEMPLATE = Path(__file__).parents[1] / "template"
_HIDDEN = {"github": ".github"}
"""What is hidden in an audit and open in the package."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Write an audit into DIR, a new or an empty folder, that passes at once.

    It has one claim with a formula, one with a derivation, one erratum and a workflow file: change
    them into those of your text.
    """
    write_audit(folder)
    say(f"wrote {folder / CONFIG}", err=True)
    click.echo(f"cd {shlex.quote(str(folder))} && pycheck audit")


def write_audit(folder: Path) -> None:
    """Write the audit to begin with into a new or an empty folder, whole or not at all.

    Raises `InputError` where the folder is not empty, or cannot be written.
    """
    target = Path(os.path.realpath(folder))
    _refuse_what_is_there(target, folder)
    new = not target.exists()
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(target)
        beside = target.parent if new else target
        work = Path(tempfile.mkdtemp(dir=beside, prefix=scratch(target), suffix=".tmp"))
    try:
        with writing(target):
            _fill(work)
            if new:
                work.rename(target)
            else:
                _move(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _refuse_what_is_there(target: Path, folder: Path) -> None:
    if target.exists() and not target.is_dir():
        raise InputError(f"{folder} is a file; give a new or an empty folder")
    if target.is_dir() and any(target.iterdir()):
        raise InputError(f"{folder} is not empty; give a new or an empty folder")


def _fill(work: Path) -> None:
    for source in _TEMPLATE.rglob("*"):
        first, *rest = source.relative_to(_TEMPLATE).parts
        if source.is_file() and "__pycache__" not in rest:
            place = work.joinpath(_HIDDEN.get(first, first), *rest)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(source.read_bytes())
    work.chmod(0o755)


def _move(work: Path, target: Path) -> None:
    """Move all that is in one folder into another; what makes it an audit comes last."""
    moved: list[Path] = []
    try:
        for entry in sorted(work.iterdir(), key=lambda path: path.name == CONFIG):
            moved.append(target / entry.name)
            entry.rename(moved[-1])
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        raise
