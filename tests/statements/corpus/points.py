"""False at one point only, at an edge, or only for numbers of a kind; and true just beside that."""

from pycheck.statements.writing import INT, NAT, REAL, exp, forall, implies, log, real, sqrt
from tests.statements.corpus.entries import PI, Entry, larger, over, r, ratio, smaller

TRUE = [
    Entry("n ≠ 17 below 17", over(NAT, lambda n: implies(n < 17, n != 17)), "n < 17"),
    Entry("n² ≠ 288", over(NAT, lambda n: n * n != 288), "16² < 288 < 17²"),
    Entry("an open end", over(REAL, lambda x: implies(x < 7, x != 7)), "x < 7"),
    Entry("between 6 and 8", over(INT, lambda k: implies(k > 6, k < 8, k == 7)), "7 alone"),
    Entry(
        "strict and not strict in ℕ",
        over(NAT, lambda m, n: implies(m < n, m + 1 <= n)),
        "whole numbers",
    ),
    Entry(
        "at least 40",
        over(NAT, lambda n: implies(n >= 40, n * n >= 1600)),
        "40² = 1600",
    ),
    Entry(
        "from 11 to 27",
        over(NAT, lambda n: implies(n >= 11, n <= 27, n * n <= 38 * n - 297)),
        "(n - 11) (n - 27) ≤ 0",
    ),
    Entry(
        "the larger and the smaller",
        over(REAL, lambda x, y: larger(x, y) + smaller(x, y) == x + y),
        "in either order",
    ),
    Entry(
        "zero everywhere but between",
        over(NAT, lambda n: (n - 3) * (3 - n) == 0),
        "one difference is 0",
    ),
    Entry(
        "a bound that is reached",
        over(REAL, lambda x: x * (1 - x) <= ratio(1, 4)),
        "(x - 1/2)² ≥ 0",
    ),
    Entry(
        "a bound that is not reached",
        over(REAL, lambda x: x / (1 + abs(x)) < 1),
        "x < 1 + |x|",
    ),
    Entry(
        "premises with a common end",
        over(REAL, lambda x: implies(x <= 2, x >= 2, x**2 == 4)),
        "x = 2",
    ),
    Entry(
        "vacuous premises",
        over(REAL, lambda x: implies(x < 2, x > 2, x == 77)),
        "none",
        vacuous=True,
    ),
    Entry(
        "vacuous inside",
        over(REAL, lambda x: (x == x) & implies(x < x, x == 77)),
        "x < x fails",
    ),
    Entry(
        "an implication of implications",
        over(REAL, lambda x: implies(implies(x < 0, x > 0), x >= 0)),
        "otherwise the premise fails",
    ),
]

FALSE = [
    Entry("n ≠ 17", over(NAT, lambda n: n != 17), "n = 17"),
    Entry("x ≠ 7", over(REAL, lambda x: x != 7), "x = 7"),
    Entry("x ≠ 22/7", over(REAL, lambda x: x != ratio(22, 7)), "x = 22/7"),
    Entry("k ≠ -13", over(INT, lambda k: k != -13), "k = -13"),
    Entry("n² ≠ 289", over(NAT, lambda n: n * n != 289), "n = 17"),
    Entry("x² ≠ 2", over(REAL, lambda x: x**2 != 2), "x = √2"),
    Entry("n < 40", over(NAT, lambda n: n < 40), "n = 40"),
    Entry("x < 10⁶", over(REAL, lambda x: x < 10**6), "x = 10⁶"),
    Entry("n < 10⁹", over(NAT, lambda n: n < 10**9), "n = 10⁹"),
    Entry(
        "up to 10 or from 28 on",
        over(NAT, lambda n: (n <= 10) | (n >= 28)),
        "n = 11",
    ),
    Entry(
        "(n - 11) (n - 27) is nonnegative",
        over(INT, lambda k: (k - 11) * (k - 27) >= 0),
        "k = 12",
    ),
    Entry("m + n ≠ 17", over(NAT, lambda m, n: m + n != 17), "8, 9"),
    Entry("3 m + 5 n ≠ 31", over(NAT, lambda m, n: 3 * m + 5 * n != 31), "2, 5"),
    Entry("x ≠ y", over(REAL, lambda x, y: x != y), "x = y"),
    Entry("x < y or y < x", over(REAL, lambda x, y: (x < y) | (y < x)), "x = y"),
    Entry("at the end", over(REAL, lambda x: implies(x <= 5, x < 5)), "x = 5"),
    Entry("at the lower end", over(NAT, lambda n: implies(n >= 3, n > 3)), "n = 3"),
    Entry("off by one", over(NAT, lambda m, n: implies(m <= n, m + 1 <= n)), "m = n"),
    Entry("from 40 on too", over(NAT, lambda n: implies(n >= 39, n * n >= 1600)), "n = 39"),
    Entry("only for large n", over(NAT, lambda n: n**2 <= 1000 * n), "n = 1001"),
    Entry("for large n in ℝ", over(NAT, lambda n: exp(real(n)) < 10**12), "n = 28"),
    Entry(
        "only for negative x",
        over(REAL, lambda x: x <= abs(x) ** 2 + abs(x) - ratio(1, 100)),
        "x = 0",
    ),
    Entry(
        "only for large x",
        over(REAL, lambda x: implies(x > 1, log(x) < 3)),
        "x = 21",
    ),
    Entry(
        "only for irrational x",
        over(REAL, lambda x: implies(x**2 == 3, x**4 == 8)),
        "x = √3",
    ),
    Entry("a bound that is reached", over(REAL, lambda x: x * (1 - x) < ratio(1, 4)), "x = 1/2"),
    Entry("a bound reached at 1/3", over(REAL, lambda x: 3 * x * (2 - 3 * x) < 1), "x = 1/3"),
    Entry("a bound reached at 5/7", over(REAL, lambda x: 7 * x * (10 - 7 * x) < 25), "x = 5/7"),
    Entry("a bound reached at √2", over(REAL, lambda x: (x**2 - 2) ** 2 > 0), "x = √2"),
    Entry(
        "a premise too weak",
        over(REAL, lambda x, y: implies(x >= 0, x < y, y / x >= 1)),
        "x = 0",
    ),
    Entry("the wrong constant", over(REAL, lambda x: implies(x > 0, log(x) <= x - 2)), "x = 1"),
    Entry(
        "the wrong sign", over(REAL, lambda x, y: (x - y) ** 2 == x**2 - 2 * x * y - y**2), "y = 1"
    ),
    Entry("the wrong direction", over(REAL, lambda x: x <= -abs(x)), "x = 1"),
    Entry("√ of a sum of squares", over(REAL, lambda x, y: sqrt(x**2 + y**2) == x + y), "1, 1"),
    Entry("π is algebraic here", over(REAL, lambda x: implies(x == PI, x**2 == 10)), "9.87"),
    Entry("a double premise", over(NAT, lambda n: implies(n / 2 == 3, n == 6)), "n = 7"),
    Entry("a rounded bound", over(NAT, lambda n: implies(n / 2 <= 3, n <= 6)), "n = 7"),
    Entry("a cut off bound", over(NAT, lambda n: implies(n - 5 <= 0, n == 5)), "n = 0"),
    Entry("a rounded integer", over(INT, lambda k: implies(k / 3 == -1, k == -3)), "k = -1"),
    Entry("a rounded divisor", over(NAT, lambda n: implies(20 / n == 2, n == 10)), "n = 7"),
    Entry(
        "an absolute value",
        over(REAL, lambda x: implies(abs(x) == 3, x == 3)),
        "x = -3",
    ),
    Entry(
        "two powers",
        forall("x", REAL, lambda x: implies(x**4 == 16, x == 2)),
        "x = -2",
    ),
    Entry("a real power", over(REAL, lambda x: implies(x ** r(2) == 9, x == 3)), "x = -3"),
    Entry("a logarithm", over(REAL, lambda x: implies(log(x) == 1, x == exp(1))), "x = -e"),
    Entry("no logarithm", over(REAL, lambda x: implies(log(x) == 0, x == 1)), "x = -1"),
    Entry("no root", over(REAL, lambda x: implies(sqrt(x) == 0, x == 0)), "x = -1"),
    Entry("no inverse", over(REAL, lambda x: implies(1 / x == 0, x >= 1)), "x = 0"),
]
