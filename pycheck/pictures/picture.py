"""A picture of the site: the drawing, what it shows in words, and its numbers as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from pycheck.plots import save

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture with its table.

    `alt` describes the drawing to a person who cannot see it, `caption` (prose with ``$...$``) says
    how to read it, `rows` are the numbers below `header`, `command` prints some of them, and
    `claims` are the ids that it belongs to.
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


def of_claim(pictures: Sequence[Picture], claim: str) -> tuple[Picture, ...]:
    """The pictures that belong to a claim."""
    return tuple(picture for picture in pictures if claim in picture.claims)
