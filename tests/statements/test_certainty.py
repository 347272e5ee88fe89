"""What is certain, what only agrees, and what follows from which."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from flint import arb, ctx, fmpq

from pycheck.statements.language.truth import (
    FALSE,
    TRUE,
    Truth,
    agreeing,
    conjunction,
    disjunction,
    equivalence,
    implication,
    negation,
    opposed,
)
from pycheck.statements.language.types import (
    CHAR,
    INT,
    NAT,
    REAL,
    Arrow,
    Equivalences,
    Finite,
    Lists,
    Pairs,
    Sets,
)
from pycheck.statements.language.undecided import NotSymbolic, Undecided
from pycheck.statements.reports import sample
from pycheck.statements.sampling.samples import GeometricFamily, PowerFamily, Table
from pycheck.statements.values import balls, grids, operations, reals, relations, sets, sums
from pycheck.statements.values.tails import everywhere, of_anything
from pycheck.statements.values.terms import Frame, Index
from pycheck.statements.writing import integral, sqrt
from tests.statements.corpus.entries import derivative, of_real, r
from tests.statements.trees import book, evaluate, examined

# Every kind of truth with what it may really be.
KINDS: list[tuple[Truth, set[bool]]] = [
    (TRUE, {True}),
    (FALSE, {False}),
    (agreeing("on a grid"), {True, False}),
    (opposed("within a tolerance"), {True, False}),
    (Truth(None, "?"), {True, False}),
    (Truth(None, evidence=True), {True, False}),
    (Truth(False, evidence=True), {True, False}),
]


def claims(truth: Truth) -> set[bool]:
    """What a truth excludes nothing of."""
    if truth.value is None or truth.evidence or not truth.certain:
        return {True, False}
    return {truth.value}


def test_the_model_says_of_each_kind_what_it_may_be() -> None:
    assert [claims(truth) for truth, _ in KINDS] == [really for _, really in KINDS]


CONNECTIVES: list[tuple[Callable[[Truth, Truth], Truth], Callable[[bool, bool], bool]]] = [
    (lambda p, q: conjunction((p, q)), lambda p, q: p and q),
    (lambda p, q: disjunction((p, q)), lambda p, q: p or q),
    (lambda p, q: implication(p, lambda: q), lambda p, q: not p or q),
    (equivalence, lambda p, q: p == q),
    (lambda p, _: negation(p), lambda p, _: not p),
]


@pytest.mark.parametrize("number", range(len(CONNECTIVES)))
def test_nothing_is_certain_that_does_not_follow(number: int) -> None:
    connect, really = CONNECTIVES[number]
    for (p, of_p), (q, of_q) in product(KINDS, repeat=2):
        possible = {really(a, b) for a, b in product(of_p, of_q)}
        assert possible <= claims(connect(p, q)), (p, q)


@pytest.mark.parametrize("number", range(len(CONNECTIVES)))
def test_what_is_certain_stays_so(number: int) -> None:
    connect, really = CONNECTIVES[number]
    for p, q in product((True, False), repeat=2):
        found = connect(TRUE if p else FALSE, TRUE if q else FALSE)
        assert (found.value, found.certain) == (really(p, q), True)


def test_an_agreeing_premise_and_a_false_conclusion_are_undecided() -> None:
    assert implication(agreeing("grid"), lambda: FALSE).value is None
    assert negation(agreeing("grid")).value is None
    assert not conjunction((TRUE, agreeing("grid"))).certain
    assert disjunction((agreeing("grid"), TRUE)).certain


with ctx.workprec(128):
    SQUARED_ROOT = balls.mul(balls.sqrt(fmpq(2)), balls.sqrt(fmpq(2)))


@pytest.mark.parametrize(
    ("kind", "x", "y", "value", "certain"),
    [
        (NAT, 3, 3, True, True),
        (INT, -3, 3, False, True),
        (REAL, fmpq(1, 3), fmpq(1, 3), True, True),
        (REAL, SQUARED_ROOT, fmpq(2), True, False),
        (REAL, SQUARED_ROOT, fmpq(3), False, True),
        (CHAR, "a", "b", False, True),
        (Lists(REAL), (SQUARED_ROOT,), (fmpq(2),), True, False),
        (Lists(REAL), (SQUARED_ROOT,), (), False, True),
        (Pairs(NAT, REAL), (1, SQUARED_ROOT), (1, fmpq(2)), True, False),
        (Pairs(NAT, REAL), (1, SQUARED_ROOT), (2, fmpq(2)), False, True),
        (Sets(REAL), sets.Interval(REAL, fmpq(1), fmpq(0)), sets.Interval(REAL, fmpq(3), fmpq(2)),
         True, False),
        (Sets(REAL), sets.Interval(REAL, fmpq(0), fmpq(9)), sets.Interval(REAL, fmpq(0), fmpq(7)),
         False, True),
        (Sets(Finite(3)), sets.Predicate(lambda x: TRUE if x < 2 else FALSE),
         sets.Predicate(lambda x: TRUE if x <= 1 else FALSE), True, True),
        (Arrow(NAT, REAL), Table((fmpq(1),)), Table((fmpq(1), fmpq(0))), True, True),
        (Arrow(NAT, REAL), Table((fmpq(0),) * 90), Table((fmpq(0),) * 80, fmpq(1)), False, True),
        (Arrow(REAL, REAL), lambda x: x, lambda x: balls.mul(x, fmpq(1)), True, False),
    ],
)  # fmt: skip
def test_equality_by_type(kind: Any, x: Any, y: Any, value: bool, certain: bool) -> None:
    found = relations.equal(kind, x, y)
    assert (found.value, found.certain) == (value, certain)


def test_an_equality_in_a_universe_is_undecided() -> None:
    with pytest.raises(Undecided):
        relations.equal(None, Finite(2), Finite(3))  # type: ignore[arg-type]


def test_values_for_a_case_distinction_are_one_or_apart() -> None:
    assert relations.same(fmpq(2), fmpq(2))
    assert not relations.same(SQUARED_ROOT, fmpq(3))
    with pytest.raises(Undecided):
        relations.same(SQUARED_ROOT, fmpq(2))
    with pytest.raises(Undecided):
        relations.elements([SQUARED_ROOT, fmpq(2)])


def _monotone(f: Callable[[Any], Any], strict: bool = False) -> Truth | None:
    order = relations.less if strict else relations.at_most
    return everywhere(lambda n: order(REAL, f(n), f(operations.add_integers(n, 1))))


@pytest.mark.parametrize(
    ("f", "value"),
    [
        (Table((fmpq(1), fmpq(2), fmpq(2)), fmpq(5)), True),
        (Table((fmpq(1), fmpq(2), fmpq(2)), fmpq(1)), False),  # at the last value alone
        (Table((fmpq(1), fmpq(3), fmpq(2)), fmpq(5)), False),
        (GeometricFamily(fmpq(2)), True),
        (GeometricFamily(fmpq(1, 2)), False),
        (PowerFamily(fmpq(0)), True),
        (PowerFamily(fmpq(1, 2)), None),  # (k + 1)^(-1/2) and (k + 2)^(-1/2) have no common form
    ],
)
def test_a_symbolic_index_decides_every_step(f: Any, value: bool | None) -> None:
    found = _monotone(f)
    assert (found.value if found else None) is value
    if value is not None:
        # Checked where it can be: a counterexample lies among the first numbers, or there is none.
        assert value == all(f(n) <= f(n + 1) for n in range(20))


def test_a_constant_tail_is_not_strictly_monotone() -> None:
    found = _monotone(Table((fmpq(1), fmpq(2)), fmpq(5)), strict=True)
    assert found is not None
    assert found.value is False


def test_pairs_of_indices_are_compared_through_their_frames() -> None:
    def pairs(f: Any) -> Truth | None:
        def above(m: Any) -> Truth:
            def body(n: Any) -> Truth:
                premise = _guarded(lambda: relations.at_most(NAT, m, n))
                return implication(premise, lambda: relations.at_most(REAL, f(m), f(n)))

            return grids.forall(NAT, (), lambda n: _guarded(lambda: body(n)))

        return everywhere(above)

    assert pairs(Table((fmpq(1), fmpq(2)), fmpq(5))) == TRUE
    assert (pairs(Table((fmpq(3), fmpq(2)), fmpq(5))) or TRUE).value is False


def _guarded(body: Callable[[], Truth]) -> Truth:
    try:
        return body()
    except Undecided as undecided:
        return Truth(None, undecided.reason)


def test_an_index_is_no_number_for_python() -> None:
    index = Index(Frame(0))
    operations_on_it: Iterator[Callable[[], Any]] = iter(
        [
            lambda: index == 3,
            lambda: index % 2,
            lambda: 2 * index,
            lambda: range(index),
            lambda: bool(index),
            lambda: index < 4,
            lambda: index.real() == fmpq(1),
            lambda: reals.Jet(1, fmpq(0), fmpq(1)) == fmpq(0),
        ]
    )
    for operation in operations_on_it:
        with pytest.raises(NotSymbolic):
            operation()


def test_what_does_not_depend_on_a_value_holds_of_all() -> None:
    assert of_anything(lambda _: TRUE) == TRUE
    assert of_anything(lambda _: FALSE) == FALSE
    assert grids.forall(REAL, (), lambda _: FALSE) == FALSE
    with pytest.raises(Undecided):  # there may be no bijection
        grids.forall(Equivalences(Finite(1), Finite(2)), (), lambda _: FALSE)
    zero = fmpq(0)
    assert of_anything(lambda x: relations.at_most(REAL, zero, reals.mul(x, x))) is None
    assert of_anything(lambda x: relations.equal(REAL, x, x)) is None
    assert of_anything(lambda x: relations.equal(NAT, x, 3)) is None
    assert of_anything(lambda _: agreeing("grid")) is None


@pytest.mark.parametrize("swapped", [False, True])
def test_nothing_times_what_is_undecided_is_nothing(swapped: bool) -> None:
    unknown = derivative(of_real(sqrt), 0)
    product = r(0) * unknown if swapped else unknown * r(0)
    assert evaluate(product.node) == 0
    with pytest.raises(Undecided):
        evaluate((r(1) * unknown).node)


def test_a_tie_opposes_a_strict_order_and_kills_a_mutant_alone() -> None:
    two = sqrt(2) * sqrt(2)
    for strict in (two != 2, two < 2):
        truth = evaluate(strict.node)
        assert (truth.value, truth.certain) == (None, False)
        assert examined(strict.node).status == "undecided"
        assert negation(truth) == Truth(None, truth.reason, retry=True)
    (report,) = sample(book(), ["bradleyTerry_eq_sigmoid"], n=5, seed=0, mutate=True)
    assert report.mutants is not None
    assert "Eq becomes Ne" not in {s.change for s in report.mutants.survivors}


def test_a_sum_over_a_case_distinction_of_the_index() -> None:
    """``∑ k < n, if k < 5 then 1 else k`` is ``5 + ∑ 5 ≤ k < n, k``."""

    def f(k: Any) -> Any:
        return fmpq(1) if relations.less(NAT, k, 5).value else operations.cast_to_real(k)

    n = 10**9
    assert abs(sums.finite_sum(REAL, range(n), f) - (n * (n - 1) // 2 - 5)) < arb(10) ** -15


def test_far_points_show_what_is_false_there() -> None:
    small = fmpq(1, 1000)
    found = grids.forall(
        NAT,
        (),
        lambda n: relations.at_most(REAL, reals.mul(operations.cast_to_real(n), small), fmpq(1)),
    )
    assert found.value is False


def test_an_integrand_with_a_corner() -> None:
    """``∫ |x|`` from -1 to 2 is 5/2: complex boxes beside the corner have no value of ``|x|``."""
    value = evaluate(integral(of_real(abs), -1, 2).node)
    assert abs(value - arb(5) / 2) < arb(10) ** -20
    assert ctx.prec == 128
