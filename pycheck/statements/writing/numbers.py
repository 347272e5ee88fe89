"""Functions and properties of numbers by their names in Mathlib."""

from pycheck.statements.writing.kinds import INT, NAT, PROP, RAT, REAL, Kind, functions
from pycheck.statements.writing.terms import (
    INSTANCE,
    Term,
    call,
    constant,
    of_any,
    of_kind,
    pair,
)

PI = constant("Real.pi", REAL)


def _of_real(name: str, x: Term | int) -> Term:
    return call(name, of_kind(x, REAL), kind=REAL)


def exp(x: Term | int) -> Term:
    """``exp x``."""
    return _of_real("Real.exp", x)


def log(x: Term | int) -> Term:
    """``log x``, in Lean that of ``|x|``, and 0 at 0."""
    return _of_real("Real.log", x)


def logb(base: Term | int, x: Term | int) -> Term:
    """``log x / log base``, with Lean's logarithm."""
    return call("Real.logb", of_kind(base, REAL), of_kind(x, REAL), kind=REAL)


def sqrt(x: Term | int) -> Term:
    """``√x``, in Lean 0 for a negative ``x``."""
    return _of_real("Real.sqrt", x)


def sin(x: Term | int) -> Term:
    """``sin x``."""
    return _of_real("Real.sin", x)


def cos(x: Term | int) -> Term:
    """``cos x``."""
    return _of_real("Real.cos", x)


def tan(x: Term | int) -> Term:
    """``tan x``, in Lean 0 where the cosine is."""
    return _of_real("Real.tan", x)


def minimum(x: Term | int, y: Term | int) -> Term:
    """``min x y``."""
    return _smaller("Min.min", x, y)


def maximum(x: Term | int, y: Term | int) -> Term:
    """``max x y``."""
    return _smaller("Max.max", x, y)


def _smaller(name: str, x: Term | int, y: Term | int) -> Term:
    left, right = pair(x, y)
    return call(name, left.kind, INSTANCE, left, right, kind=left.kind)


def floor(x: Term) -> Term:
    """``⌊x⌋``, an integer."""
    return _rounded("Int.floor", x, INT)


def ceil(x: Term) -> Term:
    """``⌈x⌉``, an integer."""
    return _rounded("Int.ceil", x, INT)


def natural_floor(x: Term) -> Term:
    """``⌊x⌋₊``, a natural number, which is 0 for a negative ``x``."""
    return _rounded("Nat.floor", x, NAT)


def natural_ceil(x: Term) -> Term:
    """``⌈x⌉₊``, a natural number, which is 0 for a negative ``x``."""
    return _rounded("Nat.ceil", x, NAT)


def fraction(x: Term) -> Term:
    """``Int.fract x``, the part after the point."""
    return _rounded("Int.fract", x, x.kind)


def _rounded(name: str, x: Term, kind: Kind) -> Term:
    return call(name, x.kind, INSTANCE, INSTANCE, INSTANCE, x, kind=kind)


def _of_naturals(name: str, *values: Term | int, kind: Kind = NAT) -> Term:
    return call(name, *(of_kind(value, NAT) for value in values), kind=kind)


def factorial(n: Term | int) -> Term:
    """``n!``."""
    return _of_naturals("Nat.factorial", n)


def choose(n: Term | int, k: Term | int) -> Term:
    """The binomial coefficient."""
    return _of_naturals("Nat.choose", n, k)


def gcd(m: Term | int, n: Term | int) -> Term:
    """The greatest common divisor of natural numbers."""
    return _of_naturals("Nat.gcd", m, n)


def lcm(m: Term | int, n: Term | int) -> Term:
    """The least common multiple of natural numbers."""
    return _of_naturals("Nat.lcm", m, n)


def totient(n: Term | int) -> Term:
    """Euler's ``φ n``."""
    return _of_naturals("Nat.totient", n)


def natural_sqrt(n: Term | int) -> Term:
    """``⌊√n⌋`` of a natural number."""
    return _of_naturals("Nat.sqrt", n)


def prime_counting(n: Term | int) -> Term:
    """How many primes are at most ``n``."""
    return _of_naturals("Nat.primeCounting", n)


def nth_prime(n: Term | int) -> Term:
    """The prime that has ``n`` smaller ones."""
    return call("Nat.nth", constant("Nat.Prime", functions(NAT, PROP)), of_kind(n, NAT), kind=NAT)


def ackermann(m: Term | int, n: Term | int) -> Term:
    """Ackermann's function."""
    return _of_naturals("ack", m, n)


def prime(n: Term | int) -> Term:
    """``n`` is a prime number."""
    return _of_naturals("Nat.Prime", n, kind=PROP)


def coprime(m: Term | int, n: Term | int) -> Term:
    """``m`` and ``n`` have no common divisor but 1."""
    return _of_naturals("Nat.Coprime", m, n, kind=PROP)


def divides(m: Term | int, n: Term | int) -> Term:
    """``m ∣ n``."""
    left, right = pair(m, n)
    return call("Dvd.dvd", left.kind, INSTANCE, left, right)


def even(n: Term) -> Term:
    """``n`` is twice something."""
    return call("Even", n.kind, INSTANCE, n)


def odd(n: Term) -> Term:
    """``n`` is twice something and one."""
    return call("Odd", n.kind, INSTANCE, n)


def squarefree(n: Term) -> Term:
    """No square but 1 divides ``n``."""
    return call("Squarefree", n.kind, INSTANCE, n)


def irrational(x: Term) -> Term:
    """``x`` is no fraction."""
    return call("Irrational", of_kind(x, REAL))


def numerator(q: Term) -> Term:
    """The numerator of a fraction in lowest terms, an integer."""
    return call("Rat.num", of_kind(q, RAT), kind=INT)


def denominator(q: Term) -> Term:
    """The denominator of a fraction in lowest terms, a natural number."""
    return call("Rat.den", of_kind(q, RAT), kind=NAT)


def congruent(modulus: Term | int, x: Term, y: Term | int) -> Term:
    """``x ≡ y [MOD modulus]`` of natural numbers, ``[ZMOD modulus]`` of integers."""
    name = "Nat.ModEq" if of_any(x).kind.is_same(NAT) else "Int.ModEq"
    return call(name, of_kind(modulus, x.kind), x, of_kind(y, x.kind))
