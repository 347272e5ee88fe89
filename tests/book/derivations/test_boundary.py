"""The derivations of `boundary`: against other means, and with wrong parts."""

from collections.abc import Callable
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from book.derivations import boundary, phases
from pycheck.checks.derivation import Working, vanishes
from tests.book.derivations.derived import LONG, results, value, variance_of_log

L = boundary.L
remainders = sp.symbols("r_0:3", real=True)


def _limit(moments: tuple[Any, Any, Any]) -> Any:
    ratio = boundary.leading_ratio(moments, remainders)
    return sp.simplify(ratio.subs(boundary.epsilon, 0))


def test_summed_to_a_million() -> None:
    derived = results(boundary.next_terms)
    log_n = np.log(LONG[-1])
    summed = variance_of_log(1.0, LONG)
    excess = summed / (float(derived["coefficient"]) * log_n**2) - 1
    assert excess == pytest.approx(value(derived["excess"]), abs=1e-6)
    assert 0.079 < excess < 0.081


def test_first_order_alone_overstates_the_excess() -> None:
    derived = results(boundary.next_terms)
    assert value(derived["first_order_excess"]) > value(derived["excess"]) > 0.05


def test_three_terms_at_contexts_that_no_sum_reaches() -> None:
    derived = results(boundary.next_terms)
    with mp.workdps(40):
        log_n = mp.mpf(10) ** 6
        m0, m1, m2 = (log_n ** (k + 1) / (k + 1) + mp.stieltjes(k) for k in range(3))
        exact = m2 / m0 - (m1 / m0) ** 2
        rest = exact - log_n**2 / 12 - log_n * mp.euler / 6
        assert float(rest) == pytest.approx(value(derived["constant"]), abs=1e-5)
        assert float((exact - log_n**2 / 12) / log_n) == pytest.approx(
            value(derived["next"]), abs=1e-6
        )


def test_both_roads_and_the_crossover_agree() -> None:
    found = {
        results(derivation)["coefficient"]
        for derivation in (
            boundary.coefficient_by_integrals,
            boundary.coefficient_by_stieltjes,
            phases.crossover,
        )
    }
    assert found == {sp.Rational(1, 12)}


def test_bounded_remainders_are_bounded() -> None:
    log_n = np.log(LONG)
    for k in (1, 2):
        bound = float(boundary.variation(Working(), k))
        sums = np.cumsum(log_n**k / LONG)
        assert np.abs(sums - log_n ** (k + 1) / (k + 1)).max() <= bound


def test_no_context_reaches_a_quarter() -> None:
    derived = results(boundary.ratio_below_quarter)
    ratios = [variance_of_log(1.0, LONG[:n]) / np.log(n) ** 2 for n in range(2, 200)]
    assert ratios[0] == pytest.approx(value(derived["at_two"]), abs=1e-12)
    assert max(ratios) < 0.25


def test_harmonic_numbers() -> None:
    gap = np.cumsum(1 / LONG) - np.log(LONG)
    assert gap.max() <= value(results(boundary.log_divergence)["bound"])
    assert gap.min() >= 0


def test_the_integrals_give_a_twelfth() -> None:
    assert _limit((L, L**2 / 2, L**3 / 3)) == sp.Rational(1, 12)


@pytest.mark.parametrize(("first", "second"), [(3, 3), (2, 4), (2, 2)])
def test_other_moments_do_not(first: int, second: int) -> None:
    assert _limit((L, L**2 / first, L**3 / second)) != sp.Rational(1, 12)


def test_the_printed_quarter_needs_the_second_moment_of_two_points() -> None:
    assert _limit((L, L**2 / 2, L**3 / 2)) == sp.Rational(1, 4)


def test_without_the_pole_terms_the_other_road_misses_the_next_term() -> None:
    bare = sp.cancel(boundary.boundary_cumulant((sp.Integer(0),) * 3))
    assert vanishes(bare - L**2 / 12)


def test_the_two_roads_share_no_function() -> None:
    def called(function: Callable[..., Any]) -> set[str]:
        names = set(function.__code__.co_names) & set(vars(boundary))
        ours = {
            n for n in names if getattr(vars(boundary)[n], "__module__", "") == boundary.__name__
        }
        return ours.union(*(called(vars(boundary)[n]) for n in ours)) if ours else ours

    integrals = called(boundary.coefficient_by_integrals)
    series = called(boundary.coefficient_by_stieltjes)
    assert "leading_ratio" in integrals
    assert "boundary_cumulant" in series
    assert not integrals & series
