"""Limits by a closed form, against limits that are known."""

import pytest
from flint import arb, fmpq

from pycheck.statements.values import asymptotics, balls
from pycheck.statements.values.asymptotics import Divergence
from pycheck.statements.values.terms import Key, Terms
from pycheck.statements.writing import (
    NAT,
    REAL,
    Term,
    exp,
    function,
    log,
    number,
    real,
    sqrt,
    tends_to,
)
from tests.statements.trees import evaluate, examined

ONE = number(1, REAL)
LIMITS = {
    # (n + 3) / (n + 1) - 1 = 2 / (n + 1)
    "a quotient": (lambda n: (real(n) + 3) / (real(n) + 1), 1, True),
    "a quotient, elsewhere": (lambda n: (real(n) + 3) / (real(n) + 1), 3, False),
    "a power": (lambda n: (ONE / 2) ** n, 0, True),
    "a power, elsewhere": (lambda n: (ONE / 2) ** n, 1, False),
    "an exponential beats a polynomial": (lambda n: real(n) ** 3 * (ONE / 2) ** n, 0, True),
    "a logarithm is slower": (lambda n: log(real(n) + 1) / (real(n) + 1), 0, True),
    "it grows": (lambda n: log(real(n) + 1), 0, False),
    "it alternates": (lambda n: (-ONE) ** n, 1, False),
    "it alternates and fades": (lambda n: (-ONE) ** n / (real(n) + 1), 0, True),
    "a constant": (lambda _: sqrt(number(4, REAL)), 2, True),
}


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_a_closed_form_decides(name: str) -> None:
    write, limit, value = LIMITS[name]
    truth = evaluate(tends_to(function("n", NAT, write), limit).node)
    assert (truth.value, truth.evidence) == (value, False)


def terms(*parts: tuple[int, int, int, int]) -> Terms:
    """A combination of ``value · z ^ k (k + 1) ^ (-s) log (k + 1) ^ j``."""
    return Terms({Key(fmpq(z), fmpq(s), j): balls.rational(v) for v, z, s, j in parts}, 1)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (terms((5, 1, 0, 0), (3, 1, 2, 0)), fmpq(5)),
        (terms((5, 1, -1, 0), (-3, 1, 0, 1)), Divergence.UP),
        (terms((-5, 1, 0, 1), (3, 1, 0, 0)), Divergence.DOWN),
        (terms((1, 1, 0, 0), (1, -1, 0, 0)), Divergence.NONE),
        (terms((2, 1, -1, 0), (1, -1, -1, 0)), Divergence.UP),
        (terms((1, 1, -1, 0), (2, -1, -1, 0)), Divergence.NONE),
        (terms((1, -2, 0, 0), (9, 1, -5, 0)), Divergence.NONE),
        (terms((1, 2, 0, 0), (-9, 1, -5, 0)), Divergence.UP),
        (terms(), fmpq(0)),
    ],
)
def test_the_term_that_grows_fastest_decides(form: Terms, expected: object) -> None:
    assert asymptotics.limit(form) == expected


def test_what_may_vanish_decides_nothing() -> None:
    doubtful = Terms({Key(fmpq(1), fmpq(-1), 0): arb(0, 1)}, 1)
    with pytest.raises(Exception, match="undecided"):
        asymptotics.limit(doubtful)


def test_a_limit_along_the_reals_is_refuted_by_a_sequence_and_not_proved_by_one() -> None:
    """``sin (π x) → 0`` along the whole numbers alone."""
    grows = tends_to(function("x", REAL, lambda x: x**2), 0)
    assert examined(grows.node).status == "refuted"
    fades = tends_to(function("x", REAL, lambda x: 1 / (x**2 + 1)), 0)
    found = examined(fades.node)
    assert (found.status, found.so_far) == ("unrefuted", True)


def test_a_limit_as_a_hypothesis_may_carry_a_refutation() -> None:
    """A sequence that tends to 0 need not be 0 anywhere."""

    def claim(limit: Term, at: Term) -> Term:
        return ~limit | (at == 0)

    slope = function("n", NAT, lambda n: 1 / (real(n) + 1))
    false = claim(tends_to(slope, 0), slope(3))
    assert examined(false.node).status == "refuted"


def test_a_slow_limit_is_not_refuted() -> None:
    slow = function("n", NAT, lambda n: exp(number(9, REAL)) / log(real(n)))
    assert examined(tends_to(slow, 0).node).status == "unrefuted"
