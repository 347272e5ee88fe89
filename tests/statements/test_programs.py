"""Programs of the second road: what they compute, standing alone, against known closed forms."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from mpmath import mp, mpf

from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Node, Var
from pycheck.statements.language.types import INT as INT_TYPE
from pycheck.statements.language.types import NAT as NAT_TYPE
from pycheck.statements.language.types import REAL as REAL_TYPE
from pycheck.statements.language.types import Arrow
from pycheck.statements.mathlib.table import TABLE
from pycheck.statements.programs.child import run
from pycheck.statements.programs.helpers import HELPERS
from pycheck.statements.programs.program import LONGEST, Given, Part, Program, write
from pycheck.statements.programs.runner import LATE, Runner
from pycheck.statements.programs.text import NoProgram
from pycheck.statements.programs.words import WORDS
from pycheck.statements.writing import (
    INT,
    NAT,
    REAL,
    Kind,
    Term,
    call,
    constant,
    exists,
    exp,
    forall,
    functions,
    has_derivative,
    iff,
    implies,
    integral,
    log,
    real,
    series,
    sqrt,
    tends_to,
)
from tests.statements.corpus.arithmetic import choose, divides, factorial, gcd, prime, remainder
from tests.statements.corpus.entries import (
    HIDDEN,
    PI,
    inverse,
    nat,
    of_natural,
    of_real,
    r,
    ratio,
    total,
    whole,
)
from tests.statements.trees import book

LIBRARY = Library(book())


def given(index: int, kind: Kind) -> Term:
    """A variable that is given a value, `index` binders out."""
    return Term(kind, lambda depth: Var(index + depth))


def program(
    conclusion: Term, values: Mapping[str, tuple[Kind, Given]] | None = None, digits: int = 40
) -> Program:
    """The program of a conclusion below the given variables, the last of them at index 0."""
    known = values or {}
    parts = [Part(name, "variable", kind.node) for name, (kind, _) in known.items()]
    at_positions = {i: value for i, (_, value) in enumerate(known.values())}
    return write(LIBRARY, "statement", parts, conclusion.node, at_positions, digits=digits)


def standing_alone(source: str, tmp_path: Path) -> dict[str, str]:
    """What a program prints as a file, in a process that knows nothing of this package."""
    path = tmp_path / "certificate.py"
    path.write_text(source, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-I", str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    lines = ran.stdout.strip().splitlines()
    assert lines[-1].startswith("holds: ")
    return dict(line.split(": ", 1) for line in lines)


def value(term: Term) -> mpf:
    """The value of a real term, as the left side of an equation."""
    found = run(program(term == 0).source, 10)
    assert "error" not in found, found
    with mp.workdps(40):
        return mpf(found["left"])


def counted(term: Term) -> int:
    """The value of a whole number."""
    return int(run(program(term == 0).source, 10)["left"])


def holds(proposition: Term) -> bool | None:
    """The truth of a proposition."""
    found = run(program(proposition).source, 10)
    assert "error" not in found, found
    truth: bool | None = found["holds"]
    return truth


def of_reals(name: str, *arguments: Term | Node) -> Term:
    """A real function of Mathlib."""
    return call(name, *arguments, kind=REAL)


def of_naturals(name: str, *arguments: Term | Node) -> Term:
    """A function of Mathlib with whole values."""
    return call(name, *arguments, kind=NAT)


def sigma(start: int, stop: int) -> Term:
    """``∑ k ∈ [start, stop], k``."""
    support = call("Finset.Icc", NAT.node, HIDDEN, HIDDEN, nat(start), nat(stop))
    return call("Finset.sum", NAT.node, REAL.node, HIDDEN, support, of_natural(real), kind=REAL)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (r(1) / 0, 0),
        (inverse(r(0)), 0),
        (log(0), 0),
        (log(-3) - log(3), 0),
        (sqrt(-4), 0),
        (sqrt(49), 7),
        (r(0) ** r(0), 1),
        (r(0) ** r(-2), 0),
        (r(0) ** 0, 1),
        (r(-8) ** ratio(1, 3), 1),
        (r(-2) ** r(3), -8),
        (abs(r(-5)), 5),
        (exp(0), 1),
        (sigma(1, 10), 55),
        (sigma(5, 4), 0),
        (integral(of_real(lambda x: x * x), 0, 3), 9),
        (of_reals("Real.logb", r(2), r(8)), 3),
        (of_reals("Real.tan", r(0)), 0),
        (of_reals("Real.arcsin", r(2)), "1.570796326794896619231321691639751442099"),
        (of_reals("riemannZeta", r(2)), "1.644934066848226436472415166646025189219"),
        (of_reals("Real.negMulLog", r(0)), 0),
        (of_reals("Real.Gamma", r(-2)), 0),
        (of_reals("Special.beta", r(2), r(3)), "0.08333333333333333333333333333333333333333"),
        (of_reals("Special.erf", r(0)), 0),
        (of_reals("Special.polygamma", r(1), r(1)), "1.644934066848226436472415166646025189219"),
        (of_reals("Special.hyper21", r(1), r(1), r(1), ratio(1, 2)), 2),
        (of_reals("Real.sigmoid", r(0)), 0.5),
        (of_reals("Int.floor", REAL.node, HIDDEN, HIDDEN, ratio(-7, 2)), -4),
    ],
)
def test_values_and_lean_s_conventions(node: Term, expected: float | str) -> None:
    with mp.workdps(40):
        assert abs(value(node) - mpf(expected)) < mpf(10) ** -30


@pytest.mark.parametrize(
    ("n", "d", "quotient", "left"),
    # Euclid's division: the remainder is never negative.
    [(7, 2, 3, 1), (-7, 2, -4, 1), (7, -2, -3, 1), (-7, -2, 4, 1), (7, 0, 0, 7), (0, 3, 0, 0)],
)
def test_the_division_of_integers_is_euclid_s(n: int, d: int, quotient: int, left: int) -> None:
    assert counted(whole(n) / whole(d)) == quotient
    assert counted(remainder(whole(n), whole(d))) == left
    assert d * quotient + left == n


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (nat(3) - 5, 0),
        (nat(5) - 3, 2),
        (nat(7) / 0, 0),
        (remainder(nat(7), 0), 7),
        (nat(0) ** 0, 1),
        (gcd(nat(12), nat(18)), 6),
        (choose(nat(5), 7), 0),
        (factorial(nat(6)), 720),
        (of_naturals("Nat.fib", nat(30)), 832040),
        (of_naturals("Nat.totient", nat(36)), 12),
        (of_naturals("Nat.log", nat(2), nat(31)), 4),
        (of_naturals("Nat.sqrt", nat(99)), 9),
        (of_naturals("Finset.card", NAT.node, call("Nat.divisors", nat(28))), 6),
    ],
)
def test_whole_numbers_are_exact(node: Term, expected: int) -> None:
    assert counted(node) == expected


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (r(1) <= r(2), True),
        (r(2) < r(1), False),
        (call("GE.ge", REAL.node, HIDDEN, r(2), r(1)), True),
        (r(1) != r(2), True),
        ((r(1) < r(2)) & (r(2) < r(1)), False),
        ((r(1) < r(2)) | (r(2) < r(1)), True),
        (~(r(1) < r(2)), False),
        (iff(r(1) < r(2), r(3) < r(4)), True),
        (sqrt(2) * sqrt(2) == 2, True),
        (sqrt(2) * sqrt(2) < 2, None),
        (prime(nat(97)), True),
        (prime(nat(91)), False),
        (divides(nat(0), nat(5)), False),
        (exists("n", NAT, lambda n: n * n == 9), True),
        (exists("n", NAT, lambda n: n * n == 8), None),
    ],
)
def test_propositions_have_three_truth_values(node: Term, expected: bool | None) -> None:
    assert holds(node) is expected


def test_a_bounded_for_all_is_decided_and_an_open_one_is_only_denied() -> None:
    assert holds(forall("n", NAT, lambda n: implies(n < 9, n * n <= 64))) is True
    assert holds(forall("x", REAL, lambda x: x * x >= 0)) is None
    assert holds(forall("x", REAL, lambda x: x <= x * x)) is False


def test_a_difference_that_may_be_rounding_divides_nothing() -> None:
    """``1 / (1/3 + 1/3 + 1/3 - 1)`` is ``1 / 0``, and a program cannot see it."""
    third = ratio(1, 3)
    nothing = third + third + third - 1
    answers = [run(program(1 / nothing == 0, digits=digits).source, 10) for digits in (40, 41, 80)]
    assert all("too close" in a.get("error", "") or a["holds"] for a in answers)


def test_a_derivative_is_that_from_both_sides() -> None:
    square = of_real(lambda x: x * x)
    assert holds(has_derivative(square, 6, 3)) is True
    assert holds(has_derivative(square, 5, 3)) is False
    corner = run(program(has_derivative(of_real(abs), 0, 0)).source, 10)
    assert "no derivative" in corner["error"]


def test_a_series_is_summed_or_refused() -> None:
    def of(summand: Callable[[Term], Term]) -> mpf:
        return value(series(of_natural(summand)))

    assert abs(of(lambda n: ratio(1, 2) ** n) - 2) < 1e-15
    assert abs(of(lambda n: inverse((real(n) + 1) ** 2)) - mp.pi**2 / 6) < 1e-15
    assert of(lambda n: inverse((real(n) + 1) ** 0)) == 0  # in Lean, as it diverges


def test_a_certificate_stands_alone(tmp_path: Path) -> None:
    values: dict[str, tuple[Kind, Given]] = {
        "N": (NAT, Given(NAT_TYPE, "10")),
        "x'": (REAL, Given(REAL_TYPE, "mpf(1) / 3")),
        "λ": (INT, Given(INT_TYPE, "-2")),
        "f": (functions(NAT, REAL), Given(Arrow(NAT_TYPE, REAL_TYPE), "lambda k: mpf(k) / 2")),
    }
    count, x = given(3, NAT), given(2, REAL)
    geometric = total(count, lambda k: x**k) == (1 - x**count) / (1 - x)
    said = standing_alone(program(geometric, values).source, tmp_path)
    assert said["holds"] == "True"
    expected = (1 - mpf(1) / 3**10) / (1 - mpf(1) / 3)
    assert abs(mpf(said["left"]) - expected) < 1e-14
    applied = given(0, functions(NAT, REAL))(7)
    assert standing_alone(program(applied < 3, values).source, tmp_path) == {
        "left": "3.5",
        "right": "3",
        "holds": "False",
    }


def test_hypotheses_are_said_one_by_one(tmp_path: Path) -> None:
    limit = tends_to(of_natural(lambda _: given(1, REAL)), given(1, REAL))
    parts = [
        Part("x", "variable", REAL.node),
        Part("h", "hypothesis", (given(0, REAL) > 1).node),
        Part("limit", "hypothesis", limit.node),
    ]
    known = {0: Given(REAL_TYPE, "mpf(2)")}
    conclusion = (given(2, REAL) < 1).node
    found = write(LIBRARY, "s", parts, conclusion, known, hypotheses=True)
    assert "# limit (3) is not written here: a limit" in found.source
    said = standing_alone(found.source, tmp_path)
    assert (said["h (2)"], said["holds"]) == ("True", "False")


@pytest.mark.parametrize(
    ("node", "why"),
    [
        (tends_to(of_natural(real), 0), "a limit"),
        (of_reals("Real.foo", r(0)) == 0, "Real.foo"),
        (constant("nothing", REAL) == PI, "nothing"),
    ],
)
def test_what_has_no_word_has_no_program(node: Term, why: str) -> None:
    with pytest.raises(NoProgram, match=why):
        program(node)


def test_a_name_stays_a_name() -> None:
    """Names of a file that somebody sent end no comment and no string."""
    evil = '"""\nraise SystemExit(7)\n\\'
    parts = [
        Part(evil, "variable", REAL.node),
        Part(evil, "hypothesis", call("\nraise SystemExit(8)").node),
        Part("import", "variable", NAT.node),
        Part("N₀'", "variable", NAT.node),
    ]
    given = {0: Given(REAL_TYPE, "mpf(1)"), 2: Given(NAT_TYPE, "2"), 3: Given(NAT_TYPE, "3")}
    x, m, n = Term(REAL, lambda _: Var(3)), Term(NAT, lambda _: Var(1)), Term(NAT, lambda _: Var(0))
    node = (x + real(m * n) == 7).node
    found = run(write(LIBRARY, evil, parts, node, given, hypotheses=True).source, 10)
    assert (found["holds"], found["left"], found["right"]) == (True, "7.0", "7")


def test_words_take_as_many_arguments_as_rows() -> None:
    """A word that forgets an argument would put the next one in its place."""
    shared = TABLE.keys() & WORDS.keys()
    assert len(shared) > 100
    wrong = {
        name: (WORDS[name].arity, TABLE[name].arity)
        for name in shared
        if WORDS[name].explicit == TABLE[name].explicit and WORDS[name].arity != TABLE[name].arity
    }
    assert not wrong
    propositions = {name for name in shared if TABLE[name].kind == "proposition"}
    assert propositions == {name for name in shared if WORDS[name].proposition}


def test_each_helper_runs_with_what_it_says_that_it_needs() -> None:
    for name, (_, text) in HELPERS.items():
        if text:
            compile(text, name, "exec")
            assert len(text.splitlines()) <= 6 < LONGEST, name


def test_a_program_that_does_not_end_is_ended_and_the_next_one_runs() -> None:
    with Runner(seconds=0.2) as runner:
        late = runner.run("while True: pass")
        assert (late.late, late.error) == (True, LATE)
        assert runner.run("holds = True").holds is True
        crashed = runner.run("import os; os._exit(3)")
        assert "ended" in crashed.error
        assert runner.run("holds = 1 > 2; left = 5").left == "5"
        assert "ZeroDivisionError" in runner.run("holds = 1 / 0").error


def test_one_program_leaves_nothing_to_the_next() -> None:
    with Runner() as runner:
        runner.run("left = 1; holds = True")
        after = runner.run("right = 2")
    assert (after.left, after.right, after.holds) == ("", "2", None)
