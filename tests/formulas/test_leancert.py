"""The third road: what the checker of the extra ``leancert`` says of counterexamples.

It must come out each way: confirmed, in conflict, and silent.
"""

import json
import sys
import time
from fractions import Fraction
from pathlib import Path

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pycheck
from pycheck.formulas import api
from pycheck.formulas.checking import Outcome
from pycheck.formulas.leancert.reading import Reader
from pycheck.formulas.leancert.road import Claim, again, named
from pycheck.formulas.leancert.server import Interval, Server, installed
from pycheck.formulas.leancert.terms import Outside, Terms
from pycheck.formulas.statement import read_formula
from pycheck.formulas.worker import Worker
from tests.command import pycheck_command
from tests.formulas.test_random import terms as random_terms

CHECKER = installed()
needs_leancert = pytest.mark.skipif(
    CHECKER is None, reason="the optional extra `leancert` is not installed"
)


def finding(
    text: str, *where: str, left: str = "", right: str = "", **values: str
) -> tuple[str, str]:
    assert CHECKER is not None
    found = again(read_formula(text, where), Claim(values, left, right), CHECKER)
    return found.verdict, found.told


def enclosed(text: str, **values: Fraction) -> Interval:
    """The interval of an expression at a point."""
    assert CHECKER is not None
    formula = read_formula(f"{text} = 0")
    with Server(CHECKER) as server:
        terms = Terms(server)
        names = {name: terms.number(value) for name, value in values.items()}
        reader = Reader(terms, formula.conditions, names, {})
        return terms.enclose(reader.side(formula.relations.sides[0]))


def near(within: Interval, value: mpmath.mpf, width: float = 1e-25) -> bool:
    """Whether an interval is narrow and holds a number that is known to 50 digits."""
    exact = Fraction(int(mpmath.floor(value * mpmath.mpf(2) ** 300)), 2**300)
    slack = Fraction(1, 10**45) * (1 + abs(exact))
    narrow = within.high - within.low <= Fraction(width) * (1 + abs(exact))
    return narrow and within.low - slack <= exact <= within.high + slack


CLOSED = {
    "exp(-5/3)": lambda: mpmath.exp(mpmath.mpf(-5) / 3),
    "log(1/1000)": lambda: -mpmath.log(1000),
    "log(7, 3)": lambda: mpmath.log(7, 3),
    "sqrt(2)": lambda: mpmath.sqrt(2),
    "sin(10)": lambda: mpmath.sin(10),
    "cos(pi/5)": lambda: (1 + mpmath.sqrt(5)) / 4,
    "tan(pi/8)": lambda: mpmath.sqrt(2) - 1,
    "cot(2)": lambda: mpmath.cot(2),
    "sec(2)": lambda: mpmath.sec(2),
    "csc(2)": lambda: mpmath.csc(2),
    "sinh(3) - cosh(3)": lambda: -mpmath.exp(-3),
    "tanh(1/2)": lambda: mpmath.tanh(0.5),
    "asinh(-2)": lambda: mpmath.asinh(-2),
    "atanh(9/10)": lambda: mpmath.atanh(mpmath.mpf(9) / 10),
    "pi": lambda: mpmath.pi,
    "E": lambda: mpmath.e,
    "GoldenRatio": lambda: mpmath.phi,
    "2**(1/3)": lambda: mpmath.cbrt(2),
    "(-2)**(-3)": lambda: mpmath.mpf(-1) / 8,
    "Max(1, pi, 3)": lambda: mpmath.pi,
    "Min(1, pi, 3)": lambda: mpmath.mpf(1),
    "Abs(3 - pi)": lambda: mpmath.pi - 3,
    "floor(-pi)": lambda: mpmath.mpf(-4),
    "ceiling(exp(1))": lambda: mpmath.mpf(3),
    "sign(3 - pi)": lambda: mpmath.mpf(-1),
    "binomial(10, 3)": lambda: mpmath.mpf(120),
    "factorial(20)": lambda: mpmath.factorial(20),
    "Sum(1/(k*j), (j, 1, k), (k, 1, 4))": lambda: mpmath.fsum(
        mpmath.harmonic(k) / k for k in range(1, 5)
    ),
    "Product(1 - 1/k**2, (k, 2, 9))": lambda: mpmath.mpf(10) / 18,
    "Piecewise((1, pi < 3), (2, True))": lambda: mpmath.mpf(2),
    "Subs(x**2, x, 3)": lambda: mpmath.mpf(9),
}


@needs_leancert
@pytest.mark.parametrize("text", CLOSED)
def test_the_checker_encloses_what_mpmath_computes(text: str) -> None:
    with mpmath.workdps(60):
        assert near(enclosed(text), CLOSED[text]())


@needs_leancert
@settings(max_examples=15, deadline=None)
@given(
    random_terms,
    st.fractions(-3, 3, max_denominator=9),
    st.fractions(Fraction(1, 9), 3, max_denominator=9),
    st.integers(0, 4),
)
def test_random_terms_lie_in_what_the_checker_encloses(
    text: str, x: Fraction, y: Fraction, n: int
) -> None:
    try:
        within = enclosed(text, x=x, y=y, n=Fraction(n))
    except Outside:
        return
    with mpmath.workdps(60):
        names = {"x": mpmath.mpf(x.numerator) / x.denominator, "n": mpmath.mpf(n)}
        names["y"] = mpmath.mpf(y.numerator) / y.denominator
        functions = {name: getattr(mpmath, name) for name in ("sin", "exp", "log")}
        assert near(within, mpmath.mpf(eval(text, {**functions, **names})), width=1e3)


@needs_leancert
@pytest.mark.parametrize(
    ("text", "at", "slope"),
    [
        ("x**3", Fraction(1, 2), lambda: mpmath.mpf(3) / 4),
        ("x**x", Fraction(2), lambda: 4 * (mpmath.log(2) + 1)),
        ("log(x)/x", Fraction(3), lambda: (1 - mpmath.log(3)) / 9),
        ("sqrt(x)*sin(pi*x)", Fraction(1), lambda: -mpmath.pi),
        ("Abs(x)**3", Fraction(-2), lambda: mpmath.mpf(-12)),
        ("sinh(2*x)", Fraction(1), lambda: 2 * mpmath.cosh(2)),
    ],
)
def test_derivatives_are_the_checkers_own(text: str, at: Fraction, slope: object) -> None:
    assert callable(slope)
    with mpmath.workdps(60):
        assert near(enclosed(f"Derivative({text}, x)", x=at), slope(), width=1e-12)


@needs_leancert
@pytest.mark.parametrize(
    "text",
    [
        "1/(x - 1)",
        "log(1 - x)",
        "log(-x)",
        "sqrt(-x)",
        "(x - 1)**(-2)",
        "(-x)**(1/3)",
        "atanh(2*x)",
        "Derivative(Abs(x - 1), x)",
        "Derivative(Max(x, 1), x)",
        "Derivative(floor(x), x)",
        "Derivative(x**2, x, 2)",
        "Derivative(Derivative(x**2, x), x)",
        "floor(log(E))",
        "Sum(1/k**2, (k, 1, oo))",
        "erf(x)",
        "gamma(x)",
        "Integral(t, (t, 0, x))",
        "re(x)",
        "exp(10**6*x)",
        "x**(10**6)",
        "Sum(k, (k, 1, 10**9))",
    ],
)
def test_what_has_no_value_or_no_word_is_outside(text: str) -> None:
    with pytest.raises(Outside):
        enclosed(text, x=Fraction(1))


@needs_leancert
def test_the_checker_itself_answers_outside_of_a_domain() -> None:
    """Which is why the arguments are enclosed first."""
    assert CHECKER is not None
    negative = {"kind": "const", "val": {"n": -1, "d": 1}}
    with Server(CHECKER) as server:
        found = server.enclose({"kind": "log", "e": negative}, [])
    assert found.low < 0 < found.high


CONFIRMED = [
    ("sqrt(x**2) = x", (), {"x": "-1"}),
    ("exp(x) <= 1 + x", (), {"x": "1/2"}),
    ("(x + 1)**2 != x**2 + 2*x + 1", ("x > 0",), {"x": "1/3"}),
    ("0 < x < x**2", (), {"x": "1/2"}),
    ("pi ~ 3.15", (), {}),
    ("x**2 > x", ("x > 0",), {"x": "1"}),
    ("n**2 = n", ("n natural",), {"n": "2"}),
    ("q = 2", ("q prime",), {"q": "9973"}),
    ("f(x) = 2", ("x > 0", "f(t) = t**2"), {"x": "1"}),
    (
        "Sum(p(i)*log(p(i)), (i, 1, n)) >= 0",
        ("n natural", "p(i) > 0", "Sum(p(i), (i, 1, n)) = 1"),
        {"n": "2", "p": "[0, 1/2, 1/2]"},
    ),
    ("Sum(x(i), (i, 1, n)) = n", ("n natural", "x(i) real"), {"n": "3", "x": "[0, 1, then 1/2]"}),
    ("Sum(x(i), (i, 1, n)) = n", ("n natural", "x(i) real"), {"n": "3", "x": "k ↦ 2"}),
    ("x(1) + x(2) = 1", ("x(i) real",), {"x": "k ↦ (1/2)^(k + 1)"}),
    ("x(1) + x(2) = 1", ("x(i) real",), {"x": "k ↦ 3 (k + 1)^(-2)"}),
    ("Derivative(x*exp(x), x) = exp(x)", (), {"x": "1"}),
]


@needs_leancert
@pytest.mark.parametrize(("text", "where", "values"), CONFIRMED, ids=[c[0] for c in CONFIRMED])
def test_a_refutation_is_confirmed(
    text: str, where: tuple[str, ...], values: dict[str, str]
) -> None:
    assert finding(text, *where, **values) == ("confirmed", "")


CONFLICTS = [
    # A relation that holds at the point.
    ("(x + 1)**2 = x**2 + 2*x + 1", (), {"x": "1/3"}, "", ""),
    ("exp(x) >= 1 + x", (), {"x": "1/2"}, "", ""),
    ("pi ~ 3.14", (), {}, "", ""),
    # A side that is something else.
    ("sqrt(x**2) = Abs(x)", (), {"x": "-2"}, "2", "-2"),
    ("sin(x)**2 + cos(x)**2 = 1", (), {"x": "1"}, "[1.4 +/- 1e-3]", "1"),
    ("exp(x) > 3", (), {"x": "1"}, "3", "[2.6 +/- 0.01]"),
    ("x(1) + x(2) = 3/8", ("x(i) real",), {"x": "k ↦ (1/2)^(k + 1)"}, "1", "3/8"),
    ("x(1) + x(2) = 13/12", ("x(i) real",), {"x": "k ↦ 3 (k + 1)^(-2)"}, "1", "13/12"),
    # A condition that fails.
    ("sqrt(x**2) = x", ("x > 0",), {"x": "-1"}, "1", "-1"),
]


@needs_leancert
@pytest.mark.parametrize(("text", "where", "values", "left", "right"), CONFLICTS)
def test_a_wrong_refutation_is_a_conflict(
    text: str, where: tuple[str, ...], values: dict[str, str], left: str, right: str
) -> None:
    verdict, told = finding(text, *where, left=left, right=right, **values)
    assert verdict == "conflict"
    assert named() in told


SILENT = [
    # True, and never seen to be for certain.
    ("sin(x)**2 + cos(x)**2 = 1", (), {"x": "1"}),
    ("exp(log(x)) = x", (), {"x": "3"}),
    # False, by less than can be told.
    ("sqrt(2) = 1.41421356237309504880168872420969807856967187537694807317667973799073", (), {}),
    # No exact value, no domain that is seen, conditions that are not seen to hold.
    ("x = 1", (), {"x": "1.41421356237"}),
    ("x = 1", ("x natural",), {"x": "-2"}),
    ("x = 1", ("x prime",), {"x": "9"}),
    ("x = 2", ("x prime",), {"x": "1"}),
    ("x = 1", ("x prime",), {"x": "10000000000037"}),
    ("x = 1", ("x complex",), {"x": "2"}),
    ("x = 1", ("gamma(x) > 0",), {"x": "2"}),
    ("x = 1", ("sin(x)**2 + cos(x)**2 = 1",), {"x": "2"}),
    ("p(1) = 1", ("p(i) > 0",), {"p": "[1, -1]"}),
    ("p(1) = 1", ("p(i) real",), {"p": "k ↦ 2 (k + 1)^(-1/2)"}),
    ("p(t) = 1", ("p(t) smooth", "t real"), {"p": "t ↦ 1 t²", "t": "2"}),
    ("E(X) = 1", ("X ~ Normal(0, 1)",), {}),
]


@needs_leancert
@pytest.mark.parametrize(("text", "where", "values"), SILENT)
def test_what_is_not_certain_is_no_evidence(
    text: str, where: tuple[str, ...], values: dict[str, str]
) -> None:
    verdict, told = finding(text, *where, **values)
    assert verdict == "no evidence"
    assert told


@needs_leancert
def test_a_confirmed_refutation_is_told() -> None:
    found = pycheck.check("sqrt(x**2) = x", n=20)
    assert found.verdict == "refuted"
    assert found.third_road == named()
    assert named() in found._repr_html_()
    outcome = pycheck_command("check", "sqrt(x**2) = x", "--n", "20")
    assert f"confirmed by {named()}" in outcome.out
    outcome = pycheck_command("check", "gamma(x) = 7", "--where", "x > 0", "--format", "json")
    (row,) = json.loads(outcome.out)["formulas"]
    assert (row["verdict"], row["confirmed_by"]) == ("refuted", None)


@needs_leancert
def test_an_error_of_the_evaluator_is_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refutation that is made up for a formula that holds."""

    def lies(_: Worker, text: str, *__: object, **___: object) -> Outcome:
        return Outcome(text, (), "refuted", values={"x": "1/2"}, left="1", right="[2 +/- 0.1]")

    monkeypatch.setattr(Worker, "check", lies)
    found = pycheck.check("sin(x)**2 + cos(x)**2 = 1")
    assert found.verdict == "conflict"
    assert not found.as_expected
    assert "right [2 +/- 0.1]" in found.outcome.reason
    assert named() in found.outcome.reason


def test_without_the_extra_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "installed", lambda: None)
    found = pycheck.check("sqrt(x**2) = x", n=20)
    assert found.verdict == "refuted"
    assert found.third_road == ""
    assert found.as_json()["confirmed_by"] is None


HELLO = '{"id": 1, "result": {"bridge_api_version": "1.0.0"}}'
BROKEN = {
    "silent": "import time; time.sleep(60)",
    "dead": "",
    "rubbish": "while True: print('[')",
    "another interface": 'print(\'{"id": 1, "result": {"bridge_api_version": "2.1"}}\')',
    "an error": f'print(\'{HELLO}\'); print(\'{{"id": 2, "error": "no"}}\')',
    "no interval": f'print(\'{HELLO}\'); print(\'{{"id": 2, "result": {{"lo": 3}}}}\')',
    "another number": f"print('{HELLO}'); print('{{\"id\": 7, \"result\": 1}}')",
    "late": f"import time; print('{HELLO}', flush=True); time.sleep(60)",
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_checker_that_is_broken_is_no_evidence(what: str, tmp_path: Path) -> None:
    program = tmp_path / "checker"
    program.write_text(f"#!{sys.executable}\n{BROKEN[what]}\n", encoding="utf-8")
    program.chmod(0o755)
    began = time.monotonic()
    claim = Claim({"x": "-1"}, "1", "-1")
    found = again(read_formula("sqrt(x**2) = x"), claim, program, seconds=2)
    assert found.verdict == "no evidence"
    assert time.monotonic() - began < 30


def test_a_checker_that_is_not_there_is_no_evidence(tmp_path: Path) -> None:
    found = again(read_formula("x = 1"), Claim({"x": "2"}, "2", "1"), tmp_path / "none")
    assert found.verdict == "no evidence"


@needs_leancert
@pytest.mark.slow
def test_reported_slips_in_the_fragment_are_confirmed() -> None:
    """So many of docs/formulas.md; the others have no word there."""
    path = Path(__file__).parents[2] / "examples/public-errata/formulas.toml"
    found = list(api.check_file(api.read_file(path)))
    refuted = [item for item in found if item.verdict == "refuted"]
    assert all(item.as_expected for item in found)
    assert sum(bool(item.third_road) for item in refuted) >= 18
    assert all(not item.third_road for item in found if item.verdict != "refuted")
