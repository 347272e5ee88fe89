"""Statements written in Python are the trees that Lean printed, and may be asked from a file."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pycheck.errors import InputError
from pycheck.statements.language.trees import Elided, Node, Pi, unparse
from pycheck.statements.writing import (
    INT,
    NAT,
    PROP,
    REAL,
    Term,
    call,
    document,
    exists,
    exp,
    forall,
    function,
    functions,
    has_derivative,
    iff,
    implies,
    integral,
    number,
    real,
    series,
    sqrt,
    tends_to,
)
from tests.command import pycheck_command
from tests.statements.trees import NAMESPACE, book

naturals = functions(NAT, REAL)


def ours(name: str, *arguments: Term) -> Term:
    """A real value of a definition of the library."""
    return call(NAMESPACE + name, *arguments, kind=REAL)


def named(name: str, implication: Term) -> Term:
    """An implication whose hypothesis has the name that the author gave it in Lean."""

    def below(depth: int) -> Node:
        node = implication.below(depth)
        assert isinstance(node, Pi)
        return replace(node, name=name)

    return Term(PROP, below)


def inverse(x: Term) -> Term:
    """``x⁻¹``, a constant that has no word of its own."""
    return call("Inv.inv", REAL.node, Elided(), x, kind=REAL)


PRINTED_BY_LEAN: dict[str, Term] = {
    "exp_two_lt_eight": exp(2) < 8,
    "weight_nonneg": forall(
        "γ", REAL, lambda γ: forall("d", NAT, lambda d: ours("weight", γ, d) >= 0)
    ),
    "fractionalOrder_eq_zero_iff": forall(
        "γ", REAL, lambda γ: iff(ours("fractionalOrder", γ) == 0, γ == 1)
    ),
    "fisher_eq_varLog": forall(
        "N",
        NAT,
        lambda N: forall(
            "γ",
            REAL,
            lambda γ: named("hN", implies(N >= 1, ours("fisher", N, γ) == ours("varLog", N, γ))),
        ),
    ),
    "prob_zero": forall(
        "N",
        NAT,
        lambda N: forall(
            "d",
            NAT,
            lambda d: ours("prob", N, number(0, REAL), d) == inverse(real(N)),
        ),
    ),
}


@pytest.mark.parametrize("name", PRINTED_BY_LEAN)
def test_a_written_statement_is_the_tree_that_lean_printed(name: str) -> None:
    assert unparse(PRINTED_BY_LEAN[name].node) == book().find(name).statement


def ask(tmp_path: Path, statements: dict[str, Term], code: int) -> dict[str, dict[str, object]]:
    """What ``pycheck lean sample --tree`` says of written statements."""
    path = tmp_path / "statements.json"
    path.write_text(json.dumps(document(statements.items())), encoding="utf-8")
    outcome = pycheck_command("lean", "sample", "--tree", str(path), "--format", "json")
    assert outcome.code == code, outcome.err
    return {found["name"]: found for found in json.loads(outcome.out)["theorems"]}


def over_sequences(conclusion: Callable[[Term], Term]) -> Term:
    """What holds of every sequence that rises a step at a time."""
    return forall(
        "f",
        naturals,
        lambda f: implies(forall("n", NAT, lambda n: f(n) <= f(n + 1)), conclusion(f)),
    )


def test_true_statements_of_a_file_are_not_refuted(tmp_path: Path) -> None:
    square = function("x", REAL, lambda x: x**2)
    halves = function("n", NAT, lambda n: (number(1, REAL) / 2) ** n)
    true = {
        "root": forall("x", REAL, lambda x: implies(x >= 0, sqrt(x) ** 2 == x)),
        "three squared": exists("n", NAT, lambda n: n * n == 9),
        "slope": has_derivative(square, 6, 3),
        "area": integral(square, 0, 3) == 9,
        "halves": series(halves) == 2,
        "halves vanish": tends_to(halves, 0),
        "rising": over_sequences(lambda f: f(2) <= f(4)),
        "signs": forall("n", INT, lambda n: abs(-n) == abs(n)),
        "either": forall("x", REAL, lambda x: (x < 1) | ~(x < 0) & (x != 0)),
    }
    found = ask(tmp_path, true, 0)
    assert set(found) == set(true)
    assert {str(report["status"]) for report in found.values()} == {"unrefuted"}


def test_false_statements_of_a_file_are_refuted(tmp_path: Path) -> None:
    square = function("x", REAL, lambda x: x**2)
    false = {
        "root": forall("x", REAL, lambda x: sqrt(x**2) == x),
        "slope": has_derivative(square, 7, 3),
        "area": integral(square, 0, 3) == 8,
    }
    found = ask(tmp_path, false, 1)
    assert {str(report["status"]) for report in found.values()} == {"refuted"}
    (value,) = found["root"]["counterexample"]["values"].values()  # type: ignore[index]
    assert value.startswith("-")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "holds no statement"),
        ("{", "is not JSON"),
        ('{"name": "a"}', "statement: Field required"),
        ('{"name": "a", "statement": ["nothing"]}', "unknown name 'nothing'"),
        ('{"name": "a", "statement": ["var", 0]}', "no binder binds"),
        ('[{"name": "a", "statement": ["sort"]}, {"name": "a", "statement": ["sort"]}]', "two"),
    ],
)
def test_a_bad_file_gives_one_clear_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    outcome = pycheck_command("lean", "sample", "--tree", str(path))
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


def test_names_and_a_file_exclude_each_other(tmp_path: Path) -> None:
    outcome = pycheck_command("lean", "sample", "sum_prob", "--tree", str(tmp_path / "x.json"))
    assert outcome.code == 2
    assert "--tree" in outcome.err


def test_types_are_never_mixed_silently() -> None:
    with pytest.raises(InputError, match="of type Nat stands where Real must"):
        _ = forall("n", NAT, lambda n: forall("x", REAL, lambda x: x < n)).node
    with pytest.raises(InputError, match="no natural number"):
        number(-1, NAT)
    with pytest.raises(InputError, match="no function"):
        _ = forall("x", REAL, lambda x: x(1) == 0).node
    with pytest.raises(TypeError, match="neither true nor false"):
        _ = forall("x", REAL, lambda x: 0 < x < 1).node


def test_an_existence_is_searched_and_denied_only_where_its_roots_are_known(tmp_path: Path) -> None:
    statements = {
        "a square": exists("n", NAT, lambda n: n * n == 9),
        "a negative root": exists("n", INT, lambda n: (n * n == 9) & (n < 0)),
        "far": exists("n", NAT, lambda n: n + 1 == 10**6),
        "far too": exists("n", NAT, lambda n: number(2, NAT) ** n == number(2, NAT) ** 200),
        "too far": exists("n", NAT, lambda n: n % 1000 == 999),
        "none": exists("n", NAT, lambda n: n * n == 2),
        "none within": exists("n", NAT, lambda n: (n < 9) & (n * n == 81)),
    }
    found = ask(tmp_path, statements, 1)
    told = {name: report["status"] for name, report in found.items()}
    assert told == {
        "a square": "unrefuted",
        "a negative root": "unrefuted",
        "far": "unrefuted",
        "far too": "unrefuted",
        "too far": "undecided",
        "none": "refuted",
        "none within": "refuted",
    }


@pytest.mark.parametrize(
    ("polynomial", "claimed", "at"),
    [
        # The other root of (x - 1)(x - 12), and the negative root of 2.
        (lambda x: x**2 - 13 * x + 12, lambda x: x == 1, "12"),
        (lambda x: x**2 - 2, lambda x: x > 0, "-1.41421356237"),
        (lambda x: x**3 - 6 * x**2 + 11 * x - 6, lambda x: x < 3, "3"),
    ],
)
def test_every_root_of_a_polynomial_is_tried(
    tmp_path: Path,
    polynomial: Callable[[Term], Term],
    claimed: Callable[[Term], Term],
    at: str,
) -> None:
    false = forall("x", REAL, lambda x: implies(polynomial(x) == 0, claimed(x)))
    found = ask(tmp_path, {"roots": false}, 1)["roots"]
    assert found["counterexample"]["values"] == {"x": at}  # type: ignore[index]
    # What is true of every root is not refuted: that it is one, and a bound of all.
    true = forall("x", REAL, lambda x: implies(polynomial(x) == 0, (x < 13) & (x > -2)))
    assert ask(tmp_path, {"roots": true}, 0)["roots"]["status"] == "unrefuted"
