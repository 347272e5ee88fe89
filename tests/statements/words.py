"""Short words for the trees of ordinary statements about numbers, functions and limits."""

from pycheck.statements.language.trees import App, Node, call
from tests.statements.trees import HIDDEN, INT, NAT, REAL, binary, number, relation

N = {n: number(n, NAT) for n in range(100)}
Z = {n: number(n, INT) for n in range(10)}
R = {n: number(n) for n in range(100)}
"""The numerals of the naturals, the integers and the reals."""


def eq(a: Node, b: Node, kind: Node = REAL) -> App:
    """``x = y``."""
    return call("Eq", kind, a, b)


def ne(a: Node, b: Node, kind: Node = REAL) -> App:
    """``x ≠ y``."""
    return call("Ne", kind, a, b)


def le(a: Node, b: Node, kind: Node = REAL) -> App:
    """``x ≤ y``."""
    return relation("LE.le", a, b, kind)


def lt(a: Node, b: Node, kind: Node = REAL) -> App:
    """``x < y``."""
    return relation("LT.lt", a, b, kind)


def add(a: Node, b: Node, kind: Node = REAL) -> App:
    """``x + y``."""
    return binary("HAdd.hAdd", a, b, kind)


def sub(a: Node, b: Node, kind: Node = REAL) -> App:
    """``x - y``."""
    return binary("HSub.hSub", a, b, kind)


def mul(a: Node, b: Node, kind: Node = REAL) -> App:
    """``x * y``."""
    return binary("HMul.hMul", a, b, kind)


def div(a: Node, b: Node) -> App:
    """``x / y``."""
    return binary("HDiv.hDiv", a, b)


def power(a: Node, n: Node, kind: Node = REAL) -> App:
    """``x ^ n for a natural n``."""
    return binary("HPow.hPow", a, n, kind, NAT)


def rpow(a: Node, b: Node) -> App:
    """``x ^ y for reals``."""
    return binary("HPow.hPow", a, b)


def neg(a: Node) -> App:
    """``-x``."""
    return call("Neg.neg", REAL, HIDDEN, a)


def inv(a: Node) -> App:
    """``x⁻¹``."""
    return call("Inv.inv", REAL, HIDDEN, a)


def exp(a: Node) -> App:
    """``exp x``."""
    return call("Real.exp", a)


def log(a: Node) -> App:
    """``log x``."""
    return call("Real.log", a)


def sqrt(a: Node) -> App:
    """``√x``."""
    return call("Real.sqrt", a)


def absolute(a: Node) -> App:
    """``|x|``."""
    return call("abs", REAL, HIDDEN, HIDDEN, a)


def real(n: Node) -> App:
    """A natural number as a real one."""
    return call("Nat.cast", REAL, HIDDEN, n)


def both(p: Node, q: Node) -> App:
    """``p ∧ q``."""
    return call("And", p, q)


def either(p: Node, q: Node) -> App:
    """``p ∨ q``."""
    return call("Or", p, q)


def at(f: Node, *args: Node) -> App:
    """A function applied."""
    return App(f, args)


def derivative(f: Node, slope: Node, point: Node) -> App:
    """``HasDerivAt f slope point``."""
    return call("HasDerivAt", REAL, HIDDEN, REAL, *[HIDDEN] * 4, f, slope, point)


def limit(f: Node, value: Node, kind: Node = NAT) -> App:
    """``f tends to a value at infinity``."""
    source = call("Filter.atTop", kind, HIDDEN)
    return call("Filter.Tendsto", kind, REAL, f, source, call("nhds", REAL, HIDDEN, value))


def integral(f: Node, a: Node, b: Node) -> App:
    """``∫ f from a to b``."""
    volume = call("MeasureTheory.MeasureSpace.volume", REAL, HIDDEN)
    return call("intervalIntegral", REAL, HIDDEN, HIDDEN, f, a, b, volume)
