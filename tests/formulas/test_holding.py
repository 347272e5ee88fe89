"""Conditions under which a false formula holds: each kind is found, and none that is wrong."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.formulas.checking import outcomes, sampled
from pycheck.formulas.outcome import Outcome
from pycheck.formulas.statement import read_formula


def judged(text: str, where: Sequence[str] = (), n: int = 40) -> Outcome:
    *_, last = outcomes(text, where, n=n, seed=0)
    return last


@pytest.mark.parametrize(
    ("text", "where", "under"),
    [
        ("sqrt(x**2) = x", (), "x > 0"),
        ("(-1)**(2*n) = 1", (), "n natural"),
        ("sin(pi*n) = 0", ("n real",), "n natural"),
        ("sign(x)**2 = 1", (), "x != 0"),
        ("n**2 + n + 41 != 41**2", ("n natural",), "n != 40"),
        ("sqrt(x**2*y**2) = x*y", ("x > 0",), "y > 0"),
        ("Abs(x) + Abs(y) = x + y", (), "x > 0, y > 0"),
        ("Abs(x)*cos(2*pi*n) = x", (), "n natural, x > 0"),
        ("Sum(x(i), (i, 0, n)) >= 0", ("x(i) real", "n natural"), "x(i) > 0"),
        ("sqrt(z**2) = z", ("z complex",), "re(z) > 0"),
        ("Sum(x**n, (n, 0, oo)) = 1/(1 - x)", (), "Abs(x) < 1"),
        ("x**2 = 2*x", (), ""),
        ("x + 1 = x", (), ""),
    ],
)
def test_the_condition_is_found(text: str, where: tuple[str, ...], under: str) -> None:
    outcome = judged(text, where)
    assert outcome.verdict == "refuted"
    assert outcome.holds_under == under


# False for real numbers and true for the first naturals: no condition on them may be told.
LATE = [
    "n**7 - 28*n**6 + 322*n**5 - 1960*n**4 + 6769*n**3 - 13132*n**2 + 13068*n = 5040",
    "Mod(n**2 + n + 41, 43) != 0",
    "2**n < 10**9*(n + 1)",
]


@pytest.mark.parametrize("text", LATE)
def test_a_condition_that_fails_further_out_is_not_told(text: str) -> None:
    under = judged(text).holds_under
    assert "natural" not in under
    assert "> 0" not in under


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 3), st.integers(-2, 2), st.sampled_from(["<", "<=", "=", ">="]))
def test_what_is_told_survives_more_samples_of_another_seed(a: int, b: int, sign: str) -> None:
    text = f"Abs({a}*x + {b}) {sign} {a}*Abs(x) + {b}"
    under = judged(text).holds_under
    if under:
        report = sampled(read_formula(text, extra=tuple(under.split(", "))), 200, 77)
        assert report.status == "unrefuted", (text, under, report)
