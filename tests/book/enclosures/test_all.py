"""What every enclosure check keeps to."""

import inspect
from pathlib import Path

import pytest
from flint import arb, fmpq

from pycheck.checks.enclosure import is_tight
from pycheck.checks.outcomes import Enclosure
from pycheck.notation import prose
from tests.checks_of import checks_of
from tests.notation.typed import typed

CHECKS = checks_of("enclosure")


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_holds_and_says_which(name: str) -> None:
    found = CHECKS[name]()
    assert isinstance(found, Enclosure)
    assert found.holds is True
    assert (CHECKS[name].__doc__ or "").strip()
    widths = {len(row) for row in found.rows}
    assert len(widths) <= 1
    assert all(is_tight(ball) for ball in found.results.values())
    assert typed(found.detail) == [], found.detail
    assert "\\" not in prose(found.detail)


def test_every_topic_has_a_file_of_tests() -> None:
    topics = {name.partition(".")[0] for name in CHECKS}
    tested = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert topics == tested - {"all"}


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
