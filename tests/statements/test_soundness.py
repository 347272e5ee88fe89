"""True statements of every shape are never refuted; their false neighbours are."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pycheck.statements.language.trees import Inst, Lam, Node, Pi, Sort, call
from tests.statements.trees import (
    HIDDEN,
    INT,
    NAT,
    REAL,
    every,
    examined,
    function,
    implies,
    negation_of,
    to,
    x,
)
from tests.statements.words import (
    N,
    R,
    Z,
    absolute,
    add,
    at,
    both,
    derivative,
    div,
    either,
    eq,
    exp,
    integral,
    inv,
    le,
    limit,
    log,
    lt,
    mul,
    ne,
    neg,
    power,
    real,
    rpow,
    sqrt,
    sub,
)


def over_sequences(hypothesis: Node, conclusion: Node) -> Node:
    """``∀ f : ℕ → ℝ, hypothesis → conclusion``."""
    return every(to(NAT, REAL), implies(hypothesis, conclusion), "f")


f_n, f_next = at(x(1), x(0)), at(x(1), add(x(0), N[1], NAT))
# ``∀ m n, m ≤ n → f m ≤ f n``
MONOTONE = every(
    NAT, every(NAT, implies(le(x(1), x(0), NAT), le(at(x(2), x(1)), at(x(2), x(0)))), "n"), "m"
)
STEPWISE = every(NAT, le(f_n, f_next), "n")
GEOMETRIC = call(
    "tsum", REAL, NAT, HIDDEN, HIDDEN, function(power(div(R[1], R[2]), x(0)), NAT), HIDDEN
)
SLOW = rpow(div(R[1], power(R[10], N[40])), R[1])

TRUE: dict[str, Node] = {
    # A monotone sequence: f 2 ≤ f 3 ≤ f 4.
    "a step at a time": over_sequences(STEPWISE, le(at(x(0), N[2]), at(x(0), N[4]))),
    "monotone by pairs": over_sequences(MONOTONE, le(at(x(0), N[7]), at(x(0), N[60]))),
    # An ordered field is Archimedean.
    "bounded multiples": every(
        REAL, implies(every(NAT, le(mul(real(x(0)), x(1)), R[1]), "n"), le(x(0), R[0]))
    ),
    # Powers of a number above one are unbounded.
    "bounded powers": every(
        REAL,
        implies(
            le(R[0], x(0)),
            implies(every(NAT, le(power(x(1), x(0)), R[2]), "n"), le(x(0), R[1])),
        ),
    ),
    # No real number is above all others: the premise fails at y = x + 1.
    "a largest number": every(REAL, implies(every(REAL, le(x(0), x(1)), "y"), eq(x(0), R[77]))),
    # A square is largest where it is: the premise fails at ±√x beyond the grid.
    "a bounded square": every(
        REAL, implies(every(REAL, le(mul(x(0), x(0)), x(1)), "y"), eq(x(0), R[77]))
    ),
    # exp is positive, however small.
    "1 < 1 + exp (-exp x)": every(REAL, lt(R[1], add(R[1], exp(neg(exp(x(0))))))),
    "0 < exp (-exp x)": every(REAL, lt(R[0], exp(neg(exp(x(0)))))),
    "1 + exp (-exp x) ≠ 1": every(REAL, ne(add(R[1], exp(neg(exp(x(0))))), R[1])),
    # The premise is false at every x, and nearly true at large ones.
    "an equality that almost holds": every(
        REAL, implies(eq(add(R[1], exp(neg(exp(x(0))))), R[1]), eq(R[0], R[1]))
    ),
    "an order that almost holds": every(
        REAL, implies(le(add(R[1], exp(neg(exp(x(0))))), R[1]), eq(R[0], R[1]))
    ),
    # Two sequences that agree at few points need not be equal.
    "functions that agree at a few points": every(
        to(NAT, REAL), implies(eq(x(0), x(0), to(NAT, REAL)), eq(at(x(0), N[50]), at(x(0), N[50])))
    ),
    # √2 √2 is 2, though no ball shows it.
    "an inexact argument of an update": eq(
        at(
            call(
                "Function.update",
                REAL,
                HIDDEN,
                HIDDEN,
                function(x(0)),
                mul(sqrt(R[2]), sqrt(R[2])),
                R[5],
            ),
            R[2],
        ),
        R[5],
    ),
    "lists of equal reals": eq(
        call("List.cons", REAL, mul(sqrt(R[2]), sqrt(R[2])), call("List.nil", REAL)),
        call("List.cons", REAL, R[2], call("List.nil", REAL)),
        call("List", REAL),
    ),
    "empty intervals are equal": eq(
        call("Set.Icc", REAL, HIDDEN, R[1], R[0]),
        call("Set.Icc", REAL, HIDDEN, R[3], R[2]),
        call("Set", REAL),
    ),
    "singletons are equal": eq(
        call("Singleton.singleton", REAL, call("Set", REAL), HIDDEN, R[1]),
        call("Singleton.singleton", REAL, call("Set", REAL), HIDDEN, R[1]),
        call("Set", REAL),
    ),
    # What the tree leaves out: [Subsingleton α] x = y, [NeZero n] n ≠ 0, and p : Prop.
    "any two elements of a subsingleton": Pi(
        "α", Sort(), Inst(every(x(1), every(x(2), eq(x(1), x(0), x(3)))))
    ),
    "a number that is not zero": every(NAT, Inst(ne(x(1), N[0], NAT)), "n"),
    "such numbers inside": both(every(NAT, Inst(ne(x(1), N[0], NAT)), "n"), call("True")),
    "any two proofs": Pi("p", Sort(), every(x(0), every(x(1), eq(x(1), x(0), x(2))))),
    "a proposition is true or false": Pi(
        "p",
        Sort(),
        either(eq(x(0), call("True"), Sort()), eq(x(0), call("False"), Sort())),
    ),
    # Derivatives at points where the chain rule says nothing.
    "√(x⁴) is flat at 0": derivative(function(sqrt(power(x(0), N[4]))), R[0], R[0]),
    "√(x²) has a corner": negation_of(derivative(function(sqrt(power(x(0), N[2]))), R[0], R[0])),
    "1/x² has no slope at 0": negation_of(
        derivative(function(div(R[1], power(x(0), N[2]))), R[0], R[0])
    ),
    "x² / x³ has no slope at 0": negation_of(
        derivative(function(div(power(x(0), N[2]), power(x(0), N[3]))), R[0], R[0])
    ),
    "x |x| is flat at 0": derivative(function(mul(x(0), absolute(x(0)))), R[0], R[0]),
    "an update is not continuous": negation_of(
        derivative(
            call("Function.update", REAL, HIDDEN, HIDDEN, function(x(0)), R[0], R[5]), R[1], R[0]
        )
    ),
    # Lean's 0⁻¹ is 0, and its logarithm even.
    "0⁻¹ = 0": eq(inv(R[0]), R[0]),
    "log (-2) = log 2": eq(log(neg(R[2])), log(R[2])),
    # Slow limits.
    "n ^ (-10⁻⁴⁰) → 0": limit(function(rpow(real(x(0)), neg(SLOW)), NAT), R[0]),
    "1 / (1 + 10⁻⁴⁰ log n) → 0": limit(
        function(inv(add(R[1], mul(SLOW, log(real(x(0)))))), NAT), R[0]
    ),
    # The limit is 0, though all values are positive.
    "a limit that is no value": call(
        "Exists",
        REAL,
        Lam("L", REAL, both(limit(function(inv(real(x(0))), NAT), x(0)), le(x(0), R[0]))),
    ),
    "∑ 2⁻ⁿ = 2": eq(GEOMETRIC, R[2]),
    # ∫ |x| from -1 to 2 = 1/2 + 2.
    "an integral over a corner": eq(
        integral(function(absolute(x(0))), neg(R[1]), R[2]), div(R[5], R[2])
    ),
    # Functions as variables.
    "an even function": every(
        to(REAL, REAL),
        implies(
            every(REAL, eq(at(x(1), neg(x(0))), at(x(1), x(0)))),
            eq(at(x(0), neg(R[3])), at(x(0), R[3])),
        ),
        "f",
    ),
    # Cauchy's equation: f 0 = 2 f 0.
    "an additive function": every(
        to(INT, INT),
        implies(
            every(
                INT,
                every(
                    INT,
                    eq(
                        at(x(2), add(x(1), x(0), INT)),
                        add(at(x(2), x(1)), at(x(2), x(0)), INT),
                        INT,
                    ),
                ),
            ),
            eq(at(x(0), Z[0]), Z[0], INT),
        ),
        "f",
    ),
    # A radius below zero at 10: no sequence stays so near.
    "an envelope that closes": every(
        to(NAT, REAL),
        implies(
            every(
                NAT,
                implies(
                    le(N[1], x(0), NAT),
                    le(absolute(sub(at(x(1), x(0)), real(x(0)))), sub(R[5], real(x(0)))),
                ),
                "n",
            ),
            eq(R[0], R[1]),
        ),
        "E",
    ),
    # exp has no value below zero, and its inverse is asked for one.
    "exp x = -2": every(REAL, implies(eq(exp(x(0)), neg(R[2])), eq(R[0], R[1]))),
    "two equations": every(
        REAL,
        every(
            REAL,
            implies(eq(add(x(1), x(0)), R[3]), implies(eq(sub(x(1), x(0)), R[1]), eq(x(1), R[2]))),
        ),
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_no_true_statement_is_refuted(name: str) -> None:
    report = examined(TRUE[name])
    assert report.status in ("unrefuted", "undecided", "vacuous", "disagrees so far"), report
    if "→ 0" not in name:
        assert report.status != "disagrees so far"


FALSE: dict[str, Node] = {
    "monotone the other way": over_sequences(STEPWISE, le(at(x(0), N[4]), at(x(0), N[2]))),
    "pairs the other way": over_sequences(MONOTONE, le(at(x(0), N[5]), at(x(0), N[3]))),
    "not strictly": over_sequences(STEPWISE, lt(at(x(0), N[2]), at(x(0), N[4]))),
    "bounded multiples, bounded": every(
        REAL, implies(every(NAT, le(mul(real(x(0)), x(1)), R[0]), "n"), eq(x(0), R[0]))
    ),
    "1 + exp (-x) = 1 from 100 on": every(
        REAL, implies(le(R[100 - 1], x(0)), eq(add(R[1], exp(neg(x(0)))), R[1]))
    ),
    "x² has slope 1 at 0": derivative(function(power(x(0), N[2])), R[1], R[0]),
    "∑ 2⁻ⁿ = 2 + 10⁻⁹": eq(GEOMETRIC, add(R[2], inv(power(R[10], N[9])))),
    "an integral over a corner": eq(
        integral(function(absolute(x(0))), neg(R[1]), R[2]), div(R[5], R[3])
    ),
    "a solved variable": every(
        REAL, every(REAL, implies(eq(add(x(1), x(0)), R[3]), eq(x(1), x(0))))
    ),
    "a natural number": every(NAT, lt(x(0), N[2], NAT)),
    # The closed form of the terms says what happens at all large numbers.
    "(-1)ⁿ → 1": limit(function(power(neg(R[1]), x(0)), NAT), R[1]),
    "1/n → 1": limit(function(inv(real(x(0))), NAT), R[1]),
    "1/x² has slope 0 at 0": derivative(function(div(R[1], power(x(0), N[2]))), R[0], R[0]),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_refuted(name: str) -> None:
    report = examined(FALSE[name])
    assert report.status == "refuted", report


DISAGREEING: dict[str, Node] = {
    # No closed form of the evaluator.
    "1/(1 + √n) → 1": limit(function(inv(add(R[1], sqrt(real(x(0))))), NAT), R[1]),
    # The quotients of differences at the corner are ±1.
    "√(x²) has slope 0 at 0": derivative(function(sqrt(power(x(0), N[2]))), R[0], R[0]),
    "√|x| has slope 0 at 0": derivative(function(sqrt(absolute(x(0)))), R[0], R[0]),
}


@pytest.mark.parametrize("name", DISAGREEING)
def test_limits_disagree_so_far_and_are_not_refuted(name: str) -> None:
    report = examined(DISAGREEING[name])
    assert (report.status, report.so_far) == ("disagrees so far", True), report
    assert report.counterexample is not None
    assert report.counterexample.numbers


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.nested_given])
@given(*[st.integers(0, 3)] * 3, st.integers(0, 9), st.integers(0, 6))
def test_a_refutation_under_a_quantified_hypothesis_is_right(
    a: int, b: int, c: int, d: int, e: int
) -> None:
    """``(∀ n, a n + b m ≤ c n + d) → m ≤ e``; the hypothesis says ``a ≤ c`` and ``b m ≤ d``."""
    left = add(mul(R[a], real(x(0))), mul(R[b], real(x(1))))
    right = add(mul(R[c], real(x(0))), R[d])
    premise = every(NAT, le(left, right), "n")
    report = examined(every(NAT, implies(premise, le(x(0), N[e], NAT)), "m"), n=12)
    wrong = [m for m in range(100) if a <= c and b * m <= d and m > e]
    if report.status == "refuted":
        assert report.counterexample is not None
        assert int(report.counterexample.values["m"]) in wrong
    if not wrong or len(wrong) > 3:  # a rare one may be missed
        assert (report.status == "refuted") == bool(wrong)
