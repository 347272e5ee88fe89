"""The derivations of `polylog`: against other means, and with wrong parts."""

from collections.abc import Callable
from typing import Any

import mpmath as mp
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from book.derivations import polylog
from pycheck.checks.outcomes import Derivation
from tests.book.derivations.derived import LONG, results, value


@given(s=st.floats(0.1, 4), z=st.floats(0.05, 0.9))
@settings(max_examples=15)
def test_normalizer(s: float, z: float) -> None:
    terms = [mp.mpf(z) ** k / mp.mpf(k) ** s for k in range(1, 400)]
    assert float(sum(terms) / mp.polylog(s, z)) == pytest.approx(
        value(results(polylog.normalization)["total"])
    )


@given(z=st.floats(0.01, 0.99))
@settings(max_examples=15)
def test_special_orders(z: float) -> None:
    found = results(polylog.special_orders)
    assert value(found["order_zero"], z=z) == pytest.approx(float(mp.polylog(0, z).real))
    assert value(found["order_one"], z=z) == pytest.approx(float(mp.polylog(1, z).real))


@pytest.mark.parametrize("s", [1.3, 2.0, 3.7])
def test_zeta(s: float) -> None:
    found = results(polylog.zeta_at_one)
    length = LONG[-1]
    rest = length ** (1 - s) / (s - 1) - length**-s / 2
    assert value(found["value"], s=s) == pytest.approx((LONG**-s).sum() + rest)
    assert value(found["at_two"]) == pytest.approx((LONG**-2).sum() + 1 / length)
    assert value(found["at_four"]) == pytest.approx((LONG**-4).sum())


@pytest.mark.parametrize("derive", [polylog.derive_zeta_at_one, polylog.derive_special_orders])
def test_another_series_is_not_the_polylogarithm(derive: Callable[..., Derivation]) -> None:
    assert derive(lambda s, z: 2 * z**polylog.k / polylog.k**s).holds is False


_u = sp.Symbol("u", positive=True)


@pytest.mark.parametrize("argument", [sp.Integer(1), sp.Integer(2), 1 + _u, sp.Symbol("z")])
def test_a_series_that_diverges_or_is_not_seen_to_converge_has_no_normalizer(argument: Any) -> None:
    assert polylog.derive_normalization(argument).holds is False


@pytest.mark.parametrize("excess", [sp.Integer(0), sp.Rational(-1, 2), -_u])
def test_at_one_the_order_must_exceed_one(excess: Any) -> None:
    assert polylog.derive_normalization_at_one(excess).holds is False


def test_below_one_every_order_is_normalized() -> None:
    for argument in (1 / (1 + _u), sp.Rational(9, 10)):
        assert polylog.derive_normalization(argument).holds is True
