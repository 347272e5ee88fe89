"""One trained model measured at several bases of its rotary positions."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from pycheck.reality.correlated import slope_half, student_error
from pycheck.reality.fit import points_of
from pycheck.reality.fitted import Fitted, fitted, trained_model
from pycheck.reality.laws import Array
from pycheck.reality.profiles import Profile

FEWEST_THETAS = 4
"""The exact test cannot reach 5 % with fewer."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """One trained model measured at several bases, in their order."""

    model: str
    items: tuple[Fitted, ...]

    @property
    def gammas(self) -> Array:
        """Exponent at each base."""
        return np.array([item.fit.gamma for item in self.items])

    @property
    def thetas(self) -> Array:
        """Base during each measurement."""
        return np.array([item.profile.used_theta for item in self.items], dtype=float)

    @property
    def errors(self) -> Array:
        """Standard error of each exponent beside the others: misfit that all bases share moves all
        alike, and is left out where they have the same distances."""
        if len({(item.profile.distances, item.profile.fit_from) for item in self.items}) > 1:
            return np.array([item.fit.error for item in self.items])
        residuals = np.array([item.fit.residuals for item in self.items])
        own = (residuals - residuals.mean(axis=0)) * np.sqrt(len(residuals) / (len(residuals) - 1))
        x = points_of(self.items[0].profile).log_distances
        halves = (slope_half(x, row, np.ones_like(x)) for row in own)
        return np.array([student_error(half, len(x) - 2) for half in halves])

    def reversed(self) -> "Sweep":
        """The same exponents in the order of falling bases."""
        return Sweep(self.model, self.items[::-1])


def sweeps_of(profiles: Iterable[Profile]) -> tuple[Sweep, ...]:
    """Trained models measured at four or more bases, each on one corpus at one length."""
    groups: dict[tuple[object, ...], dict[float, Fitted]] = {}
    for item in fitted(p for p in profiles if p.but_for_theta):
        p = item.profile
        if p.used_theta is not None:
            group = groups.setdefault((*trained_model(p), p.corpus), {})
            group[p.used_theta] = item
    return tuple(
        Sweep(next(iter(group.values())).profile.model, tuple(group[t] for t in sorted(group)))
        for group in groups.values()
        if len(group) >= FEWEST_THETAS
    )
