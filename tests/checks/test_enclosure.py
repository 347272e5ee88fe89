"""Requirements of balls: certain, certainly not, or not to be said."""

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from pycheck.checks.enclosure import Working, is_less

WIDE = arb(0, 1)
answers = st.lists(st.sampled_from([True, False, None]), max_size=6)


@given(answers)
def test_one_failure_refutes_and_one_doubt_leaves_undecided(found: list[bool | None]) -> None:
    w = Working()
    for number, answer in enumerate(found):
        w.require(f"part {number}", answer)
    wanted = False if False in found else None if None in found else True
    outcome = w.done("all hold")
    assert outcome.holds is wanted
    if wanted is True:
        assert outcome.detail == "all hold"
    else:
        first = found.index(wanted)
        said = "not so" if wanted is False else "not decided"
        assert outcome.detail == f"{said}: part {first}"


def _holds(w: Working) -> bool | None:
    return w.done("").holds


@pytest.mark.parametrize(
    ("left", "right", "less", "at_most"),
    [
        (arb(1), 2, True, True),
        (arb(2), 2, False, True),
        (arb(3), 2, False, False),
        (WIDE, 2, True, True),
        (WIDE, arb("0.5"), None, None),
        (WIDE, -2, False, False),
    ],
)
def test_orders(left: arb, right: object, less: bool | None, at_most: bool | None) -> None:
    assert is_less(left, right) is less
    for name, wanted in (("less", less), ("at_most", at_most)):
        w = Working()
        getattr(w, name)("order", left, right)
        assert _holds(w) is wanted


@pytest.mark.parametrize(
    ("ball", "vanishes", "encloses"),
    [
        (arb(0, 1e-31), True, True),
        (arb(0, 1e-3), None, None),
        (arb(1e-31), False, False),
        (arb(1, 1e-31), False, False),
    ],
)
def test_residuals(ball: arb, vanishes: bool | None, encloses: bool | None) -> None:
    w = Working()
    w.vanishes("residual", ball, "1e-30")
    assert _holds(w) is vanishes
    w = Working()
    w.encloses("zero", ball, 0, "1e-30")
    assert _holds(w) is encloses


def test_the_table_shows_balls_to_a_few_digits() -> None:
    w = Working(("N", "value"))
    w.row(10, arb(1) / 3)
    assert w.done("").rows == (("N", "value"), ("10", "0.33333333"))
    assert Working().done("").rows == ()


@pytest.mark.parametrize("ball", [arb(1, 1e-10), arb(0, 1e-30), arb("nan"), arb(0, 1)])
def test_a_result_that_nothing_can_be_compared_with_decides_nothing(ball: arb) -> None:
    found = Working().done("", half=ball)
    assert found.holds is None
    assert found.detail == "not decided: the result half to 1e-15 of its size"
    assert Working().done("", half=arb(0), third=arb(1, 1e-20)).holds is True
