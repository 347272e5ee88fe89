"""The pictures that the included audit declares, and their words."""

from collections.abc import Iterator
from functools import cache

from matplotlib.figure import Figure
from matplotlib.text import Text

from pycheck.data.sources import sources_of
from pycheck.pictures.picture import Picture, pictures_of
from tests.checks_of import checks_of
from tests.included import PROJECT


@cache
def pictures_here() -> tuple[Picture, ...]:
    """Those of the theory, and those of the data that are always here."""
    own = {"own": sources_of(PROJECT)["own"]}
    functions = checks_of("picture").values()
    return tuple(picture for function in functions for picture in pictures_of(function, own))


def words_of(figure: Figure) -> Iterator[str]:
    """Every text of a figure that is drawn."""
    figure.canvas.draw()
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_visible() and text.get_text():
            yield text.get_text()
