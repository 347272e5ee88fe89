"""Numbers in sentences: counts with their nouns, and the ends of an interval."""

from collections.abc import Sequence
from math import floor, isfinite, log10

_FIGURES = 3
_MOST_DECIMALS = 8


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
