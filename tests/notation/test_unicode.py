"""LaTeX as a line of Unicode: nothing changes its value, and what cannot be read stays."""

import cmath
from dataclasses import dataclass

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pycheck.notation import prose, spelled, unicode_of
from pycheck.notation.unicode import unicode_of as read
from tests.notation.reading import value_of

AT = {"x": 1.3 + 0j, "n": 2.0 + 0j, "gamma": 0.7 + 0j, "theta": 2.9 + 0j, "C_V": 1.9 + 0j}
NAMES = {"x": "x", "n": "n", "gamma": r"\gamma", "theta": r"\theta", "C_V": "C_V"}


@dataclass(frozen=True)
class Written:
    """An expression in LaTeX, with its value and whether it needs brackets in a row."""

    latex: str
    value: complex
    single: bool = True

    @property
    def part(self) -> str:
        """The expression as a part of a row."""
        return self.latex if self.single else rf"\left({self.latex}\right)"


LEAVES = st.one_of(
    st.integers(0, 30).map(lambda k: Written(str(k), complex(k))),
    st.sampled_from(sorted(NAMES)).map(lambda name: Written(NAMES[name], AT[name])),
)


def _sum(a: Written, b: Written) -> Written:
    return Written(f"{a.latex} + {b.part}", a.value + b.value, single=False)


def _difference(a: Written, b: Written) -> Written:
    return Written(f"{a.latex}-{b.part}", a.value - b.value, single=False)


def _product(a: Written, b: Written) -> Written:
    sign = r"\cdot " if b.latex[0].isdigit() or b.latex.startswith(r"\left") else r"\,"
    return Written(f"{a.part}{sign}{b.part}", a.value * b.value, single=False)


def _beside(a: Written, b: Written) -> Written:
    # A digit beside a digit, or a letter before a bracket, would be another thing in LaTeX too.
    sign = r"\cdot " if b.latex[0].isdigit() or not b.single else " "
    return Written(f"{a.part}{sign}{b.part}", a.value * b.value, single=False)


def _quotient(a: Written, b: Written) -> Written:
    return Written(rf"\frac{{{a.latex}}}{{{b.latex}}}", a.value / b.value, single=False)


def _on_one_line(a: Written, b: Written) -> Written:
    return Written(f"{a.part}/{b.part}", a.value / b.value, single=False)


def _positive(a: Written) -> None:
    """Below zero a root has two sides, which rounding could change."""
    if a.value.real <= 1e-9:
        raise ValueError


def _power(a: Written, b: Written) -> Written:
    latex = rf"{{{a.part}}}^{{{b.latex}}}"
    _positive(a)
    return Written(latex, cmath.exp(b.value * cmath.log(a.value)), single=False)


def _minus(a: Written) -> Written:
    return Written(f"-{a.part}", -a.value, single=False)


def _root(a: Written) -> Written:
    _positive(a)
    return Written(rf"\sqrt{{{a.latex}}}", cmath.sqrt(a.value))


def _logarithm(a: Written) -> Written:
    _positive(a)
    return Written(rf"\log{{\left({a.latex}\right)}}", cmath.log(a.value), single=False)


TWO = (_sum, _difference, _product, _beside, _quotient, _on_one_line, _power)
ONE = (_minus, _root, _logarithm)


@st.composite
def _written(draw: st.DrawFn, depth: int = 4) -> Written:
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        return draw(LEAVES)
    form = draw(st.sampled_from((*TWO, *TWO, *ONE)))
    parts = [draw(_written(depth - 1)) for _ in range(2 if form in TWO else 1)]
    try:
        return form(*parts)  # type: ignore[operator, no-any-return]
    except (ZeroDivisionError, OverflowError, ValueError):
        return parts[0]


@settings(max_examples=500)
@given(_written())
def test_a_printed_formula_has_the_value_of_its_latex(formula: Written) -> None:
    assume(abs(formula.value) < 1e12)
    text = unicode_of(formula.latex)
    assert text is not None
    assert "\\" not in text
    for printed in (text, spelled(text, "ascii")):
        try:
            found = value_of(printed, AT)
        except (ZeroDivisionError, OverflowError):
            assume(False)
        assert found == pytest.approx(formula.value, rel=1e-6, abs=1e-6), printed
    assert spelled(text, "ascii").isascii()


@pytest.mark.parametrize(
    ("latex", "printed", "ascii_"),
    [
        (r"\frac{1}{1-\gamma}", "1/(1 - γ)", "1/(1 - gamma)"),
        ("x^{n+1}", "xⁿ⁺¹", "x^(n+1)"),
        (r"x^{\gamma+1}", "x^(γ + 1)", "x^(gamma + 1)"),
        (r"\gamma^{-2}", "γ⁻²", "gamma^(-2)"),
        ("-(a+b)", "-(a + b)", "-(a + b)"),
        ("a-(b-c)", "a - (b - c)", "a - (b - c)"),
        (r"a/(b/c)", "a/(b/c)", "a/(b/c)"),
        (r"\frac{a}{\frac{b}{c}}", "a/(b/c)", "a/(b/c)"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c", "(a/b)/c"),
        (r"\frac{1}{\frac{1}{1+\frac{1}{x}}}", "1/(1/(1 + 1/x))", "1/(1/(1 + 1/x))"),
        ("(-x)^2", "(-x)²", "(-x)^2"),
        ("-x^2", "-x²", "-x^2"),
        ("x^{1/2}", "x^(1/2)", "x^(1/2)"),
        ("{x^2}^3", "(x²)³", "(x^2)^3"),
        (r"\sqrt 2\,\theta", "√2·θ", "sqrt(2)*theta"),
        (r"\sqrt{1+x}", "√(1 + x)", "sqrt(1 + x)"),
        (r"\frac{\log N}{2}", "(log N)/2", "(log N)/2"),
        (r"\log\tfrac Nd", "log(N/d)", "log(N/d)"),
        (r"\sum_{d=1}^{N} d^{-\gamma}", "∑[d = 1..N] d^(-γ)", "sum[d = 1..N] d^(-gamma)"),
        (r"\int_0^1 f(x)\,dx", "∫[0..1] f(x) dx", "int[0..1] f(x) dx"),
        (r"\prod_k a_k \le \infty", "∏[k] a_k ≤ ∞", "prod[k] a_k <= oo"),
        (r"\lim_{x\to0^+}\frac{1}{x}", "lim[x → 0⁺] 1/x", "lim[x -> 0^+] 1/x"),
        (r"C_V = \frac{dU}{dT}", "C_V = dU/dT", "C_V = dU/dT"),
        (r"\frac{d}{d-1} \ne 1", "d/(d - 1) ≠ 1", "d/(d - 1) != 1"),
        (r"62\,832 + 10^{1000}", "62 832 + 10¹⁰⁰⁰", "62 832 + 10^1000"),
        (r"m_{k+1} = \gamma_{\text{Padé}}", "m_(k + 1) = γ_Padé", "m_(k + 1) = gamma_Pade"),
        (r"\lVert w-v_1\rVert\,|x|", "‖w - v₁‖·|x|", "||w - v_1||*|x|"),
        (r"p(x\mid y)", "p(x | y)", "p(x | y)"),
        (r"2\gamma N", "2γ·N", "2 gamma*N"),
    ],
)
def test_formulas_as_a_reader_writes_them(latex: str, printed: str, ascii_: str) -> None:
    assert unicode_of(latex) == printed
    assert spelled(printed, "ascii") == ascii_


@pytest.mark.parametrize(
    "latex",
    [r"\frac{1}{", r"\href{a}{b}", r"\unknown", r"\underbrace{x}_n", r"\left(x", "", r"{}^2"],
)
def test_what_cannot_be_read_stays_as_it_is(latex: str) -> None:
    assert read(latex) is None
    if latex:
        assert prose(f"so ${latex}$ is") == f"so ${latex}$ is"


def test_a_sentence_keeps_its_words() -> None:
    assert prose(r"with $T = 1/\gamma$, at $\gamma \to 1$.") == "with T = 1/γ, at γ → 1."
    assert prose("costs 5 $ or so") == "costs 5 $ or so"


@given(st.text(max_size=40), st.sampled_from(["ascii", "latin-1", "cp1252", "cp437"]))
def test_spelling_never_fails_and_leaves_what_the_terminal_has(text: str, encoding: str) -> None:
    found = spelled(text, encoding)
    if text.isascii():
        assert found == text
    assert spelled(found, encoding) == found or not found.isascii()


def test_a_terminal_with_some_of_the_signs_keeps_them() -> None:
    assert spelled("x² + γ⁻² ± 1·y", "latin-1") == "x² + gamma^(-2) ± 1·y"
    assert spelled("■ proved, · not applicable", "ascii") == "# proved, . not applicable"
    assert spelled("√log(γ·(1 + x)) + √|x|", "ascii") == "sqrt(log(gamma*(1 + x))) + sqrt(|x|)"
