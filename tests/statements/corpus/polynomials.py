"""Polynomial hypotheses: several roots, irrational ones, none."""

from pycheck.statements.writing import INT, NAT, REAL, exp, implies, sqrt
from tests.statements.corpus.entries import FALSUM, Entry, over, ratio

TRUE = [
    Entry("x² = 2 → x⁴ = 4", over(REAL, lambda x: implies(x**2 == 2, x**4 == 4)), "squared"),
    Entry(
        "the golden ratio",
        over(REAL, lambda x: implies(x**2 - x - 1 == 0, x**3 == 2 * x + 1)),
        "x³ = x² + x",
    ),
    Entry(
        "two roots",
        over(REAL, lambda x: implies(x**2 - 5 * x + 6 == 0, (x == 2) | (x == 3))),
        "(x - 2) (x - 3)",
    ),
    Entry(
        "three roots",
        over(REAL, lambda x: implies(x**3 - x == 0, (x == -1) | (x == 0) | (x == 1))),
        "x (x - 1) (x + 1)",
    ),
    Entry(
        "a sum of squares is zero",
        over(REAL, lambda x, y: implies(x**2 + y**2 == 0, x == 0)),
        "both are",
    ),
    Entry(
        "no real root",
        over(REAL, lambda x: implies(x**2 + 1 == 0, FALSUM)),
        "x² ≥ 0",
        vacuous=True,
    ),
    Entry("x³ = 2 → x⁶ = 4", over(REAL, lambda x: implies(x**3 == 2, x**6 == 4)), "squared"),
    Entry(
        "√2 + √3",
        over(
            REAL,
            lambda x: implies(
                x**4 - 10 * x**2 + 1 == 0,
                (x**2 == 5 + 2 * sqrt(6)) | (x**2 == 5 - 2 * sqrt(6)),
            ),
        ),
        "a quadratic in x²",
    ),
    Entry(
        "the positive root",
        over(REAL, lambda x: implies(x**2 == 3, x > 0, x == sqrt(3))),
        "±√3",
    ),
    Entry(
        "four roots in an interval",
        over(
            REAL,
            lambda x: implies((x - 1) * (x - 2) * (x - 3) * (x - 4) == 0, (x >= 1) & (x <= 4)),
        ),
        "1, 2, 3, 4",
    ),
    Entry(
        "x⁵ - x - 1 has its root above 1",
        over(REAL, lambda x: implies(x**5 - x - 1 == 0, x > 1)),
        "1.1673; it is negative up to 1",
    ),
    Entry(
        "sum and product",
        over(REAL, lambda x, y: implies(x + y == 5, x * y == 6, (x == 2) | (x == 3))),
        "t² - 5 t + 6",
    ),
    Entry(
        "equal squares",
        over(REAL, lambda x, y: implies(x**2 == y**2, (x == y) | (x == -y))),
        "(x - y) (x + y)",
    ),
    Entry(
        "two equations",
        over(REAL, lambda x, y: implies(x + y == 3, x - y == 1, x == 2)),
        "2 x = 4",
    ),
    Entry("x³ + x = 10 → x = 2", over(REAL, lambda x: implies(x**3 + x == 10, x == 2)), "monotone"),
    Entry(
        "three irrational roots",
        over(REAL, lambda x: implies(x**3 - 3 * x + 1 == 0, abs(x) < 2)),
        "2 cos (2 π k / 9)",
    ),
    Entry(
        "the discriminant",
        over(REAL, lambda b, x: implies(x**2 + b * x + 1 == 0, b**2 >= 4)),
        "(2 x + b)² = b² - 4",
    ),
    Entry("n² = n → n ≤ 1", over(NAT, lambda n: implies(n * n == n, n <= 1)), "0 and 1"),
    Entry(
        "integer roots",
        over(INT, lambda k: implies(k * k == k + 6, (k == 3) | (k == -2))),
        "(k - 3) (k + 2)",
    ),
    Entry(
        "no integer root",
        over(INT, lambda k: implies(k * k == 2, FALSUM)),
        "√2 is irrational",
        vacuous=True,
    ),
    Entry(
        "a double root",
        over(REAL, lambda x: implies((x - 1) ** 2 == 0, x == 1)),
        "a square",
    ),
    Entry(
        "a square that is at most zero",
        over(REAL, lambda x: implies((x - ratio(1, 3)) ** 2 <= 0, 3 * x == 1)),
        "x = 1/3",
    ),
    Entry(
        "near a root",
        over(REAL, lambda x: implies(x**2 - 2 == 0, x - sqrt(2) != ratio(1, 10**9))),
        "0 or -2.8",
    ),
    Entry(
        "exp at a root",
        over(REAL, lambda x: implies(x**2 == 2, exp(x) * exp(-x) == 1)),
        "exp (x - x)",
    ),
    Entry(
        "a circle and a line",
        over(REAL, lambda x, y: implies(x**2 + y**2 == 1, x + y <= sqrt(2))),
        "Cauchy and Schwarz",
    ),
]

FALSE = [
    Entry("x² = 2 → 0 < x", over(REAL, lambda x: implies(x**2 == 2, x > 0)), "-√2"),
    Entry(
        "the other root, 12",
        over(REAL, lambda x: implies(x**2 - 13 * x + 12 == 0, x == 1)),
        "x = 12",
    ),
    Entry("x³ = x → 0 ≤ x", over(REAL, lambda x: implies(x**3 - x == 0, x >= 0)), "x = -1"),
    Entry("x² = 3 → x < √3", over(REAL, lambda x: implies(x**2 == 3, x < sqrt(3) - 1)), "x = √3"),
    Entry(
        "one of four irrational roots",
        over(REAL, lambda x: implies(x**4 - 10 * x**2 + 1 == 0, x**2 > 1)),
        "√3 - √2",
    ),
    Entry("one integer root", over(INT, lambda k: implies(k * k == k + 6, k == 3)), "k = -2"),
    Entry("equal squares, equal", over(REAL, lambda x, y: implies(x**2 == y**2, x == y)), "1, -1"),
    Entry("x y = 0 → x = 0", over(REAL, lambda x, y: implies(x * y == 0, x == 0)), "x = 1, y = 0"),
    Entry(
        "sum and product, one order",
        over(REAL, lambda x, y: implies(x + y == 5, x * y == 6, x == 2)),
        "x = 3, y = 2",
    ),
    Entry(
        "positive irrational roots",
        over(REAL, lambda x: implies(x**3 - 3 * x + 1 == 0, x > 0)),
        "-1.879",
    ),
    Entry(
        "the golden ratio, one short",
        over(REAL, lambda x: implies(x**2 - x - 1 == 0, x**3 == 2 * x)),
        "2 x + 1",
    ),
    Entry(
        "a double root and another",
        over(REAL, lambda x: implies((x - 1) ** 2 * (x - 5) == 0, x == 1)),
        "x = 5",
    ),
    Entry(
        "a circle and a shorter line",
        over(REAL, lambda x, y: implies(x**2 + y**2 == 1, x + y <= 1)),
        "3/5, 4/5",
    ),
    Entry("x² = 2 → x⁴ = 5", over(REAL, lambda x: implies(x**2 == 2, x**4 == 5)), "4"),
    Entry("a line", over(REAL, lambda x, y: implies(x + y == 3, x == y)), "1, 2"),
    Entry(
        "a parameter",
        over(REAL, lambda a, x: implies(x**2 == a**2 + 1, x > 0)),
        "a = 0, x = -1",
    ),
]
