"""The scans of docstrings: planted changes, and the second evaluation of them."""

import random

import pytest

from bench.planted import KINDS, changes, planted
from bench.still import DIFFERS, OPEN, SAME, holds

SUM = r"\sum_{k=1}^n k = \frac{n(n+1)}{2}"


def test_changes_are_of_every_kind_and_change_one_place() -> None:
    found = list(changes(r"x_{i} + \sum_{k=1}^n k^2 = 3 y"))
    assert [(c.kind, c.was, c.now) for c in found] == [
        ("sign", "+", "-"),
        ("index", "_{i}", "_{i+1}"),
        ("bound", "_{k=1}", "_{k=2}"),
        ("bound", "^n", "^{n+1}"),
        ("exponent", "^2", "^{3}"),
        ("factor", "3", "4"),
        ("factor", " ", " 2 "),
    ]
    assert {c.kind for c in found} == set(KINDS)
    for change in found:
        start = change.place
        assert change.latex[:start] + change.was + change.latex[start + len(change.now) :] == (
            r"x_{i} + \sum_{k=1}^n k^2 = 3 y"
        )


def test_changes_come_in_the_order_of_a_seed_and_kinds_take_turns() -> None:
    found = planted(SUM, random.Random(1))
    assert found == planted(SUM, random.Random(1))
    assert {c.kind for c in found[:3]} == {"sign", "bound", "factor"}
    assert len(found) == len(list(changes(SUM)))


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("Sum(k, (k, 1, n)) = n*(n + 1)/2", ("n natural", "n >= 1"), SAME),
        ("Sum(k, (k, 1, n)) = n*(n - 1)/2", ("n natural", "n >= 1"), DIFFERS),
        ("sqrt(x**2) = x", ("x > 0",), SAME),
        ("sqrt(x**2) = x", ("x real",), DIFFERS),
        ("Sum(x(i), (i, 1, n)) = n*x(1)", ("n natural", "x(i) real"), DIFFERS),
        ("Sum(x(i), (i, 1, 2)) = x(1) + x(2)", ("x(i) real",), SAME),
        ("Integral(exp(-x**2), (x, 0, oo)) = sqrt(pi)/2", (), SAME),
        ("Derivative(x**2*y, x) = 2*x*y", ("x real", "y real"), SAME),
        ("nothing_known(x) = 1", ("x real",), OPEN),
    ],
)
def test_a_relation_is_evaluated_by_another_road(
    text: str, where: tuple[str, ...], said: str
) -> None:
    assert holds(text, where) == said
