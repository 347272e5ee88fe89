"""Where samples are drawn: beyond the small numbers, at what a statement names, and afresh."""

from collections.abc import Callable
from typing import Any

import pytest
from flint import arb, fmpq

from pycheck.statements.evaluation.reach import Reach, reach
from pycheck.statements.evaluation.statement import take_apart
from pycheck.statements.language.types import NAT as TYPE_NAT
from pycheck.statements.mutants.scoring import score
from pycheck.statements.reports import TheoremReport, examine, examine_tree
from pycheck.statements.sampling.critical import comparisons
from pycheck.statements.sampling.landmarks import SIMPLE, around, complexity, written
from pycheck.statements.sampling.rows import LISTED, PLACES, Wish, rows
from pycheck.statements.sampling.runs import Plan, each_sample
from pycheck.statements.sampling.sampler import Sampler
from pycheck.statements.sampling.state import Prepared
from pycheck.statements.values.limits import candidate
from pycheck.statements.values.sets import AtTop
from pycheck.statements.writing import (
    INT,
    NAT,
    REAL,
    Term,
    call,
    exists,
    exp,
    forall,
    function,
    functions,
    implies,
    log,
    number,
    real,
    sqrt,
    tends_to,
)
from tests.statements.trees import NAMESPACE, machine

Body = Callable[..., Term]


def asked(term: Term, *, n: int = 100, seed: int = 0) -> TheoremReport:
    return examine_tree(machine(), "statement", term.node, Plan(n, seed, 128))


def of_nat(body: Body) -> Term:
    return forall("n", NAT, body)


def of_int(body: Body) -> Term:
    return forall("n", INT, body)


def of_real(body: Body) -> Term:
    return forall("x", REAL, body)


def of_two(kind: object, body: Body) -> Term:
    assert kind in (NAT, INT, REAL)
    return forall("n", kind, lambda n: forall("m", kind, lambda m: body(n, m)))


TEN = number(10, NAT)
TWO = number(2, NAT)

FALSE = {
    "one natural": (of_nat(lambda n: n != 17), {"n": "17"}),
    "a power before its exponential": (
        of_nat(lambda n: n**12 <= TEN**9 * TWO**n),
        {"n": "11"},
    ),
    "two integers": (of_int(lambda n: n * n - 31 * n + 240 > 0), {"n": "15"}),
    "two of the reals": (of_real(lambda x: x * x - 31 * x + 240 > 0), {"x": "15"}),
    "between two roots": (of_real(lambda x: 10 * x * x - 30 * x + 22 > 0), {"x": "3/2"}),
    "one real": (of_real(lambda x: x != 7), {"x": "7"}),
    "one fraction": (of_real(lambda x: 8 * x != 3), {"x": "3/8"}),
    "a bound": (of_real(lambda x: x < 50), {"x": "50"}),
    "a sum": (of_two(NAT, lambda n, m: n + m != 43), {"n": "0", "m": "43"}),
    "a product": (
        of_two(NAT, lambda n, m: implies(n > 1, m > 1, n * m != 391)),
        {"n": "17", "m": "23"},
    ),
    "a remainder": (of_nat(lambda n: n / 30 * 30 + 29 != n), {"n": "29"}),
    "a power far out": (of_nat(lambda n: n < TEN**6), {"n": "1000000"}),
    "a square": (of_nat(lambda n: n * n != 1369), {"n": "37"}),
    "a negative integer": (of_int(lambda n: n != -23), {"n": "-23"}),
    "squares of integers": (of_int(lambda n: n * n < 900), {"n": "30"}),
    "a root": (of_real(lambda x: sqrt(x) != 9), {"x": "81"}),
    "an exponential": (of_real(lambda x: exp(x) < 10**6), {"x": "14"}),
    "a power that begins to fail far out": (
        of_nat(lambda n: (number(101, REAL) / 100) ** n < 10**4),
        {"n": "926"},
    ),
    "primes of a polynomial": (
        of_nat(lambda n: call("Nat.Prime", n * n + n + 41)),
        {"n": "40"},
    ),
    "a logarithm": (of_nat(lambda n: log(real(n)) < 10), {"n": "22027"}),
    "a line": (of_two(REAL, lambda x, y: x + 2 * y != 77), {"n": "1", "m": "38"}),
    "under a hypothesis": (
        of_real(lambda x: implies(x >= 0, x <= 40, x * x <= 1500)),
        {"x": "39"},
    ),
}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", FALSE)
def test_a_false_statement_is_refuted_at_its_simplest_number(name: str, seed: int) -> None:
    term, values = FALSE[name]
    found = asked(term, seed=seed).counterexample
    assert found is not None
    assert found.values == values


TRUE = {
    "all naturals": of_nat(lambda n: n + 1 != 0),
    "all reals": of_real(lambda x: x * x + 1 > 0),
    "an exponential": of_real(lambda x: x < exp(x)),
    "a bounded one": of_nat(lambda n: implies(n <= 100, n * n <= TEN**4)),
    "two reals": of_two(REAL, lambda x, y: 2 * x * y <= x * x + y * y),
    "an exponent": of_nat(lambda n: n < TWO**n),
    "a power that soon is too large": of_nat(lambda n: n < TWO ** (n * n + 1)),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_true_statement_has_no_undecided_samples(name: str) -> None:
    report = asked(TRUE[name])
    assert (report.status, report.reason) == ("unrefuted", "")


def test_samples_of_a_free_number_go_far_and_are_all_different() -> None:
    drawn: list[int] = []
    ready = prepared(of_nat(lambda n: n + 1 != 0))
    sampler = Sampler(ready)
    plan = Plan(100, 0, 128)
    each_sample(
        lambda s: drawn.append(s.raw[0]),
        sampler.strategy(),
        plan,
        sampler.rows(plan.count, plan.seed),
    )
    assert set(range(40)) <= set(drawn)
    assert max(drawn) > 1000
    report = asked(of_nat(lambda n: n + 1 != 0))
    assert report.points >= 95


def test_a_long_run_ends_where_nothing_new_is_drawn() -> None:
    few = asked(of_nat(lambda n: implies(n <= number(3, NAT), n * n <= number(9, NAT))), n=1000)
    assert (few.status, few.points) == ("unrefuted", 4)
    assert few.samples < 100
    many = asked(of_nat(lambda n: n + 1 != 0), n=120)
    assert many.samples == 120


def prepared(term: Term) -> Prepared:
    return Prepared(take_apart("statement", term.node, machine()), machine())


def values_of(term: Term, seed: int) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    sampler = Sampler(prepared(term))
    each_sample(
        lambda s: found.append(s.key),
        sampler.strategy(),
        Plan(40, seed, 128),
        sampler.rows(40, seed),
    )
    return found


def test_the_seed_makes_the_samples() -> None:
    term = of_two(REAL, lambda x, y: x * y <= x * x + y * y)
    assert values_of(term, 3) == values_of(term, 3)
    assert values_of(term, 3) != values_of(term, 4)


def test_what_a_statement_writes_down() -> None:
    statement = prepared(of_nat(lambda n: implies(n != 6, n < TEN**3 + 5))).statement
    numbers = written(statement, machine())
    assert {fmpq(6), fmpq(5), fmpq(1000), fmpq(1005)} <= set(numbers)


def test_beside_a_number_are_its_neighbours_roots_and_factors() -> None:
    assert {fmpq(x) for x in (48, 49, 50, -49, 7)} <= set(around(((49, 1),)))
    assert {fmpq(17), fmpq(23)} <= set(around(((391, 1),)))
    assert {fmpq(3), fmpq(1, 3)} <= set(around(((6, 1), (2, 1))))


def test_simple_numbers_come_first() -> None:
    numbers = [fmpq(50), fmpq(1, 7), fmpq(-1), fmpq(51), fmpq(0), fmpq(1)]
    ordered = [fmpq(1), fmpq(0), fmpq(-1), fmpq(50), fmpq(51), fmpq(1, 7)]
    assert sorted(numbers, key=complexity) == ordered
    assert sorted(SIMPLE, key=complexity) == list(SIMPLE)


def test_the_first_row_is_the_simplest_and_no_row_comes_twice() -> None:
    for variables in (1, 2, 5):
        made = rows(variables, 60, 1, ordered=variables < 3)
        assert made[0] == (Wish(LISTED, 0),) * variables
        assert len(set(made)) == len(made) == 48
        many = rows(variables, 2000, 1, ordered=variables < 3)
        assert all(0 <= w.place < PLACES for row in many for w in row)
    assert rows(0, 60, 1, ordered=False) == ()


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (of_nat(lambda n: n * n + 1 != 0), Reach.FAR),
        (of_nat(lambda n: n < TWO**n), Reach.STEEP),
        (of_real(lambda x: x < exp(x)), Reach.STEEP),
        (of_nat(lambda n: exists("m", NAT, lambda m: m + m == n)), Reach.MIDDLE),
        (of_real(lambda x: tends_to(function("n", NAT, lambda n: x / real(n)), 0)), Reach.NEAR),
        (of_nat(lambda n: real(n) < call("harmonic", n, kind=REAL)), Reach.NEAR),
    ],
)
def test_how_far_out_a_number_may_lie(term: Term, expected: Reach) -> None:
    statement = prepared(term).statement
    assert reach(statement, statement.variables[0], machine().library) is expected


def test_only_arithmetic_turns() -> None:
    assert len(comparisons(prepared(of_real(lambda x: (x < 1) | (x > 2))).statement)) == 2
    assert comparisons(prepared(of_real(lambda x: exp(x) < 1)).statement) == ()


@pytest.mark.parametrize(
    "name",
    [
        "abs_logMoment_one_sub_le",
        "backMean_eq",
        "heatCapacity_one",
        "seriesMoment_pow_zero",
        "two_mul_causal_pairs",
        "windowShare_mono",
        "zeta_fisher_eq_heatCapacity_div_sq",
    ],
)
def test_no_sample_of_the_library_is_given_up(name: str) -> None:
    report = examine(machine(), NAMESPACE + name, Plan(20, 0, 128))
    assert report.status == "unrefuted"
    assert "undecided" not in report.reason


def test_an_existence_over_the_reals_is_shown_by_a_simple_number() -> None:
    assert asked(exists("x", REAL, lambda x: 4 * x * x == 9)).status == "unrefuted"
    assert asked(exists("x", REAL, lambda x: x * x == 2)).status == "unrefuted"
    assert asked(exists("x", REAL, lambda x: x * x == -2)).status == "refuted"
    assert asked(of_real(lambda x: exists("y", REAL, lambda y: y > x))).counterexample is None


@pytest.mark.parametrize(("value", "status"), [(5, "refuted"), (0, "unrefuted")])
def test_a_limit_at_a_point_of_its_source_is_the_value_there(value: int, status: str) -> None:
    f = function("x", REAL, lambda x: x * x)
    source = call("nhds", REAL.node, call("hidden").node, number(0, REAL))
    target = call("nhds", REAL.node, call("hidden").node, number(value, REAL))
    term = call("Filter.Tendsto", REAL.node, REAL.node, f, source, target)
    assert asked(term, n=1).status == status


@pytest.mark.parametrize(
    ("f", "value"),
    [
        (lambda n: arb(n).log() ** 2, None),  # its values grow
        (lambda n: fmpq(1, n), 0),
        (lambda n: 3 + fmpq(1, n) ** 2, 3),
        (lambda _: fmpq(1, 10**40), fmpq(1, 10**40)),  # small, but it stays there
    ],
)
def test_where_a_limit_would_lie(f: Callable[[int], Any], value: Any) -> None:
    found = candidate(f, AtTop(TYPE_NAT))
    assert found is None if value is None else abs(found - value) < fmpq(1, 10**35)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("tendsto_varLog_of_lt_one", {"drop hypothesis h0"}),
        ("tendsto_windowShare_pos", set()),
        ("tendsto_susceptibility", set()),
        ("minP_anti", set()),
    ],
)
def test_mutants_that_survive_are_as_true_as_the_original(name: str, left: set[str]) -> None:
    tree = machine().library.statement(NAMESPACE + name)
    found = score(machine(), NAMESPACE + name, tree, Plan(20, 0, 128))
    assert {s.change for s in found.survivors if not s.shown_equivalent} == left


def test_a_function_asked_for_two_things_is_not_made_from_one() -> None:
    """The values of q are those of p by the first hypothesis, which the second one denies."""
    f = functions(NAT, REAL)
    term = forall(
        "p",
        f,
        lambda p: forall(
            "q", f, lambda q: implies(abs(p(1)) == abs(q(1)), p(1) != q(1), p(1) + q(1) == 0)
        ),
    )
    report = asked(term, n=10)
    assert (report.status, report.reason) == ("unrefuted", "")
    assert report.points > 5
