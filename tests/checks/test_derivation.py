"""How a derivation decides its steps: what is zero, what is not, what cannot be seen."""

from typing import Any

import pytest
import sympy as sp

from pycheck.checks.derivation import Working, plain, typeset, vanishes

x = sp.Symbol("x", positive=True)


y = sp.Symbol("y", real=True)


@pytest.mark.parametrize(
    "residual", [0, x - x, (x**2 - 1) / (x - 1) - x - 1, sp.sin(x) ** 2 + sp.cos(x) ** 2 - 1]
)
def test_zero_is_recognized(residual: Any) -> None:
    assert vanishes(residual)


@pytest.mark.parametrize("residual", [1, x, sp.Rational(1, 10**30), sp.exp(x) - 1 - x])
def test_what_is_not_zero_does_not_vanish(residual: Any) -> None:
    assert not vanishes(residual)


def test_one_failed_step_is_enough() -> None:
    w = Working()
    w.equal("true", x + x, 2 * x)
    w.equal("false", x, x + 1)
    w.equal("true again", 1, 1)
    assert w.done().holds is False


def test_no_residual_at_all_is_no_step() -> None:
    w = Working()
    w.vanish("nothing was formed", [])
    assert w.holds is False


def test_a_limit_that_only_stays_within_bounds_is_none() -> None:
    w = Working()
    w.limit("", sp.sin(x), x, sp.oo)
    assert w.holds is False


@pytest.mark.parametrize("undecided", [y, x - 1, -x])
def test_a_sign_that_sympy_does_not_see_counts_against(undecided: Any) -> None:
    w = Working()
    w.positive("", undecided)
    assert w.holds is False


def test_zero_is_nonnegative_and_not_positive() -> None:
    weak, strict = Working(), Working()
    weak.nonnegative("", sp.Integer(0))
    strict.positive("", sp.Integer(0))
    assert (weak.holds, strict.holds) == (True, False)


def test_a_limit_that_does_not_exist_counts_against() -> None:
    w = Working()
    w.limit("", sp.Function("f")(x), x, sp.oo)
    assert w.holds is False


def test_an_integral_that_sympy_cannot_do_counts_against() -> None:
    w = Working()
    w.integral("", sp.Function("f")(x), x, 0, 1)
    assert w.holds is False


def test_an_undecided_relation_is_not_a_truth() -> None:
    w = Working()
    w.require("", sp.Gt(x, 1))
    assert w.holds is False


def test_results_lose_their_assumptions() -> None:
    assert plain(x + 1) == sp.Symbol("x") + 1
    assert plain(3) == 3


def test_eulers_constant_has_a_name_that_no_exponent_has() -> None:
    gamma = sp.Symbol("gamma")
    assert typeset(sp.EulerGamma / 6 + gamma) == r"\gamma + \frac{\gamma_E}{6}"
    w = Working()
    w.equal("", sp.EulerGamma, sp.EulerGamma)
    assert w.steps[0].latex == r"\gamma_E = \gamma_E"
