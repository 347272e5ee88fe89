"""Units that were measured more than once: what they are, freed of what measuring adds.

The number that a unit gives differs from measurement to measurement (a model's exponent from text
to text). The share of *measured* numbers below an edge is then not that of the units: errors carry
some across. Where units were measured twice or more, the spread within them tells how many.
"""

import numpy as np
from scipy import special

from pycheck.evidence import Compared, Rule
from pycheck.reality.intervals import SEED, Interval, share_interval
from pycheck.reality.laws import Array
from pycheck.reality.rules import FEWEST, Asked, Units

DRAWS = 20000

LEAST_SPREAD = 1e-9
"""Of units that differ by no more than their errors."""


def share_below(asked: Asked, units: Units, edge: float) -> Compared | None:
    """The share of units whose own number lies below `edge`, each measured twice or more.

    The interval is the hull of two. One takes units and errors for normal: the share is
    Phi((edge - mean)/spread of the units), and its interval that of a generalized pivotal quantity
    (Krishnamoorthy and Mathew 2004, tolerance limits in the one-way random model). The other is the
    exact one of the count of the units' means, which needs no law and errs by what errors carry
    across. Units measured once are left out; None with fewer than five.
    """
    repeated = [np.asarray(unit, dtype=float) for unit in units if len(unit) > 1]
    if len(repeated) < FEWEST:
        return None
    value, (low, high) = _normal_share(repeated, edge, asked.level)
    below = sum(bool(unit.mean() < edge) for unit in repeated)
    least, most = share_interval(below, len(repeated), asked.level)
    rule = Rule.POINT if asked.margin else Rule.SHARE
    return asked.answered(value, (min(low, least), max(high, most)), rule)


def spreads(units: Units) -> tuple[float, float]:
    """Standard deviations within units and between them (0 where errors explain all)."""
    repeated = [np.asarray(unit, dtype=float) for unit in units if len(unit) > 1]
    means, within, counts = _reduced(repeated)
    error = within / (counts - 1).sum()
    between = means.var(ddof=1) - error * np.mean(1 / counts)
    return float(np.sqrt(error)), float(np.sqrt(max(between, 0.0)))


def _reduced(repeated: list[Array]) -> tuple[Array, float, Array]:
    """The units' means, the sum of squares within them, and how often each was measured."""
    means = np.array([unit.mean() for unit in repeated])
    within = float(sum(((unit - unit.mean()) ** 2).sum() for unit in repeated))
    return means, within, np.array([len(unit) for unit in repeated], dtype=float)


def _normal_share(repeated: list[Array], edge: float, level: float) -> tuple[float, Interval]:
    means, within, counts = _reduced(repeated)
    n, shrink, dof = len(means), float(np.mean(1 / counts)), float((counts - 1).sum())
    of_means = float(means.var(ddof=1))
    between = max(of_means - shrink * within / dof, LEAST_SPREAD**2)
    rng = np.random.default_rng(SEED)
    drawn_means = (n - 1) * of_means / rng.chisquare(n - 1, DRAWS)
    drawn_within = within / rng.chisquare(dof, DRAWS)
    drawn = np.maximum(drawn_means - shrink * drawn_within, LEAST_SPREAD**2)
    centre = means.mean() + rng.normal(size=DRAWS) * np.sqrt(drawn_means / n)
    shares = special.ndtr((edge - centre) / np.sqrt(drawn))
    value = float(special.ndtr((edge - means.mean()) / np.sqrt(between)))
    low, high = np.quantile(shares, [(1 - level) / 2, (1 + level) / 2])
    return value, (min(float(low), value), max(float(high), value))
