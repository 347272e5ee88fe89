"""Intervals of shares of trials, and of their differences."""

from dataclasses import dataclass
from math import sqrt

from scipy import special

from pycheck.checks.measurement import Interval

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """So many hits in so many trials."""

    hits: int
    trials: int

    @property
    def value(self) -> float:
        """The share of hits."""
        return self.hits / self.trials

    def interval(self, level: float = LEVEL) -> Interval:
        """Wilson's score interval."""
        z = float(special.ndtri((1 + level) / 2))
        n, p = self.trials, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half))

    def __str__(self) -> str:
        return f"{self.hits}/{self.trials}"


def difference(one: Share, other: Share, level: float = LEVEL) -> Interval:
    """Newcombe's interval of the difference `one` less `other` of independent shares.

    Newcombe 1998, Statistics in Medicine 17, method 10.
    """
    (low, high), (low2, high2) = one.interval(level), other.interval(level)
    gap = one.value - other.value
    return (
        gap - sqrt((one.value - low) ** 2 + (high2 - other.value) ** 2),
        gap + sqrt((high - one.value) ** 2 + (other.value - low2) ** 2),
    )
