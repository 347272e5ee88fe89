"""Values that Lean gives where mathematics has none: 1 / 0, log 0, √(-1), 3 - 5."""

from pycheck.statements.writing import (
    COMPLEX,
    INT,
    NAT,
    REAL,
    Term,
    call,
    exp,
    iff,
    implies,
    integral,
    log,
    number,
    real,
    series,
    sqrt,
)
from tests.statements.corpus.entries import (
    FALSUM,
    Entry,
    derivative,
    inverse,
    larger,
    nat,
    of_natural,
    of_real,
    over,
    r,
    ratio,
    whole,
)

_HALF = ratio(1, 2)


def _zeta(x: Term) -> Term:
    return call("riemannZeta", x, kind=COMPLEX)


TRUE = [
    Entry("1 / 0 = 0", r(1) / 0 == 0, "x / 0 = 0"),
    Entry("x / 0 = 0", over(REAL, lambda x: x / 0 == 0), "x / 0 = 0"),
    Entry("0⁻¹ = 0", inverse(r(0)) == 0, "0⁻¹ = 0"),
    Entry("(x⁻¹)⁻¹ = x", over(REAL, lambda x: inverse(inverse(x)) == x), "at 0 too"),
    Entry("log 0 = 0", log(0) == 0, "by definition"),
    Entry("log (-2) = log 2", log(-2) == log(2), "log is even"),
    Entry("log (-x) = log x", over(REAL, lambda x: log(-x) == log(x)), "log is even"),
    Entry("log (-1) = 0", log(-1) == 0, "log is even"),
    Entry("exp (log 0) = 1", exp(log(0)) == 1, "exp 0"),
    Entry("exp x = -2", over(REAL, lambda x: implies(exp(x) == -2, FALSUM)), "exp is positive"),
    Entry("√(-4) = 0", sqrt(-4) == 0, "by definition"),
    Entry("√x = 0 for x ≤ 0", over(REAL, lambda x: iff(sqrt(x) == 0, x <= 0)), "by definition"),
    Entry("√x ² = max x 0", over(REAL, lambda x: sqrt(x) ** 2 == larger(x, r(0))), "either sign"),
    Entry("3 - 5 = 0", nat(3) - 5 == 0, "stops at zero"),
    Entry("n - (n + 1) = 0", over(NAT, lambda n: n - (n + 1) == 0), "stops at zero"),
    Entry("(n - 5) + 5 = n from 5 on", over(NAT, lambda n: iff(n - 5 + 5 == n, n >= 5)), "both"),
    Entry(
        "m - n + n = max m n",
        over(NAT, lambda m, n: m - n + n == larger(m, n)),
        "either order",
    ),
    Entry("m + n - m = n", over(NAT, lambda m, n: m + n - m == n), "cancels"),
    Entry("m - n = 0 is m ≤ n", over(NAT, lambda m, n: iff(m - n == 0, m <= n)), "stops at zero"),
    Entry(
        "k (m - n) = k m - k n",
        over(NAT, lambda k, m, n: k * (m - n) == k * m - k * n),
        "both are zero below",
    ),
    Entry("7 / 2 = 3", nat(7) / 2 == 3, "rounded down"),
    Entry("n / 0 = 0", over(NAT, lambda n: n / 0 == 0), "by definition"),
    Entry("n / n is 1 or n = 0", over(NAT, lambda n: (n / n == 1) | (n == 0)), "n n⁻¹"),
    Entry("n m / m = n", over(NAT, lambda m, n: implies(m > 0, n * m / m == n)), "exact"),
    Entry("n / m * m ≤ n", over(NAT, lambda m, n: n / m * m <= n), "rounded down"),
    Entry(
        "a quotient of real numbers rounded down",
        over(NAT, lambda m, n: real(n / m) <= real(n) / real(m)),
        "rounded down; 0 at m = 0",
    ),
    Entry("0 ^ 0 = 1 in ℕ", nat(0) ** 0 == 1, "by definition"),
    Entry("0 ^ 0 = 1 in ℝ", r(0) ** 0 == 1, "by definition"),
    Entry("0 ^ (0 : ℝ) = 1", r(0) ** r(0) == 1, "by definition"),
    Entry("x ^ (0 : ℝ) = 1", over(REAL, lambda x: x ** r(0) == 1), "at 0 too"),
    Entry(
        "0 ^ x = 0 for x ≠ 0",
        over(REAL, lambda x: implies(x != 0, r(0) ** x == 0)),
        "negative exponents too",
    ),
    Entry("(-7) / 2 = -4", whole(-7) / 2 == -4, "the remainder is 1"),
    Entry("7 / (-2) = -3", whole(7) / -2 == -3, "the remainder is 1"),
    Entry("(-7) / (-2) = 4", whole(-7) / -2 == 4, "the remainder is 1"),
    Entry(
        "a remainder of integers is never negative",
        over(
            INT,
            lambda a, b: implies(b != 0, (a - b * (a / b) >= 0) & (a - b * (a / b) < abs(b))),
        ),
        "Euclidean division",
    ),
    Entry(
        "a / (-b) = -(a / b)", over(INT, lambda a, b: a / (-b) == -(a / b)), "Euclidean division"
    ),
    Entry("(-1) ^ (1 / 2 : ℝ) = 0", r(-1) ** _HALF == 0, "cos (π / 2)"),
    Entry("(-8) ^ (1 / 3 : ℝ) = 1", r(-8) ** ratio(1, 3) == 1, "2 cos (π / 3)"),
    Entry("(-1) ^ (2 : ℝ) = 1", r(-1) ** r(2) == 1, "cos (2 π)"),
    Entry("x ^ (1 / 2 : ℝ) = √x", over(REAL, lambda x: x**_HALF == sqrt(x)), "0 below zero"),
    Entry(
        "x ^ (-1 : ℝ) = 1 / x",
        over(REAL, lambda x: x ** r(-1) == 1 / x),
        "cos (-π) = -1 below zero, 0 at zero",
    ),
    Entry("x / x is 1 or x = 0", over(REAL, lambda x: (x / x == 1) | (x == 0)), "x x⁻¹"),
    Entry("x x⁻¹ = 1 is x ≠ 0", over(REAL, lambda x: iff(x * inverse(x) == 1, x != 0)), "0 at 0"),
    Entry("(x / y) y = x", over(REAL, lambda x, y: implies(y != 0, x / y * y == x)), "cancels"),
    Entry(
        "(x y)⁻¹ = x⁻¹ y⁻¹",
        over(REAL, lambda x, y: inverse(x * y) == inverse(x) * inverse(y)),
        "0 where one is 0",
    ),
    Entry("|1 / x| = 1 / |x|", over(REAL, lambda x: abs(1 / x) == 1 / abs(x)), "0 at 0"),
    Entry(
        "log (x y) = log x + log y",
        over(REAL, lambda x, y: implies(x != 0, y != 0, log(x * y) == log(x) + log(y))),
        "negative ones too",
    ),
    Entry("log (x²) = 2 log x", over(REAL, lambda x: log(x**2) == 2 * log(x)), "0 at 0"),
    Entry("log x⁻¹ = -log x", over(REAL, lambda x: log(inverse(x)) == -log(x)), "0 at 0"),
    Entry(
        "√(x y) = √x √y",
        over(REAL, lambda x, y: implies(x >= 0, sqrt(x * y) == sqrt(x) * sqrt(y))),
        "both are 0 where y < 0",
    ),
    Entry(
        "√(x / y) = √x / √y",
        over(REAL, lambda x, y: implies(x >= 0, sqrt(x / y) == sqrt(x) / sqrt(y))),
        "both are 0 where y ≤ 0",
    ),
    Entry(
        "the real value of a difference",
        over(NAT, lambda m, n: implies(n <= m, real(m - n) == real(m) - real(n))),
        "nothing is cut off",
    ),
    Entry("∑' 1 = 0", series(of_natural(lambda _: r(1))) == 0, "it diverges"),
    Entry("∑' n = 0", series(of_natural(real)) == 0, "it diverges"),
    Entry("∑' 1 / (n + 1) = 0", series(of_natural(lambda n: 1 / (real(n) + 1))) == 0, "diverges"),
    Entry(
        "∑' (-1)ⁿ / (n + 1) = 0",
        series(of_natural(lambda n: r(-1) ** n / (real(n) + 1))) == 0,
        "it does not converge absolutely",
    ),
    Entry("∑' 2ⁿ = 0", series(of_natural(lambda n: r(2) ** n)) == 0, "it diverges"),
    Entry(
        "ζ 1 ≠ 0",
        _zeta(number(1, COMPLEX)) != number(0, COMPLEX),
        "Mathlib's value is (γ - log 4π) / 2 = -0.977",
    ),
    Entry("∫ 1 / x from 0 to 1 = 0", integral(of_real(lambda x: 1 / x), 0, 1) == 0, "diverges"),
    Entry(
        "∫ 1 / x² from -1 to 1 = 0",
        integral(of_real(lambda x: 1 / x**2), -1, 1) == 0,
        "it diverges",
    ),
    Entry("∫ x from 1 to 0 = -1/2", integral(of_real(lambda x: x), 1, 0) == -_HALF, "reversed"),
    Entry(
        "∫ log² from -2 to -1 = ∫ log² from 1 to 2",
        integral(of_real(lambda x: log(x) ** 2), -2, -1)
        == integral(of_real(lambda x: log(x) ** 2), 1, 2),
        "log is even",
    ),
    Entry(
        "∫ √x² from -2 to -1 = 0",
        integral(of_real(lambda x: sqrt(x) ** 2), -2, -1) == 0,
        "√ is 0 there",
    ),
    Entry(
        "∫ x ^ (1/2) from -2 to -1 = 0",
        integral(of_real(lambda x: x**_HALF), -2, -1) == 0,
        "cos (π / 2) = 0",
    ),
    Entry(
        "deriv |x| 0 = 0",
        derivative(of_real(abs), 0) == 0,
        "0 where there is no derivative",
    ),
    Entry("deriv (1 / x) 0 = 0", derivative(of_real(lambda x: 1 / x), 0) == 0, "not continuous"),
    Entry(
        "deriv √ x = 1 / (2 √x)",
        over(REAL, lambda x: derivative(of_real(sqrt), x) == 1 / (2 * sqrt(x))),
        "0 on both sides where x ≤ 0",
    ),
    Entry(
        "deriv log x = 1 / x",
        over(REAL, lambda x: derivative(of_real(log), x) == 1 / x),
        "0 at 0, and log is even",
    ),
]

FALSE = [
    Entry("x / x = 1", over(REAL, lambda x: x / x == 1), "x = 0"),
    Entry("1 / x ≠ 0", over(REAL, lambda x: 1 / x != 0), "x = 0"),
    Entry(
        "log (x y) = log x + log y everywhere",
        over(REAL, lambda x, y: log(x * y) == log(x) + log(y)),
        "x = 0, y = 2",
    ),
    Entry("exp (log x) = x", over(REAL, lambda x: exp(log(x)) == x), "x = 0"),
    Entry("√(x²) = x", over(REAL, lambda x: sqrt(x**2) == x), "x = -1"),
    Entry("√x ² = x", over(REAL, lambda x: sqrt(x) ** 2 == x), "x = -1"),
    Entry(
        "√(x y) = √x √y everywhere",
        over(REAL, lambda x, y: sqrt(x * y) == sqrt(x) * sqrt(y)),
        "x = y = -1",
    ),
    Entry("m - n + n = m", over(NAT, lambda m, n: m - n + n == m), "m = 0, n = 1"),
    Entry("n / 2 * 2 = n", over(NAT, lambda n: n / 2 * 2 == n), "n = 1"),
    Entry("m / n * n = m", over(NAT, lambda m, n: implies(n > 0, m / n * n == m)), "1 / 2"),
    Entry(
        "the real value of any difference",
        over(NAT, lambda m, n: real(m - n) == real(m) - real(n)),
        "m = 0, n = 1",
    ),
    Entry("0 ^ x = 0", over(REAL, lambda x: r(0) ** x == 0), "x = 0"),
    Entry("x ^ 0 = 0 at x = 0", over(REAL, lambda x: implies(x == 0, x**0 == 0)), "0 ^ 0 = 1"),
    Entry("(-a) / b = -(a / b)", over(INT, lambda a, b: (-a) / b == -(a / b)), "a = 1, b = 2"),
    Entry("a / b * b = a", over(INT, lambda a, b: implies(b != 0, a / b * b == a)), "1 / 2"),
    Entry("log x ≤ x - 1", over(REAL, lambda x: log(x) <= x - 1), "x = -1: 0 ≤ -2"),
    Entry(
        "x < y → 1 / y < 1 / x",
        over(REAL, lambda x, y: implies(x < y, 1 / y < 1 / x)),
        "x = -1, y = 1",
    ),
    Entry(
        "(x ^ (1/3)) ³ = x",
        over(REAL, lambda x: (x ** ratio(1, 3)) ** 3 == x),
        "x = -1: 1/8",
    ),
    Entry(
        "x ^ y x ^ z = x ^ (y + z)",
        over(REAL, lambda x, y, z: x**y * x**z == x ** (y + z)),
        "x = 0, y = 1, z = -1",
    ),
    Entry(
        "(x ^ y) ^ z = x ^ (y z)",
        over(REAL, lambda x, y, z: (x**y) ** z == x ** (y * z)),
        "x = -1, y = 2, z = 1/2",
    ),
    Entry("(-8) ^ (1 / 3 : ℝ) = -2", r(-8) ** ratio(1, 3) == -2, "it is 1"),
    Entry(
        "∑' xⁿ = 1 / (1 - x)",
        over(REAL, lambda x: series(of_natural(lambda n: x**n)) == 1 / (1 - x)),
        "x = 2: 0 and -1",
    ),
    Entry("∑' 2ⁿ = -1", series(of_natural(lambda n: r(2) ** n)) == -1, "it is 0"),
    Entry(
        "∑' (-1)ⁿ / (n + 1) = log 2",
        series(of_natural(lambda n: r(-1) ** n / (real(n) + 1))) == log(2),
        "it does not converge absolutely",
    ),
    Entry("∫ x from 1 to 0 = 1/2", integral(of_real(lambda x: x), 1, 0) == _HALF, "reversed"),
    Entry(
        "∫ 1 from a to b = |b - a|",
        over(REAL, lambda a, b: integral(of_real(lambda _: r(1)), a, b) == abs(b - a)),
        "a = 1, b = 0",
    ),
    Entry("n - 1 < n", over(NAT, lambda n: n - 1 < n), "n = 0"),
    Entry("n - 1 + 1 = n", over(NAT, lambda n: n - 1 + 1 == n), "n = 0"),
    Entry("m - n = 0 → m = n", over(NAT, lambda m, n: implies(m - n == 0, m == n)), "0 - 1"),
    Entry(
        "(m + n) / 2 = m / 2 + n / 2",
        over(NAT, lambda m, n: (m + n) / 2 == m / 2 + n / 2),
        "m = n = 1",
    ),
]
