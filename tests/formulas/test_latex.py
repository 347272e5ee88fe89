"""LaTeX is read as it is meant, under every reading that print leaves open, or not at all."""

import json
import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mpf

from pycheck.errors import InputError
from pycheck.formulas.api import check, read_file
from pycheck.formulas.latex.api import readings
from pycheck.formulas.syntax import UnreadableFormula
from tests.command import pycheck_command
from tests.included import PROJECT

CASES = tomllib.loads(Path(__file__).with_name("latex.toml").read_text(encoding="utf-8"))
PUBLIC = PROJECT.root / "examples" / "public-errata" / "latex.toml"
REPORTED = tomllib.loads(PUBLIC.read_text(encoding="utf-8"))
FORMULAS = [
    pytest.param(entry, which, id=f"{entry['id']}-{which}")
    for entry in REPORTED["formula"]
    for which in ("printed", "corrected")
    if which in entry
]


def _read(latex: str, *where: str, **names: str) -> list[str]:
    return [reading.formula for reading in readings(latex, where, names)]


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["latex"])
def test_a_formula_is_read_in_all_its_ways(case: dict[str, Any]) -> None:
    found = [r.formula for r in readings(case["latex"], case.get("where", ()))]
    assert found == case["read"]


@pytest.mark.parametrize("case", CASES["fault"], ids=lambda case: case["latex"])
def test_what_cannot_be_read_is_told_with_its_place(case: dict[str, Any]) -> None:
    with pytest.raises(UnreadableFormula) as caught:
        readings(case["latex"], case.get("where", ()))
    rest = case["latex"][caught.value.column :]
    assert rest.startswith(case["at"]) if case["at"] else not rest
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("case", REPORTED["malformed"], ids=lambda case: case["id"])
def test_malformed_latex_is_answered_with_the_place(case: dict[str, str]) -> None:
    with pytest.raises(UnreadableFormula, match=r"at the caret in: .*\^"):
        readings(case["latex"])


@pytest.mark.parametrize(("entry", "which"), FORMULAS)
def test_a_reported_formula_has_one_reading(entry: dict[str, Any], which: str) -> None:
    found = readings(entry[f"{which}_latex"], entry["where"], entry.get("names"))
    assert len(found) == 1
    assert not found[0].assumed


@pytest.mark.slow
@pytest.mark.parametrize(("entry", "which"), FORMULAS)
def test_a_reported_formula_is_what_is_meant(entry: dict[str, Any], which: str) -> None:
    """Each side of a reading has the values of the same side of what is meant."""
    (reading,) = readings(entry[f"{which}_latex"], entry["where"], entry.get("names"))
    signs = (" ~ ", " <= ", " >= ", " = ")
    sign = next(sign for sign in signs if sign in entry[which])
    sides = zip(reading.formula.split(sign), entry[which].split(sign), strict=True)
    for read, meant in sides:
        if read != meant:
            found = check(f"{read} = {meant}", entry["where"], n=50)
            assert found.verdict in ("derived", "unrefuted"), (read, meant, found)


X, Y, A, B = sp.symbols("x y a b", positive=True)
K, N = sp.symbols("k n", integer=True, positive=True)
NAMES = {str(symbol): symbol for symbol in (X, Y, A, B, K, N)}
POINT = {X: mpf("1.3"), Y: mpf("0.7"), A: mpf(2), B: mpf("0.4"), N: 3}


def _grown(rng: random.Random, depth: int) -> sp.Expr:
    """A random expression of sympy."""
    if depth == 0:
        return rng.choice([X, Y, A, B, sp.pi, sp.Integer(rng.randint(1, 9)), sp.Rational(3, 7)])
    one, other = _grown(rng, depth - 1), _grown(rng, depth - 1)
    return rng.choice(
        [
            one + other,
            one - other,
            one * other,
            one / (other**2 + 1),
            one ** rng.choice([2, 3, -1, N, sp.Rational(1, 2)]),
            sp.exp(-one),
            sp.log(one**2 + 1),
            sp.sin(one),
            sp.cos(one) ** 2,
            sp.tanh(one) * other,
            sp.sqrt(one**2 + other**2),
            sp.gamma(one**2 / (one**2 + 1) + 1),  # of more, a sine has no digits left
            sp.Abs(one - other),
            sp.Sum(one * K ** rng.randint(1, 2), (K, 1, N)),
            sp.binomial(N, 2) * one,
        ]
    )


def _made(rng: random.Random) -> sp.Expr:
    """An expression that sympy can make: its sine of a binomial coefficient times pi fails."""
    while True:
        try:
            return _grown(rng, 3)
        except ValueError:
            continue


def _value(expression: sp.Expr) -> Any:
    """At one point, by mpmath: sympy's own evaluation of such sums may never end."""
    return sp.lambdify(list(POINT), expression, "mpmath")(*POINT.values())


def _agree(seed: int) -> tuple[bool, bool]:
    """Whether one of the readings of a generated formula has its value, and the first one."""
    meant = _made(random.Random(seed))
    latex = f"{sp.latex(meant)} = 0"
    wanted = _value(meant)
    agreed = []
    for formula in _read(latex, "n natural"):
        left = sp.sympify(formula.removesuffix(" = 0"), locals=NAMES)
        value = _value(left)
        agreed.append(bool(abs(value - wanted) <= 1e-9 * (1 + abs(wanted))))
    return any(agreed), agreed[0]


@pytest.mark.parametrize("seed", range(25))
def test_what_sympy_prints_is_read_back(seed: int) -> None:
    assert _agree(seed)[0]


@pytest.mark.slow
def test_five_hundred_formulas_of_sympy_are_read_back() -> None:
    found = [_agree(seed) for seed in range(1000, 1500)]
    assert all(any_ for any_, _ in found)
    assert sum(first for _, first in found) > 490


@given(st.lists(st.sampled_from(CASES["tokens"].split()), max_size=14))
def test_no_text_is_a_traceback(parts: list[str]) -> None:
    latex = " ".join(parts)
    column = 0
    try:
        assert readings(latex)
    except UnreadableFormula as fault:
        column = fault.column
    assert 0 <= column <= len(latex)


def test_macros_of_a_document_are_expanded() -> None:
    macros = {"E": (1, r"\mathbb{E}[#1]"), "half": (0, r"\frac12")}
    found = readings(r"\E{X^2} = \half", ["X ~ Normal(0, 1)"], macros=macros)
    assert [reading.formula for reading in found] == ["E(X**2) = 1/2"]
    with pytest.raises(UnreadableFormula, match="never end"):
        readings(r"\a = 1", macros={"a": (0, r"\a\a")})


def test_a_mapped_number_beside_brackets_is_a_factor() -> None:
    assert _read(
        r"\gamma^2(x + 1) = \gamma(x)", "gamma real", "x real", **{r"\gamma": "gamma"}
    ) == ["gamma**2*(x + 1) = gamma*x"]


def test_names_say_what_latex_names_are() -> None:
    assert _read(r"F_{k+1} = x_1'", **{"F_n": "fibonacci(n)", "x_1'": "y"}) == [
        "fibonacci(k + 1) = y"
    ]
    with pytest.raises(InputError, match="no name"):
        readings("x = 1", names={"a = b": "c"})


def test_readings_that_agree_have_their_verdict() -> None:
    found = check(r"\sin x y = 2", latex=True)
    assert found.verdict == "refuted"
    assert found.as_json()["read"] == ["sin(x)*y = 2", "sin(x*y) = 2"]
    assert found.as_json()["which"] == "formula_latex"


def test_readings_that_differ_leave_it_undecided() -> None:
    found = check(r"\frac{1}{2x} = 1/2x", latex=True)
    assert found.verdict == "undecided"
    assert found.outcome.reason.startswith("two readings: ")
    assert found.outcome.values is None


def test_the_command_prints_what_it_read() -> None:
    told = pycheck_command(
        "check", "--latex", r"\sum_{k=1}^n k = \frac{n(n+1)}{2} + a(1-1)", "--where", "n natural"
    )
    assert told.code == 0
    assert told.out.splitlines()[0] == "read: ∑[k = 1..n] k = n·(n + 1)/2 + a·(1 - 1)"
    assert "a(...) is read as a product" in told.out
    wrong = pycheck_command("check", "--latex", r"x^(2) = 1")
    assert wrong.code == 2
    assert wrong.err.startswith("error: TeX raises")
    assert wrong.err.count("\n") == 1


def test_a_file_may_hold_latex(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        """
[[formula]]
id = "square"
where = ["x real", "y real"]
names = { "x'" = "y" }
printed_latex = "(x + x')^2 = x^2 + x'^2"
corrected_latex = "(x + x')^2 = x^2 + 2xx' + x'^2"

[[formula]]
id = "open"
formula_latex = 'x \\pm 1 = 0'
"""
    )
    assert [len(list(entry.formulas())) for entry in read_file(path)] == [2, 1]
    told = pycheck_command("check", str(path), "--format", "json")
    rows = json.loads(told.out)["formulas"]
    assert [(row["which"], row["verdict"]) for row in rows] == [
        ("printed_latex", "refuted"),
        ("corrected_latex", "derived"),
        ("formula_latex", "not read"),
    ]
    assert rows[0]["read"] == ["(x + y)**2 = x**2 + y**2"]
    assert told.code == 1  # one of a file cannot be read
