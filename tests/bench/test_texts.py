"""The scans of docstrings: planted changes, and the second evaluation of them."""

import json
import random

import pytest

from bench import texts
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


def test_numbers_may_become_less_where_a_positive_one_is_left() -> None:
    found = list(changes(r"x_{i} + \sum_{k=1}^n k^2 = 3 y + 1", -1))
    assert [(c.kind, c.was, c.now) for c in found] == [
        ("index", "_{i}", "_{i-1}"),
        ("bound", "_{k=1}", "_{k=0}"),
        ("bound", "^n", "^{n-1}"),
        ("exponent", "^2", "^{1}"),
        ("factor", "3", "2"),
    ]


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


RESULTS = json.loads(texts.RESULTS.read_text(encoding="utf-8"))


def test_the_tables_of_the_page_are_those_of_the_numbers() -> None:
    page = texts.DOCS.read_text(encoding="utf-8")
    assert texts.page(page, RESULTS) == page
    assert texts.page(page.replace("| together", "| apart"), RESULTS) == page


def test_a_person_has_looked_at_each_refutation() -> None:
    entries = texts.looked_at()
    refuted = [row for package in RESULTS["packages"] for row in package["refuted"]]
    assert {texts.name_of(row) for row in refuted} == set(entries)
    assert {entry["error"] for entry in entries.values()} <= {"docstring", "reading"}


def test_what_the_scans_have_to_show() -> None:
    decided, relations = (
        sum(p[key] for p in RESULTS["packages"]) for key in ("decided", "relations")
    )
    assert 2 * decided >= relations > 0
    planted = RESULTS["planted"]
    left = [row for row in planted["changes"] if not texts.is_same(row)]
    found = sum(texts.outcome_of(row) == "refuted" for row in left)
    assert found >= 0.6 * len(left)
    assert len(planted["flagged"]) <= 0.01 * planted["unchanged"]
