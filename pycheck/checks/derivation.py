"""How a derivation is written down: every step is stated, checked and kept.

A `Working` collects steps. A step that claims something decides it with sympy, and one that sympy
cannot decide counts against the derivation: nothing is taken on trust.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter

from pycheck.checks.outcomes import Derivation, Step


class _Printer(LatexPrinter):  # type: ignore[misc]
    """Sympy's LaTeX, but Euler's constant has a name that no exponent has."""

    def _print(self, expr: Any, **how: Any) -> Any:
        return r"\gamma_E" if expr is sp.EulerGamma else super()._print(expr, **how)


def typeset(value: Any) -> str:
    """A value as LaTeX: what every step and every note shows."""
    return str(_Printer().doprint(value))


def vanishes(residual: Any) -> bool:
    """Whether sympy reduces an expression to zero: as a fraction first, then by all it knows."""
    expression = sp.sympify(residual)
    return bool(sp.expand(sp.numer(sp.together(expression))) == 0 or sp.simplify(expression) == 0)


def plain(value: Any) -> Any:
    """A result without assumptions on its symbols, so that it compares equal to a parsed one."""
    expression = sp.sympify(value)
    if not isinstance(expression, sp.Basic):
        return expression
    return expression.xreplace({s: sp.Symbol(s.name) for s in expression.free_symbols})


def equation(left: Any, right: Any) -> str:
    """LaTeX of an equation between two expressions."""
    return f"{typeset(left)} = {typeset(right)}"


@dataclass
class Working:
    """A derivation in the making."""

    steps: list[Step] = field(default_factory=list)
    holds: bool = True

    def note(self, text: str, latex: str = "") -> None:
        """A definition or a reading of what was found: there is nothing to check."""
        self.steps.append(Step(text, latex))

    def require(self, text: str, statement: Any, latex: str = "") -> None:
        """A step that is right if the statement is decided to be true."""
        right = bool(statement == True)  # noqa: E712 - sympy's own truth too
        self.holds = self.holds and right
        self.steps.append(Step(text if right else f"Does not come out: {text}", latex))

    def equal(self, text: str, left: Any, right: Any, latex: str = "") -> None:
        """A step that is right if the two sides differ by an expression that vanishes."""
        self.require(text, vanishes(sp.sympify(left) - right), latex or equation(left, right))

    def vanish(self, text: str, residuals: Iterable[Any], latex: str = "") -> None:
        """A step that is right if there are residuals and every one of them vanishes."""
        decided = [vanishes(residual) for residual in residuals]
        self.require(text, bool(decided) and all(decided), latex)

    def positive(self, text: str, expression: Any, latex: str = "") -> None:
        """A step that is right if sympy sees from its assumptions that the expression is > 0."""
        factored = sp.factor(expression)
        self.require(text, factored.is_positive, latex or f"{typeset(factored)} > 0")

    def nonnegative(self, text: str, expression: Any, latex: str = "") -> None:
        """A step that is right if sympy sees from its assumptions that the expression is >= 0."""
        factored = sp.factor(expression)
        self.require(text, factored.is_nonnegative, latex or rf"{typeset(factored)} \ge 0")

    def limit(self, text: str, expression: Any, variable: Any, point: Any, side: str = "+") -> Any:
        """A limit that sympy takes; the step fails if it cannot."""
        value = sp.limit(expression, variable, point, side)
        shown = typeset(sp.Limit(expression, variable, point, side))
        known = not value.has(sp.Limit, sp.AccumBounds, sp.nan)
        self.require(text, known, f"{shown} = {typeset(value)}")
        return value

    def integral(self, text: str, integrand: Any, variable: Any, low: Any, high: Any) -> Any:
        """A definite integral that sympy evaluates; the step fails if it cannot."""
        value = sp.simplify(sp.integrate(integrand, (variable, low, high)))
        shown = typeset(sp.Integral(integrand, (variable, low, high)))
        self.require(text, not value.has(sp.Integral), f"{shown} = {typeset(value)}")
        return value

    def done(self, **results: Any) -> Derivation:
        """The derivation, with the values that it arrived at."""
        found = {name: plain(value) for name, value in results.items()}
        return Derivation(tuple(self.steps), self.holds, found)
