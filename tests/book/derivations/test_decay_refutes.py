"""A wrong identity put to a derivation of the decay law does not come out."""

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

from book.derivations import (
    _moments,
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
from pycheck.checks.derivation import Working, plain, vanishes

x = sp.Symbol("x", positive=True)
y = sp.Symbol("y", real=True)


class TestWorking:
    @pytest.mark.parametrize(
        "residual", [0, x - x, (x**2 - 1) / (x - 1) - x - 1, sp.sin(x) ** 2 + sp.cos(x) ** 2 - 1]
    )
    def test_zero_is_recognized(self, residual: Any) -> None:
        assert vanishes(residual)

    @pytest.mark.parametrize("residual", [1, x, sp.Rational(1, 10**30), sp.exp(x) - 1 - x])
    def test_what_is_not_zero_does_not_vanish(self, residual: Any) -> None:
        assert not vanishes(residual)

    def test_one_failed_step_is_enough(self) -> None:
        w = Working()
        w.equal("true", x + x, 2 * x)
        w.equal("false", x, x + 1)
        w.equal("true again", 1, 1)
        assert w.done().holds is False

    def test_no_residual_at_all_is_no_step(self) -> None:
        w = Working()
        w.vanish("nothing was formed", [])
        assert w.holds is False

    def test_a_limit_that_only_stays_within_bounds_is_none(self) -> None:
        w = Working()
        w.limit("", sp.sin(x), x, sp.oo)
        assert w.holds is False

    @pytest.mark.parametrize("undecided", [y, x - 1, -x])
    def test_a_sign_that_sympy_does_not_see_counts_against(self, undecided: Any) -> None:
        w = Working()
        w.positive("", undecided)
        assert w.holds is False

    def test_zero_is_nonnegative_and_not_positive(self) -> None:
        weak, strict = Working(), Working()
        weak.nonnegative("", sp.Integer(0))
        strict.positive("", sp.Integer(0))
        assert (weak.holds, strict.holds) == (True, False)

    def test_a_limit_that_does_not_exist_counts_against(self) -> None:
        w = Working()
        w.limit("", sp.Function("f")(x), x, sp.oo)
        assert w.holds is False

    def test_an_integral_that_sympy_cannot_do_counts_against(self) -> None:
        w = Working()
        w.integral("", sp.Function("f")(x), x, 0, 1)
        assert w.holds is False

    def test_an_undecided_relation_is_not_a_truth(self) -> None:
        w = Working()
        w.require("", sp.Gt(x, 1))
        assert w.holds is False

    def test_results_lose_their_assumptions(self) -> None:
        assert plain(x + 1) == sp.Symbol("x") + 1
        assert plain(3) == 3


def _fisher_gap(weights: list[Any], energies: list[Any], power: int) -> Any:
    gap = fisher.expected_squared_score(weights) - fisher.heat_capacity(weights, energies) / (
        _moments.gamma**power
    )
    return gap.subs(_moments.gamma, sp.Rational(3, 2)).evalf()


class TestFisher:
    powers = tuple(sp.Integer(d) ** -_moments.gamma for d in (1, 2, 3))
    logs = tuple(sp.log(d) for d in (1, 2, 3))

    def test_the_right_pair_has_no_gap(self) -> None:
        assert abs(_fisher_gap(list(self.powers), list(self.logs), 2)) < 1e-12

    @pytest.mark.parametrize("power", [0, 1, 3])
    def test_another_power_of_gamma_has_one(self, power: int) -> None:
        assert abs(_fisher_gap(list(self.powers), list(self.logs), power)) > 1e-2

    def test_another_energy_has_one(self) -> None:
        distances = [sp.Integer(d) for d in (1, 2, 3)]
        assert abs(_fisher_gap(list(self.powers), distances, 2)) > 1e-2

    def test_another_family_has_one(self) -> None:
        weights = [sp.exp(-(_moments.gamma**2) * log) for log in self.logs]
        assert abs(_fisher_gap(weights, list(self.logs), 2)) > 1e-2

    @pytest.mark.parametrize("name", ["any_context", "no_cutoff", "curvature_of_the_free_energy"])
    def test_a_wrong_derivative_of_the_moments_is_noticed(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        right = _moments.rate
        monkeypatch.setattr(fisher, "rate", lambda e: 2 * right(e))
        assert getattr(fisher, name)().holds is False

    def test_and_in_the_partition_function_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = _moments.rate
        monkeypatch.setattr(partition, "rate", lambda e: -right(e))
        assert partition.derivatives().holds is False


class TestBoundary:
    L = boundary._L
    remainders = sp.symbols("r_0:3", real=True)

    def _limit(self, moments: tuple[Any, Any, Any]) -> Any:
        ratio = boundary.leading_ratio(moments, self.remainders)
        return sp.simplify(ratio.subs(boundary._epsilon, 0))

    def test_the_integrals_give_a_twelfth(self) -> None:
        assert self._limit((self.L, self.L**2 / 2, self.L**3 / 3)) == sp.Rational(1, 12)

    @pytest.mark.parametrize(("first", "second"), [(3, 3), (2, 4), (2, 2)])
    def test_other_moments_do_not(self, first: int, second: int) -> None:
        assert self._limit((self.L, self.L**2 / first, self.L**3 / second)) != sp.Rational(1, 12)

    def test_the_printed_quarter_needs_the_second_moment_of_two_points(self) -> None:
        assert self._limit((self.L, self.L**2 / 2, self.L**3 / 2)) == sp.Rational(1, 4)

    def test_without_the_pole_terms_the_other_road_misses_the_next_term(self) -> None:
        bare = sp.cancel(boundary.boundary_cumulant((sp.Integer(0),) * 3))
        assert vanishes(bare - self.L**2 / 12)

    def test_the_two_roads_share_no_function(self) -> None:
        def called(function: Callable[..., Any]) -> set[str]:
            names = set(function.__code__.co_names) & set(vars(boundary))
            ours = {
                n
                for n in names
                if getattr(vars(boundary)[n], "__module__", "") == boundary.__name__
            }
            return ours.union(*(called(vars(boundary)[n]) for n in ours)) if ours else ours

        integrals = called(boundary.coefficient_by_integrals)
        series = called(boundary.coefficient_by_stieltjes)
        assert "leading_ratio" in integrals
        assert "boundary_cumulant" in series
        assert not integrals & series


class TestPhases:
    @pytest.mark.parametrize(
        "wrong", [lambda k: sp.factorial(k + 1) / phases.a**k, lambda k: 1 / phases.a ** (k + 1)]
    )
    def test_other_moments_are_not_those_of_the_exponential(
        self, wrong: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(phases, "back_integral", wrong)
        assert phases.phase_a_moments().holds is False

    def test_chi_is_not_the_variance(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            phases, "back_integral", lambda k: sp.factorial(k) / phases.a ** (2 * k)
        )
        assert phases.chi_is_a_spread().holds is False


class TestWindows:
    @pytest.mark.parametrize("name", ["series", "tail_bound"])
    def test_a_wrong_integral_of_a_power_is_noticed(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wrong = lambda g, low, high: (high ** (2 - g) - low ** (2 - g)) / (2 - g)  # noqa: E731
        monkeypatch.setattr(windows, "power_integral", wrong)
        assert getattr(windows, name)().holds is False

    def test_a_tail_that_is_too_heavy_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = windows.exact_tail
        monkeypatch.setattr(windows, "exact_tail", lambda g, d, n: 2 * right(g, d, n))
        assert windows.tail_bound().holds is False
        assert windows.phase_a_mass().holds is False

    def test_slopes_the_wrong_way_round_are_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = windows.exact_tail
        monkeypatch.setattr(windows, "exact_tail", lambda g, d, n: right(-g, d, n))
        assert windows.share_is_monotone().holds is False


class TestPolylog:
    @pytest.mark.parametrize("name", ["zeta_at_one", "special_orders"])
    def test_another_series_is_not_the_polylogarithm(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        k = polylog.k
        monkeypatch.setattr(polylog, "term", lambda s, z: 2 * z**k / k**s)
        assert getattr(polylog, name)().holds is False


class TestEntropy:
    def test_the_constraint_makes_the_law(self) -> None:
        d = entropy._d
        mean_distance = entropy.stationary(d)
        mean_square = entropy.stationary(d**2)
        assert vanishes(mean_distance / mean_distance.subs(d, 1) - sp.exp(entropy.gamma * (1 - d)))
        assert vanishes(mean_square / mean_square.subs(d, 1) - sp.exp(entropy.gamma * (1 - d**2)))

    def test_a_budget_of_distance_is_no_power_law(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = entropy.stationary
        monkeypatch.setattr(entropy, "stationary", lambda _: right(entropy._d))
        assert entropy.lagrange().holds is False


class TestPade:
    @pytest.mark.parametrize(
        "wrong", [1 - pade._z, (3 - pade._z) / (3 + pade._z), (2 - pade._z) / (2 + 3 * pade._z)]
    )
    def test_another_approximant_is_not_the_prediction(
        self, wrong: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pade, "approximant", lambda _: wrong)
        for derivation in (pade.expansion, pade.mobius, pade.horizon):
            assert derivation().holds is False

    def test_the_approximant_matches_a_rational_function_exactly(self) -> None:
        rational = (3 + 5 * pade._z) / (1 - 2 * pade._z)
        assert vanishes(pade.approximant(rational) - rational)


class TestRope:
    def test_a_reflection_is_not_relative(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def reflection(angle: Any) -> Any:
            return sp.Matrix([[sp.cos(angle), sp.sin(angle)], [sp.sin(angle), -sp.cos(angle)]]) * 2

        monkeypatch.setattr(rope, "_rotation", reflection)
        assert rope.relative().holds is False

    def test_other_frequencies_have_another_slowest_pair(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rope, "frequency", lambda base, dim, pair: base ** (-pair / dim))
        for derivation in (rope.slowest_pair, rope.ntk, rope.larger_theta_turns_slower):
            assert derivation().holds is False

    def test_a_rational_turn_would_coincide(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rope, "frequency", lambda *_: 2 * sp.pi / 12)
        derivation = rope.integer_positions_never_coincide()
        assert derivation.holds is False
        assert derivation.results["coincide"] == sp.true


class TestReadings:
    def test_another_order_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fractional, "_ORDER", (fractional.gamma - 1) / 3)
        assert fractional.order().holds is False

    def test_with_another_levy_map_phase_a_would_have_an_index(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fractional, "_LEVY", fractional.gamma)
        derivation = fractional.levy_range()
        assert derivation.holds is False
        assert derivation.results["phase_a_has_an_index"] == sp.true

    def test_rows_without_a_softmax_do_not_sum_to_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(maps, "attention_weights", lambda s: [sp.exp(v) for v in s])
        assert maps.rows_sum().holds is False

    def test_with_positions_attention_sees_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = maps.attend
        biased = lambda s, v: right([a + j for j, a in enumerate(s)], v)  # noqa: E731
        monkeypatch.setattr(maps, "attend", biased)
        assert maps.order_blind().holds is False
