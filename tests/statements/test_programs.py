"""Programs of the second road: what they compute, standing alone, against known closed forms."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from mpmath import mp, mpf

from pycheck.statements.language.library import Library
from pycheck.statements.language.trees import Const, Node, Var, call
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
from tests.statements.trees import HIDDEN, INT, NAT, REAL, binary, book, function, to
from tests.statements.words import (
    N,
    R,
    Z,
    absolute,
    add,
    at,
    both,
    derivative,
    div,
    either,
    eq,
    exp,
    integral,
    inv,
    le,
    limit,
    log,
    lt,
    mul,
    ne,
    neg,
    power,
    real,
    rpow,
    sqrt,
    sub,
)

LIBRARY = Library(book())
X = Var(0)


@pytest.fixture(autouse=True)
def _digits_given_back() -> Iterator[None]:
    """A program sets the precision of mpmath, here that of the tests too."""
    before = mp.dps
    yield
    mp.dps = before


def program(
    conclusion: Node, values: Mapping[str, tuple[Node, Given]] | None = None, digits: int = 40
) -> Program:
    """The program of a conclusion below the given variables, the last of them `Var(0)`."""
    given = values or {}
    parts = [Part(name, "variable", node) for name, (node, _) in given.items()]
    at_positions = {i: value for i, (_, value) in enumerate(given.values())}
    return write(LIBRARY, "statement", parts, conclusion, at_positions, digits=digits)


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


def value(node: Node, values: Mapping[str, tuple[Node, Given]] | None = None) -> mpf:
    """The value of a real term, as the left side of an equation."""
    found = run(program(eq(node, R[0]), values).source, 10)
    assert "error" not in found, found
    with mp.workdps(40):
        return mpf(found["left"])


def whole(node: Node) -> int:
    """The value of a whole number."""
    return int(run(program(eq(node, Z[0], INT)).source, 10)["left"])


def holds(node: Node, values: Mapping[str, tuple[Node, Given]] | None = None) -> bool | None:
    """The truth of a proposition."""
    found = run(program(node, values).source, 10)
    assert "error" not in found, found
    truth: bool | None = found["holds"]
    return truth


def a(n: int) -> Node:
    """An integer that may be negative."""
    return Z[n] if n >= 0 else call("Neg.neg", INT, HIDDEN, Z[-n])


def b(n: int) -> Node:
    """A real number that may be negative."""
    return R[n] if n >= 0 else neg(R[-n])


def sigma(start: int, stop: int, body: Node) -> Node:
    """``∑ k ∈ [start, stop], body``."""
    support = call("Finset.Icc", NAT, HIDDEN, HIDDEN, N[start], N[stop])
    return call("Finset.sum", NAT, REAL, HIDDEN, support, function(body, NAT))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (div(R[1], R[0]), 0),
        (inv(R[0]), 0),
        (log(R[0]), 0),
        (sub(log(neg(R[3])), log(R[3])), 0),
        (sqrt(neg(R[4])), 0),
        (sqrt(R[49]), 7),
        (rpow(R[0], R[0]), 1),
        (rpow(R[0], neg(R[2])), 0),
        (power(R[0], N[0]), 1),
        (rpow(neg(R[8]), div(R[1], R[3])), 1),
        (rpow(neg(R[2]), R[3]), -8),
        (absolute(neg(R[5])), 5),
        (exp(R[0]), 1),
        (sigma(1, 10, real(X)), 55),
        (sigma(5, 4, real(X)), 0),
        (integral(function(mul(X, X)), R[0], R[3]), 9),
        (call("Real.logb", R[2], R[8]), 3),
        (call("Real.tan", R[0]), 0),
        (call("Real.arcsin", R[2]), "1.570796326794896619231321691639751442099"),
        (call("riemannZeta", R[2]), "1.644934066848226436472415166646025189219"),
        (call("Real.negMulLog", R[0]), 0),
        (call("Real.Gamma", neg(R[2])), 0),
        (call("Special.beta", R[2], R[3]), "0.08333333333333333333333333333333333333333"),
        (call("Special.erf", R[0]), 0),
        (call("Special.polygamma", R[1], R[1]), "1.644934066848226436472415166646025189219"),
        (call("Special.hyper21", R[1], R[1], R[1], div(R[1], R[2])), 2),
        (call("Real.sigmoid", R[0]), 0.5),
        (call("Int.floor", REAL, HIDDEN, HIDDEN, div(neg(R[7]), R[2])), -4),
    ],
)
def test_values_and_lean_s_conventions(node: Node, expected: float | str) -> None:
    with mp.workdps(40):
        assert abs(value(node) - mpf(expected)) < mpf(10) ** -30


@pytest.mark.parametrize(
    ("n", "d", "quotient", "remainder"),
    # Euclid's division: the remainder is never negative.
    [(7, 2, 3, 1), (-7, 2, -4, 1), (7, -2, -3, 1), (-7, -2, 4, 1), (7, 0, 0, 7), (0, 3, 0, 0)],
)
def test_the_division_of_integers_is_euclid_s(
    n: int, d: int, quotient: int, remainder: int
) -> None:
    assert whole(binary("HDiv.hDiv", a(n), a(d), INT)) == quotient
    assert whole(binary("HMod.hMod", a(n), a(d), INT)) == remainder
    assert d * quotient + remainder == n


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (sub(N[3], N[5], NAT), 0),
        (sub(N[5], N[3], NAT), 2),
        (binary("HDiv.hDiv", N[7], N[0], NAT), 0),
        (binary("HMod.hMod", N[7], N[0], NAT), 7),
        (power(N[0], N[0], NAT), 1),
        (call("Nat.gcd", N[12], N[18]), 6),
        (call("Nat.choose", N[5], N[7]), 0),
        (call("Nat.factorial", N[6]), 720),
        (call("Nat.fib", N[30]), 832040),
        (call("Nat.totient", N[36]), 12),
        (call("Nat.log", N[2], N[31]), 4),
        (call("Nat.sqrt", N[99]), 9),
        (call("Finset.card", NAT, call("Nat.divisors", N[28])), 6),
    ],
)
def test_whole_numbers_are_exact(node: Node, expected: int) -> None:
    found = run(program(eq(node, N[0], NAT)).source, 10)
    assert int(found["left"]) == expected


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (le(R[1], R[2]), True),
        (lt(R[2], R[1]), False),
        (call("GE.ge", REAL, HIDDEN, R[2], R[1]), True),
        (ne(R[1], R[2]), True),
        (both(lt(R[1], R[2]), lt(R[2], R[1])), False),
        (either(lt(R[1], R[2]), lt(R[2], R[1])), True),
        (call("Not", lt(R[1], R[2])), False),
        (call("Iff", lt(R[1], R[2]), lt(R[3], R[4])), True),
        (eq(mul(sqrt(R[2]), sqrt(R[2])), R[2]), True),
        (lt(mul(sqrt(R[2]), sqrt(R[2])), R[2]), None),
        (call("Nat.Prime", N[97]), True),
        (call("Nat.Prime", N[91]), False),
        (call("Dvd.dvd", NAT, HIDDEN, N[0], N[5]), False),
        (call("Exists", NAT, function(eq(mul(X, X, NAT), N[9], NAT), NAT)), True),
        (call("Exists", NAT, function(eq(mul(X, X, NAT), N[8], NAT), NAT)), None),
    ],
)
def test_propositions_have_three_truth_values(node: Node, expected: bool | None) -> None:
    assert holds(node) is expected


def test_a_bounded_for_all_is_decided_and_an_open_one_is_only_denied() -> None:
    from tests.statements.trees import every, implies

    bounded = every(NAT, implies(lt(X, N[9], NAT), le(mul(X, X, NAT), N[64], NAT)))
    assert holds(bounded) is True
    everywhere = every(REAL, le(R[0], mul(X, X)))
    assert holds(everywhere) is None
    assert holds(every(REAL, le(X, mul(X, X)))) is False


def test_a_difference_that_may_be_rounding_divides_nothing() -> None:
    """``1 / (1/3 + 1/3 + 1/3 - 1)`` is ``1 / 0``, and a program cannot see it."""
    third = div(R[1], R[3])
    nothing = sub(add(add(third, third), third), R[1])
    answers = [
        run(program(eq(div(R[1], nothing), R[0]), digits=digits).source, 10)
        for digits in (40, 41, 80)
    ]
    assert all("too close" in a.get("error", "") or a["holds"] for a in answers)


def test_a_derivative_is_that_from_both_sides() -> None:
    square = function(mul(X, X))
    assert holds(derivative(square, R[6], R[3])) is True
    assert holds(derivative(square, R[5], R[3])) is False
    corner = run(program(derivative(function(absolute(X)), R[0], R[0])).source, 10)
    assert "no derivative" in corner["error"]


def test_a_series_is_summed_or_refused() -> None:
    def series(body: Node) -> Node:
        every_index = call("SummationFilter.unconditional", NAT)
        return call("tsum", REAL, NAT, HIDDEN, HIDDEN, function(body, NAT), every_index)

    half = div(R[1], R[2])
    assert abs(value(series(power(half, X))) - 2) < 1e-15
    squares = inv(power(add(real(X), R[1]), N[2]))
    assert abs(value(series(squares)) - mp.pi**2 / 6) < 1e-15
    assert value(series(inv(power(add(real(X), R[1]), N[0])))) == 0  # in Lean, as it diverges


def test_a_certificate_stands_alone(tmp_path: Path) -> None:
    values: dict[str, tuple[Node, Given]] = {
        "N": (NAT, Given(NAT_TYPE, "10")),
        "x'": (REAL, Given(REAL_TYPE, "mpf(1) / 3")),
        "λ": (INT, Given(INT_TYPE, "-2")),
        "f": (to(NAT, REAL), Given(Arrow(NAT_TYPE, REAL_TYPE), "lambda k: mpf(k) / 2")),
    }
    geometric = call(
        "Finset.sum", NAT, REAL, HIDDEN, call("Finset.range", Var(3)),
        function(power(Var(3), X), NAT),
    )  # fmt: skip
    closed = div(sub(R[1], power(Var(2), Var(3))), sub(R[1], Var(2)))
    said = standing_alone(program(eq(geometric, closed), values).source, tmp_path)
    assert said["holds"] == "True"
    expected = (1 - mpf(1) / 3**10) / (1 - mpf(1) / 3)
    assert abs(mpf(said["left"]) - expected) < 1e-14
    applied = at(Var(0), N[7])
    assert standing_alone(program(lt(applied, R[3]), values).source, tmp_path) == {
        "left": "3.5",
        "right": "3",
        "holds": "False",
    }


def test_hypotheses_are_said_one_by_one(tmp_path: Path) -> None:
    parts = [
        Part("x", "variable", REAL),
        Part("h", "hypothesis", lt(R[1], X)),
        Part("limit", "hypothesis", limit(function(Var(2), NAT), Var(1))),
    ]
    given = {0: Given(REAL_TYPE, "mpf(2)")}
    found = write(LIBRARY, "s", parts, lt(Var(2), R[1]), given, hypotheses=True)
    assert "# limit (3) is not written here: a limit" in found.source
    said = standing_alone(found.source, tmp_path)
    assert (said["h (2)"], said["holds"]) == ("True", "False")


@pytest.mark.parametrize(
    ("node", "why"),
    [
        (limit(function(real(X), NAT), R[0]), "a limit"),
        (eq(call("Real.foo", R[0]), R[0]), "Real.foo"),
        (eq(Const("Real.pi"), Const("nothing")), "nothing"),
    ],
)
def test_what_has_no_word_has_no_program(node: Node, why: str) -> None:
    with pytest.raises(NoProgram, match=why):
        program(node)


def test_a_name_stays_a_name() -> None:
    """Names of a file that somebody sent end no comment and no string."""
    evil = '"""\nraise SystemExit(7)\n\\'
    parts = [
        Part(evil, "variable", REAL),
        Part(evil, "hypothesis", call("\nraise SystemExit(8)")),
        Part("import", "variable", NAT),
        Part("N₀'", "variable", NAT),
    ]
    given = {0: Given(REAL_TYPE, "mpf(1)"), 2: Given(NAT_TYPE, "2"), 3: Given(NAT_TYPE, "3")}
    node = eq(add(Var(3), real(mul(Var(1), Var(0), NAT))), R[7])
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
