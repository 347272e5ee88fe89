"""Worked figures."""

import numpy as np
import pytest
from flint import arb, fmpq

from book.enclosures import figures


def test_worked_figures_against_plain_floats() -> None:
    weights = np.exp(np.array([0, 2, 2]) / np.sqrt(2))
    found = figures.softmax_by_hand().results
    assert [float(found[f"weight_{i}"]) for i in (1, 2, 3)] == pytest.approx(
        list(weights / weights.sum())
    )
    waves = figures.rope_wavelengths().results
    assert float(waves["slowest_64"]) == pytest.approx(2 * np.pi * 10_000 ** (62 / 64))
    assert float(waves["t_max"]) == pytest.approx(62_831.853, abs=1e-3)
    pade = figures.pade().results
    assert float(pade["gamma_at_2000"]) == pytest.approx(0.7522013138)
    assert not figures.kaplan().results["data_factor"].overlaps(arb("1.855", "0.004"))


def test_a_part_of_a_wavelength_shows_another_angle() -> None:
    assert figures.angle_repeats_after(2).holds is True
    assert figures.angle_repeats_after(arb("0.999")).holds is False


def test_another_power_stretches_by_something_else() -> None:
    assert figures.stretched_by(lambda width: fmpq(width - 2, width)).holds is False
    assert figures.stretched_by(lambda _: fmpq(1)).holds is False
