"""Verdicts where sampling decides nothing: closed forms, with numbers beside them."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import sympy

from pycheck.formulas import closing
from pycheck.formulas.checking import outcomes
from pycheck.formulas.effort import Exhausted, Meter, asked, bounded
from pycheck.formulas.outcome import Outcome
from pycheck.formulas.statement import read_formula
from pycheck.formulas.symbolic import derived
from pycheck.statements.programs.runner import Runner


def judged(text: str, *where: str, n: int = 20) -> Outcome:
    *_, last = outcomes(text, where, n=n, seed=0)
    return last


# Formulas without a decided sample: the true one, and the same with one change.
PAIRS = [
    ("Sum(1/(n*(n + 1)), (n, 1, oo)) = 1", "Sum(1/(n*(n + 2)), (n, 1, oo)) = 1"),
    ("Sum((-1)**(n + 1)/n, (n, 1, oo)) = log(2)", "Sum((-1)**(n + 1)/n, (n, 1, oo)) = log(3)"),
    ("Integral(sin(x)/x, (x, 0, oo)) = pi/2", "Integral(sin(x)/x, (x, 0, oo)) = pi/3"),
    ("Integral(cos(x**2), (x, 0, oo)) = sqrt(2*pi)/4", "Integral(cos(x**2), (x, 0, oo)) = 1/2"),
    ("Limit(sin(x)/x, x, 0) = 1", "Limit(sin(x)/x, x, 0) = 2"),
    ("Limit((1 + 1/n)**n, n, oo) = E", "Limit((1 + 1/n)**n, n, oo) = E + Rational(1, 10**6)"),
]  # fmt: skip


@pytest.mark.parametrize(("holds", "fails"), PAIRS)
def test_what_closed_forms_show_is_derived_and_with_a_change_it_is_refuted(
    holds: str, fails: str
) -> None:
    assert judged(holds).verdict == "derived"
    outcome = judged(fails)
    assert outcome.verdict == "refuted"
    assert outcome.left
    assert outcome.right
    assert outcome.left != outcome.right


@pytest.mark.parametrize(
    "text",
    [
        "Integral(1/x, (x, 0, 1)) = 1",
        "Integral(1/x**2, (x, -1, 1)) = -2",
        "Limit(sin(x), x, oo) = 0",
        "Limit(1/x, x, 0) = 0",
        "Limit(Abs(x)/x, x, 0) = 1",
        "Sum(1/n, (n, 1, oo)) = 5",
        "Sum((-1)**n, (n, 0, oo)) = Rational(1, 2)",
        "Sum(n, (n, 1, oo)) = -Rational(1, 12)",
    ],
)
def test_one_side_without_a_value_refutes(text: str) -> None:
    assert judged(text).verdict == "refuted"


def test_a_divergent_series_that_is_said_to_be_infinite_is_not_refuted() -> None:
    assert judged("Limit(x*log(x), x, oo) = oo").verdict in ("derived", "unrefuted")


def test_where_one_side_has_no_value_the_condition_is_told_under_which_it_has() -> None:
    outcome = judged("Sum(x**n, (n, 0, oo)) = 1/(1 - x)")
    assert outcome.verdict == "refuted"
    assert outcome.holds_under == "Abs(x) < 1"
    assert judged("Sum(x**n, (n, 0, oo)) = 1/(1 - x)", "Abs(x) < 1").verdict != "refuted"


def test_strict_relations_of_equal_sides_are_refuted() -> None:
    outcome = judged("cos(1/x)**2 + sin(1/x)**2 > 1")
    assert outcome.verdict == "refuted"
    assert judged("cos(1/x)**2 + sin(1/x)**2 >= 1").verdict in ("derived", "unrefuted")
    entropy = judged("-p*log(p) - (1 - p)*log(1 - p) < log(2)", "p > 0", "p < 1")
    assert (entropy.verdict, entropy.values) == ("refuted", {"p": "1/2"})
    assert entropy.holds_under == "p != 1/2"


def test_a_wrong_closed_form_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a sympy that sums wrongly the numbers object: nothing is derived, nothing refuted."""
    monkeypatch.setattr(sympy.Sum, "doit", lambda *_, **__: sympy.log(3))
    right = judged("Sum((-1)**(n + 1)/n, (n, 1, oo)) = log(2)")
    assert right.verdict not in ("derived", "refuted")
    wrong = judged("Sum((-1)**(n + 1)/n, (n, 1, oo)) = log(3)")
    assert wrong.verdict not in ("derived", "unrefuted")


def test_without_numbers_a_closed_form_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object, **__: object) -> Iterator[closing.Look]:
        return iter(())

    monkeypatch.setattr("pycheck.formulas.checking.looks", silent)
    assert judged("Sum(1/(n*(n + 1)), (n, 1, oo)) = 1").verdict == "undecided"


def test_what_two_ways_of_following_find_and_no_closed_form_is_no_decision() -> None:
    known = "Integral(exp(-x)/(1 + x**4 + sin(x)), (x, 0, oo))"
    assert judged(f"{known} = 1").verdict == "disagrees so far"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("10**10**10 = 10**10**10 + 1", "10 ** 10 ** 10"),
        ("factorial(10**8) = 1", "factorial"),
        ("exp(exp(exp(10))) = 1", "exp"),
        ("zeta(2*10**5) = 1", "zeta"),
        ("Derivative(exp(x**2)*sin(x), x, 400) = 0", "order 400"),
        ("Sum(sin(k), (k, 1, 10**9)) = 1", "1000000000 terms"),
    ],
)
def test_what_is_too_large_is_named(text: str, part: str) -> None:
    outcome = judged(text)
    assert outcome.verdict == "undecided"
    assert outcome.reason.startswith("too large: ")
    assert part in outcome.reason


@pytest.mark.parametrize("text", ["10**10**10 > 1", "Sum(1/k, (k, 1, 10**9)) < 22"])
def test_what_is_large_and_can_be_decided_is(text: str) -> None:
    assert judged(text).verdict in ("derived", "unrefuted")


def test_numbers_that_are_only_equal_as_far_as_one_sees_are_said_to_be() -> None:
    outcome = judged("erf(1) + erfc(1) + besselj(0, 1)**2 - besselj(0, 1)*besselj(0, 1) = 1")
    if outcome.verdict == "unrefuted":
        assert "equal within 1e-30, at 2048 bits" in outcome.reason
    close = judged("gamma(Rational(1, 3))*gamma(Rational(2, 3))*sqrt(3) = 2*pi")
    assert close.verdict == "derived" or "2048 bits" in close.reason


def test_a_refutation_by_closed_forms_has_a_program_that_was_run() -> None:
    with Runner() as runner:
        *_, outcome = outcomes(
            "Integral(sin(x)/x, (x, 0, oo)) = pi/3", (), n=9, seed=0, runner=runner
        )
        assert outcome.verdict == "refuted"
        said = runner.run(outcome.program)
        assert said.holds is False
        assert said.left.startswith("1.5707963267948966")
        right = outcome.program.replace("mpmath.mpf(3)", "mpmath.mpf(2)")
        assert runner.run(right).holds is True


# Work.


def _hard() -> Any:
    x = sympy.Symbol("x")
    return sympy.integrate(sympy.exp(-x) * x**3 * sympy.cos(x), (x, 0, sympy.oo))


def test_sympy_stops_when_its_work_is_done() -> None:
    meter = Meter(work=2000)
    assert asked(meter, _hard, "nothing") == "nothing"
    assert "too much work" in meter.exhausted
    assert asked(Meter(), lambda: sympy.Integer(2) + 2, None) == 4


def test_sympy_stops_after_its_time_too() -> None:
    def builds_nothing() -> str:
        total = 0
        while True:
            total += 1

    meter = Meter(seconds=0.2)
    assert asked(meter, builds_nothing, "nothing") == "nothing"
    assert "too much time" in meter.exhausted
    with pytest.raises(Exhausted), bounded(meter):
        pass


def test_a_slow_machine_ends_where_a_fast_one_does() -> None:
    def builds() -> str:
        while True:
            sympy.Basic(sympy.S.One)

    meter = Meter(work=500_000, seconds=0.1)
    assert asked(meter, builds, "nothing") == "nothing"
    assert "too much work" in meter.exhausted


def test_the_same_question_takes_nearly_the_same_work() -> None:
    spent = []
    for _ in range(3):
        meter = Meter(work=10**7)
        assert asked(meter, lambda: derived(read_formula("sin(2*x) = 2*sin(x)*cos(x)")), None)
        spent.append(10**7 - meter.work)
    assert max(spent[1:]) <= 1.2 * min(spent[1:])


def test_a_look_says_nothing_of_a_point_that_is_no_fraction() -> None:
    formula = read_formula("Sum(1/n**2, (n, 1, oo)) = x")
    points: list[Mapping[str, str]] = [{"x": "1.5 + 2 I"}]
    assert list(closing.looks(formula, points, Meter())) == []
