"""How a derivation decides its steps: what is zero, what is not, what cannot be seen."""

from typing import Any

import pytest
import sympy as sp

from pycheck.checks.derivation import Relation, Working, plain, typeset, vanishes
from pycheck.checks.printing import one_line

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
    w.equal("true again", 2 * x, x + x, "x + x = 2x")
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
    w.equal("", sp.Mul(2, sp.EulerGamma / 2, evaluate=False), sp.EulerGamma)
    assert w.steps[0].latex.endswith(r"= \gamma_E")
    assert (one_line(sp.EulerGamma), one_line(gamma**-2)) == ("γ_E", "γ⁻²")
    assert (typeset(sp.stieltjes(1) ** 2), one_line(sp.stieltjes(2))) == ("g_{1}^{2}", "g₂")
    n = sp.Symbol("n")
    assert (one_line(x ** (n + 1)), one_line(x ** (2 * n))) == ("xⁿ⁺¹", "x^(2·n)")
    assert (one_line(1 / (1 - gamma)), one_line(x / (1 - x))) == ("1/(1 - γ)", "x/(1 - x)")
    assert one_line((1 - x) ** -2) == "1/(1 - x)²"


def test_a_result_counts_only_where_a_checked_step_arrived_at_it() -> None:
    w = Working()
    doubled = w.value("two and two", sp.Add(2, 2, evaluate=False))
    w.definition("growth is five", "5")
    w.remark("growth is five", "5")
    found = w.done(right=doubled, growth=5, truth=sp.true)
    assert found.holds is True
    assert found.arrived == {"right": 4}


@pytest.mark.parametrize("sides", [(4, 4), (sp.pi, sp.pi), (sp.Integer(0), x - x), (x, x)])
def test_no_step_shows_one_thing_twice(sides: tuple[Any, Any]) -> None:
    w = Working()
    w.equal("evaluated before", *sides)
    assert "=" not in w.steps[0].latex


def test_a_comparison_of_one_number_with_itself_decides_nothing() -> None:
    w = Working()
    w.compare("", 4, "=", 4)
    assert w.holds is False


def test_a_number_that_nothing_evaluates_is_no_value() -> None:
    w = Working()
    w.value("typed", sp.Integer(4))
    assert w.done(growth=4).arrived == {}
    assert w.holds is False


def test_a_failed_step_reaches_nothing() -> None:
    w = Working()
    w.equal("false", x + 1, x)
    assert w.done(wrong=x).arrived == {}


def test_truth_is_not_the_number_one() -> None:
    w = Working()
    w.count("one thing", ["a"])
    assert w.done(one=1, truth=sp.true).arrived == {"one": 1}


@pytest.mark.parametrize(
    ("left", "relation", "right", "truth", "shown"),
    [
        (2, "<", 3, sp.true, "2 < 3"),
        (3, "<", 2, sp.false, r"3 \ge 2"),
        (x, "<", 2 * x, sp.true, r"x < 2 x"),
        (x, "=", x + 1, sp.false, r"x \ne x + 1"),
        (x + x, "<=", 2 * x + 0, sp.true, None),
        (3, "=", 1, sp.false, r"3 \ne 1"),
    ],
)
def test_a_comparison_shows_what_is_so(
    left: Any, relation: Relation, right: Any, truth: Any, shown: str | None
) -> None:
    w = Working()
    assert w.compare("", left, relation, right) == truth
    assert w.holds is True
    assert shown is None or w.steps[0].latex == shown


def test_a_comparison_that_depends_on_a_symbol_is_undecided() -> None:
    w = Working()
    w.compare("", y, "<", 1)
    assert w.holds is False


def test_a_solution_is_put_in_and_is_the_only_one() -> None:
    one, two = Working(), Working()
    assert one.solve("", 2 * x, 6, x) == 3
    two.solve("", y**2, 4, y)
    assert (one.holds, two.holds) == (True, False)


def test_an_instance_is_reached_where_the_value_is() -> None:
    w = Working()
    w.equal("", (x + 1) ** 2, x**2 + 2 * x + 1)
    w.put((x + 1) ** 2, {x: 2})
    w.put(x**7, {x: 2})
    assert w.done(nine=9, typed=128).arrived == {"nine": 9}
