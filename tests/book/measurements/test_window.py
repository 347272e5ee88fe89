"""The measurements of `window` on data whose answer is known."""

import pytest

from tests.book.measurements.made import REPRODUCED, Make, measure, profile


def test_windows_alone_hardly_tell_an_exponential_law(make: Make) -> None:
    """Why the share inside an exponential law's windows is told beside the verdict."""
    source = make([profile(i, 0, 0.0001, rate=0.0005) for i in range(8)], "own")
    evidence = measure("window.d90", source)
    assert evidence.verdict is REPRODUCED
    assert evidence.numbers["share of an exponential law"] == pytest.approx(0.9, abs=0.002)
    assert abs((evidence.estimate or 0) - 0.9) > 0.01
