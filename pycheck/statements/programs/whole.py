"""Words for whole numbers: divisibility, primes, factorials, roundings."""

from collections.abc import Mapping

from pycheck.statements.language.types import FIELDS, INT, NAT
from pycheck.statements.programs.arithmetic import Nodes
from pycheck.statements.programs.patterns import of_whole, pattern
from pycheck.statements.programs.scope import Scope, Word
from pycheck.statements.programs.text import ATOM, NoProgram, Text


def _number(arity: int, code: str, needs: str = "") -> Word:
    """A function of whole numbers whose value is one."""
    return pattern(arity, code, *range(arity), needs=needs, sort="int", explicit=True)


def _collection(code: str) -> Word:
    return pattern(1, code, 0)


def _rounded(code: str, *, natural: bool) -> Word:
    """A rounding; whole numbers stay as they are."""

    def write(scope: Scope, args: Nodes) -> Text:
        x = scope.text(args[1]).at(ATOM)
        if scope.kind(args[0]) in FIELDS:
            scope.use("whole")
            x = code.format(x)
        return Text(f"max({x}, 0)" if natural else f"({x})", ATOM, "int")

    return Word(2, write, explicit=True)


def _fractional(scope: Scope, args: Nodes) -> Text:
    if scope.kind(args[0]) not in FIELDS:
        raise NoProgram("the fractional part of a whole number")
    scope.use("whole")
    x = scope.text(args[1]).at(ATOM)
    return Text(f"({x} - whole({x}))")


def _coprime(scope: Scope, args: Nodes) -> Text:
    """``IsCoprime``: combinations of both give one; natural ones do where one of them is one."""
    kind, x, y = scope.kind(args[0]), scope.text(args[1]), scope.text(args[2])
    if kind is NAT:
        return Text(f"(1 in ({x.code}, {y.code}))", ATOM, "bool")
    if kind is not INT:
        raise NoProgram("coprime numbers that are not whole")
    scope.use("gcd")
    return Text(f"(gcd({x.code}, {y.code}) == 1)", ATOM, "bool")


_DIVIDES = "{1} % {0} == 0 if {0} else {1} == 0"
_CONGRUENT = "remainder({1}, {0}) == remainder({2}, {0})"
# Their own names begin with an underscore, which no name of a variable does.
_DIVISORS = "tuple(_d for _d in range(1, {0} + 1) if {0} % _d == 0)"
_PROPER = "tuple(_d for _d in range(1, {0}) if {0} % _d == 0)"
_PRIMES = "tuple(_p for _p in range(2, {0} + 1) if {0} % _p == 0 and is_prime(_p))"

WHOLE: Mapping[str, Word] = {
    "Dvd.dvd": of_whole(_DIVIDES, 1, 2, kind=0),
    "Even": of_whole("{0} % 2 == 0", 1, kind=0),
    "Odd": of_whole("{0} % 2 == 1", 1, kind=0),
    "Prime": of_whole("is_prime(abs({0}))", 1, kind=0, needs="is_prime"),
    "Irreducible": of_whole("is_prime(abs({0}))", 1, kind=0, needs="is_prime"),
    "Nat.Prime": of_whole("is_prime({0})", 0, needs="is_prime"),
    "Nat.Coprime": of_whole("gcd({0}, {1}) == 1", 0, 1, needs="gcd"),
    "IsCoprime": Word(3, _coprime, proposition=True, explicit=True),
    "Nat.ModEq": of_whole(_CONGRUENT, 0, 1, 2, needs="remainder"),
    "Int.ModEq": of_whole(_CONGRUENT, 0, 1, 2, needs="remainder"),
    "Nat.gcd": _number(2, "gcd({0}, {1})", "gcd"),
    "Nat.lcm": _number(2, "lcm({0}, {1})", "lcm"),
    "Int.gcd": _number(2, "gcd({0}, {1})", "gcd"),
    "Int.lcm": _number(2, "lcm({0}, {1})", "lcm"),
    "Nat.factorial": _number(1, "factorial({0})", "factorial"),
    "Nat.choose": _number(2, "comb({0}, {1})", "comb"),
    "Nat.centralBinom": _number(1, "comb(2 * {0}, {0})", "comb"),
    "Nat.descFactorial": _number(2, "perm({0}, {1})", "perm"),
    "Nat.fib": _number(1, "fibonacci({0})", "fibonacci"),
    "Nat.totient": _number(1, "sum(gcd(_k, {0}) == 1 for _k in range(1, {0} + 1))", "gcd"),
    "Nat.divisors": _collection(_DIVISORS),
    "Nat.properDivisors": _collection(_PROPER),
    "Nat.primeFactors": pattern(1, _PRIMES, 0, needs="is_prime"),
    "Nat.sqrt": _number(1, "isqrt({0})", "isqrt"),
    "Nat.log": _number(2, "floor_log({0}, {1})", "floor_log"),
    "Nat.pred": _number(1, "max({0} - 1, 0)"),
    "Int.natAbs": _number(1, "abs({0})"),
    "Int.toNat": _number(1, "max({0}, 0)"),
    "Int.sign": _number(1, "(({0} > 0) - ({0} < 0))"),
    "Int.floor": _rounded("whole({0})", natural=False),
    "Int.ceil": _rounded("-whole(-{0})", natural=False),
    "Nat.floor": _rounded("whole({0})", natural=True),
    "Nat.ceil": _rounded("-whole(-{0})", natural=True),
    "Int.fract": Word(2, _fractional, explicit=True),
}
