"""Hypotheses that speak of every number: monotone sequences, bounds, what nothing satisfies."""

from collections.abc import Callable

from pycheck.statements.writing import (
    INT,
    NAT,
    REAL,
    Term,
    exists,
    exp,
    forall,
    functions,
    iff,
    implies,
    real,
)
from tests.statements.corpus.entries import FALSUM, SEQUENCE, Entry, over, r


def _sequences(body: Callable[[Term], Term]) -> Term:
    """``∀ f : ℕ → ℝ, body f``."""
    return forall("f", SEQUENCE, body)


def _rises(f: Term) -> Term:
    return forall("n", NAT, lambda n: f(n) <= f(n + 1))


def _falls(f: Term) -> Term:
    return forall("n", NAT, lambda n: f(n + 1) <= f(n))


def _rises_by_pairs(f: Term) -> Term:
    return over(NAT, lambda m, n: implies(m <= n, f(m) <= f(n)))


def _bounded(f: Term, bound: int) -> Term:
    return forall("n", NAT, lambda n: f(n) <= bound)


def _convex(f: Term) -> Term:
    return forall("n", NAT, lambda n: 2 * f(n + 1) <= f(n) + f(n + 2))


def _fibonacci(f: Term) -> Term:
    return forall("n", NAT, lambda n: f(n + 2) == f(n + 1) + f(n))


TRUE = [
    Entry(
        "a step at a time",
        _sequences(lambda f: implies(_rises(f), f(2) <= f(4))),
        "f 2 ≤ f 3 ≤ f 4",
    ),
    Entry(
        "monotone by pairs",
        _sequences(lambda f: implies(_rises_by_pairs(f), f(7) <= f(60))),
        "the hypothesis at 7 and 60",
    ),
    Entry(
        "bounded multiples",
        over(REAL, lambda x: implies(forall("n", NAT, lambda n: real(n) * x <= 1), x <= 0)),
        "the reals are Archimedean",
    ),
    Entry(
        "bounded powers",
        over(REAL, lambda x: implies(x >= 0, forall("n", NAT, lambda n: x**n <= 2), x <= 1)),
        "powers of a number above one are unbounded",
    ),
    Entry(
        "a largest number",
        over(REAL, lambda x: implies(forall("y", REAL, lambda y: y <= x), x == 77)),
        "the premise fails at y = x + 1",
    ),
    Entry(
        "a bounded square",
        over(REAL, lambda x: implies(forall("y", REAL, lambda y: y * y <= x), x == 77)),
        "the premise fails at y = |x| + 1",
    ),
    Entry(
        "strictly rising",
        _sequences(lambda f: implies(forall("n", NAT, lambda n: f(n) < f(n + 1)), f(0) < f(10))),
        "ten strict steps",
    ),
    Entry(
        "rising by one",
        _sequences(
            lambda f: implies(forall("n", NAT, lambda n: f(n) + 1 <= f(n + 1)), f(0) + 9 < f(10))
        ),
        "ten steps of one give f 0 + 10 ≤ f 10",
    ),
    Entry(
        "rising and falling",
        _sequences(lambda f: implies(_rises(f), _falls(f), f(3) == f(9))),
        "both make it constant",
    ),
    Entry(
        "below every positive number",
        over(REAL, lambda x: implies(forall("ε", REAL, lambda e: implies(e > 0, x <= e)), x <= 0)),
        "otherwise ε = x / 2 fails",
    ),
    Entry(
        "below every reciprocal",
        over(REAL, lambda x: implies(forall("n", NAT, lambda n: x <= 1 / (real(n) + 1)), x <= 0)),
        "1 / (n + 1) → 0",
    ),
    Entry(
        "within every power of a half",
        over(REAL, lambda x: implies(forall("n", NAT, lambda n: abs(x) * r(2) ** n <= 1), x == 0)),
        "2 ^ n is unbounded",
    ),
    Entry(
        "the least natural number",
        over(NAT, lambda n: implies(forall("m", NAT, lambda m: n <= m), n == 0)),
        "m = 0",
    ),
    Entry(
        "a greatest natural number",
        over(NAT, lambda n: implies(forall("m", NAT, lambda m: m <= n), FALSUM)),
        "m = n + 1",
    ),
    Entry(
        "a neutral factor",
        over(NAT, lambda n: implies(forall("m", NAT, lambda m: n * m == m), n == 1)),
        "m = 1",
    ),
    Entry(
        "a factor of nothing",
        over(REAL, lambda x: implies(forall("y", REAL, lambda y: x * y == 0), x == 0)),
        "y = 1",
    ),
    Entry(
        "a neutral summand",
        over(REAL, lambda x: implies(forall("y", REAL, lambda y: x + y == y), x == 0)),
        "y = 0",
    ),
    Entry(
        "large ever again",
        _sequences(
            lambda f: implies(
                forall("m", NAT, lambda m: exists("k", NAT, lambda k: (m < k) & (real(m) <= f(k)))),
                ~_bounded(f, 5),
            )
        ),
        "f k ≥ 6 for some k",
    ),
    Entry(
        "every number has a double",
        over(NAT, lambda n: exists("m", NAT, lambda m: m == 2 * n)),
        "m = 2 n",
    ),
    Entry(
        "every number has a larger one",
        (FALSUM | forall("m", NAT, lambda m: exists("k", NAT, lambda k: m < k))),
        "k = m + 1",
    ),
    Entry(
        "a bound on either side",
        _sequences(
            lambda f: implies(
                _bounded(f, 1), forall("n", NAT, lambda n: f(n) >= -1), abs(f(5)) <= 1
            )
        ),
        "-1 ≤ f 5 ≤ 1",
    ),
    Entry(
        "near each other",
        _sequences(
            lambda f: implies(
                over(NAT, lambda m, n: abs(f(m) - f(n)) <= 1), abs(f(3) - f(100)) <= 1
            )
        ),
        "the hypothesis at 3 and 100",
    ),
    Entry(
        "each below each",
        _sequences(lambda f: implies(over(NAT, lambda m, n: f(m) <= f(n)), f(0) == f(9))),
        "f 0 ≤ f 9 ≤ f 0",
    ),
    Entry(
        "slopes of a convex sequence",
        _sequences(lambda f: implies(_convex(f), f(1) - f(0) <= f(3) - f(2))),
        "the slopes rise",
    ),
    Entry(
        "convex and bounded above",
        _sequences(lambda f: implies(_convex(f), _bounded(f, 5), f(4) <= f(0))),
        "a positive slope would carry it beyond every bound",
    ),
    Entry(
        "doubled at each step",
        _sequences(
            lambda f: implies(forall("n", NAT, lambda n: f(n + 1) == 2 * f(n)), f(5) == 32 * f(0))
        ),
        "2⁵ = 32",
    ),
    Entry(
        "the Fibonacci numbers",
        forall(
            "f",
            functions(NAT, NAT),
            lambda f: implies(f(0) == 0, f(1) == 1, _fibonacci(f), f(7) == 13),
        ),
        "0 1 1 2 3 5 8 13",
    ),
    Entry(
        "subadditive",
        _sequences(lambda f: implies(over(NAT, lambda m, n: f(m + n) <= f(m) + f(n)), f(0) >= 0)),
        "f 0 ≤ 2 f 0",
    ),
    Entry(
        "multiples of the squares",
        over(
            REAL,
            lambda x: implies(forall("n", NAT, lambda n: real(n) ** 2 * x <= real(n)), x <= 0),
        ),
        "n x ≤ 1 for all n ≥ 1",
    ),
    Entry(
        "bounded exponentials",
        over(REAL, lambda x: implies(forall("n", NAT, lambda n: exp(real(n) * x) <= 5), x <= 0)),
        "n x ≤ log 5",
    ),
    Entry(
        "below every square",
        over(REAL, lambda x: implies(forall("y", REAL, lambda y: x <= y * y), x <= 0)),
        "y = 0",
    ),
    Entry(
        "strictly below every square",
        over(REAL, lambda x: implies(forall("y", REAL, lambda y: x < y * y), x < 0)),
        "y = 0",
    ),
    Entry(
        "an integer that swallows all factors",
        over(INT, lambda k: implies(forall("m", INT, lambda m: k * m == k), k == 0)),
        "m = 0",
    ),
    Entry(
        "a greatest integer",
        over(INT, lambda k: implies(forall("m", INT, lambda m: m <= k), FALSUM)),
        "m = k + 1",
    ),
    Entry(
        "small from some place on",
        _sequences(
            lambda f: implies(
                exists(
                    "N", NAT, lambda big: forall("n", NAT, lambda n: implies(big <= n, f(n) <= 0))
                ),
                ~forall("n", NAT, lambda n: f(n) == 1),
            )
        ),
        "f N ≤ 0 < 1",
    ),
    Entry(
        "no real number bounds the squares",
        over(REAL, lambda x: ~forall("y", REAL, lambda y: y * y <= x)),
        "y = |x| + 1",
    ),
    Entry(
        "no real number bounds the natural ones",
        over(REAL, lambda x: iff(forall("n", NAT, lambda n: real(n) <= x), FALSUM)),
        "the reals are Archimedean",
    ),
    Entry(
        "no least positive number",
        over(
            REAL,
            lambda x: implies(x > 0, ~forall("y", REAL, lambda y: implies(y > 0, x <= y))),
        ),
        "y = x / 2",
    ),
    Entry(
        "an order between all and one",
        _sequences(
            lambda f: implies(
                exists("m", NAT, lambda m: forall("n", NAT, lambda n: f(n) <= f(m))),
                _rises(f),
                exists("m", NAT, lambda m: f(m) == f(m + 1)),
            )
        ),
        "a rising sequence stays at its maximum",
    ),
]

_AN_ENVELOPE = _sequences(
    lambda f: implies(
        forall("n", NAT, lambda n: implies(n >= 1, abs(f(n) - real(n)) <= 5 - real(n))), FALSUM
    )
)
TRUE.append(Entry("an envelope that closes", _AN_ENVELOPE, "a radius below zero at n = 6"))

FALSE = [
    Entry(
        "monotone the other way",
        _sequences(lambda f: implies(_rises(f), f(4) <= f(2))),
        "f n = min n 4",
    ),
    Entry(
        "pairs the other way",
        _sequences(lambda f: implies(_rises_by_pairs(f), f(5) <= f(3))),
        "f n = min n 5",
    ),
    Entry("not strictly", _sequences(lambda f: implies(_rises(f), f(2) < f(4))), "f = 0"),
    Entry(
        "bounded multiples, bounded",
        over(REAL, lambda x: implies(forall("n", NAT, lambda n: real(n) * x <= 0), x == 0)),
        "x = -1",
    ),
    Entry(
        "bounded multiples, of either sign",
        over(REAL, lambda x: implies(forall("n", NAT, lambda n: real(n) * x <= 1), x == 0)),
        "x = -1",
    ),
    Entry(
        "bounded powers, strictly",
        over(REAL, lambda x: implies(x >= 0, forall("n", NAT, lambda n: x**n <= 2), x < 1)),
        "x = 1",
    ),
    Entry(
        "falling, read as rising",
        _sequences(lambda f: implies(_falls(f), f(0) <= f(5))),
        "f = 1, 0, 0, …",
    ),
    Entry("rising and constant", _sequences(lambda f: implies(_rises(f), f(0) == f(1))), "f n = n"),
    Entry(
        "strictly below the bound",
        _sequences(lambda f: implies(_bounded(f, 1), f(3) < 1)),
        "f = 1",
    ),
    Entry(
        "positive, not only nonnegative",
        _sequences(lambda f: implies(forall("n", NAT, lambda n: f(n) >= 0), f(2) > 0)),
        "f = 0",
    ),
    Entry(
        "constant, so zero",
        _sequences(lambda f: implies(over(NAT, lambda m, n: f(m) <= f(n)), f(0) == 0)),
        "f = 1",
    ),
    Entry(
        "bounded, so near each other",
        _sequences(
            lambda f: implies(forall("n", NAT, lambda n: abs(f(n)) <= 1), abs(f(0) - f(1)) <= 1)
        ),
        "f = 1, -1, 0, …",
    ),
    Entry(
        "the least natural number is one",
        over(NAT, lambda n: implies(forall("m", NAT, lambda m: n <= m), n == 1)),
        "n = 0",
    ),
    Entry(
        "rising and bounded, strictly",
        _sequences(lambda f: implies(_rises(f), _bounded(f, 5), f(9) < 5)),
        "f = 5",
    ),
    Entry(
        "a convex sequence rises",
        _sequences(lambda f: implies(_convex(f), f(0) <= f(1))),
        "f = 1, 0, 0, …",
    ),
    Entry(
        "small multiples, inside",
        over(
            REAL,
            lambda x: (x == x) & forall("n", NAT, lambda n: real(n) * x <= 100_000),
        ),
        "x = 1, n = 10⁶",
    ),
    Entry(
        "an upper bound, inside",
        over(REAL, lambda x: implies(x > 0, (x == x) & forall("y", REAL, lambda y: y <= x))),
        "x = 1, y = 2",
    ),
    Entry(
        "below every square, strictly",
        over(REAL, lambda x: implies(forall("y", REAL, lambda y: x <= y * y), x < 0)),
        "x = 0",
    ),
    Entry(
        "below every positive number, strictly",
        over(REAL, lambda x: implies(forall("ε", REAL, lambda e: implies(e > 0, x <= e)), x < 0)),
        "x = 0",
    ),
    Entry(
        "two equal neighbours make it constant",
        _sequences(lambda f: implies(_rises(f), f(0) == f(1), f(1) == f(2))),
        "f = 0, 0, 1, 1, …",
    ),
]
