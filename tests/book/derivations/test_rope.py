"""The derivations of `rope`: against other means, and with wrong parts."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from book.derivations import rope
from pycheck.checks.outcomes import Derivation
from tests.book.derivations.derived import LONG, results, value


@given(
    base=st.sampled_from([1e4, 5e5, 1e6]),
    m=st.integers(0, 5000),
    n=st.integers(0, 5000),
    shift=st.integers(0, 5000),
)
@settings(max_examples=20)
def test_scores_depend_on_the_difference(base: float, m: int, n: int, shift: int) -> None:
    rng = np.random.default_rng(m + n)
    q, k = (rng.normal(size=32) + 1j * rng.normal(size=32) for _ in range(2))
    omega = base ** (-2 * np.arange(32) / 64)

    def score(a: int, b: int) -> float:
        return float((q * np.exp(1j * a * omega) @ np.conj(k * np.exp(1j * b * omega))).real)

    assert score(m + shift, n + shift) == pytest.approx(score(m, n), abs=1e-8)
    assert results(rope.relative)["shift_derivative"] == 0


@pytest.mark.parametrize("dimension", [64, 128])
def test_slowest_wavelength(dimension: int) -> None:
    found = results(rope.slowest_pair)
    omega = 1e4 ** (-2 * np.arange(dimension // 2) / dimension)
    slowest = 2 * np.pi / omega[-1]
    assert value(found[f"slowest_{dimension}"]) == pytest.approx(slowest)
    assert value(found["slowest"], theta=1e4, d=dimension) == pytest.approx(slowest)
    assert slowest < value(found["t_max"]) == pytest.approx(62831.853)


def test_ntk_base() -> None:
    base = value(results(rope.ntk)["base"], theta=1e4, s=4, d=64)
    assert base ** (62 / 64) == pytest.approx(4 * 1e4 ** (62 / 64))
    assert base ** (30 / 64) < 4 * 1e4 ** (30 / 64)


def test_the_nearest_return_of_the_fastest_pair_is_no_return() -> None:
    fastest = value(results(rope.wavelengths)["fastest"])
    turns = LONG[: 10**5] / fastest
    miss = np.abs(turns - np.rint(turns))
    assert LONG[miss.argmin()] % 710 == 0
    assert 1e-6 < miss.min() < 1e-4
    assert results(rope.integer_positions_never_coincide)["coincide"] == sp.false


def test_a_reflection_is_not_relative() -> None:
    def reflection(angle: Any) -> Any:
        return sp.Matrix([[sp.cos(angle), sp.sin(angle)], [sp.sin(angle), -sp.cos(angle)]]) * 2

    assert rope.derive_relative(reflection).holds is False


@pytest.mark.parametrize(
    "derive",
    [rope.derive_slowest_pair, rope.derive_ntk, rope.derive_larger_theta_turns_slower],
)
def test_other_frequencies_have_another_slowest_pair(derive: Callable[..., Derivation]) -> None:
    assert derive(lambda base, dim, pair: base ** (-pair / dim)).holds is False


def test_a_rational_turn_would_coincide() -> None:
    derivation = rope.derive_integer_positions_never_coincide(lambda *_: 2 * sp.pi / 12)
    assert derivation.holds is False
    assert "coincide" not in derivation.arrived
