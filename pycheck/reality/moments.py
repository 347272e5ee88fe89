"""A profile read as a distribution over distance: windows, moments of log d.

Between measured distances attention is interpolated on a straight line in log-log, and nothing is
assumed beyond the first and last of them. What a power law predicts is computed on the same range,
so that the two can be compared.
"""

from dataclasses import dataclass

import numpy as np

from pycheck.reality.laws import Array
from pycheck.reality.profiles import Profile


@dataclass(frozen=True, slots=True)
class OverDistance:
    """A probability for every integer distance from the first to the last."""

    distances: Array
    p: Array

    @property
    def length(self) -> float:
        """The last distance, N."""
        return float(self.distances[-1])

    def var_log(self) -> float:
        """Var log d: the Fisher information of gamma in the power-law family."""
        logs = np.log(self.distances)
        return float(self.p @ (logs - self.p @ logs) ** 2)

    def back_moments(self) -> tuple[float, float]:
        """First and second moment of the back-distance log(N/d)."""
        back = np.log(self.length / self.distances)
        return float(self.p @ back), float(self.p @ back**2)

    def share_within(self, window: float) -> float:
        """Mass at distances up to `window`."""
        return float(self.p[self.distances <= window].sum())

    def window(self, share: float) -> float:
        """The smallest distance within which `share` of the mass lies."""
        return float(self.distances[np.searchsorted(np.cumsum(self.p), share * (1 - 1e-12))])


def total_variation(a: OverDistance, b: OverDistance) -> float:
    """The largest difference in mass that two distributions on the same distances give to a set."""
    return float(np.abs(a.p - b.p).sum() / 2)


def of_profile(profile: Profile, first: int = 1) -> OverDistance:
    """The measured distribution over the range of `profile`, from distance `first` on."""
    known = np.log(np.asarray(profile.distances, dtype=float))
    values = np.log(np.asarray(profile.attention, dtype=float))
    start = max(first, profile.distances[0])
    distances = np.arange(start, profile.distances[-1] + 1, dtype=float)
    attention = np.exp(np.interp(np.log(distances), known, values))
    return OverDistance(distances, attention / attention.sum())


def of_power_law(gamma: float, first: float, last: float) -> OverDistance:
    """d^-gamma on the integers from `first` to `last`, normalised."""
    distances = np.arange(first, last + 1, dtype=float)
    weights = distances**-gamma
    return OverDistance(distances, weights / weights.sum())
