"""How a derivation is written down: every step is stated, checked and kept.

A `Working` collects steps. A step that claims something decides it with sympy, and one that sympy
cannot decide counts against the derivation: nothing is taken on trust. A definition and a remark
are marked as what they are. A result counts where a checked step arrived at it, as a side of an
equation, a limit, an integral, a value or a count.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import sympy as sp
from sympy.core.function import AppliedUndef

from pycheck.checks.outcomes import Derivation, Step
from pycheck.checks.printing import typeset

__all__ = ["Relation", "Working", "equation", "plain", "typeset", "vanishes"]

Relation = Literal["=", "<", "<="]
_RELATIONS: Mapping[Relation, tuple[Any, str, str]] = {
    "=": (sp.Eq, "=", r"\ne"),
    "<": (sp.Lt, "<", r"\ge"),
    "<=": (sp.Le, r"\le", ">"),
}


_UNEVALUATED = (
    sp.Integral,
    sp.Sum,
    sp.Product,
    sp.Limit,
    sp.Derivative,
    sp.Subs,
    sp.Order,
)
_DIGITS = 20
_APART = sp.Float(10) ** -6


def vanishes(residual: Any) -> bool:
    """Whether sympy reduces an expression to zero: as a fraction first, then by all it knows.

    What is evaluated at once (a limit, an integral) is evaluated before anything is simplified, and
    what is not zero at a point is not simplified, for that may take long.
    """
    expression = sp.sympify(residual)
    if _is_zero_fraction(expression):
        return True
    done = expression.doit() if expression.has(*_UNEVALUATED) else expression
    if done != expression and _is_zero_fraction(done):
        return True
    if _is_apart_from_zero(done):
        return False
    if sp.simplify(expression) == 0:
        return True
    done = done.doit()
    return bool(done != expression and sp.simplify(done) == 0)


def _is_zero_fraction(expression: Any) -> bool:
    return bool(sp.expand(sp.numer(sp.together(expression))) == 0)


def _is_apart_from_zero(expression: Any) -> bool:
    """Whether an expression is certainly not zero at one point that its symbols allow."""
    if not isinstance(expression, sp.Expr) or expression.has(
        AppliedUndef, sp.Indexed, *_UNEVALUATED
    ):
        return False
    symbols = sorted(expression.free_symbols, key=str)
    point = {
        s: sp.Integer(i) if s.is_integer else sp.Rational(3 * i + 1, 7)
        for i, s in enumerate(symbols, start=1)
    }
    number = expression.evalf(_DIGITS, subs=point)
    return bool(number.is_Float and abs(number) > _APART)


def plain(value: Any) -> Any:
    """A result without assumptions on its symbols, so that it compares equal to a parsed one."""
    expression = sp.sympify(value)
    if not isinstance(expression, sp.Basic):
        return expression
    return expression.xreplace({s: sp.Symbol(s.name) for s in expression.free_symbols})


def equation(left: Any, right: Any) -> str:
    """LaTeX of an equation between two expressions, each as it was formed."""
    return f"{typeset(left)} = {typeset(right)}"


def _once(left: str, right: str) -> str:
    """LaTeX of an equation, or of one side where both look the same."""
    return left if left == right else f"{left} = {right}"


def _says_nothing(left: Any, right: Any) -> bool:
    """Whether both sides were handed in as one and the same number."""
    left, right = sp.sympify(left), sp.sympify(right)
    return bool(left == right and left.is_number and not left.has(AppliedUndef))


@dataclass
class Working:
    """A derivation in the making."""

    steps: list[Step] = field(default_factory=list)
    holds: bool = True

    def definition(self, text: str, latex: str = "") -> None:
        """What a name stands for, or what is taken from elsewhere: there is nothing to check."""
        self.steps.append(Step(text, latex, "definition"))

    def remark(self, text: str, latex: str = "") -> None:
        """A reading of what was found, in words that nothing decides."""
        self.steps.append(Step(text, latex, "remark"))

    note = remark  # its older name

    def require(self, text: str, statement: Any, latex: str = "", reached: Any = ()) -> None:
        """A step that is right if the statement is decided to be true; it reaches `reached`."""
        right = bool(statement == True)  # noqa: E712 - sympy's own truth too
        self.holds = self.holds and right
        values = tuple(plain(value) for value in reached) if right else ()
        told = text if right else f"Does not come out: {text}"
        self.steps.append(Step(told, latex, "checked", values))

    def equal(self, text: str, left: Any, right: Any, latex: str = "") -> None:
        """A step that is right if the two sides differ by an expression that vanishes.

        Both sides are shown as they are formed, and once where they look the same: form a side
        without evaluating it to show how it comes to the other.
        """
        shown = latex or _once(typeset(left), typeset(right))
        self.require(text, vanishes(sp.sympify(left) - right), shown, (left, right))

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
        self.require(text, known, f"{shown} = {typeset(value)}", (value,))
        return value

    def integral(self, text: str, integrand: Any, variable: Any, low: Any, high: Any) -> Any:
        """A definite integral that sympy evaluates; the step fails if it cannot."""
        value = sp.simplify(sp.integrate(integrand, (variable, low, high)))
        shown = typeset(sp.Integral(integrand, (variable, low, high)))
        known = not value.has(sp.Integral)
        self.require(text, known, f"{shown} = {typeset(value)}", (value,))
        return value

    def value(self, text: str, formed: Any, latex: str = "") -> Any:
        """What an expression that was formed without evaluating it comes to.

        The step fails if that is the expression itself: then nothing was computed.
        """
        found = sp.simplify(formed.doit())
        computed = found != formed and not found.has(sp.Sum, sp.Product, sp.Integral, sp.Limit)
        self.require(text, computed, latex or equation(formed, found), (found,))
        return found

    def solve(self, text: str, left: Any, right: Any, unknown: sp.Symbol) -> Any:
        """The one solution of an equation; the step fails if there is none, another, or no proof.

        That it solves the equation is checked by putting it in.
        """
        found = sp.solve(sp.Eq(left, right), unknown)
        only = len(found) == 1 and vanishes((sp.sympify(left) - right).subs(unknown, found[0]))
        value = found[0] if found else sp.nan
        shown = rf"{equation(left, right)} \iff {equation(unknown, value)}"
        self.require(text, only, shown, (value,))
        return value

    def count(self, text: str, things: Collection[Any], latex: str = "") -> sp.Integer:
        """How many things were listed. A number is no list: there is nothing to count in it."""
        number = sp.Integer(len(things))
        self.require(text, True, latex, (number,))
        return number

    def compare(self, text: str, left: Any, relation: Relation, right: Any) -> Any:
        """Whether a relation holds, as a sympy truth; the step shows it, or its negation.

        The step fails where sympy cannot decide it.
        """
        form, sign, negated = _RELATIONS[relation]
        gap = sp.sympify(left) - right
        if vanishes(gap):
            truth = sp.sympify(relation != "<")
        elif relation == "=":  # of formulas: for all values of their symbols
            truth = sp.false if gap.equals(0) is False else None
        else:
            signed = sp.factor(gap)
            known = sp.true if signed.is_negative else sp.false if signed.is_positive else None
            truth = sp.simplify(form(left, right)) if known is None else known
        shown = f"{typeset(left)} {sign if truth == sp.true else negated} {typeset(right)}"
        itself = relation == "=" and _says_nothing(left, right)
        decided = truth in (sp.true, sp.false) and not itself
        self.require(text, decided, shown, (truth,) if decided else ())
        return truth

    def put(self, value: Any, at: Mapping[Any, Any]) -> Any:
        """An instance of a value that a checked step reached, which then is reached as well."""
        instance = sp.sympify(value).subs(at)
        for index, step in enumerate(self.steps):
            if plain(value) in step.reached:
                values = (*step.reached, plain(instance))
                self.steps[index] = Step(step.text, step.latex, step.kind, values)
                break
        return instance

    def done(self, **results: Any) -> Derivation:
        """The derivation, with the values that it arrived at."""
        found = {name: plain(value) for name, value in results.items()}
        return Derivation(tuple(self.steps), self.holds, found)
