"""A formula beside the code that it describes: what agrees, what differs, and what is no evidence.

The code is Python's own `math` here, or written out by hand; none of it is the evaluator's.
"""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pycheck.errors import InputError
from pycheck.formulas.bound import Asking, outcomes
from pycheck.formulas.outcome import DIFFERS, Outcome

Code = Callable[..., float]


def _values(code: Code) -> Callable[[Sequence[Sequence[float]]], list[float | None]]:
    def one(arguments: Sequence[float]) -> float | None:
        try:
            found = float(code(*arguments))
        except (ValueError, ArithmeticError):
            return None
        return found if math.isfinite(found) else None

    return lambda calls: [one(arguments) for arguments in calls]


def beside(text: str, code: Code, *where: str, n: int = 60) -> Outcome:
    asking = Asking(_values(code))
    *_, last = outcomes(text, where, "f", "the code", asking, n=n, seed=0)
    return last


AGREE: list[tuple[str, Code, tuple[str, ...]]] = [
    ("f(x) = exp(x)", math.exp, ()),
    ("f(x) = log(x)", math.log, ()),  # the code says itself where it is defined
    ("f(x) = log(Abs(x))", math.log, ("x > 0",)),
    ("f(x) = loggamma(x)", math.lgamma, ("x > 0",)),
    ("f(x) = 2/sqrt(pi)*Integral(exp(-t**2), (t, 0, x))", math.erf, ()),
    ("f(x, c) = c*x**(c - 1)", lambda x, c: c * x ** (c - 1), ("c > 0", "0 < x < 1")),
    ("n*(n + 1)/2 = f(n)", lambda n: sum(range(n + 1)), ("n natural",)),
    ("f(x + 1, 2*y) = x*y", lambda u, v: (u - 1) * v / 2, ()),
    ("f(k) = binomial(5, k)/32", lambda k: math.comb(5, k) / 32, ("k integer", "0 <= k <= 5")),
]
DIFFER: list[tuple[str, Code, tuple[str, ...], dict[str, str]]] = [
    ("f(x) = exp(-x)", math.exp, ("x > 0",), {"x": "1"}),
    ("f(x) = log(x) + 1", math.log, ("x > 0",), {"x": "1"}),
    ("f(x) = 2*Integral(exp(-t**2), (t, 0, x))", math.erf, ("x > 0",), {"x": "1"}),
    ("f(x, c) = c*x**(c + 1)", lambda x, c: c * x ** (c - 1), ("c > 0", "0 < x < 1"),
     {"c": "1", "x": "1/2"}),
    ("f(n) = n*(n + 1)/2", lambda n: sum(range(n)), ("n natural",), {"n": "1"}),
    ("f(x) = x", lambda x: x * (1 + 1e-5), ("x > 0",), {"x": "1"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "where"), AGREE)
def test_a_right_formula_agrees(text: str, code: Code, where: tuple[str, ...]) -> None:
    found = beside(text, code, *where)
    assert (found.verdict, found.values) == ("unrefuted", None), found
    assert found.reason == f"agrees with the code at {found.samples} points"
    assert found.samples >= 5


@pytest.mark.parametrize(("text", "code", "where", "point"), DIFFER)
def test_a_wrong_formula_differs_at_a_small_point(
    text: str, code: Code, where: tuple[str, ...], point: dict[str, str]
) -> None:
    found = beside(text, code, *where)
    assert (found.verdict, found.values) == (DIFFERS, point)
    at = [Fraction(value) for value in point.values()]
    written = code(*(int(v) if "natural" in " ".join(where) else float(v) for v in at[::-1]))
    assert float(found.left) == pytest.approx(written)
    assert abs(float(found.right) - written) > 1e-6 * abs(written)


def test_what_the_rounding_of_the_code_accounts_for_is_no_difference() -> None:
    def in_few_digits(x: float) -> float:
        return float(f"{math.exp(x):.9g}")

    def cancelling(x: float) -> float:  # it loses half of its digits
        return (1 - math.cos(x)) / x**2

    assert beside("f(x) = exp(x)", in_few_digits).verdict == "unrefuted"
    assert beside("f(x) = (1 - cos(x))/x**2", cancelling, "x != 0").verdict == "unrefuted"
    # Where the code jumps from one float to the next it says nothing.
    jumps = beside("f(x) = floor(x)", lambda x: math.floor(x - 2**-50))
    assert jumps.verdict == "unrefuted"


def test_where_the_code_or_the_formula_has_no_value_is_no_evidence() -> None:
    found = beside("f(x) = sqrt(x)", lambda x: math.sqrt(x) if x in (1.0, 2.0) else math.nan)
    assert (found.verdict, found.values) == ("undecided", None)
    assert found.reason.startswith("the code and the formula have values at 0 points only")
    some = beside("f(n) = n", lambda n: n / (1 if n < 3 else 0), "n natural")
    assert (some.verdict, some.samples) == ("undecided", 3)
    # One such point is enough where it is a counterexample.
    one = beside("f(n) = n + 1", lambda n: n / (1 if n < 3 else 0), "n natural")
    assert (one.verdict, one.values) == (DIFFERS, {"n": "0"})


def test_a_density_has_the_weight_one() -> None:
    def judged(text: str, code: Code, ends: tuple[float, float], *where: str) -> Outcome:
        asking = Asking(_values(code), lambda _: ends, is_density=True)
        *_, last = outcomes(text, where, "f", "the code", asking, n=60, seed=0)
        return last

    def bell(x: float) -> float:
        return math.exp(-x * x / 2)

    line = (-math.inf, math.inf)
    one = judged("f(x) = exp(-x**2/2)/sqrt(2*pi)", lambda x: bell(x) / math.sqrt(2 * math.pi), line)
    assert one.verdict == "unrefuted"
    # The same mistake in both: they agree at every point.
    wrong = judged("f(x) = exp(-x**2/2)", bell, line)
    assert (wrong.verdict, wrong.right) == (DIFFERS, "1")
    assert "its integral over the support of the code is not one" in wrong.reason
    assert float(wrong.left) == pytest.approx(math.sqrt(2 * math.pi))
    few = judged("f(k, p) = (1 - p)**k", lambda k, p: (1 - p) ** k, (0.0, math.inf),
                 "k natural", "0 < p < 1")  # fmt: skip
    assert (few.verdict, few.values) == (DIFFERS, {"p": "1/2"})
    assert float(few.left) == pytest.approx(2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("g(x) = x", "is not in the formula"),
        ("f(x) = 2*f(x)", "stands nowhere else"),
        ("2*f(x) = x", "one side is f(...)"),
        ("f(x) < x", "one equation"),
        ("f(x) = x = 2", "one equation"),
        ("f(x) = a(x)", "'a'"),
    ],
)
def test_what_cannot_be_held_against_code_is_told(text: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        beside(text, math.exp)
    assert told in str(error.value)


@settings(max_examples=15, deadline=None)
@given(st.integers(-9, 9), st.integers(1, 9), st.sampled_from([0, 1e-3, -0.5, 3]))
def test_a_line_agrees_with_its_code_and_with_no_other(a: int, b: int, off: float) -> None:
    found = beside(f"f(x) = {a}*x + {b}", lambda x: a * x + b + off, n=20)
    assert found.verdict == (DIFFERS if off else "unrefuted")
