"""Sums, products, integrals and limits followed with mpmath, without sympy's closed forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import mpmath
import sympy

from pycheck.formulas import numerics
from pycheck.formulas.numerics import DIGITS, Function, Number, Silent

_EVALUATIONS = 60_000  # of one expression
_FORMS = (sympy.Sum, sympy.Product, sympy.Integral, sympy.Limit, sympy.Derivative)


@dataclass(frozen=True, slots=True)
class Trace:
    """What following an expression leads to: a number, or none; `moving` as in `Silent`."""

    number: Number | None = None
    moving: bool = False


def followed(expression: Any) -> Trace:
    """The number that an expression without free symbols comes to, as far as it can be told."""
    try:
        with mpmath.workdps(DIGITS):
            errors: list[Any] = [mpmath.mpf(10) ** (5 - DIGITS)]
            value = _Follower(errors).function(expression, ())()
            if not mpmath.isfinite(value):
                return Trace()
            return Trace(Number(value, max(errors) * (1 + abs(value))))
    except Silent as silent:
        return Trace(moving=silent.moving)
    except Exception:  # mpmath raises whatever it likes, and then has said nothing
        return Trace()


def has_forms(expression: Any) -> bool:
    """Whether there is anything to follow in an expression."""
    return bool(expression.has(*_FORMS))


class _Follower:
    """Turns expressions into functions of mpmath; notes how far off their values are."""

    def __init__(self, errors: list[Any]) -> None:
        self.left = _EVALUATIONS
        self.errors = errors

    def function(self, expression: Any, names: Sequence[Any]) -> Function:
        """A function of the values of `names`."""
        forms: dict[Any, Any] = {}
        plain = self._without_forms(expression, forms)
        parts = [self._form(form, names) for form in forms]
        outer = sympy.lambdify([*names, *forms.values()], plain, "mpmath")

        def value(*at: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise Silent
            return outer(*at, *[part(*at) for part in parts])

        return value

    def _without_forms(self, expression: Any, forms: dict[Any, Any]) -> Any:
        """The expression with a symbol for every sum, integral and limit in it."""
        if isinstance(expression, _FORMS):
            return forms.setdefault(expression, sympy.Dummy("part"))
        if not expression.args:
            return expression
        return expression.func(*[self._without_forms(a, forms) for a in expression.args])

    def _form(self, form: Any, names: Sequence[Any]) -> Function:
        if isinstance(form, sympy.Limit):
            return self._limit(form, names)
        if isinstance(form, sympy.Derivative):
            raise Silent
        return self._over(form, form.limits, names)

    def _over(self, form: Any, ranges: Sequence[Any], names: Sequence[Any]) -> Function:
        """A sum, product or integral over the first of its ranges; the last is the outermost."""
        if not ranges:
            return self.function(form.function, names)
        *inside, (x, low, high) = ranges
        body = self._over(form, inside, (*names, x))
        ends = [self.function(end, names) for end in (low, high)]
        over = {sympy.Sum: numerics.sum_, sympy.Product: numerics.product}.get(form.func)
        rates = [] if inside else _rates(form.function, x)

        def value(*at: Any) -> Any:
            a, b = (end(*at) for end in ends)
            inner = lambda t: body(*at, t)  # noqa: E731
            found = over(inner, a, b) if over else numerics.integral(inner, a, b, rates)
            self.errors.append(found.error)
            return found.value

        return value

    def _limit(self, form: Any, names: Sequence[Any]) -> Function:
        body, x, point, _ = form.args
        inner = self.function(body, (*names, x))
        end = self.function(point, names)

        def value(*at: Any) -> Any:
            found = numerics.limit(lambda t: inner(*at, t), end(*at))
            self.errors.append(found.error)
            return found.value

        return value


def _rates(body: Any, x: Any) -> list[tuple[Any, int]]:
    """The frequencies and powers of the oscillations ``sin(c x^k)`` in an integrand."""
    found = []
    for wave in body.atoms(sympy.sin, sympy.cos):
        rate, rest = wave.args[0].as_independent(x)
        base, power = rest.as_base_exp()
        if base == x and power.is_Integer and power > 0 and rate.is_number:
            found.append((sympy.N(abs(rate), DIGITS), int(power)))
    return found
