"""`pycheck plot`: pictures of profiles, fits, the atlas and sweeps of theta."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pycheck.cli.groups import Group

if TYPE_CHECKING:
    from pycheck.data.sources import Source
    from pycheck.reality.collect import Found

C = TypeVar("C", bound=Callable[..., Any])


@click.group(cls=Group)
def plot() -> None:
    """Draw profiles, fits, the atlas or a sweep of theta as PNG or SVG, readable in grey."""


def _output(command: C) -> C:
    return click.option(
        "-o",
        "--output",
        required=True,
        type=click.Path(path_type=Path, dir_okay=False),
        help="The picture: a name that ends in .png or .svg.",
    )(command)


@plot.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_output
def profile(paths: tuple[Path, ...], output: Path) -> None:
    """Mean attention by distance of the profiles in PATHS."""
    from pycheck.pictures.style import save
    from pycheck.plots import plot_profiles

    save(plot_profiles(_found(paths)), output)


@plot.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", help="Which profile of a file that holds several, for example theta=2000.")
@_output
def fit(path: Path, key: str | None, output: Path) -> None:
    """One profile with its power law, a 95 % band, the other laws and the residuals."""
    from pycheck.errors import InputError, did_you_mean
    from pycheck.pictures.style import save
    from pycheck.plots import plot_fit

    items = _found((path,))
    if key is not None:
        keys = [item.source.rpartition("#")[2] for item in items]
        if key not in keys:
            raise InputError(
                f"no profile {key!r} in {path}{did_you_mean(key, keys)}; it holds {', '.join(keys)}"
            )
        items = [items[keys.index(key)]]
    if len(items) > 1:
        raise InputError(f"{path} holds {len(items)} profiles; name one with --key or give a file")
    save(plot_fit(items[0].profile), output)


@plot.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_output
def atlas(paths: tuple[Path, ...], output: Path) -> None:
    """Exponents of all models with their intervals: in PATHS, or the published ones."""
    from pycheck.errors import InputError
    from pycheck.pictures.style import save
    from pycheck.plots import plot_atlas
    from pycheck.reality.fitted import fitted, fitted_models

    if paths:
        items = fitted(p for p in (item.profile for item in _found(paths)) if p.as_trained)
    else:
        items = fitted_models(_default_source())
    if not items:
        raise InputError("no profile of a model as it was trained; give files that hold some")
    save(plot_atlas(items), output)


@plot.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_output
def theta(paths: tuple[Path, ...], output: Path) -> None:
    """Exponent against rescaled theta, measured and predicted: in PATHS, or the published sweep."""
    from pycheck.errors import InputError
    from pycheck.pictures.style import save
    from pycheck.plots import plot_theta
    from pycheck.reality.sources import found_in
    from pycheck.reality.sweeps import FEWEST_THETAS, sweeps_of

    items = _found(paths) if paths else list(found_in(_default_source()))
    found = sweeps_of(item.profile for item in items)
    if not found:
        raise InputError(f"no model measured at {FEWEST_THETAS} or more bases; give a sweep")
    save(plot_theta(found), output)


def _found(paths: tuple[Path, ...]) -> "list[Found]":
    from pycheck.errors import InputError
    from pycheck.reality.collect import collect

    collection = collect(paths)
    if not collection.found:
        reasons = "; ".join(f"{s.source}: {s.reason}" for s in collection.skipped[:1])
        raise InputError(f"no profile to plot; {reasons or 'the folder is empty'}")
    return list(collection.found)


def _default_source() -> "Source":
    from pycheck.data.sources import present_sources
    from pycheck.errors import InputError
    from pycheck.project import find_project
    from pycheck.reality.sources import found_in

    # What was fetched comes before what lies in the audit itself.
    project = find_project()
    entries = sorted(project.data, key=lambda entry: entry.path is not None)
    present = present_sources(project)
    for source in (present[entry.name] for entry in entries if entry.name in present):
        if found_in(source):
            return source
    raise InputError("no profiles on this machine; give some, or run `pycheck data fetch`")
