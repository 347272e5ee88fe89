"""Functions as variables: even, additive, monotone, injective ones, and sequences of any kind."""

from collections.abc import Callable

from pycheck.statements.writing import (
    INT,
    NAT,
    REAL,
    Kind,
    Term,
    exists,
    forall,
    functions,
    implies,
    real,
)
from tests.statements.corpus.entries import FALSUM, SEQUENCE, Entry, over, total


def _maps(kind: Kind, body: Callable[[Term], Term]) -> Term:
    """``∀ f : kind → kind, body f``."""
    return forall("f", functions(kind, kind), body)


def _sequences(body: Callable[[Term], Term]) -> Term:
    """``∀ f : ℕ → ℝ, body f``."""
    return forall("f", SEQUENCE, body)


def _even(f: Term, kind: Kind) -> Term:
    return over(kind, lambda x: f(-x) == f(x))


def _odd(f: Term, kind: Kind) -> Term:
    return over(kind, lambda x: f(-x) == -f(x))


def _additive(f: Term, kind: Kind) -> Term:
    return over(kind, lambda x, y: f(x + y) == f(x) + f(y))


def _monotone(f: Term, kind: Kind) -> Term:
    return over(kind, lambda x, y: implies(x <= y, f(x) <= f(y)))


def _injective(f: Term, kind: Kind) -> Term:
    return over(kind, lambda x, y: implies(f(x) == f(y), x == y))


def _involution(f: Term, kind: Kind) -> Term:
    return over(kind, lambda x: f(f(x)) == x)


def _two_sequences(body: Callable[[Term, Term], Term]) -> Term:
    return _sequences(lambda f: forall("g", SEQUENCE, lambda g: body(f, g)))


def _of_length(body: Callable[[Term, Term], Term]) -> Term:
    """``∀ (f : ℕ → ℝ) (n : ℕ), body f n``."""
    return _sequences(lambda f: forall("n", NAT, lambda n: body(f, n)))


TRUE = [
    Entry(
        "an even function", _maps(REAL, lambda f: implies(_even(f, REAL), f(-3) == f(3))), "x = 3"
    ),
    Entry(
        "an odd function", _maps(REAL, lambda f: implies(_odd(f, REAL), f(0) == 0)), "f 0 = -f 0"
    ),
    Entry(
        "even and odd",
        _maps(REAL, lambda f: implies(_even(f, REAL), _odd(f, REAL), f(5) == 0)),
        "f 5 = -f 5",
    ),
    Entry(
        "an additive function",
        _maps(INT, lambda f: implies(_additive(f, INT), f(0) == 0)),
        "f 0 = 2 f 0",
    ),
    Entry(
        "additive, so odd",
        _maps(INT, lambda f: implies(_additive(f, INT), f(-1) == -f(1))),
        "f 0 = 0",
    ),
    Entry(
        "additive, four times",
        _maps(INT, lambda f: implies(_additive(f, INT), f(4) == 4 * f(1))),
        "four summands",
    ),
    Entry(
        "additive on ℝ",
        _maps(REAL, lambda f: implies(_additive(f, REAL), f(2) == 2 * f(1))),
        "two summands",
    ),
    Entry(
        "monotone on ℝ", _maps(REAL, lambda f: implies(_monotone(f, REAL), f(0) <= f(1))), "0 ≤ 1"
    ),
    Entry(
        "monotone and odd",
        _maps(REAL, lambda f: implies(_monotone(f, REAL), _odd(f, REAL), f(1) >= 0)),
        "0 = f 0 ≤ f 1",
    ),
    Entry(
        "injective on ℕ", _maps(NAT, lambda f: implies(_injective(f, NAT), f(0) != f(1))), "0 ≠ 1"
    ),
    Entry(
        "an involution is injective",
        _maps(INT, lambda f: implies(_involution(f, INT), f(2) == f(3), FALSUM)),
        "2 = f (f 2) = f (f 3) = 3",
    ),
    Entry(
        "no square root of the successor",
        _maps(NAT, lambda f: implies(forall("n", NAT, lambda n: f(f(n)) == n + 1), FALSUM)),
        "f (n + 1) = f n + 1, so f n = n + c and 2 c = 1",
    ),
    Entry(
        "strictly rising on ℕ",
        _maps(
            NAT, lambda f: implies(over(NAT, lambda m, n: implies(m < n, f(m) < f(n))), f(5) >= 5)
        ),
        "n ≤ f n by induction",
    ),
    Entry(
        "idempotent",
        _maps(INT, lambda f: implies(over(INT, lambda x: f(f(x)) == f(x)), f(f(f(3))) == f(3))),
        "applied twice",
    ),
    Entry(
        "multiplicative",
        _maps(
            REAL,
            lambda f: implies(
                over(REAL, lambda x, y: f(x * y) == f(x) * f(y)), (f(1) == 0) | (f(1) == 1)
            ),
        ),
        "f 1 = f 1 ²",
    ),
    Entry(
        "Lipschitz",
        _maps(
            REAL,
            lambda f: implies(
                over(REAL, lambda x, y: abs(f(x) - f(y)) <= abs(x - y)), abs(f(5) - f(2)) <= 3
            ),
        ),
        "x = 5, y = 2",
    ),
    Entry(
        "a contraction",
        _maps(
            REAL,
            lambda f: implies(
                over(REAL, lambda x, y: abs(f(x) - f(y)) <= abs(x - y) / 2),
                f(0) == 0,
                abs(f(8)) <= 4,
            ),
        ),
        "x = 8, y = 0",
    ),
    Entry(
        "periodic",
        _maps(INT, lambda f: implies(over(INT, lambda k: f(k + 1) == f(k)), f(-3) == f(5))),
        "eight steps",
    ),
    Entry(
        "the square of a square",
        _maps(REAL, lambda f: implies(over(REAL, lambda x: f(x**2) == x**2), f(4) == 4)),
        "x = 2",
    ),
    Entry(
        "midpoint convex",
        _maps(
            REAL,
            lambda f: implies(
                over(REAL, lambda x, y: f((x + y) / 2) <= (f(x) + f(y)) / 2),
                f(1) <= (f(0) + f(2)) / 2,
            ),
        ),
        "x = 0, y = 2",
    ),
    Entry(
        "onto, so with a zero",
        _maps(
            REAL,
            lambda f: implies(
                over(REAL, lambda y: exists("x", REAL, lambda x: f(x) == y)),
                ~over(REAL, lambda x: f(x) > 0),
            ),
        ),
        "y = 0",
    ),
    Entry(
        "bounded and additive",
        _maps(
            REAL,
            lambda f: implies(_additive(f, REAL), over(REAL, lambda x: abs(f(x)) <= 1), f(1) == 0),
        ),
        "|n f 1| ≤ 1 for all n",
    ),
    Entry("a function is itself", _maps(REAL, lambda f: f == f), "reflexivity"),
    Entry(
        "equal functions",
        _two_sequences(lambda f, g: implies(f == g, f(50) == g(50))),
        "congruence",
    ),
    Entry(
        "telescoping",
        _of_length(lambda f, n: total(n, lambda i: f(i + 1) - f(i)) == f(n) - f(0)),
        "induction on n",
    ),
    Entry(
        "the triangle inequality of sums",
        _of_length(lambda f, n: abs(total(n, f)) <= total(n, lambda i: abs(f(i)))),
        "induction on n",
    ),
    Entry(
        "Cauchy and Schwarz for sums",
        _two_sequences(
            lambda f, g: (
                total(5, lambda i: f(i) * g(i)) ** 2
                <= total(5, lambda i: f(i) ** 2) * total(5, lambda i: g(i) ** 2)
            )
        ),
        "Lagrange's identity",
    ),
    Entry(
        "the mean of squares",
        _of_length(lambda f, n: total(n, f) ** 2 <= real(n) * total(n, lambda i: f(i) ** 2)),
        "Cauchy and Schwarz with 1",
    ),
    Entry(
        "sums of two",
        _two_sequences(lambda f, g: total(9, lambda i: f(i) + g(i)) == total(9, f) + total(9, g)),
        "linearity",
    ),
    Entry(
        "a sum of nonnegative values",
        _sequences(lambda f: implies(forall("n", NAT, lambda n: f(n) >= 0), f(2) <= total(5, f))),
        "the others are nonnegative",
    ),
    Entry(
        "weights of sum one",
        _sequences(
            lambda f: implies(forall("n", NAT, lambda n: f(n) >= 0), total(3, f) == 1, f(0) <= 1)
        ),
        "the others are nonnegative",
    ),
    Entry(
        "the square of a sum of two",
        _sequences(lambda f: implies(total(2, f) == 1, ~(f(0) * f(1) > 1))),
        "t (1 - t) ≤ 1/4",
    ),
    Entry(
        "a pigeonhole",
        _maps(
            NAT,
            lambda f: implies(
                forall("n", NAT, lambda n: f(n) < 2),
                (f(0) == f(1)) | (f(1) == f(2)) | (f(0) == f(2)),
            ),
        ),
        "three values among two",
    ),
]

FALSE = [
    Entry("even, so zero", _maps(REAL, lambda f: implies(_even(f, REAL), f(1) == 0)), "f = 1"),
    Entry("odd, so zero", _maps(REAL, lambda f: implies(_odd(f, REAL), f(1) == 0)), "f x = x"),
    Entry(
        "monotone, strictly",
        _maps(REAL, lambda f: implies(_monotone(f, REAL), f(0) < f(1))),
        "f = 0",
    ),
    Entry(
        "injective, so fixing 0",
        _maps(NAT, lambda f: implies(_injective(f, NAT), f(0) == 0)),
        "f n = n + 1",
    ),
    Entry(
        "additive, so the identity",
        _maps(INT, lambda f: implies(_additive(f, INT), f(1) == 1)),
        "f = 0",
    ),
    Entry("any two values are in order", _sequences(lambda f: f(0) <= f(1)), "f = 1, 0, …"),
    Entry("all values are nonnegative", _sequences(lambda f: f(2) >= 0), "f = -1"),
    Entry("a real function is constant", _maps(REAL, lambda f: f(0) == f(1)), "f x = x"),
    Entry("every function is additive", _maps(REAL, lambda f: f(2) == 2 * f(1)), "f = 1"),
    Entry("every function of ℕ has a fixed point at 0", _maps(NAT, lambda f: f(0) == 0), "f = 1"),
    Entry("every function of ℤ is odd", _maps(INT, lambda f: f(-2) == -f(2)), "f = 1"),
    Entry("every function is injective", _maps(INT, lambda f: f(1) != f(2)), "f = 0"),
    Entry(
        "equality in the triangle inequality",
        _of_length(lambda f, n: abs(total(n, f)) == total(n, lambda i: abs(f(i)))),
        "f = 1, -1",
    ),
    Entry(
        "the square of a sum",
        _of_length(lambda f, n: total(n, f) ** 2 == total(n, lambda i: f(i) ** 2)),
        "f = 1, n = 2",
    ),
    Entry(
        "telescoping, one step late",
        _of_length(lambda f, n: total(n, lambda i: f(i + 1) - f(i)) == f(n + 1) - f(0)),
        "f n = n",
    ),
    Entry(
        "the product of sums",
        _two_sequences(lambda f, g: total(3, lambda i: f(i) * g(i)) == total(3, f) * total(3, g)),
        "f = g = 1",
    ),
    Entry(
        "Cauchy and Schwarz without a square",
        _two_sequences(
            lambda f, g: (
                total(2, lambda i: f(i) * g(i)) ** 2
                <= total(2, lambda i: f(i) ** 2) + total(2, lambda i: g(i) ** 2)
            )
        ),
        "f = g = 2, 2: 64 and 16",
    ),
    Entry(
        "weights of sum one, strictly",
        _sequences(
            lambda f: implies(forall("n", NAT, lambda n: f(n) >= 0), total(3, f) == 1, f(0) < 1)
        ),
        "f = 1, 0, 0",
    ),
    Entry(
        "weights of any sign",
        _sequences(lambda f: implies(total(2, f) == 1, f(0) >= 0)),
        "f = -1, 2",
    ),
    Entry(
        "functions that agree at 0 and 1",
        _two_sequences(lambda f, g: implies(f(0) == g(0), f(1) == g(1), f == g)),
        "another value at 2",
    ),
]
