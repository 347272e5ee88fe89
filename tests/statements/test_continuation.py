"""Real functions on complex boxes agree with Lean's on the line, and say nothing beside corners."""

from collections.abc import Callable

import pytest
from flint import acb, arb, fmpq

from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values import balls
from pycheck.statements.values.continuation import continued, side

_FUNCTIONS: dict[str, Callable[[balls.Scalar], balls.Scalar]] = {
    "log": balls.log,
    "√": balls.sqrt,
    "|·|": balls.absolute,
    "max 1": lambda x: balls.maximum(x, fmpq(1, 3)),
    "min 1": lambda x: balls.minimum(x, fmpq(1, 3)),
    "x ^ (1/3)": lambda x: balls.rpow(x, fmpq(1, 3)),
    "x ^ (3/2)": lambda x: balls.rpow(x, fmpq(3, 2)),
    "x ^ (-2)": lambda x: balls.rpow(x, fmpq(-2)),
    "x ^ π": lambda x: balls.rpow(x, arb.pi()),
    "π ^ x": lambda x: balls.rpow(arb.pi(), x),
    "(-2) ^ x": lambda x: balls.rpow(fmpq(-2), x),
}


def _box(middle: fmpq, radius: fmpq) -> acb:
    wide = arb(0, arb(radius))
    return acb(arb(middle) + wide, wide)


@pytest.mark.parametrize("name", _FUNCTIONS)
@pytest.mark.parametrize("middle", [fmpq(2), fmpq(1, 10), fmpq(-1, 7), fmpq(-5)])
def test_a_box_contains_the_values_on_the_line(name: str, middle: fmpq) -> None:
    f = _FUNCTIONS[name]
    radius = abs(middle) / 100
    with continued():
        value = acb(balls.ball(f(_box(middle, radius))))
    for step in (-1, 0, 1):
        real = balls.ball(f(middle + step * radius / 2))
        assert value.real.overlaps(real)
        assert 0 in value.imag
    assert value.real.rad() < (1 + abs(value.real)) / 10


@pytest.mark.parametrize("name", ["log", "√", "|·|", "x ^ (1/3)", "x ^ π"])
def test_a_box_around_a_singular_point_has_no_value(name: str) -> None:
    with continued(), pytest.raises(Undecided):
        _FUNCTIONS[name](_box(fmpq(0), fmpq(1, 10)))


@pytest.mark.parametrize(
    "name", ["log", "√", "|·|", "x ^ (1/3)", "x ^ (3/2)", "max 1", "min 1", "π ^ x", "(-2) ^ x"]
)
@pytest.mark.parametrize("middle", [fmpq(2), fmpq(-1, 7)])
def test_the_continuation_is_analytic(name: str, middle: fmpq) -> None:
    """The difference quotients along the line and across it are one (Cauchy and Riemann)."""
    f, h = _FUNCTIONS[name], fmpq(1, 10**9)
    with continued():
        start = balls.ball(f(acb(arb(middle))))
        along = (balls.ball(f(acb(arb(middle + h)))) - start) / arb(h)
        across = (balls.ball(f(acb(arb(middle), arb(h)))) - start) / acb(0, arb(h))
    assert abs(acb(along) - acb(across)).upper() < arb(10) ** -6


def test_complex_numbers_themselves_have_no_order() -> None:
    with pytest.raises(Undecided):
        side(acb(1))
    with pytest.raises(Undecided):
        balls.compare(acb(1), fmpq(0))
    assert balls.absolute(acb(3, 4)) == 5
    with continued():
        assert side(acb(1)) == 1
        assert side(acb(-1)) == -1
        assert side(acb(0)) == 0
