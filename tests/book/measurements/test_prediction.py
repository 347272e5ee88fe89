"""The measurements of `prediction` on data whose answer is known."""

import math

import pytest

from pycheck.reality.fitted import pade
from tests.book.measurements.made import (
    CONTRADICTED,
    REPRODUCED,
    UNDECIDED,
    UNMEASURED,
    Make,
    measure,
    profile,
)


def test_pade_error_by_hand(make: Make) -> None:
    z = 2000 * math.sqrt(2) / 10000
    predicted = (2 - z) / (2 + z)
    assert pade(10000, 2000) == pytest.approx(predicted)
    exact = [profile(i, predicted / 1.21, 1e-6) for i in range(8)]
    beyond = [profile(100, 1.3, 1e-6)]
    evidence = measure("prediction.pade_error", make(exact + beyond))
    assert evidence.estimate == pytest.approx(0.21, abs=1e-4)
    assert evidence.verdict is REPRODUCED
    assert evidence.numbers["Phase B predicted too small"] == 1


def test_a_model_with_scaled_positions_is_left_out(make: Make) -> None:
    scaled = [profile(i, 0.4, 1e-6, rope_scaling={"rope_type": "yarn"}) for i in range(8)]
    assert measure("prediction.pade_error", make(scaled, "scaled")).verdict is UNMEASURED
    exact = [profile(20 + i, pade(10000, 2000) / 1.21, 1e-6) for i in range(8)]
    evidence = measure("prediction.pade_error", make(scaled + exact))
    assert evidence.numbers["Phase A profiles"] == 8
    assert evidence.verdict is REPRODUCED


def test_our_own_models_do_not_decide_the_error_over_the_books(make: Make) -> None:
    source = make([profile(i, 0.4, 1e-6) for i in range(8)], "own")
    evidence = measure("prediction.pade_error", source)
    assert evidence.verdict is UNDECIDED
    assert evidence.estimate == pytest.approx(pade(10000, 2000) / 0.4 - 1, abs=1e-3)


def test_a_prediction_that_is_off_by_a_half_is_contradicted(make: Make) -> None:
    source = make([profile(i, pade(10000, 2000) / 1.5, 1e-6) for i in range(8)])
    assert measure("prediction.pade_error", source).verdict is CONTRADICTED
