"""Shares of units that are measured with error."""

import numpy as np
import pytest
from scipy import stats

from pycheck.checks.measurement import judged
from pycheck.evidence import RealityVerdict
from pycheck.reality.repeated import share_below, spreads
from pycheck.reality.rules import Asked

ASKED = Asked("share below 1", 0.9, 0.9, margin=0.05)


def measured(
    mean: float, spread: float, error: float, units: int, seed: int = 1
) -> list[list[float]]:
    rng = np.random.default_rng(seed)
    true = rng.normal(mean, spread, (units, 1))
    return [list(map(float, unit)) for unit in true + rng.normal(0, error, (units, 2))]


def test_spreads_are_those_of_the_one_way_model() -> None:
    units = measured(0.9, 0.1, 0.2, 4000)
    within, between = spreads(units)
    assert within == pytest.approx(0.2, rel=0.03)
    assert between == pytest.approx(0.1, rel=0.1)
    pairs = np.array(units)
    assert between**2 == pytest.approx(np.cov(*pairs.T)[0, 1], rel=0.05)
    assert spreads(measured(0.9, 0, 0.2, 6, seed=3))[1] == 0


def test_errors_do_not_move_the_share() -> None:
    """Measured once, 30 % of these units would lie above 1; a tenth does."""
    edge = 1 - 0.09 * stats.norm.ppf(0.9)
    units = measured(edge, 0.09, 0.185, 4000)
    assert np.mean([unit[0] < 1 for unit in units]) < 0.75
    number = share_below(ASKED, units, 1)
    assert number is not None
    assert number.value == pytest.approx(0.9, abs=0.03)
    assert number.interval is not None
    assert number.interval[0] < 0.9 < number.interval[1]


@pytest.mark.parametrize(
    ("mean", "units", "verdict"),
    [
        (1 - 0.09 * 1.2816, 3000, RealityVerdict.REPRODUCED),
        (1.0, 3000, RealityVerdict.CONTRADICTED),
        (1 - 0.09 * 1.2816, 28, RealityVerdict.UNDECIDED),
    ],
)
def test_a_share_comes_out_every_way(mean: float, units: int, verdict: RealityVerdict) -> None:
    number = share_below(ASKED, measured(mean, 0.09, 0.01, units), 1)
    assert number is not None
    assert judged(number) is verdict


def test_without_errors_it_is_the_normal_laws_own_interval() -> None:
    """Where measuring adds nothing, it is the noncentral t of a one-sided tolerance limit."""
    values = np.random.default_rng(4).normal(0.8, 0.2, 30)
    number = share_below(Asked("s", 0, 1), [[v, v + 1e-9] for v in values], 1)
    assert number is not None
    assert number.interval is not None
    z = (1 - values.mean()) / values.std(ddof=1)
    low = stats.norm.cdf(_noncentrality(z * 30**0.5, 0.975) / 30**0.5)
    assert number.interval[0] == pytest.approx(min(low, _exact(values)), abs=0.01)


def _noncentrality(t: float, tail: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(lambda nc: stats.nct.cdf(t, 29, nc) - tail, 0, 3 * t))


def _exact(values: np.ndarray) -> float:
    below = int((values < 1).sum())
    return float(stats.binomtest(below, len(values)).proportion_ci(0.95, "exact").low)


def test_units_measured_once_are_no_evidence() -> None:
    units = measured(0.9, 0.1, 0.1, 4)
    assert share_below(ASKED, [*units, [0.5], [0.6]], 1) is None
