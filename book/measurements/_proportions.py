"""Intervals of shares of trials, and of their differences."""

from dataclasses import dataclass
from math import sqrt

from scipy import special

from pycheck.checks.measurement import Interval
from pycheck.evidence import Compared, Rule
from pycheck.reality import rules
from pycheck.reality.rules import Asked


@dataclass(frozen=True, slots=True)
class Share:
    """So many hits in so many trials."""

    hits: int
    trials: int

    @property
    def value(self) -> float:
        """The share of hits."""
        return self.hits / self.trials

    def wilson(self, level: float) -> Interval:
        """Wilson's score interval."""
        z = float(special.ndtri((1 + level) / 2))
        n, p = self.trials, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half))

    def __str__(self) -> str:
        return f"{self.hits}/{self.trials}"


def answered(asked: Asked, found: Share) -> Compared | None:
    """The share beside what is asked of it, its interval that of Clopper and Pearson."""
    return rules.share(asked, [[1.0]] * found.hits + [[0.0]] * (found.trials - found.hits))


def compared(asked: Asked, one: Share, other: Share) -> Compared:
    """How much larger one share is than another, beside what is asked of that."""
    gap = one.value - other.value
    return asked.answered(gap, difference(one, other, asked.level), Rule.SHARE)


def difference(one: Share, other: Share, level: float) -> Interval:
    """Newcombe's interval of the difference `one` less `other` of independent shares.

    Newcombe 1998, Statistics in Medicine 17, method 10.
    """
    (low, high), (low2, high2) = one.wilson(level), other.wilson(level)
    gap = one.value - other.value
    return (
        gap - sqrt((one.value - low) ** 2 + (high2 - other.value) ** 2),
        gap + sqrt((high - one.value) ** 2 + (other.value - low2) ** 2),
    )
