"""The measurements of `quoted` on data whose answer is known."""

from pathlib import Path

import pytest
from scipy import stats

from book.measurements.quoted import equal_tasks_beta
from pycheck.data.sources import Source
from tests.book.measurements.made import measure


def test_pass_k_arithmetic() -> None:
    evidence = measure("quoted.pass_k", Source("own", Path("nowhere")))
    assert evidence.numbers["independent"] == pytest.approx(0.61**8)
    total = equal_tasks_beta(0.61, 8, 0.25)
    assert stats.beta(0.61 * total, 0.39 * total).moment(8) == pytest.approx(0.25, rel=1e-9)
