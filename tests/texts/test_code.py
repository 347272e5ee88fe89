"""Formulas of docstrings beside the code that they describe."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pycheck.formulas.worker import Worker
from pycheck.texts.displayed import Displayed, of_package
from pycheck.texts.judging import DECIDED, Finding, Plan, judged
from pycheck.texts.scan import scan

MODULE = """
import math

class Power:
    shapes = "c"
    def support(self, c):
        return 0, 1
    def pdf(self, x, c):
        if not c > 0:
            return math.nan
        return c * x ** (c - 1) if 0 < x < 1 else 0
    def cdf(self, x, c):
        return x ** c

class Geometric:
    shapes = "p, lambda_"
    def support(self, p, lambda_):
        return 1, math.inf
    def pmf(self, k, p, lambda_):
        if not 0 < p < 1:
            return math.nan
        return (1 - p) ** (k - 1) * p if k >= 1 and k == int(k) else 0

power, geometric = Power(), Geometric()

def cube(x, scale=1):
    return x ** 3 * scale
"""
HOLD = (
    ("power", "f(x, c) = c x^{c-1}"),
    ("power", "F(x, c) = x^c"),
    ("power", "f(x, b) = b x^{b-1}"),
    ("power", "f(x, 2) = 2x"),
    ("power", "f(x) = c x^{c-1}"),
    ("geometric", r"f(k) = (1-p)^{k-1} p \lambda^0"),
    ("cube", r"\mathrm{cube}(x) = x^3"),
    ("cube", r"cube(x) = x^3"),
    ("cube", r"\mathrm{cube}(x, y) = y x^3"),
)
DIFFER = {
    ("power", "f(x, c) = c x^{c+1}"): "c = 1, x = 1/2",
    ("power", "F(x, c) = x^{c-1}"): "c = 0, x = 1/2",
    ("geometric", r"f(k) = (1-p)^k p \lambda^0"): "k = 1",
    ("cube", r"\mathrm{cube}(x) = x^2"): "x = -1",
    # At the ends of their domains, x = 1 and p = 1, these would agree.
    ("power", "F(x, c) = x^{2c}"): "c = 1, x = 1/2",
    ("geometric", r"f(k) = (1-p)^{2k-2} p \lambda^0"): "k = 4",
}
# Of these nothing is said: letters that are no arguments, other names, other numbers of arguments.
SILENT = {
    ("power", "f(x, c) = C x^{c-1}"),
    ("power", r"f(x, \alpha, \beta) = \alpha x^{\beta}"),
    ("power", "g(x, c) = c x^{c+1}"),
    ("power", "f(x) = 7 x"),
    ("cube", "f(x) = x^2"),
    ("cube", r"\mathrm{cube}(x, y, z) = x"),
    ("Power", "f(x, c) = c x^{c+1}"),
}


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    folder = tmp_path_factory.mktemp("code")
    (folder / "code_sample.py").write_text(MODULE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, Worker() as found:
        root = str(Path(__file__).parents[2])
        patch.setenv("PYTHONPATH", os.pathsep.join((root, str(folder), *sys.path)))
        yield found


def finding(worker: Worker, owner: str, latex: str) -> Finding:
    formula = Displayed("a:1", "", latex, {}, (), owner=f"code_sample.{owner}")
    (found,) = judged(formula, worker, Plan(n=30))
    return found


@pytest.mark.parametrize(("owner", "latex"), HOLD)
def test_a_right_docstring_agrees(worker: Worker, owner: str, latex: str) -> None:
    found = finding(worker, owner, latex)
    assert found.verdict == "unrefuted", found
    assert "agrees with code_sample:" in found.reason


@pytest.mark.parametrize(("owner", "latex"), DIFFER)
def test_a_wrong_docstring_differs(worker: Worker, owner: str, latex: str) -> None:
    found = finding(worker, owner, latex)
    assert found.verdict == "differs from the code", found
    assert f"at {DIFFER[owner, latex]}" in found.told


@pytest.mark.parametrize(("owner", "latex"), sorted(SILENT))
def test_what_is_open_is_not_held_against_code(worker: Worker, owner: str, latex: str) -> None:
    found = finding(worker, owner, latex)
    assert found.verdict not in DECIDED, found


def test_a_formula_of_one_side_only_is_no_mistake(worker: Worker) -> None:
    """The code has more cases than the formula, whose domain the text does not say."""
    found = finding(worker, "cube", r"\mathrm{cube}(x) = |x|^3")
    assert (found.verdict, found.holds_under) == ("unrefuted", "x > 0")


def test_other_links_of_a_chain_are_judged_as_ever(worker: Worker) -> None:
    latex = r"f(x, c) &= c x^{c-1} \\ &= \frac{c x^c}{x} \\ &= c x^c"
    formula = Displayed("a:1", "", latex, {}, (), owner="code_sample.power")
    found = judged(formula, worker, Plan(n=30))
    assert [(f.link, f.verdict) for f in found] == [
        (1, "unrefuted"),
        (2, "derived"),
        (3, "refuted"),
    ]


@pytest.mark.slow
def test_the_distributions_of_scipy() -> None:
    """Where its documentation is right nothing differs; one formula of version 1.17 does."""
    formulas = [f for f in of_package("scipy.stats") if "_distns" in f.place]
    found = [item for links in scan(formulas, Plan(n=50, seconds=60), jobs=2) for item in links]
    agree = [i for i in found if i.finding.reason.startswith("agrees with scipy.stats:")]
    differ = [i.formula.owner for i in found if i.finding.verdict == "differs from the code"]
    assert len(agree) > 85
    assert set(differ) <= {"scipy.stats.genhalflogistic"}
