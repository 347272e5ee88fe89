"""What every enclosure check keeps to."""

import inspect

import pytest
from flint import arb, fmpq

from pycheck.checks.outcomes import Enclosure
from tests.checks_of import checks_of

CHECKS = checks_of("enclosure")


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_holds_and_says_which(name: str) -> None:
    found = CHECKS[name]()
    assert isinstance(found, Enclosure)
    assert found.holds is True
    assert (CHECKS[name].__doc__ or "").strip()
    widths = {len(row) for row in found.rows}
    assert len(widths) <= 1
    for ball in found.results.values():
        assert ball.is_finite()
        assert ball.rad() < abs(ball) / 10**15


@pytest.mark.parametrize(
    "name", [n for n in CHECKS if hasattr(inspect.getmodule(CHECKS[n]), "log_sums")]
)
def test_no_check_holds_on_balls_that_say_nothing(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A comparison that only fails when it is certain would pass here."""
    asked = []

    def knows_nothing(_gamma: fmpq, _first: int, _last: int, order: int) -> list[arb]:
        asked.append(order)
        return [arb(1, arb("1e300")) for _ in range(order + 1)]

    module = inspect.getmodule(CHECKS[name])
    assert module is not None
    monkeypatch.setattr(module, "log_sums", knows_nothing)
    found = CHECKS[name]()
    assert isinstance(found, Enclosure)
    assert not asked or found.holds is not True
