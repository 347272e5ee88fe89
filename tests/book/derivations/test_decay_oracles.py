"""What the derivations arrive at, against sums, integrals and special functions done elsewhere."""

from collections.abc import Callable, Mapping
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from book.derivations import (
    boundary,
    entropy,
    fisher,
    fractional,
    maps,
    pade,
    partition,
    phases,
    polylog,
    rope,
    windows,
)
from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation
from tests.book.derivations.derived import derived

LONG = np.arange(1, 10**6 + 1, dtype=np.float64)
exponents = st.floats(0.05, 3.0)
contexts = st.integers(2, 40)


def results(derivation: Callable[[], Derivation]) -> Mapping[str, Any]:
    """What a derivation arrives at."""
    return derived(derivation).results


def value(expression: Any, **symbols: float) -> float:
    """A derived expression at a point."""
    at = {sp.Symbol(name): number for name, number in symbols.items()}
    return float(sp.N(expression.subs(at)))


def weights(gamma: float, length: int) -> Any:
    p = np.arange(1, length + 1, dtype=np.float64) ** -gamma
    return p / p.sum()


def variance_of_log(gamma: float, distances: Any) -> float:
    p = distances**-gamma
    p /= p.sum()
    log = np.log(distances)
    return float(p @ log**2 - (p @ log) ** 2)


class TestFisher:
    @given(gamma=exponents, length=contexts)
    @settings(max_examples=15)
    def test_ratio_from_numerical_derivatives(self, gamma: float, length: int) -> None:
        distances = range(1, length + 1)

        def log_p(g: Any, d: int) -> Any:
            return -g * mp.log(d) - mp.log(sum(mp.mpf(k) ** -g for k in distances))

        def energy(temperature: Any) -> Any:
            return sum(mp.exp(log_p(1 / temperature, d)) * mp.log(d) for d in distances)

        score_squared = sum(
            mp.exp(log_p(gamma, d)) * mp.diff(lambda g, d=d: log_p(g, d), gamma) ** 2
            for d in distances
        )
        capacity = mp.diff(energy, 1 / mp.mpf(gamma))
        ratio = value(results(fisher.any_context)["ratio"], gamma=gamma)
        assert float(score_squared / capacity) == pytest.approx(ratio, rel=1e-5)

    @given(gamma=exponents)
    @settings(max_examples=15)
    def test_fisher_at_two(self, gamma: float) -> None:
        derived = value(results(fisher.small_contexts)["fisher_at_two"], gamma=gamma)
        assert derived == pytest.approx(variance_of_log(gamma, LONG[:2]), rel=1e-9)

    def test_all_four_roads_give_the_same_ratio(self) -> None:
        found = {
            results(derivation)["ratio"]
            for derivation in (
                fisher.small_contexts,
                fisher.any_context,
                fisher.no_cutoff,
                fisher.curvature_of_the_free_energy,
            )
        }
        assert found == {sp.Symbol("gamma") ** -2}


class TestBoundary:
    def test_summed_to_a_million(self) -> None:
        derived = results(boundary.next_terms)
        log_n = np.log(LONG[-1])
        summed = variance_of_log(1.0, LONG)
        excess = summed / (float(derived["coefficient"]) * log_n**2) - 1
        assert excess == pytest.approx(value(derived["excess"]), abs=1e-6)
        assert 0.079 < excess < 0.081

    def test_first_order_alone_overstates_the_excess(self) -> None:
        derived = results(boundary.next_terms)
        assert value(derived["first_order_excess"]) > value(derived["excess"]) > 0.05

    def test_three_terms_at_contexts_that_no_sum_reaches(self) -> None:
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

    def test_both_roads_and_the_crossover_agree(self) -> None:
        found = {
            results(derivation)["coefficient"]
            for derivation in (
                boundary.coefficient_by_integrals,
                boundary.coefficient_by_stieltjes,
                phases.crossover,
            )
        }
        assert found == {sp.Rational(1, 12)}

    def test_bounded_remainders_are_bounded(self) -> None:
        log_n = np.log(LONG)
        for k in (1, 2):
            bound = float(boundary._variation(Working(), k))
            sums = np.cumsum(log_n**k / LONG)
            assert np.abs(sums - log_n ** (k + 1) / (k + 1)).max() <= bound

    def test_no_context_reaches_a_quarter(self) -> None:
        derived = results(boundary.ratio_below_quarter)
        ratios = [variance_of_log(1.0, LONG[:n]) / np.log(n) ** 2 for n in range(2, 200)]
        assert ratios[0] == pytest.approx(value(derived["at_two"]), abs=1e-12)
        assert max(ratios) < 0.25

    def test_harmonic_numbers(self) -> None:
        gap = np.cumsum(1 / LONG) - np.log(LONG)
        assert gap.max() <= value(results(boundary.log_divergence)["bound"])
        assert gap.min() >= 0


class TestPhases:
    @pytest.mark.parametrize("gamma", [0.0, 0.2, 0.4])
    def test_moments_summed(self, gamma: float) -> None:
        moment = results(phases.phase_a_moments)["moment"]
        p = LONG**-gamma
        p /= p.sum()
        back = np.log(LONG[-1] / LONG)
        for k in (1, 2, 3):
            assert p @ back**k == pytest.approx(value(moment, gamma=gamma, k=k), rel=0.03)

    def test_spread_and_capacity_summed(self) -> None:
        variance = variance_of_log(0.3, LONG)
        capacity = results(phases.phase_a_heat_capacity)["heat_capacity"]
        spread = results(phases.chi_is_a_spread)["spread"]
        assert 0.09 * variance == pytest.approx(value(capacity, gamma=0.3), rel=0.01)
        assert variance**0.5 == pytest.approx(value(spread, gamma=0.3), rel=0.01)

    @pytest.mark.parametrize("gamma", [2.5, 3.0])
    def test_phase_b_summed(self, gamma: float) -> None:
        g = sp.Symbol("gamma")
        orders = {sp.Derivative(sp.zeta(g), (g, k)): mp.zeta(gamma, 1, k) for k in (1, 2)}
        capacity = results(phases.phase_b_heat_capacity)["heat_capacity"].xreplace(orders)
        summed = gamma**2 * variance_of_log(gamma, LONG)
        assert summed == pytest.approx(value(capacity, gamma=gamma), rel=1e-5)

    def test_pole_of_the_curvature(self) -> None:
        epsilon = mp.mpf("1e-4")
        curvature = mp.diff(lambda s: mp.log(mp.zeta(s)), 1 + epsilon, 2, h=mp.mpf("1e-7"))
        pole = value(results(phases.phase_b_near_the_boundary)["pole"])
        assert float(curvature * epsilon**2) == pytest.approx(pole, abs=1e-3)

    @pytest.mark.parametrize("x", [-3.0, 0.5, 4.0])
    def test_crossover_at_a_context_of_ten_to_the_hundred(self, x: float) -> None:
        curve = results(phases.crossover)["curve"]
        with mp.workdps(60):
            length = mp.mpf(10) ** 100
            log_n = mp.log(length)

            def log_z(s: Any) -> Any:
                return mp.log(mp.zeta(s) - length ** (1 - s) / (s - 1))

            measured = mp.diff(log_z, 1 + x / log_n, 2) / log_n**2
        assert float(measured) == pytest.approx(value(curve, x=x), rel=0.05)


class TestWindows:
    @given(a=st.floats(0.2, 3), window=st.integers(1, 50), extra=st.integers(1, 400))
    @settings(max_examples=30)
    def test_tail_stays_below_the_bound(self, a: float, window: int, extra: int) -> None:
        tail = (np.arange(window + 1, window + extra + 1, dtype=np.float64) ** -(1 + a)).sum()
        bound = value(results(windows.tail_bound)["tail"], gamma=1 + a, D=window)
        assert tail <= bound * (1 + 1e-12)

    @given(a=st.floats(0.3, 2), epsilon=st.floats(0.01, 0.9))
    @settings(max_examples=30)
    def test_window_rule(self, a: float, epsilon: float) -> None:
        rule = results(windows.window_rule)
        window = value(rule["window"], gamma=1 + a, epsilon=epsilon)
        left = value(rule["left"], gamma=1 + a, epsilon=epsilon)
        assert float(mp.zeta(1 + a, np.ceil(window) + 1)) <= left * (1 + 1e-9)

    def test_mass_and_proportional_window(self) -> None:
        mass = np.cumsum(LONG**-0.7)
        ratio = value(results(windows.phase_a_mass)["ratio"], gamma=0.7)
        assert mass[-1] / LONG[-1] ** 0.3 == pytest.approx(ratio, rel=0.02)
        fraction = value(results(windows.share_of_a_window)["fraction_for_nine_tenths"])
        nine_tenths = np.searchsorted(mass, 0.9 * mass[-1]) / len(LONG)
        assert nine_tenths == pytest.approx(fraction, abs=0.01)

    def test_share_of_a_fixed_window_in_phase_b(self) -> None:
        least = results(windows.share_of_a_window)["phase_b_at_least"]
        held = float((LONG[:10] ** -1.8).sum())
        share = held / float(mp.zeta(1.8))
        bound = value(least, gamma=1.8, Z_D=held)
        assert bound <= share <= 1.8 * bound

    def test_slopes(self) -> None:
        shares = results(windows.share_is_monotone)
        for name, slope in (("slope_0_4", 0.4), ("slope_1_3", 1.3)):
            assert value(shares[name]) == pytest.approx(1 - weights(slope, 20)[:5].sum())

    def test_the_window_at_gamma_1_3_is_not_small(self) -> None:
        bound = results(windows.window_at_gamma_1_3)
        share = np.cumsum(weights(1.3, 4096))
        needed = int(np.searchsorted(share, 0.99)) + 1
        least = value(bound["least_in_4096"])
        assert 0.9 * needed < least <= needed
        unlimited = brentq(
            lambda log_d: float(mp.zeta(1.3, mp.exp(log_d) + 1) / mp.zeta(1.3)) - 0.01, 5, 25
        )
        assert value(bound["least_unlimited"]) <= np.exp(unlimited)


class TestPolylog:
    @given(s=st.floats(0.1, 4), z=st.floats(0.05, 0.9))
    @settings(max_examples=15)
    def test_normalizer(self, s: float, z: float) -> None:
        terms = [mp.mpf(z) ** k / mp.mpf(k) ** s for k in range(1, 400)]
        assert float(sum(terms) / mp.polylog(s, z)) == pytest.approx(
            value(results(polylog.normalization)["total"])
        )

    @given(z=st.floats(0.01, 0.99))
    @settings(max_examples=15)
    def test_special_orders(self, z: float) -> None:
        found = results(polylog.special_orders)
        assert value(found["order_zero"], z=z) == pytest.approx(float(mp.polylog(0, z).real))
        assert value(found["order_one"], z=z) == pytest.approx(float(mp.polylog(1, z).real))

    @pytest.mark.parametrize("s", [1.3, 2.0, 3.7])
    def test_zeta(self, s: float) -> None:
        found = results(polylog.zeta_at_one)
        length = LONG[-1]
        rest = length ** (1 - s) / (s - 1) - length**-s / 2
        assert value(found["value"], s=s) == pytest.approx((LONG**-s).sum() + rest)
        assert value(found["at_two"]) == pytest.approx((LONG**-2).sum() + 1 / length)
        assert value(found["at_four"]) == pytest.approx((LONG**-4).sum())


class TestEntropy:
    @given(gamma=exponents, seed=st.integers(0, 10**6))
    @settings(max_examples=30)
    def test_every_admissible_neighbour_has_less(self, gamma: float, seed: int) -> None:
        d = np.arange(1, 7, dtype=np.float64)
        ratio = results(entropy.lagrange)["ratio"]
        p = sp.lambdify(sp.symbols("d gamma"), ratio, "numpy")(d, gamma)
        p /= p.sum()
        constraints = np.vstack([np.ones(6), np.log(d)])
        move = np.random.default_rng(seed).normal(size=6)
        move -= constraints.T @ np.linalg.solve(constraints @ constraints.T, constraints @ move)
        q = p + 0.3 * p.min() / np.abs(move).max() * move
        assert (q > 0).all()
        assert q @ np.log(d) == pytest.approx(p @ np.log(d))
        assert -(q @ np.log(q)) < -(p @ np.log(p))

    @given(gamma=exponents, length=contexts)
    @settings(max_examples=15)
    def test_derivatives_of_the_partition_function(self, gamma: float, length: int) -> None:
        step = 1e-5
        log_z = [np.log((LONG[:length] ** -g).sum()) for g in (gamma - step, gamma + step)]
        mean = weights(gamma, length) @ np.log(LONG[:length])
        slope = value(results(partition.derivatives)["slope_over_mean"])
        assert (log_z[1] - log_z[0]) / (2 * step) == pytest.approx(slope * mean, rel=1e-6)


class TestPade:
    @given(theta=st.floats(1e3, 1e6), T=st.floats(1, 1e6))
    @settings(max_examples=30)
    def test_against_a_library_approximant(self, theta: float, T: float) -> None:
        p, q = mp.pade([mp.mpf(1), -mp.mpf(1), mp.mpf(1) / 2], 1, 1)
        z = T * mp.sqrt(2) / theta
        library = float(mp.polyval(p[::-1], z) / mp.polyval(q[::-1], z))
        assert value(results(pade.expansion)["gamma_pade"], theta=theta, T=T) == pytest.approx(
            library, abs=1e-9
        )
        assert -1 < library < 1
        assert value(results(pade.horizon)["horizon"], theta=theta, gamma=library) == pytest.approx(
            T, rel=1e-6
        )

    def test_error_coefficient_and_zero(self) -> None:
        assert value(results(pade.expansion)["error"]) == pytest.approx(-1 / 6 + 1 / 4)
        zero = value(results(pade.mobius)["zero_at"], theta=1e4)
        assert zero == pytest.approx(14142.1356)
        assert value(results(pade.expansion)["gamma_pade"], theta=1e4, T=zero) == pytest.approx(
            0, abs=1e-12
        )


class TestRope:
    @given(
        base=st.sampled_from([1e4, 5e5, 1e6]),
        m=st.integers(0, 5000),
        n=st.integers(0, 5000),
        shift=st.integers(0, 5000),
    )
    @settings(max_examples=20)
    def test_scores_depend_on_the_difference(self, base: float, m: int, n: int, shift: int) -> None:
        rng = np.random.default_rng(m + n)
        q, k = (rng.normal(size=32) + 1j * rng.normal(size=32) for _ in range(2))
        omega = base ** (-2 * np.arange(32) / 64)

        def score(a: int, b: int) -> float:
            return float((q * np.exp(1j * a * omega) @ np.conj(k * np.exp(1j * b * omega))).real)

        assert score(m + shift, n + shift) == pytest.approx(score(m, n), abs=1e-8)
        assert results(rope.relative)["shift_derivative"] == 0

    @pytest.mark.parametrize("dimension", [64, 128])
    def test_slowest_wavelength(self, dimension: int) -> None:
        found = results(rope.slowest_pair)
        omega = 1e4 ** (-2 * np.arange(dimension // 2) / dimension)
        slowest = 2 * np.pi / omega[-1]
        assert value(found[f"slowest_{dimension}"]) == pytest.approx(slowest)
        assert value(found["slowest"], theta=1e4, d=dimension) == pytest.approx(slowest)
        assert slowest < value(found["t_max"]) == pytest.approx(62831.853)

    def test_ntk_base(self) -> None:
        base = value(results(rope.ntk)["base"], theta=1e4, s=4, d=64)
        assert base ** (62 / 64) == pytest.approx(4 * 1e4 ** (62 / 64))
        assert base ** (30 / 64) < 4 * 1e4 ** (30 / 64)

    def test_the_nearest_return_of_the_fastest_pair_is_no_return(self) -> None:
        fastest = value(results(rope.wavelengths)["fastest"])
        turns = LONG[: 10**5] / fastest
        miss = np.abs(turns - np.rint(turns))
        assert LONG[miss.argmin()] % 710 == 0
        assert 1e-6 < miss.min() < 1e-4
        assert results(rope.integer_positions_never_coincide)["coincide"] == sp.false


class TestReadings:
    @pytest.mark.parametrize("gamma", [0.3, 0.7])
    def test_kernel_scales_with_the_derived_power(self, gamma: float) -> None:
        def transform(u: float) -> Any:
            return mp.quadosc(lambda x: x**-gamma * mp.cos(u * x), [0, mp.inf], omega=u)

        exponent = value(results(fractional.symbol_of_the_kernel)["exponent"], gamma=gamma)
        assert float(mp.log(transform(2) / transform(1), 2)) == pytest.approx(exponent, abs=1e-6)

    def test_levy_range(self) -> None:
        found = results(fractional.levy_range)
        inside = [g for g in np.linspace(0.05, 4, 400) if 0 < g - 1 < 2]
        assert value(found["lower"]) <= min(inside) < max(inside) <= value(found["upper"])

    def test_a_causal_mask_sees_order(self) -> None:
        assert results(maps.a_causal_mask_sees_order)["order_shows"] == sp.true
        scores = np.random.default_rng(1).normal(size=(3, 3))
        values = np.random.default_rng(2).normal(size=3)

        def outputs(order: list[int], causal: bool) -> dict[int, float]:
            found = {}
            for place, token in enumerate(order):
                seen = order[: place + 1] if causal else order
                a = np.exp(scores[token, seen])
                found[token] = float(a @ values[seen] / a.sum())
            return found

        assert outputs([0, 1, 2], False) == pytest.approx(outputs([1, 0, 2], False))
        assert outputs([0, 1, 2], True) != pytest.approx(outputs([1, 0, 2], True))
