"""Numbers as expressions of the checker, built so that every function inside is certainly defined.

Where the checker's interval arithmetic is proved right, the arguments lie where the functions are
defined. Elsewhere it answers all the same, so each argument is enclosed before it is used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from pycheck.formulas.leancert.server import Expression, Interval, Server, rational

_LARGEST_POWER = 500
_LARGEST_EXPONENT = 1000
# The sine is positive between 0 and pi and negative between pi and 4; this says so of both ends.
_PI = Interval(
    Fraction("3.141592653589793238462643383279502884197169399"),
    Fraction("3.141592653589793238462643383279502884197169400"),
)


class Outside(Exception):
    """Something for which the checker has no word, or that it cannot tell."""


@dataclass(frozen=True, slots=True)
class Term:
    """A number: an expression, and whether it is made of fractions by rational operations alone."""

    expression: Expression
    exact: bool


class Terms:
    """Arithmetic and functions of terms, each argument enclosed by the checker first."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._box: list[Interval] = []
        self._pi: Term | None = None
        self._moving: int | None = None

    def number(self, value: Fraction | int) -> Term:
        """A rational number."""
        return Term({"kind": "const", "val": rational(Fraction(value))}, True)

    def enclose(self, term: Term) -> Interval:
        """An interval that a term lies in; a point where the term is exact."""
        return self._server.enclose(term.expression, self._box, exact=term.exact)

    def sign(self, term: Term) -> int:
        """-1, 0 or 1; raises `Outside` where it cannot be told."""
        within = self.enclose(term)
        if within.low > 0:
            return 1
        if within.high < 0:
            return -1
        if within.is_point and not self._moves(term):
            return 0
        raise Outside("a sign that cannot be told")

    def whole(self, term: Term) -> int:
        """The whole number that a term is; raises `Outside` where it is none for certain."""
        within = self.enclose(term)
        if not within.is_point or within.low.denominator != 1 or self._moves(term):
            raise Outside("no whole number")
        return int(within.low)

    def pi(self) -> Term:
        """Pi, by the sines at both ends of an interval."""
        if self._pi is None:
            ends = [self.number(end) for end in (_PI.low, _PI.high)]
            if [self.sign(self._of("sin", end)) for end in ends] != [1, -1]:
                raise Outside("pi is not enclosed")
            self._pi = self._variable(_PI, exact=False)
        return self._pi

    def add(self, left: Term, right: Term) -> Term:
        """The sum."""
        return self._both("add", left, right)

    def negative(self, term: Term) -> Term:
        """The number with the other sign."""
        return Term({"kind": "neg", "e": term.expression}, term.exact)

    def subtract(self, left: Term, right: Term) -> Term:
        """The difference."""
        return self.add(left, self.negative(right))

    def multiply(self, left: Term, right: Term) -> Term:
        """The product."""
        return self._both("mul", left, right)

    def divide(self, left: Term, right: Term) -> Term:
        """The quotient by a number that is certainly not zero."""
        if self.sign(right) == 0:
            raise Outside("a division by zero")
        return self._both("div", left, right)

    def power(self, base: Term, exponent: Term) -> Term:
        """A whole power, or a real one of a positive number."""
        try:
            n = self.whole(exponent)
        except Outside:
            return self.exp(self.multiply(exponent, self.log(base)))
        if abs(n) > _LARGEST_POWER:
            raise Outside("a large power")
        raised = Term({"kind": "pow", "base": base.expression, "exp": abs(n)}, base.exact)
        return raised if n >= 0 else self.divide(self.number(1), raised)

    def exp(self, term: Term) -> Term:
        """The exponential of a number that is not large."""
        within = self.enclose(term)
        if max(abs(within.low), abs(within.high)) > _LARGEST_EXPONENT:
            raise Outside("a large exponent")
        return self._of("exp", term)

    def log(self, term: Term) -> Term:
        """The logarithm of a number that is certainly positive."""
        if self.sign(term) != 1:
            raise Outside("a logarithm of what is not positive")
        return self._of("log", term)

    def sqrt(self, term: Term) -> Term:
        """The root of a number that is certainly positive, or zero."""
        sign = self.sign(term)
        if sign == -1:
            raise Outside("a root of what is negative")
        return self._of("sqrt", term) if sign else self.number(0)

    def sin(self, term: Term) -> Term:
        """The sine."""
        return self._of("sin", term)

    def cos(self, term: Term) -> Term:
        """The cosine."""
        return self._of("cos", term)

    def sinh(self, term: Term) -> Term:
        """The hyperbolic sine; of a large number it is enclosed badly, which does no harm."""
        self.exp(term)
        return self._of("sinh", term)

    def cosh(self, term: Term) -> Term:
        """The hyperbolic cosine."""
        self.exp(term)
        return self._of("cosh", term)

    def absolute(self, term: Term) -> Term:
        """The absolute value of a number whose sign is certain."""
        return self.negative(term) if self.sign(term) == -1 else term

    def larger(self, left: Term, right: Term) -> Term:
        """The larger of two numbers of which one is certainly not the smaller."""
        return right if self.sign(self.subtract(left, right)) == -1 else left

    def smaller(self, left: Term, right: Term) -> Term:
        """The smaller one."""
        return left if self.sign(self.subtract(left, right)) == -1 else right

    def floor(self, term: Term) -> Term:
        """The largest whole number that is not larger."""
        within = self.enclose(term)
        if floor(within.low) != floor(within.high) or self._moves(term):
            raise Outside("a rounding that cannot be told")
        return self.number(floor(within.low))

    def slope(self, body: Callable[[Term], Term], at: Term) -> Term:
        """The derivative of `body` at a rational number, by the checker's own differentiation."""
        point = self.enclose(at)
        if not point.is_point or self._moving is not None:
            raise Outside("a derivative that is not of first order, or at no rational number")
        variable = self._variable(point, exact=True)
        self._moving = variable.expression["idx"]
        try:
            expression = body(variable).expression
        finally:
            place, self._moving = self._moving, None
        found = self._server.slope(expression, self._box, place)
        return self._variable(found, exact=False)

    def _variable(self, within: Interval, *, exact: bool) -> Term:
        self._box.append(within)
        return Term({"kind": "var", "idx": len(self._box) - 1}, exact)

    def _moves(self, term: Term) -> bool:
        """Whether a derivative is taken by something in the term: its value is then no constant."""
        return self._moving is not None and _mentions(term.expression, self._moving)

    def _of(self, kind: str, term: Term) -> Term:
        return Term({"kind": kind, "e": term.expression}, False)

    def _both(self, kind: str, left: Term, right: Term) -> Term:
        expression = {"kind": kind, "e1": left.expression, "e2": right.expression}
        return Term(expression, left.exact and right.exact)


def _mentions(expression: Any, place: int) -> bool:
    if not isinstance(expression, dict):
        return False
    if expression.get("kind") == "var":
        return bool(expression["idx"] == place)
    return any(_mentions(part, place) for part in expression.values())
