"""Inequalities with cases of equality, and what is left of them without a hypothesis."""

from pycheck.statements.writing import NAT, REAL, Term, exp, forall, iff, implies, log, real, sqrt
from tests.statements.corpus.entries import PI, Entry, cos, over, r, ratio, sin


def _for_positive(*parts: Term) -> list[Term]:
    return [x > 0 for x in parts]


def _middle(x: Term, y: Term) -> Term:
    """The middle lies strictly between."""
    return (x < (x + y) / 2) & ((x + y) / 2 < y)


TRUE = [
    Entry("2 x y ≤ x² + y²", over(REAL, lambda x, y: 2 * x * y <= x**2 + y**2), "(x - y)²"),
    Entry(
        "equality of means",
        over(REAL, lambda x, y: iff(2 * x * y == x**2 + y**2, x == y)),
        "(x - y)² = 0",
    ),
    Entry(
        "√(x y) ≤ (x + y) / 2",
        over(REAL, lambda x, y: implies(x >= 0, y >= 0, sqrt(x * y) <= (x + y) / 2)),
        "(√x - √y)²",
    ),
    Entry(
        "3 x y z ≤ x³ + y³ + z³",
        over(
            REAL,
            lambda x, y, z: implies(x >= 0, y >= 0, z >= 0, 3 * x * y * z <= x**3 + y**3 + z**3),
        ),
        "arithmetic and geometric mean",
    ),
    Entry(
        "Cauchy and Schwarz, 2",
        over(
            REAL,
            lambda a, b, x, y: (a * x + b * y) ** 2 <= (a**2 + b**2) * (x**2 + y**2),
        ),
        "(a y - b x)²",
    ),
    Entry(
        "Cauchy and Schwarz, 3",
        over(
            REAL,
            lambda a, b, c, x, y, z: (
                (a * x + b * y + c * z) ** 2 <= (a**2 + b**2 + c**2) * (x**2 + y**2 + z**2)
            ),
        ),
        "Lagrange's identity",
    ),
    Entry(
        "x y + y z + z x ≤ x² + y² + z²",
        over(REAL, lambda x, y, z: x * y + y * z + z * x <= x**2 + y**2 + z**2),
        "three squares",
    ),
    Entry(
        "Bernoulli",
        forall(
            "x",
            REAL,
            lambda x: forall("n", NAT, lambda n: implies(x >= -1, 1 + real(n) * x <= (1 + x) ** n)),
        ),
        "induction",
    ),
    Entry("1 + x ≤ exp x", over(REAL, lambda x: 1 + x <= exp(x)), "convexity"),
    Entry("1 + x = exp x at 0 alone", over(REAL, lambda x: iff(1 + x == exp(x), x == 0)), "strict"),
    Entry("e x ≤ exp x", over(REAL, lambda x: exp(1) * x <= exp(x)), "1 + (x - 1) ≤ exp (x - 1)"),
    Entry("log x ≤ x - 1", over(REAL, lambda x: implies(x > 0, log(x) <= x - 1)), "convexity"),
    Entry(
        "Jensen for exp",
        over(REAL, lambda x, y: exp((x + y) / 2) <= (exp(x) + exp(y)) / 2),
        "convexity",
    ),
    Entry(
        "Jensen for log",
        over(
            REAL,
            lambda x, y: implies(x > 0, y > 0, (log(x) + log(y)) / 2 <= log((x + y) / 2)),
        ),
        "concavity",
    ),
    Entry(
        "weighted means",
        over(
            REAL,
            lambda x, y, t: implies(
                x > 0, y > 0, t >= 0, t <= 1, x**t * y ** (1 - t) <= t * x + (1 - t) * y
            ),
        ),
        "concavity of log",
    ),
    Entry("|x + y| ≤ |x| + |y|", over(REAL, lambda x, y: abs(x + y) <= abs(x) + abs(y)), "signs"),
    Entry(
        "||x| - |y|| ≤ |x - y|",
        over(REAL, lambda x, y: abs(abs(x) - abs(y)) <= abs(x - y)),
        "the triangle inequality twice",
    ),
    Entry(
        "the triangle inequality in the plane",
        over(
            REAL,
            lambda a, b, x, y: (
                sqrt((a + x) ** 2 + (b + y) ** 2) <= sqrt(a**2 + b**2) + sqrt(x**2 + y**2)
            ),
        ),
        "Minkowski",
    ),
    Entry(
        "Nesbitt",
        over(
            REAL,
            lambda a, b, c: implies(
                *_for_positive(a, b, c),
                ratio(3, 2) <= a / (b + c) + b / (c + a) + c / (a + b),
            ),
        ),
        "Cauchy and Schwarz",
    ),
    Entry(
        "2 ≤ x + 1 / x",
        over(REAL, lambda x: implies(x > 0, x + 1 / x >= 2)),
        "(x - 1)² / x",
    ),
    Entry(
        "8 a b c ≤ (a + b) (b + c) (c + a)",
        over(
            REAL,
            lambda a, b, c: implies(
                a >= 0, b >= 0, c >= 0, 8 * a * b * c <= (a + b) * (b + c) * (c + a)
            ),
        ),
        "three means",
    ),
    Entry(
        "Schur",
        over(
            REAL,
            lambda a, b, c: implies(
                a >= 0,
                b >= 0,
                c >= 0,
                a * (a - b) * (a - c) + b * (b - a) * (b - c) + c * (c - a) * (c - b) >= 0,
            ),
        ),
        "order the numbers",
    ),
    Entry(
        "rearrangement",
        over(
            REAL,
            lambda a, b, x, y: implies(a <= b, x <= y, a * y + b * x <= a * x + b * y),
        ),
        "(b - a) (y - x) ≥ 0",
    ),
    Entry(
        "√ is subadditive",
        over(REAL, lambda x, y: sqrt(x + y) <= sqrt(x) + sqrt(y)),
        "for negative numbers too: √ is monotone",
    ),
    Entry("sin² + cos² = 1", over(REAL, lambda x: sin(x) ** 2 + cos(x) ** 2 == 1), "Pythagoras"),
    Entry("sin x ≤ x", over(REAL, lambda x: implies(x >= 0, sin(x) <= x)), "cos ≤ 1"),
    Entry(
        "x - x³/6 ≤ sin x",
        over(REAL, lambda x: implies(x >= 0, x - x**3 / 6 <= sin(x))),
        "integrate thrice",
    ),
    Entry("1 - x²/2 ≤ cos x", over(REAL, lambda x: 1 - x**2 / 2 <= cos(x)), "integrate twice"),
    Entry(
        "1 + x ≤ 2 ^ x from 1 on",
        over(REAL, lambda x: implies(x >= 1, 1 + x <= r(2) ** x)),
        "convex, equal at 0 and 1",
    ),
    Entry("π ^ e < e ^ π", PI ** exp(1) < exp(1) ** PI, "e x ≤ exp x at x = π"),
    Entry(
        "x - x log x ≤ 1",
        over(REAL, lambda x: implies(x >= 0, x - x * log(x) <= 1)),
        "log (1/x) ≤ 1/x - 1; 0 at 0",
    ),
    Entry(
        "a strict bound gives another",
        over(REAL, lambda x, y: implies(x < y, _middle(x, y))),
        "the middle",
    ),
    Entry(
        "equal when neither is less",
        over(REAL, lambda x, y: implies(~(x < y), ~(y < x), x == y)),
        "trichotomy",
    ),
]


FALSE = [
    Entry("2 x y < x² + y²", over(REAL, lambda x, y: 2 * x * y < x**2 + y**2), "x = y"),
    Entry(
        "2 ≤ x + 1 / x for x ≠ 0",
        over(REAL, lambda x: implies(x != 0, x + 1 / x >= 2)),
        "x = -1",
    ),
    Entry("x ≤ x²", over(REAL, lambda x: x <= x**2), "x = 1/2"),
    Entry("x ≤ x³", over(REAL, lambda x: implies(x >= 0, x <= x**3)), "x = 1/2"),
    Entry(
        "Bernoulli for every x",
        forall("x", REAL, lambda x: forall("n", NAT, lambda n: 1 + real(n) * x <= (1 + x) ** n)),
        "x = -10, n = 3; here x = -2.9, n = 9",
    ),
    Entry(
        "Nesbitt, strictly",
        over(
            REAL,
            lambda a, b, c: implies(
                *_for_positive(a, b, c),
                ratio(3, 2) < a / (b + c) + b / (c + a) + c / (a + b),
            ),
        ),
        "a = b = c",
    ),
    Entry(
        "√(x + y) = √x + √y",
        over(REAL, lambda x, y: implies(x >= 0, y >= 0, sqrt(x + y) == sqrt(x) + sqrt(y))),
        "x = y = 1",
    ),
    Entry("|x + y| = |x| + |y|", over(REAL, lambda x, y: abs(x + y) == abs(x) + abs(y)), "1, -1"),
    Entry(
        "|x - y| ≤ ||x| - |y||",
        over(REAL, lambda x, y: abs(x - y) <= abs(abs(x) - abs(y))),
        "1, -1",
    ),
    Entry("log x < x - 1", over(REAL, lambda x: implies(x > 0, log(x) < x - 1)), "x = 1"),
    Entry("1 + x < exp x", over(REAL, lambda x: 1 + x < exp(x)), "x = 0"),
    Entry("x < y → x² < y²", over(REAL, lambda x, y: implies(x < y, x**2 < y**2)), "-1, 0"),
    Entry(
        "x ≤ y → x z ≤ y z",
        over(REAL, lambda x, y, z: implies(x <= y, x * z <= y * z)),
        "0, 1, -1",
    ),
    Entry("1 + x ≤ 2 ^ x", over(REAL, lambda x: implies(x >= 0, 1 + x <= r(2) ** x)), "x = 1/2"),
    Entry(
        "(x + y) / 2 ≤ √(x y)",
        over(REAL, lambda x, y: implies(x >= 0, y >= 0, (x + y) / 2 <= sqrt(x * y))),
        "x = 0, y = 1",
    ),
    Entry("sin x ≤ x everywhere", over(REAL, lambda x: sin(x) <= x), "x = -1"),
    Entry("x² ≤ x⁴", over(REAL, lambda x: x**2 <= x**4), "x = 1/2"),
    Entry(
        "x y + y z + z x < x² + y² + z²",
        over(REAL, lambda x, y, z: x * y + y * z + z * x < x**2 + y**2 + z**2),
        "x = y = z",
    ),
    Entry("1 + x + x²/2 ≤ exp x", over(REAL, lambda x: 1 + x + x**2 / 2 <= exp(x)), "x = -1"),
    Entry("√x ≤ x", over(REAL, lambda x: implies(x >= 0, sqrt(x) <= x)), "x = 1/4"),
    Entry(
        "Cauchy and Schwarz, reversed",
        over(
            REAL,
            lambda a, b, x, y: (a**2 + b**2) * (x**2 + y**2) <= (a * x + b * y) ** 2,
        ),
        "(1, 0) and (0, 1)",
    ),
    Entry(
        "3 x y z ≤ x³ + y³ + z³ everywhere",
        over(REAL, lambda x, y, z: 3 * x * y * z <= x**3 + y**3 + z**3),
        "-1, -1, 0",
    ),
    Entry(
        "exp is subadditive",
        over(REAL, lambda x, y: exp(x + y) <= exp(x) + exp(y)),
        "x = y = 1",
    ),
    Entry(
        "Schur without signs",
        over(
            REAL,
            lambda a, b, c: (
                a * (a - b) * (a - c) + b * (b - a) * (b - c) + c * (c - a) * (c - b) >= 0
            ),
        ),
        "a = 0, b = 0, c = -1",
    ),
    Entry(
        "x ≤ y and y ≤ x leave nothing strict",
        over(REAL, lambda x, y: implies(x <= y, x < y)),
        "x = y",
    ),
]
