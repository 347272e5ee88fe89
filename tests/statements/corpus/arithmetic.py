"""Number theory: divisibility by way of rounded quotients, primes, squares, parity."""

from pycheck.statements.writing import INT, NAT, Term, call, forall, iff, implies
from tests.statements.corpus.entries import FALSUM, HIDDEN, Entry, nat, over, smaller, whole


def divides(a: Term, b: Term) -> Term:
    """``a ∣ b``."""
    return call("Dvd.dvd", a.kind.node, HIDDEN, a, b)


def remainder(a: Term, b: Term | int) -> Term:
    """``a % b``."""
    other = (nat if a.kind is NAT else whole)(b) if isinstance(b, int) else b
    kind = a.kind.node
    return call("HMod.hMod", kind, kind, kind, HIDDEN, a, other, kind=a.kind)


def gcd(a: Term, b: Term) -> Term:
    """``Nat.gcd a b``."""
    return call("Nat.gcd", a, b, kind=NAT)


def prime(n: Term) -> Term:
    """``Nat.Prime n``."""
    return call("Nat.Prime", n)


def factorial(n: Term) -> Term:
    """``n !``."""
    return call("Nat.factorial", n, kind=NAT)


def choose(n: Term, k: Term | int) -> Term:
    """``Nat.choose n k``."""
    return call("Nat.choose", n, nat(k) if isinstance(k, int) else k, kind=NAT)


def _multiple(value: Term, m: int) -> Term:
    """``m (value / m) = value``: divisibility by way of a quotient."""
    return m * (value / m) == value


def _euler(n: Term) -> Term:
    return n * n + n + 41


TRUE = [
    Entry("n (n + 1) is even", over(NAT, lambda n: _multiple(n * (n + 1), 2)), "one factor is"),
    Entry("6 divides n³ - n", over(NAT, lambda n: _multiple(n**3 - n, 6)), "three neighbours"),
    Entry("30 divides n⁵ - n", over(NAT, lambda n: _multiple(n**5 - n, 30)), "Fermat at 2, 3, 5"),
    Entry("7 divides n⁷ - n", over(NAT, lambda n: _multiple(n**7 - n, 7)), "Fermat"),
    Entry("2730 divides n¹³ - n", over(NAT, lambda n: _multiple(n**13 - n, 2730)), "Fermat"),
    Entry("6 divides k³ - k in ℤ", over(INT, lambda k: _multiple(k**3 - k, 6)), "three neighbours"),
    Entry("squares modulo 4", over(NAT, lambda n: n * n - 4 * (n * n / 4) <= 1), "0 and 1"),
    Entry(
        "8 divides the square of an odd number less one",
        over(NAT, lambda n: _multiple((2 * n + 1) ** 2 - 1, 8)),
        "4 n (n + 1)",
    ),
    Entry("n < 2ⁿ", over(NAT, lambda n: n < nat(2) ** n), "induction"),
    Entry(
        "n² ≤ 2ⁿ from 4 on", over(NAT, lambda n: implies(n >= 4, n**2 <= nat(2) ** n)), "induction"
    ),
    Entry(
        "2ⁿ ≤ (n + 1)!", over(NAT, lambda n: nat(2) ** n <= factorial(n + 1)), "factors from 2 on"
    ),
    Entry("n! ≤ nⁿ", over(NAT, lambda n: factorial(n) <= n**n), "factor by factor; 1 ≤ 0 ^ 0"),
    Entry(
        "√2 is irrational",
        over(NAT, lambda m, n: implies(n * n == 2 * (m * m), m == 0)),
        "powers of 2 in both sides",
    ),
    Entry(
        "a² + b² = 3 c² has no solution",
        over(NAT, lambda a, b, c: implies(a * a + b * b == 3 * (c * c), c == 0)),
        "descent modulo 3",
    ),
    Entry(
        "Fermat's last theorem for 3",
        over(NAT, lambda a, b, c: implies(a**3 + b**3 == c**3, (a == 0) | (b == 0))),
        "Euler",
    ),
    Entry(
        "a product of Pythagorean numbers is even",
        over(NAT, lambda a, b, c: implies(a * a + b * b == c * c, _multiple(a * b, 2))),
        "two odd squares sum to 2 modulo 4",
    ),
    Entry(
        "Euler's polynomial has no small factor",
        over(
            NAT,
            lambda n, a, b: implies(n < 40, a >= 2, b >= 2, a * b != _euler(n)),
        ),
        "its values are prime up to 39",
    ),
    Entry("Fermat's number 2³² + 1", nat(2) ** 32 + 1 == nat(641) * 6700417, "Euler"),
    Entry("Mersenne's number 2¹¹ - 1", nat(2) ** 11 - 1 == nat(23) * 89, "23 · 89"),
    Entry(
        "Euler's polynomial is prime",
        over(NAT, lambda n: implies(n < 40, prime(_euler(n)))),
        "checked up to 39",
    ),
    Entry("a % b < b", over(NAT, lambda a, b: implies(b > 0, remainder(a, b) < b)), "division"),
    Entry("a % 0 = a", over(NAT, lambda a: remainder(a, 0) == a), "by definition"),
    Entry(
        "0 ≤ a % b in ℤ",
        over(INT, lambda a, b: implies(b != 0, remainder(a, b) >= 0)),
        "Euclidean division",
    ),
    Entry("(-7) % 2 = 1", remainder(whole(-7), 2) == 1, "-7 = 2 (-4) + 1"),
    Entry(
        "even or odd",
        over(NAT, lambda n: (remainder(n, 2) == 0) | (remainder(n, 2) == 1)),
        "below 2",
    ),
    Entry(
        "remainders add",
        over(
            NAT,
            lambda a, b, m: remainder(a + b, m) == remainder(remainder(a, m) + remainder(b, m), m),
        ),
        "at m = 0 too",
    ),
    Entry(
        "quotient and remainder",
        over(INT, lambda a, b: b * (a / b) + remainder(a, b) == a),
        "at b = 0 too",
    ),
    Entry(
        "divisors of each other",
        over(NAT, lambda a, b: implies(divides(a, b), divides(b, a), a == b)),
        "either is at most the other, or both are 0",
    ),
    Entry(
        "everything divides zero",
        over(NAT, lambda n: divides(n, nat(0)) & iff(divides(nat(0), n), n == 0)),
        "n · 0 = 0",
    ),
    Entry("gcd (n, n + 1) = 1", over(NAT, lambda n: gcd(n, n + 1) == 1), "their difference is 1"),
    Entry("gcd (0, n) = n", over(NAT, lambda n: gcd(nat(0), n) == n), "at 0 too"),
    Entry(
        "gcd (2ᵐ - 1, 2ⁿ - 1) = 2^gcd (m, n) - 1",
        over(
            NAT,
            lambda m, n: gcd(nat(2) ** m - 1, nat(2) ** n - 1) == nat(2) ** gcd(m, n) - 1,
        ),
        "Euclid's algorithm in the exponents",
    ),
    Entry("a gcd divides", over(NAT, lambda a, b: divides(gcd(a, b), a)), "by definition"),
    Entry(
        "7 divides the middle binomials",
        over(NAT, lambda k: implies(k > 0, k < 7, divides(nat(7), choose(nat(7), k)))),
        "7 is prime",
    ),
    Entry(
        "Pascal's rule",
        over(NAT, lambda n, k: choose(n + 1, k + 1) == choose(n, k) + choose(n, k + 1)),
        "by definition",
    ),
    Entry(
        "choose below the diagonal",
        over(NAT, lambda n, k: implies(n < k, choose(n, k) == 0)),
        "no such subset",
    ),
    Entry(
        "no square is 2 or 3 modulo 5",
        over(NAT, lambda n: (remainder(n * n, 5) != 2) & (remainder(n * n, 5) != 3)),
        "0, 1, 4",
    ),
    Entry(
        "a prime above 3 modulo 6",
        over(
            NAT,
            lambda p: implies(prime(p), p > 3, (remainder(p, 6) == 1) | (remainder(p, 6) == 5)),
        ),
        "others have the factor 2 or 3",
    ),
    Entry(
        "the factor of a prime",
        over(NAT, lambda p, d: implies(prime(p), divides(d, p), (d == 1) | (d == p))),
        "by definition",
    ),
    Entry("min + max", over(NAT, lambda m, n: smaller(m, n) + (m - n) == m), "either order"),
    Entry("1 is no prime", ~prime(nat(1)), "a unit"),
    Entry(
        "Wilson at 5 and at 6",
        (remainder(factorial(nat(4)) + 1, 5) == 0) & (remainder(factorial(nat(5)) + 1, 6) != 0),
        "25 and 121",
    ),
    Entry(
        "no number between neighbours",
        over(INT, lambda k, m: implies(k < m, m < k + 1, FALSUM)),
        "k + 1 ≤ m",
        vacuous=True,
    ),
]

FALSE = [
    Entry(
        "Euler's polynomial is prime up to 40",
        over(NAT, lambda n: implies(n <= 40, prime(_euler(n)))),
        "n = 40: 41²",
    ),
    Entry("2ⁿ ≤ n²", over(NAT, lambda n: nat(2) ** n <= n**2), "n = 0"),
    Entry("n² ≤ 2ⁿ", over(NAT, lambda n: n**2 <= nat(2) ** n), "n = 3 alone"),
    Entry(
        "n! < 2ⁿ from 1 on",
        over(NAT, lambda n: implies(n >= 1, factorial(n) < nat(2) ** n)),
        "n = 4",
    ),
    Entry("60 divides n⁵ - n", over(NAT, lambda n: _multiple(n**5 - n, 60)), "n = 2"),
    Entry("12 divides n³ - n", over(NAT, lambda n: _multiple(n**3 - n, 12)), "n = 2"),
    Entry(
        "squares modulo 8 are 0 or 1", over(NAT, lambda n: n * n - 8 * (n * n / 8) <= 1), "n = 2"
    ),
    Entry(
        "a product is zero, so the first",
        over(NAT, lambda m, n: implies(m * n == 0, m == 0)),
        "m = 1, n = 0",
    ),
    Entry("equal squares in ℤ", over(INT, lambda a, b: implies(a**2 == b**2, a == b)), "1 and -1"),
    Entry("quotients add", over(NAT, lambda a, b, c: (a + b) / c == a / c + b / c), "1/2 + 1/2"),
    Entry(
        "quotients of products", over(NAT, lambda a, b, c: a * b / c == a * (b / c)), "2 · 1 / 2"
    ),
    Entry(
        "differences commute with sums",
        over(NAT, lambda a, b, c: a - b + c == a + c - b),
        "0 - 1 + 1",
    ),
    Entry("remainders are below in ℤ", over(INT, lambda a, b: remainder(a, b) < abs(b)), "b = 0"),
    Entry(
        "(-a) % b = -(a % b)",
        over(INT, lambda a, b: remainder(-a, b) == -remainder(a, b)),
        "a = 1, b = 2",
    ),
    Entry("divisors are smaller", over(NAT, lambda a, b: implies(divides(a, b), a <= b)), "b = 0"),
    Entry("coprime neighbours at distance 2", over(NAT, lambda n: gcd(n, n + 2) == 1), "n = 2"),
    Entry(
        "6 divides the middle binomials",
        over(NAT, lambda k: implies(k > 0, k < 6, divides(nat(6), choose(nat(6), k)))),
        "k = 2",
    ),
    Entry("primes are odd", over(NAT, lambda p: implies(prime(p), remainder(p, 2) == 1)), "p = 2"),
    Entry(
        "odd numbers above 1 are prime",
        over(NAT, lambda n: implies(n > 1, remainder(n, 2) == 1, prime(n))),
        "n = 9",
    ),
    Entry(
        "a divisor of a product divides a factor",
        over(NAT, lambda a, b, c: implies(divides(a, b * c), divides(a, b) | divides(a, c))),
        "4 and 2 · 2",
    ),
    Entry(
        "2 m is never n² ", over(NAT, lambda m, n: implies(m > 0, n * n != 2 * m)), "m = 2, n = 2"
    ),
    Entry(
        "two squares are no square",
        over(NAT, lambda a, b, c: implies(a > 0, b > 0, a * a + b * b != c * c)),
        "3, 4, 5",
    ),
    Entry(
        "2ⁿ - 1 has no factor n from 2 on",
        forall("n", NAT, lambda n: implies(n >= 2, remainder(nat(2) ** n, n) != 2)),
        "Fermat at n = 3",
    ),
]
