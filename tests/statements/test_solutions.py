"""Samples made from what the hypotheses say: functions, finite sets, systems, small cases."""

from collections.abc import Callable

import pytest

from pycheck.statements.reports import TheoremReport
from pycheck.statements.writing import (
    INT,
    NAT,
    RAT,
    REAL,
    Term,
    card,
    divides,
    even,
    explicit,
    finset,
    forall,
    forall_in,
    functions,
    iff,
    implies,
    interval,
    logb,
    member,
    number,
    odd,
    prime,
    product_over,
    range_of,
    real,
    sqrt,
    subset,
    sum_over,
)
from tests.statements.pairs.pair import over
from tests.statements.trees import examined

SEQUENCE = functions(NAT, NAT)
REALS = functions(REAL, REAL)


def told(statement: Term) -> TheoremReport:
    return examined(statement.node, 20)


def refuted(statement: Term) -> dict[str, str]:
    report = told(statement)
    assert report.status == "refuted", report
    assert report.counterexample is not None
    return report.counterexample.values


def fibonacci(conclusion: Callable[[Term], Term]) -> Term:
    return forall(
        "f",
        SEQUENCE,
        lambda f: implies(
            f(0) == 0,
            f(1) == 1,
            forall("n", NAT, lambda n: f(n + 2) == f(n + 1) + f(n)),
            conclusion(f),
        ),
    )


def test_a_recursion_is_followed() -> None:
    # The Fibonacci numbers: 0, 1, 1, 2, 3, 5, 8, …, the thirtieth of which is 832040.
    assert told(fibonacci(lambda f: f(30) == 832040)).status == "unrefuted"
    assert refuted(fibonacci(lambda f: f(30) == 832041))["f"].startswith("0, 1, 1, 2, 3")


def test_a_function_is_what_its_formula_says() -> None:
    def doubled(conclusion: Callable[[Term], Term]) -> Term:
        return forall(
            "f",
            REALS,
            lambda f: implies(forall("x", REAL, lambda x: f(x) == 2 * x + 3), conclusion(f)),
        )

    assert told(doubled(lambda f: f(f(number(1, REAL))) == 13)).status == "unrefuted"
    refuted(doubled(lambda f: f(f(number(1, REAL))) == 14))
    assert told(doubled(lambda f: f(sqrt(2)) ** 2 == 17 + 12 * sqrt(2))).status == "unrefuted"


def test_cases_of_a_function_exclude_each_other() -> None:
    def halved(conclusion: Callable[[Term], Term]) -> Term:
        return forall(
            "f",
            SEQUENCE,
            lambda f: implies(
                forall("n", NAT, lambda n: implies(even(n), f(n) == n / 2)),
                forall("n", NAT, lambda n: implies(odd(n), f(n) == 3 * n + 1)),
                conclusion(f),
            ),
        )

    assert told(halved(lambda f: f(f(7)) == 11)).status == "unrefuted"
    refuted(halved(lambda f: f(f(7)) == 12))


def test_what_contradicts_itself_defines_nothing() -> None:
    """The start is not what the recursion gives, so there is no such function."""
    start = forall(
        "f",
        SEQUENCE,
        lambda f: implies(f(5) == 7, forall("n", NAT, lambda n: f(n) == n), f(5) == 6),
    )
    assert told(start).status != "refuted"
    twice = forall(
        "f",
        SEQUENCE,
        lambda f: implies(
            forall("n", NAT, lambda n: implies(n < 10**7, f(n) == 1)),
            forall("n", NAT, lambda n: implies(n > 10**7 - 5, f(n) == 2)),
            f(3) == 5,
        ),
    )
    assert told(twice).status != "refuted"


def test_a_finite_set_is_what_defines_it() -> None:
    def within(conclusion: Callable[[Term], Term]) -> Term:
        return forall(
            "S",
            finset(INT),
            lambda s: implies(
                forall("x", INT, lambda x: iff(member(x, s), abs(x) <= 3)), conclusion(s)
            ),
        )

    assert told(within(lambda s: card(s) == 7)).status == "unrefuted"
    assert refuted(within(lambda s: card(s) == 6))["S"] == "{-3, -2, -1, 0, 1, 2, 3}"


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        (lambda s: implies(card(s) == 3, sum_over("x", s, lambda x: x) >= 3), True),
        (lambda s: implies(card(s) == 3, sum_over("x", s, lambda x: x) >= 4), False),
        (lambda s: implies(subset(s, range_of(4)), card(s) <= 4), True),
        (lambda s: implies(subset(s, range_of(4)), card(s) <= 1), False),
        (lambda s: implies(forall_in("x", s, prime), product_over("x", s, lambda x: x) > 0), True),
        (lambda s: implies(forall_in("x", s, prime), forall_in("x", s, odd)), False),
        (lambda s: implies(s == explicit(finset(NAT), 1, 2), card(s) == 2), True),
        (lambda s: implies(s == interval("Icc", 2, 5, NAT), card(s) == 5), False),
    ],
)
def test_finite_sets_of_numbers_are_drawn(claim: Callable[[Term], Term], holds: bool) -> None:
    status = told(forall("S", finset(NAT), claim)).status
    assert status == ("unrefuted" if holds else "refuted")


@pytest.mark.parametrize(
    ("kind", "hypotheses", "true", "false"),
    [
        # x and y are 3 and 4.
        pytest.param(
            REAL,
            lambda x, y: (x + y == 7, x * y == 12),
            lambda v: v[0] ** 2 + v[1] ** 2 == 25,
            lambda v: v[0] < v[1],
            marks=pytest.mark.slow,
        ),
        (RAT, lambda x, y: (x + y == 7, x - y == 2), lambda v: 2 * v[0] == 9, lambda v: v[0] == 4),
        (INT, lambda x, y: (x + y == 7, x * y == 12), lambda v: v[0] > 2, lambda v: v[0] == 3),
        # x is 2 + √3 or 2 - √3.
        (
            REAL,
            lambda x, y: (x + y == 4, x * y == 1),
            lambda v: v[0] ** 2 + v[1] ** 2 == 14,
            lambda v: v[0] > 1,
        ),
        # √x + √y = 5 and x - y = 5 leave x = 9 and y = 4.
        pytest.param(
            REAL,
            lambda x, y: (y >= 0, sqrt(x) + sqrt(y) == 5, x - y == 5),
            lambda v: v[0] == 9,
            lambda v: v[1] == 9,
            marks=pytest.mark.slow,
        ),
        (
            REAL,
            lambda x, y: (abs(x - 1) == y, x + y == 5),
            lambda v: v[0] == 3,
            lambda v: v[0] == 2,
        ),
        pytest.param(
            REAL,
            lambda x, y: (1 / x + 1 / y == 1, x + y == 4),
            lambda v: v[0] * v[1] == 4,
            lambda v: v[0] == 3,
            marks=pytest.mark.slow,
        ),
        pytest.param(
            REAL,
            lambda x, y: (logb(2, x) + logb(2, y) == 5, x == y * 2),
            lambda v: v[0] ** 2 == 64,
            lambda v: v[0] == 4,
            marks=pytest.mark.slow,
        ),
    ],
)
def test_equations_are_solved_together(
    kind: object,
    hypotheses: Callable[[Term, Term], tuple[Term, ...]],
    true: Callable[[tuple[Term, Term]], Term],
    false: Callable[[tuple[Term, Term]], Term],
) -> None:
    def statement(claim: Callable[[tuple[Term, Term]], Term]) -> Term:
        return over(kind, "x y", lambda x, y: implies(*hypotheses(x, y), claim((x, y))))  # type: ignore[arg-type]

    assert told(statement(true)).status == "unrefuted"
    refuted(statement(false))


def test_a_sign_that_a_root_does_not_have_is_no_solution() -> None:
    """√x = -2 has no solution, though x = 4 satisfies the squared equation."""
    none = over(REAL, "x y", lambda x, y: implies(sqrt(x) + y == 0, y == 2, x == 5))
    assert told(none).status in ("undecided", "vacuous")


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        # 561 is the smallest number that Fermat's test does not see.
        (
            forall(
                "n",
                NAT,
                lambda n: implies(
                    n > 1,
                    divides(n, number(2, NAT) ** (n - 1) - 1),
                    divides(n, number(5, NAT) ** (n - 1) - 1),
                    prime(n),
                ),
            ),
            {"n": "561"},
        ),
        (
            over(NAT, "m n", lambda m, n: implies(m * n == 30, m + n == 13, m < n)),
            {"m": "10", "n": "3"},
        ),
        (
            over(NAT, "a b", lambda a, b: implies(divides(a, 6), a % 4 == 3, b < a, b == 0)),
            {"a": "3", "b": "1"},
        ),
        (forall("n", NAT, lambda n: implies(n % 7 == 3, n % 5 == 2, n < 20)), {"n": "52"}),
    ],
)
def test_small_cases_are_gone_through(statement: Term, values: dict[str, str]) -> None:
    found = refuted(statement)
    assert found == values or sum(map(int, found.values())) <= sum(map(int, values.values()))


@pytest.mark.parametrize(
    "statement",
    [
        over(NAT, "m n", lambda m, n: implies(m * n == 35, m + n == 13, m == 0)),
        forall("n", NAT, lambda n: implies(divides(n, 12), n % 5 == 0, n == 0)),
        over(NAT, "m n", lambda m, n: implies(prime(m), m - n + m == 0, n == 0)),
        over(INT, "x y", lambda x, y: implies(x**2 + y**2 == 7, x == 0)),
        over(REAL, "x y", lambda x, y: implies(x + y == 1, x * y == 1, x**2 + y**2 == 1, x == 0)),
        forall("n", NAT, lambda n: implies(real(n) ** 2 == 7, n == 0)),
    ],
)
def test_hypotheses_that_leave_nothing_are_vacuous(statement: Term) -> None:
    assert told(statement).status == "vacuous"
