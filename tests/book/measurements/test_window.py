"""The measurements of `window` on data whose answer is known."""

from collections.abc import Callable

import numpy as np
import pytest

from pycheck.checks.measurement import judged
from tests.book.measurements.made import CONTRADICTED, REPRODUCED, D, Make, measure, profile


def broken(near: float, far: float, edge: float) -> Callable[[float], float]:
    """Log attention with one slope up to `edge` and another beyond."""
    return lambda d: -near * np.log(min(d, edge)) - far * np.log(max(d / edge, 1))


WRONG = {
    "stretched exponential": lambda d: -1.9 * d**0.2,
    "log-normal": lambda d: 0.6 * np.log(d) - 0.15 * np.log(d) ** 2,
    "steeper far away": broken(0.5, 1.4, 100),
    "flatter far away": broken(1.5, 0.1, 50),
    "floor": lambda d: np.log(d**-1.2 + 1e-3),
    "exponential": lambda d: -0.001 * d,
}


@pytest.mark.parametrize("law", WRONG.values(), ids=WRONG)
def test_windows_of_wrong_laws_are_not_predicted(make: Make, law: Callable[[float], float]) -> None:
    attention = np.exp([law(d) - law(D[0]) - 2 for d in D])
    noise = np.random.default_rng(2).normal(0, 0.02, (12, len(D)))
    bent = [profile(i, 0, attention=tuple(attention * np.exp(noise[i]))) for i in range(12)]
    source = make(bent, "own")
    assert measure("window.d90", source).verdict is CONTRADICTED


def test_windows_of_a_power_law_are_predicted(make: Make) -> None:
    evidence = measure("window.d90", make([profile(i, 0.85, 0.1) for i in range(12)], "own"))
    assert evidence.verdict is REPRODUCED
    assert [judged(number) for number in evidence.compared] == [REPRODUCED, REPRODUCED]
