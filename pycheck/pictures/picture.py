"""A picture of the site: the drawing, what it shows in words, and its numbers as a table."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from matplotlib.figure import Figure

from pycheck.data.sources import Source
from pycheck.pictures.style import save

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture with its table.

    `alt` describes the drawing to a person who cannot see it, `caption` (prose with ``$...$``) says
    how to read it, `rows` are the numbers below `header`, `command` draws it again, and `claims`
    are the ids that it belongs to.
    """

    name: str
    title: str
    alt: str
    caption: str
    header: Row
    rows: tuple[Row, ...]
    command: str
    claims: tuple[str, ...]
    draw: Callable[[], Figure]

    @property
    def file(self) -> str:
        """Its address relative to the root of the site."""
        return f"pictures/{self.name}.svg"

    def write(self, root: Path) -> None:
        """Draw it below the folder `root`, on no background, so that it fits light and dark."""
        figure = self.draw()
        figure.set_facecolor("none")
        for axes in figure.axes:
            axes.set_facecolor("none")
        save(figure, root / self.file)


Draws = Callable[..., Iterable[Picture]]
D = TypeVar("D", bound=Draws)


def picture(function: D) -> D:
    """Mark a function of an audit that makes pictures for its report.

    It takes no argument, or the bodies of data that are here, by name. Where it makes one picture,
    ``pycheck plot`` has a command with the name of the function.
    """
    return function


def pictures_of(function: Draws, sources: Mapping[str, Source]) -> Iterable[Picture]:
    """The pictures that a function of an audit makes."""
    return function(sources) if inspect.signature(function).parameters else function()
