"""What options of several instruments have in common."""

import math
from pathlib import Path
from typing import Any

import click

LARGEST_SEED = 2**32 - 1


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


def named_as_readings(_ctx: click.Context, _param: click.Parameter, path: Path) -> Path:
    """A path that ends as files of readings do."""
    from pycheck.reality.readings import ENDING

    if not path.name.endswith(ENDING):
        raise click.BadParameter(f"{path} must end in {ENDING}, by which readings are found")
    return path
