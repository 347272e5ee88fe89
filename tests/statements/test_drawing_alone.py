"""Values drawn one after the other, without a search: the same again, now and then equal, small."""

from typing import Any

import pytest
from flint import ctx, fmpq
from hypothesis import given
from hypothesis import strategies as st

from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language import trees
from pycheck.statements.language.library import Definition, Library
from pycheck.statements.language.truth import FALSE, TRUE, Truth
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.sampling import drawing
from pycheck.statements.sampling.domains import Domain
from pycheck.statements.sampling.drawing import draw_each
from pycheck.statements.sampling.strategies import reals
from pycheck.statements.values.tails import in_haste, of_points
from tests.statements.trees import NAT, REAL, binary, book, every, number, relation, x

PAIRS = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.booleans())
FRACTIONS = st.fractions(-9, 9, max_denominator=9).map(lambda x: fmpq(x.numerator, x.denominator))
DOMAINS = st.builds(
    Domain,
    st.none() | FRACTIONS,
    st.booleans(),
    st.none() | FRACTIONS,
    st.booleans(),
    st.lists(FRACTIONS, max_size=2),
)


def drawn(count: int, seed: int, begun: Any = ()) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    draw_each(found.append, PAIRS, count, seed, begun)
    return found


def test_a_seed_draws_the_same_again_and_another_one_does_not() -> None:
    assert drawn(30, 1) == drawn(30, 1)
    assert drawn(30, 1) != drawn(30, 2)
    assert drawn(3, 1, [(5, 6), (7,)])[0][:2] == (5, 6)
    assert drawn(3, 1, [(5, 6), (7,)])[1][0] == 7


def test_some_of_the_values_are_equal_because_a_choice_is_copied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert 5 <= sum(x == y for x, y, _ in drawn(200, 0)) <= 40
    monkeypatch.setattr(drawing, "_COPIED", 10**9)
    assert not any(x == y for x, y, _ in drawn(200, 0))


def test_a_value_that_fails_is_made_small() -> None:
    seen: list[tuple[int, int, bool]] = []

    def test(value: tuple[int, int, bool]) -> None:
        seen.append(value)
        if value[0] + value[1] > 1000:
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        draw_each(test, PAIRS, 50, 0, small=True)
    assert sum(seen[-1][:2]) == 1001
    seen.clear()
    with pytest.raises(ArithmeticError):
        draw_each(test, PAIRS, 50, 0)
    assert len(seen) == 1


def test_a_strategy_without_values_ends() -> None:
    draw_each(pytest.fail, PAIRS.filter(lambda _: False), 10, 0)


@given(DOMAINS)
def test_a_domain_is_made_again_from_its_key(domain: Domain) -> None:
    key = domain.key()
    assert key is not None
    assert Domain.of(key) == domain


def test_domains_that_differ_have_strategies_of_their_own() -> None:
    def between(upper: int) -> Domain:
        return Domain(fmpq(0), False, fmpq(upper), False)

    assert reals(between(1), True) is reals(between(1), True)
    assert reals(between(1), True) is not reals(between(2), True)
    assert reals(between(1), True) is not reals(between(1), False)
    assert Domain(fixed=fmpq(1)).key() is Domain(choices=[1]).key() is None


def test_only_in_haste_what_is_undecided_ends_a_conjunction() -> None:
    parts = (TRUE, Truth(None, "not yet"), FALSE)
    assert of_points(parts).value is False
    with in_haste():
        assert of_points(parts).value is None
        assert of_points(parts[::2]).value is False
        with pytest.raises(Undecided), in_haste():
            raise Undecided("below")
        assert of_points(parts).value is None
    assert of_points(parts).value is False


def test_what_haste_leaves_undecided_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """``∀ x, exp (log 2) + (x + 1) < 2``: undecided at -1, the first point, and false at 0."""
    two = trees.call("Real.exp", trees.call("Real.log", number(2)))
    left = binary("HAdd.hAdd", two, binary("HAdd.hAdd", x(), number(1)))
    body = every(REAL, relation("LT.lt", left, number(2)))
    definition = Definition("falls", trees.Lam("n", NAT, body), 1, body, (), heavy=True)
    library = Library(book())
    monkeypatch.setattr(library, "definition", lambda name: {"falls": definition}.get(name))
    asked = Machine(library).compile(trees.call("falls", number(3, NAT)))
    with ctx.workprec(128):
        with in_haste():
            assert asked(()).value is None
        assert asked(()).value is False
