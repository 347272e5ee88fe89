"""Both sides of what is refuted, whatever they are; and two roads that disagree."""

from collections.abc import Callable

import pytest

from pycheck.formulas import checking
from pycheck.formulas.checking import outcomes, sampled
from pycheck.formulas.outcome import Outcome
from pycheck.formulas.statement import read_formula
from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.library import Library
from pycheck.statements.mathlib.table import TABLE
from pycheck.statements.programs.runner import Runner
from pycheck.statements.values.partial import Mode


def judged(text: str, *where: str) -> Outcome:
    *_, last = outcomes(text, where, n=20, seed=0)
    return last


@pytest.mark.parametrize(
    ("text", "where", "left", "right"),
    [
        ("Matrix([[1, 2], [3, 4]])*Matrix([[0, 1], [1, 0]]) = Matrix([[1, 2], [3, 4]])", (),
         "[[2, 1], [4, 3]]", "[[1, 2], [3, 4]]"),
        ("0 < x <= 1", ("x = 3",), "3", "1"),
        ("4 < x <= 5", ("x = 3",), "4", "3"),
        ("n**2 >= 2*n", ("n natural",), "1", "2"),
        ("pi ~ 3.143", (), "3.141592654", "3.143"),
        ("1/8 ~ 0.11", (), "0.125000000", "0.11"),
        ("-pi ~ -3.13", (), "-3.14159265", "-3.13"),
    ],
)  # fmt: skip
def test_the_sides_are_shown(text: str, where: tuple[str, ...], left: str, right: str) -> None:
    outcome = judged(text, *where)
    assert outcome.verdict == "refuted"
    assert (outcome.left, outcome.right) == (left, right)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("pi ~ 3.1416", "as rounded"),
        ("pi ~ 3.1415", "as cut off"),
        ("pi ~ 3.14", "as rounded and as cut off"),
        ("pi ~ 3.15", "neither as rounded nor as cut off"),
        ("1/8 ~ 0.13", "as rounded"),
        ("-2/3 ~ -0.67", "as rounded"),
    ],
)
def test_it_is_told_how_printed_digits_hold(text: str, reading: str) -> None:
    assert judged(text).reason.split("; ")[-1] == reading


def _with_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """An evaluator that takes the sine for the cosine."""
    table = {**TABLE, "Real.sin": TABLE["Real.cos"]}
    faulty: Callable[..., Machine] = lambda *_: Machine(Library(), Mode.READER, table)  # noqa: E731
    monkeypatch.setattr(checking, "Machine", faulty)


@pytest.mark.parametrize(
    ("text", "said"),
    [("sin(x) = cos(x)", ("True", "says False")), ("sin(0*x) = 0", ("False", "says True"))],
)  # fmt: skip
def test_where_the_roads_disagree_the_verdict_is_a_conflict_with_both_values(
    monkeypatch: pytest.MonkeyPatch, text: str, said: tuple[str, str]
) -> None:
    _with_a_fault(monkeypatch)
    with Runner() as runner:
        report = sampled(read_formula(text, ()), 20, 0, runner)
        assert report.status == "conflict"
        *_, outcome = outcomes(text, (), n=20, seed=0, runner=runner)
    assert outcome.verdict == "conflict"
    assert all(part in outcome.reason for part in said), outcome.reason
    assert "with " in outcome.reason  # the program's sides
    assert outcome.left  # the evaluator's
    assert outcome.program


def test_without_a_fault_there_is_no_conflict() -> None:
    with Runner() as runner:
        *_, outcome = outcomes("sin(x) = cos(x)", (), n=20, seed=0, runner=runner)
    assert outcome.verdict == "refuted"
