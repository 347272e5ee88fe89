"""Constants of Mathlib: divisibility, primes and the other functions of number theory."""

from collections.abc import Callable
from typing import Any

from flint import arb, fmpq

from pycheck.statements.language.truth import Truth, decided
from pycheck.statements.language.types import FIELDS, INT, NAT, RAT, REAL, Type
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.mathlib.rows import Row, Table, explicit
from pycheck.statements.values import balls, integers, operations, reals


def _whole(kind: Type, what: str) -> None:
    if kind not in (NAT, INT):
        raise Undecided(f"{what} in {getattr(kind, 'value', kind)}")


def _divides(kind: Type, d: Any, n: Any) -> Truth:
    """``d ∣ n``; in a field everything but zero divides everything."""
    if kind in FIELDS:
        return decided(reals.sign(d) != 0 or reals.sign(n) == 0)
    _whole(kind, "divisibility")
    return decided(integers.divides(d, n))


def _modulo(kind: Type, n: Any, d: Any) -> int:
    _whole(kind, "a remainder")
    return integers.modulo(n, d)


def _even(kind: Type, n: Any) -> Truth:
    if kind in FIELDS:
        return decided(True)
    _whole(kind, "parity")
    return decided(integers.is_even(n))


def _odd(kind: Type, n: Any) -> Truth:
    if kind in FIELDS:
        return decided(True)
    _whole(kind, "parity")
    return decided(not integers.is_even(n))


def _is_square(kind: Type, x: Any) -> Truth:
    if kind is REAL:
        return decided(reals.sign(x) >= 0)
    if kind is RAT:
        return decided(integers.is_square(int(x.p)) and integers.is_square(int(x.q)))
    _whole(kind, "squares")
    return decided(integers.is_square(x))


def _coprime(kind: Type, x: Any, y: Any) -> Truth:
    """Whether combinations of both give one; of natural numbers, only where one of them is one."""
    _whole(kind, "divisors")
    if kind is NAT:
        return decided(1 in (operations.natural(x), operations.natural(y)))
    return decided(integers.is_coprime(x, y))


def _property(of: Callable[[int], bool], what: str) -> Row:
    """A property of the numbers of some type of whole numbers."""

    def holds(kind: Type, n: Any) -> Truth:
        _whole(kind, what)
        return decided(of(n))

    return explicit(2, holds, 1, types=(0,), kind="proposition")


def _predicate(arity: int, of: Callable[..., bool]) -> Row:
    """A relation between whole numbers."""
    return explicit(arity, lambda *n: decided(of(*n)), *range(arity), kind="proposition")


def _value(arity: int, of: Callable[..., Any]) -> Row:
    return explicit(arity, of, *range(arity))


def _general(of: Callable[[int, int], int], what: str) -> Row:
    def value(kind: Type, x: Any, y: Any) -> int:
        _whole(kind, what)
        return of(x, y)

    return explicit(3, value, 1, 2, types=(0,))


def _floor_with(of: Callable[[Any], int], *, natural: bool) -> Row:
    """A rounding; whole numbers stay, and as a natural number it is not below zero."""

    def value(kind: Type, x: Any) -> int:
        n = of(x) if kind in FIELDS else operations.natural(x)
        return max(n, 0) if natural else n

    return explicit(2, value, 1, types=(0,))


def _fract(kind: Type, x: Any) -> Any:
    return reals.sub(x, operations.cast_to_real(reals.floor(x))) if kind in FIELDS else 0


def _sign(n: int) -> int:
    return (operations.natural(n) > 0) - (n < 0)


def _numerator(x: Any) -> int:
    return int(_rational(x).p)


def _denominator(x: Any) -> int:
    return int(_rational(x).q)


def _rational(x: Any) -> fmpq:
    if type(x) is not fmpq:
        raise Undecided("the fraction of a number that is not exact")
    return x


def _log_base(base: Any, x: Any) -> Any:
    """``Real.logb b x = log x / log b``; exact where `x` is a rational power of the base."""
    found = reals.div(reals.log(x), reals.log(base))
    if type(base) is fmpq and type(x) is fmpq and isinstance(found, arb) and base > 0 and x != 0:
        return balls.rational_exponent(base, abs(x), found)
    return found


INTEGERS: Table = {
    "Dvd.dvd": explicit(3, _divides, 1, 2, types=(0,), kind="proposition"),
    "HMod.hMod": explicit(5, _modulo, 3, 4, types=(0,)),
    "Even": explicit(2, _even, 1, types=(0,), kind="proposition"),
    "Odd": explicit(2, _odd, 1, types=(0,), kind="proposition"),
    "IsSquare": explicit(2, _is_square, 1, types=(0,), kind="proposition"),
    "Squarefree": _property(integers.is_squarefree, "squares"),
    "Prime": _property(integers.is_prime, "primes"),
    "Irreducible": _property(integers.is_prime, "primes"),
    "Nat.Prime": _predicate(1, integers.is_prime),
    "Nat.Coprime": _predicate(2, integers.is_coprime),
    "IsCoprime": explicit(3, _coprime, 1, 2, types=(0,), kind="proposition"),
    "Nat.Perfect": _predicate(1, lambda n: n > 0 and sum(integers.proper_divisors(n)) == n),
    "Nat.ModEq": explicit(3, integers.congruent, 0, 1, 2, kind="proposition"),
    "Int.ModEq": explicit(3, integers.congruent, 0, 1, 2, kind="proposition"),
    "Nat.gcd": _value(2, integers.gcd),
    "Nat.lcm": _value(2, integers.lcm),
    "Int.gcd": _value(2, integers.gcd),
    "Int.lcm": _value(2, integers.lcm),
    "GCDMonoid.gcd": _general(integers.gcd, "divisors"),
    "GCDMonoid.lcm": _general(integers.lcm, "multiples"),
    "Nat.factorial": _value(1, integers.factorial),
    "Nat.doubleFactorial": _value(1, integers.double_factorial),
    "Nat.descFactorial": _value(2, integers.falling),
    "Nat.ascFactorial": _value(2, integers.rising),
    "Nat.choose": _value(2, integers.choose),
    "Nat.centralBinom": _value(1, lambda n: integers.choose(2 * operations.natural(n), n)),
    "catalan": _value(1, lambda n: integers.choose(2 * operations.natural(n), n) // (n + 1)),
    "Nat.fib": _value(1, integers.fibonacci),
    "Nat.totient": _value(1, integers.totient),
    "Nat.divisors": _value(1, integers.divisors),
    "Nat.properDivisors": _value(1, integers.proper_divisors),
    "Nat.primeFactors": _value(1, integers.prime_factors),
    "Nat.primeFactorsList": _value(1, integers.prime_list),
    "Nat.factorization": _value(1, lambda n: lambda p: integers.factors(n).get(p, 0)),
    "Nat.minFac": _value(1, integers.smallest_factor),
    "padicValNat": _value(2, integers.valuation),
    "padicValInt": _value(2, integers.valuation),
    "Nat.primeCounting": _value(1, integers.prime_count),
    "Nat.primeCounting'": _value(1, lambda n: integers.prime_count(n - 1) if n else 0),
    "Nat.nth": _value(2, integers.nth),
    "Nat.count": _value(2, integers.count),
    "Nat.find": explicit(2, lambda holds: integers.nth(holds, 0), 0),
    "Nat.sqrt": _value(1, integers.floor_sqrt),
    "Nat.log": _value(2, integers.floor_log),
    "Nat.clog": _value(2, integers.ceiling_log),
    "Nat.size": _value(1, lambda n: operations.natural(n).bit_length()),
    "Nat.digits": _value(2, integers.digits),
    "Nat.ofDigits": explicit(3, integers.of_digits, 1, 2),
    "Nat.pred": _value(1, lambda n: max(operations.natural(n) - 1, 0)),
    "ack": _value(2, integers.ackermann),
    "Int.natAbs": _value(1, lambda n: abs(operations.natural(n))),
    "Int.toNat": _value(1, lambda n: max(operations.natural(n), 0)),
    "Int.sign": _value(1, _sign),
    "Int.floor": _floor_with(reals.floor, natural=False),
    "Int.ceil": _floor_with(reals.ceiling, natural=False),
    "Nat.floor": _floor_with(reals.floor, natural=True),
    "Nat.ceil": _floor_with(reals.ceiling, natural=True),
    "Int.fract": explicit(2, _fract, 1, types=(0,)),
    "Rat.num": _value(1, _numerator),
    "Rat.den": _value(1, _denominator),
    "Real.logb": _value(2, _log_base),
}

for _space in ("ArithmeticFunction", "Nat.ArithmeticFunction"):
    INTEGERS |= {
        f"{_space}.sigma": _value(1, lambda k: lambda n: integers.divisor_sum(k, n)),
        f"{_space}.moebius": _value(0, lambda: integers.moebius),
        f"{_space}.cardFactors": _value(0, lambda: lambda n: sum(integers.factors(n).values())),
        f"{_space}.cardDistinctFactors": _value(0, lambda: lambda n: len(integers.factors(n))),
    }
