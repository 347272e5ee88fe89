"""Every derivation holds, step by step, and can be read."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from latex2mathml.converter import convert
from sympy.core.function import AppliedUndef

from pycheck.checks.derivation import Working, typeset
from pycheck.notation import prose, unicode_of
from tests.book.derivations.derived import derived
from tests.checks_of import checks_of
from tests.notation.typed import typed

CHECKS = checks_of("derivation")


@pytest.mark.parametrize("name", CHECKS)
def test_every_derivation_holds_and_its_formulas_can_be_typeset(name: str) -> None:
    derivation = derived(CHECKS[name])
    failed = [step.text for step in derivation.steps if step.text.startswith("Does not come out")]
    assert failed == []
    assert derivation.holds is True
    assert derivation.steps
    for step in derivation.steps:
        assert step.text
        assert not step.latex or convert(step.latex).startswith("<math")
    assert derivation.checked
    assert derivation.arrived == derivation.results
    for value in derivation.results.values():
        assert isinstance(value, sp.Basic)
        assert all(s == sp.Symbol(s.name) for s in value.free_symbols)


@pytest.mark.parametrize("name", CHECKS)
def test_the_mathematics_of_sentences_is_set(name: str) -> None:
    for step in derived(CHECKS[name]).steps:
        assert typed(step.text) == [], step.text
        assert "$" not in prose(step.text), step.text
        assert "\\" not in prose(step.text), step.text
        assert not step.latex or unicode_of(step.latex), step.latex


def test_what_is_typed_is_seen() -> None:
    assert typed("with d m_k / d gamma = -m_(k+1)") == ["m_k", "gamma", "="]
    assert typed("gamma**(-2)") == ["gamma", "**"]
    assert typed(r"at $\gamma = 1$, the power of `gamma_k`") == []


@pytest.mark.parametrize("name", CHECKS)
def test_no_step_shows_eulers_constant_as_the_letter_of_the_exponent(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not any(r"\gamma" in step.text + step.latex for step in derived(CHECKS[name]).steps):
        return
    # Both are a gamma on the page: give the one that sympy prints by itself another name.
    monkeypatch.setattr(type(sp.EulerGamma), "_latex", lambda *_: "EULER")
    assert sp.latex(sp.EulerGamma) == "EULER"
    shown = [step.text + step.latex for step in CHECKS[name]().steps]
    assert [text for text in shown if "EULER" in text] == []


@pytest.mark.parametrize("name", CHECKS)
def test_no_equation_is_of_a_number_that_was_evaluated_before(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    equal = Working.equal

    def strict(self: Working, text: str, left: Any, right: Any, latex: str = "") -> None:
        same = typeset(left) == typeset(right)
        number = sp.sympify(left).is_number and not sp.sympify(left).has(AppliedUndef)
        assert not same or (latex and not number), text
        equal(self, text, left, right, latex)

    monkeypatch.setattr(Working, "equal", strict)
    CHECKS[name]()


@pytest.mark.parametrize("name", CHECKS)
def test_no_checked_step_shows_the_same_thing_twice(name: str) -> None:
    for step in derived(CHECKS[name]).checked:
        sides = [side.strip() for side in step.latex.split("=")]
        assert len(sides) < 2 or len({*sides}) > 1, step
        assert all(left != right for left, right in pairwise(sides)), step


def test_every_topic_has_a_file_of_tests() -> None:
    topics = {name.partition(".")[0] for name in CHECKS}
    tested = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert topics == tested - {"all"}


def test_importing_runs_no_derivation() -> None:
    code = (
        "from pycheck.checks import derivation\n"
        "def refuse(*args, **kwargs): raise SystemExit('a derivation ran on import')\n"
        "derivation.Working.__init__ = refuse\n"
        "from tests.checks_of import checks_of\n"
        "assert checks_of('derivation')\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
