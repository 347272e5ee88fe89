"""Functions of number theory on whole numbers, as Mathlib defines them at every argument."""

import math
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from flint import fmpz

from pycheck.statements.language.truth import Truth, decided
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.values.operations import natural
from pycheck.statements.values.work import spend, spend_on

# Numbers of more bits are not factored, and not shown to be prime.
_FACTORED = 120
_LARGEST_FACTORIAL = 3000
# Primes are counted, and numbers with a property looked for, up to here.
_SIEVED = 10**7
_MOST_FOUND = 10**5
_MOST_DIVISORS = 10**5


def divides(d: int, n: int) -> bool:
    """``d ∣ n``; zero divides zero alone."""
    if isinstance(n, int) and n == 0:
        return True  # whatever divides it
    d, n = natural(d), natural(n)
    return d != 0 and n % d == 0


def modulo(n: int, d: int) -> int:
    """``n % d``: never negative, and ``n % 0 = n``."""
    n, d = natural(n), natural(d)
    return n % abs(d) if d else n


def lcm(x: int, y: int) -> int:
    """The least common multiple."""
    return math.lcm(natural(x), natural(y))


def gcd(x: int, y: int) -> int:
    """The greatest common divisor."""
    return math.gcd(natural(x), natural(y))


def is_coprime(x: int, y: int) -> bool:
    """Whether nothing but units divides both."""
    return gcd(x, y) == 1


def _factorable(n: int) -> int:
    n = abs(natural(n))
    if n.bit_length() > _FACTORED:
        raise Undecided("a number is too large to be factored")
    spend(1 + n.bit_length())
    return n


def is_prime(n: int) -> bool:
    """Whether the number, or its negative, is prime."""
    return bool(fmpz(_factorable(n)).is_prime())


def _root(n: int) -> tuple[int, int]:
    """A number as a power, of the largest prime exponent that there is."""
    for e in (61, 59, 53, 47, 43, 41, 37, 31, 29, 23, 19, 17, 13, 11, 7, 5, 3, 2):
        if n.bit_length() > e:
            base = int(fmpz(n).root(e))
            if base**e == n:
                return base, e
    return n, 1


def factors(n: int) -> dict[int, int]:
    """The primes that divide a number, with their powers; none for zero."""
    n = _factorable(n)
    base, power = _root(n)
    if power > 1:  # Arb factors a large square as slowly as any other number
        return {p: power * e for p, e in factors(base).items()}
    return {int(p): int(e) for p, e in fmpz(n).factor()} if n > 1 else {}


def prime_factors(n: int) -> frozenset[int]:
    """The primes that divide a number; none for zero."""
    return frozenset(factors(n))


def prime_list(n: int) -> tuple[int, ...]:
    """The primes of a number as often as they divide it, in their order."""
    return tuple(p for p, e in sorted(factors(n).items()) for _ in range(e))


def divisors(n: int) -> frozenset[int]:
    """The positive divisors; none for zero."""
    if natural(n) == 0:
        return frozenset()
    found = [1]
    for p, e in factors(n).items():
        if len(found) * (e + 1) > _MOST_DIVISORS:
            raise Undecided("a number has too many divisors")
        found = [d * p**k for d in found for k in range(e + 1)]
    spend_on(len(found))
    return frozenset(found)


def proper_divisors(n: int) -> frozenset[int]:
    """The positive divisors but the number itself."""
    return divisors(n) - {n}


def totient(n: int) -> int:
    """Euler's totient, 0 at 0."""
    return math.prod((p - 1) * p ** (e - 1) for p, e in factors(n).items()) if natural(n) else 0


def divisor_sum(k: int, n: int) -> int:
    """The sum of the k-th powers of the divisors, 0 at 0."""
    return sum(d ** natural(k) for d in divisors(n))


def moebius(n: int) -> int:
    """The Möbius function, 0 at 0."""
    powers = factors(n).values()
    if natural(n) == 0 or any(e > 1 for e in powers):
        return 0
    return -1 if len(powers) % 2 else 1


def is_squarefree(n: int) -> bool:
    """Whether no square but 1 divides the number; one divides zero."""
    return natural(n) != 0 and all(e == 1 for e in factors(n).values())


def smallest_factor(n: int) -> int:
    """The smallest prime factor: 2 for 0, and 1 for 1."""
    return 2 if natural(n) == 0 else min(factors(n), default=1)


def valuation(p: int, n: int) -> int:
    """The power of a number `p` in another: 0 where ``p = 1`` or ``n = 0``."""
    p, n = natural(p), abs(natural(n))
    if p < 2 or n == 0:
        return 0
    power = 0
    while n % p == 0:
        n, power = n // p, power + 1
    return power


def is_square(n: int) -> bool:
    """Whether it is the square of a whole number."""
    return natural(n) >= 0 and math.isqrt(n) ** 2 == n


def floor_sqrt(n: int) -> int:
    """``⌊√n⌋``."""
    return math.isqrt(natural(n))


def factorial(n: int) -> int:
    """``n!``."""
    return math.factorial(_small(n, "a factorial"))


def double_factorial(n: int) -> int:
    """``n!!``."""
    return math.prod(range(_small(n, "a factorial"), 0, -2))


def falling(n: int, k: int) -> int:
    """``n (n - 1) … (n - k + 1)``."""
    return math.perm(_small(n, "a factorial"), natural(k))


def rising(n: int, k: int) -> int:
    """``n (n + 1) … (n + k - 1)``, Mathlib's ``Nat.ascFactorial``."""
    return math.prod(range(natural(n), n + _small(k, "a factorial")))


def choose(n: int, k: int) -> int:
    """The binomial coefficient."""
    k = natural(k)
    if k > natural(n):
        return 0
    _small(min(k, n - k), "a binomial coefficient")
    return math.comb(n, k)


def _small(n: int, what: str) -> int:
    if natural(n) > _LARGEST_FACTORIAL:
        raise Undecided(f"{what} is too large")
    return n


def fibonacci(n: int) -> int:
    """The Fibonacci numbers, from 0."""
    if natural(n) > 10 * _LARGEST_FACTORIAL:
        raise Undecided("a Fibonacci number is too large")
    return int(fmpz.fib_ui(fmpz(n)))


def floor_log(b: int, n: int) -> int:
    """``⌊log_b n⌋``, 0 where it makes no sense."""
    if natural(b) < 2 or natural(n) < 1:
        return 0
    power, below = 0, n
    while below >= b:
        below, power = below // b, power + 1
    return power


def ceiling_log(b: int, n: int) -> int:
    """``⌈log_b n⌉``, 0 where it makes no sense."""
    if natural(b) < 2 or natural(n) < 2:
        return 0
    down = floor_log(b, n)
    return down if b**down == n else down + 1


def digits(b: int, n: int) -> tuple[int, ...]:
    """The digits in base `b`, the least first: none for 0, and `n` ones in base 1."""
    b, n = natural(b), natural(n)
    if b == 0:
        return (n,) if n else ()
    if b == 1:
        spend_on(n)
        return (1,) * n
    found = []
    while n:
        n, digit = divmod(n, b)
        found.append(digit)
    spend_on(len(found))
    return tuple(found)


def of_digits(b: int, items: tuple[int, ...]) -> int:
    """The number with these digits, the least first."""
    total = 0
    for digit in reversed(items):
        total = total * b + digit
    return total


def ackermann(m: int, n: int) -> int:
    """The function of Ackermann and Péter, where its value can be written down."""
    m, n = natural(m), natural(n)
    if m < 3:
        return (n + 1, n + 2, 2 * n + 3)[m]
    if m == 3 and n < _LARGEST_FACTORIAL:
        return int(2 ** (n + 3) - 3)
    if m == 4 and n < 3:
        return int((13, 65533, 2**65536 - 3)[n])
    raise Undecided("a value of Ackermann's function is too large")


class _Sieve:
    """The primes below a bound that grows when it must."""

    def __init__(self) -> None:
        self.below = 0
        self.primes: list[int] = []

    def up_to(self, n: int) -> list[int]:
        if n > _SIEVED:
            raise Undecided("primes are not counted so far")
        spend_on(n // 50)
        if n >= self.below:
            self.below = max(2 * n, 1000)
            marks = bytearray([1]) * self.below
            marks[:2] = b"\0\0"
            for p in range(2, math.isqrt(self.below) + 1):
                if marks[p]:
                    marks[p * p :: p] = bytes(len(range(p * p, self.below, p)))
            self.primes = [p for p, mark in enumerate(marks) if mark]
        return self.primes


_PRIMES = _Sieve()


def prime_count(n: int) -> int:
    """``π(n)``: how many primes are at most `n`."""
    return bisect_right(_PRIMES.up_to(natural(n)), n)


def nth_prime(n: int) -> int:
    """The prime that has `n` smaller ones."""
    bound = 20 + 2 * natural(n) * max(n, 2).bit_length()  # n log n, and more
    return _PRIMES.up_to(bound)[n]


def nth(holds: Callable[[int], Truth], n: int) -> int:
    """The n-th number, from 0, with a property; Mathlib's is 0 where there are not so many."""
    left = natural(n)
    for candidate in range(_MOST_FOUND):
        if _certainly(holds(candidate)):
            if left == 0:
                return candidate
            left -= 1
    raise Undecided(f"too few numbers below {_MOST_FOUND} have a property")


def count(holds: Callable[[int], Truth], n: int) -> int:
    """How many numbers below `n` have a property."""
    return sum(_certainly(holds(k)) for k in range(natural(n)))


def _certainly(truth: Truth) -> bool:
    if truth.value is None or not truth.certain:
        raise Undecided(truth.reason or "a property", retry=truth.retry)
    return truth.value


def congruent(n: int, a: int, b: int) -> Truth:
    """``a ≡ b [MOD n]``; modulo 0 it is equality."""
    return decided(modulo(natural(a), n) == modulo(natural(b), n))


def is_even(n: Any) -> bool:
    """Whether a whole number is even."""
    return natural(n) % 2 == 0
