"""Sums whose terms are evaluated all at once, beside the same terms one by one."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.statements.language.types import REAL
from pycheck.statements.language.undecided import NotSymbolic, Undecided
from pycheck.statements.values import columns, operations, reals, sums
from pycheck.statements.values.columns import Column
from pycheck.statements.values.partial import Mode, Undefined, reading
from pycheck.statements.values.reals import Jet
from pycheck.statements.values.work import TooMuchWork, limited, spend
from tests.statements.trees import definition

Summand = Callable[[Any], Any]


@pytest.fixture(autouse=True)
def fresh() -> None:
    ctx.prec = 128
    columns.forget()


def one_by_one(over: range, f: Summand) -> Any:
    total: Any = fmpq(0)
    for k in over:
        total = reals.add(total, f(k))
    return total


def bits(x: Any) -> Any:
    """What tells one value from another to the last bit."""
    if isinstance(x, Jet):
        return bits(x.value), bits(x.slope)
    return (x.mid().man_exp(), x.rad().man_exp()) if isinstance(x, arb) else (x.p, x.q)


def outcome(evaluate: Callable[[], Any]) -> Any:
    """The bits of a value, or why there is none."""
    try:
        return bits(evaluate())
    except Undecided as undecided:
        return undecided.reason


def q(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


fractions = st.fractions(-3, 3, max_denominator=16).map(q)
UNARY: tuple[Summand, ...] = (
    reals.neg,
    reals.log,
    reals.exp,
    reals.sqrt,
    reals.inv,
    reals.absolute,
    reals.sin,
    lambda x: reals.power(x, 3),
    lambda x: reals.rpow(x, fmpq(-13, 10)),
)
BINARY: tuple[Callable[[Any, Any], Any], ...] = (reals.add, reals.sub, reals.mul, reals.div)


@st.composite
def summands(draw: st.DrawFn, depth: int = 2) -> Summand:
    """Functions of the index built of the evaluator's own operations."""
    kind = draw(st.integers(0, 3)) if depth else 0
    if kind == 0:
        shift, number = draw(st.integers(0, 2)), draw(fractions)
        leaves: tuple[Summand, ...] = (
            lambda k: operations.cast_to_real(operations.add_integers(k, shift)),
            lambda k: operations.real_power(fmpq(2, 3), k),
            lambda _: number,
            lambda _: arb(number).exp(),
        )
        return draw(st.sampled_from(leaves))
    inner = draw(summands(depth=depth - 1))
    if kind == 1:
        of = draw(st.sampled_from(UNARY))
        return lambda k: of(inner(k))
    both, other = draw(st.sampled_from(BINARY)), draw(summands(depth=depth - 1))
    return lambda k: both(inner(k), other(k))


@settings(max_examples=60)
@given(summands(), st.integers(0, 2), st.integers(4, 12))
def test_terms_at_once_are_the_terms_one_by_one_to_the_last_bit(
    f: Summand, start: int, count: int
) -> None:
    over = range(start, start + count)
    assert outcome(lambda: sums.direct_sum(over, f)) == outcome(lambda: one_by_one(over, f))


@settings(max_examples=25)
@given(summands(), fractions, st.integers(4, 9))
def test_derivatives_too(f: Summand, at: fmpq, count: int) -> None:
    over = range(1, 1 + count)

    def term(x: Any) -> Summand:
        return lambda k: reals.mul(reals.rpow(operations.cast_to_real(k), x), f(k))

    at_once = outcome(lambda: sums.direct_sum(over, term(Jet(1, at, fmpq(1)))))
    assert at_once == outcome(lambda: one_by_one(over, term(Jet(1, at, fmpq(1)))))


def calls(f: Summand, over: range) -> int:
    seen = []

    def counted(k: Any) -> Any:
        seen.append(k)
        return f(k)

    assert bits(sums.direct_sum(over, counted)) == bits(one_by_one(over, f))
    return len(seen)


def test_a_summand_is_called_once_unless_it_tells_numbers_apart() -> None:
    assert calls(lambda k: reals.log(operations.cast_to_real(k)), range(1, 50)) == 1

    def at_three(k: Any) -> Any:
        return fmpq(5) if k == 3 else reals.log(operations.cast_to_real(k))

    assert calls(at_three, range(1, 50)) == 50

    def beside_zero(k: Any) -> Any:
        x = reals.sub(operations.cast_to_real(k), fmpq(7, 2))
        return fmpq(1) if reals.sign(x) > 0 else fmpq(2)

    assert calls(beside_zero, range(1, 50)) == 50
    assert calls(beside_zero, range(10, 50)) == 1


def test_sums_inside_one_another_have_indices_of_their_own() -> None:
    over = range(1, 7)

    def gap(i: Any, j: Any) -> Any:
        x, y = operations.cast_to_real(i), operations.cast_to_real(j)
        return reals.mul(reals.log(x), reals.sqrt(y))

    found: Any = sums.direct_sum(over, lambda i: sums.direct_sum(over, lambda j: gap(i, j)))
    logs = sum((arb(i).log() for i in over), arb(0))
    roots = sum((arb(j).sqrt() for j in over), arb(0))
    assert abs(found - logs * roots) < arb("1e-30")
    diagonal = sum((arb(i).log() * arb(i).sqrt() for i in over), arb(0))
    assert abs(found - diagonal) > 1


def test_columns_of_two_loops_are_never_combined() -> None:
    x, y = Column("outer", [fmpq(1), fmpq(2)]), Column("inner", [fmpq(1), fmpq(2)])
    for operation in (reals.add, reals.mul, reals.rpow):
        with pytest.raises(NotSymbolic):
            operation(x, y)
    uses: tuple[Summand, ...] = (lambda x: x == y, lambda x: 1 + x, lambda x: x < 1, tuple, range)
    for use in uses:
        with pytest.raises(NotSymbolic):
            use(x)


def test_a_sum_that_another_index_could_close_is_left_to_single_terms() -> None:
    """``∑ i ≤ 5, ∑ j ≤ 10⁶, j ^ (-i)`` is symbolic for each `i` and not for all at once."""

    def inner(i: Any) -> Any:
        return sums.finite_sum(
            REAL,
            range(1, 10**6),
            lambda j: reals.rpow(operations.cast_to_real(j), reals.neg(operations.cast_to_real(i))),
        )

    found: Any = sums.direct_sum(range(2, 7), inner)
    expected = sum(
        (arb(s).zeta() - arb(s).zeta(arb(10**6)) for s in range(2, 7)),
        arb(0),
    )
    assert abs(found - expected) < arb("1e-25")


def test_zero_wins_over_what_is_not_finite_as_it_does_among_scalars() -> None:
    def f(k: Any) -> Any:
        zero = reals.sub(reals.log(operations.cast_to_real(k)), reals.log(fmpq(1)))
        return reals.mul(zero, arb("inf")) if k == 1 else fmpq(1)

    over = range(1, 6)
    assert sums.direct_sum(over, f) == one_by_one(over, f) == 4


def test_work_counts_as_often_as_there_are_terms() -> None:
    def f(k: Any) -> Any:
        spend()
        return operations.cast_to_real(k)

    with limited(50):
        assert sums.direct_sum(range(50), f) == 49 * 25
    with pytest.raises(TooMuchWork), limited(49):
        sums.direct_sum(range(50), f)
    with limited(50):
        # What the column was tried for in vain counts for nothing.
        assert sums.direct_sum(range(50), lambda k: fmpq(5) if f(k) == 3 else fmpq(1)) == 54
    with limited(70):
        sums.direct_sum(range(50), f)
        with pytest.raises(TooMuchWork):
            sums.direct_sum(range(50), f)


def test_a_term_without_a_value_for_a_reader_is_none_in_a_column_either() -> None:
    def f(k: Any) -> Any:
        return reals.inv(operations.cast_to_real(k))

    assert sums.direct_sum(range(6), f) == fmpq(137, 60)
    with pytest.raises(Undefined), reading(Mode.READER):
        sums.direct_sum(range(6), f)


@pytest.mark.parametrize("n", [8, 30])
def test_a_definition_inside_a_sum_of_its_own_range(n: int) -> None:
    """``∑ d ≤ N, p d = 1``: the partition function sums the same range inside."""
    gamma = fmpq(13, 10)
    weights = [arb(d) ** arb(-gamma) for d in range(1, n + 1)]
    z = sum(weights, arb(0))
    entropy = -sum((w / z * (w / z).log() for w in weights), arb(0))
    mean = sum((w / z * arb(d).log() for d, w in enumerate(weights, start=1)), arb(0))
    assert abs(definition("meanLog", n, gamma) - mean) < arb("1e-30")
    found = definition("entropy", n, lambda d: definition("prob", n, gamma, d))
    assert abs(found - entropy) < arb("1e-30")


def test_what_is_remembered_of_indices_is_that_of_the_precision() -> None:
    def f(k: Any) -> Any:
        return reals.log(operations.cast_to_real(k))

    coarse: Any = sums.direct_sum(range(1, 9), f)
    columns.forget()
    with ctx.workprec(512):
        fine: Any = sums.direct_sum(range(1, 9), f)
        assert fine.rad() < arb("1e-140") < coarse.rad()
        assert abs(fine - arb(40320).log()) < arb("1e-140")
    columns.forget()
    assert bits(sums.direct_sum(range(1, 9), f)) == bits(coarse)


@settings(max_examples=25)
@given(summands(), summands(), fractions)
def test_the_derivative_of_a_quotient_is_that_of_the_product_with_the_inverse(
    f: Summand, g: Summand, at: fmpq
) -> None:
    def of(quotient: Summand) -> Any:
        x = Jet(1, at, fmpq(1))
        found: Any = quotient(reals.mul(x, x))
        return found.slope if isinstance(found, Jet) else fmpq(0)

    def top(x: Any) -> Any:
        return reals.add(reals.mul(x, f(3)), reals.exp(x))

    def below(x: Any) -> Any:
        return reals.add(reals.mul(x, g(2)), reals.exp(x))

    try:
        direct = of(lambda x: reals.div(top(x), below(x)))
        other = of(lambda x: reals.mul(top(x), reals.inv(below(x))))
    except Undecided:
        return
    difference = arb(direct) - arb(other)
    assert 0 in difference or not difference.is_finite()


_NUMBERS = st.one_of(
    st.builds(arb, st.sampled_from([0, 2]), st.sampled_from([0, 1])),
    st.builds(fmpq, st.sampled_from([0, 3])),
)


@given(st.lists(_NUMBERS, min_size=1, max_size=5))
def test_a_column_of_zeros_is_told_from_one_without(values: list[Any]) -> None:
    """A ball about zero is not known to be zero."""
    zeros = [a == 0 if isinstance(a, fmpq) else a.mid() == 0 and a.rad() == 0 for a in values]
    column = Column(object(), values)
    if len(set(zeros)) == 1:
        assert reals.is_zero(column) is zeros[0]
    else:
        with pytest.raises(NotSymbolic):
            reals.is_zero(column)
