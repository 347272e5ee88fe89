"""What the seeds of one profile say: exponents of each and of their median, seeds that stand apart.

The mean over three seeds follows a single prompt that has a sink among its keys: there the weight
is a hundred times what it is elsewhere. The median does not.
"""

from dataclasses import dataclass

import numpy as np

from pycheck.reality.fit import PowerFit, fit_power, pool
from pycheck.reality.laws import Array
from pycheck.reality.profiles import Profile
from pycheck.reality.regression import mean_interval

STRAY = 3.0
"""A seed that is so many times the median of the seeds stands apart."""
FEWEST_SEEDS = 3
"""Of two seeds the median is the mean, and none stands apart from the other."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A seed's attention at a distance, in multiples of the seeds' median there.

    `seed` is its name, or where it has none the row of ``per_seed``, from 0.
    """

    seed: int
    distance: int
    ratio: float


def stray_seeds(profile: Profile) -> tuple[Stray, ...]:
    """Where a seed exceeds `STRAY` times the median of the seeds; nowhere with fewer than three."""
    if len(profile.per_seed) < FEWEST_SEEDS:
        return ()
    rows = np.asarray(profile.per_seed)
    ratios = rows / np.median(rows, axis=0)
    names = profile.seeds or range(len(rows))
    return tuple(
        Stray(names[seed], profile.distances[place], float(ratios[seed, place]))
        for seed, place in np.argwhere(ratios > STRAY)
    )


def median_fit(profile: Profile) -> PowerFit | None:
    """The book's exponent with the seeds' median in place of their mean; None below three seeds."""
    if len(profile.per_seed) < FEWEST_SEEDS:
        return None
    return _fit(profile, np.median(np.asarray(profile.per_seed, dtype=float), axis=0))


def seed_interval(profile: Profile) -> tuple[float, float] | None:
    """Student's 95 % interval of the mean exponent over seeds; None with fewer than three seeds.

    With training seeds this is the interval over trained models, not over the text measured. The
    misfit of the law, which is the same for every seed, is not in it.
    """
    if len(profile.per_seed) < FEWEST_SEEDS:
        return None
    return mean_interval(seed_gammas(profile))


def seed_gammas(profile: Profile) -> Array:
    """The exponent of each seed's own profile, by ordinary least squares."""
    return np.array([_fit(profile, np.asarray(row)).gamma for row in profile.per_seed])


def _fit(profile: Profile, row: Array) -> PowerFit:
    distances = np.asarray(profile.distances, dtype=float)
    used = distances >= profile.fit_from
    points = pool(distances[used], np.log(row[used]), None)
    return fit_power(points.distances, points.y)
