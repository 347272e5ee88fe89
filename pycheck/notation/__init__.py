"""Mathematics on one line: LaTeX as Unicode, and Unicode for a terminal that has fewer letters."""

from pycheck.notation.prose import prose
from pycheck.notation.spelling import spelled
from pycheck.notation.unicode import unicode_of

__all__ = ["prose", "spelled", "unicode_of"]
