"""Statements that something exists: among small numbers, far away, irrational, or nowhere."""

from pycheck.statements.writing import INT, NAT, REAL, exists, exp, forall, implies, real, sqrt
from tests.statements.corpus.entries import FALSUM, Entry, over

TRUE = [
    Entry("a root of 9", exists("n", NAT, lambda n: n * n == 9), "3"),
    Entry("a negative root of 9", exists("k", INT, lambda k: (k * k == 9) & (k < 0)), "-3"),
    Entry("a number far away", exists("n", NAT, lambda n: n == 10**6), "10⁶"),
    Entry(
        "a number further away",
        exists("n", NAT, lambda n: (n > 10**30) & (n / 2 * 2 != n)),
        "10³⁰ + 1",
    ),
    Entry("a square above 97", exists("n", NAT, lambda n: (n >= 97) & (n * n == 9604)), "98"),
    Entry("a real root of 2", exists("x", REAL, lambda x: x**2 == 2), "√2"),
    Entry("a real root of a quintic", exists("x", REAL, lambda x: x**5 - x - 1 == 0), "1.1673"),
    Entry("a fixed point of exp (-x)", exists("x", REAL, lambda x: exp(-x) == x), "0.5671"),
    Entry("a larger real", over(REAL, lambda x: exists("y", REAL, lambda y: x < y)), "x + 1"),
    Entry(
        "a larger natural number", over(NAT, lambda n: exists("m", NAT, lambda m: n < m)), "n + 1"
    ),
    Entry("no whole root of 2", ~exists("n", NAT, lambda n: n * n == 2), "√2 is irrational"),
    Entry("7 is odd", ~exists("k", INT, lambda k: 2 * k == 7), "2 k is even"),
    Entry("no real root of -1", ~exists("x", REAL, lambda x: x * x == -1), "squares"),
    Entry(
        "whole roots, rounded down",
        over(NAT, lambda n: exists("m", NAT, lambda m: (m * m <= n) & (n < (m + 1) * (m + 1)))),
        "the largest m with m² ≤ n",
    ),
    Entry(
        "Pell's equation",
        exists(
            "m", NAT, lambda m: exists("n", NAT, lambda n: (m * m == 2 * (n * n) + 1) & (n > 0))
        ),
        "3, 2",
    ),
    Entry(
        "a least natural number",
        exists("n", NAT, lambda n: forall("m", NAT, lambda m: n <= m)),
        "0",
    ),
    Entry(
        "no predecessor of zero",
        implies(exists("n", NAT, lambda n: n + 1 == 0), FALSUM),
        "n + 1 > 0",
        vacuous=True,
    ),
    Entry(
        "a predecessor of every other",
        over(NAT, lambda n: implies(n > 0, exists("m", NAT, lambda m: m + 1 == n))),
        "n - 1",
    ),
    Entry(
        "a root of every nonnegative number",
        over(REAL, lambda x: implies(x >= 0, exists("y", REAL, lambda y: y * y == x))),
        "√x",
    ),
    Entry(
        "a whole number above every real",
        over(REAL, lambda x: exists("n", NAT, lambda n: x < real(n))),
        "Archimedes",
    ),
    Entry(
        "an even or an odd half",
        over(NAT, lambda n: exists("m", NAT, lambda m: (n == 2 * m) | (n == 2 * m + 1))),
        "n / 2",
    ),
    Entry(
        "a number that a premise gives",
        over(NAT, lambda n: implies(exists("m", NAT, lambda m: n == 2 * m), n / 2 * 2 == n)),
        "n = 2 m",
    ),
    Entry(
        "a divisor that a premise gives",
        over(NAT, lambda n: implies(exists("m", NAT, lambda m: n * m == 12), n <= 12)),
        "m ≥ 1",
    ),
    Entry(
        "existence is not unique",
        ~forall("k", INT, lambda k: implies(k * k == 4, k == 2)),
        "k = -2",
    ),
]

FALSE = [
    Entry("no root of 9", ~exists("n", NAT, lambda n: n * n == 9), "3"),
    Entry(
        "a root of 49 proves anything",
        implies(exists("n", NAT, lambda n: n * n == 49), FALSUM),
        "7",
    ),
    Entry(
        "a smaller natural number",
        over(NAT, lambda n: exists("m", NAT, lambda m: m < n)),
        "n = 0",
    ),
    Entry(
        "a bounded root of 7",
        exists("n", NAT, lambda n: (n <= 5) & (n * n == 7)),
        "0, 1, 4, 9, 16, 25",
    ),
    Entry(
        "a real root of every number",
        over(REAL, lambda x: exists("y", REAL, lambda y: y * y == x)),
        "x = -1",
    ),
    Entry("a whole root of 2", exists("n", NAT, lambda n: n * n == 2), "√2 is irrational"),
    Entry(
        "even numbers are multiples of four",
        over(
            NAT,
            lambda n: implies(
                exists("m", NAT, lambda m: n == 2 * m),
                exists("k", NAT, lambda k: (k <= n) & (n == 4 * k)),
            ),
        ),
        "n = 2",
    ),
    Entry(
        "divisors of 12 are at most 6",
        over(NAT, lambda n: implies(exists("m", NAT, lambda m: n * m == 12), n <= 6)),
        "n = 12",
    ),
    Entry(
        "the root is the only number with that square",
        over(
            REAL, lambda x: implies(exists("n", NAT, lambda n: x * x == real(n)), x == sqrt(x * x))
        ),
        "x = -1",
    ),
    Entry(
        "not every number has a double",
        ~forall("n", NAT, lambda n: implies(n <= 9, exists("m", NAT, lambda m: m == 2 * n))),
        "m = 2 n",
    ),
]
