"""Equations below a quantifier: their solutions are all of them, also where Lean's junk solves."""

from collections.abc import Callable

from pycheck.statements.writing import (
    INT,
    NAT,
    REAL,
    Term,
    exists,
    exp,
    forall,
    implies,
    log,
    real,
    sqrt,
)
from tests.statements.corpus.entries import FALSUM, Entry, inverse, over, r, ratio, sin

Body = Callable[[Term], Term]

# Zero, though no ball shows it; and a number that almost is.
_ZERO = sqrt(2) * sqrt(2) - 2
_ALMOST_ZERO = inverse(r(10) ** 700)


def _inside(statement: Term) -> Term:
    """The statement where it is no longer taken apart into hypotheses and a conclusion."""
    return statement & (r(0) == 0)


def _real(body: Body) -> Term:
    return exists("x", REAL, body)


def _natural(body: Body) -> Term:
    return exists("n", NAT, body)


def _every(body: Body) -> Term:
    return _inside(forall("x", REAL, body))


TRUE = [
    Entry("a negative root", _real(lambda x: (x**2 == 2) & (x < 1)), "-√2"),
    Entry("a double root", _real(lambda x: (x**2 - 2) ** 2 == 0), "√2"),
    Entry("a square that is zero, inexactly", _real(lambda x: x**2 == _ZERO), "0"),
    Entry("a square that is minus zero, inexactly", _real(lambda x: x**2 == -_ZERO), "0"),
    Entry(
        "a double root, inexactly",
        _real(lambda x: x**2 + x + ratio(1, 4) + _ZERO == 0),
        "-1/2",
    ),
    Entry(
        "no root, almost one",
        ~_real(lambda x: x**2 + exp(-exp(r(8))) == 0),
        "x² ≥ 0",
    ),
    Entry(
        "no double root, almost",
        ~_real(lambda x: (x**2 - 2) ** 2 + inverse(r(10) ** 80) == 0),
        "squares",
    ),
    Entry(
        "all roots, almost one more",
        _every(lambda x: implies(x**2 == 2, x != sqrt(2) + _ALMOST_ZERO)),
        "±√2",
    ),
    Entry(
        "both roots", _every(lambda x: implies(x**2 == 2, (x == sqrt(2)) | (x == -sqrt(2)))), "±√2"
    ),
    Entry("1 / x is zero somewhere", _real(lambda x: 1 / x == 0), "1 / 0"),
    Entry("x / x is zero somewhere", _real(lambda x: x / x == 0), "0 / 0"),
    Entry("a negative zero of √", _real(lambda x: (sqrt(x) == 0) & (x < 0)), "-1"),
    Entry("a negative zero of log", _real(lambda x: (log(x) == 0) & (x < 0)), "-1"),
    Entry("a zero of log at zero", _real(lambda x: (log(x) == 0) & (x == 0)), "0"),
    Entry("a negative zero of a power", _real(lambda x: (x ** ratio(1, 2) == 0) & (x == -4)), "-4"),
    Entry("a negative absolute value", _real(lambda x: (abs(x) == 3) & (x < 0)), "-3"),
    Entry("a logarithm of 5", _real(lambda x: log(x) == 5), "exp 5"),
    Entry("sin is 1 somewhere", _real(lambda x: sin(x) == 1), "π / 2"),
    Entry("a cut off difference", _natural(lambda n: (n - 5 == 0) & (n == 3)), "3"),
    Entry("a rounded quotient", _natural(lambda n: (n / 2 == 3) & (n == 7)), "7"),
    Entry("1 / x = 0 at 0 alone", _every(lambda x: implies(1 / x == 0, x == 0)), "x⁻¹ ≠ 0"),
    Entry(
        "zeros of a quotient",
        _every(lambda x: implies(x / (x - 1) == 0, (x == 0) | (x == 1))),
        "1 / 0 at 1",
    ),
    Entry(
        "a quotient that is never 2",
        _every(lambda x: implies((x**2 - 1) / (x - 1) == 2, x == 77)),
        "x + 1, but 0 at 1",
    ),
    Entry(
        "the value of a removed singularity",
        over(REAL, lambda x: implies((x**2 - 1) / (x - 1) == 2, FALSUM)),
        "x + 1, but 0 at 1",
    ),
    Entry(
        "squares that are equal",
        _every(lambda x: implies(x**2 == (x + 1) ** 2, x == ratio(-1, 2))),
        "2 x + 1 = 0",
    ),
    Entry(
        "roots of both signs of a product",
        _every(lambda x: implies((x**2 - 3) * (x + 5) == 0, (x == -5) | (x**2 == 3))),
        "a factor is zero",
    ),
    Entry(
        "a factor that swallows all",
        exists("n", NAT, lambda n: forall("m", NAT, lambda m: n * m == n)),
        "0",
    ),
    Entry(
        "a real factor that swallows all",
        exists("x", REAL, lambda x: forall("y", REAL, lambda y: x * y == x)),
        "0",
    ),
    Entry("no greatest", ~exists("m", NAT, lambda m: forall("n", NAT, lambda n: n <= m)), "m + 1"),
    Entry(
        "no real above all",
        ~exists("x", REAL, lambda x: forall("n", NAT, lambda n: real(n) <= x)),
        "Archimedes",
    ),
    Entry(
        "beside an edge of the natural numbers",
        _inside(forall("n", NAT, lambda n: implies(n >= 1, n - 1 + 1 == n))),
        "nothing is cut off",
    ),
    Entry(
        "below a large number",
        _inside(forall("n", NAT, lambda n: implies(n < 5000, n <= 5000))),
        "n < 5000",
    ),
    Entry(
        "roots among the integers",
        _inside(forall("k", INT, lambda k: implies(k**2 == 49, (k == 7) | (k == -7)))),
        "±7",
    ),
    Entry(
        "a premise with an irrational parameter",
        _every(lambda x: implies(x**2 == 2 * x * sqrt(2) - 2, x == sqrt(2))),
        "(x - √2)² = 0",
    ),
    Entry(
        "a premise with an irrational parameter, almost",
        _every(lambda x: implies(x**2 == 2 * x * sqrt(2) - 2 - _ALMOST_ZERO, FALSUM)),
        "(x - √2)² < 0",
    ),
]

FALSE = [
    Entry("a root below zero", _real(lambda x: (x**2 == 2) & (x < -2)), "±√2"),
    Entry(
        "a root of almost nothing",
        _real(lambda x: (x**2 - 2) ** 2 + ratio(1, 10**9) == 0),
        "squares",
    ),
    Entry("1 / x is never zero", _every(lambda x: 1 / x != 0), "0"),
    Entry("zeros of √", _every(lambda x: implies(sqrt(x) == 0, x == 0)), "-1"),
    Entry(
        "zeros of a quotient, one short", _every(lambda x: implies(x / (x - 1) == 0, x == 0)), "1"
    ),
    Entry(
        "a rounded quotient, exactly",
        _inside(forall("n", NAT, lambda n: implies(n / 2 == 3, n == 6))),
        "7",
    ),
    Entry(
        "a cut off difference, exactly",
        _inside(forall("n", NAT, lambda n: implies(n - 5 == 0, n == 5))),
        "0",
    ),
    Entry(
        "at the edge of the natural numbers",
        _inside(forall("n", NAT, lambda n: n - 1 + 1 == n)),
        "0",
    ),
    Entry("an upper bound of ℕ", _inside(forall("n", NAT, lambda n: n <= 10**7)), "10⁷ + 1"),
    Entry("one of two roots", _every(lambda x: implies(x**2 == 2, x == sqrt(2))), "-√2"),
    Entry(
        "one of two integers",
        _inside(forall("k", INT, lambda k: implies(k**2 == 49, k == 7))),
        "-7",
    ),
    Entry(
        "a greatest number",
        exists("m", NAT, lambda m: forall("n", NAT, lambda n: n <= m)),
        "m + 1",
    ),
    # Hypotheses that only Lean's junk, or a rare number, satisfies.
    Entry("x / x = 0", over(REAL, lambda x: implies(x / x == 0, FALSUM)), "0"),
    Entry("x⁻¹ x = 0", over(REAL, lambda x: implies(inverse(x) * x == 0, FALSUM)), "0"),
    Entry("0 ^ x = 1", over(REAL, lambda x: implies(r(0) ** x == 1, FALSUM)), "0"),
    Entry("√x = 0 below zero", over(REAL, lambda x: implies(sqrt(x) == 0, x < 0, FALSUM)), "-1"),
    Entry("log x = 0 beside 1", over(REAL, lambda x: implies(log(x) == 0, x != 1, FALSUM)), "0"),
    Entry("|x| ≤ 0", over(REAL, lambda x: implies(abs(x) <= 0, FALSUM)), "0"),
    Entry(
        "|x - 1| + |x - 2| ≤ 1",
        over(REAL, lambda x: implies(abs(x - 1) + abs(x - 2) <= 1, FALSUM)),
        "1",
    ),
    Entry(
        "x² + y² ≤ 2 x y",
        over(REAL, lambda x, y: implies(x**2 + y**2 <= 2 * x * y, x != 0, FALSUM)),
        "1, 1",
    ),
    Entry("exp x = x + 1", over(REAL, lambda x: implies(exp(x) == x + 1, FALSUM)), "0"),
    Entry(
        "two rounded conditions",
        over(NAT, lambda n: implies(n / 2 == 3, n - 6 == 1, FALSUM)),
        "7",
    ),
    Entry("a rounded integer", over(INT, lambda k: implies(k / 3 == -1, FALSUM)), "-3, -2, -1"),
    Entry(
        "two remainders by quotients",
        over(NAT, lambda n: implies(n - n / 7 * 7 == 3, n - n / 5 * 5 == 2, FALSUM)),
        "17",
    ),
    Entry(
        "a short interval of roots",
        over(REAL, lambda x: implies(x**2 == 2, 10**7 * x > 14142135, FALSUM)),
        "√2",
    ),
]
