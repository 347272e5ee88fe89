"""The rule by which a training ends, and the rate until then."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.reality.experiments.schedule import Point, Schedule, cool_down

SCHEDULE = Schedule(steps=10_000, warm_up=10, every=5, flat_steps=50, flat_nats=0.02)


def curve(losses: list[float]) -> list[Point]:
    return [(5 * (i + 1), 0.0, loss) for i, loss in enumerate(losses)]


def test_a_falling_loss_is_not_flat_and_a_level_one_is() -> None:
    falling = [5 - 0.01 * i for i in range(40)]
    assert not SCHEDULE.is_flat(curve(falling))
    assert SCHEDULE.is_flat(curve([*falling, *[4.6] * 20]))
    assert SCHEDULE.is_flat(curve([3.0 + 0.01 * i for i in range(40)])), "a rising one is too"


def test_nothing_is_flat_before_two_stretches_at_the_constant_rate() -> None:
    level = [3.0] * 30
    first = next(n for n in range(31) if SCHEDULE.is_flat(curve(level[:n])))
    assert 5 * first == 110


@pytest.mark.parametrize(("fall", "flat"), [(0.0019, True), (0.0021, False)])
def test_the_threshold_is_the_fall_from_one_stretch_to_the_next(fall: float, flat: bool) -> None:
    """A line that falls by `fall` a point falls by ten times that from mean to mean."""
    line = [5 - fall * i for i in range(30)]
    assert SCHEDULE.is_flat(curve(line)) is flat


@given(st.integers(1, 3000))
def test_a_training_has_as_many_steps_as_its_bound(steps: int) -> None:
    schedule = Schedule(steps)
    start = next(s for s in range(1, steps + 1) if schedule.cools(s, []))
    assert schedule.last(start) == steps
    assert steps == 1 or start < steps
    assert start + cool_down(start) >= steps


@given(st.integers(20, 5000))
def test_the_rate_rises_stays_and_falls_in_a_straight_line(start: int) -> None:
    last = SCHEDULE.last(start)
    rates = np.array([SCHEDULE.rate(s, start if s > start else None) for s in range(1, last + 1)])
    assert rates[:10] == pytest.approx(np.arange(1, 11) / 10)
    assert (rates[10:start] == 1).all()
    assert rates[start:] == pytest.approx(1 - np.arange(last - start) / (last - start))
    assert rates[-1] > 0
