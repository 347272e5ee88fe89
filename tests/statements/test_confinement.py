"""A quantifier looks at every value that what stands below it leaves, and may look at more."""

from collections.abc import Callable

import pytest

from pycheck.statements.evaluation.confinement import Confinement
from pycheck.statements.language.trees import App, Lam
from pycheck.statements.language.types import INT, NAT
from pycheck.statements.writing import (
    INT as WRITTEN_INT,
)
from pycheck.statements.writing import (
    NAT as WRITTEN_NAT,
)
from pycheck.statements.writing import (
    REAL,
    Term,
    at_least,
    divides,
    exists,
    explicit,
    factorial,
    finset,
    forall,
    iff,
    implies,
    interval,
    lcm,
    member,
    natural_sqrt,
    number,
    prime,
    real,
    sqrt,
    squarefree,
)
from tests.statements.trees import evaluate, machine

ALL = range(-60, 300)
two = number(2, WRITTEN_NAT)

# Propositions of a natural number, each with how many values may be looked at.
OF_NATURALS: dict[str, tuple[Callable[[Term], Term], int]] = {
    "a square": (lambda n: n * n == 49, 1),
    "a square of reals": (lambda n: real(n) ** 2 < 50, 10),
    "a linear bound": (lambda n: 2 * n + 1 <= 10, 6),
    "a bound from both sides": (lambda n: (n > 3) & (n - 2 < 9), 12),
    "a quotient": (lambda n: n / 3 == 4, 20),
    "a real quotient": (lambda n: real(n) / 3 <= number(7, REAL) / 2, 12),
    "a divisor": (lambda n: divides(n, 14), 4),
    "a divisor of a shift": (lambda n: divides(n + 2, 12), 11),
    "a multiple": (lambda n: lcm(n, 40) == 120, 16),
    "a factorial": (lambda n: factorial(n) <= 100, 101),
    "an exponent": (lambda n: two**n < 1000, 11),
    "a root": (lambda n: natural_sqrt(n) < 4, 26),
    "a real root": (lambda n: sqrt(real(n)) <= 4, 17),
    "a member": (lambda n: member(n, interval("Ico", 5, 9, WRITTEN_NAT)), 4),
    "a member of a list": (lambda n: member(n, explicit(finset(WRITTEN_NAT), 8, 3, 5)), 3),
    "one of two": (lambda n: (n == 4) | (n * n == 9), 2),
    "with another": (lambda n: exists("m", WRITTEN_NAT, lambda m: n * n + m == 30), 7),
    "a factor": (lambda n: exists("m", WRITTEN_NAT, lambda m: n * m == 30), 31),
    "a power of two": (lambda n: exists("m", WRITTEN_NAT, lambda m: n + two**m == 9), 10),
    "a polynomial": (lambda n: n * n < 3 * n + 10, 14),
    "not above": (lambda n: ~at_least(n, 7), 8),
    "a prime": (lambda n: prime(n) & (n < 12), 11),
    "an equivalence that fails": (lambda n: ~iff(divides(n, 6), n < 3), 7),
    "an implication that fails": (lambda n: ~implies(n < 9, squarefree(n)), 10),
    "what fails of another": (
        lambda n: ~forall("m", WRITTEN_NAT, lambda m: implies(n + m == 12, m > 3)),
        13,
    ),
}
OF_INTEGERS: dict[str, tuple[Callable[[Term], Term], int]] = {
    "a distance": (lambda x: abs(x + 4) < 9, 20),
    "a square": (lambda x: x**2 <= 20, 11),
    "a difference": (lambda x: (7 - x > 3) & (x > -5), 12),
    "a divisor": (lambda x: divides(x, 12), 12),
    "a negative factor": (lambda x: (-3 * x <= 12) & (x < 4), 10),
    "a real bound": (lambda x: (real(x) > -2) & (real(x) < number(7, REAL) / 2), 7),
    "a cubic": (lambda x: x**3 - 4 * x == 0, 3),
    "a sum of squares": (
        lambda x: exists("y", WRITTEN_INT, lambda y: x**2 + y**2 == 25),
        13,
    ),
}


def _body(write: Callable[[Term], Term], kind: object) -> Lam:
    of = WRITTEN_NAT if kind is NAT else WRITTEN_INT
    node = exists("n", of, write).node
    assert isinstance(node, App)
    predicate = node.args[-1]
    assert isinstance(predicate, Lam)
    return predicate


@pytest.mark.parametrize(
    ("write", "most", "kind"),
    [
        *(pytest.param(*rule, NAT, id=f"{name} in ℕ") for name, rule in OF_NATURALS.items()),
        *(pytest.param(*rule, INT, id=f"{name} in ℤ") for name, rule in OF_INTEGERS.items()),
    ],
)
def test_no_value_is_left_out_and_few_are_looked_at(
    write: Callable[[Term], Term], most: int, kind: object
) -> None:
    predicate = _body(write, kind)
    points = Confinement(predicate.body, machine(), holds=True).points((), kind)  # type: ignore[arg-type]
    assert points is not None
    assert len(points) <= most
    holds = evaluate(predicate)
    for n in ALL:
        if (kind is INT or n >= 0) and holds(n).value is not False:
            assert n in points, n


def test_what_says_nothing_confines_nothing() -> None:
    for write in (
        lambda n: n % 7 == 3,
        lambda n: n > 5,
        lambda n: (n == 3) | (n > 5),
        lambda n: real(n) * sqrt(real(n)) > 2,
        lambda n: 5 - n == 0,  # cut off: every n from 5 on
        lambda n: exists("x", REAL, lambda x: real(n) * x == 5),
    ):
        assert Confinement(_body(write, NAT).body, machine(), holds=True).points((), NAT) is None
