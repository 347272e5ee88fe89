"""Names and numbers in sentences: counts with their nouns, and the ends of an interval."""

import re
import unicodedata
from collections.abc import Sequence
from math import floor, isfinite, log10

from pycheck.notation.signs import LOWERED

_FIGURES = 3
_NUMBERED = re.compile(r"([A-Za-z]+)([0-9]*)")
_MOST_DECIMALS = 8


def worded(name: str) -> str:
    """The name of a result as words: ``slope_1_3`` is ``slope 1 3``, a Greek name its letter."""
    return " ".join(_word(part) for part in name.split("_") if part)


def _word(part: str) -> str:
    found = _NUMBERED.fullmatch(part)
    if not found:
        return part
    letters, digits = found.groups()
    return _letter(letters) + "".join(LOWERED[digit] for digit in digits)


def _letter(name: str) -> str:
    """The Greek letter of this name, or the name."""
    if name not in (name.lower(), name.capitalize()):
        return name
    size = "CAPITAL" if name[0].isupper() else "SMALL"
    called = "LAMDA" if name.lower() == "lambda" else name.upper()
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {called}")
    except KeyError:
        return name


def counted(number: int, noun: str, several: str = "") -> str:
    """``1 theorem`` or ``2 theorems``; `several` is the plural where it does not end in s alone."""
    return f"{number} {noun if number == 1 else several or f'{noun}s'}"


def alike(*values: float) -> tuple[str, ...]:
    """Numbers with equally many decimals: three significant figures of each, two of their spread.

    The ends of an interval so stay apart from each other and from what they exclude: 0.748 and
    1.003, not 1. Numbers that would need too many are written with powers of ten.
    """
    needed = _decimals(values)
    if needed is None:
        return tuple(f"{value:.{_FIGURES}g}" for value in values)
    return tuple(f"{value:.{needed}f}" for value in values)


def _decimals(values: Sequence[float]) -> int | None:
    if not all(map(isfinite, values)) or any(abs(value) >= 10**_MOST_DECIMALS for value in values):
        return None
    sizes = [floor(log10(abs(value))) for value in values if value]
    decimals = max((_FIGURES - 1 - size for size in sizes), default=0)
    if spread := max(values) - min(values):
        decimals = max(decimals, _FIGURES - 2 - floor(log10(spread)))
    return None if decimals > _MOST_DECIMALS else max(decimals, 0)
