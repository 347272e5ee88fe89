"""Counts with their nouns, and intervals whose ends can be told apart from what they exclude."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy.printing.pretty.pretty_symbology import pretty_symbol

from pycheck.notation.words import alike, counted, worded


def test_one_of_a_thing_is_no_plural() -> None:
    assert counted(1, "theorem") == "1 theorem"
    assert counted(0, "theorem") == "0 theorems"
    assert [counted(n, "erratum", "errata") for n in (1, 2)] == ["1 erratum", "2 errata"]


@pytest.mark.parametrize(
    ("values", "printed"),
    [
        ((0.876, 0.748, 1.003), ("0.876", "0.748", "1.003")),
        ((0.9996, 1.0004), ("0.99960", "1.00040")),
        ((12.0, 0.0123), ("12.0000", "0.0123")),
        ((1234.5, 99.9), ("1234.5", "99.9")),
        ((0.0, 0.25), ("0.000", "0.250")),
        ((-0.5, 1e-12), ("-0.5", "1e-12")),
        ((float("nan"), 1.0), ("nan", "1")),
    ],
)
def test_numbers_have_as_many_decimals(values: tuple[float, ...], printed: tuple[str, ...]) -> None:
    assert alike(*values) == printed


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ratio", "ratio"),
        ("slope_1_3", "slope 1 3"),
        ("gamma", "γ"),
        ("Phi_at_two", "Φ at two"),
        ("lambda_2", "λ 2"),
        ("m2", "m₂"),
        ("what_that_LayerNorm", "what that LayerNorm"),
        ("PI", "PI"),
    ],
)
def test_names_of_results_are_words(name: str, words: str) -> None:
    assert worded(name) == words


@given(
    st.sampled_from(
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "theta",
            "pi",
            "sigma",
            "Gamma",
            "Delta",
            "Sigma",
            "x",
            "m",
        ]
    )
)
def test_letters_are_those_of_sympy(name: str) -> None:
    assert worded(name) == pretty_symbol(name)
