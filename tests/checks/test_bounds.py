"""Stated values that could take for ever are refused on reading them; all others are read."""

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pycheck.checks.literals import parse_literal
from pycheck.checks.stated import CONSTANTS, FUNCTIONS, SYMBOLS, readable
from pycheck.errors import InputError
from tests.included import ledger

TOO_LARGE = [
    "10**10**10",
    "9**9**9",
    "2**(3**(4**5))",
    "2**5000",
    "99999**4000",
    "factorial(10**8)",
    "factorial(5000)",
    "zeta(2*10**5)",
    "polylog(2*10**5, z)",
    "diff(exp(x*x), x, 400)",
    "diff(exp(x*x), x, x, x, x, x, x, x, x, x)",
    "(a+b+c+d+h+i+j+k+l+m+n+p)**40*(q+r+s+t)**40/(u+v)",
    "((a+b)**9+c)**9",
    "9" * 60,
    "+".join(["x"] * 300),
]
NONE = ["Integer", "log", "sqrt", "(1,2)", "1/0", "1/(2-2)", "Max()", "zeta(1)", "0**-1", "f(x)"]


@pytest.mark.parametrize("text", TOO_LARGE + NONE)
def test_what_is_too_large_or_no_value_is_bad_input_at_once(text: str) -> None:
    start = time.monotonic()
    with pytest.raises(InputError, match="stated value"):
        readable(text)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("text", TOO_LARGE[:-2])
def test_the_reason_is_the_size(text: str) -> None:
    with pytest.raises(InputError, match="too large"):
        readable(text)


def test_what_the_ledger_states_is_read() -> None:
    for claim in ledger().claims:
        for value in claim.states.values():
            readable(value)


@pytest.mark.parametrize(
    "text", ["(a+b)**3", "2**100", "10**40", "x**n", "2**n**2", "diff(log(x), x, 2)", "zeta(3)"]
)
def test_what_is_small_stays(text: str) -> None:
    assert parse_literal(text) is not None


ATOMS = st.sampled_from(["0", "1", "2", "7", "x", "gamma", "pi", "oo", "true", "log"])
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]})**({t[1]})"),
        inner.map(lambda t: f"-{t}"),
        st.tuples(st.sampled_from(["log", "sqrt", "zeta", "cos"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
    ),
    max_leaves=5,
)


@given(EXPRESSIONS)
@example("1/x**2")
@example("0/(1-1)")
@example("true+1")
def test_reading_a_value_says_what_evaluating_it_says(text: str) -> None:
    def refused(read: Callable[[str], object]) -> bool:
        try:
            read(text)
        except InputError:
            return True
        return False

    assert refused(readable) == refused(parse_literal)


def test_every_known_word_has_a_meaning() -> None:
    for name in SYMBOLS | CONSTANTS:
        parse_literal(name)
    for name in FUNCTIONS - {"diff", "polylog"}:
        parse_literal(f"{name}(3, 2)" if name == "Rational" else f"{name}(3)")
