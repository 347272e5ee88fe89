"""What stands behind a formula, what a remark says, and the domains that letters are given."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycheck.formulas.conditions import read
from pycheck.formulas.latex.api import readings
from pycheck.formulas.statement import read_formula
from pycheck.formulas.syntax import UnreadableFormula, split
from pycheck.texts.domains import (
    ALONE,
    DEFINES,
    ONE_SIDE,
    Letters,
    assignments,
    letters_of,
    what_it_says,
)
from pycheck.texts.remarks import separated

# What stands behind ``a = b``, and the conditions that it is.
BEHIND = {
    "": (),
    r", \quad": (),
    r", \quad n \ge 1": ("n >= 1",),
    r" \qquad (n > 1, m < 2)": ("n > 1", "m < 2"),
    r" \text{ for all } x \in \mathbb{R}": ("x real",),
    r", \quad x \in \mathbb{R}^+": ("x > 0",),
    r", \quad x, y > 0": ("y > 0", "x > 0"),
    r", \quad x, y \in (0, \infty)": ("x real", "x > 0", "y real", "y > 0"),
    r", \quad p \in \left[0, 1\right)": ("p real", "p >= 0", "p < 1"),
    r" \quad\text{if } 0 \le p \le 1 \text{ and } n \in \mathbb{N}_0": ("0 <= p <= 1", "n natural"),
    r", \quad k = 0, 1, 2, \dots": ("k integer", "k >= 0"),
    r", \quad k = 1, \dots, n": ("k integer", "k >= 1", "k <= n"),
}


@pytest.mark.parametrize("behind", BEHIND)
def test_what_stands_behind_a_formula_is_a_condition(behind: str) -> None:
    (found,) = readings(f"a = b{behind}")
    assert (found.formula, found.said) == ("a = b", BEHIND[behind])
    assert set(found.said) <= set(found.assumed)
    read(found.said)


@pytest.mark.parametrize(
    "behind",
    [
        "b = 2",
        r"\heartsuit",
        "x",
        r"x \in S",
        r"x \in \mathbb{R}^2",
        "n = 1, 2",
        r"x \in (0, 1, 2)",
    ],
)
def test_or_the_formula_is_not_read(behind: str) -> None:
    with pytest.raises(UnreadableFormula):
        readings(rf"a = b, \quad {behind}")


SAID = st.sampled_from(
    ["m, n natural", "n >= 1", "x in (0, 1)", "a, b > 0", "f(x, y) real", "z complex", "0 < p < 1"]
)


@given(st.lists(SAID, min_size=1, max_size=5), st.sampled_from([", ", "; ", ","]))
def test_a_remark_is_as_many_conditions_as_were_put_into_it(said: list[str], comma: str) -> None:
    assert separated(comma.join(said)) == said


def _letters(text: str, *where: str, assumed: tuple[str, ...] = ()) -> Letters:
    return letters_of(split(text), where, assumed)


def test_letters_are_what_nothing_is_said_of() -> None:
    assert _letters("Sum(x**k, (k, 0, n)) = c*pi", "c > 0") == Letters(("x",), ("n",))
    assert _letters("Sum(k, (k, 1, n)) = n", "n >= 1") == Letters(integers=("n",))
    family = _letters("Sum(a(k), (k, 1, n)) = E", assumed=("a(i) real", "E real"))
    assert family == Letters(("E",), ("n",), ("a(i)",))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("F = m*a", DEFINES),
        ("x <= 1", ALONE),
        ("a(n) = a(n - 1) + 1", ALONE),
        ("a(0) = 1", ALONE),
        ("p = 1 - p", ONE_SIDE),
        ("x**2 = y", DEFINES),
        ("x**2 + y = 2*y", ONE_SIDE),
        ("x + y = y + x", ""),
        ("Sum(a(k), (k, 1, n)) = Sum(a(n - k), (k, 0, n - 1))", ""),
    ],
)
def test_a_relation_may_say_what_a_name_is(text: str, says: str) -> None:
    letters = _letters(text, assumed=("a(i) real",))
    assert what_it_says(split(text), letters) == says


NUMBERS = st.fractions(-3, 3, max_denominator=3)


@given(NUMBERS, NUMBERS)
def test_a_point_lies_where_the_conditions_of_a_domain_hold(x: Fraction, y: Fraction) -> None:
    point = {"x": str(x), "y": f"k ↦ {y}"}
    for assignment in assignments(Letters(("x",), (), ("y(i)",))):
        read_formula("x = y(1)", assignment.where)  # the conditions are of the language
        allowed = {"real": True, "positive": x > 0, "natural": x >= 1 and x.denominator == 1}
        allowed["probability"] = 0 < x < 1
        within = {"real": True, "positive": y > 0, "natural": y >= 1 and y.denominator == 1}
        within["probability"] = 0 < y < 1
        first, second = (domain for _, domain in assignment.domains)
        assert assignment.has(point) == (allowed[first] and within[second])


def test_every_combination_of_few_letters_is_tried_once() -> None:
    found = [a.domains for a in assignments(Letters(("n", "p", "x")))]
    assert len(found) == len(set(found)) == 64
    assert (("n", "natural"), ("p", "probability"), ("x", "real")) in found[:6]
    assert len(list(assignments(Letters(tuple("abcdefg"))))) == 6
