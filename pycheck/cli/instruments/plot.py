"""`pycheck plot`: pictures of profiles, fits, exponents, estimates, and those of the audit."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pycheck.cli.groups import Group

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from pycheck.checks.registry import Declared
    from pycheck.data.sources import Source
    from pycheck.reality.collect import Found
    from pycheck.reality.parts import Part

C = TypeVar("C", bound=Callable[..., Any])


class _Pictures(Group):
    """The commands of this module, and one for each picture that the audit here declares."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from pycheck.errors import InputError

        try:
            own = sorted(_declared())
        except InputError:  # an audit that cannot be read keeps nobody from plotting a file
            own = []
        commands = super().list_commands(ctx)
        return [*commands, *(name for name in own if name not in commands)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if command := super().get_command(ctx, cmd_name):
            return command
        found = _declared().get(cmd_name)
        return None if found is None else _of_the_audit(cmd_name, found)


def _declared() -> "dict[str, Declared]":
    """The audit's functions that draw, by the name of each; listing them runs none of its code."""
    from pycheck.checks.registry import declared
    from pycheck.project import find_project

    checks = declared(find_project().checks, "picture").values()
    return {check.name.rpartition(".")[2]: check for check in checks}


def _output(command: C) -> C:
    return click.option(
        "-o",
        "--output",
        required=True,
        type=click.Path(path_type=Path, dir_okay=False),
        help="The picture: a name that ends in .png or .svg.",
    )(command)


def _by(command: C) -> C:
    return click.option(
        "--by",
        type=click.Choice(["layer", "head"]),
        help="Draw every layer, or every head, apart: where the file has them.",
    )(command)


def _of_the_audit(name: str, check: "Declared") -> click.Command:
    """The command that draws one picture of the audit."""

    @click.command(name, help=f"{check.about} Drawn by the audit here.", short_help=check.about)
    @_output
    def command(output: Path) -> None:
        from pycheck.pictures.style import save

        save(_drawn(name, check), output)

    return command


def _drawn(name: str, check: "Declared") -> "Figure":
    from pycheck.checks.registry import load
    from pycheck.data.sources import present_sources
    from pycheck.errors import InputError
    from pycheck.pictures.picture import pictures_of
    from pycheck.project import find_project

    project = find_project()
    assert project.checks is not None
    sources = present_sources(project)
    try:
        found = list(pictures_of(load(project.checks, "picture", check.name), sources))
        if len(found) == 1:
            return found[0].draw()
    except InputError:
        raise
    except Exception as error:  # code of the audit, which may raise anything
        told = " ".join(f"{type(error).__name__}: {error}".split())
        where = f"{check.name} in {project.checks / 'pictures'}"
        raise InputError(f"{where} did not draw: {told}; correct it") from error
    commands = "; ".join(f"`{picture.command}`" for picture in found) or "their data are not here"
    raise InputError(f"{name} makes {len(found)} pictures, not one: {commands}")


@click.group(cls=_Pictures)
def plot() -> None:
    """Draw a picture as PNG or SVG: of profiles, of estimates, or one that the audit declares."""


@plot.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_by
@_output
def profile(paths: tuple[Path, ...], by: "Part | None", output: Path) -> None:
    """Mean attention by distance of the profiles in PATHS; one alone with its error bars."""
    from pycheck.pictures.style import save
    from pycheck.plots import plot_profiles

    save(plot_profiles(_found(paths, by)), output)


@plot.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", help="Which profile of a file that holds several, for example theta=2000.")
@_by
@_output
def fit(path: Path, key: str | None, by: "Part | None", output: Path) -> None:
    """One profile with its power law, a 95 % band, the other laws and the residuals."""
    from pycheck.errors import InputError, did_you_mean
    from pycheck.pictures.style import save
    from pycheck.plots import plot_fit

    items = _found((path,), by)
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


def _data(command: C) -> C:
    return click.option(
        "--data", "body", metavar="NAME", help="A body of data of the audit, in place of PATHS."
    )(command)


@plot.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_data
@_by
@_output
def atlas(paths: tuple[Path, ...], body: str | None, by: "Part | None", output: Path) -> None:
    """Exponents of all trained models with their intervals: in PATHS, or the published ones.

    With --by, those of their layers or heads.
    """
    from pycheck.errors import InputError
    from pycheck.pictures.style import save
    from pycheck.plots import plot_atlas
    from pycheck.reality.fitted import fitted
    from pycheck.reality.sources import models_in

    given = _given(paths, body)
    if by is None:
        items = fitted(models_in(item.profile for item in given))
    else:
        items = fitted(i.profile for i in _parts(given, by) if i.profile.as_trained)
    if not items:
        raise InputError("no profile of a model as it was trained; give files that hold some")
    save(plot_atlas(items), output)


@plot.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_data
@_output
def theta(paths: tuple[Path, ...], body: str | None, output: Path) -> None:
    """Exponent against rescaled theta, measured and predicted: in PATHS, or the published sweep."""
    from pycheck.errors import InputError
    from pycheck.pictures.style import save
    from pycheck.plots import plot_theta
    from pycheck.reality.sweeps import FEWEST_THETAS, sweeps_of

    found = sweeps_of(item.profile for item in _given(paths, body))
    if not found:
        raise InputError(f"no model measured at {FEWEST_THETAS} or more bases; give a sweep")
    save(plot_theta(found), output)


@plot.command()
@click.argument("claim")
@_output
def estimates(claim: str, output: Path) -> None:
    """The numbers that decide CLAIM, with their intervals, beside what is claimed of them."""
    from pycheck.auditing.options import Options
    from pycheck.auditing.run import audit
    from pycheck.errors import InputError
    from pycheck.pictures.style import save
    from pycheck.report.intervals import interval_pictures

    found = list(interval_pictures(audit([claim], options=Options(samples=0)).claims, {}))
    if not found:
        raise InputError(
            f"no measurement of {claim} compares a number here; see `pycheck show {claim}`"
        )
    save(found[0].draw(), output)


def _given(paths: tuple[Path, ...], body: str | None) -> "list[Found]":
    """The profiles in PATHS, of a body of data, or of the first body that has some."""
    from pycheck.errors import InputError
    from pycheck.reality.sources import found_in

    if paths and body is not None:
        raise InputError("PATHS and --data each say what to draw; give one of them")
    if paths:
        return _found(paths)
    return list(found_in(_default_source() if body is None else _body(body)))


def _parts(items: "Iterable[Found]", by: "Part") -> "list[Found]":
    """The layers or heads of the profiles, but those that cannot be fitted."""
    from pycheck.errors import InputError
    from pycheck.reality.collect import Found
    from pycheck.reality.parts import parts_of

    found: list[Found] = []
    for item in items:
        try:
            found += (part for part in parts_of(item, by) if isinstance(part, Found))
        except InputError as error:
            raise InputError(f"{item.source}: {error}") from error
    return found


def _found(paths: tuple[Path, ...], by: "Part | None" = None) -> "list[Found]":
    from pycheck.errors import InputError
    from pycheck.reality.collect import collect

    collection = collect(paths)
    if not collection.found:
        reasons = "; ".join(f"{s.source}: {s.reason}" for s in collection.skipped[:1])
        raise InputError(f"no profile to plot; {reasons or 'the folder is empty'}")
    return list(collection.found) if by is None else _parts(collection.found, by)


def _body(name: str) -> "Source":
    from pycheck.data.sources import sources_of
    from pycheck.errors import InputError, did_you_mean
    from pycheck.project import find_project

    sources = sources_of(find_project())
    if name not in sources:
        known = ", ".join(sources) or "none"
        guess = did_you_mean(name, sources)
        raise InputError(f"no body of data {name!r}{guess}; the audit has {known}")
    if not sources[name].present:
        raise InputError(f"the {name} data are not on this machine; {sources[name].remedy}")
    return sources[name]


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
