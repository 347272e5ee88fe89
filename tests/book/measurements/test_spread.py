"""The measurements of `spread` on data whose answer is known."""

import numpy as np

from pycheck.reality.fitted import fitted
from pycheck.reality.sources import models_of
from tests.book.measurements.made import CONTRADICTED, REPRODUCED, Make, measure, profile


def test_back_distances_of_a_cut_off_law_are_not_exponential(make: Make) -> None:
    source = make([profile(i, 0.3, 0.001, rate=0.0015) for i in range(8)], "own")
    assert all(item.fit.gamma < 1 for item in fitted(models_of(source)))
    assert measure("spread.back_distances", source).verdict is CONTRADICTED


def test_heat_capacity_needs_profiles_long_enough(make: Make) -> None:
    distances = tuple(int(d) for d in np.geomspace(10, 2000000, 24))
    long = [
        profile(i, 0.01, 0.0005, distances=distances, context=2000000, corpus="text")
        for i in range(6)
    ]
    evidence = measure("spread.heat_capacity_phase_a", make(long, "own"))
    assert evidence.numbers["long enough"] == 6
    assert evidence.verdict is REPRODUCED
