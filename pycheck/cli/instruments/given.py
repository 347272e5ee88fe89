"""What options of several instruments have in common."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

LARGEST_SEED = 2**32 - 1

Command = TypeVar("Command", bound=Callable[..., Any])


class Finite(click.FloatRange):
    """A range that lets no ``nan`` and no ``inf`` through, which one of click's does."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number", param, ctx)
        return number


def each_once(
    _ctx: click.Context, _param: click.Parameter, values: tuple[float, ...]
) -> tuple[float, ...]:
    """Values of which each is given once: a repeated draw has no spread of its own."""
    for value in values:
        if values.count(value) > 1:
            raise click.BadParameter(f"{value} is given more than once; give each value once")
    return values


def _named_as_readings(_ctx: click.Context, _param: click.Parameter, path: Path) -> Path:
    """A path that ends as files of readings do."""
    from pycheck.reality.readings import ENDING

    if not path.name.endswith(ENDING):
        raise click.BadParameter(f"{path} must end in {ENDING}, by which readings are found")
    return path


readings_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    callback=_named_as_readings,
    help="File to write (JSON); its name ends in .readings.json, by which it is found.",
)


def seeds_option(meaning: str) -> Callable[[Command], Command]:
    """``--seed``, once or several times; `meaning` is its help."""
    return click.option(
        "--seed",
        "seeds",
        type=click.IntRange(0, LARGEST_SEED),
        multiple=True,
        callback=each_once,
        default=(0,),
        show_default=True,
        help=meaning,
    )
