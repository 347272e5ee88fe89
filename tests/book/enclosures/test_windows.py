"""Windows and tails."""

import numpy as np
import pytest
from flint import arb, fmpq

from book.enclosures import windows
from pycheck.enclose.precision import working
from pycheck.enclose.zeta import zeta_log_sums


def test_windows_at_1_3_against_float_sums() -> None:
    results = windows.window_at_gamma_1_3().results
    share = np.cumsum(np.arange(1.0, 4097) ** -1.3)
    assert float(results["window_in_4096"]) == 1 + np.searchsorted(share, 0.99 * share[-1])
    assert float(results["ninety_in_4096"]) == 1 + np.searchsorted(share, 0.9 * share[-1])
    with working(200):
        unlimited = int(float(results["window_unlimited"]))
        needed = arb("1.3").zeta() * fmpq(99, 100)
        assert zeta_log_sums(fmpq(13, 10), unlimited, 0, 200)[0] > needed
        assert zeta_log_sums(fmpq(13, 10), unlimited - 1, 0, 200)[0] < needed


@pytest.mark.parametrize("factor", ["0.5", "0.9"])
def test_a_tail_bound_that_is_too_small_is_refuted(factor: str) -> None:
    found = windows.tail_below(
        lambda gamma, d: arb(factor) * arb(d) ** (1 - arb(gamma)) / (arb(gamma) - 1)
    )
    assert found.holds is False
    assert found.detail.startswith("not so: the mass at gamma = ")
