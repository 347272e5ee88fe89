"""Numbers of different kinds brought together: natural, whole, real and complex ones."""

from fractions import Fraction

from pycheck.formulas.names import COMPLEX
from pycheck.statements.language.trees import App, Const, Elided, NatLit, Node, Pi, is_call
from pycheck.statements.writing import INT, NAT, PROP, REAL, Kind, Term, call
from pycheck.statements.writing import number as numeral

_HIDDEN = Elided()


def conjunction(parts: list[Term]) -> Term:
    """All of the parts."""
    if not parts:
        return Term(PROP, lambda _: Const("True"))
    result = parts[-1]
    for part in reversed(parts[:-1]):
        result = part & result
    return result


def fraction(value: Fraction) -> Term:
    """A rational number; whole ones are natural numbers until something else is asked for."""
    if value.denominator == 1:
        return numeral(value.numerator, NAT if value >= 0 else INT)
    return numeral(value.numerator, REAL) / numeral(value.denominator, REAL)


def integer(term: Term) -> Term:
    """A natural number as an integer."""
    if term.kind is not NAT:
        return term
    return call("Nat.cast", INT.node, _HIDDEN, term, kind=INT)


def as_field(term: Term) -> Term:
    """A whole number as a real one; a numeral is written as one of the reals."""
    if term.kind is NAT or term.kind is INT:
        written = term.below(0)
        if (
            isinstance(written, App)
            and is_call(written, "OfNat.ofNat")
            and isinstance(written.args[1], NatLit)
        ):
            return numeral(written.args[1].value, REAL)
        name = "Nat.cast" if term.kind is NAT else "Int.cast"
        return call(name, REAL.node, _HIDDEN, term, kind=REAL)
    return term


def rational(term: Term) -> Term:
    """A fraction as a real number."""
    return call("Rat.cast", REAL.node, _HIDDEN, term, kind=REAL)


def complex_(term: Term) -> Term:
    """A number as a complex one."""
    term = as_field(term)
    return term if term.kind is COMPLEX else call("Complex.ofReal", term, kind=COMPLEX)


def together(a: Term, b: Term) -> tuple[Term, Term]:
    """Two numbers in the smallest kind that has both."""
    kinds = {a.kind, b.kind}
    if COMPLEX in kinds:
        return complex_(a), complex_(b)
    if REAL in kinds:
        return as_field(a), as_field(b)
    if INT in kinds:
        return integer(a), integer(b)
    return a, b


def add(a: Term, b: Term) -> Term:
    """``a + b`` of any kinds."""
    a, b = together(a, b)
    return a + b


def subtract(a: Term, b: Term) -> Term:
    """``a - b`` in a field."""
    a, b = together(as_field(a), as_field(b))
    return a - b


def multiply(a: Term, b: Term) -> Term:
    """``a b`` of any kinds."""
    a, b = together(a, b)
    return a * b


def divide(a: Term, b: Term) -> Term:
    """``a / b`` in a field."""
    a, b = together(as_field(a), as_field(b))
    return a / b


def power(base: Term, exponent: Term) -> Term:
    """``base ^ exponent`` in the kind of the base."""
    kinds = (base.kind.node, exponent.kind.node, base.kind.node)
    return call("HPow.hPow", *kinds, _HIDDEN, base, exponent, kind=base.kind)


def domain(f: Term) -> Node:
    """The type of the argument of a function."""
    kind = f.kind.node
    assert isinstance(kind, Pi)
    return kind.type


def arithmetic(f: Term, n: Term, result: Kind) -> Term:
    """A bundled arithmetic function, applied."""
    return call("DFunLike.coe", _HIDDEN, NAT.node, result.node, _HIDDEN, f, n, kind=result)
