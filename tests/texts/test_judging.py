"""Displayed formulas judged: each verdict comes out where it should, and nowhere else."""

from collections.abc import Iterator, Sequence

import pytest

from pycheck.formulas.outcome import Outcome
from pycheck.formulas.statement import read_formula
from pycheck.formulas.worker import Worker
from pycheck.texts.displayed import Displayed, Remark
from pycheck.texts.domains import Letters, assignments
from pycheck.texts.judging import Finding, Plan, judged

PLAN = Plan(n=30)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as found:
        yield found


def findings(worker: Worker, latex: str, *remarks: tuple[str, str]) -> list[Finding]:
    said = tuple(Remark(kind, text, 1) for kind, text in remarks)  # type: ignore[arg-type]
    return judged(Displayed("a.tex:1", "", latex, {}, said), worker, PLAN)


HOLD = {
    r"(a+b)^2 = a^2 + 2ab + b^2": "",
    r"\log(xy) = \log x + \log y": "",
    r"\sin^2 x + \cos^2 x = 1": "",
    r"\sqrt{x^2} = x": "x > 0",
    r"\sum_{k=0}^\infty p(1-p)^k = 1": "0 < p < 1",
    r"\sum_{k=1}^n k = \frac{n(n+1)}{2}": "n natural, n >= 1",
    r"\sqrt{x^2} = x \quad \text{for } x > 0": "",
    r"x! = \Gamma(x+1), \qquad x = 0, 1, 2, \dots": "",
    r"\sqrt{x^2} = x, \quad x \in \mathbb{R}^+": "",
}
REFUTED = {
    r"(a+b)^2 = a^2 + b^2": "a = 1, b = 1",
    r"\sum_{k=1}^n k = \frac{n(n+1)}{3}": "n = 1",
    r"\sqrt{x^2} = x \quad \text{for } x < 0": "x = -1",
    r"\zeta(2) = \frac{\pi^2}{8}": "",
    r"K_n(x) = 2 K_{-n}(x)": "n = ",
    r"H^{(1)}_n(x) = J_n(x) - i Y_n(x)": "n = ",
    r"\sum_{i=1}^n (x_i - m)^2 = \sum_{i=1}^n x_i^2 - n m^2": "n = 1",
}
# The reason for which nothing is claimed, or nothing is known.
NO_CLAIM = {
    r"E = mc^2": "a definition or a condition",
    r"0 \le p": "a definition or a condition",
    r"a_n = a_{n-1} + 1": "a definition or a condition",
    r"\sin^2 x - \cos^2 x = 1": "a definition or a condition",
    r"p = 1 - p": "a definition or a condition",
    r"f(x) = x^2": "f is not declared",
    r"|\pi(x) - x| < \sqrt{x}/(8\pi)": "pi is not declared",
    r"x + 1": "no relation",
    r"a := b + b": "a definition",
    r"\rho \equiv r^2": "a definition",
}
NOT_READ = {
    r"\sqrt{x^2} = x, \quad \heartsuit": "not read",
    r"x + x = 2x, \quad y + y = 2y": "a second formula",
    r"\nabla^2 u = 0": "not read",
}


@pytest.mark.parametrize("latex", HOLD)
def test_what_holds_somewhere_is_not_flagged_and_says_where(worker: Worker, latex: str) -> None:
    (found,) = findings(worker, latex)
    assert found.verdict in ("derived", "unrefuted")
    assert found.holds_under == HOLD[latex]


@pytest.mark.parametrize("latex", REFUTED)
def test_what_holds_nowhere_is_refuted(worker: Worker, latex: str) -> None:
    (found,) = findings(worker, latex)
    assert found.verdict == "refuted"
    assert found.outcome is not None
    point = ", ".join(f"{k} = {v}" for k, v in (found.outcome.values or {}).items())
    assert point.startswith(REFUTED[latex])


@pytest.mark.parametrize("latex", NO_CLAIM)
def test_what_can_say_what_a_name_is_claims_nothing(worker: Worker, latex: str) -> None:
    (found,) = findings(worker, latex)
    assert (found.verdict, found.reason) == ("not decided", NO_CLAIM[latex])


@pytest.mark.parametrize("latex", NOT_READ)
def test_what_is_not_read_says_why(worker: Worker, latex: str) -> None:
    (found,) = findings(worker, latex)
    assert (found.verdict, found.read) == ("not read", ())
    assert NOT_READ[latex] in found.reason


def test_a_chain_is_judged_link_by_link(worker: Worker) -> None:
    found = findings(worker, r"S &= \sum_{k=1}^n k \\ &= \frac{n(n+1)}{2} \\ &= \frac{n^2+1}{2}")
    assert [(f.link, f.verdict) for f in found] == [
        (1, "not decided"),
        (2, "derived"),
        (3, "refuted"),
    ]


def test_what_holds_as_it_may_be_read_holds_and_says_how(worker: Worker) -> None:
    (found,) = findings(worker, r"\frac{1}{2x} = 1/2x")
    assert (found.verdict, len(found.read)) == ("derived", 2)
    assert found.reason.startswith("as 1/(2·x) = 1/(2·x)")
    (wrong,) = findings(worker, r"\frac{1}{3x} = 1/2x")
    assert (wrong.verdict, len(wrong.read)) == ("refuted", 2)


def test_a_letter_may_be_a_function_of_its_own_where_it_is_a_side(worker: Worker) -> None:
    (found,) = findings(worker, r"I_n(x) = x^n")
    assert (found.verdict, found.reason) == ("not decided", "besseli may be a function of its own")
    assert findings(worker, r"I_{-n}(x) = -I_n(x)")[0].verdict == "refuted"
    assert findings(worker, r"\Gamma(n) = n!")[0].verdict == "refuted"
    assert (
        findings(worker, r"B(a, b) = \frac{\Gamma(a)\Gamma(b)}{\Gamma(a+b)}")[0].verdict
        == "derived"
    )


def test_an_integral_may_be_a_principal_value(worker: Worker) -> None:
    (found,) = findings(worker, r"\int_{-1}^2 \frac{dx}{x} = \log 2")
    assert found.verdict == "undecided"
    assert "principal value" in found.reason


def test_a_remark_says_more(worker: Worker) -> None:
    wrong = r"a = b + 1"
    assert findings(worker, wrong, ("where", "a, b real"))[0].verdict == "refuted"
    assert findings(worker, wrong, ("definition", ""))[0].verdict == "not decided"
    (skipped,) = findings(worker, wrong, ("where", "a, b real"), ("skip", "of no interest"))
    assert (skipped.verdict, skipped.reason) == ("not decided", "skipped: of no interest")
    known = ("let", "f(x) = x**2 + 1")
    assert findings(worker, "f(x) = x^2", known)[0].verdict == "refuted"
    assert findings(worker, "f(2x) = 4x^2 + 1", known)[0].verdict == "derived"


class Counting(Worker):
    """A worker that finds nothing out, and notes what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, ...]] = []

    def check(self, text: str, where: Sequence[str] = (), **_: object) -> Outcome:
        """Undecided."""
        self.asked.append(tuple(where))
        return Outcome(text, tuple(where), "undecided", "too much work")


def test_what_nothing_is_found_out_of_is_asked_in_three_domains_at_most() -> None:
    silent = Counting()
    (found,) = findings(silent, r"\Gamma(x + y + z) = xyz")
    assert (found.verdict, found.reason) == ("undecided", "too much work")
    assert len(set(silent.asked)) == len(silent.asked) == 3


def test_a_letter_of_a_constant_has_every_domain() -> None:
    conditions = [a.where for a in assignments(Letters(("I", "E")))]
    assert ("I real", "I > 0", "E real", "E > 0") in conditions
    for where in conditions:
        assert read_formula("I + E = E + I", where)


def test_a_definition_is_not_evaluated() -> None:
    silent = Counting()
    (found,) = findings(silent, r"S = \int_0^\infty e^{-at} dt")
    assert (found.verdict, found.reason) == ("not decided", "a definition or a condition")
    assert silent.asked == []


def test_a_name_with_an_index_before_names_in_brackets_may_be_a_function(worker: Worker) -> None:
    (found,) = findings(worker, "F_n(s) = 2 E_n(s)")
    assert (found.verdict, found.reason) == ("not decided", "F_n and E_n are not declared")
    assert findings(worker, "a_n(n + 1) = a_n n + a_n")[0].verdict == "derived"
    known = ("where", "i natural, t real, x(i) real")
    assert findings(worker, "x_i(t) = t x_i", known)[0].verdict == "derived"
