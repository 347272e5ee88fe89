"""The derivations of `windows`: against other means, and with wrong parts."""

from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from book.derivations import windows
from book.derivations._power_integrals import power_integral
from tests.book.derivations.derived import LONG, results, value, weights


@given(a=st.floats(0.2, 3), window=st.integers(1, 50), extra=st.integers(1, 400))
@settings(max_examples=30)
def test_tail_stays_below_the_bound(a: float, window: int, extra: int) -> None:
    tail = (np.arange(window + 1, window + extra + 1, dtype=np.float64) ** -(1 + a)).sum()
    bound = value(results(windows.tail_bound)["tail"], gamma=1 + a, D=window)
    assert tail <= bound * (1 + 1e-12)


@given(a=st.floats(0.3, 2), epsilon=st.floats(0.01, 0.9))
@settings(max_examples=30)
def test_window_rule(a: float, epsilon: float) -> None:
    rule = results(windows.window_rule)
    window = value(rule["window"], gamma=1 + a, epsilon=epsilon)
    left = value(rule["left"], gamma=1 + a, epsilon=epsilon)
    assert float(mp.zeta(1 + a, np.ceil(window) + 1)) <= left * (1 + 1e-9)


def test_mass_and_proportional_window() -> None:
    mass = np.cumsum(LONG**-0.7)
    ratio = value(results(windows.phase_a_mass)["ratio"], gamma=0.7)
    assert mass[-1] / LONG[-1] ** 0.3 == pytest.approx(ratio, rel=0.02)
    fraction = value(results(windows.share_of_a_window)["fraction_for_nine_tenths"])
    nine_tenths = np.searchsorted(mass, 0.9 * mass[-1]) / len(LONG)
    assert nine_tenths == pytest.approx(fraction, abs=0.01)


def test_share_of_a_fixed_window_in_phase_b() -> None:
    least = results(windows.share_of_a_window)["phase_b_at_least"]
    held = float((LONG[:10] ** -1.8).sum())
    share = held / float(mp.zeta(1.8))
    bound = value(least, gamma=1.8, Z_D=held)
    assert bound <= share <= 1.8 * bound


def test_slopes() -> None:
    shares = results(windows.share_is_monotone)
    for name, slope in (("slope_0_4", 0.4), ("slope_1_3", 1.3)):
        assert value(shares[name]) == pytest.approx(1 - weights(slope, 20)[:5].sum())


def test_the_window_at_gamma_1_3_is_not_small() -> None:
    bound = results(windows.window_at_gamma_1_3)
    share = np.cumsum(weights(1.3, 4096))
    needed = int(np.searchsorted(share, 0.99)) + 1
    least = value(bound["least_in_4096"])
    assert 0.9 * needed < least <= needed
    unlimited = brentq(
        lambda log_d: float(mp.zeta(1.3, mp.exp(log_d) + 1) / mp.zeta(1.3)) - 0.01, 5, 25
    )
    assert value(bound["least_unlimited"]) <= np.exp(unlimited)


def test_a_wrong_integral_of_a_power_is_noticed() -> None:
    def wrong(g: Any, low: Any, high: Any) -> Any:
        return (high ** (2 - g) - low ** (2 - g)) / (2 - g)

    assert windows.derive_series(wrong).holds is False
    assert windows.derive_tail_bound(wrong, windows.exact_tail).holds is False


def test_a_tail_that_is_too_heavy_is_noticed() -> None:
    def heavy(g: Any, d: int, n: int) -> Any:
        return 2 * windows.exact_tail(g, d, n)

    assert windows.derive_tail_bound(power_integral, heavy).holds is False
    assert windows.derive_phase_a_mass(heavy).holds is False


def test_slopes_the_wrong_way_round_are_noticed() -> None:
    turned = windows.derive_share_is_monotone(lambda g, d, n: windows.exact_tail(-g, d, n))
    assert turned.holds is False
