"""Finite sums against closed forms, their empty edges, and infinite series."""

from collections.abc import Callable

from pycheck.statements.writing import NAT, REAL, Term, exp, forall, implies, log, real, series
from tests.statements.corpus.arithmetic import choose, factorial
from tests.statements.corpus.entries import (
    PI,
    Entry,
    inverse,
    nat,
    of_natural,
    over,
    r,
    ratio,
    total,
)


def _harmonic(n: Term) -> Term:
    return total(n, lambda k: 1 / (real(k) + 1))


def _with_real(body: Callable[[Term, Term], Term]) -> Term:
    """``∀ (x : ℝ) (n : ℕ), body x n``."""
    return forall("x", REAL, lambda x: forall("n", NAT, lambda n: body(x, n)))


_HALVES = series(of_natural(lambda n: ratio(1, 2) ** n))
_SQUARES = series(of_natural(lambda n: 1 / (real(n) + 1) ** 2))
_CUBES = series(of_natural(lambda n: 1 / (real(n) + 1) ** 3))
_BELOW_A_BILLIONTH = inverse(r(10) ** 9)

TRUE = [
    Entry(
        "∑ i = n (n - 1) / 2",
        over(NAT, lambda n: total(n, real) == real(n) * (real(n) - 1) / 2),
        "Gauss; 0 at n = 0",
    ),
    Entry(
        "2 ∑ i = n (n - 1) in ℕ",
        over(NAT, lambda n: 2 * total(n, lambda i: i, NAT) == n * (n - 1)),
        "at n = 0 too",
    ),
    Entry(
        "∑ i²",
        over(
            NAT,
            lambda n: (
                total(n + 1, lambda i: real(i) ** 2)
                == real(n) * (real(n) + 1) * (2 * real(n) + 1) / 6
            ),
        ),
        "induction",
    ),
    Entry(
        "∑ i³ = (∑ i)²",
        over(NAT, lambda n: total(n, lambda i: real(i) ** 3) == total(n, real) ** 2),
        "Nicomachus",
    ),
    Entry(
        "∑ (2 i + 1) = n²",
        over(NAT, lambda n: total(n, lambda i: 2 * real(i) + 1) == real(n) ** 2),
        "Galileo",
    ),
    Entry(
        "the geometric sum",
        _with_real(lambda x, n: implies(x != 1, total(n, lambda i: x**i) == (x**n - 1) / (x - 1))),
        "telescopes",
    ),
    Entry(
        "the geometric sum, multiplied out",
        _with_real(lambda x, n: (x - 1) * total(n, lambda i: x**i) == x**n - 1),
        "telescopes, at x = 1 too",
    ),
    Entry(
        "∑ 1 / ((i + 1) (i + 2))",
        over(
            NAT,
            lambda n: (
                total(n, lambda i: 1 / ((real(i) + 1) * (real(i) + 2))) == 1 - 1 / (real(n) + 1)
            ),
        ),
        "telescopes",
    ),
    Entry(
        "∑ (-1)ⁱ",
        over(NAT, lambda n: total(n, lambda i: r(-1) ** i) == (1 - r(-1) ** n) / 2),
        "1, 0, 1, 0",
    ),
    Entry(
        "∑ c = n c",
        _with_real(lambda x, n: total(n, lambda _: x) == real(n) * x),
        "induction",
    ),
    Entry("an empty sum", total(0, lambda i: 1 / real(i)) == 0, "nothing is added"),
    Entry(
        "a sum that begins with 1 / 0",
        total(3, lambda i: 1 / real(i)) == ratio(3, 2),
        "0 + 1 + 1/2",
    ),
    Entry(
        "log (n + 1) ≤ harmonic n",
        over(NAT, lambda n: log(real(n) + 1) <= _harmonic(n)),
        "the integral of 1 / x",
    ),
    Entry(
        "harmonic n ≤ 1 + log n",
        over(NAT, lambda n: _harmonic(n) <= 1 + log(real(n))),
        "the integral of 1 / x; 0 ≤ 1 at n = 0",
    ),
    Entry(
        "∑ 1 / i² < 2",
        over(NAT, lambda n: total(n, lambda k: 1 / (real(k) + 1) ** 2) < 2),
        "at most 2 - 1 / n",
    ),
    Entry(
        "√n ≤ ∑ 1 / √i",
        over(
            NAT,
            lambda n: real(n) ** ratio(1, 2) <= total(n, lambda k: (real(k) + 1) ** ratio(-1, 2)),
        ),
        "each term is at least 1 / √n",
    ),
    Entry(
        "∑ choose = 2ⁿ",
        over(NAT, lambda n: total(n + 1, lambda k: choose(n, k), NAT) == nat(2) ** n),
        "all subsets",
    ),
    Entry(
        "∑ i i! = n! - 1",
        over(NAT, lambda n: total(n, lambda i: i * factorial(i), NAT) == factorial(n) - 1),
        "(i + 1)! - i!",
    ),
    Entry(
        "∑ of a sum",
        over(
            NAT,
            lambda n: total(n, lambda i: total(i, lambda _: r(1))) == real(n) * (real(n) - 1) / 2,
        ),
        "∑ i",
    ),
    Entry("∑' 2⁻ⁿ = 2", _HALVES == 2, "geometric"),
    Entry(
        "∑' n / 2ⁿ = 2",
        series(of_natural(lambda n: real(n) * ratio(1, 2) ** n)) == 2,
        "x / (1 - x)² at 1/2",
    ),
    Entry("∑' 1 / (n + 1)² = π² / 6", _SQUARES == PI**2 / 6, "Euler"),
    Entry(
        "∑' 1 / n² = π² / 6",
        series(of_natural(lambda n: 1 / real(n) ** 2)) == PI**2 / 6,
        "1 / 0 = 0",
    ),
    Entry(
        "∑' 1 / (n + 1)⁴ = π⁴ / 90",
        series(of_natural(lambda n: 1 / (real(n) + 1) ** 4)) == PI**4 / 90,
        "Euler",
    ),
    Entry(
        "∑' (-1)ⁿ / (n + 1)² = π² / 12",
        series(of_natural(lambda n: r(-1) ** n / (real(n) + 1) ** 2)) == PI**2 / 12,
        "half of ζ 2",
    ),
    Entry(
        "∑' xⁿ = 1 / (1 - x)",
        over(
            REAL,
            lambda x: implies(abs(x) < 1, series(of_natural(lambda n: x**n)) == 1 / (1 - x)),
        ),
        "geometric",
    ),
    Entry(
        "∑' log (n + 1) / 2ⁿ > 0",
        series(of_natural(lambda n: log(real(n) + 1) * ratio(1, 2) ** n)) > 0,
        "positive terms",
    ),
    Entry("∑' 1 / (n + 1)³ ≠ π³ / 26", _CUBES != PI**3 / 26, "1.2021 and 1.1926"),
    Entry(
        "∑' of a sum that diverges and one that converges",
        series(of_natural(lambda n: 1 + ratio(1, 2) ** n)) == 0,
        "it diverges",
    ),
    Entry(
        "∑' of a difference of divergent series",
        series(of_natural(lambda n: (real(n) + 1) - (real(n) + 1))) == 0,
        "each term is 0",
    ),
    Entry(
        "∑' 1 / n! is not asked for",
        total(20, lambda i: 1 / real(factorial(i))) < exp(1),
        "positive terms are left",
    ),
]

FALSE = [
    Entry(
        "∑ i = n (n + 1) / 2",
        over(NAT, lambda n: total(n, real) == real(n) * (real(n) + 1) / 2),
        "n = 1",
    ),
    Entry(
        "∑ i², one short",
        over(
            NAT,
            lambda n: (
                total(n, lambda i: real(i) ** 2) == real(n) * (real(n) + 1) * (2 * real(n) + 1) / 6
            ),
        ),
        "n = 1",
    ),
    Entry(
        "the geometric sum at every x",
        _with_real(lambda x, n: total(n, lambda i: x**i) == (x**n - 1) / (x - 1)),
        "x = 1, n = 1",
    ),
    Entry(
        "∑ (2 i + 1) = (n + 1)²",
        over(NAT, lambda n: total(n, lambda i: 2 * real(i) + 1) == (real(n) + 1) ** 2),
        "n = 0",
    ),
    Entry(
        "harmonic n ≤ log (n + 1)",
        over(NAT, lambda n: _harmonic(n) <= log(real(n) + 1)),
        "n = 1",
    ),
    Entry(
        "∑ 1 / ((i + 1) (i + 2)) = 1 - 1 / (n + 2)",
        over(
            NAT,
            lambda n: (
                total(n, lambda i: 1 / ((real(i) + 1) * (real(i) + 2))) == 1 - 1 / (real(n) + 2)
            ),
        ),
        "n = 0",
    ),
    Entry("∑' 2⁻ⁿ = 2 + 10⁻⁹", _HALVES == 2 + _BELOW_A_BILLIONTH, "2"),
    Entry("∑' 1 / (n + 1)² = π² / 6 + 10⁻⁹", _SQUARES == PI**2 / 6 + _BELOW_A_BILLIONTH, "π² / 6"),
    Entry(
        "∑' 1 / (n + 1)³ = π³ / 25.7944", PI**3 / ratio(257944, 10000) == _CUBES, "π³ / 25.79435…"
    ),
    Entry("∑ (-1)ⁱ = 0", over(NAT, lambda n: total(n, lambda i: r(-1) ** i) == 0), "n = 1"),
    Entry("the harmonic sum is at most 5", over(NAT, lambda n: _harmonic(n) <= 5), "n = 83"),
    Entry("the harmonic sum is at most 12", over(NAT, lambda n: _harmonic(n) <= 12), "n = 10⁵"),
    Entry("the harmonic sum is at most 20", over(NAT, lambda n: _harmonic(n) <= 20), "n = 3 10⁸"),
    Entry(
        "∑ 1 / (i + 1)² ≤ 3/2",
        over(NAT, lambda n: total(n, lambda k: 1 / (real(k) + 1) ** 2) <= ratio(3, 2)),
        "n = 7",
    ),
    Entry(
        "∑' of a sum is the sum of both",
        series(of_natural(lambda n: 1 + ratio(1, 2) ** n)) == 2,
        "it diverges, so 0",
    ),
    Entry(
        "∑ choose = 2ⁿ, one short",
        over(NAT, lambda n: total(n, lambda k: choose(n, k), NAT) == nat(2) ** n),
        "n = 0",
    ),
    Entry(
        "2 ∑ i = n (n + 1) in ℕ",
        over(NAT, lambda n: 2 * total(n, lambda i: i, NAT) == n * (n + 1)),
        "n = 1",
    ),
]
